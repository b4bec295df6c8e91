package amd

import (
	"maps"
	"strings"
)

// An Entry is one plugin in the index, in load order.
type Entry struct {
	ID       string            `json:"id"`
	Name     string            `json:"name,omitempty"`
	Version  string            `json:"version,omitempty"`
	Layout   string            `json:"layout"`
	Package  string            `json:"package"`
	Main     string            `json:"main"` // full id of the module to load
	Elevated bool              `json:"elevated,omitempty"`
	Location string            `json:"location"` // of the package, relative to the AMD base
	MainName string            `json:"mainName"` // Main without the package's name
	Requires []string          `json:"requires,omitempty"`
	Layers   []EntryLayer      `json:"layers"`          // none for a plugin that is served file by file
	Styles   []string          `json:"css,omitempty"`   // relative to the AMD base
	Texts    map[string]string `json:"texts,omitempty"` // language to file, relative to the AMD base
}

// An EntryLayer is where modules are to be had.
type EntryLayer struct {
	URL       string   `json:"url"` // relative to the AMD base
	Integrity string   `json:"integrity"`
	IDs       []string `json:"ids"`
	Locale    string   `json:"locale,omitempty"` // whose bundles it holds
	Lazy      bool     `json:"lazy,omitempty"`   // it is loaded when it is asked for
	Early     bool     `json:"early,omitempty"`  // of the host's, in a RuntimeConfig: it is loaded at once, whoever asks for it
}

// LayerEntry returns the layer as an index holds it.
func LayerEntry(l Layer) EntryLayer {
	return EntryLayer{URL: l.Path, Integrity: l.Integrity, IDs: l.IDs(), Locale: l.Locale, Lazy: l.Kind == LazyKind || l.Kind == LocaleKind}
}

// A Details is the extended index: what a page has to know of every plugin.
type Details struct {
	Plugins []Entry           `json:"plugins"`
	Aliases map[string]string `json:"aliases"` // package of a replaced plugin to that of its replacement

	ReplacementMap       map[string]string `json:"replacementMap"`       // id of a replaced plugin to that of its replacement
	ActiveReplacementMap map[string]string `json:"activeReplacementMap"` // the same, of replaced plugins that are installed
}

// A File is one generated file; Path is relative to the AMD base.
type File struct {
	Path string
	Data []byte
}

// DetailsID returns the module id of the extended index beside an index.
func DetailsID(index string) string { return index + "-details" }

// pathMapID returns the id of the path map beside an index.
func pathMapID(index string) string { return index + "-map" }

// Index writes the plugin index in its compatible form, which is byte for byte
// what FreeIPA's generator makes; the extended index beside it; and the path
// map for the loader. All keep their names whatever they hold, so a page asks
// for them late and fresh.
func Index(id string, m Map) []File {
	return []File{
		{id + ".js", compatibleIndex(m.Details.Plugins)},
		{DetailsID(id) + ".js", detailsModule(DetailsID(id), m.Details)},
		{pathMapID(id) + ".js", writers[m.Format].pathMap(m)},
	}
}

// compatibleIndex lists the package names. FreeIPA's loader asks for
// "name/name" of each; any loader that has the path map can ask for "name".
func compatibleIndex(plugins []Entry) []byte {
	out := []byte("define([],function(){return[")
	for _, p := range plugins {
		out = append(out, singleQuoted(p.Package)+","...)
	}
	return append(out, "];});"...)
}

func detailsModule(id string, d Details) []byte {
	if d.Plugins == nil {
		d.Plugins = []Entry{}
	}
	for _, m := range []*map[string]string{&d.Aliases, &d.ReplacementMap, &d.ActiveReplacementMap} {
		if *m == nil {
			*m = map[string]string{}
		}
	}
	return Data{id, appendJSON(nil, d)}.File().Data
}

// A Map is what a path map is made from.
type Map struct {
	Format   Format       `json:"loader"`
	BaseURL  string       `json:"baseURL"`  // URL of the AMD base, with "/" at its end
	Packages []MapPackage `json:"packages"` // of the host application
	Layers   []MapLayer   `json:"layers"`   // of the host application
	Details  Details      `json:"details"`
	Known    Known        `json:"known"`
}

// A MapPackage tells a loader where a package is.
type MapPackage struct {
	Name     string `json:"name"`
	Location string `json:"location"` // relative to the AMD base
	Main     string `json:"main"`     // relative to the package; "" means "main"
}

// A MapLayer is a layer under its name.
type MapLayer struct {
	Name string `json:"name"`
	EntryLayer
}

// id is the module id under which a loader without a layer table knows the layer.
func (l MapLayer) id() string { return "strata-layer/" + l.Name }

// packages are the application's and the plugins'.
func (m Map) packages() []MapPackage {
	out := append([]MapPackage{}, m.Packages...)
	for _, p := range m.Details.Plugins {
		out = append(out, MapPackage{p.Package, p.Location, p.MainName})
	}
	return out
}

// layers are the application's and the plugins'.
func (m Map) layers() []MapLayer {
	out := append([]MapLayer{}, m.Layers...)
	for _, p := range m.Details.Plugins {
		for _, l := range p.Layers {
			out = append(out, MapLayer{strings.TrimSuffix(p.Package+"_"+l.Locale, "_") + l.suffix(), l})
		}
	}
	return out
}

// suffix tells a package's lazy layer from its own.
func (l EntryLayer) suffix() string {
	if l.Lazy && l.Locale == "" {
		return "_lazy"
	}
	return ""
}

// aliases lets the package of a replaced plugin still load, as its replacement,
// unless the application maps it itself.
func (m Map) aliases() map[string]map[string]string {
	if len(m.Details.Aliases) == 0 {
		return m.Known.Map
	}
	out := map[string]map[string]string{}
	maps.Copy(out, m.Known.Map)
	out["*"] = maps.Clone(m.Details.Aliases)
	maps.Copy(out["*"], m.Known.Map["*"])
	return out
}
