package amd

import (
	"testing"
	"unicode/utf8"

	"github.com/evanw/esbuild/pkg/api"
)

func TestPlain(t *testing.T) {
	for _, c := range []struct {
		src  string
		want bool
	}{
		{`define(["a"], function (a) { return a ? {b: 1, "c": [2,, ...a], d, get e() { return 1 }, f(x) { } } : -a.b++; });`, true},
		{"var a = 1, b\nfor (var i = 0, n = x.length; i < n; i++) { if (i) continue; else break }", true},
		{"for (k in o) { o[k] = typeof k === 'string' } for (const x of o) { let y = x } for (a.b of c);", true},
		{"let f = (a, b) => a + b, g = x => { return `${x} and ${f(1, 2)}` }; do { f() } while (g); f\ng()", true},
		{"switch (a) { case 1: b(); break; default: c() } try { a() } catch (e) { b(e) } finally { c() }", true},
		{`new a.b(1)(2).c = new D; delete a.b, void 0; a = b = c ? d : e = f; /[/]x/gi.test("\x41B")`, true},
		{"if (a) b(); else if (c) d(); else { e }", true},
		{"{ var x; } function f(a) { return a in b } (function () {})()", true},
		{"a = 1 b", false},
		{"1 = 2", false},
		{"f() = 2", false},
		{"a + b = c", false},
		{"if (x) let a = 1", false},
		{"let a; let a", false},
		{"let a; var a", false},
		{"{ var a } let a", false},
		{"function f(a) { let a }", false},
		{"function f(a, a) {}", false},
		{"try {} catch (e) { let e }", false},
		{"const a", false},
		{"({a: 1, b})", true},
		{"({*a: 1})", false},
		{"({a = 1})", false},
		{"return 1", false},
		{"break", false},
		{"for (;;) { function f() {} }", false},
		{"function f() { break }", false},
		{"while (1) { (function () { continue })() }", false},
		{"a ? b", false},
		{"x => {} + 1", false},
		{"x\n=> 1", false},
		{"'\\u00g1'", false},
		{"010", false},
		{"/a/gg", false},
		{"/0)/", false},
		{"/(a|[b-d]*?)+(?!x{2,3})\\s/.test(a)", true},
		{"/[d-b]/", false},
		{"/a**/", false},
		{"/a{3,2}/", false},
		{"/(?<n>a)/", false},
		{"a ?? b || c", false},
		{"-a ** b", false},
		{"async () => 1", false},
		{"for (let i = 0 in x);", false},
		{"switch (a) { b() }", false},
		{"throw\na", false},
		{"({get a(b) { return b }})", false},
		{"a++\n++b", true},
		{"a\n++", false},
		{"yield = 1", false},
		{"with (a) b", false},
	} {
		x, err := lex([]byte(c.src))
		if err != nil {
			t.Errorf("%s: %v", c.src, err)
			continue
		}
		if got := x.isPlain(); got != c.want {
			t.Errorf("%s: plain is %t", c.src, got)
		}
		if c.want {
			parses(t, []byte(c.src))
		}
	}
}

func parses(t *testing.T, src []byte) {
	t.Helper()
	if r := api.Transform(string(src), api.TransformOptions{LogLevel: api.LogLevelSilent, TsconfigRaw: "{}"}); len(r.Errors) > 0 {
		t.Errorf("%q is said to be plain: %s", src, r.Errors[0].Text)
	}
}

func FuzzPlain(f *testing.F) {
	for _, src := range []string{"define(['a'],function(a){return a?{b:1,c}:-a.b++})", "for(let i=0,n=1;i<n;i++){var x=`a${i}b`}", "try{a()}catch(e){switch(e){case 1:break;default:(x,y)=>x+y}}",
		"do{new a.b(1)(2)}while(c in d)", "if(a)b;else if(c)d\nelse{e:1}", "({get a(){return 1},set b(c){},'d':[,1,...f]})"} {
		f.Add([]byte(src))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		if !utf8.Valid(src) { // never reaches the lexer
			return
		}
		if x, err := lex(src); err == nil && x.isPlain() && x.importAt < 0 && x.returnAt < 0 {
			parses(t, src)
		}
	})
}
