package builder

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"testing"
	"testing/fstest"

	"strata/internal/diag"
	"strata/site"
)

// TestOverlayAgain edits files of an overlay and of what lies under it, and wants a
// build that goes on from the one before to agree with a clean one.
func TestOverlayAgain(t *testing.T) {
	src := fstest.MapFS{}
	cache := &Cache{}
	const trash, custom = "plugins/Trash/", "custom/Trash/"
	for i, edit := range []map[string]string{
		{
			"strata.yaml":                        "plugins: [{path: plugins}, {path: custom, overlay: true}]",
			trash + "Trash.plugin.class.php":     `<?php class Trash { function getClientModuleId() { return "trash"; } }`,
			trash + "client/main.js":             "define(['./list'], 1)",
			trash + "client/list.js":             "define('list')",
			trash + "lang/en/lang.yaml":          "title: Trash",
			custom + "lang/en/lang.yaml":         "title: Bin",
			"layouts/page.html":                  `{{ trans "trash::lang.title" }} {{ config "trash::size" }}`,
			"content/a.md":                       "A",
			trash + "localization/texts_en.json": `{"locale": "en", "texts": {}}`,
		},
		{trash + "plugin.yaml": "config: {size: 1}"},
		{trash + "plugin.yaml": "config: {size: 2}\naliases: Bin.Old", "layouts/page.html": `{{ trans "bin.old::lang.title" }} {{ config "bin.old::size" }}`},
		{trash + "plugin.yaml": "config: {size: 2}\naliases: Bin.Older"},
		{trash + "plugin.yaml": "config: {size: 2}\naliases: Bin.Old"},
		{"config/trash/config.yaml": "size: 3"},
		{custom + "config/config.json": `{"size": 4}`, "config/trash/config.yaml": ""},
		{"lang/en/trash/lang.yaml": "title: Ours"},
		{"strata.yaml": "plugins: [{path: plugins}, {path: custom, overlay: true}]\nresourceMap: {trash/list: our.js}", "our.js": "define('ours')"},
		{"our.js": "define('still ours')"},
		{"strata.yaml": "plugins: [{path: plugins}, {path: custom, overlay: true}]\nresourceMap: {trash/list: trash/both}", trash + "client/both.js": "define('both')", trash + "client/main.js": "define(['./list', './both'], 1)"},
		{trash + "client/both.js": "define('still both')"}, // which is two modules
		{"strata.yaml": "plugins: [{path: plugins}, {path: custom, overlay: true}]\nresourceMap: {trash/localization/texts_en.json: false}"},
		{"strata.yaml": "plugins: [{path: plugins}, {path: custom, overlay: true}]\nmergeTexts: true"},
		{custom + "client/list.js": "define('other list')"},
		{custom + "client/list.js": "define('third list')"},
		{trash + "client/list.js": "define('hidden list')"},
		{custom + "client/more.js": "define('more')", custom + "lang/en/lang.yaml": "title: Basket"},
		{custom + "client/list.js": ""},
		{trash + "client/list.js": "define('list again')"},
		{custom + "Trash.plugin.class.php": `<?php class Trash { function getClientModuleId() { return "trash"; } }`, custom + "client/main.js": "define('whole')"},
		{custom + "client/main.js": "define('whole again')"},
		{custom + "Trash.plugin.class.php": ""},
	} {
		changed := apply(src, edit)
		if i == 0 {
			changed = nil
		}
		again, said := Build(context.Background(), src, Options{Cache: cache, Changed: changed})
		clean, want := Build(context.Background(), src, Options{})
		if got, want := fmt.Sprint(said), fmt.Sprint(want); got != want {
			t.Fatalf("edit %d: it says\n%s\nand a clean build\n%s", i, got, want)
		}
		if clean == nil {
			t.Fatalf("edit %d does not build: %v", i, want)
		}
		agrees(t, i, again, clean)
	}
}

// TestOverlayFS holds the tree to what a file system has to be.
func TestOverlayFS(t *testing.T) {
	src := fstest.MapFS{
		"strata.yaml":       {Data: []byte("plugins: [{path: plugins}, {path: custom, overlay: true}]")},
		"plugins/a/a.js":    {Data: []byte("define(['./b/c', './n/new'], 1)")},
		"plugins/a/b/c.js":  {Data: []byte("define(2)")},
		"custom/a/b/c.js":   {Data: []byte("define(3)")},
		"custom/a/n/new.js": {Data: []byte("define(4)")},
	}
	var seen Reads
	if _, ds := Build(context.Background(), src, Options{Reads: func(r Reads) { seen = r }}); len(ds) > 0 {
		for _, d := range ds {
			if d.File != "custom/a/b/c.js" && d.File != "plugins" {
				t.Errorf("%s: %s", d.File, d.Text)
			}
		}
	}
	if _, ok := seen["custom/a/b/c.js"]; !ok {
		t.Errorf("nobody watches the overlay: %v", slices.Sorted(maps.Keys(seen)))
	}
	b := build{src: src, out: map[string]bool{}}
	var ds diag.List
	_ = b.plugins(site.Load(src, site.LoadOptions{}, &ds), &ds)
	var names []string
	_ = fs.WalkDir(b.tree, ".", func(name string, d fs.DirEntry, err error) error {
		info, statErr := fs.Stat(b.tree, name)
		if err != nil || statErr != nil || info.IsDir() != d.IsDir() {
			t.Error(name, err, statErr)
		}
		names = append(names, name)
		return nil
	})
	if got := fmt.Sprint(names); got != "[. custom plugins plugins/a plugins/a/a.js plugins/a/b plugins/a/b/c.js plugins/a/n plugins/a/n/new.js strata.yaml]" {
		t.Errorf("the tree is %s", got)
	}
	if data, err := fs.ReadFile(b.tree, "plugins/a/b/c.js"); string(data) != "define(3)" || err != nil {
		t.Errorf("%q %v", data, err)
	}
}
