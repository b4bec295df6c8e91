package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"strata/bench/workload"
	"strata/internal/browsertest"
)

// workloadSize is how large the workloads are: STRATA_WORKLOAD=200x25 makes 200
// plugins of 25 modules.
func workloadSize(t *testing.T) (o workload.Options) {
	t.Helper()
	o = workload.Options{Plugins: 12, Modules: 8, Core: 10}
	if size := os.Getenv("STRATA_WORKLOAD"); size != "" {
		o = workload.Options{}
		if n, err := fmt.Sscanf(size, "%dx%d", &o.Plugins, &o.Modules); n != 2 {
			t.Fatalf("STRATA_WORKLOAD is %q, want a size such as 200x25: %v", size, err)
		}
	}
	return o
}

// provedKinds are the workloads that are built and loaded.
var provedKinds = []workload.Kind{workload.AMD, workload.TypeScript}

// loaderScripts are the loaders, and where npm has them.
var loaderScripts = map[string]string{"strata": "", "requirejs": "node_modules/requirejs/require.js", "dojo": "node_modules/dojo/dojo.js"}

// A builtWorkload is a workload, built for one loader.
type builtWorkload struct {
	*workload.Site
	dir    string // of the site; its folder public holds the output
	layers int
}

func buildWorkload(t *testing.T, kind workload.Kind, loader string) builtWorkload {
	t.Helper()
	needNPM(t)
	opts := workloadSize(t)
	opts.Kind = kind
	w := builtWorkload{Site: workload.New(opts), dir: t.TempDir()}
	if err := w.Write(w.dir, "testdata/npm/node_modules"); err != nil {
		t.Fatal(err)
	}
	config, err := os.ReadFile(filepath.Join(w.dir, "strata.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(w.dir, "strata.yaml"), strings.Replace(string(config), "loader: strata", "loader: "+loader+"\nloaderScript: "+loaderScripts[loader], 1))
	w.layers = len(buildSite(t, w.dir, true).Report.Layers)
	if w.layers < len(w.Packages) {
		t.Fatalf("there are %d layers of %d packages", w.layers, len(w.Packages))
	}
	return w
}

// compare tells which main modules did not export what they have to.
func (w builtWorkload) compare(t *testing.T, got map[string]uint32) {
	t.Helper()
	wrong := 0
	for id, want := range w.Expected {
		if got[id] != want {
			wrong++
			t.Logf("%s exports %d, want %d", id, got[id], want)
		}
	}
	t.Logf("%d of %d checksums hold, of %d layers", len(w.Expected)-wrong, len(w.Expected), w.layers)
	if wrong > 0 {
		t.Errorf("%d checksums are wrong", wrong)
	}
}

// TestWorkloadRequireJS loads every layer with RequireJS under Node.
func TestWorkloadRequireJS(t *testing.T) {
	_, err := exec.LookPath("node")
	browsertest.Need(t, "node", err)
	for _, kind := range provedKinds {
		t.Run(string(kind), func(t *testing.T) {
			w := buildWorkload(t, kind, "requirejs")
			ids, err := json.Marshal(slices.Sorted(maps.Keys(w.Expected)))
			if err != nil {
				t.Fatal(err)
			}
			write(t, filepath.Join(w.dir, "ids.json"), string(ids))
			text := runNode(t, "load.cjs", filepath.Join(w.dir, "public"), filepath.Join(w.dir, "ids.json"))
			var got map[string]uint32
			if err := json.Unmarshal(text, &got); err != nil {
				t.Fatalf("%v: %.2000s", err, text)
			}
			w.compare(t, got)
		})
	}
}

// runNode runs a script of testdata/npm in its folder.
func runNode(t *testing.T, script string, args ...string) []byte {
	t.Helper()
	cmd := exec.Command("node", append([]string{script}, args...)...)
	cmd.Dir = "testdata/npm"
	text, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%.4000s", script, err, text)
	}
	return text
}

// loadMains is what a page does to tell the checksums of main modules, once the
// boot script has started all plugins. It is evaluated again and again.
const loadMains = `window.strata && (window.proof || (window.proof = {}, strata.ready.then(function (plugins) {
  var ids = %s;
  proof.errors = plugins.filter(function (p) { return p.state !== "ready"; }).map(function (p) { return p.id + ": " + p.error; });
  require(ids, function () {
    proof.checksums = {};
    for (var i = 0; i < ids.length; i++) proof.checksums[ids[i]] = arguments[i].checksum;
  });
})), proof.checksums || proof.errors && proof.errors.length)`

// TestWorkloadBrowser starts the pages of workloads in Chromium, under Dojo's
// loader and under our own: all plugins have to run, from their layers alone.
func TestWorkloadBrowser(t *testing.T) {
	browser := newBrowser(t)
	for _, loader := range []string{"strata", "dojo"} {
		for _, kind := range provedKinds {
			t.Run(loader+"_"+string(kind), func(t *testing.T) {
				w := buildWorkload(t, kind, loader)
				ids, err := json.Marshal(slices.Sorted(maps.Keys(w.Expected)))
				if err != nil {
					t.Fatal(err)
				}
				var got struct {
					Errors    []string
					Checksums map[string]uint32
				}
				server := newWebServer(t, filepath.Join(w.dir, "public"))
				open(t, browser, server.URL+"/", fmt.Sprintf(loadMains, ids), "proof", &got)
				w.compare(t, got.Checksums)
				if len(got.Errors) > 0 {
					t.Errorf("plugins failed: %s", got.Errors)
				}
				if asked := len(server.scripts()); asked > w.layers+4 { // boot script, loader, index, favourite icon's kin
					t.Errorf("the page asked for %d scripts, and there are %d layers", asked, w.layers)
				}
			})
		}
	}
}

// TestWorkloadSourceMaps samples twenty identifiers of each layer, in the form of
// each loader.
func TestWorkloadSourceMaps(t *testing.T) {
	_, err := exec.LookPath("node")
	browsertest.Need(t, "node", err)
	for _, kind := range provedKinds {
		for loader := range loaderScripts {
			t.Run(loader+"_"+string(kind), func(t *testing.T) {
				w := buildWorkload(t, kind, loader)
				text := string(runNode(t, "mapcheck.mjs", filepath.Join(w.dir, "public"), w.dir, "20"))
				t.Logf("%s", text)
				if want := fmt.Sprintf("and %d layers", w.layers); !strings.Contains(text, want) {
					t.Errorf("want %s", want)
				}
			})
		}
	}
}
