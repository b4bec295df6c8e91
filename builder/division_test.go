package builder

import (
	"context"
	"testing"
	"testing/fstest"

	"strata/internal/diag"
)

// TestDivisionCached moves modules from layer to layer by editing another one, in
// one process: what they were compiled to for their old layer is not taken.
func TestDivisionCached(t *testing.T) {
	for _, config := range []string{"loader: strata\n", "loader: dojo\n", "loader: requirejs\n", "loader: dojo\nshared: [{min: 1}]\n", "loader: dojo\nlayering: combined\n"} {
		src := fstest.MapFS{
			"strata.yaml":              {Data: []byte(config + "lazy: true\nloaderScript: /x.js\npackages: [{name: app}, {name: lib, layer: common}]\n")},
			"app/late.ts":              {Data: []byte("export const late = 1;")},
			"app/part.js":              {Data: []byte("'use strict';\nvar part = 1;\ndefine(['text!./a.html', 'lib/x'], part);")},
			"app/a.html":               {Data: []byte("<p>")},
			"lib/x.js":                 {Data: []byte("define('lib/x', [], {});")},
			"plugins/people/people.js": {Data: []byte("define(['require'], function (require) { require(['lib/x', 'app/part']); });")},
		}
		const atOnce, late = "define(['./part', './late'], function () {});", "define(['require'], function (require) { require(['./part', './late']); });"
		var cache Cache
		for i, text := range []string{atOnce, late, atOnce, "define({});", late} {
			src["app/main.js"] = &fstest.MapFile{Data: []byte(text)}
			opts := Options{Minify: true}
			fresh, _ := Build(context.Background(), src, opts)
			opts.Cache, opts.Changed = &cache, []string{"app/main.js"}
			if i == 0 {
				opts.Changed = nil
			}
			cached, ds := Build(context.Background(), src, opts)
			if fresh == nil || cached == nil || ds.Count(diag.Warning) > 0 {
				t.Fatalf("%s%s: %s", config, text, ds)
			}
			for k, f := range fresh.Files {
				if k >= len(cached.Files) || string(cached.Files[k].Data) != string(f.Data) {
					t.Errorf("%sin step %d, %s is another one with a cache", config, i, f.Path)
				}
			}
		}
	}
}
