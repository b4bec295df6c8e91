package workload

import (
	"fmt"
	"math/rand/v2"
	"path"
	"strings"
)

// A term is one of the values that a module's checksum is made of.
type term struct {
	expr  string
	value uint32
}

// A writer writes one module.
type writer struct {
	*module
	kind  Kind
	r     *rand.Rand
	n     *names
	vars  []string // of deps and then texts
	terms []term
	first uint32 // the module's own constant
	npm   string // its import of lodash-es
}

// write returns the files of the module, whose dependencies are written already,
// and sets its checksum.
func write(m *module, opts Options) []File {
	r := random(opts.Seed, "%s %s", opts.Kind, m.id())
	w := &writer{module: m, kind: opts.Kind, r: r, n: newNames(r), first: r.Uint32()}
	for _, d := range m.deps {
		v := w.n.variable()
		w.vars, w.terms = append(w.vars, v), append(w.terms, term{w.dependency(v), d.checksum})
	}
	var files []File
	for _, t := range m.texts {
		text := w.template()
		v := w.n.variable() + "Html"
		w.vars, w.terms = append(w.vars, v), append(w.terms, term{fmt.Sprintf(textSum, v), sumText(text)})
		files = append(files, File{path.Join(m.pkg.dir, path.Dir(m.path), t), []byte(text)})
	}
	if m.npm {
		var terms []term
		w.npm, terms = lodash(r, w.n)
		w.terms = append(w.terms, terms...)
	}
	code := w.code(opts.Size/2 + r.IntN(opts.Size))
	m.checksum = w.first
	for _, t := range w.terms {
		m.checksum = (m.checksum ^ t.value) * 16777619
	}
	return append(files, File{m.file(opts.Kind), []byte(code)})
}

// dependency is the expression for a dependency's checksum: TypeScript imports
// it under the variable's name, AMD gets the module.
func (w *writer) dependency(variable string) string {
	if w.kind == TypeScript {
		return variable
	}
	return variable + ".checksum"
}

// textSum adds up a text in JavaScript as sumText does.
const textSum = `%s.split("").reduce(function (sum, sign) { return (sum * 31 + sign.charCodeAt(0)) %% 1000003; }, 7)`

func sumText(text string) uint32 {
	sum := 7
	for _, c := range []byte(text) {
		sum = (sum*31 + int(c)) % 1000003
	}
	return uint32(sum)
}

// template is an HTML file of some lines.
func (w *writer) template() string {
	var b strings.Builder
	fmt.Fprintf(&b, "<section class=\"%s-%s\">\n  <h2>%s</h2>\n", pick(w.r, nouns), pick(w.r, nouns), title(sentence(w.r)))
	for range 2 + w.r.IntN(5) {
		fmt.Fprintf(&b, "  <p data-%s=\"%s\">%s</p>\n", pick(w.r, nouns), pick(w.r, verbs), sentence(w.r))
	}
	b.WriteString("</section>\n")
	return b.String()
}

// code writes the module's text of about the size.
func (w *writer) code(size int) string {
	body := w.body(size)
	if w.kind == TypeScript {
		return w.esm(body)
	}
	body = indent(body)
	result := "{ checksum: checksum, handlers: handlers }"
	if !w.wrapped {
		return fmt.Sprintf("%sdefine([%s], function (%s) {\n%s\n  return %s;\n});\n", w.header(), quoted(w.requests()), strings.Join(w.vars, ", "), body, result)
	}
	var head strings.Builder
	for i, id := range w.requests() {
		fmt.Fprintf(&head, "  var %s = require(%q);\n", w.vars[i], id)
	}
	return fmt.Sprintf("%sdefine(function (require, exports, module) {\n%s\n%s\n  module.exports = %s;\n});\n", w.header(), head.String(), body, result)
}

func (w *writer) esm(body string) string {
	var head strings.Builder
	for i, id := range w.requests() {
		fmt.Fprintf(&head, "import { checksum as %s } from %q;\n", w.vars[i], id)
	}
	return fmt.Sprintf("%s%s%s\n%s\nexport { checksum, handlers };\n", w.header(), head.String(), w.npm, body)
}

func (w *writer) header() string {
	return fmt.Sprintf("/*\n * %s: %s\n * %s\n */\n", path.Base(w.path), sentence(w.r), comment(w.r))
}

// body writes snippets and fillers in turn until there is enough, and the
// checksum after them.
func (w *writer) body(size int) string {
	var b strings.Builder
	var handlers []string
	for size -= 1150; b.Len() < size; { // the rest is what stands around the body
		if w.r.IntN(2) == 0 {
			s, p := pick(w.r, snippets), newParams(w.r, w.n)
			b.WriteString(p.text(w.kind, s.text) + "\n")
			w.terms = append(w.terms, term{p.text(w.kind, s.expr), s.value(p)})
			continue
		}
		f := filler{r: w.r, n: w.n, kind: w.kind}
		text, name := f.function()
		b.WriteString(text + "\n")
		handlers = append(handlers, name)
	}
	keyword, types := "var", ""
	if w.kind == TypeScript {
		keyword, types = "const", ": number"
	}
	fmt.Fprintf(&b, "%s handlers = { %s };\n", keyword, pairs(handlers))
	w.terms = append(w.terms, term{"Object.keys(handlers).length", uint32(len(handlers))}) // so that nobody drops them
	fmt.Fprintf(&b, "%s checksum%s = [\n", keyword, types)
	for _, t := range w.terms {
		fmt.Fprintf(&b, "  %s,\n", t.expr)
	}
	fmt.Fprintf(&b, "  0\n].reduce(function (sum, part) { return Math.imul(sum ^ part, 16777619) >>> 0; }, %d);\n", w.first)
	w.terms = append(w.terms, term{})
	return b.String()
}

// requests are the ids that the module asks for, as it writes them.
func (w *writer) requests() []string {
	var out []string
	for _, d := range w.deps {
		if d.pkg == w.pkg {
			out = append(out, relative(path.Dir(w.path), d.path))
		} else {
			out = append(out, d.id())
		}
	}
	for _, t := range w.texts {
		out = append(out, "text!./"+t)
	}
	return out
}

// relative is the way from a folder to a module of the same package.
func relative(from, to string) string {
	up := ""
	for from != "." && !strings.HasPrefix(to, from+"/") {
		from, up = path.Dir(from), up+"../"
	}
	if from != "." {
		to = strings.TrimPrefix(to, from+"/")
	}
	if up == "" {
		return "./" + to
	}
	return up + to
}

func quoted(ids []string) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = fmt.Sprintf("%q", id)
	}
	return strings.Join(out, ", ")
}

func pairs(names []string) string {
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = name + ": " + name
	}
	return strings.Join(out, ", ")
}

func indent(code string) string {
	lines := strings.Split(strings.TrimSuffix(code, "\n"), "\n")
	for i, line := range lines {
		if line != "" {
			lines[i] = "  " + line
		}
	}
	return strings.Join(lines, "\n")
}
