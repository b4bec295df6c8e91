package amd

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"modernc.org/quickjs"
)

// prelude is a loader of a few lines: it keeps named defines and runs a factory
// when its module is asked for, as RequireJS does with a layer.
const prelude = `
var global = globalThis, defs = {}, values = {}, calls = 0;
function define(id, deps, factory) {
  calls++;
  if (typeof id !== "string") throw new Error("anonymous define in a layer");
  if (arguments.length === 2) { factory = deps; deps = []; }
  if (defs[id]) throw new Error(id + " is defined twice");
  defs[id] = {deps: deps, factory: factory};
}
define.amd = {};
function resolve(base, id) {
  if (id[0] !== ".") return id;
  var out = base.split("/").slice(0, -1);
  id.split("/").forEach(function (s) { if (s === "..") out.pop(); else if (s !== ".") out.push(s); });
  return out.join("/");
}
function load(id) {
  if (id in values) return values[id];
  var d = defs[id];
  if (!d) throw new Error("Module name \"" + id + "\" has not been loaded yet");
  if (typeof d.factory !== "function") return values[id] = d.factory;
  var module = {id: id, exports: values[id] = {}};
  function localRequire(name) { return load(resolve(id, name)); }
  var args = d.deps.map(function (dep) {
    return dep === "require" ? localRequire : dep === "exports" ? module.exports : dep === "module" ? module : localRequire(dep);
  });
  var result = d.factory.apply(module.exports, args);
  return values[id] = result === undefined ? module.exports : result;
}
function require(id) { return typeof id === "string" ? load(id) : id.map(load); }
require.config = function () {};
`

// evaluate runs code under the prelude, and returns the value of expression as text.
func evaluate(t *testing.T, code, expression string) string {
	t.Helper()
	vm, err := quickjs.NewVM()
	if err != nil {
		t.Fatal(err)
	}
	defer vm.Close()
	if err := vm.SetEvalTimeout(5 * time.Second); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{prelude, code} {
		if _, err := vm.Eval(text, quickjs.EvalGlobal); err != nil {
			return fmt.Sprintf("%v", err)
		}
	}
	v, err := vm.Eval("String("+expression+")", quickjs.EvalGlobal)
	if err != nil {
		return fmt.Sprintf("%v", err)
	}
	return fmt.Sprint(v)
}

// Each case is something that goes wrong when AMD modules are joined or
// minified without care. Every one is run, readable and minified.
func TestTraps(t *testing.T) {
	for _, c := range []struct{ name, main, more, expression, want string }{
		{"a UMD module keeps its define",
			`(function (r, f) { if (typeof define === 'function' && define.amd) define(['./b'], f); else if (typeof exports === 'object') module.exports = f(require('b')); else r.x = f(r.b); })(this, function (b) { return 'umd ' + b; });`,
			"-- blog/b.js --\ndefine([], function () { return 'b'; });\n", `load("acme/blog/main")`, "umd b"},
		{"a UMD module that asks for exports first keeps its define",
			`(function (f) { if (typeof exports === 'object') module.exports = f(); else if (typeof define === 'function') define([], f); })(function () { return 1; });`, "", `load("acme/blog/main")`, "1"},
		{"a free require stays the loader's",
			`define([], function () { require.config({}); return typeof require(['acme/blog/b']) + require('acme/blog/b'); });`,
			"-- blog/b.js --\ndefine([], function () { return 'b'; });\n", `[load("acme/blog/b"), load("acme/blog/main")]`, "b,objectb"},
		{"this at the top of a script is the global object", `var g = this; define([], function () { return g === global; });`, "", `load("acme/blog/main")`, "true"},
		{"direct eval sees the factory's names", `define(['./b'], function (beta) { return eval("beta"); });`,
			"-- blog/b.js --\ndefine([], function () { return 'b'; });\n", `load("acme/blog/main")`, "b"},
		{"a script without define keeps its globals", `var LEGACY = {a: 1}; function legacyFn() { return LEGACY.a; }`, "", `legacyFn() + String(load("acme/blog/main"))`, "1[object Object]"},
		{"process.env is nobody's business", `define([], function () { return typeof process; });`, "", `load("acme/blog/main")`, "undefined"},
		{"with, delete and octal numbers are sloppy mode's own", `define([], function () { var o = {a: 0777}; with (o) { var b = a; } return b + String(delete o.a); });`, "", `load("acme/blog/main")`, "511true"},
		{"strict mode stays in its module", "'use strict';\ndefine([], function () { return (function () { return this === undefined; })(); });",
			"-- blog/a.js --\ndefine([], function () { undeclared = 1; return undeclared; });\n-- blog/z.js --\ndefine([], function () { undeclared2 = 2; return undeclared2; });\n",
			`[load("acme/blog/a"), load("acme/blog/main"), load("acme/blog/z")]`, "1,true,2"},
		{"declarations stay in their module", `const C = 1; var f = function () { return 'one'; }; define([], function () { return f() + C; });`,
			"-- blog/b.js --\nconst C = 2; var f = function () { return 'two'; }; define([], function () { return f() + C; });\n",
			`[load("acme/blog/main"), load("acme/blog/b")]`, "one1,two2"},
		{"lowering leaves no helper behind", `define([], async function () { const {a, ...b} = {a: 1, c: 2}; return b; });`, "",
			`Object.keys(globalThis).filter(function (k) { return ["global", "defs", "values", "calls", "define", "resolve", "load", "require"].indexOf(k) < 0; })`, ""},
		{"sugar finds its modules after minifying", `define(function (require, exports) { var x = require('./b'); exports.x = x; });`,
			"-- blog/b.js --\ndefine([], function () { return 'b'; });\n", `load("acme/blog/main").x`, "b"},
		{"a define marked pure is not dropped", `/* @__PURE__ */ define([], function () { return 1; });`, "", `load("acme/blog/main")`, "1"},
		{"statements around define are kept in order", `define([], function () { return global.late; }), (function () { global.late = 'yes'; })();`, "", `load("acme/blog/main")`, "yes"},
		{"amdefine's guard does not hide the loader", `if (typeof define !== 'function') { var define = require('amdefine')(module); } define([], function () { return 1; });`, "", `load("acme/blog/main")`, "1"},
		{"a factory keeps its number of parameters", `define(['./b', './b', './b'], function (a, b, c) { return a; });`,
			"-- blog/b.js --\ndefine([], function () { return 'b'; });\n", `defs["acme/blog/main"].factory.length`, "3"},
		{"a nested anonymous define is nobody's module", `define([], function () { return function (define) { define([], 1); }.toString().length > 0; });`, "", `[load("acme/blog/main"), calls]`, "true,1"},
		{"strings survive", `define([], function () { return '</script>\u2028é' + /[/]\/"/.source.length; });`, "", `load("acme/blog/main")`, "</script>\u2028é6"},
	} {
		for _, minify := range []bool{false, true} {
			archive := "-- blog/main.js --\n" + c.main + "\n" + c.more
			l, ds := compileOne(t, archive, func(o *Options) { o.Packages[0].Complete, o.Minify = true, minify; o.Provided = []string{"amdefine"} })
			if got := evaluate(t, text(l), c.expression); got != c.want {
				t.Errorf("%s, minify %t: got %q, want %q\n%s%s", c.name, minify, got, c.want, text(l), ds)
			}
		}
	}
}

