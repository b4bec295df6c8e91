package builder

import (
	"maps"
	"slices"

	"strata/amd"
	"strata/internal/diag"
	"strata/plugin"
	"strata/site"
)

// scopes returns the kinds of pages, with the packages that run on them: those of
// the plugins that they name, and of those that name them.
func (b *build) scopes(cfg site.Config, set plugin.Set, ds *diag.List) []amd.Scope {
	var out []amd.Scope
	names := slices.Sorted(maps.Keys(cfg.Scopes))
	for _, name := range names {
		s := cfg.Scopes[name]
		scope := amd.Scope{Name: name, Layers: s.Layers, Provided: s.Provided}
		for i, id := range s.Plugins {
			if !isInstalled(set, id) {
				ds.Add(b.unknownScopePlugin(cfg, set, name, i))
			}
		}
		for _, p := range set.Active {
			if p.Client != nil && runsIn(set, p, name, s) {
				scope.Packages = append(scope.Packages, p.Client.Package)
			}
		}
		out = append(out, scope)
	}
	if len(names) == 0 {
		return nil
	}
	for _, p := range set.Active {
		for _, r := range p.Scopes {
			if !slices.Contains(names, r.ID) {
				ds.Add(unknownScope(p, r, names))
			}
		}
	}
	return out
}

// runsIn reports whether the plugin runs on pages of the scope.
func runsIn(set plugin.Set, p plugin.Plugin, name string, s site.Scope) bool {
	return slices.ContainsFunc(p.Scopes, func(r plugin.Reference) bool { return r.ID == name }) ||
		slices.ContainsFunc(s.Plugins, func(id string) bool { return set.ID(id) == p.ID })
}

func isInstalled(set plugin.Set, id string) bool {
	_, active := set.Lookup(id)
	return active || slices.ContainsFunc(set.Disabled, func(d plugin.Disabled) bool { return d.ID == set.ID(id) })
}
