package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"strata/builder"
)

var siteFlag = &cli.StringFlag{Name: "site", Aliases: []string{"s"}, Value: ".", Usage: "the site's `FOLDER`"}

var graphFlags = []cli.Flag{
	&cli.StringFlag{Name: "format", Aliases: []string{"f"}, Value: "text", Usage: "`FORM` of the graph: text, json, dot, mermaid or svg"},
}

var newFlags = []cli.Flag{
	siteFlag,
	&cli.StringFlag{Name: "layout", Aliases: []string{"l"}, Usage: "`LAYOUT` of the plugin: freeipa, kloudspeaker or winter"},
	siteFlags[0],
}

// graph prints the plugins and what they require and replace.
func graph(c *cli.Context) error {
	dir, err := siteFolder(c)
	if err != nil {
		return err
	}
	format := c.String("format")
	form, known := builder.GraphFormats[format]
	if !known {
		return usageError{fmt.Errorf("there is no format %q; use %s", format, strings.Join(slices.Sorted(maps.Keys(builder.GraphFormats)), ", "))}
	}
	p := newPrinter(c)
	plugins, ds := builder.Plugins(builder.Dir(dir), options(c, true))
	g := builder.NewGraph(plugins)
	return p.done(result{Graph: &g, Diagnostics: ds}, nil, func() { fmt.Fprint(p.out, form(g)) })
}

// why tells why a plugin is on or off, or before another one.
func why(c *cli.Context) error {
	if n := c.NArg(); n < 1 || n > 2 {
		return usageError{errors.New("why takes the id of a plugin, and that of another one to compare their order")}
	}
	dir, err := siteOf(c)
	if err != nil {
		return err
	}
	p := newPrinter(c)
	report, ds, err := builder.Why(builder.Dir(dir), options(c, true), c.Args().Get(0), c.Args().Get(1))
	return p.done(result{Why: &report, Diagnostics: ds}, err, func() { fmt.Fprintln(p.out, strings.Join(report.Summary(), "\n")) })
}

// newPlugin writes a plugin to begin with.
func newPlugin(c *cli.Context) error {
	if c.NArg() != 2 || c.Args().First() != "plugin" {
		return usageError{errors.New("new takes what to make and its name: strata new plugin acme/blog --layout winter")}
	}
	layout := c.String("layout")
	if layout == "" {
		return usageError{errors.New("say which with --layout freeipa, kloudspeaker or winter")}
	}
	dir, err := siteOf(c)
	if err != nil {
		return err
	}
	p := newPrinter(c)
	names, ds, err := builder.NewPlugin(dir, options(c, true), builder.Sketch{Layout: layout, Name: c.Args().Get(1)})
	return p.done(result{Created: names, Diagnostics: ds}, err, func() {
		for _, name := range names {
			fmt.Fprintln(p.out, name)
		}
	})
}

// siteOf returns the folder that --site names.
func siteOf(c *cli.Context) (string, error) { return folder(c.String("site")) }
