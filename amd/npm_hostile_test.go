package amd

import (
	"context"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"strata/internal/diag"
)

// TestHostilePackages imports "a" from packages that no npm made. Each is
// answered soon, with what is wrong.
func TestHostilePackages(t *testing.T) {
	many := func(s string) string { return "[" + strings.Repeat(s+",", 9) + s + "]" }
	for name, c := range map[string]struct{ pkg, want string }{
		"exports itself":           {`{"name": "a", "exports": "a"}`, "leads in a circle"},
		"exports itself ten times": {`{"name": "a", "exports": {".": ` + many(`"a"`) + `}}`, "does not export"},
		"lists of lists":           {`{"name": "a", "exports": ` + strings.Repeat("[", 3000) + strings.Repeat("]", 3000) + `}`, "does not export"},
		"main is the folder":       {`{"name": "a", "main": "./"}`, "no file node_modules/a/index.js"},
		"larger than a file":       {`{"name": "` + strings.Repeat("a", maxFile) + `"}`, "node_modules/a/package.json cannot be read: larger than 10 MiB"},
		"not JSON":                 {`name: a`, "node_modules/a/package.json is not what npm writes"},
	} {
		src := fstest.MapFS{"p/main.ts": {Data: []byte(`import "a";`)}, "node_modules/a/package.json": {Data: []byte(c.pkg)}}
		said := make(chan string, 1)
		go func() {
			var ds diag.List
			Compile(context.Background(), src, Options{Format: FormatStrata, Packages: []Package{{Name: "p", Location: "p", Output: "p"}}}, &ds)
			said <- printed(ds)
		}()
		select {
		case got := <-said:
			if !strings.Contains(got, "p/main.ts:1:8: error: \"a\" cannot be imported") || !strings.Contains(got, c.want) {
				t.Errorf("%s: got %s", name, got)
			}
		case <-time.After(time.Minute):
			t.Fatalf("%s: not done after a minute", name)
		}
	}
}

// TestLinkedNowhere imports a package that a broken link stands for.
func TestLinkedNowhere(t *testing.T) {
	src := fstest.MapFS{"p/main.ts": {Data: []byte(`import "a";`)}, "node_modules/a": {Data: []byte("../../a"), Mode: 0o777 | fs.ModeSymlink}}
	var ds diag.List
	Compile(context.Background(), src, Options{Format: FormatStrata, Packages: []Package{{Name: "p", Location: "p", Output: "p"}}}, &ds)
	if got := printed(ds); !strings.Contains(got, "node_modules has a link of that name, which leads nowhere or out of the site") {
		t.Errorf("got %s", got)
	}
}
