package amd

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"strata/internal/diag"
)

// probed is a package with a module of every kind that needs no bundler.
const probed = `
-- blog/main.js --
define(['./api', 'text!./list.html', './strict', './umd', './named', 'jquery'], function (api, html) {
  return {api: api, html: html};
});
-- blog/api.js --
define(function (require, exports) {
  var util = require('./lib/util');
  exports.name = util.name;
});
-- blog/lib/util.js --
define({name: 'util'});
-- blog/strict.js --
'use strict';
const C = 1, d = function () { return C; };
define(['./script'], function () { return d(); });
-- blog/umd.js --
(function (root, f) { if (typeof define === 'function' && define.amd) define(['./lib/util'], f); else root.umd = f(); })(this, function () {});
-- blog/named.js --
define('acme/blog/named', function () {});
-- blog/script.js --
var GLOBAL = document.createElement('a'); window.OTHER = 1; Array.prototype.last = function () {};
-- blog/list.html --
<p>é</p>
`

func compileProbed(t *testing.T, archive string, change func(*Options)) diag.List {
	t.Helper()
	_, ds := compileOne(t, archive, func(o *Options) {
		o.Provided = []string{"jquery"}
		if change != nil {
			change(o)
		}
	})
	return ds
}

func TestProbe(t *testing.T) {
	for _, format := range []Format{FormatStrata, FormatRequireJS, FormatDojo} {
		for _, minify := range []bool{false, true} {
			for _, maps := range []bool{false, true} {
				ds := compileProbed(t, probed, func(o *Options) { o.Format, o.Minify, o.SourceMaps = format, minify, maps })
				if len(ds) != 1 || !strings.Contains(ds[0].Text, "does not call define") {
					t.Errorf("%s, minify %t: %s", format, minify, ds)
				}
			}
		}
	}
}

// What a file does by itself is not the layer's fault.
func TestProbeExcuses(t *testing.T) {
	for name, main := range map[string]string{
		"a define that is not reached":    "if (window.never === 1) define('other', []); if (0) define([], function () {});",
		"a name that is computed":         "define('acme/blog/' + 'main', [], function () {});",
		"an id that the file has twice":   "define('acme/blog/main', []); define('acme/blog/main', []);",
		"dependencies that are computed":  "define([window ? 'jquery' : 'b'], function () {});",
		"a global without a declaration":  "leak = 1; define([]);",
		"a script of the page's":          "jQuery.fn.x = 1; define([]);",
		"an endless recursion":            "(function f() { f(); })(); define([]);",
		"a call of the page":              "setTimeout(function () {}); new Image(); alert('x'); define([]);",
		"a property of the page":          "document.title = 'x'; location.hash = ''; define([]);",
		"a loop over the page":            "for (var k in navigator) {} for (var x of document.all) {} [...document.body.children]; define([]);",
		"a guard for a missing loader":    "if (typeof define !== 'function') { var define = require('amdefine')(module); } define([]);",
		"a configuration of the loader":   "require.config({}); require(['jquery'], function () {}); require.on('error', 1); define([]);",
		"a loader that is replaced":       "var old = require; require = function () {}; define([]);",
		"a class at the top of a script":  "class Top {} let top2; const {a, b: [c]} = {b: []};",
		"an anonymous define in a call":   "(function (d) { d([], 1); })(define);",
		"what is too new for the engine":  "define([], function () { return /(?i:a)b(?-i:c)/; });",
		"a module that loads in a string": "eval('define(\"x\", [])'); define([]);",
		"nothing":                         "",
	} {
		for _, format := range []Format{FormatStrata, FormatDojo} {
			for _, minify := range []bool{false, true} {
				ds := compileProbed(t, "-- blog/main.js --\n"+main+"\n", func(o *Options) { o.Format, o.Minify = format, minify; o.Provided = []string{"jquery", "amdefine"} })
				if ds.HasErrors() {
					t.Errorf("%s, %s, minify %t: %s", name, format, minify, ds)
				}
			}
		}
	}
}

