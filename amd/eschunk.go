package amd

import (
	"cmp"
	"path"
	"strings"

	"github.com/tdewolff/parse/v2/js"
)

// A chunk is one script that esbuild wrote: an ES module that has its imports
// and exports at its top level, in the few forms that esbuild prints.
type chunk struct {
	id     string
	path   string              // of esbuild's output
	file   string              // the entry, or the first of the inputs
	entry  string              // the file whose exports the chunk has, ""
	home   Package             // that it belongs to
	public bool                // the outside may ask for it
	long   bool                // has blocks or expressions that take too long to be rewritten
	cjs    bool                // the entry is a CommonJS module
	inputs []string            // files, sorted
	texts  map[string][]byte   // of the inputs
	reads  map[string]cacheKey // digests of them
	text   []byte
	rawMap []byte

	imports  []esImport
	exports  []esName
	stars    []string // export * from these
	removed  []span   // statements that the define does without
	value    span     // of "export default" in front of a CommonJS module's value
	dynamics []esDynamic
	requires []esDynamic
	metas    []esMeta
}

// A span is a part of a text, in byte offsets.
type span struct{ from, to int }

// An esImport is one import statement of a chunk.
type esImport struct {
	path  string
	names []esName // "default" and "*" among them
}

// An esName is a name on the other side, and the local one. Names of an export
// are the other way around.
type esName struct{ name, local string }

// An esDynamic is import("x") or __require("x").
type esDynamic struct {
	callee, literal span
	path            string // "" when it is computed
}

// An esMeta is import.meta, and the file it stands in.
type esMeta struct {
	span
	file string
}

// name gives the chunk its id: that of the module if the outside may ask for it,
// else one that follows from its first file, which is in no other chunk.
func (c *chunk) name(home Package, entries map[string]*module) {
	c.home = home
	if m := entries[c.entry]; m != nil {
		c.id, c.file, c.public = m.id, m.file, true
		return
	}
	if c.file = c.entry; c.file == "" && len(c.inputs) > 0 {
		c.file = stripNamespace(c.inputs[0])
	}
	rest := "runtime"
	if c.file != "" {
		rest = strings.TrimSuffix(c.within(c.file), path.Ext(c.file))
	}
	c.id = home.Name + "/_chunks/" + rest
}

// within is the file's place in the chunk's package, or among npm's.
func (c *chunk) within(file string) string {
	if rel, ok := (&pkg{Package: c.home}).inside(file); ok {
		return rel
	}
	return npmName + "/" + strings.ReplaceAll(strings.TrimPrefix("/"+file, "/node_modules/"), "/node_modules/", "/")
}

// read finds the imports, exports and calls of the chunk.
func (c *chunk) read() error {
	x, err := lex(c.text)
	if err != nil {
		return err
	}
	c.long = x.longest >= maxStatements
	r := chunkReader{x, c, ""}
	for i := int32(0); int(i) < len(x.tokens); i++ {
		i = r.take(i)
	}
	return nil
}

// A chunkReader reads the imports and exports of what esbuild printed.
type chunkReader struct {
	*lexed
	c    *chunk
	file string // whose code the tokens are
}

// take reads what begins at token i, and returns the last token of it.
func (r *chunkReader) take(i int32) int32 {
	r.notice(i)
	t := r.tokens[i]
	switch {
	case t.kind == js.ImportToken && r.kind(i-1) != js.DotToken && r.kind(i+1) == js.OpenParenToken && !r.isMethod(i):
		r.c.dynamics = append(r.c.dynamics, r.call(i))
	case t.kind == js.ImportToken && r.kind(i+1) == js.DotToken && r.isName(i+2, "meta"):
		r.c.metas = append(r.c.metas, esMeta{r.span(i, i+2), r.file})
		return i + 2
	case t.kind == js.ImportToken && t.top && r.kind(i-1) != js.DotToken:
		return r.importStatement(i)
	case t.kind == js.ExportToken && t.top:
		return r.exportStatement(i)
	case t.kind == js.IdentifierToken && r.isName(i, "__require") && r.kind(i+1) == js.OpenParenToken && r.kind(i+2) == js.StringToken:
		r.c.requires = append(r.c.requires, r.call(i))
	}
	return i
}

