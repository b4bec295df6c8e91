package plugin

import (
	"cmp"
	"slices"
	"strings"

	"strata/internal/diag"
)

// ResolveOptions says what the site decides about its plugins. The zero value
// decides nothing.
type ResolveOptions struct {
	Enable    []Reference // the only plugins to use, in this order as far as requirements allow; nil for all
	Disable   []Reference // plugins to leave out
	Reserved  []string    // AMD package names of the application and its loader
	Searched  []string    // folders in which plugins were looked for, for people
	KeepGoing bool        // a plugin to use that is not there is a warning
}

// Why a plugin is disabled, in Winter's words.
const (
	disabledConfig   = "disabled-config"
	disabledMissing  = "disabled-missing"
	disabledRequires = "disabled-dependencies"
	disabledReplaced = "disabled-replaced"
	disabledFailed   = "disabled-replacement-failed"
)

// Resolve decides which of the plugins are active, and in which order. It does
// not matter in which order they are given, except that of two plugins with one
// id the first stays.
func Resolve(found []Plugin, opts ResolveOptions, ds *diag.List) Set {
	r := newResolver(found, opts.sorted(found), ds)
	r.enable(opts)
	r.disable(opts)
	r.replace()
	r.require()
	order := r.order()
	set := r.set(order)
	set.listed = opts.Enable != nil
	set.alias(ds)
	checkPackages(set.Active, opts.Reserved, ds)
	return set
}

// A resolver holds what is decided so far. Plugins are known by their index in
// the order in which they are tried, which is that of their ids.
type resolver struct {
	plugins []Plugin
	byKey   map[string]int
	ids     []string
	flags   [][]string
	reasons []string
	claims  []claim
	takes   map[string]int // key of a replaced id -> its replacer
	needs   [][]need       // for each plugin, what its requirements mean
	hints   int            // suggestions that may still be looked for
	ds      *diag.List
}

// maxHints bounds the search for ids that were meant, which looks at every id.
const maxHints = 50

func newResolver(found []Plugin, order []keyed, ds *diag.List) *resolver {
	n := len(found)
	r := &resolver{byKey: make(map[string]int, n), plugins: make([]Plugin, 0, n), ids: make([]string, 0, n), hints: maxHints, ds: ds}
	for _, e := range order {
		p := found[e.at]
		if first, ok := r.byKey[e.key]; ok {
			ds.Add(errTwice(p, r.plugins[first]))
			continue
		}
		r.byKey[e.key] = len(r.plugins)
		r.plugins = append(r.plugins, p)
		r.ids = append(r.ids, p.ID)
	}
	r.flags = make([][]string, len(r.plugins))
	r.reasons = make([]string, len(r.plugins))
	return r
}

// flag disables a plugin. The first reason is the one that is told.
func (r *resolver) flag(i int, flag, reason string) {
	if !slices.Contains(r.flags[i], flag) {
		r.flags[i] = append(r.flags[i], flag)
		slices.Sort(r.flags[i])
	}
	r.reasons[i] = cmp.Or(r.reasons[i], reason)
}

func (r *resolver) disable(opts ResolveOptions) {
	for i, p := range r.plugins {
		if p.Broken {
			r.flag(i, disabledMissing, "its registration cannot be read")
		}
	}
	for _, ref := range opts.Disable {
		i, ok := r.byKey[key(ref.ID)]
		if !ok {
			r.ds.Add(warnDisableUnknown(ref, r.nearest(ref.ID, "")))
			continue
		}
		r.flag(i, disabledConfig, "disabled in the configuration")
	}
}

// nearest returns the installed plugin that the id may have been meant to name,
// which is not the one that names it.
func (r *resolver) nearest(id, by string) string {
	if r.hints--; r.hints < 0 {
		return ""
	}
	others := slices.DeleteFunc(slices.Clone(r.ids), func(other string) bool { return other == by })
	return diag.Nearest(id, others)
}

// mean returns the plugin that an id means when replacements are followed;
// aliased says that some were.
func (r *resolver) mean(id string) (i int, aliased, ok bool) {
	k := key(id)
	for {
		next, taken := r.takes[k]
		if !taken {
			break
		}
		k, aliased = key(r.plugins[next].ID), true
	}
	i, ok = r.byKey[k]
	return i, aliased, ok
}

// A need is what a requirement means. The zero value is met by nothing.
type need struct {
	on          int
	aliased, ok bool
}

// follow looks up what all requirements mean, by what replaces what so far.
func (r *resolver) follow() {
	r.needs = make([][]need, len(r.plugins))
	for i, p := range r.plugins {
		r.needs[i] = make([]need, len(p.Require))
		for at, ref := range p.Require {
			n := &r.needs[i][at]
			n.on, n.aliased, n.ok = r.mean(ref.ID)
		}
	}
}

