package amd

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"strata/internal/diag"
)

// readConfig reads a file of an archive, and shows what it says as JSON.
func readConfig(t *testing.T, file, archive string) (said, diagnostics string) {
	t.Helper()
	var ds diag.List
	c := ReadConfig(tree(t, archive), file, &ds)
	out := map[string]any{}
	add := func(key string, value any) {
		if text, _ := json.Marshal(value); string(text) != "null" && string(text) != `""` && string(text) != "false" {
			out[key] = json.RawMessage(text)
		}
	}
	for _, p := range c.Packages {
		add("package "+p.Name, p.Location+" "+p.Main)
	}
	for _, name := range slices.Sorted(maps.Keys(c.Layers)) {
		l := c.Layers[name]
		l.Line, l.Column, l.File = 0, 0, ""
		text, _ := json.Marshal(l)
		add("layer "+name, strings.NewReplacer(`,"Line":0,"Column":0,"File":""`, "", `"`, "", "null", "", "false", "").Replace(string(text)))
	}
	add("root", c.Root)
	add("paths", c.Paths)
	add("map", c.Map)
	add("bundles", c.Bundles)
	add("wrapShim", c.WrapShim)
	add("features", c.Features)
	add("pragmas", c.Pragmas)
	add("locales", c.Locales)
	for id, s := range c.Shim {
		add("shim "+id, strings.Join(s.Deps, " ")+";"+s.Exports+";"+s.Init)
	}
	text, _ := json.Marshal(out)
	return string(text), printed(ds)
}

func TestReadConfig(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"a page", `require.config({baseUrl: ".", paths: {a: 'b', "c/": ["//cdn/c", "d/c"]}})`, `{"paths":{"a":["js/b"],"c":["//cdn/c","js/d/c"]},"root":"js"}`},
		{"a variable", `var require = {packages: ["a", {name: "b/c", location: "../c", main: "./m.js"}]};`, `{"package a":"js/a ","package b/c":"c m","root":"js"}`},
		{"a property", `window.requirejs = {bundles: {x: ["a", "text!b.html"]}, wrapShim: !0}`, `{"bundles":{"x":["a","text!b.html"]},"root":"js","wrapShim":true}`},
		{"two calls", `require.config({paths: {a: "1", b: "1"}}); requirejs.config({paths: {a: "2"}});`, `{"paths":{"a":["js/2"],"b":["js/1"]},"root":"js"}`},
		{"within a function", `(function () { if (x) { require({map: {"*": {a: "b"}}}, ["main"]); } })()`, `{"map":{"*":{"a":"b"}},"root":"js"}`},
		{"a shim", `require.config({shim: {a: ["b"], c: {deps: ["d"], exports: "C.d", init: function (d) { return 1; }}}})`, `{"root":"js","shim a":"b;;","shim c":"d;C.d;function (d) { return 1; }"}`},
		{"the base of a page above", `require.config({baseUrl: "lib"})`, `{"root":"lib"}`},
		{"the base from the server", `require.config({baseUrl: "/lib/"})`, `{"root":"lib"}`},
		{"a build file", `({baseUrl: "lib", name: "main", include: ["a"], exclude: ["b"], excludeShallow: ["c"], out: "x.js", has: {x: true, y: 0}, locale: "en-us"})`,
			`{"features":{"x":true,"y":false},"layer main":"{Include:[main,a],Exclude:[b],ExcludeShallow:[c],Create:,Named:}","locales":["en-us"],"root":"js/lib"}`},
		{"modules", `({appDir: "../www", baseUrl: "s", modules: [{name: "a", create: true, include: ["x"]}, {name: "b"}]})`,
			`{"layer a":"{Include:[x],Exclude:,ExcludeShallow:,Create:true,Named:}","layer b":"{Include:[b],Exclude:,ExcludeShallow:,Create:,Named:}","root":"www/s"}`},
		{"another file", `({mainConfigFile: "page.js", paths: {a: "own"}})`, `{"paths":{"a":["js/own"],"b":["js/page"]},"root":"js"}`},
		{"a profile", `profile = {basePath: "..", packages: [{name: "a", location: "src/a"}], layers: {"a/x": {include: ["a/y"]}}, staticHasFeatures: {t: 1}, localeList: "de, fr"}`,
			`{"features":{"t":true},"layer a/x":"{Include:[a/y],Exclude:,ExcludeShallow:,Create:,Named:true}","locales":["de","fr"],"package a":"src/a "}`},
		{"an old profile", `dependencies = {layers: [{name: "../a/a.js", layerDependencies: ["dojo.js"], dependencies: ["a.main"]}], prefixes: [["a", "../a"]]}`,
			`{"layer a/a":"{Include:[a/main],Exclude:[dojo/dojo],ExcludeShallow:,Create:,Named:true}","package a":"js/a "}`},
		{"Dojo on a page", `dojoConfig = {packages: [], aliases: [["a", "b"]], has: {x: 1}}`, `{"map":{"*":{"a":"b"}},"root":"js"}`},
	} {
		got, said := readConfig(t, "js/config.js", "-- js/config.js --\n"+c.text+"\n-- js/page.js --\nrequirejs.config({paths: {a: 'page', b: 'page'}});\n-- lib/a.js --\n")
		if got != c.want {
			t.Errorf("%s\ngot  %s\nwant %s\n%s", c.name, got, c.want, said)
		}
		if strings.Contains(said, "warning") || strings.Contains(said, "error") {
			t.Errorf("%s: %s", c.name, said)
		}
	}
}