// notice takes note of the comments in which esbuild names the file of the
// code that follows.
func (r *chunkReader) notice(i int32) {
	from := 0
	if i > 0 {
		from = int(r.tokens[i-1].end)
	}
	gap := string(r.src[from:r.tokens[i].start])
	for line := range strings.Lines(gap) {
		if name, ok := strings.CutPrefix(strings.TrimSpace(line), "// "); ok && r.c.texts[name] != nil {
			r.file = name
		}
	}
}

// isMethod tells a method called import from a call.
func (r *chunkReader) isMethod(i int32) bool {
	close := r.tokens[i+1].match
	return r.kind(close+1) == js.OpenBraceToken && !r.tokens[close+1].newline
}

func (r *chunkReader) isName(i int32, name string) bool {
	return int(i) < len(r.tokens) && r.text(i) == name
}

func (r *chunkReader) span(from, to int32) span {
	return span{int(r.tokens[from].start), int(r.tokens[to].end)}
}

func (r *chunkReader) call(i int32) esDynamic {
	d := esDynamic{callee: r.span(i, i)}
	if r.kind(i+2) == js.StringToken {
		d.literal, d.path = r.span(i+2, i+2), unquote(r.text(i+2))
	}
	return d
}

// importStatement reads a statement from the "import" at i to its end.
func (r *chunkReader) importStatement(i int32) int32 {
	var s esImport
	from := i
	for i++; r.kind(i) != js.StringToken && int(i) < len(r.tokens); i++ {
		switch {
		case r.kind(i) == js.MulToken:
			s.names = append(s.names, esName{"*", r.text(i + 2)})
			i += 2
		case r.kind(i) == js.OpenBraceToken:
			s.names = append(s.names, r.names(i)...)
			i = r.tokens[i].match
		case r.kind(i) != js.CommaToken && r.text(i) != "from":
			s.names = append(s.names, esName{"default", r.text(i)})
		}
	}
	s.path = unquote(r.text(i))
	r.c.imports = append(r.c.imports, s)
	return r.remove(from, i)
}

// names reads {a, b as c, "d" as e}.
func (r *chunkReader) names(open int32) []esName {
	var out []esName
	for i := open + 1; i < r.tokens[open].match; i++ {
		n := esName{unquote(r.text(i)), r.text(i)}
		if r.isName(i+1, "as") {
			n.local = r.text(i + 2)
			i += 2
		}
		out = append(out, n)
		if r.kind(i+1) == js.CommaToken {
			i++
		}
	}
	return out
}

// remove notes the statement whose source string or closing brace is token i.
func (r *chunkReader) remove(from, i int32) int32 {
	if r.isName(i+1, "with") && r.kind(i+2) == js.OpenBraceToken {
		i = r.tokens[i+2].match
	}
	if r.kind(i+1) == js.SemicolonToken {
		i++
	}
	r.c.removed = append(r.c.removed, r.span(from, i))
	return i
}

func (r *chunkReader) exportStatement(i int32) int32 {
	c := r.c
	switch r.kind(i + 1) {
	case js.DefaultToken:
		c.value = r.span(i, i+1)
		return i + 1
	case js.MulToken:
		at := i + 3 // export * from "x", export * as a from "x"
		if r.isName(i+2, "as") {
			at += 2
			c.reexport(unquote(r.text(at)), []esName{{"*", r.text(i + 3)}})
		} else {
			c.stars = append(c.stars, unquote(r.text(at)))
		}
		return r.remove(i, at)
	case js.OpenBraceToken:
		names, end := r.names(i+1), r.tokens[i+1].match
		if r.isName(end+1, "from") {
			c.reexport(unquote(r.text(end+2)), names)
			return r.remove(i, end+2)
		}
		for _, n := range names { // "a as b": a is local
			c.exports = append(c.exports, esName{unquote(n.local), n.name})
		}
		return r.remove(i, end)
	}
	return i
}

// reexport reads export {a as b} from "x" as an import and an export.
func (c *chunk) reexport(from string, names []esName) {
	s := esImport{path: from}
	for _, n := range names {
		local := "__re" + quoteJS(from + n.name)[1:2] + cmp.Or(strings.Map(wordRune, from+"_"+n.name), "x")
		s.names = append(s.names, esName{n.name, local})
		c.exports = append(c.exports, esName{unquote(n.local), local})
	}
	c.imports = append(c.imports, s)
}

func wordRune(r rune) rune {
	if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
		return r
	}
	return '_'
}
