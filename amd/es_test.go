package amd

import (
	"strings"
	"testing"
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
