package plugin

import "strconv"

// native returns the value as plain Go data: map[string]any, []any, string, int,
// float64, bool or nil. What only PHP knows is nil.
func (v value) native() any {
	switch v.kind {
	case boolean:
		return v.truth
	case text:
		return v.text
	case number:
		if n, err := strconv.ParseInt(v.text, 0, 64); err == nil {
			return int(n)
		}
		if f, err := strconv.ParseFloat(v.text, 64); err == nil {
			return f
		}
		return v.text
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
