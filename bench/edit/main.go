//go:build unix

// Edit measures what an edit of one module costs in a process that has built the
// site before, as the dev server does. It edits the module a few times, prints
// the CPU and the wall time of the median rebuild in seconds, and fails when a
// layer changes that does not hold the module.
//
//	edit -layer p100 SITE plugins/p100/p100.js
package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"strata/builder"
)

func main() {
	minify := flag.Bool("minify", false, "minify the layers")
	layer := flag.String("layer", "", "the layer that holds the module")
	edits := flag.Int("edits", 9, "how often to edit")
	flag.Parse()
	e := editor{site: flag.Arg(0), file: flag.Arg(1), layer: *layer, opts: builder.Options{Minify: *minify, Cache: &builder.Cache{}}}
	if err := e.run(*edits); err != nil {
		fmt.Fprintln(os.Stderr, "edit: "+err.Error())
		os.Exit(1)
	}
}

type editor struct {
	site, file, layer string
	opts              builder.Options
}

// A cost is what one build took, in seconds.
type cost struct{ Wall, CPU float64 }

func (e *editor) run(edits int) error {
	name := filepath.Join(e.site, e.file)
	original, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	defer os.WriteFile(name, original, 0o644)
	last, _, err := e.build()
	if err != nil {
		return err
	}
	costs := make([]cost, edits)
	for i := range costs {
		text := bytes.Replace(original, []byte("  0\n]"), fmt.Appendf(nil, "  %d\n]", i+1), 1)
		text = bytes.Replace(text, []byte("    0\n  ]"), fmt.Appendf(nil, "    %d\n  ]", i+1), 1)
		if err := os.WriteFile(name, text, 0o644); err != nil {
			return err
		}
		e.opts.Changed = []string{e.file}
		now, c, err := e.build()
		if err != nil {
			return err
		}
		if err := e.compare(last, now); err != nil {
			return err
		}
		costs[i], last = c, now
	}
	slices.SortFunc(costs, func(a, b cost) int { return cmp.Compare(a.CPU, b.CPU) })
	return json.NewEncoder(os.Stdout).Encode(costs[len(costs)/2])
}

func (e *editor) build() (*builder.Output, cost, error) {
	start, cpu := time.Now(), cpuSeconds()
	out, ds := builder.Build(context.Background(), os.DirFS(e.site), e.opts)
	c := cost{time.Since(start).Seconds(), cpuSeconds() - cpu}
	if out == nil {
		return nil, c, fmt.Errorf("%s does not build: %s", e.site, ds[0].Text)
	}
	return out, c, nil
}

// compare checks that the module's layer changed, and no other one did.
func (e *editor) compare(last, now *builder.Output) error {
	changed := false
	for i, l := range now.Report.Layers {
		before, after := content(last, last.Report.Layers[i].Path), content(now, l.Path)
		switch same := before == after; {
		case l.Name == e.layer && same:
			return fmt.Errorf("layer %s is the same after the edit", l.Name)
		case l.Name != e.layer && !same:
			return fmt.Errorf("layer %s changed, though %s is in %s", l.Name, e.file, e.layer)
		}
		changed = changed || l.Name == e.layer
	}
	if !changed {
		return fmt.Errorf("there is no layer %s", e.layer)
	}
	return nil
}

// content is a layer's name, code and map.
func content(out *builder.Output, name string) string {
	code, _ := out.File(name)
	sourceMap, _ := out.File(name + ".map")
	return strings.Join([]string{path.Base(name), string(code.Data), string(sourceMap.Data)}, "\n")
}

// cpuSeconds is the user and system time that the process has taken.
func cpuSeconds() float64 {
	var usage unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &usage); err != nil {
		panic(err) // it cannot fail for a process's own use
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano()).Seconds()
}
