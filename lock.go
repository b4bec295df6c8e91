package main

import (
	"fmt"
	"os"

	"github.com/urfave/cli/v2"

	"strata/builder"
)

var lockFlags = []cli.Flag{
	siteFlag,
	&cli.BoolFlag{Name: "accept-breaking", Usage: "accept newer versions with important changes too"},
}

// lock accepts the plugins as they are now.
func lock(c *cli.Context) error {
	dir, ids, err := lockArguments(c)
	if err != nil {
		return err
	}
	p := newPrinter(c)
	changes, ds, err := builder.AcceptPlugins(dir, options(c, true), builder.Acceptance{Plugins: ids, Breaking: c.Bool("accept-breaking")})
	return p.done(result{Changes: changes, Diagnostics: ds}, err, func() {
		if ds.HasErrors() || p.quiet {
			return
		}
		for _, line := range changes {
			fmt.Fprintln(p.out, line)
		}
		fmt.Fprintf(p.out, "%s in %s\n", count(len(changes), "change"), builder.LockFile)
	})
}

// lockArguments returns the site and the plugins. Without --site, the first argument
// may be the folder of the site.
func lockArguments(c *cli.Context) (string, []string, error) {
	args := c.Args().Slice()
	if !c.IsSet("site") && len(args) > 0 {
		if info, err := os.Stat(args[0]); err == nil && info.IsDir() {
			return args[0], args[1:], nil
		}
	}
	dir, err := siteOf(c)
	return dir, args, err
}
