package plugin

import (
	"path"

	"strata/internal/diag"
)

// distinct reports the keys that a table has twice, at any depth, and returns the
// value with the first of each. YAML has none of them, but the library that reads it
// does not mind.
func distinct(v value, ds *diag.List) value {
	d := doubles{said: map[place]bool{}, ds: ds}
	return d.without(v)
}

// distinct returns the values of the group. In PHP a key may be set twice, and the
// last one counts.
func (g group) distinct(ds *diag.List) value {
	v := g.read(ds)
	if path.Ext(g.file) != ".php" {
		v = distinct(v, ds)
	}
	return v
}

// doubles are a distinct under way.
type doubles struct {
	said map[place]bool // what stands in an anchor is met at each alias
	ds   *diag.List
}

func (d doubles) without(v value) value {
	if v.kind != table && v.kind != list {
		return v
	}
	first := map[string]place{}
	var kept []item
	for _, it := range v.items {
		at, twice := first[it.key]
		if v.kind == table && twice {
			d.tell(it, at)
			continue
		}
		first[it.key] = it.keyAt
		it.val = d.without(it.val)
		kept = append(kept, it)
	}
	v.items = kept
	return v
}

func (d doubles) tell(it item, first place) {
	if !d.said[it.keyAt] {
		d.said[it.keyAt] = true
		d.ds.Add(errKeyTwice(it, first))
	}
}
