package amd

import (
	"context"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"strata/internal/browsertest"
)

// bootModule is a module of a test's layer. A text is a "text!" resource.
type bootModule struct {
	id, deps, body string
	text           bool
}

// writeBootLayer returns a layer of the modules in the form of the format's loader.
func writeBootLayer(format Format, modules []bootModule) string {
	var b strings.Builder
	for _, m := range modules {
		switch {
		case format == FormatDojo && m.text:
			fmt.Fprintf(&b, "require({cache:{%q:%q,'*noref':1}});\n", "url:"+m.id, m.body)
		case format == FormatDojo:
			fmt.Fprintf(&b, "require({cache:{%q:function(){define(%s,%s)},'*noref':1}});\n", m.id, m.deps, m.body)
		case m.text:
			fmt.Fprintf(&b, "define(%q,[],function(){return %q});\n", "text!"+m.id, m.body)
		default:
			fmt.Fprintf(&b, "define(%q,%s,%s);\n", m.id, m.deps, m.body)
		}
	}
	return b.String()
}

// bootPlugin is a plugin of a test site and what must become of it.
type bootPlugin struct {
	id       string
	requires []string
	modules  []bootModule
	layer    string            // instead of modules: the layer's text
	loose    map[string]string // no layer: files of its folder
	entry    map[string]any    // instead of all: what the index says
	wrongSum bool
	unstyled bool
	elevated bool
	layout   string
	delay    time.Duration
	want     string // part of the reason, "" when it must run
}

// name is the plugin's package: Good.Deep is good/deep.
func (p bootPlugin) name() string {
	return strings.ReplaceAll(strings.ToLower(p.id), ".", "/")
}

// ran is a factory that says it has run.
func ran(id string) string {
	return fmt.Sprintf("function(){order.push(%q);return %[1]q}", id)
}

func bootPlugins() []bootPlugin {
	main := func(id, deps, body string) []bootModule {
		return []bootModule{{id: id + "/plugin", deps: deps, body: body}}
	}
	return []bootPlugin{
		{id: "Slow.First", modules: main("slow/first", "[]", ran("slow/first")), delay: 400 * time.Millisecond},
		{id: "Bad.Missing", layer: "!404", want: "missing"},
		{id: "Good.Deep", modules: []bootModule{
			{id: "good/deep/plugin", deps: `["./part","text!./a.html","slow/first"]`, body: `function(p,t,s){order.push("good/deep");return p+t+s}`},
			{id: "good/deep/part", deps: "[]", body: `function(){return "part"}`},
			{id: "good/deep/a.html", body: "<p>", text: true},
		}},
		{id: "Bad.Sum", modules: main("bad/sum", "[]", ran("bad/sum")), wrongSum: true, want: "integrity"},
		{id: "Bad.Syntax", layer: "function ((", want: "SyntaxError"},
		{id: "Bad.Html", layer: "<!doctype html><p>Not found", want: "SyntaxError"},
		{id: "Bad.Top", layer: `throw new Error("top level")`, want: "top level"},
		{id: "Bad.Factory", modules: main("bad/factory", "[]", `function(){throw new Error("factory broke")}`), want: "factory broke"},
		{id: "Bad.Dependency", modules: main("bad/dependency", `["./nope"]`, ran("bad/dependency")), want: "nope"},
		{id: "Bad.Nothing", layer: "var nothing;", want: "does not define"},
		{id: "Bad.Wrong", modules: main("other", "[]", ran("other")), want: `does not define "bad/wrong/plugin"`},
		{id: "Bad.Nameless", layer: "define([],function(){order.push('nameless')})", want: " define"},
		{id: "Needs.Bad", requires: []string{"Slow.First", "Bad.Factory"}, modules: main("needs/bad", "[]", ran("needs/bad")), want: "requires Bad.Factory (failed: executing bad/factory/plugin: factory broke)"},
		{id: "Needs.Needs", requires: []string{"Needs.Bad"}, modules: main("needs/needs", "[]", ran("needs/needs")), want: "requires Needs.Bad (skipped: requires Bad.Factory (failed: executing bad/factory/plugin: factory broke))"},
		{id: "Loose.Good", loose: map[string]string{
			"plugin.js": `define(["./part"], function (p) { order.push("loose/good"); return p; });`,
			"part.js":   `define([], function () { return "loose part"; });`,
		}},
		{id: "Loose.Missing", loose: map[string]string{}, want: "missing or refused|could not be loaded|Script error"},
		{id: "Loose.Syntax", loose: map[string]string{"plugin.js": "define(["}, want: "SyntaxError|Unexpected end"},
		{id: "Loose.Throws", loose: map[string]string{"plugin.js": `define([], function () { throw new Error("loose broke"); });`}, want: "loose broke"},
		{id: "Bad.Entry", entry: map[string]any{"id": "Bad.Entry"}, want: "no main"},
		{id: "Bad.Requires", entry: map[string]any{"id": "Bad.Requires", "main": "x", "requires": 7}, want: "not iterable"},
		{id: "Bad.Layers", entry: map[string]any{"id": "Bad.Layers", "main": "x", "layers": []int{1}, "css": []string{"http://["}}, want: "Invalid URL"},
		{id: "Empty", modules: main("empty", "[]", `function(){order.push("empty")}`)},
		{id: "Bad.Hang", layer: "!hang", want: "within"},
		{id: "Bad.Never", loose: map[string]string{"plugin.js": `define(["./never"], function () {});`, "never.js": "!hang"}, want: "within"},
		{id: "Last", modules: main("last", `["acme/old","acme/old/part"]`, `function(a,b){order.push("last");return a+b}`)},
	}
}