// A script that needs its page stops its layer here; the rest is proved all the same.
func TestProbeGoesOnBehindWhatThrows(t *testing.T) {
	ds := compileProbed(t, "-- blog/main.js --\ndefine(['./a', './z'], function () {});\n-- blog/a.js --\nvar A = jQuery.fn.a = 1;\n-- blog/z.js --\nvar Z = 1; jQuery.fn.z = 1;\n", nil)
	var got []string
	for _, d := range ds {
		if d.Severity == diag.Notice {
			got = append(got, d.Text)
		}
	}
	want := []string{`module "acme/blog/a" cannot be proved without its page: ReferenceError: 'jQuery' is not defined`,
		`module "acme/blog/z" cannot be proved without its page: ReferenceError: 'jQuery' is not defined`}
	if fmt.Sprint(got) != fmt.Sprint(want) || ds.HasErrors() {
		t.Errorf("got %q\n%s", got, ds)
	}
}

// corrupt compiles the files, changes the layer's code and proves it.
func corrupt(t *testing.T, format Format, minify bool, old, new string) (string, diag.List) {
	t.Helper()
	opts := Options{Format: format, SourceMaps: true, Minify: minify, Base: "js", Provided: []string{"jquery"}, Probe: true,
		Packages: []Package{{Name: "acme/blog", Location: "blog", Output: "plugins/acme/blog", File: "plugin.yaml"}}}
	var ds, found diag.List
	g := buildGraph(context.Background(), tree(t, probed), &opts, &ds)
	plans := g.plan()
	layers := g.layers(plans, &ds)
	code := string(layers[0].Code)
	at := strings.Index(code, old)
	if at < 0 {
		return code, nil
	}
	layers[0].Code = []byte(code[:at] + new + code[at+len(old):])
	for i, c := range layers[0].pieces {
		if c.from > at {
			layers[0].pieces[i].from += len(new) - len(old)
		}
		if c.to > at {
			layers[0].pieces[i].to += len(new) - len(old)
		}
	}
	g.prove(plans, layers, &found)
	return code, found.Sorted()
}

func TestProbeFinds(t *testing.T) {
	for _, c := range []struct {
		name     string
		old, new string // in readable layers, and in minified ones
		small    string
		want     string
	}{
		{"a define that is dropped", `define("acme/blog/lib/util",`, `void("acme/blog/lib/util",`, "",
			`blog/lib/util.js:1:1: error: the layer of acme/blog does not define "acme/blog/lib/util"`},
		{"a define that is added", `define("acme/blog/lib/util",`, `define("acme/blog/more",[]);define("acme/blog/lib/util",`, "",
			`blog/lib/util.js:1:1: error: the layer of acme/blog defines "acme/blog/more", which none of its modules is`},
		{"a define that is anonymous", `define("acme/blog/lib/util",`, `define([]);define("acme/blog/lib/util",`, "",
			`blog/lib/util.js:1:1: error: the layer of acme/blog defines a module without an id`},
		{"a define that is made twice", `define("acme/blog/lib/util",`, `define("acme/blog/lib/util",{});define("acme/blog/lib/util",`, "",
			`blog/lib/util.js:1:1: error: the layer of acme/blog defines "acme/blog/lib/util" 2 times`},
		{"a text that is dropped", `define("text!acme/blog/list.html",`, `void("",`, "",
			`blog/list.html: error: the layer of acme/blog does not define "text!acme/blog/list.html"`},
		{"other dependencies", `"./lib/util"],function (require`, `"./lib/other"],function (require`, `"./lib/util"],function(`,
			`blog/api.js:1:1: error: the layer of acme/blog defines "acme/blog/api" with the dependencies ["require","exports","module","./lib/other"] instead of ["require","exports","module","./lib/util"]`},
		{"no dependencies", `["require","exports","module","./lib/util"],`, ``, "",
			`blog/api.js:1:1: error: the layer of acme/blog defines "acme/blog/api" with the dependencies none instead of ["require","exports","module","./lib/util"]`},
		{"a global", `define("acme/blog/lib/util",`, `var leaked=1;define("acme/blog/lib/util",`, "",
			`blog/lib/util.js:1:1: error: the layer of acme/blog writes the global "leaked"`},
		{"a global of let", `define("acme/blog/lib/util",`, `let leaked=1;define("acme/blog/lib/util",`, "",
			`blog/lib/util.js:1:1: error: the layer of acme/blog writes the global "leaked"`},
		{"a property of the language's", `define("acme/blog/lib/util",`, `Object.prototype.leaked=1;define("acme/blog/lib/util",`, "",
			`blog/lib/util.js:1:1: error: the layer of acme/blog writes the global "Object.prototype.leaked"`},
		{"a call", `define("acme/blog/lib/util",`, `document.write("x");define("acme/blog/lib/util",`, "",
			`blog/lib/util.js:1:1: error: the layer of acme/blog calls document.write when it loads`},
		{"a throw", `define("acme/blog/lib/util",`, `null.x;define("acme/blog/lib/util",`, "",
			`blog/lib/util.js:1:1: error: module "acme/blog/lib/util" throws when its layer loads: TypeError: cannot read property 'x' of null`},
		{"no script at all", `define("acme/blog/lib/util",`, `) define("acme/blog/lib/util",`, "",
			`blog/lib/util.js:1:1: error: module "acme/blog/lib/util" throws when its layer loads: SyntaxError: unexpected token in expression: ')'`},
		{"a throw of nobody's", `define("acme/blog/script",[]`, `null.x;define("acme/blog/script",[]`, "",
			`error: the layer of acme/blog throws when it loads: TypeError: cannot read property 'x' of null`},
	} {
		for _, minify := range []bool{false, true} {
			old, new := c.old, c.new
			if minify && c.small != "" {
				old, new = c.small, strings.Replace(c.small, "util", "other", 1)
			}
			code, ds := corrupt(t, FormatRequireJS, minify, old, new)
			if minify && len(ds) > 0 && ds[0].Line > 0 { // what is put in there moves columns
				ds[0].Column = 1
			}
			if len(ds) != 1 || !strings.HasPrefix(ds[0].String(), c.want+"\n") || ds[0].Hint == "" {
				t.Errorf("%s, minify %t: got %s\nwant %s\n%s", c.name, minify, ds, c.want, code)
			}
		}
	}
}

