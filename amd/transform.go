package amd

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"strata/internal/diag"
)

// A blob is one unit compiled: code that can be joined with others in any
// order, and its mapping back to the file.
type blob struct {
	code    []byte // ends with a line end
	mapping *mapping
	file    string      // site-relative
	source  []byte      // the file's text, as UTF-8
	wrapped bool        // must stand in a function of its own
	notes   []note      // what esbuild had to say
	sources []mapSource // of a mapping with several, in place of file and source
	ds      diag.List   // what there was to say of other files
}

// A note is a message of the JavaScript parser about a unit.
type note struct {
	line, column int // in the file, from 1
	text         string
	isError      bool
}

// transform compiles a unit: its edits, then esbuild if it is to be minified.
// What stays readable needs no printer, only somebody who knows that it parses.
func (u *unit) transform(opts *Options) *blob {
	if u.made != nil {
		return u.made.blob(u, opts)
	}
	opts = opts.forOwn(u)
	edited, edits := applyEdits(u.src, u.edits(opts.Format))
	b := &blob{file: u.file, source: u.whole, wrapped: u.isolate(opts)}
	t := newTranslation(u, edits)
	switch {
	case opts.Minify:
		b.code = t.minify(b, edited, opts)
	case opts.lowers() && t.lower(b, edited, opts):
	default:
		if !u.scan.Plain || opts.Target == targetES5 {
			t.check(b, edited, opts)
		}
		b.code = terminated(edited)
		if opts.SourceMaps {
			b.mapping = t.identity(edits)
		}
	}
	if opts.Target == targetES5 {
		t.checkES5(b)
	}
	u.settle(b, opts)
	return b
}

// A translation knows where a unit's edited text comes from.
type translation struct {
	unit         *unit
	table        lineTable // of the unit
	shifts       []shift   // in the unit
	line, column int       // of the unit's start in the file, from 0, column in UTF-16
}

func newTranslation(u *unit, edits []edit) translation {
	table := newLineTable(u.src)
	t := translation{unit: u, table: table, shifts: shifts(u.src, edits, table)}
	if u.from > 0 {
		t.line, t.column = newLineTable(u.whole).position(u.whole, u.from)
	}
	return t
}

// place maps a position in the edited unit to one in the file, all from 0.
func (t *translation) place(line, column int) (int, int) {
	column = original(t.shifts, line, column)
	if line == 0 {
		column += t.column
	}
	return line + t.line, column
}

// maxStatements is how many statements a block may have to be rewritten as
// expressions: esbuild's time for that grows with their square.
const maxStatements = 4000

// maxSequences is how much a file's "a, b, c" may weigh before it is left as it
// is, for the same reason. One of two thousand terms weighs as much.
const maxSequences = 2000 * 2000 / 2

// minify runs esbuild. Annotations are ignored, because /* @__PURE__ */ in
// front of a define would drop the module; no output format is asked for,
// because that would reinterpret a script's this, exports and require.
func (t *translation) minify(b *blob, edited []byte, opts *Options) []byte {
	result := api.Transform(string(edited), opts.minifying(t.unit))
	t.report(b, result.Errors, true)
	t.report(b, result.Warnings, false)
	if opts.SourceMaps && len(result.Errors) == 0 {
		b.mapping = t.translate(result.Map)
	}
	return result.Code
}

// minifying is what esbuild is told about the unit.
func (o *Options) minifying(u *unit) api.TransformOptions {
	out := api.TransformOptions{
		Loader: api.LoaderJS, Target: targets[o.Target], LogLevel: api.LogLevelSilent, LogLimit: 20, LegalComments: o.legalInCode(),
		MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: u.scan.Statements < maxStatements,
		KeepNames: o.KeepNames, IgnoreAnnotations: true, Charset: api.CharsetUTF8, TsconfigRaw: "{}",
	}
	out.LogOverride = overrides(u.src)
	if !u.scan.Templates { // a source in the old language stays in it
		out.Supported = map[string]bool{"template-literal": false}
	}
	if o.SourceMaps {
		out.Sourcemap, out.SourcesContent = api.SourceMapExternal, api.SourcesContentExclude
	}
	return out
}

