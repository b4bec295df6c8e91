// Strata turns a folder of content and plugins into a static site whose
// plugins load as AMD layers.
//
//	strata build [site]     build the site into its output folder
//	strata serve [site]     build in memory, serve, rebuild and reload on every edit
//	strata check [site]     build and drop, for the diagnostics
//	strata index [output]   mend the plugin index of a published site
//	strata list [site]      the plugins, in load order, and why some are left out
//	strata graph [site]     which plugins require and replace which
//	strata why PLUGIN       why a plugin is on or off, or before another one
//	strata lock [site]      accept the plugins as they are now
//	strata new plugin NAME  a small plugin that works, in each of the layouts
//	strata layers [site]    what is in which layer, and why
//
// The exit code is 0 when all went well, 1 when the site has errors, 2 when the
// command line has.
package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/urfave/cli/v2"

	"strata/builder"
	"strata/devserver"
)

func main() { os.Exit(run(os.Args)) }

// errSite says that the site has errors, which are printed already.
var errSite = errors.New("the site has errors")

// A usageError is a mistake on the command line.
type usageError struct{ error }

// collectLess lets the garbage of a build, which is over in a second or two, lie a
// little longer than Go would: for a tenth more memory it takes a twentieth less
// time. A server that builds again and again would only touch more memory.
func collectLess() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(140)
	}
}

// run is main with its arguments, and returns the exit code.
func run(args []string) int {
	ctx, caught := catchSignals()
	app := newApp()
	out := &output{w: os.Stdout}
	app.Writer = out
	err := app.RunContext(ctx, reorder(args))
	var usage usageError
	switch {
	case caught() != 0:
		return 128 + caught()
	case err == nil && out.err == nil:
		return 0
	case err == nil:
		err = fmt.Errorf("cannot write the result: %w", out.err)
	case errors.Is(err, errSite):
		return 1
	case errors.As(err, &usage):
		fmt.Fprintln(os.Stderr, "strata: "+usage.Error())
		return 2
	}
	fmt.Fprintln(os.Stderr, "strata: "+err.Error())
	return 1
}

// An output passes on what is written to it, and remembers the first failure: a
// result that nobody can read is not a success.
type output struct {
	w   io.Writer
	err error
}

func (o *output) Write(p []byte) (int, error) {
	n, err := o.w.Write(p)
	o.err = cmp.Or(o.err, err)
	return n, err
}

// grace is how long a command may take to end after a signal. Ending it is safe
// at any moment, because publishing is one step.
const grace = 150 * time.Millisecond

// catchSignals returns a context that the first signal ends, and a function
// that returns the number of that signal, 0 when none came.
func catchSignals() (context.Context, func() int) {
	ctx, cancel := context.WithCancelCause(context.Background())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	go func() {
		s := <-signals
		signal.Stop(signals) // the second one ends the process at once
		caught := signalError{s.(syscall.Signal)}
		cancel(caught)
		time.Sleep(grace) // a stage that does not look up in time is no reason to go on
		fmt.Fprintf(os.Stderr, "strata: stopped by %v\n", caught)
		os.Exit(128 + int(caught.Signal))
	}()
	return ctx, func() int {
		var s signalError
		if errors.As(context.Cause(ctx), &s) {
			return int(s.Signal)
		}
		return 0
	}
}

type signalError struct{ syscall.Signal }

func (s signalError) Error() string {
	switch s.Signal {
	case syscall.SIGINT:
		return "SIGINT"
	case syscall.SIGTERM:
		return "SIGTERM"
	case syscall.SIGHUP:
		return "SIGHUP"
	}
	return s.Signal.String()
}

func newApp() *cli.App {
	app := &cli.App{
		Name:                   "strata",
		Usage:                  "build a static site whose plugins load as AMD layers",
		Version:                version(),
		HideVersion:            true,
		HideHelpCommand:        true,
		EnableBashCompletion:   true,
		UseShortOptionHandling: false,
		ExitErrHandler:         func(*cli.Context, error) {},
		OnUsageError:           onUsageError,
		Action: func(c *cli.Context) error {
			if c.Args().Present() {
				return unknownCommand(c.App, c.Args().First())
			}
			return cli.ShowAppHelp(c)
		},
	}
	app.Commands = []*cli.Command{
		command("build", "[site]", "build the site into its output folder", build, siteFlags, cacheFlags, writeFlags),
		command("serve", "[site]", "build in memory, serve, and reload on every edit", serve, siteFlags, serveFlags),
		command("check", "[site]", "build and drop, for the diagnostics", check, siteFlags, cacheFlags),
		command("index", "[output]", "mend the plugin index of a published site", index, outputFlags),
		command("list", "[site]", "list the plugins in load order, and why some are left out", list, siteFlags),
		command("graph", "[site]", "print which plugins require and replace which", graph, siteFlags, graphFlags),
		command("why", "PLUGIN [PLUGIN]", "say why a plugin is on or off, or before another one", why, []cli.Flag{siteFlag}, siteFlags),
		command("lock", "[site] [PLUGIN...]", "accept the plugins as they are now, and write strata.lock", lock, lockFlags, siteFlags),
		command("new", "plugin NAME", "write a small plugin that works", newPlugin, newFlags, printFlags),
		command("layers", "[site]", "list the layers, and why modules are in them", layers, siteFlags, cacheFlags, layersFlags),
		command("version", "", "print the version", printVersion),
		command("completion", "bash|zsh|fish", "print a completion script for the shell", completion),
	}
	return app
}

