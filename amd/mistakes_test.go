package amd

import (
	"context"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"strata/internal/diag"
)

// TestOddFiles asks for what is there and is no file.
func TestOddFiles(t *testing.T) {
	src := fstest.MapFS{
		"blog/main.js":       {Data: []byte("define(['./folder', './pipe', './link', 'text!./a.html'], function () {});")},
		"blog/folder.js/a":   {},
		"blog/pipe.js":       {Mode: fs.ModeNamedPipe},
		"blog/link.js":       {Mode: fs.ModeSymlink},
		"blog/a.html/a.html": {},
	}
	var ds diag.List
	Compile(context.Background(), src, Options{Format: FormatStrata, Packages: []Package{{Name: "blog", Location: "blog"}}}, &ds)
	said := printed(ds)
	for _, want := range []string{
		"blog/main.js:1:9: error: module \"./folder\" cannot be read: blog/folder.js is a folder\n",
		"blog/main.js:1:21: error: module \"./pipe\" cannot be read: blog/pipe.js is a named pipe\n",
		"blog/main.js:1:31: error: module \"./link\" cannot be read: blog/link.js is a symbolic link\n",
		"blog/main.js:1:41: error: module \"text!./a.html\" cannot be read: blog/a.html is a folder\n",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("missing %q in\n%s", want, said)
		}
	}
}

// TestMistakesBehindMistakes has a file that cannot be used: what it depends on
// is looked at all the same. A layer's place is that of its include.
func TestMistakesBehindMistakes(t *testing.T) {
	_, ds := compileOne(t, "-- blog/main.js --\ndefine(['./lost'], 1);\ndefine(['./broken'], 2);\n-- blog/broken.js --\ndefine({;\n", func(o *Options) {
		o.ConfigFile = "strata.yaml"
		o.Layers = map[string]LayerSpec{"extra": {Include: []string{"nothing"}, Line: 7, Column: 3}}
	})
	said := printed(ds)
	for _, want := range []string{"blog/main.js:1:9: error: module \"./lost\"", "blog/main.js:2:1: error: second anonymous define", "blog/broken.js:1:9: error: ", "strata.yaml:7:3: error: layer extra includes \"nothing\""} {
		if !strings.Contains(said, want) {
			t.Errorf("missing %q in\n%s", want, said)
		}
	}
}

func printed(ds diag.List) string {
	var b strings.Builder
	ds.Sorted().Print(&b, diag.Notice)
	return b.String()
}
