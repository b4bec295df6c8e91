package builder

import (
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"strata/amd"
	"strata/internal/diag"
	"strata/plugin"
)

// present reports whether the plugin's files are still there: its layer, the
// declared layer that holds its main module, or that module.
func (m *marker) present(src fs.FS, e amd.Entry) bool {
	var files []string
	for _, l := range e.Layers {
		files = append(files, l.URL)
	}
	for _, l := range m.Map.Layers {
		if len(files) == 0 && slices.Contains(l.IDs, e.Main) {
			files = append(files, l.URL)
		}
	}
	if len(files) == 0 {
		files = []string{e.Location + "/" + e.MainName + ".js"}
	}
	return !slices.ContainsFunc(files, func(f string) bool {
		info, err := fs.Stat(src, path.Join(m.Base, f))
		return err != nil || !info.Mode().IsRegular()
	})
}

// kept returns the plugins of the build, as far as they are still there. One
// without a browser part has no files that could be missing.
func (m *marker) kept(built map[string]amd.Entry) []plugin.Plugin {
	indexed := entryIDs(m.Map.Details)
	var out []plugin.Plugin
	for _, r := range m.Plugins {
		e, there := built[r.ID]
		if !there && slices.Contains(indexed, r.ID) {
			continue
		}
		p := plugin.Plugin{ID: r.ID, Layout: r.Layout, Dir: r.Dir, Version: r.Version}
		if there {
			p.Dir = path.Join(m.Base, e.Location)
			p.Client = &plugin.Client{Package: e.Package, Dir: p.Dir, Main: e.MainName}
		}
		for _, id := range r.Requires {
			p.Require = append(p.Require, plugin.Reference{ID: id})
		}
		for _, id := range slices.Sorted(maps.Keys(r.Replaces)) {
			p.Replaces = append(p.Replaces, plugin.Replacement{ID: m.declared(id), Constraint: r.Replaces[id]})
		}
		out = append(out, p)
	}
	return out
}

// declared returns the id of a replaced plugin as that plugin spells it.
func (m *marker) declared(id string) string {
	for old := range m.Map.Details.ReplacementMap {
		if strings.EqualFold(old, id) {
			return old
		}
	}
	return id
}

// dropped returns the plugins that no build knows of. Folders of plugins that
// were built have no entry file, and are not to be told of.
func (m *marker) dropped(src fs.FS, built map[string]amd.Entry, ds *diag.List) []plugin.Plugin {
	known := map[string]bool{}
	for _, e := range built {
		known[path.Join(m.Base, e.Location)] = true
	}
	ours := func(file string) bool {
		for dir := range known {
			if file == dir || strings.HasPrefix(file, dir+"/") || strings.HasPrefix(dir, file+"/") {
				return true
			}
		}
		return false
	}
	var found diag.List
	root := plugin.Root{Path: path.Join(m.Base, "plugins"), Layout: "freeipa", Optional: true}
	plugins := plugin.Discover(src, []plugin.Root{root}, &found)
	ds.Add(slices.DeleteFunc(found, func(d diag.Diagnostic) bool { return ours(d.File) })...)
	// A browser runs what is there as it is.
	return slices.DeleteFunc(plugins, func(p plugin.Plugin) bool { return known[p.Dir] || path.Ext(p.File) != ".js" })
}

// details describes the active plugins: the built ones as the build did.
func (m *marker) details(set plugin.Set, built map[string]amd.Entry) amd.Details {
	out := amd.Details{Plugins: []amd.Entry{}}
	packages := map[string]bool{}
	for _, p := range set.Active {
		if p.Client == nil {
			continue
		}
		e := entry(m.Base, set, p, nil)
		if b, ok := built[p.ID]; ok {
			b.Requires = e.Requires
			e = b
		}
		out.Plugins = append(out.Plugins, e)
		packages[e.Package] = true
	}
	out.ReplacementMap, out.ActiveReplacementMap = replacements(set)
	before, fresh := m.Map.Details, set
	fresh.Aliases = map[string]string{}
	for old, by := range out.ReplacementMap {
		if _, ok := before.ActiveReplacementMap[old]; ok {
			out.ActiveReplacementMap[old] = by
		}
		if before.ReplacementMap[old] != by {
			fresh.Aliases[old] = by
		}
	}
	out.Aliases = packageAliases(fresh)
	for old, by := range before.Aliases {
		if packages[by] {
			out.Aliases[old] = by
		}
	}
	return out
}
