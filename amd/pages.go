package amd

import (
	"slices"
	"strings"
)

// A Scope is a kind of page, which loads some of the layers and no others.
type Scope struct {
	Name     string
	Layers   []string // that its pages load
	Packages []string // that run on them, and whose own layers they load too
	Provided []string // ids, or prefixes "dojo/*", that its pages supply beside Options.Provided
}

// A lack is a dependency that the pages of a scope do not have.
type lack struct {
	module *module // that needs it
	id     string
	more   int // dependencies on others of the same layer
}

// checkScopes reports packages that need what the pages of a scope, on which they
// run, do not load.
func (g *graph) checkScopes(plans []plan) {
	if len(g.opts.Scopes) == 0 {
		return
	}
	holders := map[string][]string{} // id to names of layers
	names := []string{}
	for _, p := range plans {
		names = append(names, p.name)
		for _, m := range p.modules {
			holders[m.ID] = append(holders[m.ID], p.name)
		}
	}
	for _, p := range g.opts.Packages { // which may have a layer without modules
		names = append(names, p.Name)
	}
	for _, s := range g.opts.Scopes {
		has := scopeLayers{graph: g, Scope: s, holders: holders, loaded: map[string]bool{}}
		for _, p := range g.opts.Packages {
			has.loaded[p.Name] = p.Library // every page with plugins has it
		}
		for i, name := range s.Layers {
			if !slices.Contains(names, name) {
				g.ds.Add(unknownScopeLayer(s, i, names, g))
			}
			has.loaded[name] = true
		}
		for _, name := range s.Packages {
			for _, layer := range holders[g.canonical(name)] {
				has.loaded[layer] = true
			}
		}
		for _, name := range s.Packages {
			has.check(name)
		}
	}
}

// scopeLayers are the layers that the pages of a scope load.
type scopeLayers struct {
	*graph
	Scope
	holders map[string][]string
	loaded  map[string]bool
}

// check reports what the package needs and the pages do not have: for each
// layer that is missing the first dependency on it.
func (s *scopeLayers) check(pkg string) {
	lacks := map[string]*lack{} // by layer
	seen := map[string]bool{}
	queue := []string{s.canonical(pkg)}
	for ; len(queue) > 0; queue = queue[1:] {
		m := s.modules[queue[0]]
		if m == nil {
			continue
		}
		for _, dep := range slices.Concat(m.deps, m.also) {
			id := s.holder(dep)
			if seen[id] || s.modules[id] == nil || s.supplies(dep) {
				continue
			}
			seen[id] = true
			switch layer := s.missing(pkg, id); {
			case layer == "":
				queue = append(queue, id)
			case lacks[layer] == nil:
				lacks[layer] = &lack{module: m, id: id}
			default:
				lacks[layer].more++
			}
		}
	}
	for _, layer := range sortedKeys(lacks) {
		s.ds.Add(notInScope(s, pkg, layer, *lacks[layer]))
	}
}

// supplies reports whether the pages have the id without a layer.
func (s *scopeLayers) supplies(id string) bool {
	return matchesAny(s.Provided, id) || s.graph.provided(id)
}

// missing returns the layer that would have to be loaded for the module, "" when
// it is there.
func (s *scopeLayers) missing(pkg, id string) string {
	m := s.modules[id]
	held := s.holders[id]
	there := slices.ContainsFunc(held, func(layer string) bool { return s.loaded[layer] })
	if m.layer() == pkg || there || len(held) == 0 {
		return ""
	}
	return held[0]
}

// named returns where the module names the dependency: the file, its text and the
// offset, which is -1 when that cannot be told.
func (g *graph) named(m *module, id string) (file string, text []byte, offset int) {
	for _, u := range m.units {
		if u.made != nil {
			if file, text, offset = g.imported(m, u, id); offset >= 0 {
				return file, text, offset
			}
			continue
		}
		u.rescan(g.opts)
		if u.scan == nil {
			continue
		}
		for _, c := range u.scan.Calls {
			for _, l := range slices.Concat(c.Deps, c.Sugar) {
				if g.means(u, c, l, id) {
					return u.file, u.whole, u.from + l.Start
				}
			}
		}
	}
	return m.file, nil, -1
}

// means reports whether the literal stands for the id.
func (g *graph) means(u *unit, c call, l literal, id string) bool {
	value := l.Value
	if renamed, ok := u.renamed[l.Start]; ok {
		value = renamed
	}
	base := u.scan.nameOf(c)
	if base == "" {
		base = u.id
	}
	_, resource, isResource := strings.Cut(value, "!")
	if isResource {
		value = resource
		_, id, _ = strings.Cut(id, "!")
	}
	abs, _ := absolute(base, value)
	full := g.mapped(strings.TrimSuffix(abs, "/"), base)
	return full == id || g.holder(full) == id
}

// imported is named for what esbuild has bundled.
func (g *graph) imported(m *module, u *unit, id string) (file string, text []byte, offset int) {
	if e := g.es[m.pkg.Name]; e != nil && e.bundle != nil && u.made.chunk != nil {
		for _, a := range e.bundle.asks {
			if g.holder(e.ids[a.path]) == id && slices.Contains(u.made.chunk.inputs, a.file) {
				return a.file, e.bundle.texts[a.file], a.offset
			}
		}
	}
	return m.file, nil, -1
}
