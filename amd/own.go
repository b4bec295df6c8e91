package amd

// namedLayer writes one define with an id per module, which Strata's loader
// and RequireJS keep until somebody asks for it.
func namedLayer(w *layerWriter, p plan) {
	w.scriptsFirst(p)
	for _, u := range p.units {
		since := w.out.code.Len()
		switch {
		case u.created:
			w.out.text("define(" + quoteJS(u.id) + "," + string(appendJSON(nil, u.deps)) + ",function(){});\n")
		case u.empty:
			w.out.text("define(" + quoteJS(u.id) + ",[],function(){});\n")
		case u.shim != nil:
			w.shimmed(u, "define("+quoteJS(u.id)+",")
		case u.kind == textUnit:
			w.out.text("define(" + quoteJS(u.id) + ",[],function(){return " + quoteJS(u.text) + "});\n")
		case u.kind == defineUnit:
			w.enclose(u)
		case u.scan.Declares: // a plain script whose globals are its point
			w.unit(u)
			w.out.text("define(" + quoteJS(u.id) + ",[],function(){});\n")
		default:
			w.out.text("define(" + quoteJS(u.id) + ",[],function(){")
			w.unit(u)
			w.out.text("});\n")
		}
		w.count(u, since)
	}
}

// ownPathMap writes the one table that Strata's loader reads.
func ownPathMap(m Map) []byte {
	config := struct {
		BaseURL  string                       `json:"baseUrl"`
		Packages []MapPackage                 `json:"packages"`
		Map      map[string]map[string]string `json:"map,omitempty"`
		Layers   []EntryLayer                 `json:"layers"`
		Paths    map[string][]string          `json:"paths,omitempty"`
		Bundles  map[string][]string          `json:"bundles,omitempty"`
		Shim     map[string]Shim              `json:"shim,omitempty"`
	}{m.BaseURL, m.packages(), m.aliases(), []EntryLayer{}, m.Known.Paths, m.Known.Bundles, m.Known.Shim}
	for _, l := range m.layers() {
		config.Layers = append(config.Layers, l.EntryLayer)
	}
	return configCall("require.config(", config)
}

func configCall(call string, config any) []byte {
	return append(appendJSON([]byte(call), config), ");\n"...)
}
