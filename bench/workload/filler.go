package workload

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// A filler writes functions that nobody calls: most of a program is not run at
// its start either. They are exported in one object, so that no builder may drop
// them.
type filler struct {
	r      *rand.Rand
	n      *names
	kind   Kind
	b      strings.Builder
	scope  []string        // variables that are declared
	unused map[string]bool // those that nobody has read yet
	indent int
}

// function writes a function and returns its text and name.
func (f *filler) function() (text, name string) {
	f.b.Reset()
	name = f.n.function()
	params := make([]string, 1+f.r.IntN(3))
	for i := range params {
		params[i] = f.n.variable()
	}
	f.scope, f.unused = append([]string(nil), params...), map[string]bool{}
	f.comment(params)
	f.line("function %s(%s) {", name, strings.Join(f.typed(params), ", "))
	f.indent++
	for range 1 + f.r.IntN(4) {
		f.statement()
	}
	f.use(len(params))
	f.line("return %s;", f.expression(2))
	f.indent--
	f.line("}")
	return f.b.String(), name
}

func (f *filler) line(format string, args ...any) {
	f.b.WriteString(strings.Repeat("  ", f.indent))
	fmt.Fprintf(&f.b, format, args...)
	f.b.WriteByte('\n')
}

func (f *filler) comment(params []string) {
	switch f.r.IntN(4) {
	case 0:
		f.line("// %s", comment(f.r))
	case 1:
		f.line("/**\n * %s\n *", comment(f.r))
		for _, p := range params {
			f.line(" * @param {%s} %s %s", pick(f.r, []string{"string", "number", "Object", "Function", "Array"}), p, sentence(f.r))
		}
		f.line(" */")
	}
}

// typed annotates parameters where the language can.
func (f *filler) typed(params []string) []string {
	if f.kind != TypeScript {
		return params
	}
	out := make([]string, len(params))
	for i, p := range params {
		out[i] = p + ": " + pick(f.r, []string{"any", "any[]", "Record<string, any>", "string | any", "Array<any> & any"})
	}
	return out
}

// local declares a variable and returns its declaration's beginning.
func (f *filler) local(mutable bool) (keyword, name string) {
	name = f.n.variable()
	switch {
	case f.kind != TypeScript:
		return "var", name
	case mutable:
		return "let", name
	}
	return "const", name
}

// known picks a variable, and counts it as read.
func (f *filler) known() string {
	name := pick(f.r, f.scope)
	delete(f.unused, name)
	return name
}

// use reads the variables from the n-th on that nobody has read: a minifier
// would drop them, and much of the code with them.
func (f *filler) use(n int) {
	for _, name := range f.scope[n:] {
		if f.unused[name] {
			f.line("%s.%s(%s);", f.scope[0], pick(f.r, verbs), name)
		}
	}
}

func (f *filler) statement() {
	if f.indent > 2 {
		f.line("%s.%s(%s);", f.known(), pick(f.r, verbs), f.expression(1))
		return
	}
	switch f.r.IntN(9) {
	case 0, 1, 2:
		keyword, name := f.local(false)
		f.line("%s %s = %s;", keyword, name, f.expression(3))
		f.scope, f.unused[name] = append(f.scope, name), true
	case 3:
		f.block(fmt.Sprintf("if (%s) {", f.condition()), "}")
	case 4:
		f.block(fmt.Sprintf("if (%s) {", f.condition()), "} else {")
		f.block("", "}")
	case 5:
		f.loop()
	case 6:
		f.line("%s.%s = %s;", f.known(), pick(f.r, nouns), f.expression(2))
	case 7:
		f.attempt()
	case 8:
		f.line("%s.%s(%s, %s);", f.known(), pick(f.r, verbs), f.expression(1), f.callback())
	}
}

// block writes one to three statements between two lines.
func (f *filler) block(before, after string) {
	if before != "" {
		f.line("%s", before)
	}
	outside := len(f.scope)
	f.indent++
	if f.r.IntN(5) == 0 {
		f.line("// %s", sentence(f.r))
	}
	for range 1 + f.r.IntN(2) {
		f.statement()
	}
	f.use(outside)
	f.indent--
	f.scope = f.scope[:outside]
	f.line("%s", after)
}

func (f *filler) loop() {
	list := f.known()
	keyword, name := f.local(true)
	f.scope = append(f.scope, name)
	f.block(fmt.Sprintf("for (%s %s = 0; %s < %s.length; %s++) {", keyword, name, name, list, name), "}")
	if f.kind == TypeScript {
		f.scope = f.scope[:len(f.scope)-1]
	}
}

func (f *filler) attempt() {
	f.block("try {", "} catch (failure) {")
	f.indent++
	f.line("throw new Error(%q + failure);", sentence(f.r)+": ")
	f.indent--
	f.line("}")
}

func (f *filler) callback() string {
	name := f.n.variable()
	body := fmt.Sprintf("%s.%s %s %s", name, pick(f.r, nouns), pick(f.r, []string{"+", "===", "&&", "||"}), f.known())
	if f.kind == TypeScript {
		return fmt.Sprintf("(%s: any) => %s", name, body)
	}
	return fmt.Sprintf("function (%s) { return %s; }", name, body)
}

func (f *filler) condition() string {
	a, b := f.known(), f.known()
	for tries := 0; a == b && tries < 9; tries++ {
		b = f.known()
	}
	switch f.r.IntN(6) {
	case 0:
		return fmt.Sprintf("!%s.%s", a, pick(f.r, nouns))
	case 1:
		return fmt.Sprintf("typeof %s === %q && %s", a, pick(f.r, []string{"string", "function", "object"}), b)
	case 2:
		return fmt.Sprintf("%s.%s > %d", a, pick(f.r, nouns), f.r.IntN(1000))
	case 3:
		return fmt.Sprintf("/^%s[-_]?(\\d+|%s)$/i.test(%s)", pick(f.r, nouns), pick(f.r, adjectives), a)
	case 4:
		return fmt.Sprintf("%s.indexOf(%q) >= 0", a, pick(f.r, nouns)+"-"+pick(f.r, verbs))
	}
	return fmt.Sprintf("%s !== %s", a, b)
}

func (f *filler) expression(depth int) string {
	if depth == 0 {
		return f.known()
	}
	switch f.r.IntN(9) {
	case 0:
		return fmt.Sprintf("%q", sentence(f.r))
	case 1:
		return fmt.Sprint(f.r.IntN(10000))
	case 2:
		return fmt.Sprintf("%s.%s", f.known(), pick(f.r, nouns))
	case 3:
		return fmt.Sprintf("%s.%s(%s)", f.known(), pick(f.r, verbs), f.expression(depth-1))
	case 4:
		return fmt.Sprintf("{ %s: %s, %s: %s }", pick(f.r, nouns), f.expression(depth-1), "is"+title(pick(f.r, adjectives)), f.expression(depth-1))
	case 5:
		return fmt.Sprintf("[%s, %s]", f.expression(depth-1), f.expression(depth-1))
	case 6:
		return fmt.Sprintf("(%s ? %s : %s)", f.condition(), f.expression(depth-1), f.expression(depth-1))
	case 7:
		return fmt.Sprintf("%s %s %s", f.known(), pick(f.r, []string{"+", "-", "*", "||", "&&"}), f.expression(depth-1))
	}
	if f.kind == TypeScript {
		return fmt.Sprintf("`%s ${%s} %s`", pick(f.r, adjectives), f.known(), sentence(f.r))
	}
	return fmt.Sprintf("%q + %s", pick(f.r, nouns)+" ", f.known())
}
