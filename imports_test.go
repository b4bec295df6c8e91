package main

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// ladder is which of our packages each may import. Everything points down.
var ladder = map[string][]string{
	"strata":                      {"strata/builder", "strata/devserver", "strata/internal/diag"},
	"strata/bench":                {"strata/bench/workload"},
	"strata/bench/conformance":    {"strata/amd", "strata/internal/browsertest"},
	"strata/bench/edit":           {"strata/builder"},
	"strata/bench/floor":          nil,
	"strata/bench/generate":       {"strata/bench/workload"},
	"strata/bench/startup":        {"strata/bench/workload", "strata/builder", "strata/internal/browsertest"},
	"strata/bench/sizes":          {"strata/amd"},
	"strata/bench/workload":       nil,
	"strata/builder":              {"strata/amd", "strata/internal/diag", "strata/internal/moduleid", "strata/internal/phpfunc", "strata/internal/private", "strata/internal/route", "strata/internal/sandbox", "strata/internal/source", "strata/plugin", "strata/site"},
	"strata/devserver":            {"strata/builder", "strata/internal/diag", "strata/internal/private", "strata/internal/route", "strata/internal/source"},
	"strata/plugin":               {"strata/internal/diag", "strata/internal/moduleid", "strata/internal/phpfunc", "strata/internal/private", "strata/internal/route", "strata/internal/source", "strata/internal/version", "strata/internal/yamlerror"},
	"strata/amd":                  {"strata/internal/diag", "strata/internal/moduleid", "strata/internal/source"},
	"strata/site":                 {"strata/internal/diag", "strata/internal/moduleid", "strata/internal/private", "strata/internal/source", "strata/templates", "strata/internal/yamlerror"},
	"strata/internal/browsertest": nil,
	"strata/internal/diag":        nil,
	"strata/internal/moduleid":    nil,
	"strata/internal/phpfunc":     nil,
	"strata/internal/private":     nil,
	"strata/internal/route":       nil,
	"strata/internal/sandbox":     nil,
	"strata/internal/source":      nil,
	"strata/internal/version":     nil,
	"strata/internal/yamlerror":   {"strata/internal/diag"},
	"strata/templates":            nil,
}

// doors is the package that may import each library, so that an upgrade is one
// change. A benchmark that measures the library alone may stand beside it.
var doors = map[string]string{
	"github.com/urfave/cli":        "strata",
	"github.com/schollz":           "strata",
	"github.com/evanw/esbuild":     "strata/amd strata/bench/floor strata/bench/sizes",
	"github.com/tdewolff/parse":    "strata/amd",
	"github.com/tdewolff/minify":   "strata/builder",
	"github.com/gofrs/flock":       "strata/builder",
	"github.com/VKCOM/php-parser":  "strata/plugin",
	"github.com/yuin/goldmark":     "strata/site",
	"github.com/alecthomas/chroma": "strata/site",
	"github.com/fsnotify":          "strata/devserver",
	"modernc.org/quickjs":          "strata/amd strata/internal/sandbox",
}

func TestImports(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		pkg, imports, _ := strings.Cut(strings.TrimSpace(line), " ")
		allowed, ok := ladder[pkg]
		if !ok {
			t.Errorf("package %s has no place on the ladder", pkg)
		}
		for _, imported := range strings.Fields(imports) {
			if strings.HasPrefix(imported, "strata") && !slices.Contains(allowed, imported) {
				t.Errorf("%s imports %s", pkg, imported)
			}
			for library, door := range doors {
				if strings.HasPrefix(imported, library) && !slices.Contains(strings.Fields(door), pkg) {
					t.Errorf("%s imports %s, whose door is %s", pkg, imported, door)
				}
			}
		}
	}
}