// bootFiles returns the files of the plugins and their entries in the index.
func bootFiles(format Format, plugins []bootPlugin) (map[string]string, []map[string]any) {
	files := map[string]string{}
	var entries []map[string]any
	for _, p := range plugins {
		if p.entry != nil {
			entries = append(entries, p.entry)
			continue
		}
		location := "plugins/" + p.name()
		entry := map[string]any{"id": p.id, "package": p.name(), "main": p.name() + "/plugin", "mainName": "plugin", "location": location, "requires": append([]string{}, p.requires...), "elevated": p.elevated, "layout": p.layout}
		for name, text := range p.loose {
			files["/site/js/"+location+"/"+name] = text
		}
		if p.loose == nil {
			text := p.layer + writeBootLayer(format, p.modules)
			files["/site/js/"+location+"/layer.js"] = text
			entry["layers"] = []map[string]any{{"url": location + "/layer.js", "integrity": bootSum(text, p.wrongSum), "ids": bootIDs(p)}}
			if !p.unstyled {
				entry["css"] = []string{location + "/x.css?v=1"}
				files["/site/js/"+location+"/x.css"] = "p{}"
			}
		}
		entries = append(entries, entry)
	}
	return files, entries
}

func bootSum(text string, wrong bool) string {
	if wrong {
		text += " "
	}
	sum := sha512.Sum384([]byte(text))
	return "sha384-" + base64.StdEncoding.EncodeToString(sum[:])
}

