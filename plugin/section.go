package plugin

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"strata/internal/diag"
)

// entries returns the definitions of a section, which is a map from code to
// definition. It reports what is not one, keys of PHP arrays that nobody reads, and
// values that only PHP knows, except those under keys of the exceptions.
func (s shape) entries(section string, v value, ds *diag.List, except ...string) []item {
	if v.kind != table && (v.kind != list || len(v.items) > 0) {
		ds.Add(errKind(v.place, section, s.kinds))
		return nil
	}
	v.unknown(section, func(at string, leaf value) {
		if !slices.Contains(except, at[strings.LastIndexByte(at, '.')+1:]) {
			ds.Add(warnLeaf(at, leaf))
		}
	})
	if v.fromPHP() {
		s.passOver(section, v, ds)
	}
	var out []item
	for _, it := range v.items {
		empty := it.val.kind == null || it.val.kind == list && len(it.val.items) == 0
		switch {
		case it.val.kind == table || empty:
			out = append(out, it)
		case it.val.kind != opaque:
			ds.Add(errKind(it.val.place, section+"."+it.key, []kind{table}))
		}
	}
	return out
}

// passOver reports keys of PHP arrays that have no meaning.
func (s shape) passOver(path string, v value, ds *diag.List) {
	for _, it := range v.items {
		i := slices.IndexFunc(s.fields, func(f field) bool { return f.key == it.key })
		switch {
		case len(s.fields) > 0 && v.kind == table && it.key != "" && i < 0:
			ds.Add(noticeKeyIgnored(it, path))
		case i >= 0:
			s.fields[i].passOver(path+"."+it.key, it.val, ds)
		case s.each != nil:
			s.each.passOver(path+"."+it.key, it.val, ds)
		}
	}
}

// orderOf returns a place in a list as PHP takes it: the number 0 is one, while
// what else is empty is the fallback.
func orderOf(v value, fallback int) int {
	n, err := strconv.ParseFloat(v.scalar(), 64)
	if err != nil || math.IsNaN(n) || n == 0 && v.kind != number {
		return fallback
	}
	const most = 1 << 30
	return int(min(max(n, -most), most))
}
