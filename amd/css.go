package amd

import (
	"path"
	"regexp"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"strata/internal/diag"
)

// addStyle queues a style sheet as a module. In pages it adds the style to the
// document when it runs; the value of one called a.module.css is the map from its
// class names to those that it got.
func (g *graph) addStyle(id, file string, p *pkg, from *module) {
	g.addData(&module{id: id, pkg: p, file: file, from: from, data: loadStyle})
}

// assetMark stands in a style sheet in front of the name of a file, until its URL
// is known.
const assetMark = "strata-asset:"

var assetName = regexp.MustCompile(assetMark + `([\w./@-]+)`)

// A styleBuild is one run of esbuild over a style sheet and what it imports.
type styleBuild struct {
	*esBuild
	m     *module
	class string // made part of the names of classes, so that they are nobody else's
}

// loadStyle builds a style sheet, or finds it in the cache.
func loadStyle(g *graph, m *module) loaded {
	key := newKey([]byte("style"), []byte(m.id), []byte(m.file), []byte(m.pkg.Output), g.env[:])
	s := recall[*style](g.opts.Cache, key)
	if s == nil || !holds(s.reads, g.src) {
		b := styleBuild{newESBuild(g, m.pkg), m, "_" + Hash([]byte(m.id))[:6]}
		s = b.build()
		remember(g.opts.Cache, key, s)
	}
	if s.ds.HasErrors() {
		return loaded{ds: s.ds}
	}
	return loaded{units: []*unit{m.define(s.text, s.define(g.opts, m))}, ds: s.ds}
}

// A style is a style sheet that was built.
type style struct {
	css    string
	names  []byte // code that hands the map of class names to $es_value
	text   []byte
	assets []Asset
	ds     diag.List
	reads  map[string]cacheKey
}

// stubNamespace marks the script that imports the style sheet, because only
// then does esbuild tell the names of classes.
const stubNamespace = "stub"

func (b styleBuild) build() *style {
	o := b.options([]api.EntryPoint{{InputPath: stubNamespace, OutputPath: "style"}})
	o.Splitting, o.Format, o.Sourcemap, o.Metafile, o.Target = false, api.FormatIIFE, api.SourceMapNone, false, targets[b.g.opts.Target]
	o.MinifyWhitespace, o.MinifySyntax = b.g.opts.Minify, b.g.opts.Minify
	if o.LegalComments = api.LegalCommentsInline; b.g.opts.LegalComments == legalNone {
		o.LegalComments = api.LegalCommentsNone
	}
	o.Plugins = []api.Plugin{{Name: "strata", Setup: func(build api.PluginBuild) {
		build.OnResolve(api.OnResolveOptions{Filter: ".*"}, b.resolve)
		build.OnLoad(api.OnLoadOptions{Filter: ".*"}, b.load)
	}}}
	result := api.Build(o)
	out := &style{reads: b.reads, text: b.texts[b.m.file]}
	out.ds.Add(b.ds...)
	for _, m := range append(result.Errors, result.Warnings...) {
		severity := diag.Warning
		if m.ID == "" || strings.HasPrefix(m.ID, "css-syntax") {
			severity = diag.Error
		}
		if m.Location != nil {
			m.Location.File = b.onDisk(m.Location.File)
		}
		out.ds.Add(b.message(m, severity))
	}
	for _, f := range result.OutputFiles {
		if strings.HasSuffix(f.Path, ".css") {
			out.css = string(f.Contents)
		} else {
			out.names = f.Contents
		}
	}
	for _, name := range sortedKeys(b.assets) {
		out.assets = append(out.assets, b.assets[name])
	}
	return out
}

// local reports whether the classes of a file are its own.
func local(file string) bool { return strings.HasSuffix(file, ".module.css") }

// shown is the name under which esbuild knows a file: it makes names of classes
// from it.
func (b styleBuild) shown(file string) string {
	if local(file) {
		return "/" + strings.TrimSuffix(file, ".module.css") + b.class + ".module.css"
	}
	return "/" + file
}

func (b styleBuild) onDisk(shown string) string {
	return strings.Replace(strings.TrimPrefix(shown, "/"), b.class+".module.css", ".module.css", 1)
}

func (b styleBuild) resolve(args api.OnResolveArgs) (api.OnResolveResult, error) {
	if args.Kind == api.ResolveEntryPoint {
		return api.OnResolveResult{Path: stubNamespace, Namespace: stubNamespace}, nil
	}
	if args.Namespace == stubNamespace {
		return api.OnResolveResult{Path: b.shown(b.m.file), Namespace: "file"}, nil
	}
	spec, suffix := cutSuffix(args.Path)
	if isURL(args.Path) && !strings.HasPrefix(args.Path, ".") || strings.HasPrefix(args.Path, "#") {
		return api.OnResolveResult{Path: args.Path, External: true}, nil
	}
	file, wrong := b.find(path.Dir(b.onDisk(args.Importer)), spec)
	if wrong == nil && args.Kind == api.ResolveCSSURLToken {
		return b.url(file, suffix)
	}
	if wrong != nil {
		return api.OnResolveResult{Errors: []api.Message{{Text: wrong.text, Detail: wrong}}}, nil
	}
	return api.OnResolveResult{Path: b.shown(file), Namespace: "file"}, nil
}

