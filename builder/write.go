package builder

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"strata/internal/diag"
	"strata/internal/source"
)

// A Place says where a site is built from and to, as paths of the operating
// system, relative to the working directory or absolute.
type Place struct {
	Source string
	Output string
}

// Write publishes the output whole: readers of the output folder see the old
// site or the new one, and a process that is killed at any moment leaves one of
// the two. The files are staged beside the folder, on the same file system, and
// the two folders change places at once where the system can do that; the old
// site is kept beside the new one until the next Write.
//
// It refuses a folder that no Write has made, unless it is empty; one that is
// the site, holds it, or mixes with its sources, after links are resolved; and a
// home folder. A second Write into the same folder waits for the first. When
// something fails, the old output stays as it was and the staged files are
// removed; the diagnostics say why. File modes are 0644 and 0755, whatever the
// umask.
func Write(ctx context.Context, out *Output, place Place) diag.List {
	var ds diag.List
	p, err := newPublisher(out, place)
	if err == nil {
		err = p.publish(ctx, &ds)
	}
	if err != nil {
		ds.Add(notPublished(place.Output, err))
	}
	return ds
}

// A publisher knows the real paths of one Write.
type publisher struct {
	out      *Output
	target   string // the output folder, links resolved
	next     string // where the new files are staged
	previous string // where the old output is kept
	lock     string
}

func newPublisher(out *Output, place Place) (*publisher, error) {
	target, err := realPath(place.Output)
	if err != nil {
		return nil, err
	}
	source, err := realPath(place.Source)
	if err != nil {
		return nil, err
	}
	if err := refuse(out, source, target); err != nil {
		return nil, err
	}
	return &publisher{out: out, target: target, next: beside(target, "next"), previous: beside(target, "previous"), lock: beside(target, "lock")}, nil
}

// beside returns the path of what belongs to the target and lies beside it.
func beside(target, what string) string {
	return filepath.Join(filepath.Dir(target), "."+filepath.Base(target)+".strata-"+what)
}

// realPath returns the absolute path with links resolved as far as it exists.
func realPath(name string) (string, error) {
	abs, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	rest := ""
	for {
		real, err := filepath.EvalSymlinks(abs)
		if err == nil {
			return filepath.Join(real, rest), nil
		}
		if !errors.Is(err, fs.ErrNotExist) || filepath.Dir(abs) == abs {
			return "", err
		}
		if _, err := os.Lstat(abs); err == nil {
			return "", fmt.Errorf("%s is a link to what does not exist", abs)
		}
		rest = filepath.Join(filepath.Base(abs), rest)
		abs = filepath.Dir(abs)
	}
}

// A refusal says why a folder must not be published into.
type refusal struct{ why string }

func (r *refusal) Error() string { return r.why }

// refuse says why the folder must not be published into.
func refuse(out *Output, source, target string) error {
	if within(source, target) {
		return &refusal{"it is the site's own folder, or holds it"}
	}
	if home, err := os.UserHomeDir(); err == nil {
		if home, err := realPath(home); err == nil && target == home {
			return &refusal{"it is your home folder"}
		}
	}
	for _, name := range out.sources {
		from, err := realPath(filepath.Join(source, filepath.FromSlash(name)))
		if err == nil && (within(from, target) || within(target, from)) {
			return &refusal{fmt.Sprintf("it mixes with the site's folder %q, from which the site is built", name)}
		}
	}
	return nil
}

