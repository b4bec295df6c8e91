package amd

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"strata/internal/diag"
	"strata/internal/source"
)

// Limits before a parser sees a byte: past them recursion would exhaust the
// stack, which ends the process, or the work would grow with the square.
const (
	maxFile      = 10 << 20 // bytes
	maxBrackets  = 5000     // open at once
	maxFunctions = 1000     // open at once
	maxChain     = 5000     // operators in a row that nest in a parser
	maxTerms     = 10000    // of "a, b, c", where no array or object is, and of "a || b || c"
	maxTokens    = 4_000_000
	maxCases     = 20_000  // statements of a switch, which parsers compare with each other
	maxFolded    = 1 << 29 // bytes that esbuild keeps of "a" + "b" + "c": each sum on the way
)

// A unitKind says what a unit is made of.
type unitKind int

const (
	defineUnit unitKind = iota // calls define
	scriptUnit                 // a script without define
	textUnit                   // a resource of the text loader plugin
)

// A unit is what becomes one entry of a layer: a file, or one of the modules
// of a file that is a ready layer itself.
type unit struct {
	id    string
	kind  unitKind
	file  string   // site-relative
	whole []byte   // the file's text as UTF-8 ...
	sum   cacheKey // ... and its hash
	src   []byte   // the unit's part of it
	from  int      // byte offset of src in whole
	scan  *scanResult
	text  string // of a textUnit
	ids   []string

	raw       []byte   // the file as it is, for a unit that is all of it
	linkedKey cacheKey // by which the cache knows what the unit depends on
	blobKey   cacheKey // unitKey, once it is known

	made      *made          // written by us, and no file's text
	renamed   map[int]string // byte offset of a dependency's literal in src, to the id that is written in its place
	constants []edit         // calls whose value is known, to be replaced by it
	named     bool           // its define gets its id under Dojo too
	shim      *Shim          // of a script that has one
	deps      []string       // what the shim depends on, as its define says it ...
	needs     []string       // ... and the ids behind it
	empty     bool           // a module without a value, which no file holds ...
	created   bool           // ... or one of which only matters that it needs deps
}

// loaded is a file read and cut into units, with what there was to say.
type loaded struct {
	units  []*unit
	linked *linked // what the cache knows of it
	es     bool    // an ES module, which is not read here
	ds     diag.List
}

// load reads the module file. It reports what can be seen in the file alone.
func (g *graph) load(m *module) loaded {
	if m.data != nil {
		return m.data(g, m)
	}
	if !m.text && path.Ext(m.file) != ".js" {
		return g.loadES(m, nil)
	}
	raw, err := source.Read(g.src, m.file, maxFile)
	if err != nil {
		return loaded{ds: diag.List{diag.Unreadable(m.file, err)}}
	}
	if m.text {
		return g.loadText(m, raw)
	}
	if l, ok := g.opts.Cache.loaded(m.id, raw, g.env); ok {
		return l
	}
	u := &unit{id: m.id, file: m.file, raw: raw, sum: newKey(raw)}
	u.linkedKey = newKey([]byte("linked"), g.env[:], []byte(m.id), []byte(m.file), u.sum[:])
	if l, ok := lookup(g.opts.Cache, m.pkg.Name, u.linkedKey, linkedCodec); ok {
		u.whole = bytes.TrimPrefix(raw, []byte("\ufeff"))
		u.src, u.kind, u.ids, u.renamed = u.whole, defineUnit, l.ids, l.renamed
		return loaded{units: []*unit{u}, linked: &l}
	}
	var ds diag.List
	u.whole = decode(m.file, raw, &ds)
	trimmed, wrong := trim(u.whole, g.opts.Pragmas)
	u.src = trimmed
	ds.Add(u.pragmaMistakes(wrong)...)
	parsed := g.scan(u.src)
	if parsed.err != nil {
		ds.Add(g.syntax(u, parsed.err)...)
		return loaded{ds: ds}
	}
	u.scan = parsed.scan
	if u.scan.Module >= 0 && !u.scan.defines() {
		return g.loadES(m, ds)
	}
	if !u.examine(&ds) {
		return loaded{ds: ds}
	}
	g.decideHas(m, u)
	return loaded{units: u.split(), ds: ds}
}

