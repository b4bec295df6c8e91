//go:build unix

package builder

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"strata/internal/diag"
)

// madeOf returns the output of a site with a page, a plugin and some files, all
// of which hold the words.
func madeOf(t testing.TB, words string, files int) *Output {
	t.Helper()
	site := fstest.MapFS{
		"content/index.md":       {Data: []byte("# Home\n\n" + words)},
		"plugins/hello/hello.js": {Data: []byte("define([], function () { return '" + words + "'; });")},
	}
	for i := range files {
		site[fmt.Sprintf("static/d%02d/f%04d.txt", i%10, i)] = &fstest.MapFile{Data: []byte(strings.Repeat(words+"\n", 50))}
	}
	out, ds := Build(context.Background(), site, Options{})
	if out == nil {
		t.Fatal(ds)
	}
	return out
}

// publish writes the output, and fails the test when that fails.
func publish(t testing.TB, out *Output, place Place) diag.List {
	t.Helper()
	ds := Write(context.Background(), out, place)
	if ds.HasErrors() {
		t.Fatal(ds)
	}
	return ds
}

func place(t testing.TB) Place {
	dir := t.TempDir()
	must(t, os.MkdirAll(dir+"/site/content", 0o755))
	return Place{Source: dir + "/site", Output: dir + "/site/public"}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func put(t testing.TB, name, data string) {
	t.Helper()
	must(t, os.MkdirAll(filepath.Dir(name), 0o755))
	must(t, os.WriteFile(name, []byte(data), 0o644))
}

// whole checks every file against the marker. It reads through one opened
// folder, as a web server that changes into its folder does.
func whole(dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	data, err := root.ReadFile(markerName)
	if err != nil {
		return err
	}
	m, err := decodeMarker(data)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(m.Files)) {
		data, err := root.ReadFile(name)
		if err != nil {
			return err
		}
		if digest(data) != m.Files[name] {
			return fmt.Errorf("torn: %s is of another generation", name)
		}
	}
	if foreign := m.foreign(root.FS()); len(foreign) > 0 {
		return fmt.Errorf("torn: %q is in no generation", foreign)
	}
	return nil
}

// tree returns every name below dir with its mode and content.
func tree(t testing.TB, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	must(t, fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		must(t, err)
		info, err := d.Info()
		must(t, err)
		out[name] = info.Mode().String()
		if d.Type().IsRegular() {
			data, err := os.ReadFile(filepath.Join(dir, name))
			must(t, err)
			out[name] += " " + digest(data)
		}
		return nil
	}))
	return out
}

// TestWriteOver shows that a build over an old output equals a clean one,
// modes included, and that the old one is kept.
func TestWriteOver(t *testing.T) {
	over, clean := place(t), place(t)
	old := madeOf(t, "old", 30)
	publish(t, old, over)
	before := tree(t, over.Output)
	publish(t, madeOf(t, "new", 10), over)
	publish(t, madeOf(t, "new", 10), clean)
	if diff := cmp.Diff(tree(t, clean.Output), tree(t, over.Output)); diff != "" {
		t.Errorf("-clean +over:\n%s", diff)
	}
	if diff := cmp.Diff(before, tree(t, over.Source+"/.public.strata-previous")); diff != "" {
		t.Errorf("-old +kept:\n%s", diff)
	}
	publish(t, madeOf(t, "third", 5), over)
	names := []string{}
	entries, err := os.ReadDir(over.Source)
	must(t, err)
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if want := []string{".public.strata-lock", ".public.strata-previous", "content", "public"}; !slices.Equal(names, want) {
		t.Errorf("beside the output lie %q", names)
	}
}

// TestWriteIsIndependent shows that neither umask, nor order, nor time, nor
// the folder shows in the output.
func TestWriteIsIndependent(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0o077))
	first := place(t)
	publish(t, madeOf(t, "same", 20), first)
	syscall.Umask(0)
	t.Setenv("TZ", "Pacific/Kiritimati")
	t.Setenv("HOME", t.TempDir())
	t.Setenv("LANG", "tr_TR.UTF-8")
	second := place(t)
	out := madeOf(t, "same", 20)
	slices.Reverse(out.Files)
	publish(t, out, second)
	a, b := tree(t, first.Output), tree(t, second.Output)
	if diff := cmp.Diff(a, b); diff != "" {
		t.Errorf("-first +second:\n%s", diff)
	}
	for name, is := range a {
		if !strings.HasPrefix(is, "-rw-r--r--") && is != "drwxr-xr-x" {
			t.Errorf("%s is %s", name, is)
		}
	}
}

