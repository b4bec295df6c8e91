package builder

import (
	"slices"
	"testing"
	"testing/fstest"
)

// A file that is new in a folder of a plugin changes what the build looked at.
func TestPluginFoldersAreWatched(t *testing.T) {
	src := fstest.MapFS{
		"plugins/a/a.js":            {Data: []byte("define({});")},
		"plugins/a/content/x/p.md":  {Data: []byte("# P")},
		"plugins/a/static/s.txt":    {Data: []byte("s")},
		"plugins/a/layouts/l.html":  {Data: []byte("l")},
		"plugins/b/b.js":            {Data: []byte("define({});")},
		"plugins/off/off.js":        {Data: []byte("define({});")},
		"plugins/off/content/no.md": {Data: []byte("# No")},
		"strata.yaml":               {Data: []byte("disable: [off]")},
	}
	var reads Reads
	out, ds := Build(t.Context(), src, Options{Reads: func(r Reads) { reads = r }})
	if out == nil {
		t.Fatal(ds)
	}
	for _, name := range []string{"plugins/a/content/x/new.md", "plugins/a/static/new.txt", "plugins/a/layouts/partials/new.html", "plugins/b/content/new.md"} {
		src[name] = &fstest.MapFile{Data: []byte("new")}
		if !slices.ContainsFunc(above(name), func(dir string) bool { return reads.Changed(src, dir) }) {
			t.Errorf("nobody looks at %s", name)
		}
		delete(src, name)
	}
	if reads.Has("plugins/off/content/no.md") {
		t.Error("the pages of a plugin that is not active were looked at")
	}
}

// above returns the folders around a file.
func above(name string) []string {
	var out []string
	for i, c := range name {
		if c == '/' {
			out = append(out, name[:i])
		}
	}
	return out
}
