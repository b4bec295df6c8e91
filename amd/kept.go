package amd

import (
	"maps"
	"slices"
)

// blobsCodec keeps a batch's blobs. File and source are the units', and added
// by who reads them.
var blobsCodec = codec[[]*blob]{
	write: func(b []byte, blobs []*blob) []byte {
		b = appendInt(b, len(blobs))
		for _, v := range blobs {
			b = appendBytes(b, v.code)
			b = appendBool(b, v.wrapped)
			b = appendMapping(b, v.mapping)
		}
		return b
	},
	read: func(r *packReader) []*blob {
		out := make([]*blob, r.length())
		for i := range out {
			out[i] = &blob{code: r.bytes(), wrapped: r.bool(), mapping: readMapping(r)}
		}
		return out
	},
}

func appendMapping(b []byte, m *mapping) []byte {
	b = appendBool(b, m != nil)
	if m == nil {
		return b
	}
	b = appendBytes(b, m.encoded)
	for _, n := range []int{m.first, m.firstEnd, m.nameAt, m.nameEnd} {
		b = appendInt(b, n)
	}
	b = appendBool(appendSegment(appendSegment(b, m.head), m.last), m.empty)
	return appendStrings(b, m.names)
}

func appendSegment(b []byte, s segment) []byte {
	for _, n := range []int{s.line, s.column, s.origLine, s.origColumn, s.name} {
		b = appendInt(b, n)
	}
	return b
}

func readMapping(r *packReader) *mapping {
	if !r.bool() {
		return nil
	}
	m := &mapping{encoded: r.bytes(), first: r.int(), firstEnd: r.int(), nameAt: r.int(), nameEnd: r.int()}
	m.head, m.last, m.empty, m.names = readSegment(r), readSegment(r), r.bool(), r.strings()
	if !slices.IsSorted([]int{0, m.first, m.firstEnd, len(m.encoded)}) || m.nameEnd > len(m.encoded) || m.nameAt > m.nameEnd {
		r.ok = false
	}
	return m
}

func readSegment(r *packReader) segment {
	return segment{line: r.int(), column: r.int(), origLine: r.int(), origColumn: r.int(), name: r.int()}
}

// layerCodec keeps a layer without its list of modules, which costs nothing to
// make again.
var layerCodec = codec[Layer]{
	write: func(b []byte, l Layer) []byte {
		b = appendStrings(b, []string{l.Name, l.Package, l.Fallback, l.Locale, l.Path, l.Integrity})
		b = appendInts(b, l.sizes)
		return appendPieces(appendBytes(appendBytes(appendBytes(b, l.Code), l.Map), l.Legal), l.pieces)
	},
	read: func(r *packReader) Layer {
		head := r.strings()
		if len(head) != 6 {
			r.ok = false
			return Layer{}
		}
		l := Layer{Name: head[0], Package: head[1], Fallback: head[2], Locale: head[3], Path: head[4], Integrity: head[5], sizes: r.ints(), Code: r.bytes(), Map: r.bytes(), Legal: r.bytes(), pieces: readPieces(r)}
		if len(l.Map) == 0 {
			l.Map = nil
		}
		if len(l.Legal) == 0 {
			l.Legal = nil
		}
		return l
	},
}

// A linked module is what follows from a module's text and from which files
// there are: what it depends on. It is kept for modules without a mistake.
type linked struct {
	ids     []string // that the file defines
	deps    []string // resolved
	asks    []string // modules that it brings along ...
	asked   []string // ... and those of them that are asked for when it runs
	renamed map[int]string
}

var linkedCodec = codec[linked]{
	write: func(b []byte, l linked) []byte {
		b = appendStrings(appendStrings(appendStrings(appendStrings(b, l.ids), l.deps), l.asks), l.asked)
		b = appendInt(b, len(l.renamed))
		for _, at := range slices.Sorted(maps.Keys(l.renamed)) {
			b = appendStrings(appendInt(b, at), []string{l.renamed[at]})
		}
		return b
	},
	read: func(r *packReader) linked {
		l := linked{ids: r.strings(), deps: r.strings(), asks: r.strings(), asked: r.strings()}
		if n := r.length(); n > 0 {
			l.renamed = make(map[int]string, n)
			for range n {
				at := r.int()
				if id := r.strings(); len(id) == 1 {
					l.renamed[at] = id[0]
				}
			}
		}
		return l
	},
}
