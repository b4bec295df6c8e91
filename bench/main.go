// Bench compares Strata with its peers, side by side in one run, and prints
// tables with ratios:
//
//	(cd testdata/npm && npm ci --ignore-scripts)
//	(cd testdata/npm/peers && npm ci --ignore-scripts)
//	go run ./bench
//
// There are three workloads. P1 and P2 are made by package workload, in AMD and
// in TypeScript: 200 plugins of 25 modules on a core of 40, each plugin one layer.
// P3 is dojo and dijit as npm has them, one layer each. Every tool runs a few
// times and its best run counts. CPU is user and system time of the tool and of
// the processes it starts; memory is the largest resident set of one of them, as
// far as the system tells it; sizes are of the layers, without maps.
//
// With -prove it measures nothing, and loads every layer of P1 and P2 in the
// loaders that they are made for instead.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"strata/bench/workload"
)

func main() {
	var b bench
	names := flag.String("workload", "p1,p2,p3", "workloads to run")
	prove := flag.Bool("prove", false, "load the layers instead of measuring")
	flag.IntVar(&b.runs, "runs", 3, "how often each tool runs")
	flag.StringVar(&b.npm, "npm", "testdata/npm", "folder of the npm packages")
	flag.StringVar(&b.only, "only", "", "run the tools only whose name contains this")
	flag.IntVar(&b.opts.Plugins, "plugins", 200, "plugins of P1 and P2")
	flag.IntVar(&b.opts.Modules, "modules", 25, "modules of each plugin")
	flag.Parse()
	run := func() error { return b.run(strings.Split(*names, ","), os.Stdout) }
	if *prove {
		run = b.prove
	}
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench: "+err.Error())
		os.Exit(1)
	}
}

// A bench is one run of the program.
type bench struct {
	npm, only string
	runs      int
	opts      workload.Options
	work      string // temporary folder
	binaries  string // folder with our own programs
}

// A contest is one table: tools that do the same. The first is what the others
// are compared with.
type contest struct {
	title string
	dir   string // where the commands run
	tools []tool
}

// workloads lay out a folder each, and say who takes part.
var workloads = map[string]func(*bench) ([]contest, error){"p1": p1, "p2": p2, "p3": p3}

func (b *bench) run(names []string, out io.Writer) error {
	work, err := os.MkdirTemp("", "strata-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	b.work, b.binaries = work, filepath.Join(work, "bin")
	if err := b.build(); err != nil {
		return err
	}
	if err := adopt(); err != nil {
		return err
	}
	fmt.Fprintf(out, "%s, %d CPUs, best of %d runs each\n", time.Now().UTC().Format("2006-01-02"), runtime.NumCPU(), b.runs)
	var failed []error
	for _, name := range names {
		prepare, ok := workloads[name]
		if !ok {
			return fmt.Errorf("no workload %q", name)
		}
		contests, err := prepare(b)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		for _, c := range contests {
			failed = append(failed, b.hold(c, out))
		}
	}
	return errors.Join(failed...)
}

// hold runs the tools of a contest and prints its table. One that fails is left
// out of the table.
func (b *bench) hold(c contest, out io.Writer) error {
	var tools []tool
	var all []measure
	var failed []error
	for _, t := range c.tools {
		if !strings.Contains(t.name, b.only) {
			continue
		}
		m, err := b.best(c.dir, t)
		if err != nil {
			failed = append(failed, fmt.Errorf("%s: %s: %w", c.title, t.name, err))
			continue
		}
		tools, all = append(tools, t), append(all, m)
	}
	if len(all) > 0 {
		fmt.Fprintf(out, "\n## %s\n\n", c.title)
		table(out, tools, all)
	}
	return errors.Join(failed...)
}

// build compiles Strata and the programs that measure parts of it.
func (b *bench) build() error {
	for name, pkg := range map[string]string{"strata": ".", "floor": "./bench/floor", "edit": "./bench/edit"} {
		cmd := exec.Command("go", "build", "-trimpath", "-o", filepath.Join(b.binaries, name), pkg)
		if text, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("go build %s: %w\n%s", pkg, err, text)
		}
	}
	return nil
}

// prove runs the tests that load layers, at this run's size.
func (b *bench) prove() error {
	cmd := exec.Command("go", "test", ".", "-run", "^TestWorkload", "-v", "-count=1", "-timeout", "60m")
	cmd.Env = append(os.Environ(), fmt.Sprintf("STRATA_WORKLOAD=%dx%d", b.opts.Plugins, b.opts.Modules), "STRATA_REQUIRE=browser,node")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return cmd.Run()
}