// rescan reads a unit again of which the cache knew enough until now.
func (u *unit) rescan(opts *Options) {
	if u.scan == nil && u.made == nil && u.kind != textUnit && !u.empty && !u.created {
		s, err := scan(u.src, !opts.Minify)
		if err != nil {
			panic(fmt.Sprintf("%s was read before, and now: %v", u.file, err))
		}
		u.scan = s
	}
}

// A scanned is what scanning a text gave.
type scanned struct {
	scan *scanResult
	err  error
}

// scan scans a text, unless the cache knows what is in it.
func (g *graph) scan(text []byte) scanned {
	return cached(g.opts.Cache, newKey([]byte("scan"), []byte{flag(g.opts.Minify)}, text), func() scanned {
		s, err := scan(text, !g.opts.Minify)
		return scanned{s, err}
	})
}

func (g *graph) loadText(m *module, raw []byte) loaded {
	var ds diag.List
	text := string(decode(m.file, raw, &ds))
	if m.strip && g.opts.Format != FormatDojo { // whose loader plugin strips what is in the cache
		text = stripHTML(text)
	}
	return loaded{units: []*unit{{id: m.id, kind: textUnit, file: m.file, text: text}}, ds: ds}
}

// stripHTML is what the text loader plugin does with "text!a.html!strip": the
// XML declaration goes, and of a document only the body's inside stays.
func stripHTML(s string) string {
	if strings.HasPrefix(s, "<?xml") {
		if _, rest, ok := strings.Cut(s, "?>"); ok {
			s = rest
		}
	}
	lower := strings.ToLower(s)
	if open := strings.Index(lower, "<body"); open >= 0 {
		if end := strings.Index(lower[open:], ">"); end >= 0 {
			from := open + end + 1
			if to := strings.LastIndex(lower, "</body"); to >= from {
				return s[from:to]
			}
		}
	}
	return s
}

// decode returns raw as UTF-8 without a byte order mark. Bytes that are not
// UTF-8 are taken for Windows-1252, which is what browsers do with Latin-1.
func decode(file string, raw []byte, ds *diag.List) []byte {
	raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
	at := diag.InvalidUTF8(raw)
	if at < 0 {
		return raw
	}
	ds.Add(notUTF8(file, raw, at))
	out := make([]byte, 0, len(raw)+len(raw)/8)
	for _, c := range raw {
		out = utf8.AppendRune(out, windows1252(c))
	}
	return out
}

func windows1252(c byte) rune {
	const high = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ"
	if c < 0x80 || c >= 0xa0 {
		return rune(c)
	}
	return []rune(high)[c-0x80]
}

// examine reports what makes the file impossible to put into a layer, and
// returns false when it is not to be used.
func (u *unit) examine(ds *diag.List) bool {
	s := u.scan
	switch {
	case s.Module >= 0:
		ds.Add(u.esModule(s.Module))
	case s.Return >= 0:
		ds.Add(u.topLevelReturn(s.Return))
	default:
		first := -1
		for i, c := range s.Calls {
			if !c.Anonymous() || !c.AtTop {
				continue
			}
			if first >= 0 {
				ds.Add(u.secondAnonymous(c.Start, s.Calls[first].Start))
				return true // for what is wrong with its dependencies
			}
			first = i
		}
		return true
	}
	return false
}

// split cuts a ready layer of the Dojo builder into its modules, so that they
// can be written in the form of any loader; every other file is one unit.
func (u *unit) split() []*unit {
	u.kind = scriptUnit
	for _, c := range u.scan.Calls {
		if c.Callee == "define" {
			u.kind = defineUnit
		}
		if c.Callee == "define" && c.Name != nil && c.Parent < 0 {
			u.ids = append(u.ids, c.Name.Value)
		}
	}
	if u.scan.CacheCall < 0 {
		return []*unit{u}
	}
	var out []*unit
	for _, e := range u.scan.Cache {
		part := u.part(e.Key.Value, e.Start, e.End)
		if e.Text {
			part.kind, part.text = textUnit, unquote(string(part.src))
			part.id = "text!" + strings.TrimPrefix(e.Key.Value, "url:")
			out = append(out, part)
		} else if s, err := scanSource(part.src); err == nil {
			part.scan = s
			out = append(out, part.split()...)
		}
	}
	call := u.scan.Calls[u.scan.CacheCall]
	rest := u.part(u.id, call.Close+1, len(u.src))
	if s, err := scanSource(rest.src); err == nil {
		rest.scan = s
		out = append(out, rest.split()...)
	}
	return out
}

