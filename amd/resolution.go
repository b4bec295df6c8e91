package amd

import (
	"maps"
	"slices"
	"strings"
)

// A Resolution says how ids are resolved beyond packages. What has a name in
// the configuration of RequireJS means what it means there.
type Resolution struct {
	// Paths leads from an id, or a prefix of ids, to a place in the site without
	// ".js", to a URL, or to "empty:" for what the page has anyway. Of several,
	// the first that exists counts; behind URLs it is what a page falls back on.
	Paths map[string][]string
	// Root is the folder in which ids are looked for that nothing else leads to;
	// "" for nowhere.
	Root string
	// Map gives ids another meaning: for the modules under a prefix, or for all
	// of them under "*".
	Map map[string]map[string]string
	// Bundles names the ids that the file of a module defines.
	Bundles map[string][]string
	// Shim describes scripts that call no define.
	Shim map[string]Shim
	// WrapShim lets such a script run in a function, when its module is needed,
	// instead of as soon as its layer is there.
	WrapShim bool
	// LoaderPlugins are the ids of loader plugins whose resources are left to them.
	LoaderPlugins []string
	// Features are the values of has("name") that are known.
	Features map[string]bool
	// Pragmas are the values of names in //>>excludeStart("x", pragmas.name).
	Pragmas map[string]bool
	// Locales whose nls bundles are in layers; nil for all. The root is always.
	Locales []string
	// LocaleLayers puts each locale's bundles into a layer of its own.
	LocaleLayers bool
	// Where tells where the value of a key such as "paths.jquery" was set; nil
	// for nowhere.
	Where func(key string) Place `json:"-"`
}

// A Place is a position in a file of the site. The zero value is nowhere.
type Place struct {
	File         string
	Line, Column int
}

// A Shim is what a script without define would have said with it.
type Shim struct {
	Deps    []string `json:"deps,omitempty"`
	Exports string   `json:"exports,omitempty"` // global variable, such as "jQuery.fn.tabs"
	Init    string   `json:"-"`                 // text of a JavaScript function
}

// A Known is what a loader has to be told of modules beyond packages and layers.
type Known struct {
	Paths   map[string][]string          `json:"paths,omitempty"`
	Map     map[string]map[string]string `json:"map,omitempty"`
	Bundles map[string][]string          `json:"bundles,omitempty"`
	Shim    map[string]Shim              `json:"shim,omitempty"`
}

// Known returns what a page has to tell its loader: the map, and of paths,
// bundles and shims those that are about modules which are in no layer. A path
// with a fallback leads to the layer that holds it.
func (r Resolution) Known(layers []Layer) Known {
	k := Known{Map: r.Map}
	built := map[string]bool{}
	for _, l := range layers {
		for _, id := range l.IDs() {
			built[id] = true
		}
	}
	for _, id := range sortedKeys(r.Paths) {
		if urls := leadingURLs(r.Paths[id]); len(urls) > 0 {
			put(&k.Paths, id, append(urls, fallbackOf(layers, id)...))
		}
	}
	outside := func(id string) bool { return !built[id] }
	for _, id := range sortedKeys(r.Bundles) {
		if slices.ContainsFunc(r.Bundles[id], outside) {
			put(&k.Bundles, id, r.Bundles[id])
		}
	}
	for _, id := range sortedKeys(r.Shim) {
		if outside(id) && !slices.ContainsFunc(layers, func(l Layer) bool { return l.Fallback == id }) {
			put(&k.Shim, id, r.Shim[id])
		}
	}
	return k
}

func put[K comparable, V any](m *map[K]V, key K, value V) {
	if *m == nil {
		*m = map[K]V{}
	}
	(*m)[key] = value
}

func fallbackOf(layers []Layer, id string) []string {
	for _, l := range layers {
		if l.Fallback == id {
			return []string{strings.TrimSuffix(l.Path, ".js")}
		}
	}
	return nil
}

// leadingURLs returns the URLs that stand before the first place in the site.
func leadingURLs(places []string) []string {
	n := slices.IndexFunc(places, func(p string) bool { return !isRemote(p) })
	if n < 0 {
		n = len(places)
	}
	return slices.Clone(places[:n])
}

// emptyPath is what r.js writes for a module that the page has anyway.
const emptyPath = "empty:"

// isRemote reports whether a path is a URL and no place in the site.
func isRemote(path string) bool {
	return path != emptyPath && (strings.HasPrefix(path, "/") || strings.Contains(path, "://"))
}

// everywhere returns the map of all modules, to which the packages of replaced
// plugins belong.
func (o *Options) everywhere() map[string]string {
	out := maps.Clone(o.Aliases)
	if out == nil {
		out = map[string]string{}
	}
	maps.Copy(out, o.Map["*"])
	return out
}

// mapped returns the id that the map has for id in the module from: the longest
// prefix of id that a scope of from maps, the nearest scope first, and "*" only
// where no scope has a say.
func (g *graph) mapped(id, from string) string {
	if len(g.stars) == 0 && len(g.opts.Map) == 0 {
		return id
	}
	for head := range prefixes(id) {
		for scope := range prefixes(from) {
			if to, ok := g.opts.Map[scope][head]; ok {
				return to + id[len(head):]
			}
		}
	}
	return starred(g.stars, id)
}

func starred(stars map[string]string, id string) string {
	for head := range prefixes(id) {
		if to, ok := stars[head]; ok {
			return to + id[len(head):]
		}
	}
	return id
}

// prefixes yields the id and each of its prefixes in whole segments, longest first.
func prefixes(id string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for end := len(id); end > 0 && yield(id[:end]); {
			end = strings.LastIndexByte(id[:end], '/')
		}
	}
}

// checkMap reports what the map leads to and nobody has.
func (g *graph) checkMap() {
	for _, scope := range sortedKeys(g.opts.Map) {
		for _, from := range sortedKeys(g.opts.Map[scope]) {
			to := g.opts.Map[scope][from]
			if p := g.find(to); !slices.Contains(ownPlugins, to) && !g.provided(to) && g.bundled[to] == "" && (p == nil || !p.external && g.target(to) == nil && !p.hasFolder(to)) {
				g.ds.Add(unknownMapped(scope, from, g))
			}
		}
	}
}

// relativeID writes the id relative to the module from. Dojo maps no such id.
func relativeID(id, from string) string {
	target, base := strings.Split(id, "/"), strings.Split(from, "/")
	base = base[:len(base)-1]
	same := 0
	for same < len(base) && same < len(target)-1 && base[same] == target[same] {
		same++
	}
	up := strings.Repeat("../", len(base)-same)
	if up == "" {
		up = "./"
	}
	return up + strings.Join(target[same:], "/")
}
