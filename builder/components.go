package builder

import (
	"path"
	"slices"
	"strings"

	"strata/amd"
	"strata/plugin"
	"strata/site"
)

// components are what pages may use, and what enhances it in the browser.
type components struct {
	offer  plugin.Contributions
	plugin map[string]site.Plugin       // by id
	script *File                        // that runs the modules; nil when there are none
	may    func(required []string) bool // what the site is built for somebody to see; nil for everything
	run    plugin.Runner                // of rules that are functions
	say    func(label string) string    // the text of a label, which may be the key of one
}

// newComponents takes the components that are offered; model has their plugins.
func (b *build) newComponents(cfg site.Config, o offer, model site.Model) *components {
	c := &components{offer: o.Contributions, plugin: map[string]site.Plugin{}, may: model.Access}
	c.say = func(label string) string { return o.texts.Translate(cfg.Language, label) }
	for _, p := range model.Plugins {
		c.plugin[p.ID] = p
	}
	module := func(id string) bool { return id != "" }
	if slices.ContainsFunc(enhancers(o.Contributions), module) || slices.ContainsFunc(model.Menus.Navigation, countsLate) {
		code := amd.ComponentRuntime(b.opts.Minify)
		c.script = &File{Path: path.Join(cfg.Base, path.Dir(cfg.Index), "components-"+amd.Hash(code)+".js"), Data: code}
	}
	return c
}

// countsLate reports whether a counter of the item, or beside it, is known in the
// browser only.
func countsLate(it site.PluginItem) bool {
	return it.CounterFrom != "" || slices.ContainsFunc(it.Items, countsLate)
}

// enhancers are the modules of components, report widgets and column types.
func enhancers(offer plugin.Contributions) []string {
	var out []string
	for _, x := range offer.Components {
		out = append(out, x.Module)
	}
	for _, w := range offer.ReportWidgets {
		out = append(out, w.Module)
	}
	for _, c := range offer.ColumnTypes {
		out = append(out, c.Module)
	}
	return out
}

// files are the scripts that pages with components load.
func (c *components) files() []File {
	if c.script == nil {
		return nil
	}
	return []File{*c.script}
}

// extend adds the components to what templates may use.
func (c *components) extend(x *site.Extensions) {
	byAlias := map[string]site.Component{}
	for _, p := range c.offer.Components {
		own := "components/" + p.Owner + "/" + p.Alias + "/"
		shared := "components/" + p.Owner + "/(shared)/"
		if len(p.Shared) > 0 && !isShared(x.Templates, shared) {
			x.Templates = append(x.Templates, templates(shared, p.Shared)...)
		}
		x.Templates = append(x.Templates, templates(own, p.Templates)...)
		x.Components = append(x.Components, p.Alias)
		byAlias[p.Alias] = site.Component{Alias: p.Alias, Plugin: c.plugin[p.Owner], Module: p.Module, Partials: []string{own, shared}, Values: c.values(p.Values)}
		if p.Class != "" { // which Winter takes in place of the alias
			byAlias[p.Class] = byAlias[p.Alias]
		}
	}
	x.Component = func(alias string) (site.Component, bool) {
		out, ok := byAlias[alias]
		return out, ok
	}
	c.widgets(x)
	c.mails(x)
	if c.script != nil {
		x.Scripts = []site.Script{{Src: c.script.Path, Integrity: amd.Integrity(c.script.Data)}}
	}
}

func isShared(all []site.Template, prefix string) bool {
	for _, t := range all {
		if strings.HasPrefix(t.Name, prefix) {
			return true
		}
	}
	return false
}

func templates(prefix string, all []plugin.ComponentTemplate) []site.Template {
	var out []site.Template
	for _, t := range all {
		out = append(out, site.Template{Name: prefix + t.Name, File: t.File, Line: t.Line, Source: t.Source})
	}
	return out
}

// componentModules returns globs of the modules in a client's folder that its
// components and widgets name, so that its layer has them.
func componentModules(p plugin.Plugin) []string {
	var out []string
	for _, id := range p.Modules() {
		rel, own := strings.CutPrefix(id, "./")
		if !own {
			rel, own = strings.CutPrefix(id, p.Client.Package+"/")
		}
		if own {
			out = append(out, path.Clean(rel)+".*")
		}
	}
	return out
}
