package amd

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/evanw/esbuild/pkg/api"

	"strata/internal/diag"
)

const esBlog = `
-- blog/main.ts --
import Core, { named as n } from "core/base";
import * as all from "core/plain";
import html from "text!./view.html";
import { counter, bump } from "./shared";
import data from "./data.json";
import old from "./old";
import cjs from "./cjs.js";
interface Shape { x: number }
export { bump };
export default class Main implements Shape { x: number = 1; }
export const state = () => [Core, n, all.default, all.key, html, counter, data.k, old, cjs()].join();
export const late = () => import("./lazy");
export const lateAMD = () => import("core/plain");
export const url = import.meta.url;
-- blog/shared.ts --
export let counter: number = 0;
export function bump(): number { return ++counter; }
-- blog/api.ts --
export { bump, counter } from "./shared";
-- blog/lazy.ts --
import { counter } from "./shared";
export default "lazy";
export const seen = () => counter;
-- blog/old.js --
define(["./api"], function (api) { return "old" + api.counter + api.__esModule; });
-- blog/cjs.js --
module.exports = function () { return "cjs"; };
-- blog/data.json --
{"k": "json"}
-- blog/view.html --
<b>
-- core/base.js --
define({named: "named", whole: true, toString: function () { return "base"; }});
-- core/plain.js --
define(function () { return {key: "key", toString: function () { return "plain"; }}; });
`

func withCore(o *Options) {
	o.Packages = append(o.Packages, Package{Name: "core", Location: "core", Main: "base", Output: "core"})
}

// allCode is the code of several layers, as a page has them.
func allCode(t *testing.T, archive string, change func(*Options)) string {
	t.Helper()
	layers, ds := compileAll(t, archive, change)
	if len(ds) > 0 {
		t.Errorf("%s", printed(ds))
	}
	var b strings.Builder
	for _, l := range layers {
		b.WriteString(text(l))
	}
	return b.String()
}

func TestESModules(t *testing.T) {
	for _, minify := range []bool{false, true} {
		code := allCode(t, esBlog, func(o *Options) { withCore(o); o.Minify = minify })
		for _, c := range []struct{ expression, want string }{
			{`load("acme/blog/main").state()`, "base,named,plain,key,<b>\n,0,json,old0true,cjs"},
			{`[load("acme/blog/main").bump(), load("acme/blog/main").bump(), load("acme/blog/api").counter, load("acme/blog/main").state()]`, "1,2,2,base,named,plain,key,<b>\n,2,json,old0true,cjs"},
			{`new (load("acme/blog/main").default)().x`, "1"},
			{`Object.keys(load("acme/blog/main"))`, "bump,default,late,lateAMD,state,url"},
			{`load("acme/blog/main").url`, "http://x/js/acme/blog/main.ts"},
			{`Object.keys(defs)`, "acme/blog/_chunks/lazy,acme/blog/_chunks/shared,acme/blog/api,acme/blog/main,acme/blog/old,text!acme/blog/view.html,core/base,core/plain"},
		} {
			if got := evaluate(t, stubURL+code, c.expression); got != c.want {
				t.Errorf("minify %t, %s: got %q, want %q", minify, c.expression, got, c.want)
			}
		}
	}
}

// stubURL is what a page has and QuickJS has not.
const stubURL = `
globalThis.document = {baseURI: "http://x/"};
globalThis.URL = function (a, b) { this.href = b + a; };
Function.prototype.toUrl = function (f) { return "js/" + f; };
`

func TestESMaps(t *testing.T) {
	for _, format := range []Format{FormatStrata, FormatRequireJS, FormatDojo} {
		for _, minify := range []bool{false, true} {
			for _, ends := range []string{"\n", "\r\n"} {
				layers, ds := compileAll(t, strings.ReplaceAll(esBlog, ";\n", ";"+ends), func(o *Options) { withCore(o); o.Format, o.Minify = format, minify })
				if ds.HasErrors() {
					t.Fatal(ds)
				}
				if n := checkMap(t, layers[0]); n < 40 {
					t.Errorf("%s, minify %t: only %d mappings", format, minify, n)
				}
			}
		}
	}
}

