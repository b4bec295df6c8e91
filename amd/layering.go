package amd

import "slices"

// PackNames returns the names of all packs that a Cache may have been given by a
// Compile with these options.
func (o *Options) PackNames() []string {
	names := []string{npmName, pathsLayer, combinedName}
	for _, p := range o.Packages {
		names = append(names, p.Name)
		if p.Layer != "" {
			names = append(names, p.Layer)
		}
	}
	for _, s := range o.SharedLayers {
		names = append(names, s.Name)
	}
	names = append(names, sortedKeys(o.Layers)...)
	slices.Sort(names)
	return slices.Compact(names)
}

// checkLayering reports declared and shared layers beside one that holds all.
func (g *graph) checkLayering() {
	if !g.opts.Combined {
		return
	}
	for _, name := range sortedKeys(g.opts.Layers) {
		g.ds.Add(declaredInCombined(name, g))
	}
	for i := range g.opts.SharedLayers {
		g.ds.Add(sharedInCombined(i, g))
	}
}

// checkExcludes reports declared layers that leave out what one another hold.
func (g *graph) checkExcludes() {
	done := map[string]bool{}
	var way []string
	var visit func(name string)
	visit = func(name string) {
		if i := slices.Index(way, name); i >= 0 {
			g.ds.Add(excludeCycle(append(slices.Clone(way[i:]), name), g))
			return
		}
		spec, declared := g.opts.Layers[name]
		if !declared || done[name] {
			return
		}
		way = append(way, name)
		for _, other := range spec.Exclude {
			visit(other)
		}
		way = way[:len(way)-1]
		done[name] = true
	}
	for _, name := range sortedKeys(g.opts.Layers) {
		visit(name)
	}
}

// checkNames reports layers of one name: a loader that knows them by their names
// would find one of them only.
func (g *graph) checkNames(plans []plan) {
	kinds := map[string]Kind{}
	for _, p := range plans {
		if p.kind == DeclaredKind || p.kind == SharedKind || p.kind == FallbackKind { // the last is known by its own id
			continue
		}
		if other, taken := kinds[p.name]; taken {
			g.ds.Add(namesMeet(p.name, other, p.kind, g))
		}
		kinds[p.name] = p.kind
	}
	for _, p := range plans {
		other, taken := kinds[p.name]
		switch {
		case p.kind == SharedKind && taken:
			g.ds.Add(sharedTaken(p.name, other, g))
		case p.kind == DeclaredKind && taken:
			g.ds.Add(declaredTaken(p.name, other, g))
		case p.kind == SharedKind:
			kinds[p.name] = SharedKind
		}
	}
}
