package amd

import (
	"cmp"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/evanw/esbuild/pkg/api"

	"strata/internal/diag"
)

// A bundle is what esbuild makes of the ES modules of one package: chunks,
// which become one define each, and what they ask the outside for.
type bundle struct {
	chunks  []*chunk            // sorted by id
	asks    []*esAsk            // sorted by file and place
	texts   map[string][]byte   // by file: what was read, as UTF-8
	imports map[string][]string // file to the files of the bundle that it imports
	assets  []Asset
	ds      diag.List
	reads   map[string]cacheKey // what it was made from: name to digest of the content
	kept    bool                // it comes from a pack, and is not complete
}

// An esAsk is an import that leads out of the bundle.
type esAsk struct {
	file   string // that imports
	value  string // as written, without an extension that module ids do not have
	path   string // what esbuild writes into the chunk
	style  string // file of a style sheet
	plain  bool   // path is the id, and nobody has to be asked
	offset int    // in the file
}

// An esBuild is one run of esbuild over the files of the site. Its methods are called
// from many goroutines.
type esBuild struct {
	g       *graph
	pkg     *pkg   // nil for npm's
	group   string // of npm
	classes func(*esBuild, api.OnResolveArgs) (verdict, *mistake)
	config  string // the tsconfig.json that is in force

	modes    sync.Map // name to the mode of what it is, absent when it is nothing
	packages sync.Map // folder to its *nodePackage

	mu     sync.Mutex
	texts  map[string][]byte
	reads  map[string]cacheKey
	assets map[string]Asset
	ds     diag.List
}

func newESBuild(g *graph, p *pkg) *esBuild {
	return &esBuild{g: g, pkg: p, texts: map[string][]byte{}, reads: map[string]cacheKey{}, assets: map[string]Asset{}}
}

// A verdict says what an import stands for: a file of the bundle, or what the
// outside has.
type verdict struct {
	file        string // bundled
	path        string // not bundled: what stands in the chunk
	ask         *esAsk // to be asked for
	sideEffects bool   // false: the file may be dropped when nothing of it is used
	suffix      string // "?query" or "#fragment" behind a file's name
	namespace   string
}

// outFolder is where esbuild is told to write. Nothing is written; no site has
// such a folder.
const outFolder = "/\x7fout"

// bundle builds the package's entries, or finds in the cache what they were
// built to when all that was read is as it was.
func (g *graph) bundle(e *esPackage) *bundle {
	entries := sortedKeys(e.entries)
	key := newKey([]byte("bundle"), []byte(e.Name), []byte(e.Location), []byte(strings.Join(entries, "\n")), g.surroundings(e.pkg))
	if old := g.keptBundle(e.Name, key); old != nil {
		for _, c := range old.chunks {
			c.name(e.Package, e.entries)
		}
		return old
	}
	b := newESBuild(g, e.pkg)
	b.classes = newESResolver(g, e.pkg).classify
	var points []api.EntryPoint
	for _, file := range entries {
		points = append(points, api.EntryPoint{InputPath: "/" + file, OutputPath: strings.TrimPrefix(e.idOf(file), e.Name+"/")})
	}
	options := b.options(points)
	options.TsconfigRaw = b.tsconfig(e.Location)
	out := b.run(options)
	for _, c := range out.chunks {
		c.name(e.Package, e.entries)
	}
	slices.SortFunc(out.chunks, func(a, b *chunk) int { return strings.Compare(a.id, b.id) })
	g.keepBundle(e.Name, key, out)
	return out
}

// surroundings digests what decides, besides the contents of files, what an
// import means.
func (g *graph) surroundings(p *pkg) []byte {
	var parts [][]byte
	for _, name := range sortedKeys(p.files) {
		parts = append(parts, []byte(name))
	}
	parts = append(parts, g.opts.text())
	key := newKey(parts...)
	return key[:]
}

func (b *esBuild) options(points []api.EntryPoint) api.BuildOptions {
	o := api.BuildOptions{
		EntryPointsAdvanced: points, Bundle: true, Splitting: true, Format: api.FormatESModule, Platform: api.PlatformNeutral, Target: api.ESNext,
		Outdir: outFolder, AbsWorkingDir: "/", ChunkNames: "chunk/[name]-[hash]", EntryNames: "[dir]/[name]", Metafile: true,
		LogLevel: api.LogLevelSilent, LogOverride: duplicates, Charset: api.CharsetUTF8, TsconfigRaw: "{}", Define: map[string]string{"process.env.NODE_ENV": b.g.opts.nodeEnv()},
		Plugins:   []api.Plugin{{Name: "strata", Setup: b.setup}},
		Supported: map[string]bool{"decorators": false}, // no browser has them
	}
	if b.g.opts.SourceMaps {
		o.Sourcemap, o.SourcesContent = api.SourceMapExternal, api.SourcesContentExclude
	}
	return o
}

