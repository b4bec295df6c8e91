package amd

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
	"github.com/tdewolff/parse/v2/js"

	"strata/internal/diag"
)

// targetES5 is the target that nothing is made older for: a module that is newer
// is reported.
const targetES5 = "es5"

var targets = map[string]api.Target{
	"": api.ESNext, "esnext": api.ESNext, targetES5: api.ES5, "es2015": api.ES2015, "es2016": api.ES2016, "es2017": api.ES2017, "es2018": api.ES2018,
	"es2019": api.ES2019, "es2020": api.ES2020, "es2021": api.ES2021, "es2022": api.ES2022, "es2023": api.ES2023, "es2024": api.ES2024,
}

// lowers reports whether modules are written in an older language than they may
// be in.
func (o *Options) lowers() bool { return targets[o.Target] != api.ESNext && o.Target != targetES5 }

// lower compiles readable text that is too new for the target. It returns false
// for text that is not, which stays as it is.
func (t *translation) lower(b *blob, edited []byte, opts *Options) bool {
	o := api.TransformOptions{Loader: api.LoaderJS, Target: api.ESNext, LogLevel: api.LogLevelSilent, LogLimit: 20, Charset: api.CharsetUTF8,
		IgnoreAnnotations: true, LogOverride: overrides(edited), TsconfigRaw: "{}", LegalComments: opts.legalInCode()}
	as := api.Transform(string(edited), o)
	o.Target = targets[opts.Target]
	if opts.SourceMaps {
		o.Sourcemap, o.SourcesContent = api.SourceMapExternal, api.SourcesContentExclude
	}
	lowered := api.Transform(string(edited), o)
	t.report(b, lowered.Errors, true)
	t.report(b, lowered.Warnings, false)
	if len(lowered.Errors) > 0 || bytes.Equal(as.Code, lowered.Code) {
		return len(lowered.Errors) > 0
	}
	b.code = lowered.Code
	if opts.SourceMaps {
		b.mapping = t.translate(lowered.Map)
	}
	return true
}

// settle wraps a unit whose lowered code declares helpers, which would be global,
// and reports one that cannot be wrapped because its own declarations are to be.
func (u *unit) settle(b *blob, opts *Options) {
	if !opts.lowers() || !declares(b.code) || u.scan.Declares && !u.isOpen(opts) {
		return
	}
	if !u.isOpen(opts) {
		b.wrapped = true
		return
	}
	if more := slices.DeleteFunc(declaredGlobals(b.code), func(name string) bool { return slices.Contains(declaredGlobals(u.src), name) }); len(more) > 0 {
		b.ds.Add(globalHelpers(u, opts.Target))
	}
}

// declares reports whether code declares something outside of functions.
func declares(code []byte) bool {
	x, err := lex(code)
	return err == nil && len(x.varDepth) > 0
}

// isOpen reports whether the unit's code stands outside of functions in its layer.
func (u *unit) isOpen(opts *Options) bool {
	switch {
	case u.shim != nil:
		return !opts.WrapShim
	case u.kind == scriptUnit:
		return u.scan.Declares
	}
	return opts.Format != FormatDojo && matchesAny(opts.Globals, u.id)
}

// checkES5 adds what is newer than ES5 and esbuild would rewrite without a word.
func (t *translation) checkES5(b *blob) {
	u := t.unit
	b.notes = slices.DeleteFunc(b.notes, func(n note) bool { return !n.isError && strings.Contains(n.text, "configured target") })
	for _, n := range newerThanES5(u.src) {
		line, column := t.table.position(u.src, n.offset)
		line, column = line+t.line, columnIn(t, line, column)
		known := func(other note) bool { return other.line == line+1 && other.column == column+1 && other.isError }
		if !slices.ContainsFunc(b.notes, known) {
			b.notes = append(b.notes, note{line: line + 1, column: column + 1, text: "newer than the target ES5: " + n.what, isError: true})
		}
	}
}

func columnIn(t *translation, line, column int) int {
	if line == 0 {
		return column + t.column
	}
	return column
}

// A newer is a construct that ES5 does not have.
type newer struct {
	offset int
	what   string
}

var newOperators = map[js.TokenType]string{
	js.ArrowToken: "an arrow function", js.TemplateToken: "a template literal", js.TemplateStartToken: "a template literal", js.EllipsisToken: "...",
	js.ExpToken: "**", js.ExpEqToken: "**=", js.NullishToken: "??", js.NullishEqToken: "??=", js.AndEqToken: "&&=", js.OrEqToken: "||=", js.OptChainToken: "?.",
	js.BinaryToken: "a binary number", js.OctalToken: "an octal number with 0o",
}

// newerThanES5 finds the constructs that can be told from tokens.
func newerThanES5(src []byte) []newer {
	x, err := lex(src)
	if err != nil {
		return nil
	}
	var out []newer
	for i := range int32(len(x.tokens)) {
		if what := x.newer(i); what != "" {
			out = append(out, newer{int(x.tokens[i].start), what})
		}
	}
	for _, i := range x.shorthand {
		out = append(out, newer{int(x.tokens[i].start), "a property without a value"})
	}
	return out
}

func (x *lexed) newer(i int32) string {
	kind := x.kind(i)
	switch {
	case newOperators[kind] != "":
		return newOperators[kind]
	case js.IsNumeric(kind) && strings.ContainsAny(x.text(i), "_n"):
		return "the number " + x.text(i)
	case kind == js.RegExpToken && isNewRegExp(x.text(i)):
		return "the regular expression " + x.text(i)
	case (kind == js.StringToken || js.IsIdentifier(kind)) && bytes.Contains(x.src[x.tokens[i].start:x.tokens[i].end], []byte(`\u{`)):
		return `\u{`
	case kind == js.CatchToken && x.kind(i+1) == js.OpenBraceToken && x.kind(i-1) == js.CloseBraceToken:
		return "catch without a name"
	case kind == js.ImportToken && x.kind(i+1) == js.OpenParenToken && x.kind(i-1) != js.DotToken:
		return "import()"
	case kind == js.CommaToken && x.kind(i+1) == js.CloseParenToken:
		return "a comma behind the last argument"
	}
	return ""
}

// isNewRegExp reports whether a regular expression has flags or groups that
// came after ES5.
func isNewRegExp(text string) bool {
	end := strings.LastIndexByte(text, '/')
	return strings.Trim(text[end+1:], "gim") != "" || strings.Contains(text, "(?<") || strings.Contains(text, `\p{`)
}

var notLowered = regexp.MustCompile(`^[Tt]ransforming (.*) to the configured target environment \("(\w+)".*\) is not supported yet$`)

// targetText says in our words what esbuild cannot rewrite for the target.
func targetText(text string) string {
	if m := notLowered.FindStringSubmatch(text); m != nil {
		return "newer than the target " + strings.ToUpper(m[2]) + ": " + m[1]
	}
	return text
}

// syntaxHint is what to do about what esbuild says.
func syntaxHint(text string) string {
	if strings.Contains(text, "target") {
		return "write it in the older language, or set target to a newer one"
	}
	return "correct the syntax at this place"
}

// loadES tells that the module is an ES module, which ES5 has none of.
func (g *graph) loadES(m *module, ds diag.List) loaded {
	if g.opts.Target == targetES5 {
		ds.Add(esModuleInES5(m))
	}
	return loaded{es: true, ds: ds}
}
