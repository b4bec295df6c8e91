package amd

import (
	"cmp"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// A SharedSpec declares a layer of what several packages need.
type SharedSpec struct {
	Name string
	From []string // ids, or globs of ids, that may be in it; the name of a package stands for all of its modules
	Min  int      // how many packages, besides its own, have to need a module; 0 means 2
}

// A sharing is where a module belongs that several packages may need.
type sharing struct {
	layer  string   // the shared layer, "" when it belongs to a package ...
	owner  string   // ... which is this
	takers []string // packages that need it
}

// A candidate is a module that may be in a shared layer.
type candidate struct {
	layer    string
	min      int
	homeless bool // no package's own layer is to hold it
	takers   []string
}

// sharedModules returns the modules that several packages need, as far as the
// options give them a layer, and those of source folders, which belong to the
// one package that needs them.
func (g *graph) sharedModules() map[string]sharing {
	candidates := g.candidatesToShare()
	if len(candidates) == 0 {
		return nil
	}
	g.findTakers(candidates)
	g.checkShared()
	out := map[string]sharing{}
	for id, c := range candidates {
		slices.Sort(c.takers)
		switch {
		case len(c.takers) >= c.min || c.homeless && len(c.takers) != 1:
			out[id] = sharing{layer: c.layer, takers: c.takers}
		case c.homeless:
			out[id] = sharing{owner: c.takers[0]}
		}
	}
	return out
}

func (g *graph) candidatesToShare() map[string]*candidate {
	sources := map[string]string{} // packages without a layer of their own, and the shared one
	for _, p := range g.opts.Packages {
		if p.Layer != "" {
			sources[p.Name] = p.Layer
		}
	}
	if len(sources)+len(g.opts.SharedLayers) == 0 {
		return nil
	}
	out := map[string]*candidate{}
	for _, id := range g.ids() {
		m := g.modules[id]
		if m.fallback() || m.pkg == g.npm.shared || m.pkg.Library {
			continue
		}
		layer, source := sources[m.layer()]
		spec, ok := g.opts.sharing(id)
		switch {
		case ok:
			out[id] = &candidate{layer: spec.Name, min: cmp.Or(spec.Min, 2), homeless: source || m.layer() == pathsOwner}
		case source:
			out[id] = &candidate{layer: layer, min: 2, homeless: true}
		}
	}
	return out
}

// sharing returns the first declaration that the id fits.
func (o *Options) sharing(id string) (SharedSpec, bool) {
	if _, resource, ok := strings.Cut(id, "!"); ok {
		id, _, _ = strings.Cut(resource, "!")
	}
	for _, s := range o.SharedLayers {
		if slices.ContainsFunc(s.From, func(glob string) bool { return fits(glob, id) }) {
			return s, true
		}
	}
	return SharedSpec{}, false
}

// fits reports whether the glob stands for the id, or for a folder that it lies in.
func fits(glob, id string) bool {
	ok, err := doublestar.Match(glob, id)
	return err == nil && ok || strings.HasPrefix(id, strings.TrimSuffix(glob, "/*")+"/")
}

// findTakers notes for each candidate which packages need it: by their own modules,
// or by such as leave the layers of their packages.
func (g *graph) findTakers(candidates map[string]*candidate) {
	type need struct{ id, owner string } // of a module that has left its package
	var moved []need
	take := func(id, owner string) {
		id = g.holder(id)
		c := candidates[id]
		if c == nil || !c.homeless && g.modules[id].layer() == owner || slices.Contains(c.takers, owner) {
			return
		}
		c.takers = append(c.takers, owner)
		switch n := len(c.takers); {
		case c.homeless || n > c.min:
			moved = append(moved, need{id, owner})
		case n == c.min:
			for _, o := range c.takers {
				moved = append(moved, need{id, o})
			}
		}
	}
	for _, id := range g.ids() {
		if c := candidates[id]; c == nil || !c.homeless {
			m := g.modules[id]
			for _, to := range slices.Concat(m.needs(), m.awaits()) {
				take(to, m.layer())
			}
		}
	}
	for ; len(moved) > 0; moved = moved[1:] {
		m := g.modules[moved[0].id]
		for _, to := range slices.Concat(m.needs(), m.awaits()) {
			take(to, moved[0].owner)
		}
	}
}

// checkShared reports what was to be shared and is not there.
func (g *graph) checkShared() {
	for i, s := range g.opts.SharedLayers {
		for k, glob := range s.From {
			if !slices.ContainsFunc(g.ids(), func(id string) bool { return fits(glob, id) }) {
				g.ds.Add(sharesNothing(i, k, g))
			}
		}
	}
}