func TestReadConfigMistakes(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"require.config({paths: {a: x}})", "c.js:1:28: warning: paths.a is not a literal: it is a variable\n"},
		{"require.config({paths: {a: f()}})", "c.js:1:28: warning: paths.a is not a literal: it is a call\n"},
		{"require.config({paths: {a: [/x/]}})", "c.js:1:29: warning: paths.a[0] is not a literal: it is a regular expression\n"},
		{"require.config({paths: {['a']: 'b'}})", "c.js:1:25: warning: the path \"[\" is not used: its name is no module id\n"},
		{"require.config({...x})", "c.js:1:17: notice: \"...\" is no key that is known\n"},
		{"require.config({shim: {a: 1}})", "c.js:1:27: warning: shim.a is not used: it must be an object\n"},
		{"require.config({packages: [{name: '../a'}]})", "c.js:1:28: warning: the package \"../a\" is not used: its name is no module id\n"},
		{"require.config({baseUrl: location.href})", "c.js:1:26: warning: baseUrl is not a literal: it is an expression\n"},
		{"var profile = (function () { return {}; })()", "c.js:1:15: warning: profile is not a literal: it is an expression\n"},
		{"require.config(options)", "c.js:1:16: warning: require is not a literal: it is a variable\n"},
		{"var x = 1;", "c.js: error: c.js holds no configuration that is known\n"},
		{"require.config({", "c.js:1:16: error: the configuration cannot be read: "},
		{"({mainConfigFile: 'd.js'})", "d.js: error: mainConfigFile leads in a circle: c.js -> d.js -> c.js\n"},
		{"({mainConfigFile: 'e.js'})", "e.js: error: cannot read \"e.js\": file does not exist\n"},
		{"({modules: [{name: '../up'}]})", "c.js:1:13: warning: the layer \"../up\" is not used: its name is no module id\n"},
	} {
		_, said := readConfig(t, "c.js", "-- c.js --\n"+c.text+"\n-- d.js --\n({mainConfigFile: ['c.js']})\n")
		if !strings.Contains(said, c.want) {
			t.Errorf("%s\ngot  %s\nwant %s", c.text, said, c.want)
		}
	}
}

// FuzzConfig reads any text: it ends, and says the same twice.
func FuzzConfig(f *testing.F) {
	for _, text := range []string{
		"require.config({paths: {a: 'b' + 'c', d: ['e']}, shim: {f: {init: function () {}}}})",
		"({mainConfigFile: 'c.js', modules: [{name: 'a'}]})", "profile = {layers: {'a/b': {include: []}}}",
		"var require = [", "dojoConfig = ((({a: [[[]]]})))", "require({", "requirejs =", "require.config", "({a: `${b}`, ...c, get d() {}, e, [f]: 1, 'g'() {}})",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		src := fstest.MapFS{"c.js": {Data: []byte(text)}}
		var first, second diag.List
		one, _ := json.Marshal(ReadConfig(src, "c.js", &first).Places)
		two, _ := json.Marshal(ReadConfig(src, "c.js", &second).Places)
		if string(one) != string(two) || printed(first) != printed(second) {
			t.Errorf("%q is read in two ways", text)
		}
	})
}

// TestConfigMany reads a file in which every value is a mistake, and wants each
// at its place, soon.
func TestConfigMany(t *testing.T) {
	const n = 20_000
	text := "require.config({\r\npaths: {" + strings.Repeat(`"b": "é", "a": "x" + y, `, n) + "}});"
	var ds diag.List
	start := time.Now()
	ReadConfig(fstest.MapFS{"c.js": {Data: []byte(text)}}, "c.js", &ds)
	if took := time.Since(start); len(ds) != n || took > 10*time.Second {
		t.Fatalf("%d findings, after %v", len(ds), took)
	}
	for i, d := range ds {
		if d.Line != 2 || d.Column != 9+i*24+15 || !strings.HasPrefix(d.Excerpt, `paths: {"b"`) {
			t.Fatalf("finding %d is at %d:%d: %s", i, d.Line, d.Column, d.Excerpt)
		}
	}
}