func (o *Options) nodeEnv() string {
	if o.Minify {
		return `"production"`
	}
	return `"development"`
}

// setup lets esbuild read the site through our file system and nothing else.
func (b *esBuild) setup(build api.PluginBuild) {
	build.OnResolve(api.OnResolveOptions{Filter: ".*"}, b.onResolve)
	build.OnLoad(api.OnLoadOptions{Filter: ".*"}, b.onLoad)
}

func (b *esBuild) onResolve(args api.OnResolveArgs) (api.OnResolveResult, error) {
	if args.Kind == api.ResolveEntryPoint {
		if rest, ok := strings.CutPrefix(args.Path, npmNamespace+":"); ok {
			return api.OnResolveResult{Path: rest, Namespace: npmNamespace}, nil
		}
		return api.OnResolveResult{Path: args.Path, Namespace: "file"}, nil
	}
	v, wrong := b.classes(b, args)
	switch {
	case wrong != nil:
		return api.OnResolveResult{Errors: []api.Message{{Text: wrong.text, Detail: wrong}}}, nil
	case v.file == "" && v.ask != nil: // a warning is how esbuild tells the place of an import
		return api.OnResolveResult{Path: v.path, External: true, Warnings: []api.Message{{Text: v.path, Detail: v.ask}}}, nil
	case v.file == "":
		return api.OnResolveResult{Path: v.path, External: true}, nil
	}
	out := api.OnResolveResult{Path: "/" + v.file, Namespace: cmp.Or(v.namespace, "file"), Suffix: v.suffix}
	if !v.sideEffects {
		out.SideEffects = api.SideEffectsFalse
	}
	return out, nil
}

var esLoaders = map[string]api.Loader{".js": api.LoaderJS, ".mjs": api.LoaderJS, ".cjs": api.LoaderJS, ".jsx": api.LoaderJSX,
	".ts": api.LoaderTS, ".mts": api.LoaderTS, ".cts": api.LoaderTS, ".tsx": api.LoaderTSX, ".json": api.LoaderJSON}

func (b *esBuild) onLoad(args api.OnLoadArgs) (api.OnLoadResult, error) {
	file := args.Path[1:]
	if args.Namespace == npmNamespace {
		text := b.reexport(file)
		return api.OnLoadResult{Contents: &text, Loader: api.LoaderJS}, nil
	}
	if args.Namespace == emptyNamespace {
		text := ""
		return api.OnLoadResult{Contents: &text, Loader: api.LoaderJS}, nil
	}
	loader, known := esLoaders[path.Ext(file)]
	if !known {
		return b.loadAsset(file)
	}
	text, wrong := b.text(file)
	if wrong != nil {
		return api.OnLoadResult{Errors: []api.Message{{Text: wrong.text, Detail: wrong}}}, nil
	}
	contents := string(text)
	return api.OnLoadResult{Contents: &contents, Loader: loader}, nil
}

// text reads a source, and refuses what would exhaust a parser.
func (b *esBuild) text(file string) ([]byte, *mistake) {
	raw, err := b.read(file, maxFile)
	if err != nil {
		return nil, &mistake{whole: true, d: diag.Unreadable(file, err)}
	}
	var ds diag.List
	text := decode(file, raw, &ds)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.texts[file] = text
	b.ds.Add(ds...)
	if at, what := nestsTooDeep(file, text); what != "" { // before a parser sees a byte
		return nil, &mistake{whole: true, d: tooDeeplyNested(file, text, at, what)}
	}
	return text, nil
}

