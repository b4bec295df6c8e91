package amd

import "strings"

// dojoLayer writes require({cache: {...}}), the only form that Dojo's loader
// executes late: a define with an id would run at once and fetch what it
// depends on. "*noref" makes the loader take the entries now, under full ids.
func dojoLayer(w *layerWriter, p plan) {
	for _, u := range p.units {
		if u.kind == scriptUnit && u.scan.Declares { // a plain script whose globals are its point
			w.out.blob(w.blobs[u])
		}
	}
	w.out.text("require({cache:{\n")
	for _, u := range p.units {
		switch {
		case u.kind == textUnit:
			w.out.text(quoteJS("url:"+resourceOf(u.id)) + ":" + quoteJS(u.text) + ",\n")
		case u.kind == defineUnit:
			w.out.text(quoteJS(u.id) + ":function(){\n")
			w.out.blob(w.blobs[u])
			w.out.text("},\n")
		default:
			w.out.text(quoteJS(u.id) + ":function(){\n")
			if !u.scan.Declares {
				w.out.blob(w.blobs[u])
			}
			w.out.text("define([],function(){});\n},\n")
		}
	}
	w.out.text("\"*noref\":1}});\n")
}

// resourceOf returns the file name in "text!a/b.html!strip".
func resourceOf(id string) string {
	_, resource, _ := strings.Cut(id, "!")
	resource, _, _ = strings.Cut(resource, "!")
	return resource
}

// dojoPathMap writes packages, and a path for each layer: requiring the id
// "strata-layer/name" loads the layer into the loader's cache.
func dojoPathMap(m Map) []byte {
	config := struct {
		BaseURL  string                       `json:"baseUrl"`
		Packages []MapPackage                 `json:"packages"`
		Paths    map[string]string            `json:"paths"`
		Aliases  [][2]string                  `json:"aliases"`
		Map      map[string]map[string]string `json:"map,omitempty"`
	}{m.BaseURL, m.packages(), map[string]string{}, [][2]string{{"text", "dojo/text"}}, m.aliases()}
	for _, l := range m.layers() {
		config.Paths[l.id()] = strings.TrimSuffix(l.URL, ".js")
	}
	return configCall("require(", config)
}
