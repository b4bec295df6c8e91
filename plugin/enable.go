package plugin

import (
	"cmp"
	"slices"
)

// sorted returns the plugins in the order in which they are tried: those that the site
// lists in the order of its list, and then by id.
func (o ResolveOptions) sorted(found []Plugin) []keyed {
	place := map[string]int{}
	for i, ref := range o.Enable {
		if _, ok := place[key(ref.ID)]; !ok {
			place[key(ref.ID)] = i - len(o.Enable)
		}
	}
	out := make([]keyed, len(found))
	for i, p := range found {
		k := key(p.ID)
		out[i] = keyed{k, place[k], i}
	}
	slices.SortFunc(out, func(a, b keyed) int {
		return cmp.Or(cmp.Compare(a.place, b.place), cmp.Compare(a.key, b.key), cmp.Compare(a.at, b.at))
	})
	return out
}

// A keyed is a plugin by the key of its id.
type keyed struct {
	key   string
	place int // below 0 in the list of the site, 0 for one that is not listed
	at    int // in the list of what is found
}

// enable disables what the site does not list, if it has a list.
func (r *resolver) enable(opts ResolveOptions) {
	if opts.Enable == nil {
		return
	}
	listed := map[string]Reference{}
	for _, ref := range opts.Enable {
		k := key(ref.ID)
		_, installed := r.byKey[k]
		first, twice := listed[k]
		switch {
		case twice:
			r.ds.Add(warnEnableTwice(ref, first))
		case !installed:
			r.ds.Add(errEnableMissing(ref, opts, r.nearest(ref.ID, "")))
		}
		if !twice {
			listed[k] = ref
		}
	}
	for i, p := range r.plugins {
		if _, ok := listed[key(p.ID)]; !ok {
			r.flag(i, disabledConfig, "not listed under enable in the configuration")
		}
	}
}
