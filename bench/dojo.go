package main

import (
	"os"
	"path"
	"path/filepath"
	"strings"

	"strata/bench/workload"
)

// textStub stands for the loader plugin text, which the Dojo builder has to know
// in order to put texts into layers.
const textStub = `define([], function () { return { load: function () {} }; });` + "\n"

// tagAMD tells the Dojo builder that every script is an AMD module.
const tagAMD = `;
profile.packages.forEach(function (p) {
  p.resourceTags = { amd: function (file) { return /\.js$/.test(file); } };
});
`

// dojoBuilder lets the Dojo builder make the layers. It is not asked to minify:
// its uglify would be the one that r.js has, and slower.
func (g generated) dojoBuilder() (tool, error) {
	t := tool{name: "Dojo builder, no maps", clean: []string{"release"}, atLeast: len(g.Packages),
		commands: [][]string{{"node", "tools/dojo/dojo.js", "load=build", "--profile", "layers.profile.js", "--release"}}}
	if err := copyPackages(filepath.Join(g.npm, "node_modules"), filepath.Join(g.dir, "tools"), "dojo", "dojo-util"); err != nil {
		return t, err
	}
	if err := g.teachText(); err != nil {
		return t, err
	}
	packages := []map[string]string{{"name": "text", "location": "stub/text"}}
	layers := map[string]any{}
	for i, p := range g.Packages {
		packages = append(packages, map[string]string{"name": p.Name, "location": "site/" + p.Dir, "main": path.Base(p.Main)})
		layers[p.Main] = map[string]any{"include": p.IDs, "exclude": g.outside(i)}
		t.layers = append(t.layers, "release/"+p.Main+".js")
	}
	return t, writeJSON(filepath.Join(g.dir, "layers.profile.js"), "var profile = ", map[string]any{
		"basePath": ".", "releaseDir": "release", "action": "release", "layerOptimize": false, "optimize": false, "cssOptimize": false, "mini": true,
		"useSourceMaps": false, "plugins": map[string]string{"text/main": "build/plugins/anytext"}, "packages": packages, "layers": layers,
	}, tagAMD)
}

// teachText gives the Dojo builder a plugin for "text!", like the one that it has
// for "dojo/text!".
func (g generated) teachText() error {
	plugins := filepath.Join(g.dir, "tools", "util", "build", "plugins")
	text, err := os.ReadFile(filepath.Join(plugins, "text.js"))
	if err != nil {
		return err
	}
	plugin := strings.ReplaceAll(string(text), `bc.amdResources["dojo/text"]`, `bc.amdResources["text/main"]`)
	if err := os.WriteFile(filepath.Join(plugins, "anytext.js"), []byte(plugin), 0o644); err != nil {
		return err
	}
	stub := filepath.Join(g.dir, "stub", "text")
	if err := os.MkdirAll(stub, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(stub, "main.js"), []byte(textStub), 0o644)
}

// outside are the layers that the layer of package i does without: core, and for
// all but the shared plugins these too.
func (g generated) outside(i int) []string {
	n := min(i, 1)
	if i > workload.SharedPlugins {
		n = 1 + workload.SharedPlugins
	}
	out := []string{}
	for _, p := range g.Packages[:n] {
		out = append(out, p.Main)
	}
	return out
}
