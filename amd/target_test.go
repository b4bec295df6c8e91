package amd

import (
	"fmt"
	"strings"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
)

// modern is a module with something of every year, and one with nothing new.
const modern = `
-- blog/main.js --
define(['./old', './async'], function (old, wait) {
  const {a, ...rest} = {a: 1, b: 2 ** 3};
  class Point { #x = 1; static y = 2; get x() { return this.#x; } }
  return [a, rest.b, new Point().x, Point.y, old?.value ?? 4, wait.constructor.name, 1_000];
});
-- blog/old.js --
/* a comment */
define([], function () { return {value: 3}; });
-- blog/async.js --
define([], function () { return async (...all) => { for await (const a of all) await a; }; });
`

// tooNew reports what in the code is newer than the target.
func tooNew(code []byte, target api.Target) string {
	as := api.Transform(string(code), api.TransformOptions{Target: api.ESNext, TsconfigRaw: "{}"})
	lowered := api.Transform(string(code), api.TransformOptions{Target: target, TsconfigRaw: "{}"})
	if string(as.Code) != string(lowered.Code) || len(lowered.Errors)+len(lowered.Warnings) > 0 {
		return string(lowered.Code)
	}
	return ""
}

func TestTarget(t *testing.T) {
	for _, format := range []Format{FormatStrata, FormatDojo} {
		for _, minify := range []bool{false, true} {
			for name, target := range targets {
				if name == targetES5 {
					continue
				}
				l, ds := compileOne(t, modern, func(o *Options) { o.Format, o.Minify, o.Target = format, minify, name })
				if len(ds) > 0 {
					t.Fatalf("%s: %s", name, ds)
				}
				if diff := tooNew(l.Code, target); diff != "" {
					t.Errorf("%s, %s, minify %t: got\n%s\nwhich is newer than\n%s", name, format, minify, text(l), diff)
				}
				if !minify && !strings.Contains(text(l), "/* a comment */") {
					t.Errorf("%s: a module that is old enough was written anew: %s", name, text(l))
				}
				if format == FormatDojo {
					continue
				}
				if got, want := evaluate(t, text(l), `JSON.stringify(load("acme/blog/main").concat(Object.keys(globalThis).length))`), `[1,8,1,2,3,`; !strings.HasPrefix(got, want) {
					t.Errorf("%s, minify %t: got %s\n%s", name, minify, got, text(l))
				}
			}
		}
	}
}

func TestTargetReportsHelpersOfGlobals(t *testing.T) {
	for _, minify := range []bool{false, true} {
		_, ds := compileOne(t, "-- blog/main.js --\nvar LEGACY = 2 ** 3;\nfunction f() { return {...LEGACY}; }\n", func(o *Options) { o.Minify, o.Target = minify, "es2015" })
		want := `blog/main.js: error: blog/main.js cannot be written for the target "es2015": it declares globals, and the functions that it would need would be global too`
		if len(ds) != 2 || !strings.HasPrefix(ds[0].String(), want) {
			t.Errorf("got %s", ds)
		}
	}
	l, ds := compileOne(t, "-- blog/main.js --\nvar LEGACY = a ?? 1;\n", func(o *Options) { o.Target = "es2015" })
	if ds.HasErrors() || strings.Contains(text(l), "??") {
		t.Errorf("a script that needs no helpers: got %s%s", text(l), ds)
	}
}

func TestTargetMapsToTheFile(t *testing.T) {
	l, _ := compileOne(t, "-- blog/main.js --\n\n\ndefine([], async function () { return wanted ?? 2; });\n", func(o *Options) { o.Target = "es2015" })
	m := parseRawMap(l.Map)
	line, column := positionLF(l.Code, strings.Index(string(l.Code), "wanted"))
	for _, s := range m.segments() {
		if s.line == line && s.column == column {
			if s.origLine != 2 || s.origColumn != len("define([], async function () { return ") {
				t.Errorf("got %+v", s)
			}
			return
		}
	}
	t.Errorf("no segment at %d:%d in %s", line, column, l.Map)
}

