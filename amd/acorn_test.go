package amd

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"strata/internal/browsertest"
)

// An acornCall is a call of the loader as acorn.mjs tells it.
type acornCall struct {
	Start    int
	Callee   string
	Name     *string
	Deps     []string
	Computed bool
	Config   bool
	Sugar    []string
}

// An acornFile is what acorn.mjs has to say of a file.
type acornFile struct {
	File  string
	Calls []acornCall
	Error string
}

// TestScanAgreesWithAcorn compares the scanner with a walk over acorn's syntax
// trees: every call of define, require and requirejs, where it is, and what it
// depends on. STRATA_CORPUS names a folder of scripts to compare on; without it
// dojo, dijit and RequireJS serve.
func TestScanAgreesWithAcorn(t *testing.T) {
	dirs := []string{npmModules + "/dojo", npmModules + "/dijit", npmModules + "/dojo-util", npmModules + "/requirejs"}
	if corpus := os.Getenv("STRATA_CORPUS"); corpus != "" {
		dirs = []string{corpus}
	}
	_, err := os.Stat(npmModules + "/acorn")
	browsertest.Need(t, "node", err)
	files := scriptsBelow(t, dirs)
	var sum struct{ files, bytes, calls, refused, guarded, encoded, different int }
	runAcorn(t, files, func(f acornFile) {
		src, err := os.ReadFile(f.File)
		if err != nil {
			t.Fatal(err)
		}
		switch got, err := scanSource(src); {
		case f.Error != "":
			sum.refused++
		case !utf8.Valid(src):
			sum.encoded++
		case isGuard(err):
			sum.guarded++
			t.Logf("%s: %v", f.File, err)
		case err != nil:
			sum.different++
			t.Errorf("%s: %v, and acorn reads it", f.File, err)
		default:
			sum.files, sum.bytes, sum.calls = sum.files+1, sum.bytes+len(src), sum.calls+len(f.Calls)
			if diff := firstDifference(scannerLines(got), acornLines(f)); diff != "" {
				sum.different++
				t.Errorf("%s:%s", f.File, diff)
			}
		}
	})
	t.Logf("%d files, %d bytes, %d calls, %d files differ; left out: %d that acorn refuses, %d over a limit, %d not UTF-8",
		sum.files, sum.bytes, sum.calls, sum.different, sum.refused, sum.guarded, sum.encoded)
	if sum.calls < 1000 {
		t.Errorf("%d calls are too few to mean anything", sum.calls)
	}
}

func isGuard(err error) bool {
	serr, ok := err.(*syntaxError)
	return ok && serr.guard
}

func scriptsBelow(t *testing.T, dirs []string) []string {
	t.Helper()
	var out []string
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
			if err == nil && d.Type().IsRegular() && strings.HasSuffix(name, ".js") {
				out = append(out, name)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for i, name := range out {
		abs, err := filepath.Abs(name)
		if err != nil {
			t.Fatal(err)
		}
		out[i] = abs
	}
	return out
}

// runAcorn hands what acorn.mjs says of each file to f.
func runAcorn(t *testing.T, files []string, f func(acornFile)) {
	t.Helper()
	cmd := exec.Command("node", "--stack-size=6000", "acorn.mjs")
	cmd.Dir = filepath.Dir(npmModules)
	cmd.Stdin = strings.NewReader(strings.Join(files, "\n") + "\n")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	n := 0
	for in := bufio.NewReader(out); ; n++ {
		line, err := in.ReadBytes('\n')
		if err != nil {
			break
		}
		var file acornFile
		if err := json.Unmarshal(line, &file); err != nil {
			t.Fatal(err)
		}
		f(file)
	}
	if err := cmd.Wait(); err != nil || n != len(files) {
		t.Fatalf("acorn.mjs told of %d files of %d: %v\n%s", n, len(files), err, stderr.Bytes())
	}
}

// scannerLines are a scan's calls in order, one line each.
func scannerLines(s *scanResult) []string {
	calls := slices.Clone(s.Calls)
	slices.SortFunc(calls, func(a, b call) int { return a.Start - b.Start })
	var out []string
	for _, c := range calls {
		name := ""
		if c.Name != nil {
			name = fmt.Sprintf(" %q", c.Name.Value)
		}
		out = append(out, fmt.Sprintf("%d: %s%s %q computed %t config %t sugar %q", c.Start, c.Callee, name, values(c.Deps), c.Computed, c.Config, values(c.Sugar)))
	}
	return out
}

func acornLines(f acornFile) []string {
	var out []string
	for _, c := range f.Calls {
		name := ""
		if c.Name != nil {
			name = fmt.Sprintf(" %q", *c.Name)
		}
		out = append(out, fmt.Sprintf("%d: %s%s %q computed %t config %t sugar %q", c.Start, c.Callee, name, append([]string{}, c.Deps...), c.Computed, c.Config, append([]string{}, c.Sugar...)))
	}
	return out
}

func firstDifference(got, want []string) string {
	for i := range max(len(got), len(want)) {
		g, w := "nothing", "nothing"
		if i < len(got) {
			g = got[i]
		}
		if i < len(want) {
			w = want[i]
		}
		if g != w {
			return fmt.Sprintf("\n scanner: %.300s\n acorn:   %.300s", g, w)
		}
	}
	return ""
}