func command(name, args, usage string, action cli.ActionFunc, flags ...[]cli.Flag) *cli.Command {
	return &cli.Command{Name: name, Usage: usage, ArgsUsage: args, HideHelpCommand: true, Flags: slices.Concat(flags...), Action: action, OnUsageError: onUsageError}
}

// siteFolder returns the folder that the command works on.
func siteFolder(c *cli.Context) (string, error) {
	if c.NArg() > 1 {
		return "", usageError{fmt.Errorf("%s takes one folder, and got %s", c.Command.Name, strings.Join(c.Args().Slice(), " "))}
	}
	return folder(cmp.Or(c.Args().First(), "."))
}

// folder returns the name of a folder that is there.
func folder(dir string) (string, error) {
	switch info, err := os.Stat(dir); {
	case errors.Is(err, fs.ErrNotExist):
		return "", usageError{fmt.Errorf("there is no folder %q", dir)}
	case err != nil:
		return "", usageError{err}
	case !info.IsDir():
		return "", usageError{fmt.Errorf("%q is not a folder", dir)}
	}
	return dir, nil
}

func printVersion(c *cli.Context) error {
	if c.Args().Present() {
		return usageError{fmt.Errorf("version takes nothing, and got %q", c.Args().First())}
	}
	fmt.Fprintln(c.App.Writer, "strata "+version())
	return nil
}

func build(c *cli.Context) error {
	dir, err := siteFolder(c)
	if err != nil {
		return err
	}
	collectLess()
	p := newPrinter(c)
	place := builder.Place{Source: dir, Output: destination(c, dir)}
	opts := options(c, c.Bool("minify"))
	opts.Cache, opts.Probe = cache(c, dir), c.Bool("probe")
	out, ds := builder.Build(c.Context, builder.Dir(dir), p.watch(opts))
	if out == nil {
		return p.failed(ds, "nothing was written: ")
	}
	ds.Add(builder.Write(c.Context, out, place)...)
	if ds.HasErrors() {
		return p.failed(ds, "nothing was written: ")
	}
	ds.Add(opts.Cache.Save()...)
	p.built(out, ds, place.Output)
	return nil
}

func check(c *cli.Context) error {
	dir, err := siteFolder(c)
	if err != nil {
		return err
	}
	collectLess()
	p := newPrinter(c)
	opts := options(c, true)
	opts.Cache, opts.Probe = cache(c, dir), true
	out, ds := builder.Build(c.Context, builder.Dir(dir), p.watch(opts))
	if out == nil {
		return p.failed(ds, "")
	}
	ds.Add(opts.Cache.Save()...)
	p.checked(out, ds)
	return nil
}

func serve(c *cli.Context) error {
	dir, err := siteFolder(c)
	if err != nil {
		return err
	}
	if port := c.Int("port"); port < 0 || port > 65535 {
		return usageError{fmt.Errorf("a port is a number up to 65535, and not %d", port)}
	}
	p := newPrinter(c)
	return devserver.Run(c.Context, devserver.Options{
		Source: dir, Build: options(c, c.Bool("minify")), Host: c.String("host"), Port: c.Int("port"), Poll: c.Bool("poll"),
		Ready: func(url string) {
			p.serving(url, dir)
			if c.Bool("open") {
				openBrowser(url)
			}
		},
		Built: p.rebuilt,
		Log:   os.Stderr,
	})
}

func index(c *cli.Context) error {
	dir, err := siteFolder(c)
	if err != nil {
		return err
	}
	p := newPrinter(c)
	report, ds := builder.Reindex(c.Context, publishedFolder(c, dir))
	if ds.HasErrors() {
		return p.failed(ds, "the index is as it was: ")
	}
	p.indexed(report, ds)
	return nil
}

func list(c *cli.Context) error {
	dir, err := siteFolder(c)
	if err != nil {
		return err
	}
	p := newPrinter(c)
	plugins, ds := builder.Plugins(builder.Dir(dir), options(c, true))
	return p.done(result{Plugins: plugins, Diagnostics: ds}, nil, func() { p.plugins(plugins) })
}

func layers(c *cli.Context) error {
	dir, err := siteFolder(c)
	if err != nil {
		return err
	}
	p := newPrinter(c)
	opts := options(c, true)
	opts.Cache = cache(c, dir)
	out, ds := builder.Build(c.Context, builder.Dir(dir), p.watch(opts))
	if out == nil {
		return p.failed(ds, "")
	}
	ds.Add(opts.Cache.Save()...)
	return p.layered(out, ds, c.String("why"))
}
