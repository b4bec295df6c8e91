//go:build unix

package builder

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestWriteSignalled ends builds of the program itself with each signal, at
// random moments.
func TestWriteSignalled(t *testing.T) {
	t.Parallel()
	strata := t.TempDir() + "/strata"
	if out, err := exec.Command("go", "build", "-o", strata, "..").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	at := place(t)
	heavySite(t, at.Source)
	begin := time.Now()
	if out, err := exec.Command(strata, "build", at.Source).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	all := time.Since(begin)
	slowest, stopped := time.Duration(0), 0
	for i := range 12 {
		s := []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP}[i%3]
		put(t, at.Source+"/content/index.md", fmt.Sprintf("# Home\n\nbuild %d\n", i))
		cmd := exec.Command(strata, "build", at.Source)
		must(t, cmd.Start())
		time.Sleep(20*time.Millisecond + rand.N(all/2))
		begin := time.Now()
		must(t, cmd.Process.Signal(s))
		err := cmd.Wait()
		slowest = max(slowest, time.Since(begin))
		if err != nil { // else it was done before the signal came
			stopped++
			stoppedBy(t, s, err)
		}
		must(t, whole(at.Output))
	}
	t.Logf("a build takes %v; after a signal, %d builds ended within %v", all.Round(time.Millisecond), stopped, slowest.Round(time.Millisecond))
	if slowest > time.Minute {
		t.Errorf("a build went on for %v after a signal", slowest)
	}
	if out, err := exec.Command(strata, "build", at.Source).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	must(t, whole(at.Output))
	if _, err := os.Lstat(beside(at.Output, "next")); err == nil {
		t.Error("staged files are left")
	}
}

// stoppedBy checks how a process ended: with the code of the signal, or by the
// signal itself when that came before the program was there to catch it.
func stoppedBy(t *testing.T, s syscall.Signal, err error) {
	t.Helper()
	exit, ok := errors.AsType[*exec.ExitError](err)
	if !ok {
		t.Fatal(err)
	}
	status, ok := exit.Sys().(syscall.WaitStatus)
	if early := ok && status.Signaled() && status.Signal() == s; !early && exit.ExitCode() != 128+int(s) {
		t.Errorf("%v: %v", s, err)
	}
}

// heavySite makes a site that takes a while to build.
func heavySite(t *testing.T, dir string) {
	put(t, dir+"/content/index.md", "# Home")
	for i := range 300 {
		put(t, fmt.Sprintf("%s/content/p%d.md", dir, i), "# Page\n\n"+strings.Repeat("Some *words* and a [link](/).\n\n", 100))
	}
	for i := range 6 {
		var code strings.Builder
		code.WriteString("define([], function () {\n")
		for j := range 8000 {
			fmt.Fprintf(&code, "  function f%d(a, b) { if (a > b) { return a * %d; } return [a, b].map(function (x) { return x + %d; }); }\n", j, j, i)
		}
		code.WriteString("  return f0;\n});\n")
		put(t, fmt.Sprintf("%s/plugins/heavy%d/heavy%d.js", dir, i, i), code.String())
	}
}
