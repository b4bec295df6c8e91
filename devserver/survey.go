package devserver

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"strata/builder"
)

// A folder is one that is watched: one folder of the system, whatever links
// lead to it.
type folder struct {
	info  fs.FileInfo
	names []string // what the site calls it; none when only a link's target lies in it
}

// A layout is where the names that a build looked at really lie.
type layout struct {
	source  string
	folders map[string]folder   // by real path
	links   map[string][]string // names of links and of what they lead to, by real path
	real    map[string]string   // of each name; "" when it is not there
}

// survey finds the folders in which a change of what was read would show: every
// folder that was looked at or lies around such a name, and for a link the
// folder of its target too.
func survey(source string, reads builder.Reads) layout {
	l := layout{source: source, folders: map[string]folder{}, links: map[string][]string{}, real: map[string]string{}}
	for name := range reads {
		l.locate(name)
	}
	return l
}

// locate returns the real path of the name, and notes the folder that it is.
func (l *layout) locate(name string) string {
	if real, ok := l.real[name]; ok {
		return real
	}
	full := l.source
	if name != "." {
		parent := l.locate(path.Dir(name))
		if parent == "" {
			l.real[name] = ""
			return ""
		}
		full = filepath.Join(parent, path.Base(name))
	}
	real := l.resolve(name, full)
	l.real[name] = real
	return real
}

func (l *layout) resolve(name, full string) string {
	info, err := os.Lstat(full)
	if err != nil {
		return ""
	}
	real := full
	if name == "." || info.Mode()&fs.ModeSymlink != 0 {
		if real, info = l.follow(name, full); info == nil {
			return ""
		}
	}
	if info.IsDir() {
		l.note(real, info, name)
	}
	return real
}

// follow resolves a link. It notes the folder of the target, even of one that
// is not there yet.
func (l *layout) follow(name, full string) (string, fs.FileInfo) {
	real, err := filepath.EvalSymlinks(full)
	if err != nil {
		real = target(full)
	}
	if real, err = filepath.Abs(real); err != nil {
		return "", nil
	}
	l.links[real] = append(l.links[real], name)
	around := filepath.Dir(real)
	if info, err := os.Stat(around); err == nil && name != "." {
		if canonical, err := filepath.EvalSymlinks(around); err == nil {
			l.note(canonical, info)
		}
	}
	info, err := os.Stat(real)
	if err != nil {
		return "", nil
	}
	return real, info
}

// target returns where a link points that leads nowhere.
func target(full string) string {
	to, err := os.Readlink(full)
	switch {
	case err != nil:
		return full
	case filepath.IsAbs(to):
		return to
	}
	return filepath.Join(filepath.Dir(full), to)
}

func (l *layout) note(real string, info fs.FileInfo, names ...string) {
	f := l.folders[real]
	l.folders[real] = folder{info: info, names: append(f.names, names...)}
}
