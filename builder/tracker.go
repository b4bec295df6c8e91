package builder

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"path"
	"sync"

	"strata/internal/source"
)

// Reads is what a Build looked at: every name, found or not, and what it saw
// there. A name that was not found counts, because creating it changes the build.
type Reads map[string]sight

// A sight is what was seen under a name, in up to three ways of looking.
type sight struct {
	stat, list, data string // digests; empty when it was not looked at in this way
	size             int64  // of what was read
}

// Has reports whether the build looked at the name.
func (r Reads) Has(name string) bool { _, ok := r[name]; return ok }

// Changed reports whether looking at the name again shows something else. A
// file is read only when its size is the same as before.
func (r Reads) Changed(src fs.FS, name string) bool {
	old, ok := r[name]
	if !ok {
		return false
	}
	if old.list != "" && old.list != seeList(fs.ReadDir(src, name)) {
		return true
	}
	if old.stat == "" && old.data == "" {
		return false
	}
	info, err := fs.Stat(src, name)
	if old.stat != "" && old.stat != seeStat(info, err) {
		return true
	}
	if old.data == "" {
		return false
	}
	if sizeOf(info, err) != old.size {
		return true
	}
	return old.data != seeData(source.Read(src, name, math.MaxInt64))
}

func sizeOf(info fs.FileInfo, err error) int64 {
	if err != nil {
		return -1
	}
	return info.Size()
}

// seeStat sees the kind of a file, and the size of one that can be read:
// stages look at it to leave out what is too large.
func seeStat(info fs.FileInfo, err error) string {
	switch {
	case err != nil:
		return seeError(err)
	case info.Mode().IsRegular():
		return fmt.Sprintf("file of %d", info.Size())
	}
	return info.Mode().Type().String()
}

func seeList(entries []fs.DirEntry, err error) string {
	if err != nil {
		return seeError(err)
	}
	h := sha256.New()
	for _, e := range entries {
		fmt.Fprintf(h, "%d %s %s\n", len(e.Name()), e.Name(), e.Type())
	}
	return string(h.Sum(nil))
}

func seeData(data []byte, err error) string {
	if err != nil {
		return seeError(err)
	}
	sum := sha256.Sum256(data)
	return string(sum[:])
}

func seeError(err error) string {
	if errors.Is(err, fs.ErrNotExist) {
		return "absent"
	}
	return "unreadable: " + err.Error()
}

// A tracker is an fs.FS that remembers what was looked at through it. It reads
// no file that is not a regular one, whoever asks for it.
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
	info, err := t.Stat(name)
	if err == nil && !info.Mode().IsRegular() && !info.IsDir() {
		return nil, &fs.PathError{Op: "open", Path: name, Err: source.ErrNotRegular}
	}
	if err == nil && info.Mode().IsRegular() {
		_, _ = t.ReadFile(name) // for its digest
	}
	return t.src.Open(name)
}

func (t *tracker) Stat(name string) (fs.FileInfo, error) {
	info, err := fs.Stat(t.src, name)
	digest := seeStat(info, err)
	t.see(name, func(s *sight) { s.stat = digest })
	return info, err
}

// ReadLink and Lstat are for packages that npm's relatives keep behind links. What
// a link leads to is looked at under its own name.
func (t *tracker) ReadLink(name string) (string, error) { return fs.ReadLink(t.src, name) }

// Lstat is Stat of a link itself.
func (t *tracker) Lstat(name string) (fs.FileInfo, error) { return fs.Lstat(t.src, name) }

func (t *tracker) ReadFile(name string) ([]byte, error) {
	data, err := source.Read(t.src, name, math.MaxInt64)
	size := int64(len(data))
	if err != nil {
		size = sizeOf(fs.Stat(t.src, name))
	}
	digest := seeData(data, err)
	t.see(name, func(s *sight) { s.data, s.size = digest, size })
	return data, err
}

func (t *tracker) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(t.src, name)
	digest := seeList(entries, err)
	t.see(name, func(s *sight) { s.list = digest })
	return entries, err
}
