package amd

import (
	"io/fs"
	"path"
	"path/filepath"
	"strings"

	"strata/internal/diag"
	"strata/internal/source"
)

// digestOf names what was seen of a file.
func digestOf(data []byte, err error) cacheKey {
	if err != nil {
		return newKey([]byte("absent"), []byte(diag.Reason(err)))
	}
	return newKey([]byte("file"), data)
}

// kindMark stands in front of names whose kind alone was looked at.
const kindMark = "?"

func digestKind(src fs.FS, name string) (cacheKey, fs.FileMode, bool) {
	info, err := fs.Stat(src, name)
	if err != nil {
		return newKey([]byte("nothing")), 0, false
	}
	return newKey([]byte("kind"), []byte(info.Mode().Type().String())), info.Mode(), true
}

// read reads a file and remembers what it saw.
func (b *esBuild) read(file string, limit int64) ([]byte, error) {
	data, err := source.Read(b.g.src, file, limit)
	b.saw(file, digestOf(data, err))
	return data, err
}

func (b *esBuild) saw(name string, what cacheKey) {
	b.mu.Lock()
	b.reads[name] = what
	b.mu.Unlock()
}

func (b *esBuild) isFile(name string) bool { return b.mode(name).IsRegular() }

func (b *esBuild) isDir(name string) bool { return b.mode(name).IsDir() }

// mode returns what kind of file there is; for nothing, none that any file has.
func (b *esBuild) mode(name string) fs.FileMode {
	if m, ok := b.modes.Load(name); ok {
		return m.(fs.FileMode)
	}
	key, mode, ok := digestKind(b.g.src, name)
	if !ok || !b.stays(name) {
		mode = fs.ModeIrregular
	}
	b.saw(kindMark+name, key)
	b.modes.Store(name, mode)
	return mode
}

// stays reports whether nothing on the way from the first node_modules to the
// file is a link that leads out of the site: else a plugin could publish, as a
// package of its own, whatever the machine holds.
func (b *esBuild) stays(name string) bool {
	from := strings.Index("/"+name, "/node_modules/")
	if from < 0 || path.Base(name) == "node_modules" {
		return true
	}
	if !b.stays(path.Dir(name)) {
		return false
	}
	to, err := fs.ReadLink(b.g.src, name)
	return err != nil || !path.IsAbs(filepath.ToSlash(to)) && fs.ValidPath(path.Join(path.Dir(name), filepath.ToSlash(to)))
}

// linkedFolder returns where a package's folder really is, when it is a link to a
// folder of the site: pnpm keeps packages beside what they depend on, and links to
// them.
func (b *esBuild) linkedFolder(folder string) string {
	to, err := fs.ReadLink(b.g.src, folder)
	if err != nil {
		return folder
	}
	return path.Join(path.Dir(folder), filepath.ToSlash(to))
}

// holds reports whether everything that a bundle was made from is as it was.
func holds(reads map[string]cacheKey, src fs.FS) bool {
	for _, name := range sortedKeys(reads) {
		var now cacheKey
		if rest, ok := strings.CutPrefix(name, kindMark); ok {
			now, _, _ = digestKind(src, rest)
		} else {
			now = digestOf(source.Read(src, name, maxAssetFile))
		}
		if now != reads[name] {
			return false
		}
	}
	return true
}
