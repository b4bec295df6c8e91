package amd

import (
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"iter"
	"path"
	"slices"
	"strings"
)

// A Layer is one script that holds many modules.
type Layer struct {
	Name      string   // the package's name, or the declared layer's
	Package   string   // name of the package whose own layer this is; empty for a declared one
	Kind      Kind     // why there is such a layer
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

	sizes   []int    // bytes of each unit in Code
	include []string // of a declared layer
}

// A Module is one id that a layer answers.
type Module struct {
	ID    string   `json:"id"`
	File  string   `json:"file"` // relative to the site
	Deps  []string `json:"deps,omitempty"`
	Bytes int      `json:"bytes"` // of its code in the layer; of several ids in one file, the first has them

	unit       int      // its place among what is joined
	asks, also []string // ids of what it brings along, and of what it may need, beside Deps
	asked      []string // ids of what it asks for when it runs
	entry      string   // why it is there although no module needs it, "" when one does
	holder     string   // module in whose file it is defined, "" when that is its own
	takers     []string // packages that need it, when that is why it is shared
}

// Asks yields all ids that the module asks for: its dependencies, and what it
// requires when it runs.
func (m Module) Asks() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, ids := range [][]string{m.Deps, m.asks, m.also, m.asked} {
			for _, id := range ids {
				if !yield(id) {
					return
				}
			}
		}
	}
}

// IDs returns the ids of the layer's modules.
func (l Layer) IDs() []string {
	out := make([]string, len(l.Modules))
	for i, m := range l.Modules {
		out[i] = m.ID
	}
	return out
}

// key names everything that the layer's bytes depend on.
func (p plan) key(opts *Options) cacheKey {
	parts := [][]byte{[]byte("layer"), []byte(p.name), []byte(p.output), []byte(opts.Base), []byte(strings.Join(p.bares, " ")), []byte(p.fallback), []byte(p.locale), []byte(strings.Join(opts.Globals, " ")),
		fmt.Appendf(nil, "%s %t %t", opts.Format, opts.SourceMaps, p.kind == LazyKind)}
	for _, u := range p.units {
		key := newKey([]byte(u.id), []byte(u.text), []byte(strings.Join(u.deps, " ")))
		if u.kind != textUnit {
			key = opts.unitKey(u)
		}
		parts = append(parts, key[:])
	}
	return newKey(parts...)
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
	w := layerWriter{blobs: blobs, opts: opts, index: p.index(), sizes: map[*unit]int{}}
	w.out.grow(blobs)
	switch {
	case p.locale != "":
		namedLayer(&w, p) // Dojo runs the defines as it gets them, and bundles depend on nothing
	case p.kind == LazyKind && opts.Format == FormatDojo:
		dojoLazyLayer(&w, p)
	default:
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
	for _, u := range p.units {
		l.sizes = append(l.sizes, w.sizes[u])
	}
	return l
}

// A layerWriter is what the writers of all loaders share.
type layerWriter struct {
	out   joiner
	blobs map[*unit]*blob
	opts  *Options

	index  map[*unit]int // among the plan's
	pieces []piece
	sizes  map[*unit]int
	legal  []byte
	said   map[string]bool // what is in legal
}

// count adds to the unit what was written since the layer had that many bytes.
func (w *layerWriter) count(u *unit, since int) { w.sizes[u] += w.out.code.Len() - since }

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
