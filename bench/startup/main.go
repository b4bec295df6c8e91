// Startup measures how long a page takes to start many plugins in Chromium: 200
// plugins of 5,000 modules in the layers of Strata, under each of the loaders, beside
// RequireJS without layers. It prints requests, bytes and the time from the beginning
// of the navigation until all plugins have run, the median of several loads with an
// empty cache, first as fast as the machine is, then with a latency for each request.
//
//	(cd testdata/npm && npm ci --ignore-scripts)
//	go run ./bench/startup
package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"text/tabwriter"
	"time"

	"strata/bench/workload"
	"strata/builder"
)

// A contender is a page that starts all plugins.
type contender struct {
	name string
	env  []string // for the build; nil for one that builds nothing
	page string   // of the page without a build
}

func contenders(site *workload.Site) []contender {
	return []contender{
		{name: "strata, layers", env: []string{"STRATA_LOADER=strata"}},
		{name: "RequireJS, layers", env: []string{"STRATA_LOADER=requirejs", "STRATA_LOADER_SCRIPT=lib/require.js"}},
		{name: "Dojo, layers", env: []string{"STRATA_LOADER=dojo", "STRATA_LOADER_SCRIPT=lib/dojo.js"}},
		{name: "RequireJS, 5,000 files", page: unbundled(site)},
		{name: "strata, one layer", env: []string{"STRATA_LOADER=strata", "STRATA_LAYERING=combined"}},
	}
}

func main() {
	loads := flag.Int("loads", 5, "loads of each page")
	latency := flag.Duration("latency", 50*time.Millisecond, "of each request, in the second table")
	npm := flag.String("npm", "testdata/npm/node_modules", "folder of npm packages")
	plugins := flag.Int("plugins", 200, "number of plugins")
	flag.Parse()
	if err := run(*npm, *loads, *plugins, *latency); err != nil {
		fmt.Fprintln(os.Stderr, "startup: "+err.Error())
		os.Exit(1)
	}
}

func run(npm string, loads, plugins int, latency time.Duration) error {
	work, err := os.MkdirTemp("", "startup")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	site := workload.New(workload.Options{Plugins: plugins, Kind: workload.AMD})
	all := contenders(site)
	for i, c := range all {
		if err := prepare(filepath.Join(work, fmt.Sprint(i)), npm, site, c); err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
	}
	b, err := startBrowser()
	if err != nil {
		return err
	}
	defer b.stop()
	for _, wait := range []time.Duration{0, latency} {
		visits := make([][]visit, len(all))
		for range loads {
			for i := range all { // side by side, so that what disturbs one disturbs all
				v, err := b.visit(filepath.Join(work, fmt.Sprint(i), "public"), wait, plugins)
				if err != nil {
					return fmt.Errorf("%s: %w", all[i].name, err)
				}
				visits[i] = append(visits[i], v)
			}
		}
		table(all, visits, wait)
	}
	return nil
}

// prepare writes the site and publishes it, or the files as they are.
func prepare(dir, npm string, site *workload.Site, c contender) error {
	files := map[string]string{"lib/require.js": "requirejs/require.js", "lib/dojo.js": "dojo/dojo.js", "lib/text.js": "requirejs-text/text.js"}
	source := filepath.Join(dir, "site")
	if c.env == nil {
		source = filepath.Join(dir, "public")
	}
	if err := site.Write(source, ""); err != nil {
		return err
	}
	for to, from := range files {
		data, err := os.ReadFile(filepath.Join(npm, from))
		if err != nil {
			return err
		}
		if err := write(filepath.Join(source, to), data); err != nil {
			return err
		}
	}
	if c.env == nil {
		return write(filepath.Join(source, "index.html"), []byte(c.page))
	}
	if err := write(filepath.Join(source, "content", "_index.md"), []byte("---\napp: true\n---\n")); err != nil {
		return err
	}
	out, ds := builder.Build(context.Background(), builder.Dir(source), builder.Options{Minify: true, Env: c.env})
	if out == nil {
		return fmt.Errorf("%v", ds)
	}
	ds = builder.Write(context.Background(), out, builder.Place{Source: source, Output: filepath.Join(dir, "public")})
	if ds.HasErrors() {
		return fmt.Errorf("%v", ds)
	}
	return nil
}

func write(name string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, data, 0o644)
}

// table prints the median of each contender, beside the first.
func table(all []contender, visits [][]visit, latency time.Duration) {
	fmt.Printf("\nLatency of each request: %v\n\n", latency)
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 1, ' ', 0)
	fmt.Fprintln(w, "| page\t| requests\t| bytes\t| started after\t| first = 1\t|")
	fmt.Fprintln(w, "|---\t|---\t|---\t|---\t|---\t|")
	var first visit
	for i, c := range all {
		slices.SortFunc(visits[i], func(a, b visit) int { return cmp.Compare(a.started, b.started) })
		v := visits[i][len(visits[i])/2]
		if i == 0 {
			first = v
		}
		fmt.Fprintf(w, "| %s\t| %d\t| %.2f MB\t| %.0f ms\t| %.2f\t|\n", c.name, v.requests, float64(v.bytes)/1e6, v.started, v.started/first.started)
	}
	_ = w.Flush()
}
