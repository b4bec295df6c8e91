package amd

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// testBootOrder shuffles the network: the first plugins are the last to arrive.
func testBootOrder(t *testing.T, browser context.Context) {
	eachFormat(t, func(t *testing.T, format Format) {
		var plugins []bootPlugin
		var want []string
		for i := range 6 {
			id := fmt.Sprintf("p%d", i)
			body := fmt.Sprintf(`function(){order.push(%q)}`, id)
			plugins = append(plugins, bootPlugin{id: id, modules: []bootModule{{id: id + "/plugin", deps: "[]", body: body}}, delay: time.Duration(6-i) * 30 * time.Millisecond})
			want = append(want, id)
		}
		plugins = append(plugins, bootPlugin{id: "Last", modules: []bootModule{{id: "last/plugin", deps: "[]", body: ran("last")}}})
		site := newBootSite(t, format, plugins, RuntimeConfig{Timeout: 60})
		got := site.visit(t, browser, "/site/")
		if order := fmt.Sprintf(`"order":["%s"]`, strings.Join(append(want, "last", "app"), `","`)); !strings.Contains(string(got.Value), order) {
			t.Errorf("got %s, want %s", got.Value, order)
		}
		if len(got.Errors)+len(got.Console) > 0 {
			t.Errorf("the page complains: %q %q", got.Errors, got.Console)
		}
	})
}

// A bootFault breaks a site beyond a single plugin, and says what the console
// then reads. The page goes on: strata.ready resolves.
type bootFault struct {
	name, file, text, console string
}

var bootFaults = []bootFault{
	{"index_missing", "/site/js/strata/details.js", "!404", "strata: the plugin index could not be loaded: "},
	{"index_syntax", "/site/js/strata/details.js", "define(", "strata: the plugin index could not be loaded: "},
	{"index_throws", "/site/js/strata/details.js", `define("strata/details",[],function(){throw new Error("x")})`, "strata: the plugin index could not be loaded: x"},
	{"index_empty", "/site/js/strata/details.js", `define("strata/details",[],function(){return {}})`, "holds no list of plugins"},
	{"index_no_list", "/site/js/strata/details.js", `define("strata/details",[],function(){return {plugins:{length:1}}})`, "holds no list of plugins"},
	{"index_other", "/site/js/strata/details.js", `define("strata/other",[],function(){return {plugins:[]}})`, "strata: the plugin index could not be loaded: "},
	{"index_nothing", "/site/js/strata/details.js", "", "strata: the plugin index could not be loaded: "},
	{"index_never", "/site/js/strata/details.js", "!hang", "strata: the plugin index could not be loaded: it did not finish within 2.2"},
	{"app_missing", "/site/js/app/layer.js", "!404", `strata: the application "app" did not start: `},
	{"loader_missing", "", "", "has to be on the page before this script"},
}

func testBootFaults(t *testing.T, browser context.Context) {
	plugins := []bootPlugin{{id: "Last", modules: []bootModule{{id: "last/plugin", deps: "[]", body: ran("last")}}}}
	eachFormat(t, func(t *testing.T, format Format) {
		for _, fault := range bootFaults {
			if fault.file == "" && format == FormatStrata {
				continue // it brings its loader
			}
			t.Run(fault.name, func(t *testing.T) {
				site := newBootSite(t, format, plugins, RuntimeConfig{Timeout: 3})
				breakSite(site, format, fault)
				got := site.visit(t, browser, "/site/")
				if !slices.ContainsFunc(got.Console, func(line string) bool { return strings.Contains(line, fault.console) }) {
					t.Errorf("the console says %q, want %q", got.Console, fault.console)
				}
				if slices.ContainsFunc(got.Errors, func(e string) bool { return strings.HasPrefix(e, "unhandled") }) {
					t.Errorf("the page threw %q", got.Errors)
				}
			})
		}
	})
}

// breakSite makes the page report once the console has a line of Strata's and
// strata.ready has resolved.
func breakSite(site *webSite, format Format, fault bootFault) {
	const wait = `<script>strata.ready.then(function look() {
  if (page.console.some(function (line) { return line.includes(` + "`%s`" + `); })) report(); else setTimeout(look, 20);
});</script>`
	site.files["/site/"] += fmt.Sprintf(wait, fault.console)
	if fault.file == "" {
		site.files["/site/"] = strings.Replace(site.files["/site/"], loaderScripts[format], "", 1)
		return
	}
	site.files[fault.file] = fault.text
}

// testBootFile opens the site from disk, where the browser refuses integrity
// checks and fetch.
func testBootFile(t *testing.T, browser context.Context) {
	last := []bootModule{
		{id: "last/plugin", deps: `["text!./a.html"]`, body: `function(html){order.push("last");return html}`},
		{id: "last/a.html", body: "<p>from disk", text: true},
	}
	site := newBootSite(t, FormatStrata, []bootPlugin{{id: "Last", modules: last}}, RuntimeConfig{Timeout: 60})
	dir := t.TempDir()
	for name, text := range site.files {
		if strings.HasSuffix(name, "/") {
			name += "index.html"
			text = fmt.Sprintf("<!doctype html><script>window.reportTo = %q;</script>%s", site.URL+"/report", text)
		}
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got := site.visit(t, browser, "file://"+filepath.ToSlash(dir)+"/site/index.html")
	if want := `"app":"<p>from disk"`; !strings.Contains(string(got.Value), want) {
		t.Errorf("got %s, want %s", got.Value, want)
	}
	if len(got.Errors)+len(got.Console) > 0 {
		t.Errorf("the page complains: %q %q", got.Errors, got.Console)
	}
}
