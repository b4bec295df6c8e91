package plugin

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"strata/internal/diag"
)

// registrationFile is a Plugin.php as large as those of real plugins are on
// average, 5 kB, with most kinds of registrations.
func registrationFile(i int) string {
	var b strings.Builder
	require := ""
	if i > 0 {
		require = fmt.Sprintf("'Acme.P%03d'", i/2)
	}
	fmt.Fprintf(&b, `<?php namespace Acme\P%03d;

use Backend;
use System\Classes\PluginBase;
use System\Classes\SettingsManager;

/** A plugin of many. */
class Plugin extends PluginBase
{
    public $require = [%s];

    public function pluginDetails()
    {
        return ['name' => 'acme.p::lang.plugin.name', 'description' => 'acme.p::lang.plugin.description', 'author' => 'Acme', 'icon' => 'icon-leaf'];
    }
`, i, require)
	entries := func(method, format string, n int) {
		fmt.Fprintf(&b, "\n    public function %s()\n    {\n        return [\n", method)
		for k := range n {
			fmt.Fprintf(&b, format, i, k)
		}
		b.WriteString("        ];\n    }\n")
	}
	entries("registerPermissions", "            'acme.p%03d.access_%d' => [\n                'label' => 'acme.p::lang.permission.label',\n                'tab' => 'acme.p::lang.tab',\n            ],\n", 6)
	entries("registerNavigation", "            'p%03dm%d' => [\n                'label' => 'acme.p::lang.menu',\n                'url' => Backend::url('acme/p/items'),\n                'icon' => 'icon-list',\n                'order' => 300,\n"+
		"                'sideMenu' => ['one' => ['label' => trans('acme.p::lang.one'), 'url' => Backend::url('acme/p/one'), 'icon' => 'icon-plus']],\n            ],\n", 3)
	entries("registerSettings", "            'p%03ds%d' => [\n                'label' => 'acme.p::lang.settings',\n                'category' => SettingsManager::CATEGORY_SYSTEM,\n                'class' => \\Acme\\P\\Models\\Settings::class,\n            ],\n", 2)
	b.WriteString("\n    public function boot()\n    {\n")
	for k := range 20 {
		fmt.Fprintf(&b, "        Event::listen('backend.page.%d', function ($controller) { $controller->addJs('/plugins/acme/p/assets/a.js'); });\n", k)
	}
	b.WriteString("    }\n}\n")
	return b.String()
}

// BenchmarkDiscover reads 100 plugins with registration files, with nothing kept
// from before, and gathers what they contribute.
func BenchmarkDiscover(b *testing.B) {
	src, bytes := fstest.MapFS{}, 0
	for i := range 100 {
		php := registrationFile(i)
		bytes += len(php)
		src[fmt.Sprintf("plugins/acme/p%03d/Plugin.php", i)] = &fstest.MapFile{Data: []byte(php)}
	}
	b.SetBytes(int64(bytes))
	b.ReportAllocs()
	for b.Loop() {
		var ds diag.List
		set := Resolve(Discover(src, []Root{{Path: "plugins"}}, &ds), ResolveOptions{}, &ds)
		all := Gather(set, &ds)
		if len(all.Navigation) != 300 || ds.Count(diag.Notice) != len(ds) {
			b.Fatal(len(all.Navigation), ds.Sorted()[0])
		}
	}
}

// BenchmarkResolve orders plugins of which each requires three others.
func BenchmarkResolve(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			found := make([]Plugin, n)
			for i := range found {
				found[i].ID = fmt.Sprintf("Acme.P%06d", (i*7919)%n)
				for _, step := range []int{1, 17, 301} {
					if on := (i*7919)%n + step; on < n {
						found[i].Require = append(found[i].Require, Reference{ID: fmt.Sprintf("acme.p%06d", on)})
					}
				}
			}
			b.ReportAllocs()
			for b.Loop() {
				var ds diag.List
				if set := Resolve(found, ResolveOptions{}, &ds); len(set.Active) != n || len(ds) > 0 {
					b.Fatal(len(set.Active), ds)
				}
			}
		})
	}
}
