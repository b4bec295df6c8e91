package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"strata/builder"
	"strata/internal/browsertest"
)

// overriddenSite overrides modules in every way there is: a plugin replaces
// another one, the map leads from one module to another, for all modules or for
// those of a plugin, and a path leads elsewhere than its package.
const overriddenSite = `
-- strata.yaml --
title: Overrides
start: app
packages:
  - {name: app}
  - {name: core}
map:
  "*": {core/dialog: people/dialog, core/late: people/late}
  people: {core/dialog: core/dialog, core/late: core/late}
  people/list: {core/dialog: acme/new/part}
paths:
  core/theme: themes/dark
-- app/main.js --
define(['core/dialog', 'core/theme', 'acme/old', 'acme/old/part', 'acme/gone', 'people/list', 'core', 'text!acme/old/view.html', 'require'], function (dialog, theme, old, part, gone, list, core, view, require) {
  var now = [dialog, theme, old, part, gone, list, core, view].join('; ');
  return {
    checksum: now,
    start: function () {
      require(['core/late', 'acme/old/late', './later'], function (late, part, later) {
        window.result = { done: true, now: now, late: [late, part, later].join('; ') };
      });
    }
  };
});
-- app/later.js --
define(['core/dialog', 'core/late', 'acme/old/part', './deep'], function (dialog, late, part, deep) { return 'later: ' + [dialog, late, part, deep].join(', '); });
-- app/deep.js --
define(['text!./deep.html', './later'], function (text) { return text; });
-- app/deep.html --
deep
-- core/main.js --
define(['./theme', './dialog'], function (theme, dialog) { return 'core(' + theme + ', ' + dialog + ')'; });
-- core/theme.js --
define([], function () { return 'HIDDEN theme'; });
-- core/dialog.js --
define([], function () { return 'original'; });
-- core/late.js --
define([], function () { return 'late original'; });
-- themes/dark.js --
define([], function () { return 'dark'; });
-- plugins/people/people.js --
define(['./dialog', './list'], function () {});
-- plugins/people/dialog.js --
define(['core/dialog'], function (core) { return 'people over ' + core; });
-- plugins/people/late.js --
define(['core/late'], function (core) { return 'late people over ' + core; });
-- plugins/people/list.js --
define(['core/dialog'], function (dialog) { return 'list of ' + dialog; });
-- plugins/acme/old/plugin.yaml --
plugin: {id: Acme.Old, name: Old, description: Was, author: Acme}
-- plugins/acme/old/assets/js/main.js --
define([], function () { return 'HIDDEN old'; });
-- plugins/acme/old/assets/js/part.js --
define([], function () { return 'HIDDEN part'; });
-- plugins/acme/old/assets/js/late.js --
define([], function () { return 'HIDDEN late'; });
-- plugins/acme/old/assets/js/view.html --
HIDDEN view
-- plugins/acme/new/plugin.yaml --
plugin:
  id: Acme.New
  name: New
  description: Is
  author: Acme
  replaces: {Acme.Old: "*", Acme.Gone: "*"}
-- plugins/acme/new/assets/js/main.js --
define(['./part'], function (part) { return 'new'; });
-- plugins/acme/new/assets/js/part.js --
define([], function () { return 'new part'; });
-- plugins/acme/new/assets/js/late.js --
define(['./part'], function (part) { return 'new late'; });
-- plugins/acme/new/assets/js/view.html --
new view`

// What is right: no HIDDEN module is ever seen.
const (
	overriddenNow  = "people over original; dark; new; new part; new; list of new part; core(dark, people over original); new view"
	overriddenLate = "late people over late original; new late; later: people over original, late people over late original, new part, deep\n"
)

// layerings are the ways to divide modules among layers.
var layerings = []struct{ name, config string }{
	{"plugins", ""},
	{"include", "layers: {all: {include: [app, core/dialog, core/theme, acme/old, acme/old/part, people/list, core/late]}}\n"},
	{"exclude", "layers: {most: {include: [app, core], exclude: [core/dialog, acme/old], excludeShallow: [core/theme, people/list], create: true}}\n"},
	{"combined", "layering: combined\n"},
	{"combined lazy", "layering: combined\nlazy: true\n"},
	{"shared", "shared: [{min: 1}]\n"},
	{"lazy", "lazy: true\n"},
	{"lazy shared", "lazy: true\nshared: true\n"},
}

