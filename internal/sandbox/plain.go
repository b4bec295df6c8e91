package sandbox

import (
	"fmt"
	"reflect"
	"time"
)

// Limits of what a function is given or a component's property may be.
const (
	maxDepth  = 50
	maxValues = 100_000
)

// Plain returns the value as plain data: nil, bool, int64, float64, string, []any
// or map[string]any. It is an error when there is something else in it, such as a
// page, or when it has no end.
func Plain(v any) (any, error) {
	switch v := v.(type) {
	case nil, bool, string, int64, float64:
		return v, nil
	}
	left := maxValues
	return plain(reflect.ValueOf(v), 0, &left)
}

func plain(v reflect.Value, depth int, left *int) (any, error) {
	for v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if *left--; *left < 0 || depth > maxDepth {
		return nil, fmt.Errorf("is given more than %d values, or values deeper than %d in one another", maxValues, maxDepth)
	}
	if !v.IsValid() {
		return nil, nil
	}
	if t, ok := v.Interface().(time.Time); ok {
		return t.Format(time.RFC3339Nano), nil
	}
	switch k := v.Kind(); {
	case k == reflect.String:
		return v.String(), nil
	case k == reflect.Bool:
		return v.Bool(), nil
	case v.CanInt():
		return v.Int(), nil
	case v.CanUint():
		return int64(v.Uint()), nil
	case v.CanFloat():
		return v.Float(), nil
	case k == reflect.Slice || k == reflect.Array:
		return plainList(v, depth, left)
	case k == reflect.Map && v.Type().Key().Kind() == reflect.String:
		return plainMap(v, depth, left)
	}
	return nil, fmt.Errorf("is given a %s, which is no plain data", v.Type())
}

func plainList(v reflect.Value, depth int, left *int) (any, error) {
	out := make([]any, v.Len())
	for i := range out {
		var err error
		if out[i], err = plain(v.Index(i), depth+1, left); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func plainMap(v reflect.Value, depth int, left *int) (any, error) {
	out := make(map[string]any, v.Len())
	for it := v.MapRange(); it.Next(); {
		val, err := plain(it.Value(), depth+1, left)
		if err != nil {
			return nil, err
		}
		out[it.Key().String()] = val
	}
	return out, nil
}