func (u *unit) part(id string, from, to int) *unit {
	return &unit{id: id, file: u.file, whole: u.whole, sum: u.sum, src: u.src[from:to], from: u.from + from}
}

// main returns the define call that defines the unit's own id: the one of that
// name, else the first anonymous one that is not inside another define. Its
// index is -1 when there is none.
func (u *unit) main() int {
	anonymous := -1
	for i, c := range u.scan.Calls {
		if c.Callee != "define" {
			continue
		}
		if c.Name != nil && c.Name.Value == u.id {
			return i
		}
		if c.Anonymous() && anonymous < 0 && c.Parent < 0 {
			anonymous = i
		}
	}
	return anonymous
}

// edits returns what has to change in the unit's text so that its modules keep
// their meaning once they are minified and stand beside others.
func (u *unit) edits(format Format) []edit {
	var out []edit
	if bytes.HasPrefix(u.src, []byte("#!")) { // a line for the shell, valid at the start of a file only
		line, _, _ := bytes.Cut(u.src, []byte("\n"))
		out = append(out, edit{at: 0, blank: len(line)})
	}
	for _, at := range u.scan.VarDefine {
		out = append(out, edit{at: at, blank: len("var")})
	}
	for _, at := range u.scan.MapComments {
		out = append(out, edit{at: at, blank: 1})
	}
	out = append(out, u.renames()...)
	out = append(out, u.constants...)
	main := u.main()
	for i, c := range u.scan.Calls {
		if c.Callee != "define" {
			continue
		}
		if c.Anonymous() && c.Parent < 0 && (format != FormatDojo || u.named) && main >= 0 && u.scan.Calls[main].Name == nil && !c.empty() {
			out = append(out, edit{at: c.Open, insert: quoteJS(u.id) + ","})
		}
		if i == main && c.Name != nil && format == FormatDojo && !u.named {
			out = append(out, edit{at: c.Name.Start, blank: u.nameEnd(c) - c.Name.Start})
		}
		if deps := u.implied(c); deps != nil {
			out = append(out, edit{at: c.factory.Start, insert: string(appendJSON(nil, deps)) + ","})
		}
	}
	return out
}

// renames are the edits that write another id in place of a dependency's literal.
func (u *unit) renames() []edit {
	var out []edit
	done := map[int]bool{} // what a factory requires is in two calls
	for _, c := range u.scan.Calls {
		for _, l := range slices.Concat(c.Deps, c.Sugar) {
			if id, ok := u.renamed[l.Start]; ok && !done[l.Start] {
				done[l.Start] = true
				out = append(out, edit{at: l.Start, insert: quoteJS(id), blank: l.End - l.Start})
			}
		}
	}
	return out
}

// nameEnd returns the offset behind the comma that follows a define's name.
func (u *unit) nameEnd(c call) int {
	next := c.factory.Start
	if c.DepsEnd > 0 {
		next = c.DepsStart
	}
	if comma := bytes.IndexByte(u.src[c.Name.End:next], ','); comma >= 0 {
		return c.Name.End + comma + 1
	}
	return c.Name.End
}

func (c call) empty() bool { return c.DepsEnd == 0 && c.factory.Kind == noFactory }

// implied returns the dependency array that a loader would find by reading the
// factory's text, which minifying destroys: the pseudo modules the factory takes
// and the modules it requires by name. nil when nothing has to be added. The
// rule is that of the AMD specification and of RequireJS: one parameter is
// require, more are require, exports and module.
func (u *unit) implied(c call) []string {
	if c.DepsEnd > 0 || c.Computed {
		return nil
	}
	params := len(c.factory.Params)
	switch {
	case c.factory.Kind == functionFactory && params == 1 && len(c.Sugar) == 0:
		return []string{"require"}
	case c.factory.Kind == functionFactory && params > 0, c.factory.Kind == identifierFactory && len(c.Sugar) > 0:
		deps := []string{"require", "exports", "module"}
		for _, l := range c.Sugar {
			id, ok := u.renamed[l.Start]
			if !ok {
				id = l.Value
			}
			deps = append(deps, id)
		}
		return deps
	}
	return nil
}

// isolate reports whether the unit needs a function of its own around it: its
// directive would govern the modules behind it, or its declarations would meet
// those of others, be they its own or of the helper that keeps names.
func (u *unit) isolate(opts *Options) bool {
	return u.kind == defineUnit && (u.scan.Strict || u.scan.Declares || opts.Minify && opts.KeepNames)
}