// What cannot be helped is said: these would break the whole layer, or lose
// their meaning.
func TestTrapsReported(t *testing.T) {
	for _, c := range []struct{ name, main, want string }{
		{"top-level return", "return 1; define([]);", "return outside of a function"},
		{"import.meta in a script", "define([], function () { return import.meta.url; });", "is an ES module"},
		{"import in a define file", "import o from 'a';\ndefine([], function () {});", "is an ES module"},
		{"Latin-1", "define([], function () { return '\xe4'; });", "byte 0xe4 is not UTF-8; the file is read as Windows-1252"},
	} {
		_, ds := compileOne(t, "-- blog/main.js --\n"+c.main+"\n", nil)
		if len(ds) != 1 || !strings.Contains(ds[0].Text, c.want) {
			t.Errorf("%s: got %s", c.name, ds)
		}
	}
}

func TestTrapsOfPrinting(t *testing.T) {
	for _, c := range []struct {
		name, main string
		change     func(*Options)
		has        string
		not        []string
	}{
		{"ES5 stays ES5", `define([], function () { var a = {b: c, f: function () {}}; return a && a.b ? a.b + "\n" : void 0; var c; });`, nil, "", []string{"=>", "`"}},
		{"Latin-1 becomes the letters it was", "define([], function () { return '\xe4\x80'; });", nil, "ä€", []string{"\uFFFD"}},
		{"names may be kept", `define([], function () { function LongName() {} return new LongName(); });`, func(o *Options) { o.KeepNames = true }, "LongName", nil},
		{"names are mangled otherwise", `define([], function () { function LongName() {} return new LongName(); });`, nil, "", []string{"LongName"}},
		{"legal comments are kept", "/*! (c) Acme */\ndefine([]);", nil, "(c) Acme", nil},
		{"a closing script tag is escaped", `define([], function () { return "</script>"; });`, nil, `<\/script>`, []string{"</script>"}},
		{"other letters are kept, but for line ends", "define([], function () { return 'é\\u2028'; });", nil, `é\u2028`, []string{`\xE9`}},
		{"a module's own map is not ours", "define([]);\n//# sourceMappingURL=old.map\n//@ sourceURL=x.js", nil, "", []string{"sourceMappingURL=old"}},
		{"direct eval stops renaming", `define([], function () { var longName = 1; return eval("longName"); });`, nil, "longName=1", nil},
	} {
		l, ds := compileOne(t, "-- blog/main.js --\n"+c.main+"\n", func(o *Options) {
			o.Minify = true
			if c.change != nil {
				c.change(o)
			}
		})
		got := text(l)
		leaks := slices.ContainsFunc(c.not, func(not string) bool { return strings.Contains(got, not) })
		if !strings.Contains(got, c.has) || leaks {
			t.Errorf("%s: got %s%s", c.name, got, ds)
		}
	}
	named, _ := compileOne(t, "-- blog/main.js --\ndefine([], function () { return function LongName() {}; });\n-- blog/b.js --\ndefine([], function () { function OtherName() {} return OtherName; });\n",
		func(o *Options) { o.Packages[0].Complete, o.Minify, o.KeepNames = true, true, true })
	const before = `["global", "defs", "values", "calls", "define", "resolve", "load", "require"]`
	if got := evaluate(t, text(named), `[Object.keys(globalThis).filter(function (k) { return `+before+`.indexOf(k) < 0; }), load("acme/blog/main").name, load("acme/blog/b").name]`); got != ",LongName,OtherName" {
		t.Errorf("keeping names leaves helpers behind: %s\n%s", got, text(named))
	}
	l, _ := compileOne(t, "-- blog/main.js --\ndefine([]);\n//# sourceMappingURL=old.map\n", nil)
	if strings.Contains(text(l), "//# sourceMappingURL=old") {
		t.Errorf("a readable layer sends debuggers to another map: %s", text(l))
	}
}
