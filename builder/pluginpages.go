package builder

import (
	"cmp"
	"html/template"
	"slices"
	"strings"

	"strata/amd"
	"strata/plugin"
	"strata/site"
)

// detailed adds to the plugins of the model what pages about them show, and such
// pages, when the site asks for them.
func (b *build) detailed(m site.Model, cfg site.Config, set plugin.Set, layers []amd.Layer) site.Model {
	requiredBy := dependents(set)
	for i, d := range set.Disabled {
		m.Plugins[len(set.Active)+i].Flags = d.Flags
	}
	for i, p := range set.All() { // in the order of the model
		d := &m.Plugins[i].PluginDetails
		d.RequiredBy, d.Gives, d.Releases = requiredBy[p.ID], contributions(p), releases(p)
		for _, r := range p.Replaces {
			d.Replaces = append(d.Replaces, site.PluginReplacement{ID: r.ID, Constraint: r.Constraint})
		}
		if i < len(set.Active) {
			d.Order, d.Modules = i+1, b.modulesOf(p, layers)
		} else {
			d.ReplacedBy = set.Aliases[p.ID]
		}
	}
	for _, o := range b.overlay.laid {
		m.Overrides = append(m.Overrides, site.PluginOverride(o))
	}
	if cfg.PluginPages != "" {
		m = pluginPages(m, cfg, NewGraph(reportPlugins(set)))
	}
	return m
}

// dependents are the plugins that require each, by its id.
func dependents(set plugin.Set) map[string][]string {
	out := map[string][]string{}
	for _, p := range set.All() {
		for _, r := range p.Require {
			out[set.ID(r.ID)] = append(out[set.ID(r.ID)], p.ID)
		}
	}
	return out
}

// releases are the versions of a plugin, the newest first.
func releases(p plugin.Plugin) []site.PluginRelease {
	var out []site.PluginRelease
	for _, r := range slices.Backward(p.Releases) {
		release := site.PluginRelease{Version: r.Version, Important: r.Important()}
		for _, n := range r.Notes {
			release.Notes = append(release.Notes, site.PluginNote{Text: n.Text, Important: n.Important})
		}
		out = append(out, release)
	}
	return out
}

func (b *build) modulesOf(p plugin.Plugin, layers []amd.Layer) []site.PluginModule {
	var out []site.PluginModule
	for _, l := range layers {
		if p.Client == nil || l.Kind != amd.PackageKind || l.Package != p.Client.Package {
			continue
		}
		for _, m := range l.Modules {
			out = append(out, site.PluginModule{ID: m.ID, File: b.overlay.at(m.File), Bytes: m.Bytes})
		}
	}
	return out
}

// pluginPages adds a page for each plugin and one for all of them, in a section of
// the site.
func pluginPages(m site.Model, cfg site.Config, g Graph) site.Model {
	m.Generated = []site.GeneratedPage{{Section: cfg.PluginPages, Title: "Plugins", Layout: "plugins"}}
	links := map[string]string{}
	for i, p := range m.Plugins {
		page := site.GeneratedPage{Section: cfg.PluginPages, Path: strings.ReplaceAll(p.ID, ".", "/"), Title: cmp.Or(p.Name, p.ID),
			Description: p.Description, Layout: "plugin", Params: map[string]any{"plugin": p.ID}}
		m.Generated = append(m.Generated, page)
		m.Plugins[i].Page = page.Address()
		links[p.ID] = fromTop(cfg, m.Plugins[i].Page)
	}
	for i, n := range g.Nodes {
		g.Nodes[i].Link = links[n.ID]
	}
	m.PluginGraph = template.HTML(g.SVG())
	return m
}
