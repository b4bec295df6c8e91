package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"strata/builder"
	"strata/internal/browsertest"
	"strata/internal/diag"
)

// dijitConfig makes dojo and dijit, as npm has them, two package layers.
const dijitConfig = `
loader: %s
loaderScript: %s
provided: ["doh/*"]
packages:
  - {name: dojo, location: node_modules/dojo, complete: true, exclude: [dojo.js, "tests/**", "testsDOH/**", tests.js, "robot*.js"]}
  - {name: dijit, location: node_modules/dijit, complete: true, exclude: ["tests/**", "themes/**"]}
`

// writeFiles writes files below a new folder that holds the npm packages.
func npmSite(t *testing.T, files map[string]string) string {
	t.Helper()
	needNPM(t)
	dir := t.TempDir()
	npm, err := filepath.Abs("testdata/npm/node_modules")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(npm, filepath.Join(dir, "node_modules")); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// buildSite builds the folder into its folder public, and fails on any diagnostic.
func buildSite(t *testing.T, dir string, minify bool) *builder.Output {
	t.Helper()
	out, ds := builder.Build(context.Background(), os.DirFS(dir), builder.Options{Minify: minify})
	if out != nil {
		ds.Add(builder.Write(context.Background(), out, builder.Place{Source: dir, Output: filepath.Join(dir, "public")})...)
	}
	var b strings.Builder
	if ds.Print(&b, diag.Warning); b.Len() > 0 {
		t.Fatalf("%s", b.String())
	}
	return out
}

type dijitResult struct {
	Errors []string
	Made   int
	HTML   string
	Done   bool
}

// TestDijit compares a page of dijit widgets on two layers with the same page
// on a thousand files: under Dojo's loader, and under RequireJS, where Dojo
// itself does not fully run but has to fail in the same way.
func TestDijit(t *testing.T) {
	browser := newBrowser(t)
	widgets, err := os.ReadFile("testdata/dijit/widgets.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, script, attrs, head, start string }{
		{"dojo", "node_modules/dojo/dojo.js", ` data-dojo-config="async:1"`,
			`require({baseUrl:"/js/",packages:["dojo","dijit"]});`, `require(["strata-layer/dojo","strata-layer/dijit"],function(){runWidgets(require)});`},
		{"requirejs", "node_modules/requirejs/require.js", "",
			`require.config({baseUrl:"/js/",packages:["dojo","dijit"]});`, `runWidgets(require);`},
	} {
		t.Run(c.name, func(t *testing.T) {
			page := func(loader, config, start string) string {
				return "<!doctype html><meta charset=utf-8><title>widgets</title><body class=claro><div id=root></div>\n<script>" + string(widgets) +
					"</script>\n<script src=" + loader + c.attrs + "></script>\n" + config + "<script>" + start + "</script>\n"
			}
			dir := npmSite(t, map[string]string{"strata.yaml": fmt.Sprintf(dijitConfig, c.name, c.script)})
			out := buildSite(t, dir, true)
			loader := ""
			for _, f := range out.Files {
				if f.Source == c.script {
					loader = "/" + f.Path
				}
			}
			write(t, filepath.Join(dir, "public/page.html"), page(loader, `<script src="/js/strata/plugins-map.js"></script>`, c.start))

			plain := npmSite(t, map[string]string{"js/page.html": page("/"+c.script, "<script>"+c.head+"</script>", "runWidgets(require);")})
			for _, name := range []string{"dojo", "dijit"} {
				if err := os.Symlink(filepath.Join(plain, "node_modules", name), filepath.Join(plain, "js", name)); err != nil {
					t.Fatal(err)
				}
			}
			want, before := visit(t, browser, plain, "/js/page.html")
			got, after := visit(t, browser, filepath.Join(dir, "public"), "/page.html")
			t.Logf("%s: %d widgets; %d JavaScript requests unbuilt, %d built: %s", c.name, got.Made, len(before), len(after), after)
			if len(after) > 4 {
				t.Errorf("%d requests for scripts, want at most 4: %s", len(after), after)
			}
			if want.Made < 15 || len(before) < 200 || c.name == "dojo" && len(want.Errors) > 0 {
				t.Errorf("the unbuilt page made %d widgets with %d requests: %s", want.Made, len(before), want.Errors)
			}
			if got.Made != want.Made || got.HTML != want.HTML || !slices.Equal(got.Errors, want.Errors) {
				t.Errorf("built and unbuilt page differ:\n%d widgets, %d bytes, %q\n%d widgets, %d bytes, %q", got.Made, len(got.HTML), got.Errors, want.Made, len(want.HTML), want.Errors)
			}
		})
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func visit(t *testing.T, browser context.Context, dir, page string) (dijitResult, []string) {
	t.Helper()
	server := newWebServer(t, dir)
	var r dijitResult
	open(t, browser, server.URL+page, "window.result && (result.done || result.errors.length && performance.now() > 8000)", "result", &r)
	return r, server.scripts()
}

// TestDijitSourceMaps samples a thousand identifiers of each layer, with a
// source map reader that is not ours and the files on disk.
func TestDijitSourceMaps(t *testing.T) {
	_, err := exec.LookPath("node")
	browsertest.Need(t, "node", err)
	for _, minify := range []bool{true, false} {
		dir := npmSite(t, map[string]string{"strata.yaml": fmt.Sprintf(dijitConfig, "dojo", "node_modules/dojo/dojo.js")})
		for _, l := range buildSite(t, dir, minify).Report.Layers {
			name := filepath.Join(dir, "public", l.Path)
			script, err := filepath.Abs("testdata/npm/mapcheck.mjs")
			if err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command("node", script, name, name+".map", dir, "1000")
			cmd.Dir = "testdata/npm"
			text, err := cmd.CombinedOutput()
			t.Logf("%s, minify %t: %s", l.Path, minify, text)
			if err != nil {
				t.Errorf("%s, minify %t: %v", l.Path, minify, err)
			}
		}
	}
}
