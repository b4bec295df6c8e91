package amd

import (
	"io/fs"
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

func (b *esBuild) isFile(name string) bool {
	key, mode, ok := digestKind(b.g.src, name)
	b.saw(kindMark+name, key)
	return ok && mode.IsRegular()
}

func (b *esBuild) isDir(name string) bool {
	key, mode, ok := digestKind(b.g.src, name)
	b.saw(kindMark+name, key)
	return ok && mode.IsDir()
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

// recall returns the value that an earlier run left under the key, the zero
// value when none did.
func recall[T any](c *Cache, key cacheKey) T {
	v, _ := lookup(c, "", key, codec[T]{})
	return v
}

// remember leaves a value for later runs.
func remember(c *Cache, key cacheKey, v any) {
	if c != nil {
		c.put(key, entry{value: v})
	}
}