// TestESMistakes shows every mistake in ES modules, with its place.
func TestESMistakes(t *testing.T) {
	for _, c := range []struct{ name, archive, want string }{
		{"missing file", "-- blog/main.mjs --\nimport a from './lib/helper';\nimport './x';\n-- blog/x.mjs --\nimport {\n  b } from './helpr';\n-- blog/helper.ts --\n",
			"blog/main.mjs:1:15: error: import \"./lib/helper\" is not there: no file blog/lib/helper\n  hint: create the file, or correct the import\n" +
				"blog/x.mjs:2:12: error: import \"./helpr\" is not there: no file blog/helpr\n  hint: did you mean \"acme/blog/helper\"?\n"},
		{"case", "-- blog/main.mjs --\nimport a from './Api';\n-- blog/api.ts --\n",
			"blog/main.mjs:1:15: error: import \"./Api\" is not there: no file blog/Api\n  hint: the file is called \"api.ts\"; upper and lower case count, on every system\n"},
		{"not installed", "-- blog/main.mjs --\nimport a from 'lodahs/fp';\nimport b from '@acme/thing';\n-- node_modules/lodash/package.json --\n{}\n",
			"blog/main.mjs:1:15: error: \"lodahs/fp\" belongs to no package, is not provided by the page, and is not installed\n  hint: did you mean \"lodash\"?\n" +
				"blog/main.mjs:2:15: error: \"@acme/thing\" belongs to no package, is not provided by the page, and is not installed\n" +
				"  hint: run npm install @acme/thing, or list \"@acme/thing\" under provided if the page supplies it\n"},
		{"Node only", "-- blog/main.mjs --\nimport fs from 'fs';\nimport p from 'node:path';\n",
			"blog/main.mjs:1:16: error: \"fs\" is a part of Node, which browsers do not have\n  hint: use a package made for browsers in its place, or list \"fs\" under provided\n" +
				"blog/main.mjs:2:15: error: \"node:path\" is a part of Node, which browsers do not have\n  hint: use a package made for browsers in its place, or list \"node:path\" under provided\n"},
		{"Node only inside npm", "-- blog/main.ts --\nimport x from 'x';\nx();\n-- node_modules/x/index.js --\nmodule.exports = require('fs');\n",
			"node_modules/x/index.js:1:26: error: \"fs\" is a part of Node, which browsers do not have\n  note: it is imported by blog/main.ts\n  hint: use a package made for browsers in its place, or list \"fs\" under provided\n"},
		{"not exported", "-- blog/main.mjs --\nimport x from 'x/inner';\n-- node_modules/x/package.json --\n{\"name\": \"x\", \"exports\": {\".\": \"./index.js\"}}\n",
			"blog/main.mjs:1:15: error: \"x/inner\" cannot be imported: not exported: x does not export \"./inner\"\n  hint: correct the name, or install a version of the package that has it\n"},
		{"no such export", "-- blog/main.ts --\nimport { nothing } from './a';\nimport { missing } from 'x';\nexport default [nothing, missing];\n-- blog/a.ts --\nexport const something = 1;\n-- node_modules/x/index.js --\nexport const y = 1;\n",
			"blog/main.ts:1:10: error: no matching export in \"blog/a.ts\" for import \"nothing\"\n  hint: correct the syntax at this place\n"},
		{"no such export of npm", "-- blog/main.ts --\nimport { missing } from 'x';\nexport default missing;\n-- node_modules/x/index.js --\nexport const y = 1;\n",
			"blog/main.ts:1:25: error: no matching export in \"node_modules/x/index.js\" for import \"missing\"\n  hint: correct the name, or install a version of the package that has it\n"},
		{"syntax", "-- blog/main.ts --\nimport './b';\nimport './c';\n-- blog/c.ts --\n\nlet é = 1; const x: = 2;\n-- blog/b.tsx --\nexport const a = <b>;\n",
			"blog/b.tsx:2:1: error: unexpected end of file before a closing \"b\" tag\n  hint: correct the syntax at this place\n" +
				"blog/c.ts:2:21: error: unexpected \"=\"\n  hint: correct the syntax at this place\n"},
		{"JSON", "-- blog/main.js --\ndefine(['json!./a.json'], function (a) {});\n-- blog/a.json --\n{\"a\": 1,\n  b}\n",
			"blog/a.json:2:3: error: a.json is not JSON: invalid character 'b' looking for beginning of object key string\n  hint: correct the file at this place\n"},
		{"no JSON", "-- blog/main.js --\ndefine(['json!./b.json'], function (a) {});\n-- blog/a.json --\n{}\n",
			"blog/main.js:1:9: error: resource \"json!./b.json\" is not there: no file blog/b.json\n  hint: did you mean \"acme/blog/a.json\"?\n"},
		{"CSS", "-- blog/main.ts --\nimport './a.css';\n-- blog/a.css --\np { color: red;\n}}\n",
			"blog/a.css:2:2: error: unexpected \"}\"\n  hint: correct the syntax at this place\n"},
		{"no picture", "-- blog/main.ts --\nimport './a.css';\n-- blog/a.css --\np { background: url(./b.png) }\n",
			"blog/a.css:1:17: error: \"./b.png\" is not there: no file blog/b.png\n  hint: create the file, or correct the name\n"},
		{"leaves", "-- blog/main.ts --\nimport '../elsewhere/a';\n-- elsewhere/a.ts --\n",
			"blog/main.ts:1:8: error: \"../elsewhere/a\" leaves the package acme/blog\n  note: a plugin's modules are found under its own package name only\n  hint: name the module by its full id, for example \"app/elsewhere/a\"\n"},
		{"both", "-- blog/main.js --\nimport a from './a';\ndefine([], function () {});\n",
			"blog/main.js:1:1: error: blog/main.js is an ES module and calls define: a module is one or the other\n  hint: import what define depends on and export its value, or leave import and export out\n"},
		{"declarations are no module", "-- blog/main.d.ts --\nexport {};\n",
			"plugin.yaml: error: package acme/blog has no main module: blog/main.js is missing\n  hint: create the file, or set main to a module of the folder\n"},
		{"await", "-- blog/main.ts --\nexport const é = 1;\nconst ö = 1; await é;\n",
			"blog/main.ts:2:14: error: await outside of a function: with the loader requirejs, nobody waits for the module\n  hint: move it into an async function, use the loader strata, or set topLevelAwait: detach\n"},
		{"cycle of wholes", "-- blog/main.ts --\nimport old from './old';\nexport default () => old;\n-- blog/old.js --\ndefine(['./main'], function (main) {});\n",
			"blog/main.ts: warning: acme/blog/main imports the default or all of acme/blog/old, which depends on it\n  note: whichever of the two runs first sees the other's exports before they are there\n" +
				"  hint: import single names, which are looked up when they are used, or move what both need into a third module\n"},
		{"type only", "-- blog/main.ts --\nimport type { A } from 'nowhere';\nexport const a = {} as A;\n", ""},
	} {
		_, ds := compileAll(t, c.archive, func(o *Options) {
			if c.name == "await" {
				o.Format = FormatRequireJS
			}
		})
		if got := printed(ds); got != c.want {
			t.Errorf("%s:\ngot\n%swant\n%s", c.name, got, c.want)
		}
	}
}

