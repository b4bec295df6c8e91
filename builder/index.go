package builder

import (
	"cmp"
	"path"
	"strings"

	"strata/amd"
	"strata/plugin"
	"strata/site"
)

// An index is what the plugin index, the extended index and the path map are
// written from.
type index struct {
	base, id string
	data     amd.Map
}

func (x index) files() []File {
	var out []File
	for _, f := range amd.Index(x.id, x.data) {
		out = append(out, File{Path: path.Join(x.base, f.Path), Data: f.Data})
	}
	return out
}

func newIndex(cfg site.Config, set plugin.Set, layers []amd.Layer) index {
	details := amd.Details{Aliases: packageAliases(set)}
	details.ReplacementMap, details.ActiveReplacementMap = replacements(set)
	own, late := map[string][]amd.Layer{}, lateLayers(layers)
	for _, l := range layers {
		if l.Kind == amd.PackageKind {
			own[l.Package] = append(own[l.Package], l)
		}
	}
	for _, p := range set.Active {
		if p.Client != nil {
			e := entry(cfg.Base, set, p, own)
			e.Layers = append(e.Layers, late[p.Client.Package]...)
			details.Plugins = append(details.Plugins, e)
		}
	}
	m := amd.Map{Format: amd.Format(cfg.Loader), BaseURL: basePath(cfg), Details: details}
	for _, p := range hostPackages(cfg, "") {
		m.Packages = append(m.Packages, amd.MapPackage{Name: p.Name, Location: p.Output, Main: cmp.Or(p.Main, "main")})
	}
	m.Known = resolution(cfg).Known(layers)
	for _, l := range hostLayers(set, layers) {
		if l.Fallback != "" {
			continue
		}
		m.Layers = append(m.Layers, amd.MapLayer{Name: l.Name, EntryLayer: amd.LayerEntry(l)})
	}
	return index{base: cfg.Base, id: cfg.Index, data: m}
}

// lateLayers are the layers of each package that a loader gets when it is asked
// for a module of theirs.
func lateLayers(layers []amd.Layer) map[string][]amd.EntryLayer {
	out := map[string][]amd.EntryLayer{}
	for _, l := range layers {
		if l.Kind == amd.LocaleKind || l.Kind == amd.LazyKind {
			out[l.Package] = append(out[l.Package], amd.LayerEntry(l))
		}
	}
	return out
}

// entry describes an active plugin; own are the layers by their package, and
// base is the folder of the AMD base.
func entry(base string, set plugin.Set, p plugin.Plugin, own map[string][]amd.Layer) amd.Entry {
	c := p.Client
	e := amd.Entry{ID: p.ID, Name: p.Name, Version: p.Version, Layout: p.Layout, Elevated: p.Elevated, Package: c.Package,
		Main: c.Package + "/" + c.Main, MainName: c.Main, Location: pluginOutput(c), Layers: []amd.EntryLayer{}}
	for _, r := range p.Require {
		e.Requires = append(e.Requires, set.ID(r.ID)) // a replaced plugin's place is taken
	}
	for _, l := range own[c.Package] {
		e.Layers = append(e.Layers, amd.LayerEntry(l))
	}
	for _, s := range p.Styles {
		e.Styles = append(e.Styles, fromBase(base, publicPath(base, p, s)))
	}
	for lang, file := range p.Texts {
		if e.Texts == nil {
			e.Texts = map[string]string{}
		}
		e.Texts[lang] = fromBase(base, publicPath(base, p, file))
	}
	return e
}

// basePath is the URL of the AMD base without a host, so that the site can be
// moved to another one.
func basePath(cfg site.Config) string {
	root := cfg.BaseURL
	if _, rest, ok := strings.Cut(root, "://"); ok {
		_, after, _ := strings.Cut(rest, "/")
		root = "/" + after
	}
	return root + cfg.Base + "/"
}

// fromBase returns the URL of a file of the output relative to the AMD base.
func fromBase(base, file string) string {
	if rest, ok := strings.CutPrefix(file, base+"/"); ok {
		return rest
	}
	return strings.Repeat("../", strings.Count(base, "/")+1) + file
}
