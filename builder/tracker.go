package builder

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"path"
	"strings"
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

// A look is what a tracker saw under a name.
type look struct {
	info    answer[fs.FileInfo]
	entries answer[[]fs.DirEntry]
	data    answer[[]byte]
	sight   sight
}

// An answer is what the file system said, once it was asked.
type answer[T any] struct {
	value T
	err   error
	asked bool
}

// A tracker is an fs.FS that remembers what was looked at through it, for who
// wants to know, and to answer the same for as long as nothing changes. It reads
// no file that is not a regular one, whoever asks for it.
type tracker struct {
	src     fs.FS
	mu      sync.Mutex
	looks   map[string]*look // nil when nothing is remembered
	digests bool             // looks have a sight
}

// newTracker returns the tracker of a build: one that remembers what the build
// before saw, where that is known to be the same still.
func newTracker(src fs.FS, opts Options) *tracker {
	t := &tracker{src: src, digests: opts.Reads != nil}
	c := opts.Cache
	if c == nil || c.store.root != "" { // for one build, memory is better spent otherwise
		if t.digests {
			t.looks = map[string]*look{}
		}
		return t
	}
	if opts.Changed == nil || c.looks == nil {
		c.looks = map[string]*look{}
	}
	for _, changed := range opts.Changed {
		delete(c.looks, changed)
		for name := range c.looks {
			if strings.HasPrefix(name, changed+"/") || changed == "." {
				delete(c.looks, name)
			}
		}
	}
	t.looks = c.looks
	return t
}

// reads returns what was looked at.
func (t *tracker) reads() Reads {
	out := make(Reads, len(t.looks))
	for name, l := range t.looks {
		out[name] = l.sight
	}
	return out
}

// ask returns the answer that a look at the name holds, or asks for it.
func ask[T any](t *tracker, name string, at func(*look) *answer[T], get func() answer[T], see func(*look)) (T, error) {
	if t.looks == nil {
		a := get()
		return a.value, a.err
	}
	name = path.Clean(name)
	t.mu.Lock()
	l := t.looks[name]
	if l == nil {
		l = &look{}
		t.looks[name] = l
	}
	a := *at(l)
	t.mu.Unlock()
	if a.asked {
		return a.value, a.err
	}
	a = get()
	a.asked = true
	t.mu.Lock()
	*at(l) = a
	if t.digests {
		see(l)
	}
	t.mu.Unlock()
	return a.value, a.err
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
	return ask(t, name, func(l *look) *answer[fs.FileInfo] { return &l.info }, func() answer[fs.FileInfo] {
		info, err := fs.Stat(t.src, name)
		return answer[fs.FileInfo]{value: info, err: err}
	}, func(l *look) { l.sight.stat = seeStat(l.info.value, l.info.err) })
}

// ReadLink and Lstat are for packages that npm's relatives keep behind links. What
// a link leads to is looked at under its own name.
func (t *tracker) ReadLink(name string) (string, error) { return fs.ReadLink(t.src, name) }

// Lstat is Stat of a link itself.
func (t *tracker) Lstat(name string) (fs.FileInfo, error) {
	return fs.Lstat(t.src, name)
}

func (t *tracker) ReadDir(name string) ([]fs.DirEntry, error) {
	return ask(t, name, func(l *look) *answer[[]fs.DirEntry] { return &l.entries }, func() answer[[]fs.DirEntry] {
		entries, err := fs.ReadDir(t.src, name)
		return answer[[]fs.DirEntry]{value: entries, err: err}
	}, func(l *look) { l.sight.list = seeList(l.entries.value, l.entries.err) })
}

func (t *tracker) ReadFile(name string) ([]byte, error) { return t.ReadRegular(name, math.MaxInt64) }

// ReadRegular is source.Read. What it returns is shared, and not to be changed.
func (t *tracker) ReadRegular(name string, limit int64) ([]byte, error) {
	if t.looks == nil {
		return source.Read(t.src, name, limit)
	}
	info, err := t.Stat(name)
	if err == nil && info.Mode().IsRegular() && info.Size() > limit { // its size is what counts
		return source.Read(t.src, name, limit)
	}
	data, err := ask(t, name, func(l *look) *answer[[]byte] { return &l.data }, func() answer[[]byte] {
		data, err := source.Read(t.src, name, math.MaxInt64)
		return answer[[]byte]{value: data, err: err}
	}, func(l *look) {
		l.sight.data, l.sight.size = seeData(l.data.value, l.data.err), int64(len(l.data.value))
		if l.data.err != nil {
			l.sight.size = sizeOf(l.info.value, l.info.err)
		}
	})
	if int64(len(data)) > limit { // it has grown
		return source.Read(t.src, name, limit)
	}
	return data, err
}