// TestESBehaviour runs what is easily lost on the way from ES modules to defines.
func TestESBehaviour(t *testing.T) {
	for _, c := range []struct{ name, archive, expression, want string }{
		{"named imports of a cycle between defines are live",
			"-- blog/main.ts --\nimport { old } from './old';\nexport const early = 'early';\nexport function hoisted() { return 'hoisted'; }\nexport const both = () => old();\n" +
				"-- blog/old.js --\ndefine(['exports', './main'], function (exports, main) { exports.old = function () { return main.early + main.hoisted(); }; });\n",
			`load("acme/blog/main").both()`, "earlyhoisted"},
		{"cycles inside of a package",
			"-- blog/main.ts --\nimport { b } from './b';\nexport const a = () => 'a';\nexport const run = () => b();\n-- blog/b.ts --\nimport * as main from './main';\nexport const b = () => main.a() + Object.keys(main);\n",
			`load("acme/blog/main").run()`, "aa,run"},
		{"a module that exports with = has that value",
			"-- blog/main.ts --\nimport other = require('./other');\nexport = function () { return other.x; };\n-- blog/other.ts --\nexport const x = 'x';\n",
			`load("acme/blog/main")()`, "x"},
		{"the default of an ES module is not that of the whole",
			"-- blog/main.js --\ndefine(['./es'], function (es) { return [es.default, es.named, es.__esModule]; });\n-- blog/es.mjs --\nexport default 'd';\nexport const named = 'n';\n",
			`load("acme/blog/main")`, "d,n,true"},
		{"the default of what says that it is an ES module",
			"-- blog/main.ts --\nimport d, * as ns from './amd';\nexport const got = () => [d, ns.default, ns.x];\n-- blog/amd.js --\ndefine({__esModule: true, default: 'd', x: 'x'});\n",
			`load("acme/blog/main").got()`, "d,d,x"},
		{"a namespace of a plain value",
			"-- blog/main.ts --\nimport * as ns from './amd';\nexport const got = () => [typeof ns, ns.default(), ns.extra];\n-- blog/amd.js --\ndefine(function () { function f() { return 'called'; } f.extra = 'extra'; return f; });\n",
			`load("acme/blog/main").got()`, "object,called,extra"},
		{"export * from AMD",
			"-- blog/main.ts --\nexport * from './amd';\nexport * as all from './amd';\nexport { a as renamed, default as whole } from './amd';\nexport const a = 'own';\n-- blog/amd.js --\ndefine({a: 'a', b: 'b'});\n",
			`[load("acme/blog/main").a, load("acme/blog/main").b, load("acme/blog/main").all.b, load("acme/blog/main").renamed, load("acme/blog/main").whole.a]`, "own,b,b,a,a"},
		{"names that are no identifiers",
			"-- blog/main.mjs --\nconst x = 1;\nexport { x as 'a-b', x as default, x as __proto__ };\n", `[load("acme/blog/main")["a-b"], Object.keys(load("acme/blog/main"))]`, "1,__proto__,a-b,default"},
		{"CommonJS requires AMD",
			"-- blog/main.js --\nvar amd = require('./amd');\nmodule.exports = function () { return amd.x; };\nimport.meta;\n-- blog/amd.js --\ndefine({x: 'x'});\n", `1`, "1"},
		{"a bundled CommonJS module requires AMD",
			"-- blog/main.ts --\nimport cjs from './cjs.js';\nexport default cjs();\n-- blog/cjs.js --\nvar amd = require('./amd');\nmodule.exports = function () { return amd.x; };\n-- blog/amd.js --\ndefine({x: 'x'});\n",
			`load("acme/blog/main").default`, "x"},
		{"two entries share what both import",
			"-- blog/main.ts --\nimport { add } from './list';\nadd('main');\nexport * from './list';\n-- blog/list.ts --\nexport const list: string[] = [];\nexport const add = (s: string) => list.push(s);\n" +
				"-- blog/other.ts --\nimport { add } from './list';\nadd('other');\n",
			`[load("acme/blog/other"), load("acme/blog/main").list][1]`, "other,main"},
		{"modules are strict", "-- blog/main.ts --\nexport const strict = (function () { return this === undefined; })();\n", `load("acme/blog/main").strict`, "true"},
		{"what looks like an import is text", "-- blog/main.ts --\nexport const text = `\nimport x from \"y\";\nexport { z };\nimport(\"w\")`;\nexport const s = 'require(\"=x\")' + /import\\(\"x\"\\)/.source;\n",
			`load("acme/blog/main").text + load("acme/blog/main").s`, "\nimport x from \"y\";\nexport { z };\nimport(\"w\")require(\"=x\")import\\(\"x\"\\)"},
		{"names of ours are theirs too", "-- blog/main.ts --\nimport d from './amd';\nexport const __export = 1, __interop = 2, __import = 3, $import = 4;\nexport const got = () => [__export, __interop, __import, $import, d];\n-- blog/amd.js --\ndefine(function () { return 'amd'; });\n",
			`load("acme/blog/main").got()`, "1,2,3,4,amd"},
		{"decorators, enums and namespaces", "-- blog/main.ts --\nenum E { A = 'a' }\nnamespace N { export const b = 'b'; }\nfunction dec(c: any) { c.c = 'c'; }\n@dec class C {}\nexport const got = [E.A, N.b, (C as any).c];\n" +
			"-- tsconfig.json --\n{\"compilerOptions\": {\"experimentalDecorators\": true}}\n", `load("acme/blog/main").got`, "a,b,c"},
		{"paths of tsconfig.json", "-- blog/main.ts --\nimport { x } from '@/lib/x';\nexport const got = x;\n-- blog/lib/x.ts --\nexport const x = 'x';\n-- tsconfig.base.json --\n{\"compilerOptions\": {\"paths\": {\"@/*\": [\"./blog/*\"]}}}\n" +
			"-- blog/tsconfig.json --\n{\"extends\": \"../tsconfig.base\"}\n", `load("acme/blog/main").got`, "x"},
		{"its own name is the package's", "-- blog/main.ts --\nimport { x } from 'acme/blog/lib/x';\nimport { y } from './lib/y.js';\nimport { z } from './lib';\nexport const got = [x, y, z];\n" +
			"-- blog/lib/x.ts --\nexport const x = 'x';\n-- blog/lib/y.ts --\nexport const y = 'y';\n-- blog/lib/index.ts --\nexport const z = 'z';\n", `load("acme/blog/main").got`, "x,y,z"},
		{"JSON as a dependency", "-- blog/main.js --\ndefine(['json!./a.json', 'json!./proto.json'], function (a, p) { return [a.b, Object.keys(p)]; });\n-- blog/a.json --\n{\"b\": \"c\"}\n-- blog/proto.json --\n{\"__proto__\": 1}\n",
			`load("acme/blog/main")`, "c,__proto__"},
	} {
		for _, minify := range []bool{false, true} {
			layers, ds := compileAll(t, c.archive, func(o *Options) { o.Minify = minify; o.Packages[0].Exports = []string{"*.ts", "!list.ts"} })
			code := ""
			for _, l := range layers {
				code += text(l)
			}
			if got := evaluate(t, code, c.expression); got != c.want {
				t.Errorf("%s, minify %t: got %q, want %q\n%s%s", c.name, minify, got, c.want, code, printed(ds))
			}
		}
	}
}

