package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"strata/bench/workload"
)

// A generated is a workload that lies on the disk, in the folder site of dir.
type generated struct {
	*workload.Site
	dir string
	npm string // absolute
}

// generate writes the workload, and makes its folder.
func (b *bench) generate(kind workload.Kind) (generated, error) {
	npm, err := filepath.Abs(b.npm)
	if err != nil {
		return generated{}, err
	}
	opts := b.opts
	opts.Kind = kind
	g := generated{workload.New(opts), filepath.Join(b.work, string(kind)), npm}
	modules := ""
	if kind == workload.TypeScript {
		modules = filepath.Join(npm, "node_modules")
	}
	return g, g.Write(filepath.Join(g.dir, "site"), modules)
}

// p1 measures the workload of AMD modules.
func p1(b *bench) ([]contest, error) {
	g, err := b.generate(workload.AMD)
	if err != nil {
		return nil, err
	}
	var peers []tool
	for _, p := range []peer{
		{name: "rspack, swc, no maps", script: "rspack.mjs", Minify: true},
		{name: "rspack, swc, maps", script: "rspack.mjs", Minify: true, Maps: true},
		{name: "webpack, esbuild, no maps", script: "webpack.mjs", Minify: true},
		{name: "r.js, uglify, maps", script: "rjs.cjs", Minify: true, Maps: true},
		{name: "rspack, no maps", script: "rspack.mjs"},
		{name: "rspack, once more, while it watches", script: "rspack.mjs", Edit: g.edited()},
		{name: "webpack, once more, while it watches", script: "webpack.mjs", Edit: g.edited()},
	} {
		t, err := g.tool(p)
		if err != nil {
			return nil, err
		}
		peers = append(peers, t)
	}
	dojo, err := g.dojoBuilder()
	if err != nil {
		return nil, err
	}
	floor := tool{name: "floor: esbuild, one call per layer", commands: [][]string{{b.binaries + "/floor", "site"}}}
	return []contest{
		{"P1: AMD modules, minified", g.dir, slices.Concat([]tool{g.strata(b, "strata, maps", true)}, peers[:4], []tool{floor})},
		{"P1: AMD modules, not minified", g.dir, []tool{g.strata(b, "strata, maps", false), peers[4], dojo}},
		{"P1: AMD modules, once more", g.dir, slices.Concat(g.again(b), peers[5:])},
	}, nil
}

// strata builds the site with nothing in the cache.
func (g generated) strata(b *bench, name string, minify bool) tool {
	return tool{name: name, clean: []string{"public", ".public.strata-previous", ".cache"}, layers: []string{"public/js/core", "public/js/plugins", "public/js/npm"},
		commands: [][]string{g.command(b, minify)}, atLeast: len(g.Packages)}
}

func (g generated) command(b *bench, minify bool) []string {
	return []string{b.binaries + "/strata", "build", "site", "--quiet", "--destination", "public", fmt.Sprintf("--minify=%t", minify)}
}

// again are the builds in which nothing changed since the one before, or one
// module.
func (g generated) again(b *bench) []tool {
	edit := func(name string, minify bool) tool {
		return tool{name: name, reports: true, commands: [][]string{{b.binaries + "/edit", fmt.Sprintf("-minify=%t", minify), "-layer", g.edits().Name, "site", g.edited()}}}
	}
	warm := g.strata(b, "strata, minified, nothing changed", true)
	warm.before = g.command(b, true)
	plain := g.strata(b, "strata, not minified, nothing changed", false)
	plain.before = g.command(b, false)
	return []tool{warm, plain, edit("strata, minified, one module edited in the process", true), edit("strata, not minified, one module edited in the process", false)}
}

// edits is the package whose main module is edited.
func (g generated) edits() workload.Package { return g.Packages[len(g.Packages)/2] }

func (g generated) edited() string { return g.edits().Code }

// A peer is one way to run one of the scripts in testdata/npm/peers. It is also
// what the script is told.
type peer struct {
	name     string
	script   string
	Site     string             `json:"site"`
	Out      string             `json:"out"`
	Minify   bool               `json:"minify"`
	Maps     bool               `json:"maps"`
	Edit     string             `json:"edit,omitempty"` // file that is edited while the tool watches
	Packages []workload.Package `json:"packages"`
	Shared   []string           `json:"shared"`
}

// tool writes down what the peer's script is told.
func (g generated) tool(p peer) (tool, error) {
	base := fmt.Sprintf("%s-%t-%t-%t", p.script, p.Minify, p.Maps, p.Edit != "")
	p.Site, p.Out, p.Packages = filepath.Join(g.dir, "site"), filepath.Join(g.dir, "out-"+base), g.Packages
	for _, shared := range g.Packages[1 : 1+workload.SharedPlugins] {
		p.Shared = append(p.Shared, shared.Name)
	}
	spec := filepath.Join(g.dir, base+".json")
	t := tool{name: p.name, clean: []string{"out-" + base}, layers: []string{"out-" + base}, atLeast: len(g.Packages), reports: p.Edit != "",
		commands: [][]string{{"node", filepath.Join(g.npm, "peers", p.script), spec}}}
	text, err := json.Marshal(p)
	if err != nil {
		return t, err
	}
	return t, os.WriteFile(spec, text, 0o644)
}
