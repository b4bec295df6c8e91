//go:build unix

package builder

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// helper is set in the environment of a process that this test starts from its
// own program, to "kind|site folder|words".
const helper = "STRATA_TEST_HELPER"

// TestWriteHelper is what such a process does.
func TestWriteHelper(t *testing.T) {
	kind, rest, ok := strings.Cut(os.Getenv(helper), "|")
	if !ok {
		return // other tests start it
	}
	dir, words, _ := strings.Cut(rest, "|")
	at := Place{Source: dir, Output: dir + "/public"}
	switch kind {
	case "loop":
		loopWrites(t, at, words)
	case "faults":
		inNamespaceFaults(t)
	case "forbidden":
		forbidden(t, at)
	}
}

// loopWrites publishes two sites in turn, until the process is killed.
func loopWrites(t *testing.T, at Place, words string) {
	outs := []*Output{madeOf(t, words+"-even", 120), madeOf(t, words+"-odd", 90)}
	fmt.Println("ready")
	for i := 0; ; i++ {
		if ds := Write(context.Background(), outs[i%2], at); ds.HasErrors() {
			t.Fatal(ds)
		}
	}
}

// startHelper starts the process, and returns when it is at work.
func startHelper(t *testing.T, what string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	must(t, err)
	cmd := exec.Command(self, "-test.run=^TestWriteHelper$")
	cmd.Env = append(os.Environ(), helper+"="+what)
	stdout, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // it may be dead already
		_ = cmd.Wait()
	})
	if _, err := stdout.Read(make([]byte, 6)); err != nil {
		t.Fatal(err)
	}
	return cmd
}

// TestWriteKilled kills builds at random moments. What is there afterwards is
// one whole output, and the next build mends what was left.
func TestWriteKilled(t *testing.T) {
	t.Parallel()
	kills := 100
	if testing.Short() {
		kills = 10
	}
	at := place(t)
	publish(t, madeOf(t, "first", 50), at)
	torn := 0
	for i := range kills {
		cmd := startHelper(t, "loop|"+at.Source+"|"+fmt.Sprint("killed", i))
		time.Sleep(time.Duration(rand.IntN(60_000)) * time.Microsecond)
		must(t, cmd.Process.Kill())
		_ = cmd.Wait() // it was killed
		if err := whole(at.Output); err != nil {
			torn++
			t.Errorf("after kill %d: %v", i, err)
		}
	}
	publish(t, madeOf(t, "last", 50), at)
	must(t, whole(at.Output))
	if _, err := os.Lstat(at.Source + "/.public.strata-next"); err == nil {
		t.Error("staged files are left")
	}
	t.Logf("%d kills, %d torn", kills, torn)
}

// TestWriteReaders reads whole outputs while two processes publish two sites
// into one folder: every reading is of one generation, of one site.
func TestWriteReaders(t *testing.T) {
	t.Parallel()
	at := place(t)
	publish(t, madeOf(t, "first", 50), at)
	startHelper(t, "loop|"+at.Source+"|left")
	startHelper(t, "loop|"+at.Source+"|right")
	read, overtaken := 0, 0
	begin := time.Now()
	for ; time.Since(begin) < 4*time.Second || read == overtaken && time.Since(begin) < time.Minute; read++ {
		err := whole(at.Output)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			overtaken++ // two builds were published while this one was read
		case err != nil:
			t.Error(err)
		}
	}
	t.Logf("%d readings of a whole output, %d overtaken by two builds", read, overtaken)
	if overtaken == read {
		t.Error("nothing was ever read whole")
	}
}
