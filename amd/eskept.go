package amd

import (
	"bytes"
	"io/fs"

	"strata/internal/source"
)

// bundleCodec keeps bundles without the texts that they were made from, which
// are read anyway to see whether the bundle still holds.
var bundleCodec = codec[*bundle]{
	write: func(b []byte, v *bundle) []byte {
		b = appendInt(b, len(v.chunks))
		for _, c := range v.chunks {
			b = appendStrings(b, []string{c.path, c.entry})
			b = appendStrings(appendBool(b, c.cjs), c.inputs)
			b = appendBytes(appendBytes(b, c.text), c.rawMap)
		}
		b = appendInt(b, len(v.asks))
		for _, a := range v.asks {
			b = appendStrings(b, []string{a.file, a.value, a.path, a.style})
			b = appendInt(appendBool(b, a.plain), a.offset)
		}
		b = appendInt(b, len(v.assets))
		for _, a := range v.assets {
			b = appendBytes(appendStrings(b, []string{a.Path}), a.Data)
		}
		b = appendStrings(b, sortedKeys(v.imports))
		for _, from := range sortedKeys(v.imports) {
			b = appendStrings(b, v.imports[from])
		}
		return appendReads(b, v)
	},
	read: readBundle,
}

func appendReads(b []byte, v *bundle) []byte {
	b = appendStrings(b, sortedKeys(v.texts))
	for _, name := range sortedKeys(v.texts) {
		b = appendBool(b, len(v.texts[name]) == 0)
	}
	b = appendStrings(b, sortedKeys(v.reads))
	for _, name := range sortedKeys(v.reads) {
		sum := v.reads[name]
		b = append(b, sum[:]...)
	}
	return b
}

func readBundle(r *packReader) *bundle {
	out := &bundle{texts: map[string][]byte{}, reads: map[string]cacheKey{}, imports: map[string][]string{}, kept: true}
	for range r.length() {
		c := &chunk{texts: out.texts, reads: out.reads}
		if head := r.strings(); len(head) == 2 {
			c.path, c.entry = head[0], head[1]
		}
		c.cjs, c.inputs, c.text, c.rawMap = r.bool(), r.strings(), r.bytes(), r.bytes()
		out.chunks = append(out.chunks, c)
	}
	for range r.length() {
		a := &esAsk{}
		if head := r.strings(); len(head) == 4 {
			a.file, a.value, a.path, a.style = head[0], head[1], head[2], head[3]
		}
		a.plain, a.offset = r.bool(), r.int()
		out.asks = append(out.asks, a)
	}
	for range r.length() {
		a := Asset{}
		if head := r.strings(); len(head) == 1 {
			a.Path = head[0]
		}
		a.Data = r.bytes()
		out.assets = append(out.assets, a)
	}
	for _, from := range r.strings() {
		out.imports[from] = r.strings()
	}
	readReads(r, out)
	return out
}

func readReads(r *packReader, out *bundle) {
	for _, name := range r.strings() {
		out.texts[name] = nil // to be read
		if r.bool() {
			out.texts[name] = []byte{}
		}
	}
	for _, name := range r.strings() {
		if len(r.rest) < len(cacheKey{}) {
			r.ok, r.rest = false, nil
			return
		}
		out.reads[name] = cacheKey(r.rest)
		r.rest = r.rest[len(cacheKey{}):]
	}
}

// keptBundle returns the bundle that an earlier run made under the key, if
// everything that it was made from is as it was; else nil.
func (g *graph) keptBundle(pack string, key cacheKey) *bundle {
	b, ok := lookup(g.opts.Cache, pack, key, bundleCodec)
	if !ok || !holds(b.reads, g.src) || b.kept && !b.complete(g.src) {
		return nil
	}
	return b
}

// keepBundle keeps a bundle for later runs.
func (g *graph) keepBundle(pack string, key cacheKey, b *bundle) {
	switch {
	case len(b.ds) == 0:
		keep(g.opts.Cache, pack, key, b, bundleCodec)
	default:
		remember(g.opts.Cache, key, b)
	}
}

// complete reads what a kept bundle goes without. It returns false when that is
// not what it was.
func (b *bundle) complete(src fs.FS) bool {
	for _, name := range sortedKeys(b.texts) {
		if b.texts[name] != nil {
			continue
		}
		raw, err := source.Read(src, name, maxFile)
		if err != nil {
			return false
		}
		b.texts[name] = bytes.TrimPrefix(raw, []byte("\ufeff"))
	}
	for _, c := range b.chunks {
		if c.read() != nil {
			return false
		}
	}
	b.kept = false
	return true
}
