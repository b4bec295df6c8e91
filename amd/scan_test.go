package amd

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// show writes a scan's calls in one line each: callee, id, dependencies, form.
func show(s *scanResult) string {
	var b strings.Builder
	for _, c := range s.Calls {
		fmt.Fprintf(&b, "%s", c.Callee)
		if c.Name != nil {
			fmt.Fprintf(&b, " %q", c.Name.Value)
		}
		if c.DepsEnd > 0 || c.Deps != nil {
			fmt.Fprintf(&b, " %q", values(c.Deps))
		}
		if c.Sugar != nil {
			fmt.Fprintf(&b, " sugar%q", values(c.Sugar))
		}
		if c.Computed {
			b.WriteString(" computed")
		}
		if c.Config {
			b.WriteString(" config")
		}
		if c.Callee == "define" {
			b.WriteString([]string{" none", " function", " object", " identifier", " expression"}[c.factory.Kind])
		}
		if c.Parent >= 0 {
			b.WriteString(" inner")
		}
		b.WriteString("; ")
	}
	return strings.TrimSuffix(b.String(), "; ")
}

func values(ls []literal) []string {
	out := []string{}
	for _, l := range ls {
		out = append(out, l.Value)
	}
	return out
}

func TestScanCalls(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{`define(['a', "b"], function(a, b){})`, `define ["a" "b"] function`},
		{`define("x/y", [], function(){})`, `define "x/y" [] function`},
		{`define(function(){})`, `define function`},
		{`define({a: 1})`, `define object`},
		{`define(factory)`, `define identifier`},
		{`define(make())`, `define expression`},
		{`define(["a"], () => 1)`, `define ["a"] function`},
		{`define(require => require('a'))`, `define sugar["a"] function`},
		{`define(async function(require){ require('a') })`, `define sugar["a"] function`},
		{`define((function(r){ r('a') }))`, `define sugar["a"] function`},
		{`define(function(require, exports, module){ var a = require('a'), b = require("./b"); x.require('c'); require(d); })`,
			`define sugar["a" "./b"] function; require computed inner`},
		{`define(function(require){ /* require('no') */ "require('no')"; /require('no')/.test(x); ` + "`${require('yes')} require('no')`" + ` })`,
			`define sugar["yes"] function`},
		{`define(function(require){ function f(require){ require('no') } require('yes') })`, `define sugar["yes"] function`},
		{`define([a ? 'x' : 'y', 'z'], function(){})`, `define ["z"] computed function`},
		{`if (typeof define !== 'function') { var define = require('amdefine')(module) } define(['a'], function(a){})`,
			`require ["amdefine"]; define ["a"] function`},
		{`(function(r, f){ if (typeof define === 'function' && define.amd) define(['b'], f); else f(r.b) })(this, function(b){})`,
			`define ["b"] identifier`},
		{`(function(g, f){ typeof define === 'function' && define.amd ? define(['exports'], f) : f(g) })(this, function(exports){ function define(a, b){} define(exports, 1) })`,
			`define ["exports"] identifier`},
		{`(function(f){ if (typeof define === 'function') define(f) })(function(require, exports){ require('a') })`,
			`define sugar["a"] identifier`},
		{`define(["require"], function(require){ require(["./later"], function(){}); require("now") })`,
			`define ["require"] function; require ["./later"] inner; require ["now"] inner`},
		{`define([], function(){ function require(field){} require('name') })`, `define [] function`},
		{`var o = {define(x){ return x }, require: function(){}}; o.define('a'); function define2(){}`, ``},
		{`class A { define(a) { return 1 } static require(b) {} }`, ``},
		{`require(['a'], function(a){}); require.config({}); require({packages: []}); requirejs(["b"])`,
			`require ["a"]; require config; requirejs ["b"]`},
		{`define("a", [], function(){}); define("b", ["a"], function(){})`, `define "a" [] function; define "b" ["a"] function`},
		{`var requirejs, require, define; define("a", function(){})`, `define "a" function`},
		{"#!/usr/bin/env node\ndefine(0777, x = a / b / c, y = a++ / 2)", `define computed expression`},
		{`define(id, ['a'], function(){})`, `define ["a"] function`},
		{`define(deps, function(a){})`, `define computed function`},
		{`define(['\x61\u0062\u{63}'], f)`, `define ["abc"] identifier`},
		{`define(['a'], function(a){ return {catch(e) { return /}/ }, if: 1, function: 2} })`, `define ["a"] function`},
		{"x = a\n++b\n/re/g.test(c); define([])", `define [] none`},
	} {
		checkScan(t, c.src, c.want)
	}
}

func checkScan(t *testing.T, src, want string) {
	t.Helper()
	s, err := scanSource([]byte(src))
	if err != nil {
		t.Errorf("%s: %v", src, err)
		return
	}
	if got := show(s); got != want {
		t.Errorf("%s\n got %s\nwant %s", src, got, want)
	}
}

