package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestAPI builds each site of testdata/api for the three loaders, and with a file for
// each module, and opens it. The
// page leaves what it has to say in window.result, and want.json is what that has to
// be.
func TestAPI(t *testing.T) {
	names, err := filepath.Glob("testdata/api/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	browser := newBrowser(t)
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range []struct{ name, loader, config string }{
			{"strata", "strata", ""}, {"requirejs", "requirejs", ""}, {"dojo", "dojo", ""}, {"unbundled", "strata", "layering: modules\n"},
		} {
			t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar")+"/"+v.name, func(t *testing.T) {
				dir, want := writeAPISite(t, archive, v.loader, v.config)
				buildSite(t, dir, true)
				server := newWebServer(t, filepath.Join(dir, "public"))
				var got json.RawMessage
				openFor(t, browser, server.URL+"/", &got)
				if *update && v.name == "strata" {
					updateWant(t, name, archive, got)
				} else {
					compareJSON(t, got, want)
				}
			})
		}
	}
}

// writeAPISite writes the site for a loader. Its page records what the console says.
func writeAPISite(t *testing.T, archive *txtar.Archive, loader, config string) (dir string, want []byte) {
	t.Helper()
	dir = t.TempDir()
	files := map[string]string{"strata.yaml": "", "content/index.md": "---\napp: true\n---\n"}
	for _, f := range archive.Files {
		files[f.Name] = string(f.Data)
	}
	files["strata.yaml"] += config + "loader: " + loader + "\n"
	if script := loaderScripts[loader]; script != "" {
		needNPM(t)
		code, err := os.ReadFile(filepath.Join("testdata/npm", script))
		if err != nil {
			t.Fatal(err)
		}
		files["loader.js"] = string(code)
		files["strata.yaml"] += "loaderScript: loader.js\n"
	}
	for name, text := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		write(t, name, text)
	}
	return dir, []byte(files["want.json"])
}

// updateWant writes what the page has said as what it has to say, a key a line.
func updateWant(t *testing.T, name string, archive *txtar.Archive, got []byte) {
	t.Helper()
	var all map[string]json.RawMessage
	if err := json.Unmarshal(got, &all); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, key := range slices.Sorted(maps.Keys(all)) {
		lines = append(lines, fmt.Sprintf("  %q: %s", key, all[key]))
	}
	archive.Files[len(archive.Files)-1].Data = []byte("{\n" + strings.Join(lines, ",\n") + "\n}\n")
	if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
		t.Fatal(err)
	}
}

// compareJSON compares two objects key by key, so that what differs is seen.
func compareJSON(t *testing.T, got, want []byte) {
	t.Helper()
	var a, b map[string]json.RawMessage
	if err := json.Unmarshal(want, &b); err != nil {
		t.Fatalf("want.json: %v", err)
	}
	if err := json.Unmarshal(got, &a); err != nil {
		t.Fatalf("%s: %v", got, err)
	}
	for key := range a {
		if _, ok := b[key]; !ok {
			t.Errorf("%q: got %s, want nothing", key, a[key])
		}
	}
	for key := range b {
		var x, y bytes.Buffer
		_, _ = json.Compact(&x, append([]byte{}, a[key]...)), json.Compact(&y, b[key])
		if x.String() != y.String() {
			t.Errorf("%q\ngot  %s\nwant %s", key, x.String(), y.String())
		}
	}
}

// TestDocsRuntimeAPI looks for the examples of the page among the modules of the site
// that runs them.
func TestDocsRuntimeAPI(t *testing.T) {
	page, err := os.ReadFile("docs/runtime-api.md")
	if err != nil {
		t.Fatal(err)
	}
	site, err := os.ReadFile("testdata/api/docs.txtar")
	if err != nil {
		t.Fatal(err)
	}
	examples := 0
	for _, e := range fence.FindAllStringSubmatch(string(page), -1) {
		if e[1] == "js" {
			examples++
			if !strings.Contains(string(site), "\n"+e[2]+"-- ") {
				t.Errorf("testdata/api/docs.txtar does not run\n%s", e[2])
			}
		}
	}
	if examples < 10 {
		t.Errorf("%d examples", examples)
	}
}
