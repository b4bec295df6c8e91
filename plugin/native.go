package plugin

import (
	"strconv"
	"strings"
)

// native returns the value as plain Go data: map[string]any, []any, string, int,
// float64, bool or nil. What only PHP knows is nil.
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
		out := make(map[string]any, len(v.items))
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
