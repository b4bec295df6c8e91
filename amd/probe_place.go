package amd

import (
	"strings"

	"strata/internal/diag"
)

// at adds the place to a diagnostic: where the byte of the layer comes from, as
// far as the layer's map tells, else the unit's define.
func (p *proof) at(i, offset int, d diag.Diagnostic) diag.Diagnostic {
	if i < 0 {
		return d
	}
	u := p.units[i]
	if file, text, line, column, ok := p.origin(u, offset); ok {
		d.File, d.Line, d.Column = file, line+1, columnAt(text, line, column)
		d.Excerpt = diag.Excerpt(text, d.Line)
		return d
	}
	d.File = u.file
	if u.scan == nil || u.whole == nil {
		return d
	}
	start := 0
	if main := u.main(); main >= 0 {
		start = u.scan.Calls[main].Start
	}
	d.Line, d.Column = diag.Position(u.whole, u.from+start)
	d.Excerpt = diag.Excerpt(u.whole, d.Line)
	return d
}

// origin returns the place in a file, from 0 and in UTF-16, that the map of the
// layer leads to from a byte of the unit's code.
func (p *proof) origin(u *unit, offset int) (file string, text []byte, line, column int, ok bool) {
	if offset < 0 || offset > len(p.layer.Code) || p.layer.Map == nil {
		return
	}
	m := parseRawMap(p.layer.Map)
	toLine, toColumn := positionLF(p.layer.Code, offset)
	var best segment
	err := each([]byte(m.Mappings), func(s segment) {
		if s.line == toLine && s.column <= toColumn {
			best, ok = s, true
		}
	})
	if err != nil || !ok || best.source >= len(m.Sources) {
		return "", nil, 0, 0, false
	}
	file = strings.TrimLeft(m.Sources[best.source], "./")
	text = u.whole
	if u.made != nil && u.made.chunk != nil {
		text = u.made.chunk.texts[file]
	}
	return file, text, best.origLine, best.origColumn, strings.HasSuffix(file, strings.TrimLeft(u.file, "./")) || u.made != nil && text != nil
}

// positionLF is the place of a byte of a layer, whose lines end for everybody
// where a line feed is.
func positionLF(code []byte, offset int) (line, column int) {
	before := string(code[:offset])
	from := strings.LastIndexByte(before, '\n') + 1
	return strings.Count(before, "\n"), utf16Len(code[from:offset])
}

// columnAt turns a column in UTF-16 into one in characters, from 1.
func columnAt(text []byte, line, column int) int {
	table := newLineTable(text)
	if line >= len(table) {
		return 1
	}
	n := 1
	for _, r := range string(text[table[line]:]) {
		if column--; column < 0 {
			break
		}
		if r > 0xffff {
			column--
		}
		n++
	}
	return n
}
