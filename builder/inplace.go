package builder

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"strata/internal/diag"
)

// stagedName is the folder in an output that is published in place, in which
// the new files wait.
const stagedName = ".strata-next"

// A halfwayError says that some files of an output are new and some are old.
type halfwayError struct{ error }

// inPlace publishes into a folder that cannot change places with another, such
// as a mount point: all files are staged inside of it, and then take their
// places one by one. What can fail for want of room fails before the first one.
func (p *publisher) inPlace(ctx context.Context, ds *diag.List) error {
	ds.Add(publishedInPlace(p.target))
	p.next = filepath.Join(p.target, stagedName)
	if err := p.stage(ctx); err != nil {
		return errors.Join(err, os.RemoveAll(p.next))
	}
	root, err := os.OpenRoot(p.target)
	if err != nil {
		return err
	}
	defer root.Close()
	if err := p.settle(root); err != nil {
		return &halfwayError{errors.Join(err, os.RemoveAll(p.next))}
	}
	return os.RemoveAll(p.next)
}

// settle moves staged files into place, in an order in which no page ever asks
// for what is not there yet: files with a hash in their name first, then what
// has none, such as the index and the path map, then pages; what is left over
// goes last. The marker knows all files of both sites meanwhile, so that a later
// build can tell them from somebody else's.
func (p *publisher) settle(root *os.Root) error {
	old, err := readMarker(p.target)
	if err != nil {
		old = marker{}
	}
	now := newMarker(p.out)
	both := now
	both.Files = maps.Clone(now.Files)
	maps.Copy(both.Files, old.Files)
	if err := replaceFile(root, markerName, both.encode()); err != nil {
		return err
	}
	clearWay(root, old, now)
	if err := makeFolders(root, byFolder(p.out.Files)); err != nil {
		return err
	}
	files := slices.Clone(p.out.Files)
	slices.SortStableFunc(files, func(a, b File) int { return rank(a.Path) - rank(b.Path) })
	for _, f := range files {
		if err := root.Rename(path.Join(stagedName, f.Path), f.Path); err != nil {
			return err
		}
	}
	for name := range old.Files {
		if _, ok := now.Files[name]; !ok {
			removeFile(root, name)
		}
	}
	return root.Rename(path.Join(stagedName, markerName), markerName)
}

// clearWay removes old files where the new site has a folder of that name, and
// old folders where it has a file.
func clearWay(root *os.Root, old, now marker) {
	folders := map[string]bool{}
	for name := range now.Files {
		for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
			folders[dir] = true
		}
	}
	for name := range old.Files {
		stands := folders[name]
		for dir := path.Dir(name); dir != "." && !stands; dir = path.Dir(dir) {
			_, stands = now.Files[dir]
		}
		if stands {
			removeFile(root, name)
		}
	}
}

var hashed = regexp.MustCompile(`-[0-9a-f]{8,}\.[a-z0-9.]+$`)

func rank(name string) int {
	switch {
	case hashed.MatchString(name):
		return 0
	case !strings.HasSuffix(name, ".html"):
		return 1
	}
	return 2
}

// replaceFile writes the file under another name and renames it, so that
// nobody reads half of it.
func replaceFile(root *os.Root, name string, data []byte) error {
	temporary := path.Join(path.Dir(name), "."+path.Base(name)+stagedName)
	if err := root.Remove(temporary); err != nil && !errors.Is(err, fs.ErrNotExist) { // of a process that was killed
		return err
	}
	if err := writeFile(root, temporary, data); err != nil {
		_ = root.Remove(temporary) // as far as it is there
		return err
	}
	return root.Rename(temporary, name)
}

// removeFile removes the file and the folders that it leaves empty.
func removeFile(root *os.Root, name string) {
	for ; name != "."; name = path.Dir(name) {
		if err := root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return // a folder that still holds something
		}
	}
}
