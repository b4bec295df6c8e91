package amd

import (
	"slices"
	"strings"
)

// laterAsks are the dependencies of a module that stand outside of define's array:
// those that it asks for when it runs, and those that it wants at once.
type laterAsks struct{ later, atOnce []string }

// note takes note of a dependency of the call. require(["a"]) in a function asks
// when the function runs, and require("a") takes what is there.
func (l *laterAsks) note(id string, c call) {
	switch {
	case id == "" || c.Callee == "define":
	case c.DepsEnd > 0 && !c.AtTop:
		l.later = append(l.later, id)
	default:
		l.atOnce = append(l.atOnce, id)
	}
}

// list returns the ids that are asked for late and in no other way.
func (l *laterAsks) list() []string {
	var out []string
	for _, id := range l.later {
		if !slices.Contains(l.atOnce, id) && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// awaits returns the ids of what the module asks for when it runs.
func (m *module) awaits() []string {
	out := m.asked
	for _, u := range m.units {
		if u.made != nil && len(u.made.late) > 0 {
			out = slices.Concat(out, u.made.late)
		}
	}
	return out
}

// needs returns the ids of what has to be there with the module.
func (m *module) needs() []string {
	out := slices.Concat(m.deps, m.also)
	if len(m.units) == 1 && m.units[0].made != nil {
		return out // whose imports are in deps, as far as they are not late
	}
	for _, id := range m.asks {
		if !slices.Contains(m.asked, id) {
			out = append(out, id)
		}
	}
	return out
}

// isLazy reports whether the package's modules may be in a layer that is loaded
// when somebody asks for it.
func (o *Options) isLazy(pkg string) bool {
	return o.Lazy || slices.ContainsFunc(o.Packages, func(p Package) bool { return p.Name == pkg && p.Lazy })
}

// lazyModules returns the modules that are reached by late asks alone: nothing
// that is there from the start needs them.
func (g *graph) lazyModules() map[string]bool {
	if !g.opts.Lazy && !slices.ContainsFunc(g.opts.Packages, func(p Package) bool { return p.Lazy }) {
		return nil
	}
	var asked []string
	for _, id := range g.ids() {
		asked = append(asked, g.modules[id].awaits()...)
	}
	late := g.spread(asked, func(m *module) []string { return slices.Concat(m.needs(), m.awaits()) })
	var entries []string
	for _, id := range g.ids() {
		if e := g.modules[id].entry; e != "" && (e != everyModule || !late[id]) {
			entries = append(entries, id)
		}
	}
	if g.opts.Format == FormatDojo {
		entries = append(entries, g.neverLate(asked, late)...)
	}
	for id := range g.spread(entries, (*module).needs) {
		delete(late, id)
	}
	return late
}

// neverLate returns the modules that Dojo cannot get late. It looks for a text in
// its cache, and for no layer that may have it; and it maps the ids of defines, so
// that a module that another one overrides would take that one's place.
func (g *graph) neverLate(asked []string, late map[string]bool) []string {
	out := slices.DeleteFunc(slices.Clone(asked), func(id string) bool { return !strings.Contains(id, "!") })
	for _, id := range sortedKeys(late) {
		if g.meaning(id) != id {
			out = append(out, id)
		}
	}
	return out
}

// spread returns the modules that the ids lead to.
func (g *graph) spread(ids []string, next func(*module) []string) map[string]bool {
	seen := map[string]bool{}
	for waiting := slices.Clone(ids); len(waiting) > 0; {
		id := g.holder(waiting[len(waiting)-1])
		waiting = waiting[:len(waiting)-1]
		if m := g.modules[id]; m != nil && !seen[id] {
			seen[id] = true
			waiting = append(waiting, next(m)...)
		}
	}
	return seen
}
