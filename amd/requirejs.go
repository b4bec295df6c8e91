package amd

import (
	"maps"
	"strings"
)

// requireJSLayer is namedLayer, and answers the bare package name too, as r.js
// does, for pages that load the layer without the package's configuration.
func requireJSLayer(w *layerWriter, p plan) {
	namedLayer(w, p)
	for _, name := range p.bares {
		pkg, main, _ := strings.Cut(name, " ")
		w.out.text("define(" + quoteJS(pkg) + ",[" + quoteJS(main) + "],function(m){return m});\n")
	}
}

// requireJSPathMap writes the configuration that finds every module in its
// layer: packages for the names, paths for the files, bundles for what is in them.
func requireJSPathMap(m Map) []byte {
	config := struct {
		BaseURL  string                       `json:"baseUrl"`
		Packages []MapPackage                 `json:"packages"`
		Paths    map[string]any               `json:"paths"`
		Bundles  map[string][]string          `json:"bundles"`
		Map      map[string]map[string]string `json:"map,omitempty"`
		Shim     map[string]Shim              `json:"shim,omitempty"`
	}{m.BaseURL, m.packages(), map[string]any{}, map[string][]string{}, m.aliases(), m.Known.Shim}
	for id, places := range m.Known.Paths {
		config.Paths[id] = places
	}
	maps.Copy(config.Bundles, m.Known.Bundles)
	for _, l := range m.layers() {
		config.Paths[l.id()] = strings.TrimSuffix(l.URL, ".js")
		config.Bundles[l.id()] = l.IDs
	}
	return configCall("require.config(", config)
}