// find returns the file that a style sheet in the folder names: relative to it,
// whether or not that begins with a dot, or of npm.
func (b styleBuild) find(dir, spec string) (string, *mistake) {
	file := path.Join(dir, spec)
	if b.g.has(file) || strings.Contains("/"+file, "/node_modules/") && b.isFile(file) {
		return file, nil
	}
	if !strings.HasPrefix(spec, ".") {
		if f, err := (nodeResolver{b: b.esBuild}).find(dir, strings.TrimPrefix(spec, "~")); err == nil {
			return f.file, nil
		}
	}
	return "", noStyleFile(spec, file)
}

// has reports whether a package of ours has the file.
func (g *graph) has(file string) bool {
	for _, p := range g.opts.Packages {
		k := g.pkgs[p.Name]
		if rel, ok := k.inside(file); ok && k.files[rel] {
			return true
		}
	}
	return false
}

// url makes the file an asset and tells esbuild the URL.
func (b styleBuild) url(file, suffix string) (api.OnResolveResult, error) {
	name, wrong := b.asset(file)
	if wrong != nil {
		return api.OnResolveResult{Errors: []api.Message{{Text: wrong.text, Detail: wrong}}}, nil
	}
	to := assetMark + b.pkg.Name + "/" + name + suffix
	if b.g.opts.CSS == cssLink {
		to = "./" + name + suffix
	}
	return api.OnResolveResult{Path: to, External: true}, nil
}

func (b styleBuild) load(args api.OnLoadArgs) (api.OnLoadResult, error) {
	if args.Namespace == stubNamespace {
		text := `import * as names from "style"; $es_value(Object.assign({}, names.default || names));`
		if !local(b.m.file) {
			text = `import "style";`
		}
		return api.OnLoadResult{Contents: &text, Loader: api.LoaderJS}, nil
	}
	file := b.onDisk(args.Path)
	text, wrong := b.text(file)
	if wrong != nil {
		return api.OnLoadResult{Errors: []api.Message{{Text: wrong.text, Detail: wrong}}}, nil
	}
	contents, loader := string(text), api.LoaderCSS
	if local(file) {
		loader = api.LoaderLocalCSS
	}
	return api.OnLoadResult{Contents: &contents, Loader: loader}, nil
}

// cssLink is the value of Options.CSS for style sheets in files of their own.
const cssLink = "link"

// define returns the module: it adds the style to the document, once, because a
// module runs once.
func (s *style) define(o *Options, m *module) *made {
	d := &made{assets: s.assets, helpers: []string{"style"}}
	if o.CSS == cssLink {
		name := hashed(m.file, []byte(s.css))
		d.assets = append(d.assets[:len(d.assets):len(d.assets)], Asset{Path: path.Join(m.pkg.Output, name), Data: []byte(s.css)})
		d.helpers = []string{"link"}
		d.code = []byte("module.wait=$es_link(" + quoteJS(m.pkg.Name+"/"+name) + ");")
	} else {
		d.code = []byte("$es_style(" + withURLs(s.css) + ");")
	}
	if local(m.file) {
		d.helpers = append(d.helpers, "value")
		d.code = append(append(d.code, '\n'), s.names...)
	}
	return d
}

// withURLs returns the style sheet as an expression, in which the loader tells
// where assets are.
func withURLs(css string) string {
	var b strings.Builder
	from := 0
	for _, at := range assetName.FindAllStringSubmatchIndex(css, -1) {
		b.WriteString(quoteJS(css[from:at[0]]) + "+require.toUrl(" + quoteJS(css[at[2]:at[3]]) + ")+")
		from = at[1]
	}
	return b.String() + quoteJS(css[from:])
}

// resolveFile queues the file of "json!./a.json" or "css!./a.css" as a module,
// whose id is written in place of the loader plugin's. ok is false for other
// loader plugins, and for what lies in no package.
func (g *graph) resolveFile(a ask, plugin, resource string) (id string, ok bool) {
	if plugin != "json" && plugin != "css" && plugin != "xstyle/css" {
		return "", false
	}
	abs, _ := absolute(a.unit.id, resource)
	p := g.find(abs)
	if p == nil {
		return "", false
	}
	rel := strings.TrimPrefix(abs, p.Name+"/")
	if plugin != "json" && !p.files[rel] && p.files[rel+".css"] {
		rel += ".css"
	}
	if !p.files[rel] {
		g.absent(a.module, abs, func() diag.Diagnostic { return noText(a, abs, p) })
		return "", true
	}
	file := path.Join(p.Location, rel)
	id = p.Name + "/" + rel
	if plugin == "json" {
		g.addJSON(id, file, p, a.module)
	} else {
		g.addStyle(id, file, p, a.module)
	}
	a.module.late = true
	if a.unit.renamed == nil {
		a.unit.renamed = map[int]string{}
	}
	a.unit.renamed[a.literal.Start] = id
	return id, true
}
