package amd

import (
	"bytes"
	"context"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"strata/internal/diag"
)

// tree returns the files of a txtar archive.
func tree(t *testing.T, archive string) fs.FS {
	t.Helper()
	src, err := txtar.FS(txtar.Parse([]byte(archive)))
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// compileOne compiles the files as the package acme/blog with the main module main,
// and proves the layer.
func compileOne(t *testing.T, archive string, change func(*Options)) (Layer, diag.List) {
	t.Helper()
	opts := Options{Format: FormatStrata, SourceMaps: true, Probe: true, Base: "js", Index: "strata/plugins",
		Packages: []Package{{Name: "acme/blog", Location: "blog", Output: "plugins/acme/blog", File: "plugin.yaml"}}}
	if change != nil {
		change(&opts)
	}
	var ds diag.List
	layers := Compile(context.Background(), tree(t, archive), opts, &ds)
	if len(layers) == 0 {
		return Layer{}, ds.Sorted()
	}
	return layers[0], ds.Sorted()
}

// text returns the layer's code without the source map comment.
func text(l Layer) string {
	code, _, _ := bytes.Cut(l.Code, []byte("//# sourceMappingURL="))
	return string(code)
}

const blog = `
-- blog/main.js --
define(['./api', 'text!./list.html', 'jquery'], function (api, html, $) {
  return {api: api, html: html};
});
-- blog/api.js --
define(function (require, exports) {
  var util = require('./lib/util');
  exports.name = util.name;
});
-- blog/lib/util.js --
define({name: 'util'});
-- blog/unused.js --
define([], function () {});
-- blog/list.html --
<p class="a">1 &lt; 2</p>
`

func provided(o *Options) { o.Provided = []string{"jquery"} }

func TestCompileNamed(t *testing.T) {
	l, ds := compileOne(t, blog, provided)
	want := `define("acme/blog/api",["require","exports","module","./lib/util"],function (require, exports) {
  var util = require('./lib/util');
  exports.name = util.name;
});
define("acme/blog/lib/util",{name: 'util'});
define("acme/blog/main",['./api', 'text!./list.html', 'jquery'], function (api, html, $) {
  return {api: api, html: html};
});
define("text!acme/blog/list.html",[],function(){return "\u003cp class=\"a\"\u003e1 \u0026lt; 2\u003c/p\u003e\n"});
`
	if got := text(l); got != want || len(ds) != 0 {
		t.Errorf("got %s%s", got, ds)
	}
	if ids := l.IDs(); !slices.Equal(ids, []string{"acme/blog/api", "acme/blog/lib/util", "acme/blog/main", "text!acme/blog/list.html"}) {
		t.Errorf("ids %q", ids)
	}
	if !regexp.MustCompile(`^plugins/acme/blog/blog-[0-9a-f]{10}\.js$`).MatchString(l.Path) || !strings.HasPrefix(l.Integrity, "sha384-") {
		t.Errorf("path %q, integrity %q", l.Path, l.Integrity)
	}
}

func TestCompileRequireJSAnswersTheBareName(t *testing.T) {
	l, _ := compileOne(t, blog, func(o *Options) { provided(o); o.Format = FormatRequireJS })
	if want := `define("acme/blog",["acme/blog/main"],function(m){return m});` + "\n"; !strings.HasSuffix(text(l), want) {
		t.Errorf("got %s", text(l))
	}
}

func TestCompileDojo(t *testing.T) {
	l, _ := compileOne(t, blog, func(o *Options) { provided(o); o.Format = FormatDojo })
	want := `require({cache:{
"acme/blog/api":function(){
define(["require","exports","module","./lib/util"],function (require, exports) {
  var util = require('./lib/util');
  exports.name = util.name;
});
},
"acme/blog/lib/util":function(){
define({name: 'util'});
},
"acme/blog/main":function(){
define(['./api', 'text!./list.html', 'jquery'], function (api, html, $) {
  return {api: api, html: html};
});
},
"url:acme/blog/list.html":"\u003cp class=\"a\"\u003e1 \u0026lt; 2\u003c/p\u003e\n",
"*noref":1}});
`
	if got := text(l); got != want {
		t.Errorf("got %s", got)
	}
}

func TestCompileComplete(t *testing.T) {
	l, _ := compileOne(t, blog, func(o *Options) {
		provided(o)
		o.Packages[0].Complete, o.Packages[0].Texts, o.Packages[0].Exclude = true, true, []string{"lib/**"}
	})
	want := []string{"acme/blog/api", "acme/blog/lib/util", "acme/blog/main", "acme/blog/unused", "text!acme/blog/list.html"}
	if ids := l.IDs(); !slices.Equal(ids, want) {
		t.Errorf("ids %q: an excluded module is in the layer only because another needs it", ids)
	}
}

func TestCompileReadyLayer(t *testing.T) {
	const ready = `
-- blog/main.js --
require({cache:{
'acme/blog/a':function(){
define(["./b"], function (b) { return 'a' + b; });
},
'url:acme/blog/t.html':"<i>\n</i>",
'acme/blog/b':function(){
define([], function () { return 'b'; });
}}});
define("acme/blog/main", ["./a", "./b"], function (a) { return a; });
`
	l, ds := compileOne(t, ready, nil)
	if want := []string{"acme/blog/a", "acme/blog/b", "acme/blog/main", "text!acme/blog/t.html"}; !slices.Equal(l.IDs(), want) || len(ds) > 0 {
		t.Fatalf("ids %q %s", l.IDs(), ds)
	}
	if got := evaluate(t, text(l), `load("acme/blog/main")`); got != "ab" {
		t.Errorf("got %v", got)
	}
	l, _ = compileOne(t, ready, func(o *Options) { o.Format = FormatDojo })
	if got := text(l); !strings.Contains(got, `"acme/blog/main":function(){`) || strings.Contains(got, `define("acme`) {
		t.Errorf("got %s", got)
	}
}

func TestCompileDeclaredLayers(t *testing.T) {
	var ds diag.List
	layers := Compile(context.Background(), tree(t, `
-- core/main.js --
define(['./base', './page'], function () {});
-- core/base.js --
define([], function () {});
-- core/page.js --
define(['./base', 'freeipa/plugins'], function () {});
-- core/plugins.js --
define([], function(){return[];});
`), Options{Index: "core/plugins", Provided: []string{"freeipa/*"},
		Packages: []Package{{Name: "core", Location: "core", Output: "core"}},
		Layers:   map[string]LayerSpec{"core/start": {Include: []string{"core"}, Exclude: []string{"shared/base"}}, "shared/base": {Include: []string{"core/base"}}},
		Format:   FormatStrata}, &ds)
	var got []string
	for _, l := range layers {
		got = append(got, l.Name+" "+strings.Join(l.IDs(), ","))
	}
	if want := []string{"core/start core/main,core/page", "shared/base core/base"}; !slices.Equal(got, want) {
		t.Errorf("got %q %s", got, ds)
	}
}

func TestCompileStart(t *testing.T) {
	for _, c := range []struct{ start, want string }{
		{"acme/blog", ""}, {"acme/blog/unused", ""}, {"jquery", ""}, {"", ""},
		{"acme/blog/mian", `strata.yaml:3:8: error: start is "acme/blog/mian", which is no module of any package` + "\n" + `  hint: did you mean "acme/blog/main"?`},
	} {
		l, ds := compileOne(t, blog, func(o *Options) {
			provided(o)
			o.Start, o.StartAt, o.ConfigFile = c.start, [2]int{3, 8}, "strata.yaml"
		})
		got := ""
		if len(ds) > 0 {
			got = ds[0].String()
		}
		if got != c.want {
			t.Errorf("start %q: got %s", c.start, got)
		}
		if c.start == "acme/blog/unused" && !slices.Contains(l.IDs(), c.start) {
			t.Errorf("what starts the application is in no layer: %q", l.IDs())
		}
	}
}

func TestCompileCacheAgrees(t *testing.T) {
	var cache Cache
	for _, edit := range []string{"", "// changed\n", ""} {
		archive := strings.Replace(blog, "define({name", edit+"define({name", 1)
		clean, _ := compileOne(t, archive, provided)
		again, _ := compileOne(t, archive, func(o *Options) { provided(o); o.Cache = &cache })
		if !bytes.Equal(clean.Code, again.Code) || !bytes.Equal(clean.Map, again.Map) || clean.Path != again.Path {
			t.Errorf("after %q the cached layer differs", edit)
		}
	}
}

func TestCompileDiagnostics(t *testing.T) {
	for _, c := range []struct{ name, archive, want string }{
		{"missing", "-- blog/main.js --\ndefine(['./apy'], function () {});\n-- blog/api.js --\ndefine({});\n",
			`blog/main.js:1:9: error: module "./apy" is not there: no file blog/apy.js` + "\n" + `  hint: did you mean "acme/blog/api"?`},
		{"case", "-- blog/main.js --\ndefine([\n  './Api'], function () {});\n-- blog/api.js --\ndefine({});\n",
			`blog/main.js:2:3: error: module "./Api" is not there: no file blog/Api.js` + "\n" + `  hint: the file is called "api.js"; upper and lower case count, on every system`},
		{"chain", "-- blog/main.js --\ndefine(['./a']);\n-- blog/a.js --\ndefine(['./nowhere']);\n",
			`blog/a.js:1:9: error: module "./nowhere" is not there: no file blog/nowhere.js` + "\n  note: it is reached through acme/blog/main -> acme/blog/a\n  hint: create the file, or correct the id"},
		{"leaves", "-- blog/main.js --\ndefine(['../../freeipa/ipa']);\n",
			`blog/main.js:1:9: error: "../../freeipa/ipa" leaves the package acme/blog` + "\n  note: a plugin's modules are found under its own package name only\n  hint: name the module by its full id, for example \"app/freeipa/ipa\""},
		{"unknown", "-- blog/main.js --\ndefine(['jqeury']);\n",
			`blog/main.js:1:9: warning: module "jqeury" belongs to no package and is not provided by the page` + "\n  note: the loader will ask the server for it when the module runs\n  hint: did you mean \"jquery\"?"},
		{"text", "-- blog/main.js --\ndefine(['text!./a.htm']);\n-- blog/a.html --\n",
			`blog/main.js:1:9: error: resource "text!./a.htm" is not there: no file blog/a.htm` + "\n  hint: did you mean \"acme/blog/a.html\"?"},
		{"two", "-- blog/main.js --\ndefine([], function () {});\ndefine([], function () {});\n",
			"blog/main.js:2:1: error: second anonymous define in one file; the first is on line 1\n  note: a loader cannot tell which of the two is acme/blog/main\n  hint: move one of them to a file of its own, or give it an id"},
		{"syntax", "-- blog/main.js --\ndefine([], function () {\n  var a = ;\n});\n",
			"blog/main.js:2:11: error: unexpected \";\"\n  note: module acme/blog/main cannot be put into a layer\n  hint: correct the syntax at this place"},
		{"open", "-- blog/main.js --\ndefine([], function () {\n",
			"blog/main.js:2:1: error: unexpected end of file\n  note: module acme/blog/main cannot be put into a layer\n  hint: correct the syntax at this place"},
		{"main", "-- blog/other.js --\ndefine([]);\n",
			"plugin.yaml: error: package acme/blog has no main module: blog/main.js is missing\n  hint: create the file, or set main to a module of the folder"},
		{"module", "-- blog/main.js --\nimport a from 'a';\ndefine([]);\n",
			"blog/main.js:1:1: error: blog/main.js is an ES module and calls define: a module is one or the other\n  hint: import what define depends on and export its value, or leave import and export out"},
		{"script", "-- blog/main.js --\nalert(1);\n",
			"blog/main.js: warning: blog/main.js does not call define\n  note: it runs as a plain script, and the value of module acme/blog/main is undefined\n  hint: wrap it in define(function () {...})"},
		{"name", "-- blog/main.js --\ndefine('other', []);\n",
			"blog/main.js:1:1: warning: the file defines \"other\", but its place asks for \"acme/blog/main\"\n  hint: drop the id from define, or make it \"acme/blog/main\""},
		{"twice", "-- blog/main.js --\ndefine(['./b']);\n-- blog/b.js --\ndefine('acme/blog/b', []); define('acme/blog/main', []);\n",
			"blog/main.js: warning: module \"acme/blog/main\" is defined here and in blog/b.js\n  note: the one that a page loads first wins\n  hint: drop the id from one of the two, or provide the module once"},
		{"empty", "-- blog/main.js --\n// nothing here yet\n", ""},
	} {
		for _, minify := range []bool{false, true} {
			_, ds := compileOne(t, c.archive, func(o *Options) { provided(o); o.Minify = minify })
			var got []string
			for _, d := range ds {
				got = append(got, d.String())
			}
			if strings.Join(got, "\n") != c.want {
				t.Errorf("%s, minify %t\n got %s\nwant %s", c.name, minify, strings.Join(got, "\n"), c.want)
			}
		}
	}
}

// compileAll compiles the files, of which blog is the package acme/blog.
func compileAll(t *testing.T, archive string, change func(*Options)) ([]Layer, diag.List) {
	t.Helper()
	opts := Options{Format: FormatStrata, SourceMaps: true, Base: "js", Index: "strata/plugins",
		Packages: []Package{{Name: "acme/blog", Location: "blog", Output: "plugins/acme/blog", File: "plugin.yaml"}}}
	if change != nil {
		change(&opts)
	}
	var ds diag.List
	layers := Compile(context.Background(), tree(t, archive), opts, &ds)
	return layers, ds.Sorted()
}
