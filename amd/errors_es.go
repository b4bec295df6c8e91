package amd

import (
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"strings"

	"strata/internal/diag"
)

// A mistake is a diagnostic whose place esbuild knows, as far as it is not whole.
type mistake struct {
	text  string
	d     diag.Diagnostic
	whole bool // d has its place already
}

func newMistake(hint string, format string, args ...any) *mistake {
	text := fmt.Sprintf(format, args...)
	return &mistake{text: text, d: diag.Diagnostic{Text: text, Hint: hint}}
}

func noImport(spec string, p *pkg, rel string) *mistake {
	if what := p.odd[rel]; what != "" {
		return newMistake("put a regular file in its place", "import %q cannot be read: %s is %s", spec, path.Join(p.Location, rel), what)
	}
	hint := "create the file, or correct the import"
	for _, ext := range append([]string{""}, sourceExtensions...) {
		if h := p.suggest(rel, ext, ""); h != "" {
			hint = h
			break
		}
	}
	return newMistake(hint, "import %q is not there: no file %s", spec, path.Join(p.Location, rel))
}

func nodeBuiltIn(spec string) *mistake {
	return newMistake(fmt.Sprintf("use a package made for browsers in its place, or list %q under provided", spec),
		"%q is a part of Node, which browsers do not have", spec)
}

func emptyImport() *mistake {
	return newMistake(`name the module, as in "./shop"`, "an import names no module")
}

func notInstalled(spec, name string, g *graph, installed []string) *mistake {
	hint := fmt.Sprintf("run npm install %s, or list %q under provided if the page supplies it", name, spec)
	if near := diag.Nearest(name, append(installed, g.candidates()...)); near == name {
		hint = "node_modules has a link of that name, which leads nowhere or out of the site: put the package itself there"
	} else if near != "" {
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	return newMistake(hint, "%q belongs to no package, is not provided by the page, and is not installed", spec)
}

func notExported(spec string, err error) *mistake {
	return newMistake("correct the name, or install a version of the package that has it", "%q cannot be imported: %v", spec, err)
}

func noStyleFile(spec, file string) *mistake {
	return newMistake("create the file, or correct the name", "%q is not there: no file %s", spec, file)
}

func tooDeeplyNested(file string, text []byte, offset int, what string) diag.Diagnostic {
	d := diag.Diagnostic{File: file, Text: what,
		Hint: "no hand-written module is like this; leave the file out with exclude"}
	d.Line, d.Column = diag.Position(text, offset)
	return d
}

func unreadableChunk(c *chunk, err error) diag.Diagnostic {
	d := diag.Diagnostic{File: stripNamespace(strings.Join(c.inputs[:min(1, len(c.inputs))], "")), Text: fmt.Sprintf("its bundle cannot be read: %v", err),
		Hint: "report this as a bug, with the file"}
	if serr, ok := errors.AsType[*syntaxError](err); ok && serr.guard {
		d.Text, d.Hint = "in its bundle, "+serr.Text, "no hand-written module is like this; leave the file out with exclude"
	}
	return d
}

func tooLooseImport(m *diag.Diagnostic) {
	if strings.HasPrefix(m.Text, "could not resolve import(") || strings.HasPrefix(m.Text, "could not resolve require(") {
		m.Hint = "write out the names of the modules that it may be, one import of each"
	}
}

func topLevelAwait(file string, text []byte, offset int, opts *Options) diag.Diagnostic {
	d := diag.Diagnostic{File: file, Text: fmt.Sprintf("await outside of a function: with the loader %s, nobody waits for the module", opts.Format),
		Hint: "move it into an async function, use the loader strata, or set topLevelAwait: detach"}
	if opts.TopLevelAwait == awaitDetach {
		d.Severity, d.Hint = diag.Warning, "move it into an async function, or use the loader strata"
		d.Notes = []string{"modules that depend on it run before it is done"}
	}
	d.Line, d.Column = diag.Position(text, offset)
	d.Excerpt = diag.Excerpt(text, d.Line)
	return d
}

// awaitDetach is the value of Options.TopLevelAwait for modules that nobody waits for.
const awaitDetach = "detach"

func severalVersions(name string, versions map[string]string) diag.Diagnostic {
	var notes []string
	for _, folder := range sortedKeys(versions) {
		notes = append(notes, fmt.Sprintf("version %s is in %s", versions[folder], folder))
	}
	return diag.Diagnostic{Severity: diag.Notice, Text: fmt.Sprintf("npm package %s is used in several versions, which stay apart", name), Notes: notes,
		Hint: "let the packages agree on one version, and run npm dedupe"}
}

func esCycle(file, from, to string) diag.Diagnostic {
	return diag.Diagnostic{Severity: diag.Warning, File: file, Text: fmt.Sprintf("%s imports the default or all of %s, which depends on it", from, to),
		Notes: []string{"whichever of the two runs first sees the other's exports before they are there"},
		Hint:  "import single names, which are looked up when they are used, or move what both need into a third module"}
}

func badJSON(file string, text []byte, err error) diag.Diagnostic {
	d := diag.Diagnostic{File: file, Text: path.Base(file) + " is not JSON: " + err.Error(), Hint: "correct the file at this place"}
	if at, ok := errors.AsType[*json.SyntaxError](err); ok {
		d.Line, d.Column = diag.Position(text, int(at.Offset)-1)
		d.Excerpt = diag.Excerpt(text, d.Line)
	}
	return d
}

func globalHelpers(u *unit, target string) diag.Diagnostic {
	return diag.Diagnostic{File: u.file, Text: fmt.Sprintf("%s cannot be written for the target %q: it declares globals, and the functions that it would need would be global too", u.file, target),
		Hint: "put it into a function, and set what is to be global on window; or write it in the older language"}
}

func esModuleInES5(m *module) diag.Diagnostic {
	return diag.Diagnostic{File: m.file, Text: fmt.Sprintf("%s is an ES module, which is newer than the target ES5", m.file),
		Notes: []string{"for ES5 modules are only checked, and stay as they are written"}, Hint: "write it as a define, or set target to a newer one"}
}
