// Conformance runs the public tests of RequireJS and of the AMD specification with
// Strata's own loader, and with RequireJS itself, in Chromium:
//
//	go run ./bench/conformance -requirejs DIR -amd DIR
//
// DIR is a checkout of github.com/requirejs/requirejs, beside which checkouts of
// requirejs/text, requirejs/i18n and requirejs/domReady are looked for, and one of
// github.com/amdjs/amdjs-tests. Either may be left out. They are served as they
// are, with another loader in the place of require.js.
//
// It prints a line for each page, and how many passed. It fails when a page does
// that passes with RequireJS and for which no reason is known, see reasons.go.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"strata/internal/browsertest"
)

func main() {
	var c command
	flag.StringVar(&c.requirejs, "requirejs", "", "checkout of requirejs/requirejs")
	flag.StringVar(&c.amd, "amd", "", "checkout of amdjs/amdjs-tests")
	flag.StringVar(&c.npm, "npm", "testdata/npm", "folder of the npm packages, for RequireJS itself")
	loaders := flag.String("loader", "strata,requirejs", "loaders to run the pages with: strata, core (without what loaderCompat adds), requirejs")
	flag.StringVar(&c.only, "only", "", "run the pages only whose name contains this")
	flag.BoolVar(&c.verbose, "v", false, "print what failed")
	flag.DurationVar(&c.patience, "timeout", 20*time.Second, "how long to wait for a page")
	flag.Parse()
	c.loaders = strings.Split(*loaders, ",")
	if err := c.run(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "conformance: "+err.Error())
		os.Exit(1)
	}
}

// A command is one run of the program.
type command struct {
	requirejs, amd, npm string
	loaders             []string
	only                string
	verbose             bool
	patience            time.Duration
}

func (c command) run(out io.Writer) error {
	pages, err := c.pages()
	if err != nil {
		return err
	}
	browser, stop, err := browsertest.Open()
	if err != nil {
		return err
	}
	defer stop()
	results := map[string][]outcome{}
	for _, loader := range c.loaders {
		if results[loader], err = c.all(browser, loader, pages); err != nil {
			return err
		}
	}
	fmt.Fprintf(out, "%s, %s\n\n", time.Now().UTC().Format("2006-01-02"), strings.Join(c.loaders, ", "))
	return c.print(out, pages, results)
}

// all runs the pages with one loader, a few at a time.
func (c command) all(browser context.Context, loader string, pages []page) ([]outcome, error) {
	s, err := c.serve(loader)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	out := make([]outcome, len(pages))
	slots := make(chan struct{}, 4)
	for i, p := range pages {
		slots <- struct{}{}
		go func() {
			out[i] = s.visit(browser, p, c.patience)
			<-slots
		}()
	}
	for range cap(slots) {
		slots <- struct{}{}
	}
	return out, nil
}

func (c command) print(out io.Writer, pages []page, results map[string][]outcome) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	var failed []string
	passed := map[string]map[string]int{}
	for i, p := range pages {
		line := []string{p.name()}
		for _, loader := range c.loaders {
			o := results[loader][i]
			line = append(line, o.String())
			count(passed, p.suite, loader, o)
		}
		line = append(line, p.reason)
		fmt.Fprintln(w, strings.Join(line, "\t"))
		if c.regressed(i, p, results) {
			failed = append(failed, p.name())
		}
		c.explain(w, i, results)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	c.summary(out, pages, passed)
	if len(failed) > 0 {
		return errors.New("these should pass: " + strings.Join(failed, ", "))
	}
	return nil
}

func count(passed map[string]map[string]int, suite, loader string, o outcome) {
	if passed[suite] == nil {
		passed[suite] = map[string]int{}
	}
	if o.passed() {
		passed[suite][loader]++
	}
}

// regressed reports whether the page fails with the first loader although it
// passes with another, and nobody knows why. The core alone is not meant to pass.
func (c command) regressed(i int, p page, results map[string][]outcome) bool {
	passes := func(loader string) bool { return results[loader][i].passed() }
	return p.reason == "" && c.loaders[0] != "core" && !passes(c.loaders[0]) && (len(c.loaders) == 1 || slices.ContainsFunc(c.loaders[1:], passes))
}

func (c command) explain(w io.Writer, i int, results map[string][]outcome) {
	for _, loader := range c.loaders {
		for _, text := range results[loader][i].Messages {
			if c.verbose {
				fmt.Fprintf(w, "    %s: %s\n", loader, strings.ReplaceAll(text, "\n", "\n      "))
			}
		}
	}
}

func (c command) summary(out io.Writer, pages []page, passed map[string]map[string]int) {
	for _, suite := range []string{"requirejs", "amd"} {
		n := 0
		for _, p := range pages {
			if p.suite == suite {
				n++
			}
		}
		for _, loader := range c.loaders {
			if n > 0 {
				fmt.Fprintf(out, "\n%s: %d of %d pages pass with %s", suite, passed[suite][loader], n, loader)
			}
		}
	}
	fmt.Fprintln(out)
}
