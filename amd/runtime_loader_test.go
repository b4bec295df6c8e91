package amd

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// testLoader runs testdata/runtime_loader.txtar. Each folder of it is a site:
// case.js is the page's script, want.json what it must report, and the rest
// what it loads. The pages allow no eval, and no inline script without a nonce.
// Folders named compat_... are about what RuntimeConfig.Compat adds; the others
// have to come out the same with it and without it.
func testLoader(t *testing.T, browser context.Context) {
	archive, err := txtar.ParseFile("testdata/runtime_loader.txtar")
	if err != nil {
		t.Fatal(err)
	}
	runLoaderCases(t, browser, archive)
}

func runLoaderCases(t *testing.T, browser context.Context, archive *txtar.Archive) {
	text, err := TextPlugin(true)
	if err != nil {
		t.Fatal(err)
	}
	boots := map[string]string{"": mustRuntime(t, FormatStrata, RuntimeConfig{}), "compat": mustRuntime(t, FormatStrata, RuntimeConfig{Compat: true})}
	cases := loaderCases(archive)
	for _, name := range slices.Sorted(maps.Keys(cases)) {
		for kind, boot := range boots {
			if kind == "" && strings.HasPrefix(name, "compat_") {
				continue
			}
			t.Run(path.Join(name, kind), func(t *testing.T) {
				files := maps.Clone(cases[name])
				files["/boot.js"], files["/text.js"] = boot, string(text)
				checkLoaderCase(t, browser, files)
			})
		}
	}
}

func loaderCases(archive *txtar.Archive) map[string]map[string]string {
	cases := map[string]map[string]string{}
	for _, f := range archive.Files {
		name, file, _ := strings.Cut(f.Name, "/")
		if cases[name] == nil {
			cases[name] = map[string]string{}
		}
		cases[name]["/"+file] = string(f.Data)
	}
	return cases
}

func checkLoaderCase(t *testing.T, browser context.Context, files map[string]string) {
	files["/recorder.js"] = recorder
	files["/"] = `<!doctype html><script src="recorder.js"></script><script nonce="n" src="boot.js"></script><script src="case.js"></script>`
	site := newWebSite(t, files)
	site.header.Set("Content-Security-Policy", "script-src 'self' 'nonce-n'")
	got := site.visit(t, browser, "/")
	var want bytes.Buffer
	if err := json.Compact(&want, []byte(files["/want.json"])); err != nil {
		t.Fatalf("want.json: %v", err)
	}
	if string(got.Value) != want.String() {
		t.Errorf("got  %s\nwant %s", got.Value, want.String())
	}
	if len(got.Errors) > 0 {
		t.Errorf("the page threw %q", got.Errors)
	}
}
