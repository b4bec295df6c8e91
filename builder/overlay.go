package builder

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"strata/internal/diag"
	"strata/internal/source"
	"strata/site"
)

// An overlay is the site with the files of overlay roots laid over those of the
// plugins before them, so that all stages see one tree. Names in it are those of the
// plugins' own folders; what is read, watched and reported is the file in its place.
type overlay struct {
	fs.FS
	real map[string]string                 // name in a plugin's folder -> what is there instead
	more map[string]map[string]fs.DirEntry // folder -> entries that are laid over its own
	hide map[string]map[string]bool        // folder -> entries that are not there
	laid []Override
}

// An Override is a file of a plugin, or its whole folder, in whose place another is.
type Override struct {
	File string `json:"file"` // relative to the site
	By   string `json:"by"`
}

// lay reads the overlay roots, if there are any.
func (b *build) lay(cfg site.Config, ds *diag.List) {
	o := &overlay{FS: b.src, real: map[string]string{}, more: map[string]map[string]fs.DirEntry{}, hide: map[string]map[string]bool{}}
	var bases []string
	for i, r := range cfg.Plugins {
		switch {
		case !r.Overlay:
			bases = append(bases, r.Path)
		case len(bases) == 0:
			ds.Add(b.overlayFirst(cfg, i))
		default:
			o.root(r.Path, bases, ds)
		}
	}
	slices.SortFunc(o.laid, func(a, b Override) int { return cmp.Compare(a.File, b.File) })
	b.overlay, b.tree = o, b.src
	if len(o.real)+len(o.hide) > 0 {
		b.tree = o
	}
}

// root lays the folders of a root over those of the same name.
func (o *overlay) root(root string, bases []string, ds *diag.List) {
	entries, _ := fs.ReadDir(o.FS, root) // Discover says that it is not there
	for _, e := range entries {
		over := path.Join(root, e.Name())
		if info, err := fs.Stat(o.FS, over); err != nil || !info.IsDir() || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		base, near := o.base(e.Name(), bases)
		if base == "" && near != "" {
			ds.Add(warnOverlayName(over, near))
		}
		if base != "" && o.plugin(base, over, ds) {
			o.hides(over)
		}
	}
}

// base returns the folder of that name in the roots, or a name that is like it.
func (o *overlay) base(name string, roots []string) (dir, near string) {
	var names []string
	for _, root := range roots {
		entries, _ := fs.ReadDir(o.FS, root)
		for _, e := range entries {
			if e.Name() == name && !o.hide[root][name] {
				return path.Join(root, name), ""
			}
			names = append(names, e.Name())
		}
	}
	return "", diag.Nearest(name, names)
}

// plugin lays a folder over that of a plugin, or of an author of plugins. It reports
// whether nothing of it is a plugin of its own.
func (o *overlay) plugin(base, over string, ds *diag.List) bool {
	if o.whole(over) {
		o.hides(base)
		o.laid = append(o.laid, Override{base, over})
		ds.Add(noticeWhole(base, over))
		return false
	}
	entries, _ := fs.ReadDir(o.FS, over)
	if !slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return o.whole(path.Join(over, e.Name())) }) {
		o.files(base, over, ds)
		return true
	}
	for _, e := range entries {
		if below := path.Join(base, e.Name()); e.IsDir() && listsFolder(o.FS, below) && o.plugin(below, path.Join(over, e.Name()), ds) {
			o.hides(path.Join(over, e.Name()))
		}
	}
	return false
}

// whole reports whether the folder has the class of a plugin, and so is one itself.
func (o *overlay) whole(dir string) bool {
	entries, _ := fs.ReadDir(o.FS, dir)
	return slices.ContainsFunc(entries, func(e fs.DirEntry) bool {
		return !e.IsDir() && (e.Name() == "Plugin.php" || e.Name() == path.Base(dir)+".plugin.class.php")
	})
}

