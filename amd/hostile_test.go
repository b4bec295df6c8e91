package amd

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"strata/internal/diag"
)

// TestHostileShapes compiles files whose shape makes careless code slow: what
// takes the square of their size takes minutes. The bound is a hundred times
// what they take.
func TestHostileShapes(t *testing.T) {
	const n = 20_000
	for name, src := range map[string]string{
		"functions that bind a loader's name":  strings.Repeat("function f(define){require('x')}\n", n),
		"many named defines":                   strings.Repeat("define('a',function(require){require('b')});\n", n),
		"many missing modules":                 "define([" + strings.Repeat("'./x',", n) + "])",
		"defines inside of each other":         strings.Repeat("define(function(require){", 900) + strings.Repeat("require('a');", n) + strings.Repeat("})", 900),
		"many anonymous defines on one line":   "typeof define;" + strings.Repeat("define(f);", n),
		"arrow factories inside of each other": strings.Repeat("define('a'+x,require=>", 900) + "1" + strings.Repeat(")", 900),
		"calls inside of each other":           strings.Repeat("require(", 4000) + strings.Repeat(")", 4000),
		"one long array":                       "define([],function(){return [" + strings.Repeat("'abcdefgh',", 1<<18) + "]})",
		"many pragmas":                         strings.Repeat("//>>excludeStart('x', pragmas.a && (b || !c))\n", n) + "//>>excludeEnd('x')",
		"many choices":                         "define([" + strings.Repeat("'has!a?./b:c',", n) + "])",
		"many loader plugins":                  "define([" + strings.Repeat("'./main!a',", n) + "])",
		"many names of has":                    "define(function(require){" + strings.Repeat("var h=require('a/has');h('b')&&1;", n) + "})",
		"many statements":                      "define([],function(){" + strings.Repeat("a.b=c;", n) + "})",
		"many terms":                           "define([],function(){a" + strings.Repeat(",a", n/3) + "})",
		"too many terms":                       "define([],function(){a" + strings.Repeat(",a", 50*n) + "})",
		"a text in many parts":                 "define([],function(){return ''" + strings.Repeat("+\n'a line of a template that is not short'", n) + "})",
		"statements without braces":            "define([],function(){" + strings.Repeat("if(a)for(;;)", 5*n) + "b()})",
		"elements in elements":                 "define(" + strings.Repeat("<a>,", 10*n) + strings.Repeat("</a>", 10*n) + ")",
		"classes that extend classes":          "define([],function(){" + strings.Repeat("class A extends ", n) + "B" + strings.Repeat("{}", n) + "})",
	} {
		for _, minify := range []bool{true, false} {
			done := make(chan struct{})
			go func() {
				defer close(done)
				var ds diag.List
				Compile(context.Background(), fstest.MapFS{"p/main.js": {Data: []byte(src)}}, Options{Format: FormatStrata, Minify: minify, SourceMaps: true,
					Packages: []Package{{Name: "p", Location: "p", Output: "p"}}}, &ds)
			}()
			select {
			case <-done:
			case <-time.After(20 * time.Second):
				t.Fatalf("%s, minify %t: not done after 20 seconds", name, minify)
			}
		}
	}
}
