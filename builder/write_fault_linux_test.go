package builder

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// inNamespace makes the command run where it may mount.
func inNamespace(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}}
}

func inNamespaceFaults(t *testing.T) {
	disk := t.TempDir()
	mount(t, disk, "size=2m")
	fmt.Println("mounted")
	t.Run("full", func(t *testing.T) { testFull(t, disk) })
	t.Run("read-only", func(t *testing.T) { testReadOnly(t, disk) })
	t.Run("mount", testMount)
	t.Run("full mount", testFullMount)
	t.Run("bind mount", testBindMount)
	t.Run("halfway", testHalfway)
	t.Run("not kept", testNotKept)
}

func mount(t *testing.T, dir, options string) {
	t.Helper()
	must(t, syscall.Mount("tmpfs", dir, "tmpfs", 0, options))
	t.Cleanup(func() { must(t, syscall.Unmount(dir, syscall.MNT_DETACH)) })
}

// big returns an output that no small disk holds.
func big(t *testing.T) *Output {
	site := fstest.MapFS{"content/index.md": {Data: []byte("# Big")}}
	for i := range 40 {
		site[fmt.Sprintf("static/big%d.bin", i)] = &fstest.MapFile{Data: make([]byte, 200<<10)}
	}
	out, ds := Build(context.Background(), site, Options{})
	if out == nil {
		t.Fatal(ds)
	}
	return out
}

func testFull(t *testing.T, disk string) {
	at := Place{Source: t.TempDir(), Output: disk + "/public"}
	publish(t, madeOf(t, "old", 3), at)
	fails(t, big(t), at, "no space left on device")
	publish(t, madeOf(t, "new", 3), at)
}

func testReadOnly(t *testing.T, disk string) {
	at := Place{Source: t.TempDir(), Output: disk + "/public"}
	must(t, syscall.Mount("", disk, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""))
	fails(t, madeOf(t, "newer", 3), at, "read-only file system")
	must(t, syscall.Mount("", disk, "", syscall.MS_REMOUNT, ""))
}

// testMount publishes where the output itself is mounted: the result is the
// same as elsewhere, whatever was there.
func testMount(t *testing.T) {
	at, clean := place(t), place(t)
	must(t, os.Mkdir(at.Output, 0o755))
	mount(t, at.Output, "mode=755")
	inPlaceEqualsClean(t, at, clean)
}

func testBindMount(t *testing.T) {
	at, clean := place(t), place(t)
	must(t, os.Mkdir(at.Output, 0o755))
	must(t, syscall.Mount(t.TempDir(), at.Output, "", syscall.MS_BIND, ""))
	t.Cleanup(func() { must(t, syscall.Unmount(at.Output, syscall.MNT_DETACH)) })
	inPlaceEqualsClean(t, at, clean)
}

func inPlaceEqualsClean(t *testing.T, at, clean Place) {
	t.Helper()
	shapes := []fstest.MapFS{
		{"static/a/b/c.txt": {Data: []byte("deep")}, "static/x.txt": {Data: []byte("x")}},
		{"static/a": {Data: []byte("a file now")}, "static/x.txt/y.txt": {Data: []byte("a folder now")}},
		{"static/a/b.txt": {Data: []byte("a folder again")}, "content/index.md": {Data: []byte("# New")}},
	}
	for i, site := range shapes {
		out, ds := Build(context.Background(), site, Options{})
		if out == nil {
			t.Fatal(ds)
		}
		put(t, at.Output+"/"+stagedName+"/left", "by a build that was killed")
		ds = publish(t, out, at)
		if len(ds) != 1 || !strings.Contains(ds[0].Text, "it is published file by file") {
			t.Errorf("the diagnostics are %v", ds)
		}
		publish(t, out, clean)
		if diff := cmp.Diff(tree(t, clean.Output), tree(t, at.Output)); diff != "" {
			t.Errorf("site %d: -clean +in place:\n%s", i, diff)
		}
	}
	put(t, at.Output+"/CNAME", "mine")
	out := madeOf(t, "last", 2)
	publish(t, out, at)
	if data, err := os.ReadFile(at.Output + "/CNAME"); string(data) != "mine" {
		t.Error("a file that no build made is gone:", err)
	}
}

func testFullMount(t *testing.T) {
	at := place(t)
	must(t, os.Mkdir(at.Output, 0o755))
	mount(t, at.Output, "size=1m")
	publish(t, madeOf(t, "old", 3), at)
	fails(t, big(t), at, "no space left on device")
}

// testHalfway has somebody else's folder where a file of the new site goes.
func testHalfway(t *testing.T) {
	at := place(t)
	must(t, os.Mkdir(at.Output, 0o755))
	mount(t, at.Output, "")
	publish(t, madeOf(t, "old", 3), at)
	put(t, at.Output+"/d04/f0004.txt/theirs", "theirs")
	ds := Write(context.Background(), madeOf(t, "new", 5), at)
	if !ds.HasErrors() || ds[len(ds)-1].Notes[0] != "some of its files are new and some are old" {
		t.Errorf("the diagnostics are %v", ds)
	}
	must(t, os.RemoveAll(at.Output+"/d04/f0004.txt"))
	publish(t, madeOf(t, "new", 5), at)
	must(t, whole(at.Output))
}

// testNotKept has a folder that cannot be removed where the old output goes.
func testNotKept(t *testing.T) {
	at := place(t)
	publish(t, madeOf(t, "old", 3), at)
	must(t, os.Mkdir(beside(at.Output, "previous"), 0o755))
	mount(t, beside(at.Output, "previous"), "")
	ds := publish(t, madeOf(t, "new", 3), at)
	if len(ds) != 1 || !strings.Contains(ds[0].Text, "the site is published, but the one before it cannot be kept") {
		t.Errorf("the diagnostics are %v", ds)
	}
	must(t, whole(at.Output))
}
