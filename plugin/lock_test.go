package plugin

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"strata/internal/diag"
)

func TestFingerprint(t *testing.T) {
	src := fstest.MapFS{"p/a.js": {Data: []byte("1")}, "p/b/c.php": {Data: []byte("2")}}
	print := func() string {
		var ds diag.List
		out := Fingerprint(src, Plugin{ID: "p", Dir: "p"}, &ds)
		if out == "" || len(ds) > 0 {
			t.Fatal(ds)
		}
		return out
	}
	first := print()
	for _, c := range []struct {
		name, data string
		counts     bool
	}{
		{"p/b/c.php", "3", true}, {"p/b/d.php", "2", true}, {"p/.DS_Store", "x", false}, {"p/node_modules/x.js", "x", false}, {"q/a.js", "x", false},
	} {
		old := src[c.name]
		src[c.name] = &fstest.MapFile{Data: []byte(c.data)}
		if changed := print() != first; changed != c.counts {
			t.Errorf("%s: the hash changed: %t", c.name, changed)
		}
		if src[c.name] = old; old == nil {
			delete(src, c.name)
		}
	}
}

func TestFingerprintHasBounds(t *testing.T) {
	src := fstest.MapFS{"p/a.js": {Data: []byte("1")}}
	f := fingerprint{src: src, dir: "p", bytes: maxPrintBytes}
	file, err := f.folder("p")
	if !errors.Is(err, errTooMuchToLock) {
		t.Fatal(err)
	}
	got := errFingerprint(Plugin{ID: "p", File: "p/p.js"}, file, err).String()
	if !strings.HasPrefix(got, "p/p.js: error: plugin p cannot be locked: the plugin has more than 100000 files or 1024 MiB") {
		t.Error(got)
	}
	var ds diag.List
	if out := Fingerprint(src, Plugin{ID: "q", Dir: "q"}, &ds); out != "" || !ds.HasErrors() {
		t.Errorf("a folder that is not there has the hash %q, and %v", out, ds)
	}
}

// What a lock says survives being written and read.
func FuzzReadLock(f *testing.F) {
	f.Add("Acme.Blog: {version: \"1.0\", hash: \"sha256:0\"}\n\"1:x\": {version: 2}\n")
	f.Add("a: {version: &x [*x], hash: \"\\x00\"}")
	f.Fuzz(func(t *testing.T, text string) {
		var ds diag.List
		lock, _ := ReadLock(fstest.MapFS{"l": {Data: []byte(text)}}, "l", &ds)
		if ds.HasErrors() {
			return
		}
		again, _ := ReadLock(fstest.MapFS{"l": {Data: lock.Text()}}, "l", &ds)
		if changes := again.Changes(lock); len(changes) > 0 || ds.HasErrors() {
			t.Errorf("%q becomes %q: %q, %v", text, lock.Text(), changes, ds)
		}
	})
}
