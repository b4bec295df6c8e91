package builder

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"strata/internal/diag"
	"strata/site"
)

// BenchmarkPluginsAgain is the plugin stage of a build in which none of 100
// plugins with registration files of 5 kB has changed.
func BenchmarkPluginsAgain(b *testing.B) {
	src := fstest.MapFS{}
	for i := range 100 {
		methods := strings.Repeat("    // as long as real ones are, on average, with code that is not read\n", 60)
		src[fmt.Sprintf("plugins/acme/p%03d/Plugin.php", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, `<?php namespace Acme\P%03d;
class Plugin {
    public function pluginDetails() { return ['name' => 'n', 'description' => 'd', 'author' => 'a']; }
    public function registerPermissions() { return ['acme.p%[1]d' => ['tab' => 't']]; }
    public function registerNavigation() { return ['p' => ['label' => 'P', 'url' => Backend::url('p'), 'icon' => 'i', 'permissions' => ['acme.p%[1]d']]]; }
%s}
`, i, methods)}
	}
	cache := &Cache{}
	stage := func(changed []string) {
		opts := Options{Cache: cache, Changed: changed}
		run := build{src: newTracker(src, opts), opts: opts, out: map[string]bool{}}
		var ds diag.List
		if set := run.plugins(site.Defaults(), &ds); len(set.Active) != 100 || ds.HasErrors() {
			b.Fatal(len(set.Active), ds)
		}
	}
	stage(nil)
	for b.Loop() {
		stage([]string{"content/page.md"})
	}
}