func TestWriteForeignFiles(t *testing.T) {
	at := place(t)
	publish(t, madeOf(t, "old", 1), at)
	put(t, at.Output+"/CNAME", "example.org")
	put(t, at.Output+"/mine/notes.txt", "mine")
	ds := publish(t, madeOf(t, "new", 1), at)
	if len(ds) != 1 || ds[0].Severity != diag.Warning || !strings.Contains(ds[0].Text, `the output held "CNAME" and 1 more files that no build made`) {
		t.Errorf("the diagnostics are %v", ds)
	}
	if data, err := os.ReadFile(at.Source + "/.public.strata-previous/mine/notes.txt"); string(data) != "mine" {
		t.Error("the file is not kept:", err)
	}
	if ds := publish(t, madeOf(t, "new", 1), at); len(ds) != 0 {
		t.Errorf("once they are gone, the diagnostics are %v", ds)
	}
}

// TestWriteRefuses names dangerous outputs: each is refused, with a reason, and
// nothing is lost.
func TestWriteRefuses(t *testing.T) {
	base := t.TempDir()
	site := base + "/a/site"
	for _, name := range []string{"content/index.md", "layouts/page.html", "static/s.css", "plugins/p/p.js", "photos/one.jpg", "core/main.js"} {
		put(t, site+"/"+name, "precious")
	}
	put(t, base+"/home/letter.txt", "precious")
	put(t, base+"/repo/.git/config", "precious")
	put(t, base+"/file", "precious")
	must(t, os.Symlink(site, base+"/link-to-site"))
	must(t, os.Symlink(base+"/a", site+"/link-to-parent"))
	must(t, os.Symlink(site+"/content", base+"/link-to-content"))
	must(t, os.Symlink("nowhere", base+"/dangling"))
	must(t, os.Symlink("circle", base+"/circle"))
	t.Setenv("HOME", base+"/home")
	out := madeOf(t, "new", 3)
	out.sources = append(out.sources, "core")
	publish(t, out, Place{Source: site, Output: base + "/repo/out"})
	must(t, os.Rename(base+"/repo/.git", base+"/repo/out/.git"))
	before := tree(t, base)
	for output, reason := range map[string]string{
		site: "it is the site's own folder", base + "/a": "or holds it", base: "or holds it", "/": "or holds it",
		base + "/home": "it is your home folder", site + "/content": `it mixes with the site's folder "content"`,
		site + "/content/public": `"content"`, site + "/plugins/p/out": `"plugins"`, site + "/static": `"static"`, site + "/layouts": `"layouts"`,
		site + "/core/out": `"core"`, site + "/photos": "no build of Strata made it", base + "/link-to-site": "it is the site's own folder",
		site + "/link-to-parent": "or holds it", base + "/link-to-content": `"content"`, base + "/link-to-content/new": `"content"`,
		base + "/link-to-site/static/x": `"static"`, base + "/dangling": "is a link to what does not exist", base + "/circle": "too many links",
		base + "/file": "not a directory", base + "/file/public": "not a directory", base + "/repo/out": "it holds .git", site + "/../../a/site/": "own folder",
	} {
		ds := Write(context.Background(), out, Place{Source: site, Output: output})
		if len(ds) != 1 || !ds.HasErrors() || !strings.Contains(ds[0].Text, reason) || ds[0].Hint == "" {
			t.Errorf("%s: the diagnostics are %v, want %q", output, ds, reason)
		}
	}
	viaLink := Write(context.Background(), out, Place{Source: base + "/link-to-site", Output: site})
	if !viaLink.HasErrors() {
		t.Error("the site is published into, through a link")
	}
	if diff := cmp.Diff(before, tree(t, base)); diff != "" {
		t.Errorf("-before +after:\n%s", diff)
	}
}

// TestWriteThroughLink shows that an output which is a link stays one.
func TestWriteThroughLink(t *testing.T) {
	at := place(t)
	elsewhere := t.TempDir() + "/real"
	must(t, os.Mkdir(elsewhere, 0o755))
	must(t, os.Symlink(elsewhere, at.Output))
	for _, words := range []string{"one", "two"} {
		publish(t, madeOf(t, words, 2), at)
		must(t, whole(elsewhere))
		if info, err := os.Lstat(at.Output); err != nil || info.Mode()&fs.ModeSymlink == 0 {
			t.Error("the link is gone", err)
		}
	}
}

