package plugin

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"strata/internal/diag"
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
		ds.Add(errUnreadable(root.Path, err))
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
		ds.Add(warnNoPlugin(f, candidates))
		return nil
	}
	return fitting[0].read(f, ds)
}

// A folder is a folder and what it lists.
type folder struct {
	fsys    fs.FS
	dir     string
	entries []fs.DirEntry
}

func openFolder(fsys fs.FS, dir string) (folder, error) {
	entries, err := fs.ReadDir(fsys, dir)
	return folder{fsys, dir, entries}, err
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

// has reports whether the folder lists a name, in that case.
func (f folder) has(name string) bool {
	return slices.ContainsFunc(f.entries, func(e fs.DirEntry) bool { return e.Name() == name })
}

// sub opens a folder inside f. A folder that is not there in that case is empty.
func (f folder) sub(rel string) folder {
	at := f
	for part := range strings.SplitSeq(rel, "/") {
		if part == "." {
			continue
		}
		if !at.has(part) {
			return folder{f.fsys, f.path(rel), nil}
		}
		at, _ = openFolder(f.fsys, at.path(part))
	}
	return at
}

// folders opens the folders in f, through symbolic links, except those whose
// names begin with a dot. Links cannot lead in circles, because no reader goes
// deeper than its layout is deep.
func (f folder) folders(ds *diag.List) []folder {
	var out []folder
	for _, e := range f.entries {
		if strings.HasPrefix(e.Name(), ".") || !e.IsDir() && e.Type()&fs.ModeSymlink == 0 {
			continue
		}
		dir := f.path(e.Name())
		if e.Type()&fs.ModeSymlink != 0 {
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
			ds.Add(errUnreadable(dir, err))
			continue
		}
		out = append(out, sub)
	}
	return out
}

// maxSource is how large a registration file may be.
const maxSource = 1 << 20

// readSource reads a regular file of bounded size, so that no pipe or device
// can make the build wait.
func readSource(fsys fs.FS, name string, ds *diag.List) ([]byte, bool) {
	at, err := fs.Stat(fsys, name)
	switch {
	case err != nil:
	case !at.Mode().IsRegular():
		err = errors.New("not a regular file")
	case at.Size() > maxSource:
		err = errors.New("larger than 1 MiB")
	}
	if err != nil {
		ds.Add(errUnreadable(name, err))
		return nil, false
	}
	src, err := fs.ReadFile(fsys, name)
	if err != nil {
		ds.Add(errUnreadable(name, err))
	}
	return src, err == nil
}
