package builder

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"

	"strata/internal/diag"
)

// inPlace publishes into a folder that cannot change places with another, such
// as a mount point: file by file, in an order in which no page ever asks for
// what is not there yet. Files with a hash in their name come first, then the
// index and the path map, then pages; what is left over goes last.
func (p *publisher) inPlace(ctx context.Context, ds *diag.List) error {
	ds.Add(publishedInPlace(p.target))
	root, err := os.OpenRoot(p.target)
	if err != nil {
		return err
	}
	defer root.Close()
	old, err := readMarker(p.target)
	if err != nil {
		old = marker{}
	}
	if err := makeFolders(root, p.out.Files); err != nil {
		return err
	}
	files := slices.Clone(p.out.Files)
	slices.SortStableFunc(files, func(a, b File) int { return rank(a.Path) - rank(b.Path) })
	for _, f := range files {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err := replaceFile(root, f.Path, f.Data); err != nil {
			return err
		}
	}
	now := newMarker(p.out)
	for name := range old.Files {
		if _, ok := now.Files[name]; !ok {
			removeFile(root, name)
		}
	}
	return replaceFile(root, markerName, now.encode())
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
	if old, err := root.ReadFile(name); err == nil && string(old) == string(data) {
		return nil
	}
	temporary := path.Join(path.Dir(name), "."+path.Base(name)+".strata-next")
	if err := writeFile(root, temporary, data); err != nil {
		return errors.Join(err, root.Remove(temporary))
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