func TestProbeFindsInDojoLayers(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"an entry without a define", `define({name: 'util'})`, `void({name: 'util'})`, `blog/lib/util.js:1:1: error: the layer of acme/blog does not define "acme/blog/lib/util"`},
		{"an entry with another", `define({name: 'util'})`, `define({name: 'util'});define("more",[])`, `blog/lib/util.js:1:15: error: the layer of acme/blog defines "more", which none`},
		{"an entry with two", `define({name: 'util'})`, `define({});define({})`, `blog/lib/util.js:1:1: error: the layer of acme/blog defines "acme/blog/lib/util" 2 times`},
		{"an entry that throws", `define({name: 'util'})`, `null.x`, `blog/lib/util.js:1:1: error: module "acme/blog/lib/util" throws when its layer loads`},
		{"an entry that leaks", `define({name: 'util'})`, `leaked=1;define({name: 'util'})`, `blog/lib/util.js:1:1: error: the layer of acme/blog writes the global "leaked"`},
		{"another entry", `"acme/blog/lib/util":function(){`, `"acme/blog/lib/utils":function(){`,
			`blog/lib/util.js:1:1: error: the layer of acme/blog defines "acme/blog/lib/utils", which none`},
		{"another text", `pé`, `pe`, ``},
		{"no text", `"url:acme/blog/list.html"`, `"url:acme/blog/lost.html"`, `blog/list.html: error: the layer of acme/blog does not define "text!acme/blog/list.html"`},
		{"a cache for later", `"*noref":1`, ``, `error: the layer of acme/blog does not define "*noref"`},
	} {
		code, ds := corrupt(t, FormatDojo, false, c.old, c.new)
		found := c.want == "" && len(ds) == 0
		for _, d := range ds {
			found = found || strings.HasPrefix(d.String(), c.want)
		}
		if !found {
			t.Errorf("%s: got %s\nwant %s\n%s", c.name, ds, c.want, code)
		}
	}
}

func TestProbeIsRemembered(t *testing.T) {
	cache := &Cache{}
	for range 2 {
		ds := compileProbed(t, "-- blog/main.js --\ndefine([]);\n", func(o *Options) { o.Cache = cache })
		if len(ds) > 0 {
			t.Fatal(ds)
		}
	}
	proofs := 0
	for _, e := range cache.now {
		if proved, ok := e.value.(bool); ok && proved {
			proofs++
		}
	}
	if proofs != 1 {
		t.Errorf("%d proofs are kept", proofs)
	}
}
