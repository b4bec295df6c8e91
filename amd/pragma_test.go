package amd

import (
	"strings"
	"testing"
)

func TestConditions(t *testing.T) {
	values := map[string]bool{"on": true, "off": false}
	for text, want := range map[string]bool{
		"pragmas.on": true, "kwArgs.on": true, "on": true, " pragmas.off ": false, "pragmas.unknown": false, "!pragmas.unknown": true,
		"!off && on": true, "off || on": true, "on && off": false, "on == true": true, "on === off": false, "on != off": true, "on !== on": false,
		"!(on && off)": true, "((on))": true, "!!on": true, "kwArgs.optimize == \"shrinksafe\"": false, "'a' == \"a\"": true, "true": true, "false || 1": true, "0": false,
		"off && on || on": true, "on || off && off": true,
	} {
		if got, why := evaluateCondition(text, values); got != want || why != "" {
			t.Errorf("%q is %t %q, want %t", text, got, why, want)
		}
	}
	for text, want := range map[string]string{
		"": "it ends too early", "on &&": "it ends too early", "(on": "a parenthesis is never closed", "on off": "off is one too many",
		"f()": "( is one too many", "&& on": "&& stands in the wrong place", "a + b": "+ b", strings.Repeat("!", 200) + "on": "it nests too deep",
	} {
		if _, why := evaluateCondition(text, values); why != want {
			t.Errorf("%q: %q, want %q", text, why, want)
		}
	}
}

func TestTrim(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"a\n//>>excludeStart('x', pragmas.on);\nbä\n//>>excludeEnd('x');\nc", "a\n//>>excludeStart('x', pragmas.on);\n   \n//>>excludeEnd('x');\nc"},
		{"//>>excludeStart(\"x\", pragmas.off);\nb\n//>>excludeEnd(\"x\");\n", "//>>excludeStart(\"x\", pragmas.off);\nb\n//>>excludeEnd(\"x\");\n"},
		{"//>>includeStart('x', on)\r\nb\r\n//>>includeEnd('x', 1)\r\n//>>includeStart('y', off)\r\nc\r\n//>>includeEnd('y')",
			"//>>includeStart('x', on)\r\nb\r\n//>>includeEnd('x', 1)\r\n//>>includeStart('y', off)\r\n \r\n//>>includeEnd('y')"},
		{"//>>excludeStart('x', off)\n//>>excludeStart('y', on)\nb\n//>>excludeEnd('y')\nc\n//>>excludeEnd('x')", "//>>excludeStart('x', off)\n//>>excludeStart('y', on)\n \n//>>excludeEnd('y')\nc\n//>>excludeEnd('x')"},
		{"//>>excludeStart('x', on)\n//>>excludeStart('y', nonsense(\n//>>excludeEnd('x')", "//>>excludeStart('x', on)\n                               \n//>>excludeEnd('x')"},
	} {
		got, wrong := trim([]byte(c.src), map[string]bool{"on": true})
		if string(got) != c.want || len(wrong) > 0 {
			t.Errorf("%q\ngot  %q %v\nwant %q", c.src, got, wrong, c.want)
		}
	}
}

func TestChoices(t *testing.T) {
	features := map[string]bool{"on": true, "off": false}
	for text, want := range map[string]string{
		"on?a:b": "a", "off?a:b": "b", "off?a": "", "on?:b": "", "x?a:b": "x?a:b", "x?a": "x?a", "off?a:x?b:c": "x?b:c", "x?on?a:b:off?c:d": "x?a:d",
		"on?off?a:b:c": "b", "a": "a", "": "", "x?:y?b": "x?:y?b", "?": "", ":": "", "x?text!./a.html:b": "x?text!./a.html:b",
	} {
		if got := parseChoice(text).decide(features).String(); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
	if parseChoice(strings.Repeat("a?", 1000)) != nil {
		t.Error("a thousand questions are read")
	}
}

func TestHasCalls(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"define(['dojo/has'], function (has) { if (has('on')) a(); if (!has('off')) b(); });", "define(\"acme/blog/main\",['dojo/has'], function (has) { if (true ) a(); if (!false ) b(); });"},
		{"define(['./x', '../../dojo/sniff'], function (x, test) { return test('off') ? 1 : 2; });", "define(\"acme/blog/main\",['./x', '../../dojo/sniff'], function (x, test) { return false ? 1 : 2; });"},
		{"define(['has'], function (has) { return has('off') < 9 || has('x') && y || has('on') && z; });", "define(\"acme/blog/main\",['has'], function (has) { return has('off') < 9 || has('x') && y || true && z; });"},
		{"define(['has'], function (has) { var ie = has('off'); has.add('on', 1); x.has('on') && 1; (function (has) { if (has('on')) 1; })(); });", ""},
		{"define(['./own/has'], function (has) { if (has('on')) 1; });", ""},
		{"define(function (require) { var has = require('has'); while (a || has('on')) 1; });", "define(\"acme/blog/main\",[\"require\",\"exports\",\"module\",\"has\"],function (require) { var has = require('has'); while (a || true ) 1; });"},
	} {
		l, ds := compileOne(t, "-- blog/main.js --\n"+c.src+"\n-- blog/x.js --\ndefine({});\n-- blog/own/has.js --\ndefine({});\n", func(o *Options) {
			o.Features, o.Provided = map[string]bool{"on": true, "off": false}, []string{"has", "dojo/*"}
		})
		got, _, _ := strings.Cut(text(l), "\n")
		if got = strings.Join(strings.Fields(got), " "); c.want != "" && got != c.want {
			t.Errorf("%s\ngot  %s %v\nwant %s", c.src, got, ds, c.want)
		} else if c.want == "" && strings.Contains(got, "true") {
			t.Errorf("%s became %s", c.src, got)
		}
	}
}
