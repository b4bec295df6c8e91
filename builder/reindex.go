package builder

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"slices"

	"strata/amd"
	"strata/internal/diag"
	"strata/plugin"
)

// An IndexReport says what Reindex found.
type IndexReport struct {
	Plugins        []PluginReport // those in the index, in load order, then those left out
	Added, Removed []string       // ids of what the index has now and had not, and the other way round
}

// Reindex writes the plugin index, the extended index and the path map of a
// published site anew, from the plugins that are there now. A package manager
// runs it after it put a plugin folder into the AMD base's folder "plugins" or
// took one out; such a plugin has FreeIPA's layout and is served as it is.
//
// What the build made and what was put there since are resolved together, so a
// plugin may require or replace one of the others, and is left out of the index
// while something that it requires is missing. The result depends on what is
// there and on the build, and not on what was there in between.
//
// The three files are replaced one by one, the path map and the extended index
// first, and nothing else in the output is touched.
func Reindex(ctx context.Context, dir string) (IndexReport, diag.List) {
	var ds diag.List
	var report IndexReport
	err := reindex(ctx, dir, &report, &ds)
	if err != nil {
		ds.Add(notIndexed(dir, err))
	}
	return report, ds.Sorted()
}

var errNotPublished = errors.New("it is not the output of a build")

func reindex(ctx context.Context, dir string, report *IndexReport, ds *diag.List) error {
	target, err := realPath(dir)
	if err != nil {
		return err
	}
	if !hasMarker(target) {
		return errNotPublished
	}
	p := publisher{target: target, lock: beside(target, "lock")}
	unlock, err := p.acquire(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	m, err := readMarker(target)
	if err != nil {
		return errNotPublished
	}
	now := m.refresh(os.DirFS(target), report, ds)
	if ds.HasErrors() {
		return nil
	}
	root, err := os.OpenRoot(target)
	if err != nil {
		return err
	}
	defer root.Close()
	for _, f := range slices.Backward(index{m.Base, m.Index, now}.files()) {
		if err := replaceFile(root, f.Path, f.Data); err != nil {
			return err
		}
		m.Files[f.Path] = digest(f.Data)
	}
	m.Indexed = entryIDs(now.Details)
	return replaceFile(root, markerName, m.encode())
}

// refresh returns the map of the plugins that are there now.
func (m *marker) refresh(src fs.FS, report *IndexReport, ds *diag.List) amd.Map {
	built := map[string]amd.Entry{}
	for _, e := range m.Map.Details.Plugins {
		if m.present(src, e) {
			built[e.ID] = e
		}
	}
	names := []string{}
	for _, p := range m.Map.Packages {
		names = append(names, p.Name)
	}
	all := append(m.kept(built), m.dropped(src, built, ds)...)
	set := plugin.Resolve(all, plugin.ResolveOptions{Reserved: reserved(m.Index, names)}, ds)
	now := m.Map
	now.Details = m.details(set, built)
	ids := entryIDs(now.Details)
	report.Added, report.Removed = without(ids, m.Indexed), without(m.Indexed, ids)
	for _, r := range reportPlugins(set) {
		if r.State != "active" || r.Package != "" {
			report.Plugins = append(report.Plugins, r)
		}
	}
	return now
}

func entryIDs(d amd.Details) []string {
	out := []string{}
	for _, e := range d.Plugins {
		out = append(out, e.ID)
	}
	return out
}

// without returns the words that the others do not hold.
func without(words, others []string) []string {
	return slices.DeleteFunc(slices.Clone(words), func(w string) bool { return slices.Contains(others, w) })
}
