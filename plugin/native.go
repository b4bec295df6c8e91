package plugin

import (
	"strconv"
	"strings"
)

// dig returns what lies under a path of keys with dots between them; a key may have
// dots itself.
func (v value) dig(path string) value {
	if found := v.at(path); found.kind != absent {
		return found
	}
	for part := range strings.SplitSeq(path, ".") {
		v = v.at(part)
	}
	return v
}

// at returns the value of a key of a table, or of a place in a list.
func (v value) at(key string) value {
	if v.kind != list {
		return v.get(key)
	}
	for i, it := range v.items {
		if it.key == key || it.key == "" && strconv.Itoa(i) == key {
			return it.val
		}
	}
	return value{}
}

// native is the value as Go has it.
func (v value) native() any {
	switch v.kind {
	case boolean:
		return v.truth
	case text:
		return v.text
	case number:
		return v.numeric()
	case list:
		out := []any{}
		for _, it := range v.items {
			out = append(out, it.val.native())
		}
		return out
	case table:
		out := map[string]any{}
		for _, it := range v.items {
			out[it.key] = it.val.native()
		}
		return out
	}
	return nil
}

// numeric is a number as an int or a float64; as it is written when it is neither.
func (v value) numeric() any {
	plain := strings.ReplaceAll(v.text, "_", "")
	if n, err := strconv.ParseInt(plain, 0, 64); err == nil {
		return int(n)
	}
	if f, err := strconv.ParseFloat(plain, 64); err == nil {
		return f
	}
	return v.text
}
