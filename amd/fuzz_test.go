package amd

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

// dice turns the bytes of a fuzzer into small numbers; it ends with zeros.
type dice []byte

func (d *dice) roll(n int) int {
	if len(*d) == 0 {
		return 0
	}
	v := int((*d)[0]) % n
	*d = (*d)[1:]
	return v
}

// FuzzEdit makes edits of a text, and wants every character that stays to be
// traced back to where it was.
func FuzzEdit(f *testing.F) {
	f.Add("define(['a'], function (a) {\r\n  return \"ä😀\";\n});", []byte{3, 1, 2, 9, 0, 4, 1, 1, 7})
	f.Fuzz(func(t *testing.T, src string, data []byte) {
		src = strings.ToValidUTF8(src[:min(len(src), 2000)], "?")
		d := dice(data)
		var edits []edit
		starts := boundaries(src)
		for at := 0; len(d) > 0 && at < len(starts); {
			e := edit{at: starts[at], insert: []string{"", `"acme/blog/api",`, "é", "😀x"}[d.roll(4)]}
			to := min(at+d.roll(5), len(starts)-1)
			e.blank = starts[to] - e.at
			edits = append(edits, e)
			at = to + 1 + d.roll(7)
		}
		edited, edits := applyEdits([]byte(src), edits)
		checkEdits(t, src, string(edited), edits)
	})
}

// boundaries are the offsets at which an edit may begin: those of characters, and
// the end of the text. No token begins within a line end.
func boundaries(src string) []int {
	var out []int
	for i := range src {
		if i == 0 || src[i-1] != '\r' || src[i] != '\n' {
			out = append(out, i)
		}
	}
	return append(out, len(src))
}

// checkEdits makes the edits again, in a way that is too simple to be wrong.
func checkEdits(t *testing.T, src, edited string, edits []edit) {
	t.Helper()
	before, after := newLineTable([]byte(src)), newLineTable([]byte(edited))
	moved := shifts([]byte(src), edits, before)
	var out []byte
	kept := map[int]int{} // byte offset in src to that in edited
	blank := 0
	for i, c := range src {
		for ; len(edits) > 0 && edits[0].at == i; edits = edits[1:] {
			out = append(out, edits[0].insert...)
			blank = max(blank, i+edits[0].blank)
		}
		switch char := string(c); {
		case i >= blank:
			kept[i] = len(out)
			out = append(out, char...)
		case c == '\n' || c == '\r':
			out = append(out, char...)
		default:
			out = append(out, "  "[:utf16Len([]byte(char))]...)
		}
	}
	for _, e := range edits {
		out = append(out, e.insert...)
	}
	if string(out) != edited {
		t.Fatalf("%q became %q, not %q", src, edited, out)
	}
	for i, at := range kept {
		line, column := after.position([]byte(edited), at)
		wantLine, want := before.position([]byte(src), i)
		if got := original(moved, line, column); line != wantLine || got != want {
			t.Fatalf("%d:%d of %q leads to column %d, not %d:%d of %q", line, column, edited, got, wantLine, want, src)
		}
	}
}

// FuzzMap joins mappings of modules, and wants what a reader of the whole sees
// to be what was said of the parts.
func FuzzMap(f *testing.F) {
	f.Add([]byte{3, 2, 5, 1, 0, 2, 3, 4, 1, 1, 0, 9, 8, 2, 2, 1, 1, 1})
	f.Fuzz(func(t *testing.T, data []byte) {
		d := dice(data)
		var j joiner
		var want []segment
		names, sources := 0, 0
		for n := d.roll(6); n >= 0; n-- {
			if d.roll(3) == 0 {
				j.text([]string{"(function(){", "})();\n", "é😀"}[d.roll(3)])
			}
			b, said := randomBlob(&d, sources)
			line, column := j.lines, j.column
			for _, s := range said {
				if s.line == 0 {
					s.column += column
				}
				s.line += line
				s.source += sources
				if s.name >= 0 {
					s.name += names
				}
				want = append(want, s)
			}
			j.blob(b)
			if len(said) > 0 {
				names += len(b.mapping.names)
				sources++
			}
		}
		var got []segment
		if err := each(j.mappings, func(s segment) { got = append(got, s) }); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%s\n got %v\nwant %v", j.mappings, got, want)
		}
	})
}

// randomBlob returns a module's code and mapping, and what the mapping says.
func randomBlob(d *dice, n int) (*blob, []segment) {
	b := &blob{file: string(rune('a' + n)), mapping: newMapping(), code: bytes.Repeat([]byte("some code\n"), 1+d.roll(3))}
	for range d.roll(4) {
		b.mapping.names = append(b.mapping.names, "name")
	}
	var said []segment
	s := segment{}
	for range d.roll(8) {
		if d.roll(3) == 0 {
			s.line, s.column = s.line+1+d.roll(2), 0
		}
		s.column += 1 + d.roll(200)
		s.origLine, s.origColumn, s.name = d.roll(100), d.roll(256)*d.roll(256), d.roll(len(b.mapping.names)+1)-1
		if s.line >= bytes.Count(b.code, []byte("\n")) {
			break
		}
		b.mapping.add(s)
		said = append(said, s)
	}
	return b, said
}
