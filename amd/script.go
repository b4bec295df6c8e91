package amd

import (
	"io/fs"
	"path"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/evanw/esbuild/pkg/api"

	"strata/internal/diag"
	"strata/internal/source"
)

// A Script is a file and all that it imports, as one classic script without
// modules. Nothing of AMD is in it: it is made to be run while a site is built.
type Script struct {
	Code []byte

	known []segment
	files []string
	texts map[string][]byte
}

// ScriptOptions say what a script is made of. Imports are relative and lead to
// JavaScript, TypeScript or JSON below Dir.
type ScriptOptions struct {
	File   string // relative to the site
	Dir    string // folder that no import leaves
	Global string // variable that gets the exports
}

// NewScript bundles the file. ok is false when there are mistakes, which go to ds.
func NewScript(src fs.FS, opts ScriptOptions, ds *diag.List) (s Script, ok bool) {
	b := scriptBuild{src: src, opts: opts, texts: map[string][]byte{}}
	result := api.Build(api.BuildOptions{
		EntryPointsAdvanced: []api.EntryPoint{{InputPath: "/" + opts.File, OutputPath: "script"}},
		Bundle:              true, Format: api.FormatIIFE, GlobalName: opts.Global, Platform: api.PlatformNeutral, Target: api.ES2023,
		Outdir: outFolder, AbsWorkingDir: "/", LogLevel: api.LogLevelSilent, TsconfigRaw: "{}", Charset: api.CharsetUTF8,
		Sourcemap: api.SourceMapExternal, SourcesContent: api.SourcesContentExclude,
		Plugins: []api.Plugin{{Name: "strata", Setup: b.setup}},
	})
	for _, m := range result.Errors {
		ds.Add(b.message(m))
	}
	if len(result.Errors) > 0 {
		return Script{}, false
	}
	return b.script(result), true
}

// Locate returns the file, the line and the column, from 1, that a place of the
// code comes from; "" when it comes from none.
func (s Script) Locate(line, column int) (file string, row, col int) {
	i := sort.Search(len(s.known), func(i int) bool {
		k := s.known[i]
		return k.line > line-1 || k.line == line-1 && k.column > column-1
	}) - 1
	if i < 0 || s.known[i].line != line-1 || s.known[i].source >= len(s.files) {
		return "", 0, 0
	}
	return s.files[s.known[i].source], s.known[i].origLine + 1, s.known[i].origColumn + 1
}

// Excerpt returns a line of a file that the script is made of.
func (s Script) Excerpt(file string, line int) string { return diag.Excerpt(s.texts[file], line) }

// A scriptBuild is one run of esbuild over the files of a script.
type scriptBuild struct {
	src  fs.FS
	opts ScriptOptions

	mu    sync.Mutex
	texts map[string][]byte
}

func (b *scriptBuild) setup(build api.PluginBuild) {
	build.OnResolve(api.OnResolveOptions{Filter: ".*"}, b.resolve)
	build.OnLoad(api.OnLoadOptions{Filter: ".*"}, b.load)
}

func (b *scriptBuild) resolve(args api.OnResolveArgs) (api.OnResolveResult, error) {
	refuse := func(wrong *mistake) (api.OnResolveResult, error) {
		return api.OnResolveResult{Errors: []api.Message{{Text: wrong.text, Detail: wrong}}}, nil
	}
	if args.Kind == api.ResolveEntryPoint {
		return api.OnResolveResult{Path: args.Path, Namespace: "file"}, nil
	}
	if !strings.HasPrefix(args.Path, "./") && !strings.HasPrefix(args.Path, "../") {
		return refuse(foreignImport(args.Path))
	}
	file := strings.TrimPrefix(path.Join(path.Dir(args.Importer), args.Path), "/")
	if !strings.HasPrefix(file, b.opts.Dir+"/") {
		return refuse(strayImport(args.Path, b.opts.Dir))
	}
	found := b.find(file)
	if found == "" {
		return refuse(missingImport(args.Path, file))
	}
	return api.OnResolveResult{Path: "/" + found, Namespace: "file"}, nil
}

// find returns the file that an import without its extension stands for. A link
// stands for nothing, as everywhere in a plugin.
func (b *scriptBuild) find(file string) string {
	names := []string{file}
	for _, ext := range sourceExtensions {
		names = append(names, file+ext)
	}
	if base, ok := strings.CutSuffix(file, ".js"); ok { // as TypeScript writes it
		names = append(names, base+".ts", base+".tsx")
	}
	for _, ext := range sourceExtensions {
		names = append(names, file+"/index"+ext)
	}
	i := slices.IndexFunc(names, func(name string) bool {
		_, known := esLoaders[path.Ext(name)]
		return known && b.isOwn(name)
	})
	if i < 0 {
		return ""
	}
	return names[i]
}

// isOwn reports whether the name is a regular file that no link below Dir leads to.
func (b *scriptBuild) isOwn(name string) bool {
	if info, err := fs.Stat(b.src, name); err != nil || !info.Mode().IsRegular() { // a rebuild looks at what Stat was asked for
		return false
	}
	for at := name; at != b.opts.Dir && at != "."; at = path.Dir(at) {
		if info, err := fs.Lstat(b.src, at); err != nil || info.Mode()&fs.ModeSymlink != 0 {
			return false
		}
	}
	return true
}

func (b *scriptBuild) load(args api.OnLoadArgs) (api.OnLoadResult, error) {
	file := args.Path[1:]
	refuse := func(d diag.Diagnostic) (api.OnLoadResult, error) {
		return api.OnLoadResult{Errors: []api.Message{{Text: d.Text, Detail: &mistake{whole: true, d: d}}}}, nil
	}
	if !b.isOwn(file) {
		return refuse(noScriptFile(file))
	}
	raw, err := source.Read(b.src, file, maxFile)
	if err != nil {
		return refuse(diag.Unreadable(file, err))
	}
	var ds diag.List
	text := decode(file, raw, &ds)
	if at, what := nestsTooDeep(file, text); what != "" { // before a parser sees a byte
		return refuse(tooDeeplyNested(file, text, at, what))
	}
	b.mu.Lock()
	b.texts[file] = text
	b.mu.Unlock()
	contents := string(text)
	return api.OnLoadResult{Contents: &contents, Loader: esLoaders[path.Ext(file)]}, nil
}

// script takes the code and its map.
func (b *scriptBuild) script(result api.BuildResult) Script {
	out := Script{texts: b.texts}
	for _, f := range result.OutputFiles {
		if !strings.HasSuffix(f.Path, ".map") {
			out.Code = f.Contents
			continue
		}
		m := parseRawMap(f.Contents)
		out.known = m.segments()
		for _, s := range m.Sources {
			out.files = append(out.files, strings.TrimPrefix(path.Join(outFolder, s), "/"))
		}
	}
	return out
}

// message returns what esbuild, or our part of it, says as a diagnostic.
func (b *scriptBuild) message(m api.Message) diag.Diagnostic {
	d := diag.Diagnostic{Text: lowerFirst(strings.TrimSuffix(m.Text, ".")), Hint: "correct the syntax at this place"}
	placed(&d, m, b.texts)
	return d
}
