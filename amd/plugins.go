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
// ask it for a resource: no loader gets past such a one.
func (g *graph) reportPluginCycles() {
	for _, p := range g.plugged {
		if !slices.Contains(awaited(p.ask), p.ask.literal.Start) {
			continue
		}
		if way := g.way(p.plugin, p.ask.module.id); way != nil {
			g.ds.Add(pluginCycle(p, way))
		}
	}
}

// awaited returns the offsets of what the unit needs before it can run.
func awaited(a ask) []int {
	var out []int
	for _, c := range a.unit.scan.Calls {
		if c.Callee == "define" {
			for _, l := range slices.Concat(c.Deps, c.Sugar) {
				out = append(out, l.Start)
			}
		}
	}
	return out
}

// way returns the modules by which from needs to, nil when it does not.
func (g *graph) way(from, to string) []string {
	before := map[string]string{from: ""}
	for queue := []string{from}; len(queue) > 0; queue = queue[1:] {
		id := queue[0]
		if id == to {
			var out []string
			for ; id != ""; id = before[id] {
				out = append(out, id)
			}
			slices.Reverse(out)
			return out
		}
		m := g.modules[g.holder(id)]
		if m == nil {
			continue
		}
		for _, dep := range m.deps {
			plugin, _, _ := strings.Cut(dep, "!")
			for _, next := range []string{dep, plugin} {
				if _, seen := before[next]; !seen {
					before[next] = id
					queue = append(queue, next)
				}
			}
		}
	}
	return nil
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