// TestESCacheAgrees edits a site of which a bundle, a style sheet and npm's part
// are in the cache.
func TestESCacheAgrees(t *testing.T) {
	site := npmSite + "-- blog/more.mjs --\nimport './a.css';\nimport './lib';\n-- blog/a.css --\n@import './b.css';\n-- blog/b.css --\np { color: red }\n-- blog/lib/index.js --\nexport const where = 'index';\nconsole.log(where);\n"
	var cache Cache
	for _, c := range []struct{ name, from, to string }{
		{"nothing", "", ""},
		{"nothing again", "", ""},
		{"a module", "umd.kind, kind", "kind, umd.kind"},
		{"a module of npm", `"one" + inner`, `"uno" + inner`},
		{"a package.json", `"index.js", "sideEffects": false`, `"index.js"`},
		{"a style sheet that another imports", "color: red", "color: blue"},
		{"a file that is found first", "-- blog/lib/index.js --", "-- blog/lib.js --\nconsole.log('file');\n-- blog/lib/index.js --"},
		{"a version", `"version": "3.0.0"`, `"version": "3.0.1"`},
	} {
		archive := strings.Replace(site, c.from, c.to, 1)
		change := func(o *Options) { withForum(o); o.Packages[0].Complete = true }
		clean, ds := compileAll(t, archive, change)
		again, _ := compileAll(t, archive, func(o *Options) { change(o); o.Cache = &cache })
		if len(clean) != len(again) || len(clean) != 3 {
			t.Fatalf("%s: %d layers and %d\n%s", c.name, len(clean), len(again), printed(ds))
		}
		for i := range clean {
			if text(clean[i]) != text(again[i]) || string(clean[i].Map) != string(again[i].Map) {
				t.Errorf("after a change of %s the cached layer %s differs", c.name, clean[i].Name)
			}
		}
	}
}

