package main

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"strata/builder"
)

// loaders is how each loader is asked for, as a user would by environment.
var loaders = []struct {
	name string
	env  []string
}{
	{"strata", nil},
	{"requirejs", []string{"STRATA_LOADER=requirejs", "STRATA_LOADER_SCRIPT=node_modules/requirejs/require.js"}},
	{"dojo", []string{"STRATA_LOADER=dojo", "STRATA_LOADER_SCRIPT=node_modules/dojo/dojo.js"}},
}

// listen notes, from before the page's first script on, which plugins run, in their
// order, and what the console is told.
const listen = `<script>
window.ran = []; window.complaints = [];
document.addEventListener("strata:plugin", function (e) { if (e.detail.state === "executing") ran.push(e.detail.id); });
var complain = console.error; console.error = function () { complaints.push([].map.call(arguments, String).join(" ")); complain.apply(console, arguments); };
addEventListener("error", function (e) { complaints.push(String(e.message)); });
addEventListener("unhandledrejection", function (e) { complaints.push("unhandled: " + e.reason); });
</script>`

type visitOfExample struct {
	Ran, Told, Complaints []string
	Started               bool
}

// became is what has become of each plugin, in the order of the index.
const became = `strata.plugins().map(function (p) { return p.id + " " + p.state; })`

// exampleSite copies the example site, adds files, and builds it.
func exampleSite(t *testing.T, env []string, more map[string]string) (dir string, out *builder.Output) {
	t.Helper()
	dir = npmSite(t, more)
	if err := os.CopyFS(dir, os.DirFS("example-site")); err != nil {
		t.Fatal(err)
	}
	out, ds := builder.Build(context.Background(), os.DirFS(dir), builder.Options{Minify: true, Env: env})
	if out == nil || len(more) == 0 && len(ds) > 0 {
		t.Fatal(ds)
	}
	if ds := builder.Write(context.Background(), out, builder.Place{Source: dir, Output: filepath.Join(dir, "public")}); len(ds) > 0 {
		t.Fatal(ds)
	}
	page := filepath.Join(dir, "public", "index.html")
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	write(t, page, strings.Replace(string(text), "<head>", "<head>"+listen, 1))
	return dir, out
}

func (v *visitOfExample) load(t *testing.T, browser context.Context, server *webServer) []string {
	t.Helper()
	open(t, browser, server.URL+"/", "window.strata && strata.plugins && document.documentElement.dataset.started",
		"{ran: ran, told: "+became+", complaints: complaints, started: true}", v)
	return server.scripts()
}

// clients are the active plugins with a browser part, as the page tells of them.
func clients(out *builder.Output, failed string) (told, layers []string) {
	for _, p := range out.Report.Plugins {
		if p.State != "active" || p.Package == "" {
			continue
		}
		state := " ready"
		if p.ID == failed {
			state = " failed"
		}
		told = append(told, p.ID+state)
	}
	for _, l := range out.Report.Layers {
		layers = append(layers, "/"+l.Path)
	}
	return told, layers
}

// TestExampleSite opens the example site under each loader, five times: every
// plugin registers, in the order of the index, with one request for each layer.
func TestExampleSite(t *testing.T) {
	browser := newBrowser(t)
	for _, l := range loaders {
		t.Run(l.name, func(t *testing.T) {
			dir, out := exampleSite(t, l.env, nil)
			want, layers := clients(out, "")
			if len(want) < 5 {
				t.Fatalf("only %d plugins: %s", len(want), want)
			}
			server := newWebServer(t, filepath.Join(dir, "public"))
			for range 5 {
				var got visitOfExample
				scripts := got.load(t, browser, server)
				if !slices.Equal(got.Told, want) || len(got.Complaints) > 0 {
					t.Errorf("told %q, want %q; complaints %q", got.Told, want, got.Complaints)
				}
				if ran := strings.Join(got.Ran, " ready,") + " ready"; ran != strings.Join(want, ",") {
					t.Errorf("they ran as %s, want %q", ran, want)
				}
				for _, layer := range layers {
					if n := len(slices.DeleteFunc(slices.Clone(scripts), func(s string) bool { return s != layer })); n != 1 {
						t.Errorf("%d requests for %s, want 1", n, layer)
					}
				}
			}
		})
	}
}

// TestExampleSiteModules gives each module a file of its own, as while one develops.
func TestExampleSiteModules(t *testing.T) {
	browser := newBrowser(t)
	for _, l := range loaders {
		t.Run(l.name, func(t *testing.T) {
			dir, out := exampleSite(t, slices.Concat(l.env, []string{"STRATA_LAYERING=modules"}), nil)
			want, layers := clients(out, "")
			var got visitOfExample
			scripts := got.load(t, browser, newWebServer(t, filepath.Join(dir, "public")))
			if !slices.Equal(got.Told, want) || len(got.Complaints) > 0 {
				t.Errorf("told %q, want %q; complaints %q", got.Told, want, got.Complaints)
			}
			if len(layers) < 30 || len(scripts) < len(layers) {
				t.Errorf("%d requests for %d modules", len(scripts), len(layers))
			}
		})
	}
}

// TestExampleSiteBroken adds a plugin that throws: it is named, and the rest works.
func TestExampleSiteBroken(t *testing.T) {
	browser := newBrowser(t)
	for _, l := range loaders {
		t.Run(l.name, func(t *testing.T) {
			dir, out := exampleSite(t, l.env, map[string]string{"plugins/broken/broken.js": `define([], function () { throw new Error("out of order"); });`})
			want, _ := clients(out, "broken")
			var got visitOfExample
			got.load(t, browser, newWebServer(t, filepath.Join(dir, "public")))
			if !slices.Equal(got.Told, want) {
				t.Errorf("told %q, want %q", got.Told, want)
			}
			named := func(s string) bool {
				return strings.Contains(s, "plugin broken failed") && strings.Contains(s, "out of order")
			}
			if !slices.ContainsFunc(got.Complaints, named) {
				t.Errorf("the console does not name the plugin: %q", got.Complaints)
			}
		})
	}
}
