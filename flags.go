package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"strata/builder"
	"strata/internal/diag"
)

var printFlags = []cli.Flag{
	&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: "print errors only"},
	&cli.BoolFlag{Name: "verbose", Aliases: []string{"v"}, Usage: "print notices too, and every module"},
	&cli.BoolFlag{Name: "json", Usage: "print the result as data"},
}

var siteFlags = append([]cli.Flag{
	&cli.StringFlag{Name: "config", Usage: "read the configuration from `FILE`, relative to the site"},
	&cli.StringFlag{Name: "baseURL", Aliases: []string{"b", "base-url"}, Usage: "publish the site at `URL`"},
	&cli.StringFlag{Name: "environment", Aliases: []string{"env"}, Usage: "read the plugins' configuration for the environment `NAME` too"},
	&cli.StringFlag{Name: "layering", Usage: "put modules into layers by `WAY`: plugins, combined or modules"},
	&cli.StringFlag{Name: "role", Usage: "build what somebody of the role `NAME` may see"},
	&cli.BoolFlag{Name: "drafts", Aliases: []string{"D", "buildDrafts"}, Usage: "build drafts too"},
	&cli.BoolFlag{Name: "safe", Usage: "run the code of plugins that are marked as elevated only"},
	&cli.BoolFlag{Name: "strict", Usage: "let warnings fail the build"},
	&cli.BoolFlag{Name: "keep-going", Usage: "leave out plugins that have errors, and build the rest"},
}, printFlags...)

// cacheFlags are for commands that compile once, and go on where the last left it.
var cacheFlags = []cli.Flag{
	&cli.StringFlag{Name: "cache", Usage: "keep what was compiled in `FOLDER`; in the user's cache folder, if not given"},
	&cli.BoolFlag{Name: "no-cache", Usage: "compile everything, and keep nothing"},
}

var outputFlags = append([]cli.Flag{
	&cli.StringFlag{Name: "destination", Aliases: []string{"d"}, Usage: "the output `FOLDER`; public, in the site, if not given"},
}, printFlags...)

var writeFlags = []cli.Flag{
	outputFlags[0],
	&cli.BoolFlag{Name: "minify", Value: true, Usage: "make scripts, pages and styles small"},
	&cli.BoolFlag{Name: "probe", Usage: "run the finished layers, to prove that they hold what they should"},
}

var layersFlags = []cli.Flag{
	&cli.StringFlag{Name: "why", Usage: "say what leads to the module `ID`"},
}

var serveFlags = []cli.Flag{
	&cli.BoolFlag{Name: "minify", Usage: "make scripts, pages and styles small"},
	&cli.IntFlag{Name: "port", Aliases: []string{"p"}, Value: 1313, Usage: "listen on `PORT`, or on the next free one"},
	&cli.StringFlag{Name: "host", Usage: "listen on this `ADDRESS` too; without it only this machine is served"},
	&cli.BoolFlag{Name: "open", Usage: "open the site in a browser"},
	&cli.BoolFlag{Name: "poll", Usage: "look for changes by polling, where the file system sends no events"},
}

// options turns flags into build options. A flag that is not given leaves the
// configuration as it is.
func options(c *cli.Context, minify bool) builder.Options {
	set := map[string]string{}
	if c.IsSet("baseURL") {
		set["baseURL"] = c.String("baseURL")
	}
	for _, key := range []string{"role", "layering"} {
		if c.IsSet(key) {
			set[key] = c.String(key)
		}
	}
	if c.IsSet("environment") {
		set["environment"] = c.String("environment")
	}
	if c.IsSet("drafts") {
		set["drafts"] = strconv.FormatBool(c.Bool("drafts"))
	}
	if c.IsSet("safe") {
		set["safe"] = strconv.FormatBool(c.Bool("safe"))
	}
	env := slices.DeleteFunc(os.Environ(), func(s string) bool { return strings.HasPrefix(s, destinationVariable+"=") })
	return builder.Options{ConfigFile: c.String("config"), Env: env, Set: set,
		Minify: minify, Strict: c.Bool("strict"), KeepGoing: c.Bool("keep-going")}
}

// cache returns the cache of the site in dir; nil when there is none.
func cache(c *cli.Context, dir string) *builder.Cache {
	folder := c.String("cache")
	if folder == "" {
		user, err := os.UserCacheDir()
		if err != nil {
			return nil
		}
		folder = filepath.Join(user, "strata")
	}
	if c.Bool("no-cache") {
		return nil
	}
	return builder.OpenCache(folder, dir)
}

// destinationVariable stands for --destination, which is no key of the configuration.
const destinationVariable = "STRATA_DESTINATION"

// destination returns the output folder: as it is given, or in the site.
func destination(c *cli.Context, site string) string {
	if d := cmp.Or(c.String("destination"), os.Getenv(destinationVariable)); d != "" {
		return d
	}
	return filepath.Join(site, "public")
}

// publishedFolder returns the folder of a published site: the one that is
// given, or the output folder of the site that is given.
func publishedFolder(c *cli.Context, dir string) string {
	if c.String("destination") == "" && builder.IsPublished(dir) {
		return dir
	}
	return destination(c, dir)
}

