package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

var fence = regexp.MustCompile("(?ms)^```(\\w+)\n(.*?)^```$")

// TestDocsExamples looks for the examples of these pages in the sessions: each
// is part of a file that one of them builds, or of what it expects.
func TestDocsExamples(t *testing.T) {
	scripts, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var tested []string
	for _, name := range scripts {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.Files {
			tested = append(tested, string(f.Data))
		}
	}
	all := strings.Join(tested, "\x00")
	for _, page := range []string{"docs/resolution.md", "docs/moving.md", "docs/layers.md"} {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		examples := fence.FindAllStringSubmatch(string(text), -1)
		if len(examples) < 5 {
			t.Errorf("%s has %d examples", page, len(examples))
		}
		for _, e := range examples {
			if !strings.Contains(all, e[2]) {
				t.Errorf("%s: no session has the example\n%s", page, e[2])
			}
		}
	}
}
