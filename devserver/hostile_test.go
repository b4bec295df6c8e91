//go:build unix

package devserver

import (
	"fmt"
	"net"
	"os"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A trap is something odd that appears in the site's folder.
type trap struct {
	name string
	set  func(t *testing.T, dir string)
	bad  string // what has to go before a build can be good again; empty when it can be while the trap is there
}

var traps = []trap{
	{"fifo", func(t *testing.T, dir string) {
		for _, at := range []string{"content/fifo.md", "static/fifo.css", "plugins/hello/fifo.js", "plugins/hello/fifo.png", "layouts/fifo.html"} {
			check(t, syscall.Mkfifo(dir+"/"+at, 0o644))
		}
	}, ""},
	{"socket", func(t *testing.T, dir string) {
		for _, at := range []string{"content/s.md", "static/s"} {
			l, err := net.Listen("unix", dir+"/"+at)
			check(t, err)
			t.Cleanup(func() { l.Close() })
		}
	}, ""},
	{"device", func(t *testing.T, dir string) {
		check(t, os.Symlink("/dev/zero", dir+"/content/zero.md"))
		check(t, os.Symlink("/dev/zero", dir+"/static/zero.css"))
		check(t, os.Symlink("/dev/zero", dir+"/plugins/hello/zero.js"))
	}, ""},
	{"loop", func(t *testing.T, dir string) {
		check(t, os.Symlink("loop", dir+"/content/loop"))
		check(t, os.Symlink("..", dir+"/content/up"))
		check(t, os.Symlink("../..", dir+"/plugins/hello/up"))
		check(t, os.Symlink(".", dir+"/static/here"))
	}, ""},
	{"file over a folder's name", func(t *testing.T, dir string) {
		check(t, os.MkdirAll(dir+"/static/was/folder", 0o755))
		check(t, os.RemoveAll(dir+"/static/was"))
		put(t, dir+"/static/was", "file")
	}, ""},
	{"plugin is a fifo", func(t *testing.T, dir string) { check(t, syscall.Mkfifo(dir+"/plugins/pipe", 0o644)) }, ""},
	{"registration is a fifo", func(t *testing.T, dir string) {
		check(t, os.MkdirAll(dir+"/plugins/acme/blog", 0o755))
		check(t, syscall.Mkfifo(dir+"/plugins/acme/blog/Plugin.php", 0o644))
	}, "plugins/acme"},
	{"entry is a fifo", func(t *testing.T, dir string) {
		check(t, os.MkdirAll(dir+"/plugins/tube", 0o755))
		check(t, syscall.Mkfifo(dir+"/plugins/tube/tube.js", 0o644))
	}, "plugins/tube"},
	{"configuration is a fifo", func(t *testing.T, dir string) {
		check(t, os.Remove(dir+"/strata.yaml"))
		check(t, syscall.Mkfifo(dir+"/strata.yaml", 0o644))
	}, "strata.yaml"},
	{"name in no encoding", func(t *testing.T, dir string) { put(t, dir+"/static/\xff\xfe.txt", "x") }, "static/\xff\xfe.txt"},
	{"huge", func(t *testing.T, dir string) { sparse(t, dir+"/static/huge.bin") }, "static/huge.bin"},
	{"huge page", func(t *testing.T, dir string) { sparse(t, dir+"/content/huge.md") }, "content/huge.md"},
	{"huge module", func(t *testing.T, dir string) { sparse(t, dir+"/plugins/hello/huge.js") }, ""},
	{"page grows huge", func(t *testing.T, dir string) {
		put(t, dir+"/content/grows.md", "# Small\n")
		time.Sleep(100 * time.Millisecond)
		sparse(t, dir+"/content/grows.md")
	}, "content/grows.md"},
	{"twin", func(t *testing.T, dir string) { put(t, dir+"/content/ABOUT.md", "# Twin") }, "content/ABOUT.md"},
	{"forbidden", func(t *testing.T, dir string) {
		put(t, dir+"/content/closed/page.md", "# Closed")
		check(t, os.Chmod(dir+"/content/closed", 0))
		t.Cleanup(func() { _ = os.Chmod(dir+"/content/closed", 0o755) })
	}, "content/closed"},
	{"folder in and out", func(t *testing.T, dir string) {
		for range 20 {
			check(t, os.Rename(dir+"/content", dir+"/elsewhere"))
			check(t, os.Rename(dir+"/elsewhere", dir+"/content"))
		}
	}, ""},
	{"long name", func(t *testing.T, dir string) {
		long := ""
		for range 255 {
			long += "n"
		}
		put(t, dir+"/static/"+long, "x")
	}, ""},
}

// sparse makes a file of 3 GiB that takes no room.
func sparse(t *testing.T, name string) {
	f, err := os.Create(name)
	check(t, err)
	check(t, f.Truncate(3<<30))
	check(t, f.Close())
}

// TestTraps sets each trap in a site that is served, and then edits honestly.
func TestTraps(t *testing.T) {
	dir := makeSite(t, small)
	r := start(t, Options{Source: dir})
	for i, trap := range traps {
		trap.set(t, dir)
		time.Sleep(2 * calmAfter)
		if trap.bad != "" {
			check(t, os.RemoveAll(dir+"/"+trap.bad))
		}
		words := fmt.Sprintf("after-trap-%d", i)
		put(t, dir+"/content/index.md", page(words))
		t.Logf("%s: the next edit is shown after %v", trap.name, r.shows("/", words).Round(time.Millisecond))
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	t.Logf("%d MiB from the system", m.Sys>>20)
	if m.Sys > 512<<20 {
		t.Errorf("%d MiB from the system", m.Sys>>20)
	}
}

// TestManyFiles lets 5,000 files appear, change and vanish at once.
func TestManyFiles(t *testing.T) {
	t.Parallel()
	dir, elsewhere := makeSite(t, small), t.TempDir()
	fill(t, elsewhere+"/many", "moved")
	r := start(t, Options{Source: dir})
	r.burst("appear", func() { fill(t, dir+"/static/new", "first") }, "/new/d49/4999.txt", "first 4999")
	r.burst("change", func() { fill(t, dir+"/static/new", "second") }, "/new/d49/4999.txt", "second 4999")
	r.burst("move in", func() { check(t, os.Rename(elsewhere+"/many", dir+"/static/many")) }, "/many/d49/4999.txt", "moved 4999")
	r.burst("vanish", func() { check(t, os.RemoveAll(dir+"/static/new")) }, "/new/d49/4999.txt", "not found")
	r.equalsCleanBuild(dir)
}

// fill writes 5,000 files into 50 folders.
func fill(t *testing.T, dir, words string) {
	for i := range 50 {
		check(t, os.MkdirAll(fmt.Sprintf("%s/d%02d", dir, i), 0o755))
	}
	for i := range 5000 {
		check(t, os.WriteFile(fmt.Sprintf("%s/d%02d/%04d.txt", dir, i%50, i), fmt.Appendf(nil, "%s %d", words, i), 0o644))
	}
}

// drain counts the builds that still come, until none does for a while: what is
// shown may be of a later one than the last that was looked at.
func (r *running) drain(while time.Duration) int {
	for n := 0; ; n++ {
		select {
		case <-r.built:
			if n > 100 {
				r.t.Fatal("builds do not end, though nothing changes")
			}
		case <-time.After(while):
			return n
		}
	}
}

// burst counts the builds after a burst, and tells how long it took to settle.
func (r *running) burst(name string, change func(), page, words string) {
	r.t.Helper()
	begin := time.Now()
	change()
	changed := time.Since(begin)
	var last Result
	builds := 0
	for shown := false; !shown; builds++ {
		last = r.next()
		shown = strings.Contains(strings.ToLower(r.get(page)), strings.ToLower(words))
	}
	settled := time.Since(begin)
	builds += r.drain(4 * pollInterval)
	r.t.Logf("%s: %v of changes, settled %v after their begin, %d builds, the last in %v", name,
		changed.Round(time.Millisecond), settled.Round(time.Millisecond), builds, last.Took.Round(time.Millisecond))
}
