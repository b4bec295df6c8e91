package amd

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// A lifeCase is a page with a script of its own, which reports; the report is
// the same under each loader.
type lifeCase struct {
	name    string
	plugins []bootPlugin
	later   []bootPlugin // the index holds these instead, when it is asked for again
	cfg     RuntimeConfig
	query   string
	script  string
	want    string
	console string // all of it, a line each
}

var lifeCases = []lifeCase{
	{
		name:    "current",
		plugins: []bootPlugin{{id: "A", modules: mainOf("A", `order.push(strata.current);return {register: function(){order.push("r "+strata.current)}, boot: function(){order.push("b "+strata.current)}}`)}},
		script:  `strata.ready.then(function(){ order.push(strata.current, strata.as("x", function(){ return strata.current }), strata.current); report(order); })`,
		want:    `["e A","A","r A","b A",null,"x",null]`,
	},
	{
		name:    "default_export",
		plugins: []bootPlugin{{id: "A", modules: mainOf("A", `return {"default": {register: function(p){order.push("r "+p.id+" "+p.state)}, boot: function(p){order.push("b "+p.id+" "+p.state)}}}`)}},
		script:  `strata.ready.then(function(list){ report(order.concat(Object.keys(list[0]), Object.keys(list[0].times))); })`,
		want:    `["e A","r A registering","b A booting","id","state","reason","ms","times","error","exports","info","layer","loading","executing","registering","booting"]`,
	},
	{
		name: "waits_for_requirement",
		plugins: []bootPlugin{
			{id: "A", modules: mainOf("A", `var later = function(what){ return function(){ return new Promise(function(ok){ setTimeout(function(){ order.push(what); ok() }, 20) }) } }; return {register: later("r A"), boot: later("b A")}`)},
			{id: "B", modules: lifeMain("B")},
			{id: "C", requires: []string{"A"}, modules: lifeMain("C")},
		},
		script: `strata.ready.then(function(){ report(order); })`,
		want:   `["e A","e B","e C","r B","r A","r C","b B","b A","b C"]`,
	},
	{
		name: "skips_to_the_root",
		plugins: []bootPlugin{
			{id: "A", modules: mainOf("A", `return {boot: function(){throw new Error("broke")}}`)},
			{id: "B", requires: []string{"A"}, modules: lifeMain("B")},
			{id: "C", requires: []string{"B"}, modules: lifeMain("C")},
		},
		script:  `strata.ready.then(function(list){ report(list.map(function(p){ return p.state + " " + p.reason })); })`,
		want:    `["failed booting a/plugin: broke","skipped requires A (failed: booting a/plugin: broke)","skipped requires B (skipped: requires A (failed: booting a/plugin: broke))"]`,
		console: "strata: plugin A failed: booting a/plugin: broke\nstrata: plugin B skipped: requires A (failed: booting a/plugin: broke)\nstrata: plugin C skipped: requires B (skipped: requires A (failed: booting a/plugin: broke))",
	},
	{
		name:    "fails_after_the_fact",
		plugins: []bootPlugin{{id: "A", modules: lifeMain("A")}},
		script:  `strata.ready.then(function(){ strata.fail("A", new Error("a task broke")); strata.fail("Nobody", "x"); var p = strata.plugins()[0]; report([p.state, p.reason, page.events.slice(-2)]); })`,
		want:    `["failed","running a/plugin: a task broke",["strata:plugin A failed","strata:plugin Nobody failed"]]`,
		console: "strata: plugin A failed: running a/plugin: a task broke\nstrata: plugin Nobody failed: x",
	},
	{
		name:    "freeipa_registers_in_a_phase",
		plugins: []bootPlugin{{id: "A", modules: lifeMain("A"), layout: "freeipa"}},
		script:  `strata.ready.then(function(){ report(order); })`,
		want:    `["e A","b A"]`,
	},
	{
		name: "slow_machine",
		plugins: []bootPlugin{
			{id: "A", modules: mainOf("A", `for (var end = performance.now() + 2200; performance.now() < end;);`)},
			{id: "B", modules: mainOf("B", `return {boot: function(){ return new Promise(function(ok){ setTimeout(ok, 100) }) }}`)},
		},
		cfg:    RuntimeConfig{Timeout: 2},
		script: `strata.ready.then(function(list){ report(list.map(function(p){ return p.state + " " + p.reason })); })`,
		want:   `["ready ","ready "]`,
	},
	{
		name:    "loads_later",
		plugins: []bootPlugin{{id: "A", modules: lifeMain("A")}},
		later:   []bootPlugin{{id: "B", modules: lifeMain("B")}, {id: "A", modules: lifeMain("A")}, {id: "C", requires: []string{"A"}, modules: lifeMain("C")}},
		script: `strata.ready.then(function(){
  var ids = function(list){ return list.map(function(p){ return p.id + " " + p.state }).join() };
  return Promise.all([strata.load(), strata.load()]).then(function(lists){
    var entry = Object.assign({}, strata.plugins()[1].info, {id: "D"});
    return Promise.all([strata.load([entry]), strata.load([entry])]).then(function(more){
      report({order: order, lists: lists.concat(more).map(ids), all: ids(strata.plugins())});
    });
  });
})`,
		want: `{"order":["e A","r A","b A","e B","e C","r B","r C","b B","b C","r D","b D"],"lists":["B ready,C ready","","D ready",""],"all":"A ready,B ready,C ready,D ready"}`,
	},
	{
		name:    "loads_in_place",
		plugins: []bootPlugin{{id: "A", modules: lifeMain("A")}, {id: "B", modules: lifeMain("B")}},
		script: `strata.ready.then(function(){
  var record = strata.life.records[0];
  record.gone = true;
  return strata.load([record.info]).then(function(list){ report([order, list.length, strata.plugins().map(function(p){ return p.id })]); });
})`,
		want: `[["e A","e B","r A","r B","b A","b B","r A","b A"],1,["A","B"]]`,
	},
	{
		name:    "loads_nonsense",
		plugins: []bootPlugin{{id: "A", modules: lifeMain("A")}},
		script: `strata.ready.then(function(){ return strata.load(7); }).catch(function(err){
  return strata.load([null, 1, {id: "X"}]).then(function(list){ report([err instanceof Error, list.map(function(p){ return p.state })]); });
})`,
		want:    `[true,["failed","failed","failed"]]`,
		console: "strata: plugin undefined failed: plugins[0] of the index has no id or no main\nstrata: plugin undefined failed: plugins[1] of the index has no id or no main\nstrata: plugin X failed: plugins[2] of the index has no id or no main",
	},
	{
		name:    "loads_wrong_types",
		plugins: []bootPlugin{{id: "A", modules: lifeMain("A")}},
		script: `strata.ready.then(function(){
  var good = strata.plugins()[0].info;
  console.error = function(){}; // what it says depends on the minifier
  return strata.load([{id: "V", main: "v/plugin", layers: [{url: "v.js", ids: 5}]}, {id: "W", main: "w/plugin", layers: [{url: "w.js", ids: {}}]},
    {id: "X", main: good.main, package: 5, location: "x"}, {id: "Y", main: good.main, package: "y", mainName: 5}, {id: "Z", main: good.main}])
    .then(function(list){ report(list.map(function(p){ return p.state + " " + p.reason.slice(0, 50) })); });
}).catch(function(err){ report(String(err)) })`,
		want: `["failed loading v/plugin: plugins[0] of the index makes no","failed loading w/plugin: plugins[1] of the index makes no","ready ","ready ","ready "]`,
	},
	{
		name: "strict",
		plugins: []bootPlugin{
			{id: "A", modules: lifeMain("A")},
			{id: "B", modules: mainOf("B", `throw new Error("broke")`)},
			{id: "C", requires: []string{"B"}, modules: lifeMain("C")},
		},
		cfg: RuntimeConfig{Strict: true},
		script: `document.addEventListener("strata:stopped", function(e){ page.stopped = [e.detail.reason, e.detail.error.cause.message]; });
strata.ready.then(function(list){ report([order, page.stopped, list.map(function(p){ return p.state + " " + p.reason })]); })`,
		want:    `[["e A","e B"],["strict: plugin B failed: executing b/plugin: broke","broke"],["skipped strict: plugin B failed: executing b/plugin: broke","failed executing b/plugin: broke","skipped strict: plugin B failed: executing b/plugin: broke"]]`,
		console: "strata: the plugins could not be started: strict: plugin B failed: executing b/plugin: broke",
	},
	{
		name:    "safe",
		plugins: []bootPlugin{{id: "A", modules: lifeMain("A")}, {id: "B", modules: lifeMain("B"), elevated: true}, {id: "C", requires: []string{"A"}, modules: lifeMain("C"), elevated: true}},
		cfg:     RuntimeConfig{Safe: true},
		query:   "?x=1&strata-safe",
		script:  `strata.ready.then(function(list){ report([order, list.map(function(p){ return p.state + " " + p.reason })]); })`,
		want:    `[["e B","r B","b B"],["off safe mode","ready ","skipped requires A (off: safe mode)"]]`,
		console: "strata: plugin C skipped: requires A (off: safe mode)",
	},
	{
		name:    "safe_is_not_for_visitors",
		plugins: []bootPlugin{{id: "A", modules: lifeMain("A")}},
		query:   "?strata-safe",
		script:  `strata.ready.then(function(){ report(order); })`,
		want:    `["e A","r A","b A"]`,
	},
}

