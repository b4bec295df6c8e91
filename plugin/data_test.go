package plugin

import (
	"bytes"
	"encoding/json"
	"strings"
)

// data returns the value as plain data for JSON: tables keep their order, what
// only PHP knows is {"$opaque": "closure", "line": 4}, and the text of a known
// call says which: {"$call": "backendURL", "text": "acme/blog"}.
func (v value) data() any {
	switch v.kind {
	case boolean:
		return v.truth
	case number:
		if json.Valid([]byte(v.text)) {
			return json.Number(v.text)
		}
		return v.text
	case text:
		if v.made != plain {
			return object{{"$call", v.made.String()}, {"text", v.text}}
		}
		return v.text
	case list:
		out := make([]any, len(v.items))
		for i, it := range v.items {
			out[i] = it.val.data()
		}
		return out
	case table:
		return v.object()
	case opaque:
		return object{{"$opaque", strings.TrimPrefix(strings.TrimPrefix(v.text, "a "), "an ")}, {"line", v.place.line}}
	}
	return nil
}

// object has each key once: the first place of a key and its last value, as PHP
// has it.
func (v value) object() object {
	out := make(object, 0, len(v.items))
	at := map[string]int{}
	for _, it := range v.items {
		i, twice := at[it.key]
		if !twice {
			i = len(out)
			at[it.key] = i
			out = append(out, member{key: it.key})
		}
		out[i].value = it.val.data()
	}
	return out
}

// An object is a JSON object that keeps the order of its members.
type object []member

type member struct {
	key   string
	value any
}

// MarshalJSON writes the members in order.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		key, _ := json.Marshal(m.key) // a text can always be written
		val, err := json.Marshal(m.value)
		if err != nil {
			return nil, err
		}
		b.Write(key)
		b.WriteByte(':')
		b.Write(val)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// String returns the call's name in data.
func (c call) String() string {
	return [...]string{"", "backendURL", "siteURL", "assetURL", "translation"}[c]
}
