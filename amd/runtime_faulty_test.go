package amd

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// lifeApp reports what became of the plugins, and how long that took.
const lifeApp = `function(exports){
  exports.start = function(plugins){
    order.push("app");
    report({order: order, started: performance.now() - page.index,
      plugins: plugins.map(function(p){ return {id: p.id || "", state: p.state, reason: p.reason}; })});
  };
}`

// lifeReport is what lifeApp reports.
type lifeReport struct {
	Order   []string
	Plugins []struct{ ID, State, Reason string }
	Started float64 // milliseconds from the index to the application
}

// lifeMain is a main module that says in which order its parts run.
func lifeMain(id string) []bootModule {
	return mainOf(id, `return {register: function(p){order.push("r "+p.id)}, boot: function(p){order.push("b "+p.id)}}`)
}

// mainOf is a main module that says that it runs, and then does what the body says.
func mainOf(id, body string) []bootModule {
	return []bootModule{{id: strings.ToLower(id) + "/plugin", deps: "[]", body: fmt.Sprintf(`function(){order.push("e %s");%s}`, id, body)}}
}

func newLifeSite(t *testing.T, format Format, plugins []bootPlugin, cfg RuntimeConfig) *webSite {
	site := newAppSite(t, format, plugins, cfg, bootModule{id: "app/main", deps: `["exports"]`, body: lifeApp})
	site.files["/site/"] = strings.Replace(site.files["/site/"], "var order = [];", `var order = []; document.addEventListener("strata:index", function(){ page.index = performance.now(); });`, 1)
	return site
}

// visitLife opens the site in a tab that other sites have been in.
func visitLife(t *testing.T, tab context.Context, site *webSite) (visited, lifeReport) {
	t.Helper()
	site.caching = "no-store"
	got := site.visitIn(t, tab, "/site/")
	var r lifeReport
	if err := json.Unmarshal(got.Value, &r); err != nil {
		t.Fatalf("%v: %s", err, got.Value)
	}
	for _, e := range got.Errors {
		if strings.HasPrefix(e, "unhandled") {
			t.Error(e)
		}
	}
	return got, r
}

// A way to fail, of the plugin in the middle of twenty.
type lifeFault struct {
	name  string
	spoil func(p *bootPlugin)
	want  string // part of the reason; with several for different loaders, "|" between them
	hangs bool
}

func badLayer(text string) func(*bootPlugin) {
	return func(p *bootPlugin) { p.modules, p.layer = nil, text }
}

func badMain(body string) func(*bootPlugin) {
	return func(p *bootPlugin) { p.modules = mainOf(p.id, body) }
}

func badEntry(entry map[string]any) func(*bootPlugin) {
	return func(p *bootPlugin) { p.entry = entry }
}

func loose(files map[string]string) func(*bootPlugin) {
	return func(p *bootPlugin) { p.modules, p.loose = nil, files }
}