func testLife(t *testing.T, browser context.Context) {
	eachFormat(t, func(t *testing.T, format Format) {
		tab, stop := newTab(browser)
		defer stop()
		for _, c := range lifeCases {
			t.Run(c.name, func(t *testing.T) { checkLife(t, tab, format, c) })
		}
	})
}

func checkLife(t *testing.T, tab context.Context, format Format, c lifeCase) {
	c.cfg.Timeout = cmp.Or(c.cfg.Timeout, 60)
	silent := bootModule{id: "app/main", deps: "[]", body: "function(){}"}
	site := newAppSite(t, format, c.plugins, c.cfg, silent)
	if c.later != nil {
		again := newAppSite(t, format, c.later, c.cfg, silent)
		for name, text := range again.files {
			if site.files[name] == "" {
				site.files[name] = text
			}
		}
		site.later["/site/js/strata/details.js"] = again.files["/site/js/strata/details.js"]
	}
	site.files["/site/"] += "<script>" + c.script + "</script>"
	site.caching = "no-store"
	got := site.visitIn(t, tab, "/site/"+c.query)
	if string(got.Value) != c.want {
		t.Errorf("got  %s\nwant %s", got.Value, c.want)
	}
	if console := strings.Join(got.Console, "\n"); console != c.console {
		t.Errorf("the console says\n%s\nwant\n%s", console, c.console)
	}
	if slices.ContainsFunc(got.Errors, func(e string) bool { return strings.HasPrefix(e, "unhandled") }) {
		t.Errorf("the page threw %q", got.Errors)
	}
}

// testLifeOrder shuffles the network anew in each of twenty loads: what runs
// does so in the order of the index.
func testLifeOrder(t *testing.T, browser context.Context) {
	eachFormat(t, func(t *testing.T, format Format) {
		t.Parallel()
		tab, stop := newTab(browser)
		defer stop()
		for load := range 20 {
			plugins := twenty()[:8]
			for i, turn := range rand.New(rand.NewPCG(uint64(load), 1)).Perm(len(plugins)) {
				plugins[i].delay = time.Duration(turn) * 10 * time.Millisecond
			}
			_, r := visitLife(t, tab, newLifeSite(t, format, plugins, RuntimeConfig{Timeout: 60}))
			var want []string
			for _, step := range []string{"e", "r", "b"} {
				for _, p := range plugins {
					want = append(want, fmt.Sprintf("%s %s", step, p.id))
				}
			}
			if !slices.Equal(r.Order, append(want, "app")) {
				t.Errorf("load %d: %q", load, r.Order)
			}
		}
	})
}
