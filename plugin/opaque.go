package plugin

import (
	"regexp"
	"strings"
)

// filled returns the value with each leaf that only PHP knows replaced by what
// stands at its place in other, if something does. Rest says that other holds more,
// which has no effect.
func (v value) filled(other value) (out value, rest bool) {
	switch {
	case !other.given():
		return v, false
	case v.kind == opaque || v.callable():
		return other, false
	case v.kind != table || other.kind != table:
		return v, true
	}
	by := other.byKey()
	out = v
	out.items = make([]item, len(v.items))
	for i, it := range v.items {
		val, more := it.val.filled(by[it.key])
		delete(by, it.key)
		out.items[i] = item{it.key, it.keyAt, val}
		rest = rest || more
	}
	return out, rest || len(by) > 0
}

// byKey returns the values of a table.
func (v value) byKey() map[string]value {
	out := make(map[string]value, len(v.items))
	for _, it := range v.items {
		out[it.key] = it.val
	}
	return out
}

var staticMethod = regexp.MustCompile(`^\\?[A-Za-z_][A-Za-z0-9_\\]*::[A-Za-z0-9_]+$`)

// callable reports whether the value is something of PHP that can be called: what
// only PHP knows, "Class::method", or an object or class with a method. A list is
// one when its first text is the name of a class in a namespace.
func (v value) callable() bool {
	switch v.kind {
	case opaque:
		return true
	case text:
		return v.made == plain && strings.Contains(v.text, `\`) && staticMethod.MatchString(v.text)
	case list:
		first := func() value { return v.items[0].val }
		return len(v.items) == 2 && v.items[1].val.kind == text &&
			(first().kind == opaque || first().kind == text && strings.Contains(first().text, `\`))
	}
	return false
}

// unknown yields the opaque values in v, each with its path.
func (v value) unknown(path string, yield func(path string, v value)) {
	if v.kind == opaque {
		yield(path, v)
	}
	for _, it := range v.items {
		at := path
		if it.key != "" {
			at += "." + it.key
		}
		it.val.unknown(at, yield)
	}
}