// A name that a function, a block or a pattern binds is not the loader's.
func TestScanScopes(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{`(function define(){define(["a"],f)})()`, ``},
		{`(function*define(){define(["a"],f)})()`, ``},
		{`(async function define(){define(["a"],f)})(); define(["b"])`, `define ["b"] none`},
		{`(function(){class require{}; require("x")})()`, ``},
		{`(class require{ static x = require("x") }); require("y")`, `require ["y"]`},
		{`(function(){var {define}=x; define(["a"],f)})()`, ``},
		{`(function(){var {a: define}=x; define(["a"],f)})()`, ``},
		{`(function(){var {define: a}=x; define(["a"],f)})()`, `define ["a"] identifier`},
		{`(function(){var {a: {b: [, define = g({require})]}} = x; define(["a"],f); require("b")})()`, `require ["b"]`},
		{`(function(){var [a, ...require]=x; require("a")})()`, ``},
		{`(function(){var a = () => {}, require = 1; require("a")})()`, ``},
		{`try{}catch(require){require("x")} require("y")`, `require ["y"]`},
		{`try{}catch({a: require}){require("x")} require("y")`, `require ["y"]`},
		{`try{}catch{require("x")}`, `require ["x"]`},
		{`function f({require}){require("x")}`, ``},
		{`function f([require]){require("x")}`, ``},
		{`function f(a = g(require)){require("x")}`, `require ["x"]`},
		{`function f(require, a = require("x")){} require("y")`, `require ["y"]`},
		{`({require}) => {require("x")}; require("y")`, `require ["y"]`},
		{`f(require=>require("x")); require("y")`, `require ["y"]`},
		{`f(require=>require("x"), require("y"))`, `require ["y"]`},
		{`f((require)=>require("x"), require("y"))`, `require ["y"]`},
		{`f(async (a, require)=>require("x"), require("y"))`, `require ["y"]`},
		{"a = require=>require('x')\nrequire('y')", `require ["y"]`},
		{`a = b ? require=>require("x") : require("y")`, `require ["y"]`},
		{`a = require => b ? require("x") : require("z"); require("y")`, `require ["y"]`},
		{"a = require => b => { require('x') }\nrequire('y')", `require ["y"]`},
		{`a = {b: require => require("x"), c: require("y")}`, `require ["y"]`},
		{"`${require => require('x')}${require('y')}`", `require ["y"]`},
		{`(function(){{let require=1} require("x")})()`, `require ["x"]`},
		{`(function(){{let require=1; require("x")} })()`, ``},
		{`(function(){switch(a){case 1: let require=1; require("x")} require("y")})()`, `require ["y"]`},
		{`(function(){{function require(){}} require("x")})()`, ``},
		{`{let require=f; require("x")} require("y")`, `require ["y"]`},
		{`for(let require of x)require("x"); require("y")`, `require ["y"]`},
		{`for(const [a, require] of x){require("x")} require("y")`, `require ["y"]`},
		{`for(let require of x)if(a){require("x")}else{require("z")} require("y")`, `require ["y"]`},
		{`for(let a of require("x"))b; for(let i=0, require=1;require(2);i++)c`, `require ["x"]`},
		{`new require("a"); new define(["b"], f); new (require("c"))`, `require ["c"]`},
		{`define(function(require){ {let require=f; require("no")} require("yes") })`, `define sugar["yes"] function`},
		{`define(function(require){ x=require=>require("no"); require("yes") })`, `define sugar["yes"] function`},
		{`define(function(require){ x=(require)=>require("no"), require("yes") })`, `define sugar["yes"] function`},
		{`define(function(require){ for(let require of x)require("no"); require("yes") })`, `define sugar["yes"] function`},
		{`define(function(require){ new require("no"); try{}catch(require){require("no")} require("yes") })`, `define sugar["yes"] function`},
		{`define(require => require => require("no"))`, `define function`},
		{`define(require => f(require("yes"), require => require("no")))`, `define sugar["yes"] function`},
		{`define(function({require}, exports){ require("no") })`, `define function`},
	} {
		checkScan(t, c.src, c.want)
	}
}

func BenchmarkScan(b *testing.B) {
	var files [][]byte
	size := 0
	err := filepath.WalkDir(npmModules+"/dojo", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && strings.HasSuffix(name, ".js") {
			src, err := os.ReadFile(name)
			files, size = append(files, src), size+len(src)
			return err
		}
		return err
	})
	if err != nil {
		b.Skip(err)
	}
	b.SetBytes(int64(size))
	for b.Loop() {
		for _, src := range files {
			_, _ = scan(src, false) // some of Dojo's tests are no scripts
		}
	}
}

