package builder

import (
	"fmt"
	"path"
	"reflect"
	"slices"
	"strings"

	"strata/amd"
)

// LiveClient returns the script that pages of a dev server load.
func LiveClient() []byte { return amd.LiveClient() }

// An Entry is a plugin as the extended index describes it.
type Entry = amd.Entry

// IsPluginLayer reports whether the path is that of a plugin's layer, or of what lies
// beside one. A page that runs another version of the plugin does not ask for it again.
func (o *Output) IsPluginLayer(file string) bool { return o.pluginFiles[file] }

// pluginLayers are the files of the plugins' layers, and what may lie beside them.
func pluginLayers(x index) map[string]bool {
	out := map[string]bool{}
	for _, e := range x.data.Details.Plugins {
		for _, l := range e.Layers {
			for _, extension := range []string{"", ".map", ".LEGAL.txt"} {
				out[path.Join(x.base, l.URL)+extension] = true
			}
		}
	}
	return out
}

// Replace returns the plugins that a page which shows the output before has to take
// away and to start anew, in load order: those that have changed, and those that ask
// for modules of them. When why is not empty, the page has to be loaded again instead.
func (o *Output) Replace(before *Output) (plugins []Entry, why string) {
	now, was := o.index.data, before.index.data
	old := map[string]Entry{}
	for _, e := range was.Details.Plugins {
		old[e.ID] = e
	}
	stale := map[string]bool{}
	for _, e := range now.Details.Plugins {
		if !reflect.DeepEqual(old[e.ID], e) {
			stale[e.ID] = true
		}
	}
	if !sameHost(now, was) {
		return nil, "the plugins that there are, or the application's own modules, have changed"
	}
	if why := o.spread(stale); why != "" {
		return nil, why
	}
	return slices.DeleteFunc(slices.Clone(now.Details.Plugins), func(e Entry) bool { return !stale[e.ID] }), ""
}

// sameHost reports whether nothing but entries of plugins differs.
func sameHost(a, b amd.Map) bool {
	ids := func(m amd.Map) (out []string) {
		for _, e := range m.Details.Plugins {
			out = append(out, e.ID, e.Package)
		}
		return out
	}
	same := slices.Equal(ids(a), ids(b))
	a.Details.Plugins, b.Details.Plugins = nil, nil
	return same && reflect.DeepEqual(a, b)
}

// spread adds the plugins that require stale ones, or whose modules ask for modules of
// them. A module of the application that depends on one cannot be replaced: it says so.
func (o *Output) spread(stale map[string]bool) (why string) {
	entries := o.index.data.Details.Plugins
	owners := o.owners()
	for grown := true; grown; {
		grown = false
		for _, e := range entries {
			requires := slices.ContainsFunc(e.Requires, func(id string) bool { return stale[id] })
			if !stale[e.ID] && (requires || o.asks(e, owners, stale)) {
				stale[e.ID], grown = true, true
			}
		}
	}
	for _, l := range o.layers {
		if _, plugin := owners[l.Package]; plugin {
			continue
		}
		for _, m := range l.Modules {
			for _, dep := range m.Deps {
				if owner := owners.of(dep); stale[owner] {
					return fmt.Sprintf("%s, a module of the application, depends on %s of plugin %s", m.ID, dep, owner)
				}
			}
		}
	}
	return ""
}

// asks reports whether a module of the plugin asks for one of a stale one.
func (o *Output) asks(e Entry, owners packageOwners, stale map[string]bool) bool {
	for _, l := range o.layers {
		if l.Package != e.Package {
			continue
		}
		for _, m := range l.Modules {
			for id := range m.Asks() {
				if owner := owners.of(id); owner != e.ID && stale[owner] {
					return true
				}
			}
		}
	}
	return false
}

// packageOwners are ids of plugins by their packages, and by those that they replace.
type packageOwners map[string]string

func (o *Output) owners() packageOwners {
	out := packageOwners{}
	for _, e := range o.index.data.Details.Plugins {
		out[e.Package] = e.ID
	}
	for from, to := range o.index.data.Details.Aliases {
		out[from] = out[to]
	}
	return out
}

// of returns the plugin in whose package a module is; empty for none.
func (p packageOwners) of(id string) string {
	_, rest, found := strings.Cut(id, "!")
	if found {
		id = rest
	}
	for prefix := id; ; prefix = path.Dir(prefix) {
		if owner, ok := p[prefix]; ok || prefix == "." || prefix == "/" {
			return owner
		}
	}
}
