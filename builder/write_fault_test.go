//go:build unix

package builder

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strata/internal/browsertest"
	"strata/internal/diag"
)

// fails publishes what must fail for the reason, and checks that the old output
// is as it was and that nothing staged is left.
func fails(t *testing.T, out *Output, at Place, reason string) diag.List {
	t.Helper()
	before := tree(t, at.Output)
	ds := Write(context.Background(), out, at)
	if !ds.HasErrors() || !strings.Contains(ds[len(ds)-1].Text, reason) {
		t.Errorf("the diagnostics are %v, want %q", ds, reason)
	}
	if diff := cmp.Diff(before, tree(t, at.Output)); diff != "" {
		t.Errorf("-before +after:\n%s", diff)
	}
	for _, staged := range []string{beside(at.Output, "next"), filepath.Join(at.Output, stagedName)} {
		if _, err := os.Lstat(staged); err == nil {
			t.Errorf("%s is left", staged)
		}
	}
	return ds
}

// TestWriteForbidden publishes beside a folder that may not be written to.
func TestWriteForbidden(t *testing.T) {
	if os.Getuid() != 0 {
		forbidden(t, place(t))
		return
	}
	dir, err := os.MkdirTemp("", "strata-forbidden-") // a folder that everybody may enter
	must(t, err)
	defer os.RemoveAll(dir)
	binary, err := os.ReadFile(os.Args[0])
	must(t, err)
	must(t, os.WriteFile(dir+"/test", binary, 0o755))
	must(t, os.Mkdir(dir+"/site", 0o755))
	must(t, errors.Join(os.Chmod(dir, 0o755), os.Chmod(dir+"/test", 0o755), os.Chown(dir+"/site", nobody, nobody)))
	cmd := exec.Command(dir+"/test", "-test.run=^TestWriteHelper$", "-test.v")
	cmd.Env = append(os.Environ(), helper+"=forbidden|"+dir+"/site|", "HOME="+dir)
	cmd.Dir = dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "permission denied as it should be") {
		t.Fatalf("%v\n%s", err, out)
	}
}

// nobody is a user who is not root, whom file permissions bind.
const nobody = 65534

// forbidden publishes where the folder around the output cannot be written.
func forbidden(t *testing.T, at Place) {
	publish(t, madeOf(t, "old", 3), at)
	must(t, os.Chmod(at.Source, 0o555))
	defer os.Chmod(at.Source, 0o755)
	fails(t, madeOf(t, "new", 3), at, "permission denied")
	t.Log("permission denied as it should be")
}

// TestWriteWithoutDescriptors publishes with ever fewer file descriptors.
func TestWriteWithoutDescriptors(t *testing.T) {
	at := place(t)
	publish(t, madeOf(t, "old", 20), at)
	out := madeOf(t, "new", 20)
	var old syscall.Rlimit
	must(t, syscall.Getrlimit(syscall.RLIMIT_NOFILE, &old))
	defer func() { must(t, syscall.Setrlimit(syscall.RLIMIT_NOFILE, &old)) }()
	failed := 0
	for spare := range 12 {
		before := tree(t, at.Output)
		probe, err := os.Open(os.DevNull)
		must(t, err)
		now := old
		now.Cur = uint64(probe.Fd()) + uint64(spare)
		must(t, probe.Close())
		must(t, syscall.Setrlimit(syscall.RLIMIT_NOFILE, &now))
		ds := Write(context.Background(), out, at)
		must(t, syscall.Setrlimit(syscall.RLIMIT_NOFILE, &old))
		if !ds.HasErrors() {
			break
		}
		failed++
		if text := ds[0].Text; !strings.Contains(text, "too many open files") {
			t.Errorf("with %d to spare: %v", spare, ds)
		}
		if diff := cmp.Diff(before, tree(t, at.Output)); diff != "" {
			t.Errorf("with %d to spare, -before +after:\n%s", spare, diff)
		}
	}
	if failed == 0 {
		t.Error("no limit was low enough to fail")
	}
	t.Logf("failed with up to %d descriptors to spare", failed-1)
	publish(t, out, at)
	must(t, whole(at.Output))
	if _, err := os.Lstat(beside(at.Output, "next")); err == nil {
		t.Error("staged files are left")
	}
}

// TestWriteFaults publishes onto file systems that are full, read-only, or
// mounted as the output itself. It runs in a namespace of its own, in which
// anybody may mount.
func TestWriteFaults(t *testing.T) {
	self, err := os.Executable()
	must(t, err)
	cmd := exec.Command(self, "-test.run=^TestWriteHelper$", "-test.v")
	cmd.Env = append(os.Environ(), helper+"=faults|")
	inNamespace(cmd)
	out, err := cmd.CombinedOutput()
	if !bytes.Contains(out, []byte("mounted\n")) {
		browsertest.Need(t, "linux", fmt.Errorf("nobody may mount here: %v\n%s", err, out))
	}
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
