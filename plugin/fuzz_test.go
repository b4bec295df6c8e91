package plugin

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"strata/internal/diag"
)

// fuzzSite reads a site twice and wants the same both times, every diagnostic
// about a place that exists and with all its words, and menus that can be shown.
func fuzzSite(t *testing.T, files map[string]string) {
	src := fstest.MapFS{}
	for name, text := range files {
		src["plugins/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	first, second := readSite(src), readSite(src)
	if first.shown != second.shown {
		t.Errorf("once\n%s\nand once\n%s", first.shown, second.shown)
	}
	for _, d := range first.said {
		checkFuzzed(t, src, d)
	}
}

type siteRead struct {
	shown string
	said  diag.List
}

func readSite(src fs.FS) siteRead {
	var ds diag.List
	set := Resolve(Discover(src, []Root{{Path: "plugins"}}, &ds), ResolveOptions{}, &ds)
	all := Gather(set, &ds)
	nobody := newRights(map[string]int{"a.*": 1}).any
	shown := show(set, ds) + showMenu(all.Menu(nil)) + showMenu(all.Menu(nobody)) + showMenu(all.QuickMenu(nobody)) + showSettings(all.SettingsIn("system", nobody))
	for _, p := range append(set.Active, Plugin{}) {
		shown += fmt.Sprint(p.Permissions, p.Releases, all.Granted("developer"))
	}
	return siteRead{shown, ds}
}

func checkFuzzed(t *testing.T, src fs.FS, d diag.Diagnostic) {
	t.Helper()
	if d.Text == "" || d.Hint == "" || d.File == "" || strings.Contains(d.Text, "%!") || strings.Contains(d.Hint, "%!") {
		t.Errorf("%#v", d)
	}
	text, err := fs.ReadFile(src, d.File)
	if err != nil || d.Line == 0 {
		return
	}
	starts := newLineIndex(d.File, text).starts
	if d.Line > len(starts)+1 {
		t.Errorf("%d lines: %s", len(starts), d)
		return
	}
	end := len(text)
	if d.Line < len(starts) {
		end = starts[d.Line]
	}
	if d.Line <= len(starts) && d.Column > utf8.RuneCount(text[starts[d.Line-1]:end])+1 {
		t.Errorf("%q has no column %d", text[starts[d.Line-1]:end], d.Column)
	}
}

// FuzzPHP reads an expression in every place that Plugin.php has for one, and a
// whole file.
func FuzzPHP(f *testing.F) {
	for _, expr := range []string{
		`['a.x' => ['label' => trans('a.b::lang.c'), 'url' => Backend::url('a/b') . '/c', 'counter' => fn() => 1, 'order' => -1.5e3, 'permissions' => ['a.*', '*b']]]`,
		`['a' => ['url' => Url::to(self::A), 'sideMenu' => ['b' => ['label' => "\x41\u{263a}", 'counter' => false, 'badge' => 5]], 'iconSvg' => '../x']]`,
		`['a' => ['class' => Models\Settings::class, 'category' => SettingsManager::CATEGORY_CMS, 'context' => ['x'], 'roles' => [UserRole::CODE_PUBLISHER]]]`,
		"[...self::B, <<<X\n  a\n  X => __CLASS__, 0x1F => [$this, 'm'], null => -self::C]",
	} {
		f.Add(expr, "plugin: {id: A.B}\nnavigation: {a: {counter: a/b#c}}")
	}
	f.Fuzz(func(t *testing.T, expr, manifest string) {
		php := `<?php namespace A\B; use Backend; use Url; use System\Classes\SettingsManager; use Backend\Models\UserRole;
class Plugin { const A = 'a', B = [self::A], C = self::C; public $require = ` + expr + `; function pluginDetails() { return ` + expr + `; }`
		for _, f := range features {
			if f.method != "" {
				php += "\nfunction " + f.method + "() { return " + expr + "; }"
			}
		}
		fuzzSite(t, map[string]string{"a/b/Plugin.php": php + "}", "a/b/plugin.yaml": manifest, "a/c/Plugin.php": expr})
		var ds diag.List
		if c, ok := parseClass("Plugin.php", "Plugin", []byte(php+"}"), &ds); ok {
			if _, err := json.Marshal(c.method("pluginDetails").data()); err != nil {
				t.Error(err)
			}
		}
	})
}

// FuzzManifest reads plugin.yaml alone, and beside a plugin of each layout.
func FuzzManifest(f *testing.F) {
	f.Add("plugin: {id: A.B, replaces: {A.C: '<1'}}\nrequire: [A.C]\nclient: {dir: assets/js}")
	f.Add("navigation:\n  a: &a {owner: A.C, label: l, url: u, icon: i, order: -1, counter: false, sideMenu: {b: *a}}\n  b: {<<: *a}\nquickActions: {a: *a}")
	f.Add("permissions: {a.b: {tab: t, roles: [x], order: 1e99}}\nsettings: {a: {url: javascript:x, permissions: ['*'], keywords: [1, 2]}}")
	f.Fuzz(func(t *testing.T, manifest string) {
		fuzzSite(t, map[string]string{"a/b/plugin.yaml": manifest, "a/c/plugin.yaml": "plugin: {id: A.C}\nnavigation: {a: {label: l, url: u, icon: i, sideMenu: {b: {label: l, url: u}}}}",
			"k/k" + classSuffix: "<?php", "k/plugin.yaml": manifest, "f/f.js": "", "f/plugin.yaml": manifest})
	})
}

// FuzzVersions reads updates/version.yaml.
func FuzzVersions(f *testing.F) {
	f.Add("1.0.1: !!! a\nv1.2: [b, c.php]\n1.0.*: {d: e}\njunk: ~\n")
	f.Add("\"1.0\": \"a: b\"\n1.10.0:\n  - !!!\n  - ../x.php\n")
	f.Fuzz(func(t *testing.T, versions string) {
		fuzzSite(t, map[string]string{"a/b/plugin.yaml": "plugin: {id: A.B}", "a/b/updates/version.yaml": versions, "a/b/updates/c.php": ""})
	})
}
