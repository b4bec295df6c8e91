package amd

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"strata/internal/diag"
)

// at returns a diagnostic at a byte offset of the unit.
func (u *unit) at(severity diag.Severity, offset int, format string, args ...any) diag.Diagnostic {
	d := diag.Diagnostic{Severity: severity, File: u.file, Text: fmt.Sprintf(format, args...)}
	d.Line, d.Column = diag.Position(u.whole, u.from+offset)
	d.Excerpt = diag.Excerpt(u.whole, d.Line)
	return d
}

func notUTF8(file string, raw []byte, offset int) diag.Diagnostic {
	d := diag.Diagnostic{Severity: diag.Warning, File: file, Text: fmt.Sprintf("byte 0x%02x is not UTF-8; the file is read as Windows-1252", raw[offset]),
		Hint: "save the file as UTF-8"}
	d.Line, d.Column = diag.Position(raw, offset)
	return d
}

// syntax asks the JavaScript parser what is wrong with a file that cannot be
// tokenised, because its words are better; past a limit no parser is asked.
func (g *graph) syntax(u *unit, err error) diag.List {
	var serr *syntaxError
	if !errors.As(err, &serr) {
		return diag.List{{File: u.file, Text: err.Error()}}
	}
	if serr.guard {
		d := u.at(diag.Error, serr.Offset, "%s", serr.Text)
		d.Hint = "no hand-written module is like this; leave the file out with exclude"
		return diag.List{d}
	}
	b := &blob{}
	t := translation{unit: u}
	result := api.Transform(string(u.src), api.TransformOptions{Loader: api.LoaderJS, LogLevel: api.LogLevelSilent, LogLimit: 20, TsconfigRaw: "{}"})
	t.report(b, result.Errors, true)
	if len(b.notes) == 0 {
		return diag.List{u.at(diag.Error, serr.Offset, "%s", serr.Text)}
	}
	return u.diagnostics(b.notes)
}

func (u *unit) diagnostics(notes []note) diag.List {
	var out diag.List
	for _, n := range notes {
		d := diag.Diagnostic{File: u.file, Line: n.line, Column: n.column, Text: n.text, Excerpt: diag.Excerpt(u.whole, n.line)}
		if n.isError {
			d.Notes = []string{fmt.Sprintf("module %s cannot be put into a layer", u.id)}
			d.Hint = syntaxHint(n.text)
		} else {
			d.Severity = diag.Warning
		}
		out.Add(d)
	}
	return out
}

func (u *unit) esModule(offset int) diag.Diagnostic {
	d := u.at(diag.Error, offset, "%s is an ES module and calls define: a module is one or the other", u.file)
	d.Hint = "import what define depends on and export its value, or leave import and export out"
	return d
}

func (u *unit) topLevelReturn(offset int) diag.Diagnostic {
	d := u.at(diag.Error, offset, "return outside of a function")
	d.Notes = []string{"browsers refuse the whole layer that holds such a module"}
	d.Hint = "move the return into the function that define receives"
	return d
}

func (u *unit) secondAnonymous(offset, first int) diag.Diagnostic {
	line, _ := diag.Position(u.whole, u.from+first)
	d := u.at(diag.Error, offset, "second anonymous define in one file; the first is on line %d", line)
	d.Notes = []string{"a loader cannot tell which of the two is " + u.id}
	d.Hint = "move one of them to a file of its own, or give it an id"
	return d
}

func (u *unit) computedID(c call) diag.Diagnostic {
	d := u.at(diag.Warning, c.Open, "the id of this define is computed")
	d.Notes = []string{"no layer can promise a module whose id is known only when it runs"}
	d.Hint = "write the id as a text, or leave it out"
	return d
}