func TestES5(t *testing.T) {
	for _, c := range []struct{ code, want string }{
		{"x = () => 1", "1:30: an arrow function"}, {"`a${b}`", "1:23: a template literal"}, {"a ** b", "1:25: **"}, {"a **= 2", "1:25: **="},
		{"a ?? b", "1:25: ??"}, {"a?.b", "1:24: ?."}, {"f(...a)", "1:25: rest arguments"}, {"x = [...a]", "1:28: array spread"}, {"x = {...a}", "1:28: ..."},
		{"x = {a}", "1:28: a property without a value"}, {"x = {b: 1, a, c: 2}", "1:34: a property without a value"},
		{"x = {a() {}}", "1:29: object literal extensions"}, {"x = {[a]: 1}", "1:28: object literal extensions"},
		{"let a", "1:23: let"}, {"const a = 1", "1:23: const"}, {"class A {}", "1:23: class syntax"}, {"function f(a = 1) {}", "1:36: default arguments"},
		{"var {a} = b", "1:27: destructuring, 1:28: a property without a value"}, {"for (var a of b);", "1:34: for-of loops"}, {"function* f() {}", "1:31: generator functions"},
		{"async function f() {}", "1:23: async functions"}, {"try {} catch {}", "1:30: catch without a name"}, {"f(a,)", "1:26: a comma behind the last argument"},
		{"0b1", "1:23: a binary number"}, {"0o7", "1:23: an octal number with 0o"}, {"1_000", "1:23: the number 1_000"}, {"10n", "1:23: the number 10n"},
		{"x = /a/u", "1:27: the regular expression /a/u"}, {"x = /(?<n>a)/", "1:27: the regular expression /(?<n>a)/"}, {`'\u{61}'`, `1:23: \u{`},
		{"a &&= b", "1:25: &&="}, {"import('x')", "1:23: import()"},
		{"x = {get a() { return 1; }, if: 2, 'b': 3, c: {d: [1, 2,]},}; x.let = 0x1F + 0.5e3; /a(?:b)(?=c)/gim; try {} catch (e) {} (a, b)", ""},
	} {
		for _, minify := range []bool{false, true} {
			l, ds := compileOne(t, "-- blog/main.js --\ndefine([], function(){"+c.code+"});\n", func(o *Options) { o.Target, o.Minify = targetES5, minify })
			var got []string
			for _, d := range ds {
				got = append(got, fmt.Sprintf("%d:%d: %s", d.Line, d.Column, strings.TrimPrefix(d.Text, "newer than the target ES5: ")))
				if !strings.HasPrefix(d.Text, "newer than the target ES5: ") || d.Hint != "write it in the older language, or set target to a newer one" {
					t.Errorf("%s: %s", c.code, d)
				}
			}
			if strings.Join(got, ", ") != c.want {
				t.Errorf("%s, minify %t: got %q, want %q", c.code, minify, strings.Join(got, ", "), c.want)
			}
			if c.want == "" && len(newerThanES5(l.Code)) > 0 {
				t.Errorf("minifying brought in what is newer: %s", text(l))
			}
		}
	}
}

func TestES5OfWhatWeWrite(t *testing.T) {
	const site = "-- blog/main.js --\ndefine(['text!./a.html', 'json!./a.json', 'css!./a.css', 'css!./b.module.css'], function () {});\n" +
		"-- blog/a.html --\n`\n-- blog/a.json --\n{\"a\": {\"__proto__\": 1}}\n-- blog/a.css --\np { color: red }\n-- blog/b.module.css --\n.a { color: red }\n"
	for _, format := range []Format{FormatStrata, FormatRequireJS, FormatDojo} {
		for _, minify := range []bool{false, true} {
			l, ds := compileOne(t, site, func(o *Options) { o.Target, o.Minify, o.Format = targetES5, minify, format })
			r := api.Transform(string(l.Code), api.TransformOptions{Target: api.ES5})
			if found := newerThanES5(l.Code); len(ds)+len(found)+len(r.Errors) > 0 || len(l.Code) == 0 {
				t.Errorf("%s, minify %t: %s%+v%+v\n%s", format, minify, ds, found, r.Errors, text(l))
			}
		}
	}
	_, ds := compileOne(t, "-- blog/main.js --\nimport './b';\n-- blog/b.ts --\nlet a = 1;\n", func(o *Options) { o.Target = targetES5 })
	if len(ds) != 1 || ds[0].Text != "blog/main.js is an ES module, which is newer than the target ES5" {
		t.Errorf("got %s", ds)
	}
}
