package plugin

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"strata/internal/diag"
)

func TestFiles(t *testing.T) {
	src := fstest.MapFS{
		"plugins/a/a.js":                    {Data: []byte("define({})")},
		"plugins/a/plugin.yaml":             {Data: []byte("content: {mount: /x/y/}")},
		"plugins/a/content/p.md":            {Data: []byte("# P")},
		"plugins/a/static":                  {Data: []byte("a file")},
		"plugins/b/b.js":                    {Data: []byte("define({})")},
		"plugins/b/layouts":                 {Data: []byte("/etc"), Mode: fs.ModeSymlink},
		"plugins/K/K.plugin.class.php":      {Data: []byte("<?php class K { function getClientModuleId() { return 'k'; } }")},
		"plugins/K/plugin.yaml":             {Data: []byte("client: {dir: static/js}")},
		"plugins/K/static/js/main.js":       {Data: []byte("define({})")},
		"plugins/K/layouts/partials/p.html": {Data: []byte("p")},
	}
	var ds diag.List
	set := Resolve(Discover(src, []Root{{Path: "plugins"}}, &ds), ResolveOptions{}, &ds)
	got := Gather(set, &ds).Files
	want := []Files{{Owner: "a", Content: "plugins/a/content", Mount: "x/y"}, {Owner: "K", Layouts: "plugins/K/layouts"}}
	if len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("got %+v", got)
	}
	if a, _ := set.Lookup("a"); strings.Join(a.Client.Exclude, " ") != "content/**" {
		t.Errorf("the client leaves out %q", a.Client.Exclude)
	}
	if ds.Count(diag.Error) != 1 || !strings.Contains(ds.Sorted()[0].String(), `plugins/b/layouts: error: "layouts" is a symbolic link inside a plugin`) {
		t.Error(ds)
	}
}
