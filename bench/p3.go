package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// p3 measures dojo and dijit.
func p3(b *bench) ([]contest, error) {
	dir := filepath.Join(b.work, "p3")
	if err := os.Mkdir(dir, 0o755); err != nil {
		return nil, err
	}
	if err := prepare(dir, b.npm); err != nil {
		return nil, err
	}
	ids, err := moduleIDs(dir, b.binaries+"/strata")
	if err != nil {
		return nil, err
	}
	if err := writePeers(dir, ids); err != nil {
		return nil, err
	}
	clean := []string{"public", ".public.strata-previous", ".cache", "rjs", "release"}
	strata := []string{b.binaries + "/strata", "build", "--quiet"}
	ours := tool{name: "strata, maps", clean: clean, commands: [][]string{strata}, layers: []string{"public/js/dojo/dojo-*.js", "public/js/dijit/dijit-*.js"}, atLeast: 2}
	again := ours
	again.name, again.before = "strata, nothing changed", strata
	return []contest{{"P3: dojo and dijit, minified", dir, []tool{ours,
		{name: "r.js, uglify, maps", clean: clean, layers: []string{"rjs/dojo.js", "rjs/dijit.js"}, atLeast: 2, commands: [][]string{
			{"node", "node_modules/requirejs/bin/r.js", "-o", "rjs-dojo.js"},
			{"node", "node_modules/requirejs/bin/r.js", "-o", "rjs-dijit.js"},
		}},
		{name: "Dojo builder, uglify, maps", clean: clean, layers: []string{"release/dojo/layer.js", "release/dijit/layer.js"}, atLeast: 2,
			commands: [][]string{{"node", "packages/dojo/dojo.js", "load=build", "--profile", "layers.profile.js", "--release"}}},
		again,
	}}}, nil
}

const siteConfig = `loader: dojo
loaderScript: node_modules/dojo/dojo.js
provided: ["doh/*"]
packages:
  - {name: dojo, location: node_modules/dojo, complete: true, exclude: [dojo.js, "tests/**", "testsDOH/**", tests.js, "robot*.js", node.js]}
  - {name: dijit, location: node_modules/dijit, complete: true, exclude: ["tests/**", "themes/**", "robot*.js"]}
`

// prepare lays out one folder in which every tool finds the same input: the
// packages, and a configuration that names the same modules.
func prepare(work, npm string) error {
	modules, err := filepath.Abs(filepath.Join(npm, "node_modules"))
	if err != nil {
		return err
	}
	if err := os.Symlink(modules, filepath.Join(work, "node_modules")); err != nil {
		return err
	}
	if err := copyPackages(modules, filepath.Join(work, "packages"), "dojo", "dijit", "dojo-util"); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(work, "strata.yaml"), []byte(siteConfig), 0o644)
}

// copyPackages copies npm packages under the names that the Dojo builder expects.
func copyPackages(modules, to string, names ...string) error {
	for _, name := range names {
		if err := os.CopyFS(filepath.Join(to, strings.TrimPrefix(name, "dojo-")), os.DirFS(filepath.Join(modules, name))); err != nil {
			return fmt.Errorf("%w; run npm ci for %s", err, modules)
		}
	}
	return nil
}

// moduleIDs asks Strata which modules the two layers hold.
func moduleIDs(work, strata string) (map[string][]string, error) {
	cmd := exec.Command(strata, "check", "--json")
	cmd.Dir = work
	text, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("strata check: %w\n%s", err, tail(text))
	}
	var result struct {
		Report struct {
			Layers []struct {
				Name    string
				Modules []string
			}
		}
	}
	if err := json.Unmarshal(text, &result); err != nil {
		return nil, err
	}
	ids := map[string][]string{}
	for _, l := range result.Report.Layers {
		for _, id := range l.Modules {
			if !strings.Contains(id, "!") {
				ids[l.Name] = append(ids[l.Name], id)
			}
		}
	}
	return ids, nil
}

// stubbed are Dojo's loader plugins that r.js cannot run under Node, where it
// would have to: they stand in as functions that do nothing. So r.js leaves out
// the templates, which the two others put into the layer.
var stubbed = []string{"dojo/text", "dojo/i18n", "dojo/has", "dojo/domReady", "dojo/require", "dojo/loadInit", "dojo/node",
	"dojo/query", "dojo/selector/_loader", "dojo/request/default"}

const stub = `define([], function () {
  function stub() {}
  stub.normalize = function (id) { return id; };
  stub.load = function (id, req, done) { done(stub); };
  stub.add = stub.cache = stub;
  return stub;
});
`

func writePeers(work string, ids map[string][]string) error {
	paths := map[string]string{"doh": "empty:"}
	if err := os.MkdirAll(filepath.Join(work, "stubs"), 0o755); err != nil {
		return err
	}
	for _, id := range stubbed { // a file each, because r.js reads a file for one id only
		file := strings.ReplaceAll(id, "/", "-")
		paths[id] = "../stubs/" + file
		if err := os.WriteFile(filepath.Join(work, "stubs", file+".js"), []byte(stub), 0o644); err != nil {
			return err
		}
	}
	for name, exclude := range map[string][]string{"dojo": nil, "dijit": real(ids["dojo"])} {
		config := map[string]any{
			"baseUrl": "node_modules", "packages": []string{"dojo", "dijit"}, "paths": paths,
			"name": "layer/" + name, "create": true, "include": real(ids[name]), "exclude": exclude, "out": "rjs/" + name + ".js",
			"optimize": "uglify", "generateSourceMaps": true, "preserveLicenseComments": false,
		}
		if err := writeJSON(filepath.Join(work, "rjs-"+name+".js"), "(", config, ")"); err != nil {
			return err
		}
	}
	return writeJSON(filepath.Join(work, "layers.profile.js"), "var profile = ", map[string]any{
		"basePath": ".", "releaseDir": "release", "action": "release", "layerOptimize": "uglify", "optimize": false,
		"cssOptimize": false, "mini": true,
		"packages": []map[string]string{{"name": "dojo", "location": "packages/dojo"}, {"name": "dijit", "location": "packages/dijit"}},
		"layers": map[string]any{
			"dojo/layer":  map[string]any{"include": ids["dojo"]},
			"dijit/layer": map[string]any{"include": ids["dijit"], "exclude": []string{"dojo/layer"}},
		},
	}, ";\n")
}

// real are the ids that are not stubbed.
func real(ids []string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return slices.Contains(stubbed, id) })
}

func writeJSON(name, before string, v any, after string) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return os.WriteFile(name, []byte(before+string(text)+after), 0o644)
}
