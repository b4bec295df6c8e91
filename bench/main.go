// Bench compares Strata with its peers, side by side in one run, and prints a
// table with ratios:
//
//	(cd testdata/npm && npm ci)
//	go run ./bench
//
// The input is dojo and dijit as npm has them, made into one layer each, minified
// and with source maps. Every tool runs a few times and its best run counts. CPU
// is user and system time of the tool and of the processes it starts; memory is
// the largest resident set of one of them, as far as the system tells it; sizes
// are of the layers.
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"
)

func main() {
	runs := flag.Int("runs", 3, "how often each tool runs")
	npm := flag.String("npm", "testdata/npm", "folder of the npm packages")
	flag.Parse()
	if err := run(*npm, *runs, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "bench: "+err.Error())
		os.Exit(1)
	}
}

// A tool is one contestant: the commands that make both layers, and where they
// leave them.
type tool struct {
	name     string
	commands [][]string
	layers   []string // globs, relative to the work folder
}

// A measure is the best of a tool's runs.
type measure struct {
	wall, cpu time.Duration
	memory    int64 // bytes
	raw, gzip int
}

func run(npm string, runs int, out io.Writer) error {
	work, err := os.MkdirTemp("", "strata-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if err := prepare(work, npm); err != nil {
		return err
	}
	if err := adopt(); err != nil {
		return err
	}
	var all []measure
	tools := contestants()
	for _, t := range tools {
		m, err := best(work, t, runs)
		if err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
		all = append(all, m)
	}
	fmt.Fprintf(out, "%s, best of %d runs each\n\n", time.Now().UTC().Format("2006-01-02"), runs)
	print(out, tools, all)
	return nil
}

func contestants() []tool {
	return []tool{
		{"strata", [][]string{{"./strata", "build", "--quiet"}}, []string{"public/js/dojo/dojo-*.js", "public/js/dijit/dijit-*.js"}},
		{"r.js 2.3.8, uglify", [][]string{
			{"node", "node_modules/requirejs/bin/r.js", "-o", "rjs-dojo.js"},
			{"node", "node_modules/requirejs/bin/r.js", "-o", "rjs-dijit.js"},
		}, []string{"rjs/dojo.js", "rjs/dijit.js"}},
		{"Dojo builder 1.17, uglify", [][]string{{"node", "packages/dojo/dojo.js", "load=build", "--profile", "layers.profile.js", "--release"}},
			[]string{"release/dojo/layer.js", "release/dijit/layer.js"}},
	}
}

func best(work string, t tool, runs int) (measure, error) {
	var out measure
	for i := range runs {
		for _, dir := range []string{"public", ".public.strata-previous", "rjs", "release"} {
			if err := os.RemoveAll(filepath.Join(work, dir)); err != nil {
				return out, err
			}
		}
		m, err := once(work, t)
		if err != nil {
			return out, err
		}
		if i == 0 || m.cpu < out.cpu {
			m.raw, m.gzip, err = sizes(work, t.layers)
			if err != nil {
				return out, err
			}
			out = m
		}
	}
	return out, nil
}

func once(work string, t tool) (measure, error) {
	var out measure
	for _, args := range t.commands {
		cmd := exec.Command(args[0], args[1:]...)
		cmd.Dir = work
		cmd.Env = append(os.Environ(), "NODE_PATH="+filepath.Join(work, "node_modules"))
		start := time.Now()
		if text, err := cmd.CombinedOutput(); err != nil {
			return out, fmt.Errorf("%w\n%s", err, tail(text))
		}
		out.wall += time.Since(start)
		out.cpu += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
		cpu, memory := reap()
		out.cpu, out.memory = out.cpu+cpu, max(out.memory, memory, peak(cmd.ProcessState))
	}
	return out, nil
}

func tail(text []byte) []byte { return text[max(0, len(text)-2000):] }

func sizes(work string, globs []string) (raw, packed int, err error) {
	for _, glob := range globs {
		names, _ := filepath.Glob(filepath.Join(work, glob))
		if len(names) != 1 {
			return 0, 0, fmt.Errorf("%s: %d files", glob, len(names))
		}
		data, err := os.ReadFile(names[0])
		if err != nil {
			return 0, 0, err
		}
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		if _, err := w.Write(data); err != nil {
			return 0, 0, err
		}
		if err := w.Close(); err != nil {
			return 0, 0, err
		}
		raw, packed = raw+len(data), packed+b.Len()
	}
	return raw, packed, nil
}

func print(out io.Writer, tools []tool, all []measure) {
	w := tabwriter.NewWriter(out, 0, 0, 1, ' ', 0)
	fmt.Fprintln(w, "| tool\t| wall\t| CPU\t| peak memory\t| layers\t| gzip\t| CPU, Strata = 1\t|")
	fmt.Fprintln(w, "|---\t|---\t|---\t|---\t|---\t|---\t|---\t|")
	for i, m := range all {
		fmt.Fprintf(w, "| %s\t| %.2f s\t| %.2f s\t| %d MB\t| %.2f MB\t| %.0f kB\t| %.1f\t|\n", tools[i].name, m.wall.Seconds(), m.cpu.Seconds(),
			m.memory/1e6, float64(m.raw)/1e6, float64(m.gzip)/1e3, m.cpu.Seconds()/all[0].cpu.Seconds())
	}
	_ = w.Flush()
}

const siteConfig = `loader: dojo
loaderScript: node_modules/dojo/dojo.js
provided: ["doh/*"]
packages:
  - {name: dojo, location: node_modules/dojo, complete: true, exclude: [dojo.js, "tests/**", "testsDOH/**", tests.js, "robot*.js", node.js]}
  - {name: dijit, location: node_modules/dijit, complete: true, exclude: ["tests/**", "themes/**", "robot*.js"]}
`

// prepare lays out one folder in which every tool finds the same input: the
// packages, and a configuration that names the same modules.
func prepare(work, npm string) error {
	modules, err := filepath.Abs(filepath.Join(npm, "node_modules"))
	if err != nil {
		return err
	}
	if err := os.Symlink(modules, filepath.Join(work, "node_modules")); err != nil {
		return err
	}
	for from, to := range map[string]string{"dojo": "dojo", "dijit": "dijit", "dojo-util": "util"} { // the names that the Dojo builder expects
		if err := os.CopyFS(filepath.Join(work, "packages", to), os.DirFS(filepath.Join(modules, from))); err != nil {
			return fmt.Errorf("%w; run npm ci in %s", err, npm)
		}
	}
	if err := os.WriteFile(filepath.Join(work, "strata.yaml"), []byte(siteConfig), 0o644); err != nil {
		return err
	}
	if text, err := exec.Command("go", "build", "-o", filepath.Join(work, "strata"), ".").CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, text)
	}
	ids, err := moduleIDs(work)
	if err != nil {
		return err
	}
	return writePeers(work, ids)
}

// moduleIDs asks Strata which modules the two layers hold.
func moduleIDs(work string) (map[string][]string, error) {
	cmd := exec.Command("./strata", "check", "--json")
	cmd.Dir = work
	text, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("strata check: %w\n%s", err, tail(text))
	}
	var result struct {
		Report struct {
			Layers []struct {
				Name    string
				Modules []string
			}
		}
	}
	if err := json.Unmarshal(text, &result); err != nil {
		return nil, err
	}
	ids := map[string][]string{}
	for _, l := range result.Report.Layers {
		for _, id := range l.Modules {
			if !strings.Contains(id, "!") {
				ids[l.Name] = append(ids[l.Name], id)
			}
		}
	}
	return ids, nil
}
