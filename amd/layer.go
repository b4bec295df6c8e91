package amd

import (
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"strings"
)

// A Layer is one script that holds many modules.
type Layer struct {
	Name      string   // the package's name, or the declared layer's
	Package   string   // name of the package whose own layer this is; empty for a declared one
	Locale    string   // whose bundles are all that is in the layer, which is asked for late; empty for most
	Fallback  string   // id that a page asks for in this layer only after other places; empty for most
	Modules   []Module // sorted by id
	Path      string   // relative to the AMD base, with the content's hash in its name
	Code      []byte
	Map       []byte  // source map, nil without Options.SourceMaps; its path is Path + ".map"
	Integrity string  // "sha384-..." of Code
	Assets    []Asset // files that the modules name
	Legal     []byte  // with Options.LegalComments "collected": the modules' legal comments, for a file Path + ".LEGAL.txt"
	pieces    []piece // where the code of the modules is
}

// A Module is one id that a layer answers.
type Module struct {
	ID   string   `json:"id"`
	File string   `json:"file"` // relative to the site
	Deps []string `json:"deps,omitempty"`
}

// IDs returns the ids of the layer's modules.
func (l Layer) IDs() []string {
	out := make([]string, len(l.Modules))
	for i, m := range l.Modules {
		out[i] = m.ID
	}
	return out
}

// A plan says what goes into a layer.
type plan struct {
	name, pkg, output string
	fallback, locale  string
	bare              string // main module that the bare package name stands for, "" if not in here
	modules           []Module
	units             []*unit
}

// plan divides the modules among the layers: declared ones take what they
// reach, every package's own layer takes the rest of that package.
func (g *graph) plan() []plan {
	taken := map[string]bool{}
	var declared []plan
	for _, name := range sortedKeys(g.opts.Layers) {
		spec := g.opts.Layers[name]
		ids := g.closure(spec.Include)
		for id := range g.closure(g.expand(spec.Exclude)) {
			delete(ids, id)
		}
		for _, id := range spec.ExcludeShallow {
			delete(ids, g.holder(id))
		}
		p := plan{name: name, output: path.Dir(name)}
		for _, id := range sortedKeys(ids) {
			if g.localeLayer(id) != "" {
				continue
			}
			taken[id] = true
			p.take(g.modules[id])
		}
		if spec.Create {
			p.create(spec)
		}
		declared = append(declared, p)
	}
	own := map[string][]*module{} // by package, in order of ids
	late := map[string][]*module{}
	for _, id := range g.ids() {
		if m := g.modules[id]; g.localeLayer(id) != "" {
			late[m.layer()] = append(late[m.layer()], m)
		} else if !taken[id] {
			own[m.layer()] = append(own[m.layer()], m)
		}
	}
	var out []plan
	for _, k := range append(g.opts.Packages[:len(g.opts.Packages):len(g.opts.Packages)], g.npm.shared.Package) {
		p := plan{name: k.Name, pkg: k.Name, output: k.Output}
		if k.Name == npmName {
			p.pkg = "" // it is nobody's
		}
		for _, m := range own[k.Name] {
			p.take(m)
		}
		if _, ok := g.modules[k.main()]; ok && !taken[k.main()] {
			p.bare = k.main()
		}
		out = append(append(out, p), planLocales(p, late[k.Name])...)
	}
	out = append(out, g.planPaths(own[pathsOwner])...)
	out = append(out, planLocales(plan{name: pathsLayer, output: pathsLayer}, late[pathsOwner])...)
	return slices.DeleteFunc(append(out, declared...), func(p plan) bool { return len(p.modules) == 0 })
}

// create adds the module of the layer's own name.
func (p *plan) create(spec LayerSpec) {
	p.modules = append(p.modules, Module{ID: p.name, Deps: spec.Include})
	p.units = append(p.units, &unit{id: p.name, kind: textUnit, created: true, deps: append([]string{}, spec.Include...)})
}

// expand replaces the names of declared layers by what these include.
func (g *graph) expand(names []string) []string {
	var out []string
	for _, name := range names {
		if spec, ok := g.opts.Layers[name]; ok {
			out = append(out, spec.Include...)
		} else {
			out = append(out, name)
		}
	}
	return out
}

// closure returns the modules that the ids reach.
func (g *graph) closure(ids []string) map[string]bool {
	seen := map[string]bool{}
	ids = slices.Clone(ids) // which grows in place
	for len(ids) > 0 {
		id := g.holder(ids[len(ids)-1])
		ids = ids[:len(ids)-1]
		m := g.modules[id]
		if m == nil || seen[id] || m.fallback() {
			continue
		}
		seen[id] = true
		ids = append(append(ids, m.deps...), m.also...)
	}
	return seen
}