func TestScanFile(t *testing.T) {
	for _, c := range []struct {
		src  string
		want func(*scanResult) bool
	}{
		{`'use strict'; define([])`, func(s *scanResult) bool { return s.Strict && !s.Declares }},
		{"'other'\n'use strict'\ndefine([])", func(s *scanResult) bool { return s.Strict }},
		{`define([], function(){ 'use strict'; var a; return a })`, func(s *scanResult) bool { return !s.Strict && !s.Declares && s.Return < 0 }},
		{`const C = 1; define([])`, func(s *scanResult) bool { return s.Declares }},
		{`if (x) { var y }`, func(s *scanResult) bool { return s.Declares }},
		{`function f(){}`, func(s *scanResult) bool { return s.Declares }},
		{`class K {}`, func(s *scanResult) bool { return s.Declares }},
		{`(function f(){ return 1 })(); (class {})`, func(s *scanResult) bool { return !s.Declares && s.Return < 0 }},
		{`if(typeof define!=='function'){var define=require('amdefine')(module)}`, func(s *scanResult) bool { return !s.Declares && len(s.VarDefine) == 1 }},
		{`return 1; define([])`, func(s *scanResult) bool { return s.Return == 0 }},
		{`var o = {catch(e) { return 1 }, get a() { return 2 }}; class C { static if() { return 3 } }`, func(s *scanResult) bool { return s.Return < 0 }},
		{`import a from "a"`, func(s *scanResult) bool { return s.Module == 0 }},
		{`import "a"`, func(s *scanResult) bool { return s.Module == 0 }},
		{`import {a} from "a"`, func(s *scanResult) bool { return s.Module == 0 }},
		{`x; export default 1`, func(s *scanResult) bool { return s.Module == 3 }},
		{`define([], function(){ return import.meta.url })`, func(s *scanResult) bool { return s.Module > 0 }},
		{`define([], function(){ return import("x") })`, func(s *scanResult) bool { return s.Module < 0 }},
		{`a.import; ({import: 1, export: 2})`, func(s *scanResult) bool { return s.Module < 0 }},
		{"// nothing\n/* at all */", func(s *scanResult) bool { return s.Empty }},
		{strings.Repeat("a.b()\n", 9000), func(s *scanResult) bool { return true }},
		{"if (a) b; " + strings.Repeat("else if (a) b; ", 900), func(s *scanResult) bool { return true }},
		{"x = [" + strings.Repeat("a.b, ", 9000) + "]", func(s *scanResult) bool { return true }},
	} {
		s, err := scanSource([]byte(c.src))
		if err != nil || !c.want(s) {
			t.Errorf("%.80s: %v %+v", c.src, err, s)
		}
	}
}

func TestScanDojoLayer(t *testing.T) {
	src := `require({cache:{'p/a':function(){define(["./b"],function(b){return b})},"url:p/t.html":"<b>\n</b>"}});` + "\n" + `define("p/p",["./a"],function(){});`
	s, err := scanSource([]byte(src))
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Cache) != 2 || s.Cache[0].Key.Value != "p/a" || src[s.Cache[0].Start:s.Cache[0].End] != `define(["./b"],function(b){return b})` {
		t.Errorf("got %+v", s.Cache)
	}
	if !s.Cache[1].Text || unquote(src[s.Cache[1].Start:s.Cache[1].End]) != "<b>\n</b>" {
		t.Errorf("got %+v", s.Cache[1])
	}
	if s.Calls[s.CacheCall].Callee != "require" {
		t.Errorf("cache call is %d", s.CacheCall)
	}
}

func TestScanErrors(t *testing.T) {
	for _, c := range []struct {
		src    string
		offset int
	}{
		{"define([", 7}, {"define(['a'}", 11}, {"a = 'x\n'", 4}, {"`${a", 0}, {"/* a", 4}, {"a)", 1},
	} {
		_, err := scanSource([]byte(c.src))
		if serr, ok := err.(*syntaxError); !ok || serr.Offset != c.offset {
			t.Errorf("%q: got %v, want offset %d", c.src, err, c.offset)
		}
	}
}

func TestScanGuards(t *testing.T) {
	const million = 1_000_000
	for _, src := range []string{
		strings.Repeat("[", million), strings.Repeat("(", million), strings.Repeat("{", million), strings.Repeat("`${", million),
		"x=" + strings.Repeat("!", million), "x" + strings.Repeat(".a", million), "x=" + strings.Repeat("a=>", million),
		strings.Repeat("function f(){", 10_000), "x=" + strings.Repeat("a?b:", million), "if(a)b" + strings.Repeat(";else if(a)b", million),
		"x=" + strings.Repeat("- ", million), "x=" + strings.Repeat("typeof ", million), "x" + strings.Repeat("()", million), "x" + strings.Repeat("``", million),
	} {
		_, err := scanSource([]byte(src))
		if serr, ok := err.(*syntaxError); !ok || !serr.guard {
			t.Errorf("%.20s: got %v, want a limit", src, err)
		}
	}
}

func FuzzScan(f *testing.F) {
	f.Add([]byte(`define(['a'],function(a){return /x/g})`))
	f.Add([]byte("`${`}`}`<!-- -->\n--> a"))
	f.Add([]byte(`class A extends (function(){}) { static{ } #p = 0777 }`))
	f.Fuzz(func(t *testing.T, src []byte) {
		s, err := scanSource(src)
		if err != nil {
			return
		}
		for _, c := range s.Calls {
			if c.Start < 0 || c.Open <= c.Start || c.Close < c.Open || c.Close >= len(src) || src[c.Close] != ')' {
				t.Errorf("%q: %+v", src, c)
			}
		}
	})
}
