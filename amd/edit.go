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
	blank  int    // bytes from at on that become spaces, one for each UTF-16 code unit; line ends stay
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
			switch {
			case c == '\n' || c == '\r':
				out = append(out, c)
			case c >= 0xf0:
				out = append(out, "  "...) // two units of UTF-16
			case c&0xc0 != 0x80:
				out = append(out, ' ')
			}
		}
	}
	return append(out, src[from:]...), edits
}

// A shift is what edits inserted at one original position. Lines and columns
// count from 0, columns in UTF-16 code units.
type shift struct {
	line, column int // of the original
	edited       int // column of the insertion in the edited text
	width        int // of the insertion
}

// shifts returns the insertions among the edits, which are in source order.
func shifts(src []byte, edits []edit, lines lineTable) []shift {
	var out []shift
	line, column, at := 0, 0, 0 // where the edit before was: a file may be one long line
	for _, e := range edits {
		if line+1 < len(lines) && e.at >= lines[line+1] {
			line, column = lines.position(src, e.at)
		} else {
			column += utf16Len(src[at:e.at])
		}
		at = e.at
		if e.insert == "" {
			continue
		}
		s := shift{line: line, column: column, edited: column, width: utf16Len([]byte(e.insert))}
		if n := len(out); n > 0 && out[n-1].line == line {
			s.edited += out[n-1].edited + out[n-1].width - out[n-1].column
		}
		out = append(out, s)
	}
	return out
}

// original maps a column of the edited text back to the text on disk. A
// position inside an insertion is the place where it was inserted.
func original(shifts []shift, line, column int) int {
	after := sort.Search(len(shifts), func(i int) bool {
		return shifts[i].line > line || shifts[i].line == line && shifts[i].edited > column
	})
	if after == 0 || shifts[after-1].line != line {
		return column
	}
	s := shifts[after-1]
	return s.column + max(0, column-s.edited-s.width)
}

// A lineTable holds the byte offset of each line's first byte.
type lineTable []int

func newLineTable(src []byte) lineTable {
	table := lineTable{0}
	if bytes.IndexByte(src, '\r') < 0 {
		for i := 0; ; {
			n := bytes.IndexByte(src[i:], '\n')
			if n < 0 {
				return table
			}
			i += n + 1
			table = append(table, i)
		}
	}
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