var lifeFaults = []lifeFault{
	{name: "missing", spoil: badLayer("!404"), want: "loading v/plugin: "},
	{name: "wrong_type", spoil: badLayer("!type"), want: "loading v/plugin: "},
	{name: "html", spoil: badLayer("<!doctype html><p>Sign in"), want: "SyntaxError"},
	{name: "truncated", spoil: badLayer(`define("v/plugin",[],function(){order.pu`), want: "SyntaxError"},
	{name: "integrity", spoil: func(p *bootPlugin) { p.wrongSum = true }, want: "integrity"},
	{name: "defines_nothing", spoil: badLayer("var v;"), want: `does not define "v/plugin"`},
	{name: "defines_another", spoil: func(p *bootPlugin) { p.modules = lifeMain("other") }, want: `does not define "v/plugin"`},
	{name: "defines_nameless", spoil: badLayer("define([],function(){})"), want: " define"},
	{name: "defines_twice_nameless", spoil: loose(map[string]string{"plugin.js": "define([],function(){return 1});define([],function(){return 2})"}), want: "define|multipleDefine"},
	{name: "defines_twice", spoil: loose(map[string]string{"plugin.js": `define("v/plugin",[],function(){return 1});define("v/plugin",[],function(){return 2})`}), want: "twice|multipleDefine"},
	{name: "layer_defines_twice", spoil: badLayer(`define("v/plugin",[],function(){return 1});define("v/plugin",[],function(){return 2})`), want: "twice|multipleDefine"},
	{name: "unknown_plugin", spoil: loose(map[string]string{}), want: "missing|could not be loaded|Script error"},
	{name: "throws", spoil: badLayer(`throw new Error("top level")`), want: "loading v/plugin: "},
	{name: "factory_throws", spoil: badMain(`throw new Error("factory broke")`), want: "executing v/plugin: factory broke"},
	{name: "factory_throws_text", spoil: badMain(`throw "no"`), want: "executing v/plugin: no"},
	{name: "part_missing", spoil: func(p *bootPlugin) { p.modules[0].deps = `["./part"]` }, want: "part"},
	{name: "cycle", spoil: func(p *bootPlugin) {
		p.modules = []bootModule{
			{id: "v/plugin", deps: `["./part"]`, body: `function(part){order.push("e V");return part}`},
			{id: "v/part", deps: `["./plugin"]`, body: `function(main){return main.name.length}`},
		}
	}, want: "executing v/plugin: "},
	{name: "register_throws", spoil: badMain(`return {register: function(){throw new Error("no")}}`), want: "registering v/plugin: no"},
	{name: "register_rejects", spoil: badMain(`return {register: function(){return Promise.reject(new Error("no"))}}`), want: "registering v/plugin: no"},
	{name: "boot_throws", spoil: badMain(`return {boot: function(){throw "no"}}`), want: "booting v/plugin: no"},
	{name: "boot_rejects", spoil: badMain(`return {"default": {boot: function(){return Promise.reject()}}}`), want: "booting v/plugin: undefined"},
	{name: "boot_odd_promise", spoil: badMain(`return {boot: function(){return {get then(){throw new Error("odd")}}}}`), want: "booting v/plugin: odd"},
	{name: "fails_later", spoil: badMain(`return {boot: function(p){strata.fail(p.id, new Error("late"))}}`), want: "booting v/plugin: late"},
	{name: "no_id", spoil: badEntry(map[string]any{"main": "x"}), want: "no id"},
	{name: "no_main", spoil: badEntry(map[string]any{"id": "V"}), want: "no main"},
	{name: "not_an_entry", spoil: badEntry(map[string]any{"id": "V", "main": "v/plugin", "layers": 7}), want: "loading v/plugin: plugins[10] of the index makes no sense: "},
	{name: "registered_twice", spoil: badEntry(map[string]any{"id": "P3", "main": "v/plugin"}), want: "its id is that of p3/plugin"},
	{name: "never_loads", spoil: badLayer("!hang"), want: "loading v/plugin: it did not finish within ", hangs: true},
	{name: "never_executes", spoil: loose(map[string]string{"plugin.js": `define(["./never"], function () {});`, "never.js": "!hang"}), want: "v/plugin: it did not finish within ", hangs: true},
	{name: "register_hangs", spoil: badMain(`return {register: function(){return new Promise(function(){})}}`), want: "registering v/plugin: it did not finish within", hangs: true},
	{name: "boot_hangs", spoil: badMain(`return {boot: function(){return new Promise(function(){})}}`), want: "booting v/plugin: it did not finish within", hangs: true},
}

// twenty are plugins of which the one in the middle is V.
func twenty() []bootPlugin {
	var out []bootPlugin
	for i := range 20 {
		id := fmt.Sprintf("P%d", i)
		if i == 10 {
			id = "V"
		}
		out = append(out, bootPlugin{id: id, modules: lifeMain(id), unstyled: true})
	}
	return out
}

// testOneOfTwenty lets one plugin fail in each of the ways; the others start.
func testOneOfTwenty(t *testing.T, browser context.Context) {
	eachFormat(t, func(t *testing.T, format Format) {
		t.Parallel()
		tab, stop := newTab(browser)
		defer stop()
		for _, fault := range lifeFaults {
			t.Run(fault.name, func(t *testing.T) { checkOneOfTwenty(t, tab, format, fault) })
		}
	})
}

func checkOneOfTwenty(t *testing.T, tab context.Context, format Format, fault lifeFault) {
	plugins, cfg := twenty(), RuntimeConfig{Timeout: 60}
	if fault.hangs {
		cfg.Timeout = 3
	}
	fault.spoil(&plugins[10])
	site := newLifeSite(t, format, plugins, cfg)
	if plugins[10].layer == "!type" {
		site.types["/site/js/plugins/v/layer.js"] = "text/plain"
	}
	got, r := visitLife(t, tab, site)
	t.Logf("started after %.0f ms", r.Started)
	checkStarted(t, r, cfg)
	for i, p := range r.Plugins {
		if i != 10 && p.State != "ready" {
			t.Errorf("%s is %s: %s", p.ID, p.State, p.Reason)
		}
	}
	checkVictim(t, fault, got, r)
	if want := lifeOrder(plugins); !slices.Equal(withoutV(r.Order), want) {
		t.Errorf("order %q, want %q", r.Order, want)
	}
}

