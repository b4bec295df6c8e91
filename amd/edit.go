package amd

import (
	"bytes"
	"slices"
	"sort"
)

// An edit inserts text into a source, or blanks a stretch of it. No edit adds
// or removes a line, so that only columns have to be mapped back.
type edit struct {
	at     int    // byte offset
	insert string // holds no line end
	blank  int    // bytes from at on that become spaces; line ends stay
}

// applyEdits returns src with the edits made, and the edits in source order.
func applyEdits(src []byte, edits []edit) ([]byte, []edit) {
	if len(edits) == 0 {
		return src, nil
	}
	slices.SortStableFunc(edits, func(a, b edit) int { return a.at - b.at })
	out := make([]byte, 0, len(src)+256)
	from := 0
	for _, e := range edits {
		out = append(out, src[from:e.at]...)
		out = append(out, e.insert...)
		from = e.at + e.blank
		for _, c := range src[e.at:from] {
			if c != '\n' && c != '\r' {
				c = ' '
			}
			out = append(out, c)
		}
	}
	return append(out, src[from:]...), edits
}

// A shift is what edits inserted at one original position.
type shift struct {
	line, column int // of the original, from 0, in UTF-16 code units
	width        int // UTF-16 code units inserted
}

// shifts returns the insertions among the edits, which are in source order.
func shifts(src []byte, edits []edit, lines lineTable) []shift {
	var out []shift
	for _, e := range edits {
		if e.insert != "" {
			line, column := lines.position(src, e.at)
			out = append(out, shift{line, column, utf16Len([]byte(e.insert))})
		}
	}
	return out
}

// original maps a position in the edited text back to the text on disk. A
// position inside an insertion is the place where it was inserted.
func original(shifts []shift, line, column int) int {
	for _, s := range shifts {
		if s.line != line || column < s.column {
			continue
		}
		column = max(s.column, column-s.width)
	}
	return column
}

// A lineTable holds the byte offset of each line's first byte.
type lineTable []int

func newLineTable(src []byte) lineTable {
	table := lineTable{0}
	for i := 0; i < len(src); i++ {
		n := bytes.IndexAny(src[i:], "\n\r")
		if n < 0 {
			break
		}
		i += n
		if src[i] == '\r' && i+1 < len(src) && src[i+1] == '\n' {
			i++
		}
		table = append(table, i+1)
	}
	return table
}

// position returns line and column, from 0, of a byte offset; the column is in
// UTF-16 code units.
func (t lineTable) position(src []byte, offset int) (line, column int) {
	line = sort.SearchInts(t, offset+1) - 1
	return line, utf16Len(src[t[line]:offset])
}