// writeOverridden writes the site, divided in a way, for a loader.
func writeOverridden(t *testing.T, loader, config string) (dir string, out *builder.Output) {
	t.Helper()
	needNPM(t)
	dir = t.TempDir()
	for _, f := range txtar.Parse([]byte(overriddenSite)).Files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		text := string(f.Data)
		if f.Name == "strata.yaml" {
			text += config + "loader: " + loader + "\n"
			if script := loaderScripts[loader]; script != "" {
				text += "loaderScript: loader.js\n"
				code, err := os.ReadFile(filepath.Join("testdata/npm", script))
				if err != nil {
					t.Fatal(err)
				}
				write(t, filepath.Join(dir, "loader.js"), string(code))
			}
		}
		write(t, name, strings.TrimSuffix(text, "\n")+strings.Repeat("\n", strings.Count(f.Name, "deep.html")+strings.Count(f.Name, "strata.yaml")))
	}
	return dir, buildSite(t, dir, true)
}

// TestOverrides loads the site in Chromium: however its modules are divided, what
// overrides another one is what its dependents get, and nothing is loaded that is
// no layer.
func TestOverrides(t *testing.T) {
	browser := newBrowser(t)
	for _, loader := range []string{"strata", "requirejs", "dojo"} {
		for _, l := range layerings {
			t.Run(loader+" "+l.name, func(t *testing.T) {
				dir, out := writeOverridden(t, loader, l.config)
				server := newWebServer(t, filepath.Join(dir, "public"))
				var got struct{ Now, Late string }
				openFor(t, browser, server.URL+"/", &got)
				if got.Now != overriddenNow || got.Late != overriddenLate {
					t.Errorf("got  %q, %q\nwant %q, %q", got.Now, got.Late, overriddenNow, overriddenLate)
				}
				known := map[string]bool{}
				for _, l := range out.Report.Layers {
					known["/"+l.Path] = true
				}
				for _, script := range server.scripts() {
					if strings.HasPrefix(script, "/js/") && !known[script] && !strings.HasPrefix(script, "/js/strata/") {
						t.Errorf("%s is loaded, which is no layer", script)
					}
				}
			})
		}
	}
}

// openFor is open for pages that leave what they have to say in window.result, or
// never get that far.
func openFor(t *testing.T, browser context.Context, url string, into any) {
	t.Helper()
	open(t, browser, url, "window.result || window.strata && performance.now() > 10000", "window.result || {now: document.documentElement.outerHTML.slice(0, 200)}", into)
}

// TestOverridesUnderNode loads what the site needs at once in RequireJS under Node.
func TestOverridesUnderNode(t *testing.T) {
	_, err := exec.LookPath("node")
	browsertest.Need(t, "node", err)
	for _, l := range layerings {
		t.Run(l.name, func(t *testing.T) {
			dir, _ := writeOverridden(t, "requirejs", l.config)
			ids := filepath.Join(dir, "ids.json")
			write(t, ids, `["app"]`)
			var got map[string]string
			text := runNode(t, "load.cjs", filepath.Join(dir, "public"), ids)
			if err := json.Unmarshal(text, &got); err != nil || got["app"] != overriddenNow {
				t.Errorf("%v: got %s, want %s", err, text, overriddenNow)
			}
		})
	}
}

// TestDivision tells what is in which layer of the site.
func TestDivision(t *testing.T) {
	for _, c := range []struct{ config, want string }{
		{"", "app: app/deep app/later app/main text!app/deep.html\ncore: core/dialog core/late core/main core/theme\n" +
			"acme/new: acme/new/late acme/new/main acme/new/part text!acme/new/view.html\npeople: people/dialog people/late people/list people/people\n"},
		{"lazy: true\n", "app: app/main\napp_lazy: app/deep app/later text!app/deep.html\ncore: core/dialog core/main core/theme\ncore_lazy: core/late\n" +
			"acme/new: acme/new/main acme/new/part text!acme/new/view.html\nacme/new_lazy: acme/new/late\npeople: people/dialog people/list people/people\npeople_lazy: people/late\n"},
		{"layering: combined\nlazy: true\n", "combined: acme/new/main acme/new/part app/main core/dialog core/main core/theme people/dialog people/list people/people text!acme/new/view.html\n" +
			"app_lazy: app/deep app/later text!app/deep.html\ncore_lazy: core/late\nacme/new_lazy: acme/new/late\npeople_lazy: people/late\n"},
		{"shared: true\n", "app: app/deep app/later app/main text!app/deep.html\ncore: core/late core/main core/theme\n" +
			"acme/new: acme/new/late acme/new/main text!acme/new/view.html\npeople: people/late people/list people/people\nshared: acme/new/part core/dialog people/dialog\n"},
	} {
		_, out := writeOverridden(t, "strata", c.config)
		var b strings.Builder
		for _, l := range out.Report.Layers {
			fmt.Fprintf(&b, "%s: %s\n", l.Name, strings.Join(slices.Sorted(slices.Values(l.Modules)), " "))
		}
		if b.String() != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", c.config, b.String(), c.want)
		}
	}
}
