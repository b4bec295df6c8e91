package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

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
