package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"strata/internal/browsertest"
)

var update = flag.Bool("update", false, "rewrite the expected files of the scripts")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"strata": main})
}

// TestScript runs testdata/script: what the tool promises, as sessions.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script", UpdateScripts: *update, RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			root, err := os.Getwd()
			env.Setenv("ROOT", root)
			env.Setenv("HOME", env.WorkDir+"/home")
			env.Setenv("XDG_CACHE_HOME", env.WorkDir+"/.cache")
			return err
		},
		Condition: condition,
		Cmds:      map[string]func(*testscript.TestScript, bool, []string){"dom": dom, "sametree": sameTree},
	})
}

// condition knows [browser], [npm] and [linux], which has the tools that sessions
// call.
func condition(name string) (bool, error) {
	switch name {
	case "browser":
		_, err := browsertest.Find()
		return need("browser", err)
	case "npm":
		_, err := os.Stat("testdata/npm/node_modules/requirejs/require.js")
		return need("node", err)
	case "linux":
		var missing error
		for _, tool := range []string{"sh", "flock", "timeout"} {
			_, err := exec.LookPath(tool)
			missing = errors.Join(missing, err)
		}
		_, err := os.Stat("/dev/full")
		return need("linux", errors.Join(missing, err))
	}
	return false, fmt.Errorf("no condition %q", name)
}

func need(tool string, err error) (bool, error) {
	if err != nil && browsertest.Required(tool) {
		return false, fmt.Errorf("STRATA_REQUIRE asks for %s: %w", tool, err)
	}
	return err == nil, nil
}

var chromiumFlags = []string{"--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
	"--disable-background-networking", "--disable-component-update", "--disable-sync"}

// dom serves a folder, opens a page of it in Chromium and leaves the page's
// document on stdout: dom public /index.html
func dom(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: dom folder /page")
	}
	browser, err := browsertest.Find()
	ts.Check(err)
	server := httptest.NewServer(http.FileServer(http.Dir(ts.MkAbs(args[0]))))
	defer server.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	flags := append(slices.Clone(chromiumFlags), "--user-data-dir="+ts.MkAbs(".chromium"), "--virtual-time-budget=10000", "--dump-dom", server.URL+args[1])
	cmd := exec.CommandContext(ctx, browser, flags...)
	out, err := cmd.Output()
	ts.Check(err)
	_, err = ts.Stdout().Write(out)
	ts.Check(err)
}

// sameTree compares two folders, names and bytes.
func sameTree(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: sametree one two")
	}
	difference := compareTrees(ts.MkAbs(args[0]), ts.MkAbs(args[1]))
	if (difference == "") == neg {
		ts.Fatalf("%s", cmp.Or(difference, "the folders are the same"))
	}
}

// compareTrees returns the first difference between two folders, "" when there is none.
func compareTrees(a, b string) string {
	one, two := readTree(a), readTree(b)
	for name := range one {
		if one[name] != two[name] {
			return fmt.Sprintf("%s differs", name)
		}
	}
	for name := range two {
		if _, ok := one[name]; !ok {
			return fmt.Sprintf("%s is only in %s", name, b)
		}
	}
	return ""
}

// readTree returns the mode and content of every file, by name.
func readTree(dir string) map[string]string {
	out := map[string]string{}
	_ = filepath.Walk(dir, func(name string, info os.FileInfo, err error) error {
		if err != nil {
			out[name] = err.Error()
			return nil
		}
		rel, _ := filepath.Rel(dir, name)
		data := []byte{}
		if info.Mode().IsRegular() {
			data, _ = os.ReadFile(name)
		}
		out[rel] = fmt.Sprintf("%v %s", info.Mode(), data)
		return nil
	})
	return out
}
