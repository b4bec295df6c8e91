package builder

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"path"
	"sync"
)

// Reads is what a Build looked at: every name, found or not, and what it saw
// there. A name that was not found counts, because creating it changes the build.
type Reads map[string]sight

// A sight is what was seen under a name, in up to three ways of looking.
type sight struct {
	stat, list, data string // digests; empty when it was not looked at in this way
}

// Changed reports whether looking at the name again shows something else.
func (r Reads) Changed(src fs.FS, name string) bool {
	old, ok := r[name]
	if !ok {
		return false
	}
	if old.stat != "" && old.stat != seeStat(fs.Stat(src, name)) {
		return true
	}
	if old.list != "" && old.list != seeList(fs.ReadDir(src, name)) {
		return true
	}
	if old.data == "" {
		return false
	}
	info, err := fs.Stat(src, name)
	if err == nil && !info.Mode().IsRegular() {
		return true // and not to be read: it may never end
	}
	return old.data != seeData(fs.ReadFile(src, name))
}

func seeStat(info fs.FileInfo, err error) string {
	if err != nil {
		return "absent"
	}
	return info.Mode().Type().String()
}

func seeList(entries []fs.DirEntry, err error) string {
	if err != nil {
		return "absent"
	}
	h := sha256.New()
	for _, e := range entries {
		fmt.Fprintf(h, "%d %s %s\n", len(e.Name()), e.Name(), e.Type())
	}
	return string(h.Sum(nil))
}

func seeData(data []byte, err error) string {
	if err != nil {
		return "unreadable: " + err.Error()
	}
	sum := sha256.Sum256(data)
	return string(sum[:])
}

// A tracker is an fs.FS that remembers what was looked at through it.
type tracker struct {
	src  fs.FS
	mu   sync.Mutex
	seen Reads
}

func newTracker(src fs.FS) *tracker { return &tracker{src: src, seen: Reads{}} }

func (t *tracker) see(name string, look func(*sight)) {
	name = path.Clean(name)
	t.mu.Lock()
	s := t.seen[name]
	look(&s)
	t.seen[name] = s
	t.mu.Unlock()
}

// Open is for what is neither stat nor listed nor read whole; what its reader
// sees is taken to be what a reader of the whole would have seen.
func (t *tracker) Open(name string) (fs.File, error) {
	f, err := t.src.Open(name)
	digest := seeStat(fs.Stat(t.src, name))
	t.see(name, func(s *sight) { s.stat = digest })
	return f, err
}

func (t *tracker) Stat(name string) (fs.FileInfo, error) {
	info, err := fs.Stat(t.src, name)
	digest := seeStat(info, err)
	t.see(name, func(s *sight) { s.stat = digest })
	return info, err
}

func (t *tracker) ReadFile(name string) ([]byte, error) {
	data, err := fs.ReadFile(t.src, name)
	digest := seeData(data, err)
	t.see(name, func(s *sight) { s.data = digest })
	return data, err
}

func (t *tracker) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(t.src, name)
	digest := seeList(entries, err)
	t.see(name, func(s *sight) { s.list = digest })
	return entries, err
}