// within reports whether the path is the folder or lies in it.
func within(name, folder string) bool {
	rel, err := filepath.Rel(folder, name)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

func (p *publisher) publish(ctx context.Context, ds *diag.List) error {
	if err := p.inspect(); err != nil {
		return err // before anything is made beside a folder that is not ours
	}
	unlock, err := p.acquire(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	p.repair()
	if err := p.inspect(); err != nil {
		return err
	}
	foreign := p.foreign()
	if len(foreign) == 0 && p.isPublished() {
		return nil
	}
	if p.isMount() {
		return p.inPlace(ctx, ds)
	}
	if err := p.stage(ctx); err != nil {
		return errors.Join(err, os.RemoveAll(p.next))
	}
	if err := exchange(p.next, p.target, p.previous); err != nil {
		err = errors.Join(err, os.RemoveAll(p.next))
		if errors.Is(err, errBusy) {
			return p.inPlace(ctx, ds)
		}
		return err
	}
	p.keep(foreign, ds)
	return nil
}

// keep makes the old output the previous generation, in place of the one
// before. The new output is published already, whatever happens to the old one.
func (p *publisher) keep(foreign []string, ds *diag.List) {
	if _, err := os.Lstat(p.next); err == nil { // where the exchange left the old output
		if err := errors.Join(os.RemoveAll(p.previous), os.Rename(p.next, p.previous)); err != nil {
			ds.Add(notKept(err))
		}
	}
	if len(foreign) > 0 {
		ds.Add(foreignFiles(foreign, p.previous))
	}
}

// repair cleans up behind a process that was killed: staged files go, and an
// output that was moved away and not yet replaced comes back.
func (p *publisher) repair() {
	if _, err := os.Lstat(p.target); errors.Is(err, fs.ErrNotExist) && isFolder(p.previous) && hasMarker(p.previous) {
		_ = os.Rename(p.previous, p.target) // stage and exchange report what is wrong with the folder
	}
	_ = os.RemoveAll(p.next)
	_ = os.RemoveAll(filepath.Join(p.target, stagedName))
}

// isFolder reports whether the name is a folder itself, and no link to one.
func isFolder(name string) bool {
	info, err := os.Lstat(name)
	return err == nil && info.IsDir()
}

// foreign returns the files in the output that are somebody else's.
func (p *publisher) foreign() []string {
	old, err := readMarker(p.target)
	if err != nil {
		return nil // there is no output yet
	}
	return old.foreign(os.DirFS(p.target))
}

// inspect refuses an output that is not ours.
func (p *publisher) inspect() error {
	entries, err := os.ReadDir(p.target)
	entries = slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return e.Name() == stagedName })
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return nil
	}
	if err != nil {
		return err
	}
	if !hasMarker(p.target) {
		return &refusal{"it is not empty, and no build of Strata made it"}
	}
	for _, e := range entries {
		if slices.Contains([]string{".git", ".hg", ".svn"}, e.Name()) {
			return &refusal{fmt.Sprintf("it holds %s, which publishing would take away; commit the output from a copy of it", e.Name())}
		}
	}
	return nil
}

// stage writes all files into the staging folder.
func (p *publisher) stage(ctx context.Context) error {
	if err := os.Mkdir(p.next, 0o755); err != nil { // never into a folder that somebody else puts there
		return err
	}
	root, err := os.OpenRoot(p.next)
	if err != nil {
		return err
	}
	defer root.Close()
	if err := os.Chmod(p.next, 0o755); err != nil {
		return err
	}
	folders := byFolder(p.out.Files)
	if err := makeFolders(root, folders); err != nil {
		return err
	}
	var group errgroup.Group
	group.SetLimit(2 * runtime.GOMAXPROCS(0))
	for dir, files := range folders {
		group.Go(func() error { return writeFiles(ctx, root, dir, files) })
	}
	if err := group.Wait(); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return writeFile(root, markerName, newMarker(p.out).encode())
}

// byFolder groups files by the folder they lie in; folders that hold nothing
// but folders are there too.
func byFolder(files []File) map[string][]File {
	out := map[string][]File{}
	for _, f := range files {
		dir := path.Dir(f.Path)
		out[dir] = append(out[dir], f)
		for ; dir != "."; dir = path.Dir(dir) {
			out[path.Dir(dir)] = out[path.Dir(dir)]
		}
	}
	return out
}

// makeFolders makes those that are missing, each before what is in it.
func makeFolders(root *os.Root, folders map[string][]File) error {
	for _, dir := range slices.Sorted(maps.Keys(folders)) {
		if dir == "." {
			continue
		}
		if err := root.Mkdir(dir, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
		if err := root.Chmod(dir, 0o755); err != nil {
			return err
		}
	}
	return nil
}

// writeFiles opens the folder once: a name below a root is opened step by step.
func writeFiles(ctx context.Context, root *os.Root, dir string, files []File) error {
	if len(files) == 0 {
		return nil
	}
	folder, err := root.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer folder.Close()
	for _, f := range files {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err := writeFile(folder, path.Base(f.Path), f.Data); err != nil {
			return err
		}
	}
	return nil
}

// isPublished reports whether the output folder holds exactly what is to be
// published, so that nothing has to be written.
func (p *publisher) isPublished() bool {
	same := p.holds(File{Path: markerName, Data: newMarker(p.out).encode()})
	for _, f := range p.out.Files {
		same = same && p.holds(f)
	}
	return same
}

// holds reports whether the output has the file, in the mode that Write gives.
func (p *publisher) holds(want File) bool {
	name := filepath.Join(p.target, filepath.FromSlash(want.Path))
	info, err := os.Lstat(name)
	if err != nil || info.Mode() != 0o644 || info.Size() != int64(len(want.Data)) {
		return false
	}
	data, err := source.Read(source.Dir(p.target), want.Path, info.Size())
	return err == nil && bytes.Equal(data, want.Data)
}

// writeFile makes a new file, and writes into none that is there.
func writeFile(root *os.Root, name string, data []byte) error {
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Chmod(0o644), f.Close())
}
