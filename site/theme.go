package site

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	texttemplate "text/template"
	"text/template/parse"

	"strata/internal/diag"
	"strata/internal/source"
	"strata/templates"
)

// maxLayoutBytes is the size of the largest layout.
const maxLayoutBytes = 1 << 20

// A theme is the layouts of a site: the default ones, of which those of others and
// then the site's own replace those of the same names.
type theme struct {
	files   map[string]*layout // by name: "page.html", "partials/head.html"
	assets  []File
	urls    map[string]string // paths of assets in the output, by their names
	broken  map[string]bool   // names of the files that cannot be read or do not parse
	reports map[string]*report
	notes   notes
	budget  budget

	extensions Extensions
	functions  map[string]Function // those of plugins that layouts call
}

// A layout is one parsed layout file.
type layout struct {
	trees   []*parse.Tree // itself and what it defines
	inBase  bool          // it only defines blocks of base.html
	partial bool          // other layouts use it
}

// defaultTheme is the one that the program brings. It is parsed once, because it
// never changes; who adds to it takes a copy.
var defaultTheme = sync.OnceValue(func() *theme {
	t := &theme{files: map[string]*layout{}, urls: map[string]string{}, broken: map[string]bool{}, reports: map[string]*report{}}
	var ds diag.List
	for _, name := range walk(templates.FS(), ".", nil, &ds) {
		t.add(templates.FS(), name, name, &ds)
	}
	if len(ds) > 0 {
		panic(ds) // a mistake in the program's own files
	}
	return t
})