func (u *unit) computedDeps(c call) diag.Diagnostic {
	at := c.Open
	if c.DepsEnd > 0 {
		at = c.DepsStart
	}
	d := u.at(diag.Warning, at, "the dependencies of this define are computed")
	d.Notes = []string{"those that are texts are in the layer; the loader asks the server for others when the module runs"}
	d.Hint = "write them as texts, or list what they name under include of a layer"
	return d
}

func noDefine(u *unit) diag.Diagnostic {
	return diag.Diagnostic{Severity: diag.Warning, File: u.file, Text: fmt.Sprintf("%s does not call define", u.file),
		Notes: []string{fmt.Sprintf("it runs as a plain script, and the value of module %s is undefined", u.id)},
		Hint:  "wrap it in define(function () {...})"}
}

func notAModule(m *module) diag.Diagnostic {
	return diag.Diagnostic{Severity: diag.Notice, File: m.file, Text: fmt.Sprintf("%s is left out of the layer of %s: it does not call define, and no module depends on it", m.file, m.pkg.Name)}
}

func otherName(u *unit) diag.Diagnostic {
	d := u.at(diag.Warning, u.scan.Calls[0].Start, "the file defines %s, but its place asks for %q", quoteAll(u.ids), u.id)
	d.Hint = fmt.Sprintf("drop the id from define, or make it %q", u.id)
	return d
}

func noPackage(p Package, err error) diag.Diagnostic {
	return diag.Diagnostic{File: p.File, Line: p.Line, Column: p.Column,
		Text: fmt.Sprintf("the folder %q of package %s cannot be read: %s", p.Location, p.Name, diag.Reason(err)),
		Hint: "correct its location, which is relative to the site"}
}

func noMain(p Package, main string, k *pkg) diag.Diagnostic {
	return diag.Diagnostic{File: p.File, Line: p.Line, Column: p.Column,
		Text: fmt.Sprintf("package %s has no main module: %s/%s.js is missing", p.Name, p.Location, main),
		Hint: k.suggest(main, ".js", "create the file, or set main to a module of the folder")}
}

func noStart(id string, g *graph) diag.Diagnostic {
	d := diag.Diagnostic{File: g.opts.ConfigFile, Line: g.opts.StartAt[0], Column: g.opts.StartAt[1],
		Text: fmt.Sprintf("start is %q, which is no module of any package", id),
		Hint: "name a module of a package or a plugin, or list it under provided"}
	if near := diag.Nearest(id, g.candidates()); near != "" {
		d.Hint = fmt.Sprintf("did you mean %q?", near)
	}
	return d
}

