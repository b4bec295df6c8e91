package site

import (
	"io/fs"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/bmatcuk/doublestar/v4"

	"strata/internal/diag"
	"strata/internal/source"
)

// maxFileBytes is the size of the largest file that is copied: one sparse file
// of terabytes must not take the memory of the machine.
const maxFileBytes = 256 << 20

// A File is one file of the output.
type File struct {
	Path   string // slash-separated, relative to the output
	Data   []byte
	Source string // the file it was made from, relative to the site; empty when it was made from none
}

// Static returns the files of the static folder and of those of others, as they
// are. A symbolic
// link is skipped with a warning, and what else is not a regular file with a
// notice. Files and folders whose names start
// with a dot are left out, except .well-known and .nojekyll, and so are the
// backups that editors make.
func Static(src fs.FS, cfg Config, others []Folders, ds *diag.List) []File {
	var files []File
	for _, f := range lay(src, staticRoots(cfg, others), cfg.Ignore, ds) {
		if data, ok := copyFile(src, f.name, ds); ok {
			files = append(files, File{Path: f.inside, Data: data, Source: f.name})
		}
	}
	return files
}

func copyFile(src fs.FS, name string, ds *diag.List) ([]byte, bool) {
	data, err := source.Read(src, name, maxFileBytes)
	if err != nil {
		ds.Add(errUnreadable(name, err))
		return nil, false
	}
	return data, true
}

// walk returns the names of the regular files below root, sorted, without those
// that are hidden or ignored. A root that does not exist has none.
func walk(src fs.FS, root string, ignore []string, ds *diag.List) []string {
	if info, err := fs.Stat(src, root); err != nil || !info.IsDir() {
		return nil
	}
	w := walker{src: src, root: root, ignore: ignore, ds: ds}
	w.folder(root)
	return w.names
}

type walker struct {
	src    fs.FS
	root   string
	ignore []string
	ds     *diag.List
	names  []string
}

func (w *walker) folder(dir string) {
	entries, err := fs.ReadDir(w.src, dir)
	if err != nil {
		w.ds.Add(errUnreadable(dir, err))
	}
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		switch {
		case hidden(e.Name()) || w.ignored(name):
		case !publishable(e.Name()):
			w.ds.Add(about(name, errName(e.Name())))
		case e.IsDir():
			w.folder(name)
		case e.Type()&fs.ModeSymlink != 0:
			w.ds.Add(about(name, errLink()))
		case !e.Type().IsRegular():
			w.ds.Add(about(name, errSkipped(kindOf(e.Type()))))
		default:
			w.names = append(w.names, name)
		}
	}
}

func (w *walker) ignored(name string) bool {
	inside := strings.TrimPrefix(name, w.root+"/")
	for _, p := range w.ignore {
		if doublestar.MatchUnvalidated(p, inside) || doublestar.MatchUnvalidated(p, name) {
			return true
		}
	}
	return false
}

func hidden(name string) bool {
	if name == ".well-known" || name == ".nojekyll" {
		return false
	}
	return name[0] == '.' || strings.HasSuffix(name, "~") || name[0] == '#' && name[len(name)-1] == '#'
}

// publishable reports whether every server and file system can hold the name.
func publishable(name string) bool {
	odd := func(r rune) bool { return r == '\\' || r == ':' || unicode.IsControl(r) }
	return utf8.ValidString(name) && !strings.ContainsFunc(name, odd)
}

func kindOf(m fs.FileMode) string {
	switch {
	case m&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case m&fs.ModeSocket != 0:
		return "a socket"
	}
	return "a device"
}
