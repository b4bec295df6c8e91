package amd

import (
	"bytes"
	"encoding/json"

	"strata/internal/diag"
	"strata/internal/source"
)

// addJSON queues the data of a file as a module.
func (g *graph) addJSON(id, file string, p *pkg, from *module) {
	g.addData(&module{id: id, pkg: p, file: file, from: from, data: loadJSON})
}

func (g *graph) addData(m *module) {
	if g.modules[m.id] == nil {
		g.modules[m.id] = m
		g.pending = append(g.pending, m)
	}
}

// loadJSON makes a define of a JSON file.
func loadJSON(g *graph, m *module) loaded {
	raw, err := source.Read(g.src, m.file, maxFile)
	if err != nil {
		return loaded{ds: diag.List{diag.Unreadable(m.file, err)}}
	}
	var ds diag.List
	text := decode(m.file, raw, &ds)
	if at, what := tooMuchData(text); what != "" {
		ds.Add(tooDeeplyNested(m.file, text, at, what))
		return loaded{ds: ds}
	}
	var value json.RawMessage
	if err := json.Unmarshal(text, &value); err != nil {
		ds.Add(badJSON(m.file, text, err))
		return loaded{ds: ds}
	}
	code := "return " + string(bytes.TrimSpace(text)) + ";"
	if bytes.Contains(text, []byte("__proto__")) { // which is no ordinary key in a script
		code = "return JSON.parse(" + quoteJS(string(text)) + ");"
	}
	return loaded{units: []*unit{m.define(text, &made{code: []byte(code)})}, ds: ds}
}

// define returns the unit of a module whose define we write.
func (m *module) define(text []byte, d *made) *unit {
	return &unit{id: m.id, kind: defineUnit, file: m.file, whole: text, made: d, scan: &scanResult{Return: -1, Module: -1, CacheCall: -1}}
}
