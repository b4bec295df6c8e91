package plugin

import (
	"encoding/json"
	"slices"

	"strata/internal/diag"
)

// A shape is what may stand at one place of plugin.yaml. It checks what is
// written, and makes the published schema, so that the two agree.
type shape struct {
	about  string  // one sentence
	kinds  []kind  // what it may be; anything when there are none. Null may stand anywhere, and is named where it means something
	fields []field // the keys of a table, when these are known
	each   *shape  // the values of a table whose keys are free, and the items of a list
}

// A field is a key that a table may have.
type field struct {
	key string
	shape
}

var scalars = []kind{text, number, boolean}

// manifestShape is plugin.yaml.
func manifestShape() shape {
	root := shape{about: "What a plugin is and what it contributes, in any of the three layouts.", kinds: []kind{table}}
	root.fields = append(root.fields, field{"plugin", shape{about: "What the plugin is.", kinds: []kind{table}, fields: detailFields}})
	for _, f := range detailFields {
		if slices.Contains(besideDetails, f.key) {
			root.fields = append(root.fields, f)
		}
	}
	for _, f := range features {
		root.fields = append(root.fields, field{f.key, f.shape})
	}
	return root
}

// check reports what is not of the shape. The path names the place, for people.
func (s shape) check(path string, v value, ds *diag.List) {
	if !v.given() || v.kind == opaque {
		return
	}
	if !s.takes(v) {
		ds.Add(errKind(v.place, path, s.kinds))
		return
	}
	for _, it := range v.items {
		at := path + "." + it.key
		if path == "" {
			at = it.key
		}
		switch {
		case len(s.fields) > 0 && v.kind == table:
			i := slices.IndexFunc(s.fields, func(f field) bool { return f.key == it.key })
			if i < 0 {
				ds.Add(warnUnknownKey(it, path, s.keys()))
				continue
			}
			s.fields[i].check(at, it.val, ds)
		case s.each != nil:
			s.each.check(at, it.val, ds)
		}
	}
}

// takes reports whether the value is of a kind that may stand there. An empty list is
// what PHP has for an empty table.
func (s shape) takes(v value) bool {
	return len(s.kinds) == 0 || slices.Contains(s.kinds, v.kind) || v.kind == list && len(v.items) == 0
}

func (s shape) keys() []string {
	var out []string
	for _, f := range s.fields {
		out = append(out, f.key)
	}
	return out
}

// Schema returns the JSON Schema of plugin.yaml.
func Schema() []byte {
	s := manifestShape().schema()
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	s["title"] = "plugin.yaml"
	out, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		panic(err) // it holds only texts, lists and maps
	}
	return append(out, '\n')
}

var schemaTypes = map[kind]string{null: "null", boolean: "boolean", number: "number", text: "string", list: "array", table: "object"}

func (s shape) schema() map[string]any {
	out := map[string]any{}
	if s.about != "" {
		out["description"] = s.about
	}
	var types []string
	for _, k := range s.kinds {
		types = append(types, schemaTypes[k])
	}
	if len(types) == 1 {
		out["type"] = types[0]
	} else if len(types) > 1 {
		out["type"] = types
	}
	if len(s.fields) > 0 {
		properties := map[string]any{}
		for _, f := range s.fields {
			properties[f.key] = f.schema()
		}
		out["properties"] = properties
		out["additionalProperties"] = false
	} else if s.each != nil {
		out["additionalProperties"] = s.each.schema()
		out["items"] = s.each.schema()
	}
	return out
}
