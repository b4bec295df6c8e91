package amd

import (
	"regexp"
	"strings"
)

// dojoLayer writes require({cache: {...}}), the only form that Dojo's loader
// executes late: a define with an id would run at once and fetch what it
// depends on. "*noref" makes the loader take the entries now, under full ids.
func dojoLayer(w *layerWriter, p plan) {
	w.scriptsFirst(p)
	for _, u := range p.units {
		if u.kind == scriptUnit && u.scan.Declares && u.shim == nil { // a plain script whose globals are its point
			since := w.out.code.Len()
			w.unit(u)
			w.count(u, since)
		}
	}
	w.out.text("require({cache:{\n")
	written := map[string]bool{} // "text!a.html" and "text!a.html!strip" are one entry
	for _, u := range p.units {
		since := w.out.code.Len()
		switch {
		case u.created:
			w.out.text(quoteJS(u.id) + ":function(){define(" + string(appendJSON(nil, u.deps)) + ",function(){})},\n")
		case u.empty:
			w.out.text(quoteJS(u.id) + dojoNothing)
		case u.shim != nil:
			w.out.text(quoteJS(u.id) + ":function(){\n")
			w.shimmed(u, "define(")
			w.out.text("},\n")
		case u.kind == textUnit && written[resourceOf(u.id)]:
		case u.kind == textUnit:
			written[resourceOf(u.id)] = true
			w.out.text(quoteJS("url:"+resourceOf(u.id)) + ":" + quoteJS(u.text) + ",\n")
		case u.kind == defineUnit:
			w.out.text(quoteJS(u.id) + ":function(){\n")
			w.unit(u)
			w.out.text("},\n")
		default:
			w.out.text(quoteJS(u.id) + ":function(){\n")
			if !u.scan.Declares {
				w.unit(u)
			}
			w.out.text("define([],function(){});\n},\n")
		}
		w.count(u, since)
	}
	w.out.text("\"*noref\":1}});\n")
}

// dojoLazyLayer writes a layer that the loader gets when it is asked for one of
// its modules, by a path. Texts go into the cache, as ever; of the others, which
// have ids, the loader takes each for its own. It gets what they depend on then,
// and runs none that nobody needs.
func dojoLazyLayer(w *layerWriter, p plan) {
	texts, others := plan{}, p
	others.units = nil
	for _, u := range p.units {
		if u.kind == textUnit && !u.empty && !u.created {
			texts.units = append(texts.units, u)
		} else {
			others.units = append(others.units, u)
		}
	}
	if len(texts.units) > 0 {
		dojoLayer(w, texts)
	}
	namedLayer(w, others)
}

// dojoNothing defines a module whose value is undefined, which Dojo would take
// for one that fills its exports.
const dojoNothing = ":function(){define([\"module\"],function(module){module.setExports()})},\n"

// resourceOf returns the file name in "text!a/b.html!strip".
func resourceOf(id string) string {
	_, resource, _ := strings.Cut(id, "!")
	resource, _, _ = strings.Cut(resource, "!")
	return resource
}

// dojoPathMap writes packages, and a path for each layer: requiring the id
// "strata-layer/name" loads the layer into the loader's cache. Dojo knows
// packages by the first segment of an id alone; a deeper one is a path, and an
// alias for its bare name.
func dojoPathMap(m Map) []byte {
	config := struct {
		BaseURL  string                       `json:"baseUrl"`
		Packages []MapPackage                 `json:"packages"`
		Paths    map[string]string            `json:"paths"`
		Map      map[string]map[string]string `json:"map,omitempty"`
	}{m.BaseURL, []MapPackage{}, map[string]string{}, m.Known.Map}
	for id, places := range m.Known.Paths { // of which Dojo tries one
		config.Paths[id] = places[0]
	}
	aliases := []string{`["text","dojo/text"]`}
	for _, p := range m.packages() {
		if !strings.Contains(p.Name, "/") {
			config.Packages = append(config.Packages, p)
			continue
		}
		config.Paths[p.Name] = p.Location
		aliases = append(aliases, string(appendJSON(nil, [2]string{p.Name, p.Name + "/" + p.Main})))
	}
	for _, l := range m.layers() {
		ids := []string{l.id()}
		if l.Lazy { // of which each module is asked for by itself
			ids = l.IDs
		}
		for _, id := range ids {
			config.Paths[id] = strings.TrimSuffix(l.URL, ".js")
		}
	}
	for _, old := range sortedKeys(m.Details.Aliases) {
		pattern := strings.ReplaceAll(regexp.QuoteMeta(old), "/", `\/`)
		aliases = append(aliases, "[/^"+pattern+`(\/.*)?$/,function(_,rest){return `+quoteJS(m.Details.Aliases[old])+`+(rest||"")}]`)
	}
	out := appendJSON([]byte("require("), config)
	return append(out[:len(out)-1], ",\"aliases\":["+strings.Join(aliases, ",")+"]});\n"...)
}