func noInclude(layer, id string, g *graph) diag.Diagnostic {
	hint := "name a module of a package or a plugin"
	if near := diag.Nearest(id, g.candidates()); near != "" {
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	spec := g.opts.Layers[layer]
	return diag.Diagnostic{File: cmp.Or(spec.File, g.opts.ConfigFile), Line: spec.Line, Column: spec.Column, Text: fmt.Sprintf("layer %s includes %q, which is no module of any package", layer, id), Hint: hint}
}

// at returns a diagnostic at the place where the dependency is written.
func (a ask) at(severity diag.Severity, format string, args ...any) diag.Diagnostic {
	if a.place != (Place{}) {
		return diag.Diagnostic{Severity: severity, File: a.place.File, Line: a.place.Line, Column: a.place.Column, Text: fmt.Sprintf(format, args...)}
	}
	return a.unit.at(severity, a.literal.Start, format, args...)
}

// chained adds the way that leads to the module, when it is not an entry. The
// middle of a long way says little, and is left out.
func (a ask) chained(d diag.Diagnostic) diag.Diagnostic {
	var ids []string
	for at := a.module; at != nil; at = at.from {
		ids = append(ids, at.id)
	}
	if len(ids) < 2 {
		return d
	}
	slices.Reverse(ids)
	if n := len(ids); n > 8 {
		ids = append(append(ids[:3:3], "..."), ids[n-4:]...)
	}
	d.Notes = append(d.Notes, "it is reached through "+strings.Join(ids, " -> "))
	return d
}

func leavesPackage(a ask, abs string, g *graph) diag.Diagnostic {
	d := a.at(diag.Error, "%q leaves the package %s", a.literal.Value, a.module.pkg.Name)
	d.Notes = []string{"a plugin's modules are found under its own package name only"}
	d.Hint = "name the module by its full id, for example \"app/" + strings.TrimLeft(a.literal.Value, "./") + `"`
	if near := diag.Nearest(abs, g.candidates()); near != "" {
		d.Hint = fmt.Sprintf("did you mean %q?", near)
	}
	return a.chained(d)
}

func noModule(a ask, full string, p *pkg) diag.Diagnostic {
	rel := p.rel(full)
	if what := p.odd[rel+".js"]; what != "" {
		return a.chained(notAFile(a, p.file(rel+".js"), what))
	}
	d := a.at(diag.Error, "module %q is not there: no file %s", a.literal.Value, p.file(rel+".js"))
	if rel == "" {
		return a.chained(pathIsFolder(d, p))
	}
	d.Hint = p.suggest(rel, ".js", "create the file, or correct the id")
	return a.chained(d)
}

func notAFile(a ask, file, what string) diag.Diagnostic {
	d := a.at(diag.Error, "module %q cannot be read: %s is %s", a.literal.Value, file, what)
	d.Hint = "put a regular file in its place"
	return d
}

func noText(a ask, full string, p *pkg) diag.Diagnostic {
	rel := p.rel(full)
	if what := p.odd[rel]; what != "" {
		return a.chained(notAFile(a, p.file(rel), what))
	}
	d := a.at(diag.Error, "resource %q is not there: no file %s", a.literal.Value, p.file(rel))
	d.Hint = p.suggest(rel, "", "create the file, or correct the name")
	return a.chained(d)
}

// suggest names the file of the package that was meant, in the form of an id.
func (p *pkg) suggest(rel, extension, otherwise string) string {
	if exact, ok := p.folded[strings.ToLower(rel+extension)]; ok {
		return fmt.Sprintf("the file is called %q; upper and lower case count, on every system", exact)
	}
	var names []string
	for f := range p.files {
		if name, ok := strings.CutSuffix(f, extension); ok {
			names = append(names, name)
		}
	}
	if near := diag.Nearest(rel, names); near != "" {
		return fmt.Sprintf("did you mean %q?", p.Name+"/"+near)
	}
	return otherwise
}

func unknownID(a ask, full string, g *graph) diag.Diagnostic {
	d := a.at(diag.Warning, "module %q belongs to no package and is not provided by the page", a.literal.Value)
	d.Notes = []string{"the loader will ask the server for it when the module runs"}
	d.Hint = fmt.Sprintf("list %q or %q under provided, or declare its package", full, strings.SplitN(full, "/", 2)[0]+"/*")
	if near := diag.Nearest(full, g.candidates()); near != "" {
		d.Hint = fmt.Sprintf("did you mean %q?", near)
	}
	return a.chained(d)
}

// candidates are the ids that a misspelt one can have meant.
func (g *graph) candidates() []string {
	out := slices.Clone(g.opts.Provided)
	out = append(append(out, sortedKeys(g.pkgs)...), sortedKeys(g.bundled)...)
	return append(out, g.ids()...)
}

func quoteAll(ids []string) string {
	quoted := make([]string, len(ids))
	for i, id := range ids {
		quoted[i] = fmt.Sprintf("%q", id)
	}
	return strings.Join(quoted, ", ")
}

func definedTwice(u *unit, id, other string) diag.Diagnostic {
	return diag.Diagnostic{Severity: diag.Warning, File: u.file, Text: fmt.Sprintf("module %q is defined here and in %s", id, other),
		Notes: []string{"the one that a page loads first wins"}, Hint: "drop the id from one of the two, or provide the module once"}
}
