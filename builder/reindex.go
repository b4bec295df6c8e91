package builder

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"strata/amd"
	"strata/internal/diag"
	"strata/plugin"
)

// An IndexReport says what Reindex found.
type IndexReport struct {
	Plugins        []PluginReport // in the index, in load order
	Added, Removed []string       // ids
}

// Reindex writes the plugin index, the extended index and the path map of a
// published site anew, from the plugins that are there now. A package manager
// runs it after it put a plugin folder into the AMD base's folder "plugins" or
// took one out; such a plugin has FreeIPA's layout and is served as it is. The
// three files are replaced one by one, the path map and the extended index
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
	m.refresh(os.DirFS(target), report, ds)
	if ds.HasErrors() {
		return nil
	}
	root, err := os.OpenRoot(target)
	if err != nil {
		return err
	}
	defer root.Close()
	files := index{m.Base, m.Index, m.Map}.files()
	for _, f := range slices.Backward(files) {
		if err := replaceFile(root, f.Path, f.Data); err != nil {
			return err
		}
		m.Files[f.Path] = digest(f.Data)
	}
	return replaceFile(root, markerName, m.encode())
}

// refresh brings the marker's plugins up to date with the folder.
func (m *marker) refresh(src fs.FS, report *IndexReport, ds *diag.List) {
	details := &m.Map.Details
	known := map[string]bool{}
	kept := []amd.Entry{}
	for _, e := range details.Plugins {
		if !present(src, m.Base, e) {
			report.Removed = append(report.Removed, e.ID)
			continue
		}
		kept = append(kept, e)
		known[path.Join(m.Base, e.Location)] = true
	}
	for _, p := range m.dropped(src, known, ds) {
		kept = append(kept, amd.Entry{ID: p.ID, Name: p.Name, Layout: p.Layout, Package: p.Client.Package, Location: pluginOutput(p.Client),
			Main: p.Client.Package + "/" + p.Client.Main, MainName: p.Client.Main, Layers: []amd.EntryLayer{}})
		report.Added = append(report.Added, p.ID)
	}
	details.Plugins = kept
	for _, e := range kept {
		report.Plugins = append(report.Plugins, PluginReport{ID: e.ID, Layout: e.Layout, Version: e.Version, State: "active",
			Package: e.Package, Dir: path.Join(m.Base, e.Location), Requires: e.Requires})
	}
}

// present reports whether the plugin's files are still there.
func present(src fs.FS, base string, e amd.Entry) bool {
	files := []string{e.Location + "/" + e.MainName + ".js"}
	if len(e.Layers) > 0 {
		files = nil
		for _, l := range e.Layers {
			files = append(files, l.URL)
		}
	}
	return !slices.ContainsFunc(files, func(f string) bool {
		info, err := fs.Stat(src, path.Join(base, f))
		return err != nil || !info.Mode().IsRegular()
	})
}

// dropped returns the plugins that no build knows of. Folders of plugins that
// were built have no entry file, and are not to be told of.
func (m *marker) dropped(src fs.FS, known map[string]bool, ds *diag.List) []plugin.Plugin {
	root := path.Join(m.Base, "plugins")
	built := func(file string) bool {
		for dir := range known {
			if file == dir || strings.HasPrefix(file, dir+"/") || strings.HasPrefix(dir, file+"/") {
				return true
			}
		}
		return false
	}
	var found diag.List
	plugins := plugin.Discover(src, []plugin.Root{{Path: root, Layout: "freeipa", Optional: true}}, &found)
	found = slices.DeleteFunc(found, func(d diag.Diagnostic) bool { return built(d.File) })
	ds.Add(found...)
	plugins = slices.DeleteFunc(plugins, func(p plugin.Plugin) bool { return known[p.Dir] || p.Client == nil })
	reserved := []string{"require", "exports", "module", "define", "text"}
	for _, p := range m.Map.Packages {
		reserved = append(reserved, p.Name)
	}
	set := plugin.Resolve(plugins, plugin.ResolveOptions{Reserved: reserved}, ds)
	return set.Active
}