// TestESHostile gives esbuild nothing that would exhaust its stack.
func TestESHostile(t *testing.T) {
	const n = 200_000
	for name, src := range map[string]string{
		"brackets":             strings.Repeat("[", n),
		"closed in comments":   strings.Repeat("[/*]*/", n),
		"closed in strings":    strings.Repeat("['](',", n),
		"types":                "let x: " + strings.Repeat("Array<", n),
		"operators":            "x = " + strings.Repeat("!", n) + "1",
		"arrows":               strings.Repeat("x=>", n),
		"members":              "x" + strings.Repeat(".a", n),
		"conditions":           strings.Repeat("a?b:", n) + "c",
		"elements":             "x = " + strings.Repeat("<a>", n),
		"an unclosed template": "`${" + strings.Repeat("`${", n),
		"loops":                strings.Repeat("for(;;)", n) + "x()",
		"branches":             "if(a){}" + strings.Repeat("else if(a){}", n),
		"unary words":          "x = " + strings.Repeat("typeof ", n) + "x",
		"classes":              strings.Repeat("class A extends ", 6_000) + "B" + strings.Repeat("{}", 6_000),
		"blocks":               strings.Repeat("{", 6_000) + strings.Repeat("}", 6_000),
		"terms":                "x" + strings.Repeat(",x", n),
		"calls":                "x" + strings.Repeat("()", n),
		"powers":               "x" + strings.Repeat("**x", n),
		"elements in elements": "x = " + strings.Repeat("<a>", n) + strings.Repeat("</a>", n),
	} {
		for _, ext := range []string{".ts", ".tsx", ".mjs"} {
			layers, ds := compileAll(t, "-- blog/main"+ext+" --\n"+src+"\n", nil)
			if len(layers) > 0 || !ds.HasErrors() {
				t.Errorf("%s in %s is taken", name, ext)
			}
		}
	}
	for _, fine := range []string{
		strings.Repeat("f(\"(((\", '[', /[(]/, `${a}`, (b) => b.c!.d); // ((\n", 2_000),
		"export const list = [" + strings.Repeat("{a: 1, b: \"x\", c: [1, 2, 3]},\n", 20_000) + "];\n",
		strings.Repeat("if (a) b()\nelse for (const c of d) { await c }\n", 20_000),
		"export enum E { " + strings.Repeat("A = 1, ", 5_000) + "}\nexport const words = {" + strings.Repeat("a: 'for (a, b',\n", 15_000) + "};",
		strings.Repeat("const a = (b as Array<string>).map(<T,>(c: T) => c);\n", 15_000),
		"x(" + strings.Repeat("<li>don't (really) <b>{y.z}</b></li>\n", 4_000) + ")",
	} {
		if at, what := nestsTooDeep("a.tsx", []byte(fine)); what != "" {
			t.Errorf("%q is refused at %d: %s", fine[:40], at, what)
		}
	}
}

