package builder

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

const replaceSite = `
-- strata.yaml --
packages: [{name: core, location: core}]
start: core/main
-- core/main.js --
define(["held/held"], function (held) { return held; });
-- plugins/held/held.js --
define({});
-- plugins/base/base.js --
define(["./part"], function (part) { return part; });
-- plugins/base/part.js --
define({});
-- plugins/asks/asks.js --
define(["base/part"], function (part) { return part; });
-- plugins/late/late.js --
define([], function () { require(["asks/asks"]); });
-- plugins/needs/plugin.yaml --
require: [late]
-- plugins/needs/needs.js --
define({});
-- plugins/other/other.js --
define({});
-- static/a.txt --
one
`

// TestReplace edits a site, and wants to know what a page that is open has to do.
func TestReplace(t *testing.T) {
	dir := t.TempDir()
	for _, f := range txtar.Parse([]byte(replaceSite)).Files {
		put(t, filepath.Join(dir, f.Name), string(f.Data))
	}
	build := func() *Output {
		out, ds := Build(context.Background(), os.DirFS(dir), Options{LiveReload: "/live.js"})
		if out == nil {
			t.Fatal(ds)
		}
		return out
	}
	before := build()
	for _, c := range []struct{ what, file, text, plugins, why string }{
		{"nothing", "static/a.txt", "two", "", ""},
		{"a plugin alone", "plugins/other/other.js", "define({a: 1});", "other", ""},
		{"one that others ask for, and they are required", "plugins/base/part.js", "define({a: 1});", "asks base late needs", ""},
		{"one that the application depends on", "plugins/held/held.js", "define({a: 1});", "", "core/main, a module of the application, depends on held/held of plugin held"},
		{"the application", "core/main.js", "define({});", "", "application's own modules"},
		{"another plugin", "plugins/new/new.js", "define({});", "", "the plugins that there are"},
	} {
		put(t, filepath.Join(dir, c.file), c.text)
		now := build()
		plugins, why := now.Replace(before)
		var ids []string
		for _, e := range plugins {
			ids = append(ids, e.ID)
		}
		if got := strings.Join(ids, " "); got != c.plugins || !strings.Contains(why, c.why) || c.why == "" && why != "" {
			t.Errorf("%s: replaces %q, because %q; want %q and %q", c.what, got, why, c.plugins, c.why)
		}
		for _, f := range now.Files {
			if old, ok := before.File(f.Path); strings.HasPrefix(f.Path, "js/plugins/") && (!ok || string(old.Data) != string(f.Data)) && !now.IsPluginLayer(f.Path) {
				t.Errorf("%s: %s is no layer of a plugin", c.what, f.Path)
			}
		}
		before = now
	}
}