// plainHelp writes the ways to ask for help, or for the version, in the one
// that the cli package understands: "strata help build" and "strata build site
// -h" are "strata build --help".
func plainHelp(args []string) []string {
	if len(args) < 2 {
		return args
	}
	asks := func(arg string) bool { return arg == "-h" || arg == "--help" || arg == "-help" }
	switch {
	case args[1] == "--version":
		return []string{args[0], "version"}
	case args[1] == "help":
		return append(slices.Clip(append(args[:1:1], args[2:]...)), "--help")
	case !strings.HasPrefix(args[1], "-") && slices.ContainsFunc(args[2:], asks):
		return []string{args[0], args[1], "--help"}
	}
	return args
}

// reorder moves a command's flags in front of its arguments, because people
// write "strata build site -d out" and the flag package stops at "site".
func reorder(args []string) []string {
	args = plainHelp(args)
	if len(args) < 3 || strings.HasPrefix(args[1], "-") {
		return args
	}
	takesValue := map[string]bool{}
	for _, f := range slices.Concat(siteFlags, cacheFlags, writeFlags, serveFlags, layersFlags, graphFlags, lockFlags, newFlags) {
		if _, isBool := f.(*cli.BoolFlag); !isBool {
			for _, name := range f.Names() {
				takesValue[name] = true
			}
		}
	}
	var flags, rest []string
	for i := 2; i < len(args); i++ {
		arg := args[i]
		if arg == "--" {
			rest = append(rest, args[i+1:]...)
			break
		}
		if len(arg) < 2 || arg[0] != '-' {
			rest = append(rest, arg)
			continue
		}
		flags = append(flags, arg)
		if takesValue[strings.TrimLeft(arg, "-")] && i+1 < len(args) {
			i++
			flags = append(flags, args[i])
		}
	}
	out := append(slices.Clone(args[:2]), flags...)
	if len(rest) > 0 {
		out = append(append(out, "--"), rest...)
	}
	return out
}

func unknownCommand(app *cli.App, name string) error {
	var names []string
	for _, c := range app.Commands {
		names = append(names, c.Name)
	}
	if near := diag.Nearest(name, names); near != "" {
		return usageError{fmt.Errorf("there is no command %q; did you mean %q?", name, near)}
	}
	return usageError{fmt.Errorf("there is no command %q; strata --help lists them", name)}
}

// onUsageError adds what was probably meant to a complaint about a flag.
func onUsageError(c *cli.Context, err error, _ bool) error {
	const unknown = "flag provided but not defined: -"
	wrong, ok := strings.CutPrefix(err.Error(), unknown)
	if !ok {
		return usageError{err}
	}
	wrong = strings.TrimLeft(wrong, "-")
	if c.Command.Name == c.App.Name {
		return flagBeforeCommand(c.App, wrong)
	}
	if near := diag.Nearest(wrong, flagNames(c.Command)); len(near) > 1 {
		return usageError{fmt.Errorf("there is no flag %s; did you mean %s?", dashed(wrong), dashed(near))}
	}
	return usageError{fmt.Errorf("there is no flag %s; strata %s --help lists them", dashed(wrong), c.Command.Name)}
}

// flagBeforeCommand says that a flag stands before the command, if it is one.
func flagBeforeCommand(app *cli.App, name string) error {
	for _, command := range app.Commands {
		if slices.Contains(flagNames(command), name) {
			return usageError{fmt.Errorf("flags stand behind the command, as in %q", "strata "+command.Name+" "+dashed(name))}
		}
	}
	return usageError{fmt.Errorf("there is no flag %s; strata --help lists the commands", dashed(name))}
}

func flagNames(c *cli.Command) []string {
	var names []string
	for _, f := range c.Flags {
		names = append(names, f.Names()...)
	}
	return names
}

func dashed(flag string) string {
	if len(flag) == 1 {
		return "-" + flag
	}
	return "--" + flag
}

func completion(c *cli.Context) error {
	if c.NArg() != 1 {
		return usageError{errors.New("completion takes one shell: bash, zsh or fish")}
	}
	scripts := map[string]string{"bash": bashCompletion, "zsh": zshCompletion}
	shell := c.Args().First()
	if shell == "fish" {
		script, err := c.App.ToFishCompletion()
		fmt.Fprint(c.App.Writer, mendFish(script))
		return err
	}
	script, ok := scripts[shell]
	if !ok {
		return usageError{fmt.Errorf("completion knows bash, zsh and fish, and got %q", shell)}
	}
	fmt.Fprint(c.App.Writer, script)
	return nil
}

var longAsShort = regexp.MustCompile(` -s ([\w-]{2,})`)

// mendFish mends what urfave/cli writes: fish wants long names after -l, and
// the backquotes around a placeholder are for the help only.
func mendFish(script string) string {
	return strings.ReplaceAll(longAsShort.ReplaceAllString(script, " -l $1"), "`", "")
}

const bashCompletion = `# source <(strata completion bash)
_strata() {
  local cur="${COMP_WORDS[COMP_CWORD]}"
  local words=$("${COMP_WORDS[@]:0:$COMP_CWORD}" ${cur:+"$cur"} --generate-bash-completion 2>/dev/null)
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o bashdefault -o default -F _strata strata
`

const zshCompletion = `#compdef strata
# strata completion zsh > "${fpath[1]}/_strata"
_strata() {
  local -a words_found
  words_found=("${(@f)$(${words[@]:0:#words[@]-1} --generate-bash-completion 2>/dev/null)}")
  compadd -- $words_found
  _files -/
}
compdef _strata strata
`