// FuzzES compiles ES modules that import each other, a style sheet, data and npm:
// whatever is accepted gives layers that parse.
func FuzzES(f *testing.F) {
	f.Add([]byte("import a, * as b from './b'; export * from './b'; export { a, b as 'x-y' }; await import('x')"), []byte("module.exports = require('x')"), []byte(`{"exports": {".": {"import": "./a.js"}, "./*": "./*.js"}}`))
	f.Add([]byte("import s from './s.module.css'; export default [s, import.meta.url]"), []byte("define(['x'], function () {})"), []byte(`{"browser": {"./index.js": false}, "sideEffects": ["*.css"]}`))
	f.Add([]byte("import 'x/y'; import x from 'x'; x`${`${x}`}`"), []byte("export let a = 1; export class B extends f({}) {}"), []byte(`{"main": "a", "exports": "x"}`))
	f.Fuzz(func(t *testing.T, main, b, manifest []byte) {
		src := fstest.MapFS{"p/main.mjs": {Data: main}, "p/b.js": {Data: b}, "p/s.module.css": {Data: b}, "node_modules/x/package.json": {Data: manifest},
			"node_modules/x/index.js": {Data: []byte("module.exports = 1")}, "node_modules/x/a.js": {Data: []byte("export default 2; export const y = 3")}}
		for _, format := range []Format{FormatStrata, FormatDojo} {
			var ds diag.List
			layers := Compile(context.Background(), src, Options{Format: format, SourceMaps: true, Minify: format == FormatStrata, TopLevelAwait: awaitDetach,
				Packages: []Package{{Name: "acme/blog", Location: "p", Output: "p"}}}, &ds)
			for _, l := range layers {
				if r := api.Transform(string(l.Code), api.TransformOptions{LogLevel: api.LogLevelSilent}); len(r.Errors) > 0 {
					t.Errorf("%s %q\ngives %q\n%s", format, main, l.Code, r.Errors[0].Text)
				}
			}
		}
	})
}
