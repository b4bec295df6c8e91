package amd

import (
	"encoding/json"
	"path"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/evanw/esbuild/pkg/api"
	"github.com/tdewolff/parse/v2/js"
)

// A mapSource is one file that a mapping leads to.
type mapSource struct {
	file string // relative to the site
	text []byte // as UTF-8
}

// rawMap is a source map as esbuild writes it.
type rawMap struct {
	Sources, Names []string
	Mappings       string
}

func parseRawMap(data []byte) rawMap {
	var m rawMap
	if err := json.Unmarshal(data, &m); err != nil {
		panic("esbuild wrote a source map that is not JSON: " + err.Error())
	}
	return m
}

// segments decodes the map.
func (m rawMap) segments() []segment {
	out := make([]segment, 0, len(m.Mappings)/6)
	if err := each([]byte(m.Mappings), func(s segment) { out = append(out, s) }); err != nil {
		panic("esbuild wrote a source map that cannot be read: " + err.Error())
	}
	return out
}

// compose joins the two maps that lead from a chunk's final code to the files:
// one to the text that was edited, one from that text to the files. Only what
// both know exactly is kept. Names are read from the files, because not every
// step tells what it renames.
func (m *made) compose(b *blob, result api.TransformResult, edits []edit) {
	last, first := parseRawMap(result.Map), parseRawMap(m.chunk.rawMap)
	c := composer{mapping: newMapping(), known: first.segments(), names: map[string]int{}}
	c.code = newCursor(result.Code)
	for _, s := range first.Sources {
		file := strings.TrimPrefix(path.Join(path.Dir(m.chunk.path), s), "/")
		c.sources = append(c.sources, &mapped{mapSource: mapSource{file, m.chunk.texts[file]}, index: -1})
	}
	moved := shifts(m.chunk.text, edits, newLineTable(m.chunk.text))
	for _, s := range last.segments() {
		at, ok := c.find(s.origLine, original(moved, s.origLine, s.origColumn))
		if !ok {
			continue
		}
		c.add(s, at)
	}
	b.mapping, b.sources = c.mapping, c.used
}

// A composer joins two mappings of esbuild: that of a bundle, and that of the
// define made of it.
type composer struct {
	mapping *mapping
	known   []segment // of the edited text, in order
	names   map[string]int
	code    *cursor
	sources []*mapped
	used    []mapSource
}

// mapped is a source of the first map, and its place in the last.
type mapped struct {
	mapSource
	cursor *cursor
	index  int // -1 when nothing has led to it
}

// word is that of the source's text. What stands nowhere in the text, because
// the source is one of ours, has no place.
func (m *mapped) word(line, column int) (word string, ok bool) {
	if m.cursor == nil {
		m.cursor = newCursor(m.text)
	}
	if len(m.text) == 0 || line >= len(m.cursor.lines) {
		return "", false
	}
	return m.cursor.word(line, column), true
}

// find returns the segment that begins exactly there.
func (c *composer) find(line, column int) (segment, bool) {
	i := sort.Search(len(c.known), func(i int) bool {
		k := c.known[i]
		return k.line > line || k.line == line && k.column >= column
	})
	if i == len(c.known) || c.known[i].line != line || c.known[i].column != column {
		return segment{}, false
	}
	return c.known[i], true
}

// add maps a place of the final code. Its name is the word of the source, when
// another word was written for it.
func (c *composer) add(s, at segment) {
	name := ""
	source := c.sources[at.source]
	written := c.code.word(s.line, s.column)
	meant, ok := source.word(at.origLine, at.origColumn)
	switch {
	case !ok:
		return
	case written != "" && meant == "":
		return // a name that nobody wrote
	case meant != "" && written != "" && (!isKeyword(written) || c.code.before(s.line, s.column) == '.'):
		if meant != written {
			name = meant
		}
	}
	if source.index < 0 {
		source.index = len(c.used)
		c.used = append(c.used, source.mapSource)
	}
	// The body stands on the line behind the define's first.
	out := segment{line: s.line + 1, column: s.column, origLine: at.origLine, origColumn: at.origColumn, source: source.index, name: -1}
	if name != "" {
		n, ok := c.names[name]
		if !ok {
			n = len(c.names)
			c.names[name] = n
			c.mapping.names = append(c.mapping.names, name)
		}
		out.name = n
	}
	c.mapping.add(out)
}

// A cursor finds words in a text by line and UTF-16 column.
type cursor struct {
	text  []byte
	lines lineTable
	ascii bool
}

func newCursor(text []byte) *cursor {
	c := &cursor{text: text, lines: newLineTable(text), ascii: true}
	for _, b := range text {
		if b >= utf8.RuneSelf {
			c.ascii = false
			break
		}
	}
	return c
}

// before returns the character in front of the place, in a text of ASCII.
func (c *cursor) before(line, column int) byte {
	if !c.ascii || line >= len(c.lines) || column == 0 || c.lines[line]+column > len(c.text) {
		return 0
	}
	return c.text[c.lines[line]+column-1]
}

// word returns the identifier that begins at the place, "" when none does.
func (c *cursor) word(line, column int) string {
	if line >= len(c.lines) {
		return ""
	}
	at := c.lines[line] + column
	if !c.ascii {
		at = c.lines[line]
		for at < len(c.text) && column > 0 {
			r, n := utf8.DecodeRune(c.text[at:])
			at += n
			if column--; r > 0xffff {
				column--
			}
		}
	}
	at = min(at, len(c.text))
	end := at
	for end < len(c.text) && (isWordByte(c.text[end]) && (end > at || c.text[end] > '9' || c.text[end] == '$')) {
		end++
	}
	return string(c.text[at:end])
}

// isKeyword reports whether the word is none that anybody gave to something.
func isKeyword(word string) bool {
	kind, ok := js.Keywords[word]
	return ok && js.IsReservedWord(kind)
}

func isWordByte(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '_' || b == '$' || b >= utf8.RuneSelf
}