// files lays each file of a folder over that of the same name.
func (o *overlay) files(base, over string, ds *diag.List) {
	own, _ := fs.ReadDir(o.FS, base)
	entries, _ := fs.ReadDir(o.FS, over)
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		below, file := path.Join(base, e.Name()), path.Join(over, e.Name())
		i := slices.IndexFunc(own, func(x fs.DirEntry) bool { return strings.EqualFold(x.Name(), e.Name()) })
		same := slices.ContainsFunc(own, func(x fs.DirEntry) bool { return x.Name() == e.Name() && x.IsDir() == e.IsDir() })
		if i >= 0 && !same {
			ds.Add(warnOverlayTwin(file, path.Join(base, own[i].Name())))
		}
		if !e.IsDir() || !same {
			o.put(base, below, file, e)
		}
		switch {
		case e.IsDir():
			o.files(below, file, ds)
		case same:
			o.laid = append(o.laid, Override{below, file})
			ds.Add(noticeOverride(below, file))
		}
	}
}

// put lets the file stand under the name below in the folder base.
func (o *overlay) put(base, below, file string, e fs.DirEntry) {
	o.real[below] = file
	if o.more[base] == nil {
		o.more[base] = map[string]fs.DirEntry{}
	}
	o.more[base][e.Name()] = e
}

// hides takes an entry out of its folder.
func (o *overlay) hides(name string) {
	dir := path.Dir(name)
	if o.hide[dir] == nil {
		o.hide[dir] = map[string]bool{}
	}
	o.hide[dir][path.Base(name)] = true
}

func listsFolder(src fs.FS, name string) bool {
	info, err := fs.Stat(src, name)
	return err == nil && info.IsDir()
}

// id is what the tree depends on besides the files themselves.
func (o *overlay) id() string {
	if o == nil || len(o.real)+len(o.hide) == 0 {
		return ""
	}
	return fmt.Sprint(o.real, o.hide) // maps are printed in order
}

// at returns the file that is under a name.
func (o *overlay) at(name string) string {
	if o == nil {
		return name
	}
	return cmp.Or(o.real[name], name)
}

// names returns the names under which a file is: those in whose place it is, and its own
// unless something else is there.
func (o *overlay) names(file string) []string {
	if o == nil {
		return []string{file}
	}
	var out []string
	for name, real := range o.real {
		if real == file {
			out = append(out, name)
		}
	}
	if len(out) == 0 || o.at(file) == file && !o.isHidden(file) {
		out = append(out, file)
	}
	slices.Sort(out)
	return out
}

// isHidden reports whether the name, or a folder around it, is not there.
func (o *overlay) isHidden(name string) bool {
	for ; name != "."; name = path.Dir(name) {
		if o.hide[path.Dir(name)][path.Base(name)] {
			return true
		}
	}
	return false
}

// told lets diagnostics name the files that people have.
func (o *overlay) told(ds diag.List) diag.List {
	for i := range ds {
		ds[i].File = o.at(ds[i].File)
	}
	return ds
}

// Open opens what is under a name. A folder opened so does not list what is laid over
// it: stages ask for ReadDir.
func (o *overlay) Open(name string) (fs.File, error) { return o.FS.Open(o.at(name)) }

// Stat is fs.Stat of what is under a name.
func (o *overlay) Stat(name string) (fs.FileInfo, error) { return fs.Stat(o.FS, o.at(name)) }

// Lstat is fs.Lstat of what is under a name.
func (o *overlay) Lstat(name string) (fs.FileInfo, error) { return fs.Lstat(o.FS, o.at(name)) }

// ReadLink is fs.ReadLink of what is under a name.
func (o *overlay) ReadLink(name string) (string, error) { return fs.ReadLink(o.FS, o.at(name)) }

// ReadFile is fs.ReadFile of what is under a name.
func (o *overlay) ReadFile(name string) ([]byte, error) { return fs.ReadFile(o.FS, o.at(name)) }

// ReadRegular is source.Read of what is under a name.
func (o *overlay) ReadRegular(name string, limit int64) ([]byte, error) {
	return source.Read(o.FS, o.at(name), limit)
}

// ReadDir lists a folder with what is laid over it.
func (o *overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(o.FS, o.at(name))
	more, hidden := o.more[name], o.hide[name]
	if err != nil || len(more)+len(hidden) == 0 {
		return entries, err
	}
	var out []fs.DirEntry
	for _, e := range entries {
		if more[e.Name()] == nil && !hidden[e.Name()] {
			out = append(out, e)
		}
	}
	out = slices.AppendSeq(out, maps.Values(more))
	slices.SortFunc(out, func(a, b fs.DirEntry) int { return cmp.Compare(a.Name(), b.Name()) })
	return out, nil
}