// checkStarted holds the time to the bar when the machine has time for it.
func checkStarted(t *testing.T, r lifeReport, cfg RuntimeConfig) {
	t.Helper()
	if bar := cfg.Timeout*1000 + 200; os.Getenv("STRATA_TIMED") != "" && r.Started > bar {
		t.Errorf("started after %.0f ms, later than %.0f", r.Started, bar)
	}
}

func checkVictim(t *testing.T, fault lifeFault, got visited, r lifeReport) {
	t.Helper()
	v := r.Plugins[10]
	if v.State != "failed" || !containsOne(v.Reason, fault.want) {
		t.Errorf("the victim is %s: %q, want failed: %q", v.State, v.Reason, fault.want)
	}
	if !slices.Contains(got.Events, strings.Replace("strata:plugin ID failed", "ID", v.ID, 1)) && v.ID != "" {
		t.Error("no event says that it failed")
	}
	told := fmt.Sprintf("strata: plugin %s failed: %s", v.ID, v.Reason)
	if v.ID == "" {
		told = strings.Replace(told, "plugin ", "plugin undefined", 1)
	}
	if !slices.Contains(got.Console, told) {
		t.Errorf("the console says %q, want %q", got.Console, told)
	}
}

func containsOne(text, wants string) bool {
	return slices.ContainsFunc(strings.Split(wants, "|"), func(want string) bool { return strings.Contains(text, want) })
}

// lifeOrder is what the plugins beside V run: all mains, all registers, all boots.
func lifeOrder(plugins []bootPlugin) []string {
	var out []string
	for _, step := range []string{"e ", "r ", "b "} {
		for i, p := range plugins {
			if i != 10 {
				out = append(out, step+p.id)
			}
		}
	}
	return append(out, "app")
}

func withoutV(order []string) []string {
	return slices.DeleteFunc(slices.Clone(order), func(s string) bool { return strings.HasSuffix(s, " V") })
}

// testHangs lets several plugins hang in several steps: that does not add up,
// and leaves time for one that takes its time.
func testHangs(t *testing.T, browser context.Context) {
	const never = `new Promise(function(){})`
	plugins := []bootPlugin{
		{id: "P0", modules: lifeMain("P0")},
		{id: "Load1", layer: "!hang"},
		{id: "Load2", layer: "!hang"},
		{id: "Loose1", loose: map[string]string{"plugin.js": `define(["./never"], function () {});`, "never.js": "!hang"}},
		{id: "Loose2", loose: map[string]string{"plugin.js": `define(["./never"], function () {});`, "never.js": "!hang"}},
		{id: "Register1", modules: mainOf("Register1", "return {register: function(){return "+never+"}}")},
		{id: "Register2", modules: mainOf("Register2", "return {register: function(){return "+never+"}}")},
		{id: "Boot1", modules: mainOf("Boot1", "return {boot: function(){return "+never+"}}")},
		{id: "Boot2", modules: mainOf("Boot2", "return {boot: function(){return "+never+"}}")},
		{id: "Slow", modules: mainOf("Slow", "return {boot: function(){return new Promise(function(ok){setTimeout(ok, 5)})}}")},
		{id: "Needs", requires: []string{"Slow", "P0"}, modules: lifeMain("Needs")},
		{id: "P9", modules: lifeMain("P9")},
	}
	want := []string{"e P0", "e Register1", "e Register2", "e Boot1", "e Boot2", "e Slow", "e Needs", "e P9", "r P0", "r Needs", "r P9", "b P0", "b P9", "b Needs", "app"}
	eachFormat(t, func(t *testing.T, format Format) {
		cfg := RuntimeConfig{Timeout: 4}
		tab, stop := newTab(browser)
		defer stop()
		_, r := visitLife(t, tab, newLifeSite(t, format, plugins, cfg))
		t.Logf("started after %.0f ms", r.Started)
		checkStarted(t, r, cfg)
		for i, p := range plugins {
			state := "ready"
			if p.layer != "" || p.loose != nil || strings.Contains(fmt.Sprint(p.modules), never) {
				state = "failed"
			}
			if r.Plugins[i].State != state {
				t.Errorf("%s is %s: %s", p.id, r.Plugins[i].State, r.Plugins[i].Reason)
			}
		}
		if !slices.Equal(r.Order, want) {
			t.Errorf("order %q, want %q", r.Order, want)
		}
	})
}