// unmet returns, for each plugin, whether something it requires is missing or
// disabled, without following replacements: a replacer that is itself disabled
// does not replace, and then its target has to be asked instead.
func (r *resolver) unmet() []bool {
	bad := make([]bool, len(r.plugins))
	dependents := make([][]int, len(r.plugins))
	r.follow()
	var queue []int
	for i, needs := range r.needs {
		for _, n := range needs {
			switch {
			case !n.ok:
				bad[i] = true
			case !n.aliased:
				dependents[n.on] = append(dependents[n.on], i)
			}
		}
		if bad[i] || len(r.flags[i]) > 0 {
			queue = append(queue, i)
		}
	}
	for len(queue) > 0 {
		i := queue[0]
		queue = queue[1:]
		for _, d := range dependents[i] {
			if !bad[d] {
				bad[d] = true
				queue = append(queue, d)
			}
		}
	}
	return bad
}

// require disables the plugins whose requirements are not met, and says why.
func (r *resolver) require() {
	unmet := r.unmet()
	alone := make([]bool, len(r.plugins)) // disabled for no other reason
	for i := range r.plugins {
		if unmet[i] {
			alone[i] = len(r.flags[i]) == 0
			r.flag(i, disabledRequires, "")
		}
	}
	if !slices.Contains(alone, true) {
		return
	}
	dependents := r.dependents()
	for i, needs := range r.needs {
		for at, n := range needs {
			if alone[i] && !(n.ok && n.on == i) {
				r.requirement(i, at, dependents[i])
			}
		}
	}
}

// requirement reports the plugin's requirement at a place of its list, when that is
// missing or disabled.
func (r *resolver) requirement(i, at int, dependents []string) {
	p, n := r.plugins[i], r.needs[i][at]
	ref := p.Require[at]
	state := "which is not installed"
	switch {
	case !n.ok:
		r.ds.Add(hintNotInstalled(warnMissing(p, ref, state, dependents), ref, r.nearest(ref.ID, p.ID)))
	case len(r.flags[n.on]) > 0:
		state = "which is disabled (" + strings.Join(r.flags[n.on], ", ") + ")"
		r.ds.Add(hintDisabled(warnMissing(p, ref, state, dependents), ref, r.flags[n.on]))
	default:
		return
	}
	r.reasons[i] = cmp.Or(r.reasons[i], "requires "+ref.ID+", "+state)
}

// dependents returns, for each plugin, the ids of the others that require it.
func (r *resolver) dependents() [][]string {
	out := make([][]string, len(r.plugins))
	for i, needs := range r.needs {
		for _, n := range needs {
			if n.ok && n.on != i {
				out[n.on] = append(out[n.on], r.plugins[i].ID)
			}
		}
	}
	return out
}

func (r *resolver) set(order []int) Set {
	n := len(order)
	s := Set{Active: make([]Plugin, 0, n), Aliases: map[string]string{}, ids: make(map[string]string, len(r.plugins)), active: make(map[string]int, n), tried: make(map[string]int, len(r.plugins))}
	for _, i := range order {
		s.active[r.plugins[i].ID] = len(s.Active)
		s.Active = append(s.Active, r.plugins[i])
	}
	for i, p := range r.plugins {
		s.ids[key(p.ID)], s.tried[p.ID] = p.ID, i
		if flags := r.flags[i]; len(flags) > 0 {
			s.Disabled = append(s.Disabled, Disabled{p, flags, r.reasons[i]})
		}
	}
	slices.SortStableFunc(s.Disabled, func(a, b Disabled) int { return cmp.Compare(key(a.ID), key(b.ID)) })
	for _, c := range r.claims {
		if i, _, ok := r.mean(c.ID); ok && r.takes[key(c.ID)] == c.by && !c.void && len(r.flags[i]) == 0 {
			s.Aliases[cmp.Or(s.ids[key(c.ID)], c.ID)] = r.plugins[i].ID
		}
	}
	for replaced, by := range s.Aliases {
		s.ids[key(replaced)] = by
	}
	return s
}

// checkPackages reports AMD packages that cannot be told apart, or that would
// hide one of the application. The client of the later plugin is dropped.
func checkPackages(active []Plugin, reserved []string, ds *diag.List) {
	owners := map[string]Plugin{}
	for i, p := range active {
		if p.Client == nil {
			continue
		}
		pkg := p.Client.Package
		hidden := slices.IndexFunc(reserved, func(name string) bool {
			return name == pkg || strings.HasPrefix(name, pkg+"/")
		})
		if first, taken := owners[pkg]; taken {
			ds.Add(errPackageTwice(p, first))
			active[i].Client = nil
		} else if hidden >= 0 {
			ds.Add(errPackageReserved(p, reserved[hidden]))
			active[i].Client = nil
		} else {
			owners[pkg] = p
		}
	}
}
