package amd

import (
	"cmp"
	"path"
	"slices"
	"strings"
)

// A Kind is why there is a layer.
type Kind string

// The kinds of layers.
const (
	PackageKind  Kind = "package"  // of one package: a plugin, or one of the application's
	NPMKind      Kind = "npm"      // of what several packages take from npm
	PathsKind    Kind = "paths"    // of what paths lead to, and no package has
	FallbackKind Kind = "fallback" // of one module that pages look for elsewhere first
	DeclaredKind Kind = "declared" // of what it was declared to include
	SharedKind   Kind = "shared"   // of what several packages need
	CombinedKind Kind = "combined" // of all that is loaded at the start
	LazyKind     Kind = "lazy"     // of what a package asks for when it runs
	LocaleKind   Kind = "locale"   // of one locale's bundles
)

// combinedName is the name of the layer that holds all modules.
const combinedName = "combined"

// A plan says what goes into a layer.
type plan struct {
	kind              Kind
	name, pkg, output string
	pack              string // name of the pack in which the cache keeps what belongs to it
	fallback, locale  string
	bares             []string // names of packages whose main modules are in here, each with the module's id behind a space
	include           []string // of a declared layer
	modules           []Module
	units             []*unit
}

// plan divides the modules among the layers: declared ones take what they
// reach, and the rest goes where home says.
func (g *graph) plan() []plan {
	g.checkLayering()
	declared, taken := g.planDeclared()
	d := division{graph: g, lazy: g.lazyModules(), shared: g.sharedModules(), plans: map[home]*plan{}}
	for _, id := range g.ids() {
		if g.localeLayer(id) != "" || !taken[id] {
			d.place(g.modules[id])
		}
	}
	plans := slices.DeleteFunc(append(d.ordered(), declared...), func(p plan) bool { return len(p.modules) == 0 })
	g.checkNames(plans)
	return plans
}

// planDeclared plans the declared layers, and returns what is in them.
func (g *graph) planDeclared() (plans []plan, taken map[string]bool) {
	taken = map[string]bool{}
	g.checkExcludes()
	for _, name := range sortedKeys(g.opts.Layers) {
		spec := g.opts.Layers[name]
		p := plan{kind: DeclaredKind, name: name, pack: name, output: path.Dir(name), include: g.meanings(spec.Include)}
		ids := g.closure(p.include)
		found := len(ids) > 0 || len(spec.Include) == 0
		for id := range g.closure(g.expand(spec.Exclude)) {
			delete(ids, id)
		}
		for _, id := range spec.ExcludeShallow {
			delete(ids, g.holder(g.meaning(id)))
		}
		for _, id := range sortedKeys(ids) {
			if g.localeLayer(id) != "" {
				continue
			}
			taken[id] = true
			p.take(g.modules[id])
		}
		if spec.Create {
			p.create(spec)
		}
		if found && len(p.modules) == 0 {
			g.ds.Add(emptyLayer(name, g))
		}
		plans = append(plans, p)
	}
	return plans, taken
}

// create adds the module of the layer's own name.
func (p *plan) create(spec LayerSpec) {
	p.modules = append(p.modules, Module{ID: p.name, Deps: spec.Include, unit: len(p.units), entry: "made for the layer " + p.name})
	p.units = append(p.units, &unit{id: p.name, kind: textUnit, created: true, deps: append([]string{}, spec.Include...)})
}

// expand replaces the names of declared layers by what these include.
func (g *graph) expand(names []string) []string {
	var out []string
	for _, name := range names {
		if spec, ok := g.opts.Layers[name]; ok {
			out = append(out, g.meanings(spec.Include)...)
		} else {
			out = append(out, g.meanings([]string{name})...)
		}
	}
	return out
}

// meanings returns the modules that hold what the ids mean.
func (g *graph) meanings(ids []string) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = g.holder(g.meaning(id))
	}
	return out
}

// closure returns the modules that the ids reach.
func (g *graph) closure(ids []string) map[string]bool {
	seen := map[string]bool{}
	for waiting := slices.Clone(ids); len(waiting) > 0; {
		id := g.holder(waiting[len(waiting)-1])
		waiting = waiting[:len(waiting)-1]
		m := g.modules[id]
		if m == nil || seen[id] || m.fallback() {
			continue
		}
		seen[id] = true
		waiting = append(append(waiting, m.deps...), m.also...)
	}
	return seen
}

// take adds a module to the plan; one that turned out to be no module is left out.
func (p *plan) take(m *module) {
	if m.leftOut() {
		return
	}
	for _, u := range m.units {
		entry := Module{ID: u.id, File: u.file, unit: len(p.units), holder: m.id}
		if u.id == m.id {
			entry = Module{ID: u.id, File: u.file, Deps: m.deps, unit: len(p.units), asks: m.asks, also: m.also, asked: m.awaits(), entry: m.entry}
		}
		p.modules = append(p.modules, entry)
		for _, id := range u.ids {
			if id != u.id {
				p.modules = append(p.modules, Module{ID: id, File: u.file, unit: -1, holder: m.id})
			}
		}
		u.setNamed(p.kind == LazyKind || p.kind == LocaleKind)
		p.units = append(p.units, u)
	}
}