// check parses text that is emitted as it is and is not plain. tdewolff's parser
// is ten times as fast, and takes {*a: 1} for a method: it is no judge.
func (t *translation) check(b *blob, edited []byte, opts *Options) {
	result := api.Transform(string(edited), api.TransformOptions{
		Loader: api.LoaderJS, Target: targets[opts.Target], LogLevel: api.LogLevelSilent, LogLimit: 20, TsconfigRaw: "{}", LogOverride: overrides(edited)})
	t.report(b, result.Errors, true)
	t.report(b, result.Warnings, false)
}

// duplicates are warnings that may come once for each few bytes of a line, and
// that take time in proportion to the line's length.
var duplicates = map[string]api.LogLevel{"duplicate-case": api.LogLevelSilent, "duplicate-object-key": api.LogLevelSilent}

// overrides keeps esbuild from comparing keys in text that nobody wrote by hand.
func overrides(src []byte) map[string]api.LogLevel {
	const long = 10_000 // bytes of a line
	for line := range bytes.Lines(src) {
		if len(line) > long {
			return duplicates
		}
	}
	return nil
}

func (t *translation) report(b *blob, messages []api.Message, isError bool) {
	for _, m := range messages {
		n := note{text: targetText(lowerFirst(strings.TrimSuffix(m.Text, "."))), isError: isError}
		if l := m.Location; l != nil {
			line, column := t.place(l.Line-1, utf16Len([]byte(l.LineText)[:min(l.Column, len(l.LineText))]))
			n.line, n.column = line+1, column+1
		}
		b.notes = append(b.notes, n)
	}
}

func lowerFirst(s string) string {
	if len(s) > 1 && s[1] >= 'a' && s[1] <= 'z' || len(s) == 1 || len(s) > 1 && s[1] == ' ' {
		return strings.ToLower(s[:1]) + s[1:]
	}
	return s
}

// translate turns esbuild's source map, which speaks of the edited unit, into
// one that speaks of the file.
func (t *translation) translate(raw []byte) *mapping {
	names, mappings := readMap(raw)
	m := newMapping()
	m.names = names
	mustRead(each(mappings, func(s segment) {
		s.origLine, s.origColumn = t.place(s.origLine, s.origColumn)
		m.add(s)
	}))
	return m
}

// readMap returns the names and mappings of a source map that esbuild wrote.
// Mappings are most of it and hold nothing that JSON escapes.
func readMap(raw []byte) (names []string, mappings []byte) {
	const field = `"mappings": "`
	at := bytes.Index(raw, []byte(field))
	if at < 0 {
		panic("esbuild wrote a source map without mappings")
	}
	mappings = raw[at+len(field):]
	end := bytes.IndexByte(mappings, '"')
	var rest struct{ Names []string }
	mustRead(json.Unmarshal(slices.Concat(raw[:at], []byte(`"rest": "`), mappings[max(0, end):]), &rest))
	return rest.Names, mappings[:end]
}

func mustRead(err error) {
	if err != nil {
		panic(fmt.Sprintf("esbuild wrote a source map that cannot be read: %v", err))
	}
}

// identity maps every name and literal of an edited text that is emitted as it
// is. Generated lines end at LF, CR LF and CR as the file's do.
func (t *translation) identity(edits []edit) *mapping {
	m := newMapping()
	table := t.table
	line, column, at, inserted, next := 0, 0, 0, 0, 0
	for _, offset := range t.unit.scan.Names {
		to := int(offset)
		if line+1 < len(table) && to >= table[line+1] {
			for line+1 < len(table) && to >= table[line+1] {
				line++
			}
			at, column, inserted = table[line], 0, 0
		}
		column += utf16Len(t.unit.src[at:to])
		at = to
		for ; next < len(edits) && edits[next].at <= to; next++ {
			if edits[next].at >= table[line] {
				inserted += utf16Len([]byte(edits[next].insert))
			}
		}
		s := segment{line: line, column: column + inserted, name: -1, origLine: line + t.line, origColumn: column}
		if line == 0 {
			s.origColumn += t.column
		}
		m.add(s)
	}
	return m
}

// terminated ends code so that whatever is joined behind it begins a statement
// of its own.
func terminated(code []byte) []byte {
	end := bytes.TrimRight(code, " \t\r\n")
	if len(end) == 0 {
		return []byte("\n")
	}
	out := append(make([]byte, 0, len(code)+3), code...)
	if out[len(out)-1] != '\n' {
		out = append(out, '\n')
	}
	if end[len(end)-1] != ';' {
		out = append(out, ";\n"...)
	}
	return out
}
