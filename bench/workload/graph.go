package workload

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// newGraph makes the packages: core, and the plugins on it.
func newGraph(opts Options) []*pkg {
	core := newPackage(opts, "core", "core", "main", opts.Core)
	out := []*pkg{core}
	for i := range opts.Plugins {
		name := fmt.Sprintf("p%03d", i)
		p := newPackage(opts, name, "plugins/"+name, name, opts.Modules)
		p.dependOn(core, 2, random(opts.Seed, "core of %s", name))
		if i >= SharedPlugins {
			r := random(opts.Seed, "shared of %s", name)
			p.dependOnShared(out[1:1+SharedPlugins], r)
		}
		out = append(out, p)
	}
	return out
}

// newPackage makes a package's modules, each of which depends on later ones
// only, and each of which somebody depends on.
func newPackage(opts Options, name, dir, main string, count int) *pkg {
	r := random(opts.Seed, "package %s", name)
	p := &pkg{name: name, dir: dir}
	for i := range count {
		m := &module{pkg: p, path: main}
		if i > 0 {
			m.path = fmt.Sprintf("%s/%s%d", pick(r, folders), pick(r, nouns), i)
			p.modules[parent(r, i)].dependsOn(m)
		}
		p.modules = append(p.modules, m)
	}
	for i, m := range p.modules {
		for range r.IntN(3) {
			if i+1 < count {
				m.dependsOn(p.modules[i+1+r.IntN(count-i-1)])
			}
		}
		m.wrapped = r.IntN(10) == 0
		m.npm = opts.Kind == TypeScript && r.IntN(100) < 12
		if opts.Kind == AMD && r.IntN(16) == 0 {
			m.texts = append(m.texts, fmt.Sprintf("%s%d.html", pick(r, nouns), i))
		}
	}
	return p
}

// parent picks who needs module i: often one that is near.
func parent(r *rand.Rand, i int) int {
	if r.IntN(2) == 0 {
		return max(0, i-1-r.IntN(4))
	}
	return r.IntN(i)
}

func (m *module) dependsOn(other *module) {
	if !slices.Contains(m.deps, other) {
		m.deps = append(m.deps, other)
	}
}

// dependOn lets each module use up to n modules of another package.
func (p *pkg) dependOn(other *pkg, n int, r *rand.Rand) {
	for _, m := range p.modules {
		for range r.IntN(n + 1) {
			m.dependsOn(pick(r, other.modules))
		}
	}
}

// dependOnShared lets a sixth of the modules use one of the shared plugins, and
// the main module use another.
func (p *pkg) dependOnShared(shared []*pkg, r *rand.Rand) {
	p.modules[0].dependsOn(pick(r, shared).modules[0])
	for _, m := range p.modules[1:] {
		if r.IntN(6) == 0 {
			m.dependsOn(pick(r, pick(r, shared).modules))
		}
	}
}

// packages returns the other packages that the module's package needs, sorted.
func (p *pkg) packages() []string {
	var out []string
	for _, m := range p.modules {
		for _, d := range m.deps {
			if d.pkg != p && !slices.Contains(out, d.pkg.name) {
				out = append(out, d.pkg.name)
			}
		}
	}
	slices.Sort(out)
	return out
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }
