package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/urfave/cli/v2"
	"golang.org/x/term"

	"strata/builder"
	"strata/devserver"
	"strata/internal/diag"
)

// A printer says what a command did: results to out, diagnostics to err, or
// both as one JSON value to out.
type printer struct {
	out, err io.Writer
	least    diag.Severity // the lightest that is printed
	quiet    bool
	verbose  bool
	json     bool
	stop     func() error // why the command has to end now; nil while it need not
	started  time.Time
	bar      *progressbar.ProgressBar
}

func newPrinter(c *cli.Context) *printer {
	p := &printer{out: c.App.Writer, err: os.Stderr, least: diag.Warning, started: time.Now(),
		stop:  func() error { return context.Cause(c.Context) },
		quiet: c.Bool("quiet"), verbose: c.Bool("verbose"), json: c.Bool("json")}
	if p.verbose {
		p.least = diag.Notice
	}
	if p.quiet {
		p.least = diag.Error
	}
	return p
}

// watch shows the stages of a build while it runs, on a terminal.
func (p *printer) watch(opts builder.Options) builder.Options {
	if p.quiet || p.json || !term.IsTerminal(int(os.Stderr.Fd())) {
		return opts
	}
	p.bar = progressbar.NewOptions(-1, progressbar.OptionSetWriter(os.Stderr), progressbar.OptionClearOnFinish(),
		progressbar.OptionSpinnerType(14), progressbar.OptionEnableColorCodes(os.Getenv("NO_COLOR") == ""))
	opts.Progress = func(stage string) {
		p.bar.Describe(stage)
		_ = p.bar.Add(1) // a bar that cannot be drawn stops no build
	}
	return opts
}

func (p *printer) diagnostics(ds diag.List) {
	if p.bar != nil {
		_ = p.bar.Finish()
		p.bar = nil
	}
	if !p.json {
		ds.Print(p.err, p.least)
	}
}

// result is what --json prints.
type result struct {
	OK           bool                   `json:"ok"`
	Milliseconds int64                  `json:"milliseconds"`
	Output       string                 `json:"output,omitempty"`
	URL          string                 `json:"url,omitempty"`
	Report       *builder.Report        `json:"report,omitempty"`
	Plugins      []builder.PluginReport `json:"plugins,omitempty"`
	Graph        *builder.Graph         `json:"graph,omitempty"`
	Why          *builder.WhyReport     `json:"why,omitempty"`
	Changes      []string               `json:"changes,omitempty"`
	Created      []string               `json:"created,omitempty"`
	Diagnostics  diag.List              `json:"diagnostics"`
}

func (p *printer) data(r result) {
	r.Milliseconds = time.Since(p.started).Milliseconds()
	if r.Diagnostics == nil {
		r.Diagnostics = diag.List{}
	}
	e := json.NewEncoder(p.out)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false) // a constraint such as >=1.0 stays readable
	_ = e.Encode(r)        // run tells of a writer that fails
}

// failed prints the diagnostics of a command that could not do its work, and
// what follows from them.
func (p *printer) failed(ds diag.List, follows string) error {
	stopped := p.stop()
	if stopped != nil {
		ds = diag.List{{Text: fmt.Sprintf("%sstopped by %v", follows, stopped)}}
	}
	if p.json {
		p.data(result{Diagnostics: ds})
		return errSite
	}
	if stopped != nil {
		p.diagnostics(nil)
		fmt.Fprintf(p.err, "strata: %s\n", ds[0].Text)
		return errSite
	}
	p.diagnostics(ds)
	what := count(ds.Count(diag.Error), "error")
	warnings := count(ds.Count(diag.Warning), "warning")
	switch {
	case !ds.HasErrors():
		what = warnings + ", which --strict lets fail"
	case ds.Count(diag.Warning) > 0:
		what += ", " + warnings
	}
	fmt.Fprintf(p.err, "strata: %s%s\n", follows, what)
	return errSite
}

func (p *printer) built(out *builder.Output, ds diag.List, folder string) {
	p.diagnostics(ds)
	switch {
	case p.json:
		out.Measure()
		out.Explain()
		p.data(result{OK: true, Output: folder, Report: &out.Report, Diagnostics: ds})
	case !p.quiet:
		out.Measure()
		p.table(out.Report)
		fmt.Fprintf(p.out, "%s in %s to %s\n", summary(out.Report), p.elapsed(), filepath.Clean(folder))
	}
}

func (p *printer) checked(out *builder.Output, ds diag.List) {
	p.diagnostics(ds)
	switch {
	case p.json:
		out.Measure()
		out.Explain()
		p.data(result{OK: true, Report: &out.Report, Diagnostics: ds})
	case !p.quiet:
		fmt.Fprintf(p.out, "%s, %s, in %s\n", summary(out.Report), count(ds.Count(diag.Warning), "warning"), p.elapsed())
	}
}

// table prints the layers, one a line, and the boot script.
func (p *printer) table(r builder.Report) {
	if len(r.Layers) == 0 {
		return
	}
	w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "modules\tbytes\tgzip\t  layer")
	for _, l := range r.Layers {
		fmt.Fprintf(w, "%d\t%s\t%s\t  %s\n", len(l.Modules), grouped(l.Bytes), grouped(l.Gzip), l.Path)
		if p.verbose {
			for _, id := range l.Modules {
				fmt.Fprintf(w, "\t\t\t    %s\n", id)
			}
		}
	}
	_ = w.Flush()
	fmt.Fprintf(p.out, "boot script: %s bytes, %s gzip\n", grouped(r.Boot.Bytes), grouped(r.Boot.Gzip))
}

// summary counts what a site is made of: "2 plugins, 1 replaced; 5 pages".
func summary(r builder.Report) string {
	active, replaced, disabled := 0, 0, 0
	for _, pl := range r.Plugins {
		switch {
		case pl.State == "active":
			active++
		case strings.Contains(strings.Join(pl.Flags, " "), "disabled-replaced"):
			replaced++
		default:
			disabled++
		}
	}
	out := count(active, "plugin")
	if replaced > 0 {
		out += fmt.Sprintf(", %d replaced", replaced)
	}
	if disabled > 0 {
		out += fmt.Sprintf(", %d disabled", disabled)
	}
	if r.Safe {
		out += ", in safe mode"
	}
	return fmt.Sprintf("%s; %s, %s, %s; %s bytes", out, count(len(r.Layers), "layer"), count(r.Pages, "page"), count(r.Files, "file"), grouped(r.Bytes))
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// grouped writes n with a space between thousands.
func grouped(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + " " + s[i:]
	}
	return s
}

func (p *printer) elapsed() string {
	d := time.Since(p.started)
	if d < time.Second {
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}

// done prints what a command came to: what show prints, or r as data. With err, it
// could not do its work.
func (p *printer) done(r result, err error, show func()) error {
	p.diagnostics(r.Diagnostics)
	if err != nil && !p.json {
		return err
	}
	if err != nil {
		r.Diagnostics.Add(diag.Diagnostic{Text: err.Error()})
	}
	if r.OK = !r.Diagnostics.HasErrors(); p.json {
		p.data(r)
	} else {
		show()
	}
	if !r.OK {
		return errSite
	}
	return nil
}

func (p *printer) plugins(plugins []builder.PluginReport) {
	var table strings.Builder
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tLAYOUT\tVERSION\tSTATE\tREASON")
	for _, pl := range plugins {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", pl.ID, pl.Layout, dash(pl.Version), pl.State, pl.Reason)
	}
	_ = w.Flush() // a builder has no errors
	for line := range strings.Lines(table.String()) {
		fmt.Fprintln(p.out, strings.TrimRight(line, " \n"))
	}
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

func (p *printer) indexed(r builder.IndexReport, ds diag.List) {
	p.diagnostics(ds)
	switch {
	case p.json:
		p.data(result{OK: true, Plugins: r.Plugins, Diagnostics: ds})
	case !p.quiet:
		active := len(r.Plugins)
		for _, pl := range r.Plugins {
			if pl.State != "active" {
				active--
			}
		}
		fmt.Fprintf(p.out, "%s in the index; %d added, %d removed\n", count(active, "plugin"), len(r.Added), len(r.Removed))
		for _, id := range r.Added {
			fmt.Fprintf(p.out, "  + %s\n", id)
		}
		for _, id := range r.Removed {
			fmt.Fprintf(p.out, "  - %s\n", id)
		}
	}
}

func (p *printer) serving(url, dir string) {
	if p.json {
		p.data(result{OK: true, URL: url})
		return
	}
	if p.quiet {
		return
	}
	fmt.Fprintf(p.out, "\n  strata serves %s at\n\n    %s\n\n  Edits show at once. Ctrl+C stops.\n\n", dir, url)
}

// rebuilt prints what one build of the dev server came to.
func (p *printer) rebuilt(b devserver.Result) {
	p.diagnostics(b.Diagnostics)
	if p.json {
		r := result{OK: b.Output != nil, Diagnostics: b.Diagnostics}
		if b.Output != nil {
			r.Report = &b.Output.Report
		}
		p.started = time.Now().Add(-b.Took)
		p.data(r)
		return
	}
	if p.quiet {
		return
	}
	if b.Output == nil {
		fmt.Fprintf(p.err, "strata: %s; the last good site stays\n", count(b.Diagnostics.Count(diag.Error), "error"))
		return
	}
	if b.Output.Report.Safe {
		fmt.Fprint(p.out, "\n  SAFE MODE: only plugins that are marked as elevated run their code.\n\n")
	}
	fmt.Fprintf(p.out, "%s in %d ms\n", summary(b.Output.Report), b.Took.Milliseconds())
}

func openBrowser(url string) {
	name, args := "xdg-open", []string{url}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", url}
	}
	if err := exec.Command(name, args...).Start(); err != nil {
		fmt.Fprintf(os.Stderr, "strata: cannot open a browser: %v\n", err)
	}
}

func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "0.1.0-dev"
	}
	return strings.TrimPrefix(info.Main.Version, "v")
}