// TestWriteRepairs puts things as a killed process may leave them.
func TestWriteRepairs(t *testing.T) {
	at := place(t)
	publish(t, madeOf(t, "old", 2), at)
	beside := at.Source + "/.public.strata-"
	put(t, beside+"next/half", "h")
	must(t, os.Rename(at.Output, beside+"previous"))
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(errors.New("interrupt"))
	if ds := Write(ctx, madeOf(t, "new", 2), at); !ds.HasErrors() || !strings.Contains(ds[0].Text, "interrupt") {
		t.Errorf("the diagnostics are %v", ds)
	}
	publish(t, madeOf(t, "new", 2), at)
	must(t, whole(at.Output))
	must(t, whole(beside+"previous"))
	if _, err := os.Lstat(beside + "next"); err == nil {
		t.Error("staged files are left")
	}
}

// TestWriteFollowsNoLink has links to precious things in the places of what
// lies beside an output.
func TestWriteFollowsNoLink(t *testing.T) {
	at := place(t)
	beside := at.Source + "/.public.strata-"
	other := place(t)
	publish(t, madeOf(t, "other", 2), other)
	put(t, at.Source+"/precious/file", "precious")
	before, mine := tree(t, other.Output), tree(t, at.Source+"/precious")
	link := func(to, what string) {
		t.Helper()
		must(t, os.RemoveAll(beside+what))
		must(t, os.Symlink(to, beside+what))
	}

	for _, to := range []string{at.Source + "/precious/file", at.Source + "/precious/new", at.Source + "/precious"} {
		link(to, "lock")
		ds := Write(context.Background(), madeOf(t, "new", 2), at)
		if !ds.HasErrors() || !strings.Contains(ds[0].Text, "is in the place of the lock, and is no regular file") {
			t.Errorf("a link to %s: the diagnostics are %v", to, ds)
		}
	}
	must(t, os.Remove(beside+"lock"))

	link(other.Output, "previous")
	link(at.Source+"/precious", "next")
	publish(t, madeOf(t, "new", 2), at)
	link(other.Output, "previous")
	link(other.Output, "next")
	publish(t, madeOf(t, "newer", 2), at)
	if info, err := os.Lstat(at.Output); err != nil || !info.IsDir() {
		t.Error("the output is no folder", err)
	}
	must(t, whole(at.Output))
	link(at.Source+"/precious/file", "lock")
	if _, ds := Reindex(context.Background(), at.Output); !ds.HasErrors() {
		t.Error("a link in the lock's place is followed")
	}
	must(t, os.Remove(beside+"lock"))
	if diff := cmp.Diff(before, tree(t, other.Output)); diff != "" {
		t.Errorf("the other output, -before +after:\n%s", diff)
	}
	if diff := cmp.Diff(mine, tree(t, at.Source+"/precious")); diff != "" {
		t.Errorf("-before +after:\n%s", diff)
	}
	marker := at.Output + "/" + markerName
	must(t, os.Remove(marker))
	must(t, os.Symlink(other.Output+"/"+markerName, marker))
	if ds := Write(context.Background(), madeOf(t, "newest", 2), at); !ds.HasErrors() {
		t.Error("a link to a marker is taken for one")
	}
}

// TestRenamePair shows the way of systems that cannot exchange folders.
func TestRenamePair(t *testing.T) {
	dir := t.TempDir()
	put(t, dir+"/target/f", "old")
	put(t, dir+"/previous/f", "older")
	put(t, dir+"/next/f", "new")
	must(t, renamePair(dir+"/next", dir+"/target", dir+"/previous"))
	put(t, dir+"/next/f", "newer")
	if err := renamePair(dir+"/absent", dir+"/target", dir+"/previous"); err == nil {
		t.Error("no error without a next")
	}
	if data, err := os.ReadFile(dir + "/target/f"); string(data) != "new" {
		t.Error("the old output did not come back:", string(data), err)
	}
}

// TestWriteWaits shows that a second build waits, and what it says when the
// first does not end.
func TestWriteWaits(t *testing.T) {
	at := place(t)
	publish(t, madeOf(t, "old", 2), at)
	p, err := newPublisher(madeOf(t, "held", 1), at)
	must(t, err)
	unlock, err := p.acquire(context.Background())
	must(t, err)
	time.AfterFunc(100*time.Millisecond, unlock)
	publish(t, madeOf(t, "new", 2), at)

	t.Parallel()
	unlock, err = p.acquire(context.Background())
	must(t, err)
	defer unlock()
	ds := Write(context.Background(), madeOf(t, "late", 2), at)
	if want := fmt.Sprintf("another build, process %d, publishes into it", os.Getpid()); !ds.HasErrors() || !strings.Contains(ds[0].Text, want) {
		t.Errorf("the diagnostics are %v, want %q", ds, want)
	}
	must(t, whole(at.Output))
}
