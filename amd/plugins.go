package amd

import (
	"slices"
	"strings"

	"strata/internal/diag"
)

// ownPlugins are the loader plugins that are understood, or known to need no
// more than to be there.
var ownPlugins = []string{"text", "dojo/text", "i18n", "dojo/i18n", "has", "dojo/has", "domReady", "dojo/domReady", "json", "css", "xstyle/css"}

// dojoPlugins are the others that come with Dojo.
var dojoPlugins = []string{"dojo/query", "dojo/require", "dojo/loadInit", "dojo/node", "dojo/cache", "dojo/sniff", "dojo/selector/_loader",
	"dojo/request/default", "dojo/request/registry", "dojo/request/notify", "dojo/router", "dojo/_base/configFirefoxExtension"}

// A plugged is a dependency on what a loader plugin of ours brings.
type plugged struct {
	ask    ask
	plugin string
}

// resolveResource resolves "plugin!resource": the plugin as the module that it
// is, and the resource as the plugin would.
func (g *graph) resolveResource(a ask, name, resource string) string {
	if !g.isPlugin(a, name) {
		g.ds.Add(unknownPlugin(a, name, g))
		return ""
	}
	if id, ok := g.resolveFile(a, name, resource); ok {
		return id
	}
	plugin := g.resolveModule(a, name)
	if g.target(plugin) != nil {
		a.module.also = append(a.module.also, plugin)
		g.plugged = append(g.plugged, plugged{a, plugin})
	}
	written := g.written(a, name, plugin) + "!"
	switch plugin {
	case "text", "dojo/text":
		return g.resolveText(a, written, plugin, resource)
	case "i18n", "dojo/i18n":
		g.resolveBundle(a, resource)
	case "has", "dojo/has":
		return g.resolveHas(a, written, plugin, resource)
	}
	a.rename(written + resource)
	return plugin + "!" + resource
}

// isPlugin reports whether the id is known for a loader plugin: one of the
// known ones, one that is declared, or a module of a package.
func (g *graph) isPlugin(a ask, name string) bool {
	abs, _ := absolute(a.base(), name)
	id := g.mapped(abs, a.base())
	p := g.find(id)
	return slices.Contains(ownPlugins, id) || matchesAny(g.opts.LoaderPlugins, id) || p != nil && !p.external ||
		g.opts.Format == FormatDojo && slices.Contains(dojoPlugins, id)
}

// reportPluginCycles reports the modules that a loader plugin needs, and that
// ask it for a resource: no loader gets past such a one. Each module is told of
// once, and what a plugin needs is looked for once.
func (g *graph) reportPluginCycles() {
	needs := map[string]map[string]string{}
	told := map[string]bool{}
	for _, p := range g.plugged {
		key := p.plugin + " " + p.ask.module.id
		if !p.ask.awaited || told[key] {
			continue
		}
		told[key] = true
		if needs[p.plugin] == nil {
			needs[p.plugin] = g.needs(p.plugin)
		}
		if way := wayTo(p.ask.module.id, needs[p.plugin]); way != nil {
			g.ds.Add(pluginCycle(p, way))
		}
	}
}

// way returns the modules by which from needs to, nil when it does not.
func (g *graph) way(from, to string) []string { return wayTo(to, g.needs(from)) }

// wayTo is way, for who knows what needs returns.
func wayTo(to string, before map[string]string) []string {
	if _, ok := before[to]; !ok {
		return nil
	}
	var way []string
	for id := to; id != ""; id = before[id] {
		way = append(way, id)
	}
	slices.Reverse(way)
	return way
}

// needs returns the modules that one needs before it runs, each with the one
// through which it does.
func (g *graph) needs(id string) map[string]string {
	before := map[string]string{id: ""}
	for queue := []string{id}; len(queue) > 0; queue = queue[1:] {
		m := g.modules[g.holder(queue[0])]
		if m == nil {
			continue
		}
		for _, dep := range m.deps {
			plugin, _, _ := strings.Cut(dep, "!")
			for _, next := range []string{dep, plugin} {
				if _, seen := before[next]; !seen {
					before[next] = queue[0]
					queue = append(queue, next)
				}
			}
		}
	}
	return before
}

// resolveText resolves the file of a text; written is the plugin as it has to
// be written, with its "!".
func (g *graph) resolveText(a ask, written, plugin, resource string) string {
	name, flag, strip := strings.Cut(resource, "!")
	abs, inside := absolute(a.base(), name)
	file := g.mapped(abs, a.base())
	full, text := plugin+"!"+file, written+g.written(a, name, file)
	if strip {
		full, text = full+"!"+flag, text+"!"+flag
	}
	a.rename(text)
	p, rel := g.resource(file)
	switch {
	case p != nil && inside && p.files[rel]:
		g.add(full, a.module, false)
	case g.provided(file) || g.provided(full) || isURL(name) && !strings.HasSuffix(name, ".js"):
	case p != nil:
		g.absent(a.module, "text!"+file, func() diag.Diagnostic { return noText(a, file, p) })
	default:
		g.absent(a.module, "text!"+file, func() diag.Diagnostic { return unknownID(a, file, g) })
	}
	return full
}