func bootIDs(p bootPlugin) []string {
	ids := []string{p.name() + "/plugin"}
	for _, m := range p.modules {
		id := m.id
		if m.text {
			id = "text!" + id
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// bootReport is what the application of the test site reports.
type bootReport struct {
	Order   []string
	Plugins []struct{ ID, State, Error, Layer, Blamed string }
	App     string
	Ready   bool
	Styles  int
}

const bootApp = `function(last, exports){
  exports.start = function(plugins){
    order.push("app");
    strata.ready.then(function(list){
      report({order: order, app: last, ready: list.length === plugins.length && strata.plugins().length === list.length,
        styles: document.querySelectorAll("head link[rel=stylesheet]").length,
        plugins: plugins.map(function(p){ return {id: p.id, state: p.state, error: p.reason, layer: p.layer || "", blamed: p.state === "failed" ? p.error.plugin : ""}; })});
    });
  };
}`

var loaderScripts = map[Format]string{
	FormatStrata:    ``,
	FormatRequireJS: `<script src="/npm/requirejs/require.js"></script>`,
	FormatDojo:      `<script>dojoConfig={async:true}</script><script src="/npm/dojo/dojo.js"></script>`,
}

// newBootSite lays out a site in a sub-folder whose application reports.
func newBootSite(t *testing.T, format Format, plugins []bootPlugin, cfg RuntimeConfig) *webSite {
	return newAppSite(t, format, plugins, cfg, bootModule{id: "app/main", deps: `["last","exports"]`, body: bootApp})
}

// newAppSite lays out a site in a sub-folder with an application of one module.
func newAppSite(t *testing.T, format Format, plugins []bootPlugin, cfg RuntimeConfig, main bootModule) *webSite {
	files, entries := bootFiles(format, plugins)
	index, err := json.Marshal(map[string]any{"plugins": entries, "aliases": map[string]string{"acme/old": "good/deep"}})
	if err != nil {
		t.Fatal(err)
	}
	app := writeBootLayer(format, []bootModule{main})
	cfg.Base, cfg.Index, cfg.Start = "..", "strata/details", "app"
	cfg.Packages = []MapPackage{{Name: "app", Location: "app"}}
	cfg.Layers = []EntryLayer{{URL: "app/layer.js", Integrity: bootSum(app, false), IDs: []string{"app/main"}}}
	files["/site/js/app/layer.js"] = app
	files["/site/js/strata/boot.js"] = mustRuntime(t, format, cfg)
	files["/site/js/strata/details.js"] = fmt.Sprintf("define(%q,[],function(){return %s});", cfg.Index, index)
	files["/site/"] = `<!doctype html><script>` + recorder + `var order = [];</script>` + loaderScripts[format] + `<script src="js/strata/boot.js"></script><p>page`
	site := newWebSite(t, files)
	for _, p := range plugins {
		site.delays["/site/js/plugins/"+p.name()+"/layer.js"] = p.delay
	}
	return site
}

func needNpm(t *testing.T) {
	_, err := os.Stat(npmModules + "/requirejs/require.js")
	browsertest.Need(t, "node", err)
}

func testBoot(t *testing.T, browser context.Context) {
	eachFormat(t, func(t *testing.T, format Format) {
		plugins := bootPlugins()
		site := newBootSite(t, format, plugins, RuntimeConfig{Timeout: 4})
		got := site.visit(t, browser, "/site/")
		checkBoot(t, plugins, got)
		checkRequests(t, plugins, site)
	})
}

func eachFormat(t *testing.T, test func(*testing.T, Format)) {
	for _, format := range []Format{FormatStrata, FormatRequireJS, FormatDojo} {
		t.Run(string(format), func(t *testing.T) {
			if format != FormatStrata {
				needNpm(t)
			}
			test(t, format)
		})
	}
}

func checkBoot(t *testing.T, plugins []bootPlugin, got visited) {
	t.Helper()
	var r bootReport
	if err := json.Unmarshal(got.Value, &r); err != nil {
		t.Fatal(err)
	}
	if len(r.Plugins) != len(plugins) {
		t.Fatalf("%d plugins, want %d", len(r.Plugins), len(plugins))
	}
	for i, p := range plugins {
		checkOutcome(t, p, r.Plugins[i].State, r.Plugins[i].Error, got)
		if got := r.Plugins[i]; got.State == "failed" && got.Blamed != p.id {
			t.Errorf("the error of %s is %q's", p.id, got.Blamed)
		}
	}
	if want := []string{"slow/first", "good/deep", "loose/good", "empty", "last", "app"}; !slices.Equal(r.Order, want) {
		t.Errorf("order %q, want %q", r.Order, want)
	}
	if want := "part<p>slow/firstpart"; r.App != want {
		t.Errorf("the application got %q, want %q", r.App, want)
	}
	if !r.Ready || got.Events[len(got.Events)-1] != fmt.Sprintf("strata:ready %d", len(plugins)) {
		t.Errorf("ready %v, events %q", r.Ready, got.Events)
	}
	for _, e := range got.Errors {
		if strings.HasPrefix(e, "unhandled") {
			t.Error(e)
		}
	}
}

func checkOutcome(t *testing.T, p bootPlugin, state, reason string, got visited) {
	t.Helper()
	if p.want == "" {
		if state != "ready" {
			t.Errorf("%s is %s: %s", p.id, state, reason)
		}
		return
	}
	end := "failed"
	if p.requires != nil {
		end = "skipped"
	}
	if !slices.ContainsFunc(strings.Split(p.want, "|"), func(want string) bool { return strings.Contains(reason, want) }) || state != end {
		t.Errorf("%s is %s: %q, want %s: %q", p.id, state, reason, end, p.want)
	}
	if !slices.Contains(got.Events, "strata:plugin "+p.id+" "+end) {
		t.Errorf("no event says that %s is %s", p.id, end)
	}
	named := func(line string) bool { return strings.HasPrefix(line, "strata: plugin "+p.id+" "+end+": ") }
	if !slices.ContainsFunc(got.Console, named) {
		t.Errorf("the console does not say that %s is %s", p.id, end)
	}
}

func checkRequests(t *testing.T, plugins []bootPlugin, site *webSite) {
	t.Helper()
	paths := []string{"/site/js/strata/details.js", "/site/js/app/layer.js"}
	for _, p := range plugins {
		if p.loose == nil && p.entry == nil {
			paths = append(paths, "/site/js/plugins/"+p.name()+"/layer.js", "/site/js/plugins/"+p.name()+"/x.css")
		}
	}
	for _, path := range paths {
		if n := site.asked(path); n != 1 {
			t.Errorf("%d requests for %s, want 1", n, path)
		}
	}
	if slices.Contains(site.requests, "/site/js/strata/details.js") {
		t.Error("the index is requested without a query: a cache may answer")
	}
}
