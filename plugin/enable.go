package plugin

import (
	"cmp"
	"slices"
)

// sorted returns the plugins in the order in which they are tried: those that the site
// lists in the order of its list, and then by id.
func (o ResolveOptions) sorted(found []Plugin) []Plugin {
	place := map[string]int{}
	for i, ref := range o.Enable {
		if _, ok := place[key(ref.ID)]; !ok {
			place[key(ref.ID)] = i - len(o.Enable)
		}
	}
	out := slices.Clone(found)
	slices.SortStableFunc(out, func(a, b Plugin) int {
		return cmp.Or(cmp.Compare(place[key(a.ID)], place[key(b.ID)]), cmp.Compare(key(a.ID), key(b.ID)))
	})
	return out
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