// setNamed says whether the unit's define has its id under Dojo too. It may have
// been in a layer of another kind in the last run.
func (u *unit) setNamed(on bool) {
	if u.named != on {
		u.named, u.blobKey = on, cacheKey{}
	}
}

// describe fills in what a layer is, beside its bytes.
func (p plan) describe(l *Layer) {
	l.Kind, l.Modules, l.Assets, l.include = p.kind, p.listed(), p.assets(), p.include
	for i, m := range l.Modules {
		if m.unit >= 0 && m.unit < len(l.sizes) {
			l.Modules[i].Bytes = l.sizes[m.unit]
		}
	}
}

// listed returns the plan's modules in order of their ids, each once.
func (p plan) listed() []Module {
	slices.SortStableFunc(p.modules, func(a, b Module) int { return strings.Compare(a.ID, b.ID) })
	return slices.CompactFunc(p.modules, func(a, b Module) bool { return a.ID == b.ID })
}

// A home is the layer that a module belongs to, unless declared ones take it.
type home struct {
	owner string // name of a package, of a shared layer, or of none
	kind  Kind
	part  string // the locale, or the module that is a fallback, or alone
}

// A division is the modules under way to their layers.
type division struct {
	*graph
	lazy   map[string]bool
	shared map[string]sharing
	plans  map[home]*plan
}

// home returns where the module belongs.
func (d *division) home(m *module) home {
	owner := m.layer()
	if m.fallback() {
		return home{owner, FallbackKind, m.id}
	}
	s, shares := d.shared[m.id]
	if shares && s.layer == "" {
		owner = s.owner
	}
	locale := d.localeLayer(m.id)
	switch {
	case locale != "":
		return home{owner, LocaleKind, locale}
	case d.lazy[m.id] && !(shares && s.layer != "") && d.opts.isLazy(owner):
		return home{owner, LazyKind, ""}
	case d.opts.Combined:
		return home{combinedName, CombinedKind, ""}
	case shares && s.layer != "":
		return home{s.layer, SharedKind, ""}
	case owner == npmName && d.pkgs[npmName] == nil:
		return home{owner, NPMKind, ""}
	case owner == pathsOwner:
		return home{owner, PathsKind, ""}
	}
	if d.opts.Apart {
		return home{owner, PackageKind, m.id}
	}
	return home{owner, PackageKind, ""}
}

func (d *division) place(m *module) {
	h := d.home(m)
	p := d.plans[h]
	if p == nil {
		p = d.open(h)
		d.plans[h] = p
	}
	had := len(p.modules)
	p.take(m)
	for i := range p.modules[had:] {
		p.modules[had+i].takers = d.shared[m.id].takers
	}
	if h.kind == PackageKind || h.kind == CombinedKind || h.kind == SharedKind {
		if k := m.pkg; k.Name != npmName && !k.path && m.id == k.main() {
			p.bares = append(p.bares, k.Name+" "+m.id)
		}
	}
}

// open returns the plan of a layer that holds nothing yet.
func (d *division) open(h home) *plan {
	p := &plan{kind: h.kind, name: cmp.Or(h.owner, pathsLayer), pack: cmp.Or(h.owner, pathsLayer), output: cmp.Or(h.owner, pathsLayer)}
	if k := d.pkgs[h.owner]; k != nil && !k.path && h.kind != SharedKind && h.kind != CombinedKind {
		p.pkg, p.output = h.owner, k.Output
	}
	switch h.kind {
	case PackageKind:
		if h.part != "" {
			p.name, p.output = h.part, path.Join(p.output, folderIn(h.part, h.owner))
		}
	case FallbackKind:
		p.name, p.fallback = h.part, h.part
	case LocaleKind:
		p.name, p.locale = p.name+"_"+h.part, h.part
	case LazyKind:
		p.name += "_lazy"
	case SharedKind, CombinedKind:
		p.output = path.Dir(h.owner)
	}
	return p
}

// folderIn returns the folder of a module, or of a text, in its package.
func folderIn(id, owner string) string {
	if _, resource, ok := strings.Cut(id, "!"); ok {
		id = resource
	}
	return path.Dir(strings.TrimPrefix(id, owner+"/"))
}

// ordered returns the plans in the order of packages, with what is nobody's own
// behind them.
func (d *division) ordered() []plan {
	rank := map[string]int{npmName: len(d.opts.Packages), pathsOwner: len(d.opts.Packages) + 1}
	for i, p := range d.opts.Packages {
		rank[p.Name] = i
	}
	of := func(h home) int {
		switch h.kind {
		case CombinedKind:
			return -1
		case SharedKind:
			return len(rank) + 2
		}
		return rank[h.owner]
	}
	homes := make([]home, 0, len(d.plans))
	for h := range d.plans {
		homes = append(homes, h)
	}
	kinds := []Kind{CombinedKind, PackageKind, NPMKind, PathsKind, LazyKind, FallbackKind, LocaleKind, SharedKind}
	slices.SortFunc(homes, func(a, b home) int {
		return cmp.Or(of(a)-of(b), strings.Compare(a.owner, b.owner), slices.Index(kinds, a.kind)-slices.Index(kinds, b.kind), strings.Compare(a.part, b.part))
	})
	var out []plan
	for _, h := range homes {
		out = append(out, *d.plans[h])
	}
	return out
}