// take adds a module to the plan; one that turned out to be no module is left out.
func (p *plan) take(m *module) {
	if m.leftOut() {
		return
	}
	for _, u := range m.units {
		entry := Module{ID: u.id, File: u.file}
		if u.id == m.id {
			entry.Deps = m.deps
		}
		p.modules = append(p.modules, entry)
		for _, id := range u.ids {
			if id != u.id {
				p.modules = append(p.modules, Module{ID: id, File: u.file})
			}
		}
		p.units = append(p.units, u)
	}
}

// key names everything that the layer's bytes depend on.
func (p plan) key(opts *Options) cacheKey {
	parts := [][]byte{[]byte("layer"), []byte(p.name), []byte(p.output), []byte(opts.Base), []byte(p.bare), []byte(p.fallback), []byte(p.locale), []byte(strings.Join(opts.Globals, " ")),
		fmt.Appendf(nil, "%s %t", opts.Format, opts.SourceMaps)}
	for _, u := range p.units {
		key := newKey([]byte(u.id), []byte(u.text), []byte(strings.Join(u.deps, " ")))
		if u.kind != textUnit {
			key = opts.unitKey(u)
		}
		parts = append(parts, key[:])
	}
	return newKey(parts...)
}

// listed returns the plan's modules in order of their ids, each once.
func (p plan) listed() []Module {
	slices.SortStableFunc(p.modules, func(a, b Module) int { return strings.Compare(a.ID, b.ID) })
	return slices.CompactFunc(p.modules, func(a, b Module) bool { return a.ID == b.ID })
}

// assets returns the files that the planned modules name, each once.
func (p plan) assets() []Asset {
	out := map[string]Asset{}
	for _, u := range p.units {
		if u.made != nil {
			for _, a := range u.made.assets {
				out[a.Path] = a
			}
		}
	}
	var list []Asset
	for _, name := range sortedKeys(out) {
		list = append(list, out[name])
	}
	return list
}

func (p plan) write(opts *Options, blobs map[*unit]*blob) Layer {
	w := layerWriter{blobs: blobs, opts: opts, index: p.index()}
	w.out.grow(blobs)
	if p.locale != "" {
		namedLayer(&w, p) // Dojo runs the defines as it gets them, and bundles depend on nothing
	} else {
		writers[opts.Format].layer(&w, p)
	}
	hash := Hash(w.out.code.Bytes())
	if w.legal != nil {
		hash = Hash(slices.Concat(w.out.code.Bytes(), w.legal))
	}
	l := Layer{Name: p.name, Package: p.pkg, Fallback: p.fallback, Locale: p.locale, Path: path.Join(p.output, path.Base(p.name)+"-"+hash+".js"), Legal: w.legal, pieces: w.pieces}
	w.nameLegal(l)
	if opts.SourceMaps {
		l.Map = w.out.sourceMap(path.Join(opts.Base, l.Path))
		w.out.text("//# sourceMappingURL=" + path.Base(l.Path) + ".map\n")
	}
	l.Code = slices.Clip(w.out.code.Bytes())
	l.Integrity = Integrity(l.Code)
	return l
}

// A layerWriter is what the writers of all loaders share.
type layerWriter struct {
	out   joiner
	blobs map[*unit]*blob
	opts  *Options

	index  map[*unit]int // among the plan's
	pieces []piece
	legal  []byte
	said   map[string]bool // what is in legal
}

// enclose writes the unit's code, in a function of its own if it needs one.
func (w *layerWriter) enclose(u *unit) {
	if !w.blobs[u].wrapped || matchesAny(w.opts.Globals, u.id) {
		w.unit(u)
		return
	}
	w.out.text("(function(){")
	w.unit(u)
	w.out.text("}).call(this);\n")
}

// sourceMap returns the map of what was written, for a file at name in the
// output. Sources are named relative to it, as if the output were a folder of
// the site: true on disk by default, and in a browser the site's folders show
// at the root of the server, because ".." stops there.
func (j *joiner) sourceMap(name string) []byte {
	up := strings.Repeat("../", strings.Count(name, "/")+1)
	size := len(j.mappings) + len(j.mappings)/16
	for _, c := range j.contents {
		size += len(c) + len(c)/8
	}
	out := append(make([]byte, 0, size), `{"version":3,"sources":[`...)
	for i, s := range j.sources {
		if i > 0 {
			out = append(out, ',')
		}
		out = appendJSON(out, up+s)
	}
	out = append(out, `],"sourcesContent":[`...)
	for i, c := range j.contents {
		if i > 0 {
			out = append(out, ',')
		}
		out = appendJSON(out, string(c))
	}
	out = append(out, `],"names":`...)
	out = appendJSON(out, append([]string{}, j.names...))
	out = append(out, `,"mappings":"`...)
	out = append(out, j.mappings...)
	return append(out, "\"}\n"...)
}

// Hash returns the part of a file's name that changes with its content: ten
// hexadecimal digits of its SHA-256.
func Hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:5])
}

// Integrity returns the value of an integrity attribute for data, by SHA-384.
func Integrity(data []byte) string {
	sum := sha512.Sum384(data)
	return "sha384-" + base64.StdEncoding.EncodeToString(sum[:])
}
