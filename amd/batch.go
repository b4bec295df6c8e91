package amd

import (
	"bytes"
	"hash/fnv"
	"sort"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// A call of esbuild costs a quarter of a millisecond whatever it is given, as
// much as minifying a small module does. So small modules are minified many at
// a time, one script of them with a statement between that nothing is merged
// across, and the result is taken apart again. Short names depend on all that a
// call is given; a batch is made from its modules alone, so it is what the
// cache keeps, and the same modules always give the same bytes.
const (
	maxBatched = 16 << 10 // bytes of a module that goes into a batch
	maxBatch   = 96 << 10 // bytes of a batch
	separator  = "debugger"
)

// batches divides the units into what is compiled in one call. A batch ends
// where its last module's id says so, that a module more or less moves the
// bounds of its neighbours only.
func (o *Options) batches(units []*unit) [][]*unit {
	var out [][]*unit
	open := map[batchKind][]*unit{}
	size := map[batchKind]int{}
	flush := func(k batchKind) {
		if len(open[k]) > 0 {
			out = append(out, open[k])
		}
		delete(open, k)
		delete(size, k)
	}
	for _, u := range units {
		if !o.Minify || !u.batchable(o) {
			out = append(out, []*unit{u})
			continue
		}
		k := batchKind{u.scan.Templates}
		open[k] = append(open[k], u)
		if size[k] += len(u.src); size[k] > maxBatch || endsBatch(u.id) {
			flush(k)
		}
	}
	flush(batchKind{false})
	flush(batchKind{true})
	return out
}

// A batchKind is what the modules of a batch have in common. Those with
// template literals are apart, because only they may be given more of them.
type batchKind struct{ templates bool }

func endsBatch(id string) bool {
	h := fnv.New32a()
	h.Write([]byte(id))
	return h.Sum32()%32 == 0
}

// batchable reports whether the unit means the same between others: it
// declares nothing, is no stricter than they, and its end is an end wherever it
// stands. "define(f); if (x)" would take the separator for its branch.
func (u *unit) batchable(opts *Options) bool {
	return u.kind == defineUnit && u.made == nil && len(u.src) <= maxBatched && !u.isolate(opts) && u.scan.Ends &&
		u.scan.Statements < maxStatements && !bytes.Contains(u.src, []byte(separator)) && !hasLineSeparator(u.src) && !bytes.HasSuffix(u.src, []byte("\r"))
}

// hasLineSeparator finds U+2028 and U+2029, which end lines for esbuild.
func hasLineSeparator(src []byte) bool {
	return bytes.Contains(src, []byte("\xe2\x80")) && bytes.ContainsAny(src, "\u2028\u2029")
}

// transformBatch compiles the units of a batch. If esbuild has anything to say
// about them, each is compiled alone, so that it is said as of one module.
func transformBatch(units []*unit, opts *Options) []*blob {
	if len(units) > 1 && opts.Target != targetES5 {
		if blobs := (&joined{opts: opts}).minify(units); blobs != nil {
			return blobs
		}
	}
	out := make([]*blob, len(units))
	for i, u := range units {
		out[i] = u.transform(opts)
	}
	return out
}

// joined is the text of a batch.
type joined struct {
	opts   *Options
	text   []byte
	parts  []translation
	starts []int // first line of each unit in text
}

func (j *joined) add(u *unit) {
	edited, edits := applyEdits(u.src, u.edits(j.opts.Format))
	if len(j.parts) > 0 {
		j.text = append(j.text, "\n"+separator+";\n"...)
	}
	line := 0
	if n := len(j.starts); n > 0 {
		line = j.starts[n-1] + len(j.parts[n-1].table) + 1 // the separator's line is one more
	}
	t := newTranslation(u, edits)
	j.parts, j.starts = append(j.parts, t), append(j.starts, line)
	j.text = append(j.text, edited...)
}

func (j *joined) minify(units []*unit) []*blob {
	for _, u := range units {
		j.add(u)
	}
	result := api.Transform(string(j.text), j.opts.minifying(units[0]))
	if len(result.Errors)+len(result.Warnings) > 0 || j.opts.lowers() && declares(result.Code) {
		return nil
	}
	pieces := bytes.Split(bytes.TrimSuffix(result.Code, []byte("\n")), []byte(separator+";"))
	if len(pieces) != len(units) {
		return nil
	}
	blobs := make([]*blob, len(units))
	for i, u := range units {
		blobs[i] = &blob{file: u.file, source: u.whole, code: append(bytes.Clone(pieces[i]), '\n')}
	}
	if j.opts.SourceMaps && !j.divide(result.Map, pieces, blobs) {
		return nil
	}
	return blobs
}

// divide gives each blob its part of the batch's mappings. It returns false if
// a piece of the code has its origin in another module than its own.
func (j *joined) divide(raw []byte, pieces [][]byte, blobs []*blob) bool {
	names, mappings := readMap(raw)
	d := divider{j: j, names: names, bounds: bounds(pieces), blobs: blobs}
	for _, b := range blobs {
		b.mapping = newMapping()
	}
	mustRead(each(mappings, d.segment))
	return !d.mixed
}

// A divider hands out segments. Generated positions only go forward.
type divider struct {
	j      *joined
	names  []string
	bounds []bound
	blobs  []*blob
	at     int         // the piece of the last segment
	local  map[int]int // index of a name in the batch to that in the blob
	mixed  bool
}

// A bound is where a piece begins and ends in the batch's code.
type bound struct{ line, column, endLine, endColumn int }

func bounds(pieces [][]byte) []bound {
	out := make([]bound, len(pieces))
	line, column := 0, 0
	for i, p := range pieces {
		out[i].line, out[i].column = line, column
		if n := bytes.Count(p, []byte("\n")); n > 0 {
			line += n
			column = 0
			p = p[bytes.LastIndexByte(p, '\n')+1:]
		}
		column += utf16Len(p)
		out[i].endLine, out[i].endColumn = line, column
		column += len(separator) + 1
	}
	return out
}

func (d *divider) segment(s segment) {
	for d.at+1 < len(d.bounds) && !before(s, d.bounds[d.at+1].line, d.bounds[d.at+1].column) {
		d.at++
		d.local = nil
	}
	b := d.bounds[d.at]
	if !before(s, b.endLine, b.endColumn) {
		return // the separator's own
	}
	part := sort.SearchInts(d.j.starts, s.origLine+1) - 1
	if part != d.at {
		d.mixed = true
		return
	}
	if s.line == b.line {
		s.column -= b.column
	}
	s.line -= b.line
	s.origLine, s.origColumn = d.j.parts[part].place(s.origLine-d.j.starts[part], s.origColumn)
	s.name = d.name(s.name)
	d.blobs[part].mapping.add(s)
}

func before(s segment, line, column int) bool {
	return s.line < line || s.line == line && s.column < column
}

// name gives a name of the batch a place among the names of the blob.
func (d *divider) name(n int) int {
	if n < 0 {
		return n
	}
	i, ok := d.local[n]
	if !ok {
		m := d.blobs[d.at].mapping
		if d.local == nil {
			d.local = map[int]int{}
		}
		i = len(m.names)
		d.local[n] = i
		m.names = append(m.names, strings.Clone(d.names[n]))
	}
	return i
}
