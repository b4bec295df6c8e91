package plugin

import (
	"errors"
	"io/fs"
	"path"
	"strings"

	"strata/internal/diag"
	"strata/internal/source"
)

// A Root is a folder that holds plugins.
type Root struct {
	Path     string // relative to the site
	Layout   string // "freeipa", "kloudspeaker" or "winter"; "auto" or "" decides for each folder
	Optional bool   // a root that does not exist is no mistake
	File     string // the file that names the root, for diagnostics
	Line     int
	Column   int
}

// A reader knows one layout.
type reader struct {
	layout string
	entry  string                                 // what it looks for, for people; * is the folder's name
	fits   func(f folder) bool                    // is it worth reading, whatever the case of names
	read   func(f folder, ds *diag.List) []Plugin // the plugins of a folder that fits
}

// readers is in order of precedence where more than one layout fits.
var readers = []reader{kloudspeaker, freeIPA, winter}

// Discover returns the plugins in roots: in the order of the roots, and by
// folder name within each.
func Discover(src fs.FS, roots []Root, ds *diag.List) []Plugin {
	var found []Plugin
	seen := map[string]bool{}
	for _, root := range roots {
		root.Path = path.Clean(root.Path)
		if !seen[root.Path] {
			found = append(found, discoverRoot(src, root, ds)...)
		}
		seen[root.Path] = true
	}
	return found
}

func discoverRoot(src fs.FS, root Root, ds *diag.List) []Plugin {
	candidates := readersOf(root, ds)
	if !fs.ValidPath(root.Path) {
		ds.Add(errRootOutside(root))
		return nil
	}
	f, err := openFolder(src, root.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && root.Optional:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		ds.Add(errRootMissing(root))
		return nil
	case err != nil:
		ds.Add(diag.Unreadable(root.Path, err))
		return nil
	}
	var found []Plugin
	for _, sub := range f.folders(ds) {
		found = append(found, readFolder(sub, candidates, ds)...)
	}
	return found
}

// readersOf returns the readers that the root's layout asks for.
func readersOf(root Root, ds *diag.List) []reader {
	if root.Layout == "" || root.Layout == "auto" {
		return readers
	}
	known := []string{"auto"}
	for i, r := range readers {
		if r.layout == root.Layout {
			return readers[i : i+1]
		}
		known = append(known, r.layout)
	}
	ds.Add(errLayout(root, known))
	return nil
}

func readFolder(f folder, candidates []reader, ds *diag.List) []Plugin {
	var fitting []reader
	for _, r := range candidates {
		if r.fits(f) {
			fitting = append(fitting, r)
		}
	}
	switch {
	case len(fitting) > 1:
		ds.Add(warnSeveralLayouts(f.dir, fitting))
	case len(fitting) == 0 && (len(candidates) == 0 || strings.HasPrefix(f.name(), "_")):
		return nil
	case len(fitting) == 0:
		ds.Add(noPlugin(f, candidates))
		return nil
	}
	plugins := fitting[0].read(f, ds)
	for i := range plugins {
		plugins[i].takeFiles(ds)
	}
	return plugins
}

// A folder is a folder and what it lists.
type folder struct {
	fsys    fs.FS
	dir     string
	entries []fs.DirEntry
	linked  bool // it lies behind a symbolic link, and is not opened
}

func openFolder(fsys fs.FS, dir string) (folder, error) {
	entries, err := fs.ReadDir(fsys, dir)
	return folder{fsys: fsys, dir: dir, entries: entries}, err
}

func (f folder) name() string { return path.Base(f.dir) }

func (f folder) path(name string) string { return path.Join(f.dir, name) }

// find looks for a name without regard to case: it returns the name itself when
// it is there, else its first twin, else "".
func (f folder) find(name string) string {
	twin := ""
	for _, e := range f.entries {
		if e.Name() == name {
			return name
		}
		if twin == "" && strings.EqualFold(e.Name(), name) {
			twin = e.Name()
		}
	}
	return twin
}

// entry returns what the folder lists under a name, in that case, or nil.
func (f folder) entry(name string) fs.DirEntry {
	for _, e := range f.entries {
		if e.Name() == name {
			return e
		}
	}
	return nil
}

// has reports whether the folder lists a name, in that case.
func (f folder) has(name string) bool { return f.entry(name) != nil }

// holds reports whether a file of that name is in the folder itself: a symbolic
// link in its place is reported and does not count.
func (f folder) holds(name string, ds *diag.List) bool {
	e := f.entry(name)
	if e != nil && isLink(e) {
		ds.Add(errLink(f.path(name)))
	}
	return e != nil && e.Type().IsRegular()
}

func isLink(e fs.DirEntry) bool { return e.Type()&fs.ModeSymlink != 0 }

// sub opens a folder inside f. A folder that is not there in that case is empty.
// So is one behind a symbolic link, which is reported: else a plugin could
// publish, as its own, whatever the machine holds.
func (f folder) sub(rel string, ds *diag.List) folder {
	at, empty := f, folder{fsys: f.fsys, dir: f.path(rel)}
	for part := range strings.SplitSeq(rel, "/") {
		e := at.entry(part)
		switch {
		case part == ".":
			continue
		case e == nil:
			return empty
		case isLink(e):
			ds.Add(errLink(at.path(part)))
			empty.linked = true
			return empty
		}
		next, err := openFolder(f.fsys, at.path(part))
		if err != nil && e.IsDir() {
			ds.Add(diag.Unreadable(next.dir, err))
		}
		at = next
	}
	return at
}

// folders opens the folders in f, through symbolic links, except those whose
// names begin with a dot. Links cannot lead in circles, because no reader goes
// deeper than its layout is deep.
func (f folder) folders(ds *diag.List) []folder {
	var out []folder
	for _, e := range f.entries {
		if strings.HasPrefix(e.Name(), ".") || !e.IsDir() && !isLink(e) {
			continue
		}
		dir := f.path(e.Name())
		if isLink(e) {
			at, err := fs.Stat(f.fsys, dir)
			if err != nil {
				ds.Add(warnBrokenLink(dir, err))
			}
			if err != nil || !at.IsDir() {
				continue
			}
		}
		sub, err := openFolder(f.fsys, dir)
		if err != nil {
			ds.Add(diag.Unreadable(dir, err))
			continue
		}
		out = append(out, sub)
	}
	return out
}

// maxSource is how large a registration file may be.
const maxSource = 1 << 20

// read reads a file of the folder. What a link leads to is not the plugin's.
func (f folder) read(name string, ds *diag.List) ([]byte, bool) {
	if e := f.entry(name); e != nil && isLink(e) {
		ds.Add(errLink(f.path(name)))
		return nil, false
	}
	src, err := source.Read(f.fsys, f.path(name), maxSource)
	if err != nil {
		ds.Add(diag.Unreadable(f.path(name), err))
	}
	return src, err == nil
}