// loadTheme reads and parses the layouts.
func loadTheme(src fs.FS, cfg Config, x Extensions, ds *diag.List) *theme {
	own := defaultTheme()
	t := &theme{files: maps.Clone(own.files), assets: slices.Clone(own.assets), urls: maps.Clone(own.urls), broken: map[string]bool{},
		reports: maps.Clone(own.reports), extensions: x, functions: map[string]Function{}}
	for _, f := range lay(src, layoutRoots(cfg, x.Folders), cfg.Ignore, ds) {
		t.add(src, f.name, f.inside, ds)
	}
	t.addTemplates(ds)
	slices.SortFunc(t.assets, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return t
}

// add takes up the file, in place of one of the same name.
func (t *theme) add(src fs.FS, file, name string, ds *diag.List) {
	asset, isAsset := strings.CutPrefix(name, "assets/")
	if !isAsset && path.Ext(name) != ".html" {
		return
	}
	limit := int64(maxLayoutBytes)
	if isAsset {
		limit = maxFileBytes
	}
	shown := file
	if src == templates.FS() {
		shown = "<default theme>/" + file
	}
	data, err := source.Read(src, file, limit)
	if err != nil {
		ds.Add(errUnreadable(shown, err))
		t.broken[name] = true
		return
	}
	if isAsset {
		t.asset(asset, shown, data)
		return
	}
	r := &report{file: shown, src: data}
	t.reports[name] = r
	t.parse(name, r)
	r.flush(ds)
}

// unfit reports whether the layout cannot be rendered, because it is broken or
// because something is that any layout may use. "" stands for the partials.
func (t *theme) unfit(layout string) bool {
	for name := range t.broken {
		shared := name == "base.html" || strings.HasPrefix(name, "partials/") || strings.HasPrefix(name, "shortcodes/") || strings.HasPrefix(name, "assets/")
		if name == layout || shared {
			return true
		}
	}
	return false
}

// asset takes up a file of assets/ under a name that changes with its bytes, so
// that it may be cached for ever.
func (t *theme) asset(name, source string, data []byte) {
	sum := sha256.Sum256(data)
	ext := path.Ext(name)
	out := "assets/" + strings.TrimSuffix(name, ext) + "-" + hex.EncodeToString(sum[:4]) + ext
	t.assets = slices.DeleteFunc(t.assets, func(f File) bool { return f.Path == t.urls[name] })
	t.assets = append(t.assets, File{Path: out, Data: data, Source: strings.TrimPrefix(source, "<default theme>/")})
	if strings.HasPrefix(source, "<") {
		t.assets[len(t.assets)-1].Source = ""
	}
	t.urls[name] = out
}

func (t *theme) parse(name string, r *report) {
	if i := diag.InvalidUTF8(r.src); i >= 0 {
		r.at(i, errInvalidUTF8())
		t.broken[name] = true
		return
	}
	read := func() (*texttemplate.Template, error) {
		return texttemplate.New(name).Funcs(t.funcs(&engine{})).Parse(string(r.src))
	}
	set, err := read()
	if err != nil { // it may call what plugins bring
		if t.extend(name, r); t.broken[name] {
			return
		}
		set, err = read()
	}
	if err != nil {
		t.broken[name] = true
		t.parseError(r, err)
		return
	}
	l := &layout{inBase: true, partial: strings.HasPrefix(name, "partials/") || strings.HasPrefix(name, "shortcodes/") || strings.HasPrefix(name, "mail/")}
	for _, part := range set.Templates() {
		if part.Tree == nil || part.Tree.Root == nil {
			continue
		}
		if part.Name() == name {
			l.inBase = parse.IsEmptyTree(part.Root)
		}
		placeCalls(name, part.Root)
		watchTree(part.Tree)
		l.trees = append(l.trees, part.Tree)
	}
	slices.SortFunc(l.trees, func(a, b *parse.Tree) int { return strings.Compare(a.Name, b.Name) })
	t.files[name] = l
}

var (
	templatePlace = regexp.MustCompile(`(?s)^(?:html/)?template: ?([^:]*):(\d+)(?::(\d+))?: (.*)$`)
	executing     = regexp.MustCompile(`(?s)^executing "(.*?)" at (<.*?>): (.*)$`)
)

func (t *theme) parseError(r *report, err error) {
	m := templatePlace.FindStringSubmatch(err.Error())
	if m == nil {
		r.add(errTemplate(err.Error(), "check the template"), 0, 0)
		return
	}
	line, _ := strconv.Atoi(m[2])
	r.add(errTemplate("the layout cannot be read: "+m[4], "check the braces and the words of this action"), line, 0)
}

// execError describes an error of rendering, at its place in the layout.
func (t *theme) execError(err error) diag.Diagnostic {
	if f, ok := errors.AsType[*fault](err); ok && f.File != "" {
		return f.Diagnostic
	}
	m := templatePlace.FindStringSubmatch(err.Error())
	if m == nil {
		return faultOf(err)
	}
	d := errTemplate(m[4], "check what the layout is given")
	name := m[1]
	if e := executing.FindStringSubmatch(m[4]); e != nil {
		d.Text = e[2] + ": " + e[3]
		if name == watchName {
			name = e[1]
		}
	}
	if f, ok := errors.AsType[*fault](err); ok {
		d = f.Diagnostic
	}
	r := t.reportOf(name)
	if r == nil {
		return d
	}
	if m[1] == watchName {
		d.File = r.file
		return d
	}
	line, _ := strconv.Atoi(m[2])
	column, _ := strconv.Atoi(m[3])
	d.File, d.Line, d.Excerpt = r.file, line, r.excerpt(line)
	if m[3] != "" {
		d.Column = r.columnOf(line, column+1) // the library counts bytes from 0
	}
	r.shift(&d)
	return d
}

// reportOf returns the report of the file of that name, or of the file that
// defines a block of that name.
func (t *theme) reportOf(name string) *report {
	if r := t.reports[name]; r != nil {
		return r
	}
	for _, file := range slices.Sorted(maps.Keys(t.files)) {
		for _, tree := range t.files[file].trees {
			if tree.Name == name {
				return t.reports[file]
			}
		}
	}
	return nil
}

func faultOf(err error) diag.Diagnostic {
	if f, ok := errors.AsType[*fault](err); ok {
		return f.Diagnostic
	}
	if m, ok := errors.AsType[*misuse](err); ok {
		return m.Diagnostic
	}
	return errTemplate(err.Error(), "check what the layout is given")
}

// watchName is what errors call the actions that watchTree adds.
const watchName = "(watch)"

// watchTree adds an action that counts to the start of the template and of
// every loop in it, and one at the end: html/template itself has no limit on
// what a template does, so that {{range 1000000000000}}{{end}} never ends.
func watchTree(tree *parse.Tree) {
	eachNode(tree.Root, func(n parse.Node) {
		if loop, ok := n.(*parse.RangeNode); ok {
			loop.List.Nodes = append([]parse.Node{action("tick")}, loop.List.Nodes...)
		}
	})
	nodes := append([]parse.Node{action("enter")}, tree.Root.Nodes...)
	tree.Root.Nodes = append(nodes, action("leave"))
}

// action returns a node that calls the function and writes nothing wherever it
// stands, in a script or an attribute as well.
func action(name string) parse.Node {
	yes := func() bool { return true }
	trees, err := parse.Parse(watchName, "{{if "+name+"}}{{end}}", "", "", map[string]any{name: yes})
	if err != nil {
		panic(err) // the text above does not parse: a mistake in this file
	}
	return trees[watchName].Root.Nodes[0]
}