func (b *esBuild) run(options api.BuildOptions) *bundle {
	result := api.Build(options)
	out := &bundle{texts: b.texts, reads: b.reads}
	for _, name := range sortedKeys(b.assets) {
		out.assets = append(out.assets, b.assets[name])
	}
	out.ds.Add(b.ds...)
	b.listen(out, result)
	if len(result.Errors) > 0 {
		return out
	}
	var meta metafile
	if err := json.Unmarshal([]byte(result.Metafile), &meta); err != nil {
		panic(fmt.Sprintf("esbuild wrote a metafile that is not JSON: %v", err))
	}
	out.imports = meta.imports()
	maps := map[string][]byte{}
	for _, f := range result.OutputFiles {
		maps[f.Path] = f.Contents
	}
	for name, o := range meta.Outputs {
		if strings.HasSuffix(name, ".map") {
			continue
		}
		c := &chunk{path: "/" + name, text: maps["/"+name], rawMap: maps["/"+name+".map"], texts: b.texts, reads: b.reads, entry: stripNamespace(o.EntryPoint)}
		for input := range o.Inputs {
			c.inputs = append(c.inputs, input)
		}
		slices.Sort(c.inputs)
		c.cjs = o.EntryPoint != "" && meta.Inputs[o.EntryPoint].Format == "cjs"
		if err := c.read(); err != nil {
			out.ds.Add(unreadableChunk(c, err))
		}
		out.chunks = append(out.chunks, c)
	}
	return out
}

func stripNamespace(input string) string {
	if _, rest, ok := strings.Cut(input, ":"); ok {
		return strings.TrimPrefix(rest, "/")
	}
	return input
}

// A metafile is what esbuild tells of its outputs.
type metafile struct {
	Inputs map[string]struct {
		Format  string
		Imports []struct {
			Path     string
			External bool
		}
	}
	Outputs map[string]struct {
		EntryPoint string
		Inputs     map[string]json.RawMessage
	}
}

// imports returns which files import which.
func (m metafile) imports() map[string][]string {
	out := map[string][]string{}
	for file, in := range m.Inputs {
		for _, i := range in.Imports {
			if !i.External {
				out[file] = append(out[file], i.Path)
			}
		}
	}
	return out
}

// tsconfigName is what esbuild calls the configuration that we hand to it.
const tsconfigName = "<tsconfig.json>"

// listen sorts what esbuild said into places of imports and diagnostics.
func (b *esBuild) listen(out *bundle, result api.BuildResult) {
	for _, m := range result.Warnings {
		if a, ok := m.Detail.(*esAsk); ok {
			if m.Location != nil {
				a.offset = offsetOf(b.texts[a.file], m.Location)
			}
			out.asks = append(out.asks, a)
		} else if b.pkg != nil {
			out.ds.Add(b.message(m, diag.Warning))
		}
	}
	for _, m := range result.Errors {
		out.ds.Add(b.message(m, diag.Error))
	}
	slices.SortFunc(out.asks, func(x, y *esAsk) int {
		return cmp.Or(strings.Compare(x.file, y.file), cmp.Compare(x.offset, y.offset), strings.Compare(x.path, y.path))
	})
}

// placed gives d the place of the message. What our part of esbuild has to say takes
// d's place; it is false when that is about a file as a whole.
func placed(d *diag.Diagnostic, m api.Message, texts map[string][]byte) bool {
	if wrong, ok := m.Detail.(*mistake); ok {
		if *d = wrong.d; wrong.whole {
			return false
		}
	}
	if l := m.Location; l != nil {
		d.File, d.Line = l.File, l.Line
		d.Column = utf8.RuneCountInString(l.LineText[:min(l.Column, len(l.LineText))]) + 1
		d.Excerpt = diag.Excerpt(texts[l.File], l.Line)
	}
	return true
}

// message returns what esbuild, or our part of it, says as a diagnostic.
func (b *esBuild) message(m api.Message, severity diag.Severity) diag.Diagnostic {
	d := diag.Diagnostic{Severity: severity, Text: lowerFirst(strings.TrimSuffix(m.Text, "."))}
	if !placed(&d, m, b.texts) {
		return d
	}
	if b.pkg == nil {
		b.g.npm.trace(b.group, &d)
	}
	tooLooseImport(&d)
	if l := m.Location; l != nil && l.File == tsconfigName {
		d.File, d.Line, d.Column, d.Excerpt = b.config, 0, 0, ""
	}
	if severity == diag.Error && d.Hint == "" {
		d.Hint = "correct the syntax at this place"
	}
	return d
}

// offsetOf returns the byte offset of a place that esbuild names.
func offsetOf(text []byte, l *api.Location) int {
	table := newLineTable(text)
	if l.Line < 1 || l.Line > len(table) {
		return 0
	}
	return min(table[l.Line-1]+l.Column, len(text))
}
