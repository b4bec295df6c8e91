package amd

import (
	"path"
	"strings"
	"sync"

	"github.com/evanw/esbuild/pkg/api"

	"strata/internal/diag"
)

// An esResolver says what the imports of one package's ES modules mean. It
// changes nothing but its memory of files, so esbuild may ask from many
// goroutines.
type esResolver struct {
	g     *graph
	pkg   *pkg
	paths tsPaths
	amd   sync.Map // file to whether it calls define
}

func newESResolver(g *graph, p *pkg) *esResolver {
	return &esResolver{g: g, pkg: p, paths: readTSPaths(g.src, p.Location)}
}

// classify decides about one import. What is relative, or begins with the
// package's own name, is looked for among its files; other ids belong to the
// page, to another package, or to npm, in this order.
func (r *esResolver) classify(b *esBuild, args api.OnResolveArgs) (verdict, *mistake) {
	importer := strings.TrimPrefix(args.Importer, "/")
	a := &esAsk{file: importer, value: args.Path, path: args.Path}
	spec := args.Path
	switch {
	case spec == "":
		return verdict{}, emptyImport()
	case strings.Contains(spec, "!"):
		a.path = absoluteResource(r.pkg.idOf(importer), spec)
		return verdict{path: a.path, ask: a}, nil
	case strings.HasPrefix(spec, "./") || strings.HasPrefix(spec, "../") || spec == "." || spec == "..":
		file, suffix := cutSuffix(path.Join(path.Dir(importer), spec))
		return r.local(b, a, file, suffix)
	case r.g.provided(spec):
		a.plain = true
		return verdict{path: spec, ask: a}, nil
	}
	mapped := r.g.mapped(spec, r.pkg.idOf(importer))
	if p := r.g.find(mapped); p == r.pkg {
		return r.local(b, a, p.file(p.rel(r.g.canonical(mapped))), "")
	} else if p != nil {
		return r.foreign(a, p, p.rel(mapped)), nil
	}
	for _, file := range r.paths.candidates(spec) {
		if rel, ok := r.pkg.inside(file); ok && r.find(rel) != "" {
			return r.local(b, a, file, "")
		}
	}
	if isURL(strings.TrimSuffix(spec, ".js")) && !strings.HasPrefix(spec, "node:") { // "chart.js" is a package
		return verdict{path: spec}, nil
	}
	return r.installed(b, a, args)
}

// cutSuffix cuts a query or fragment off a file's name.
func cutSuffix(file string) (name, suffix string) {
	if i := strings.IndexAny(file, "?#"); i > 0 {
		return file[:i], file[i:]
	}
	return file, ""
}

// absoluteResource makes the resource of "text!./a.html" absolute.
func absoluteResource(base, spec string) string {
	plugin, resource, _ := strings.Cut(spec, "!")
	if abs, ok := absolute(base, resource); ok {
		resource = abs
	}
	if abs, ok := absolute(base, plugin); ok {
		plugin = abs
	}
	return plugin + "!" + resource
}

// find returns the package's file that an import means: that of the name, or
// with an extension, or the index of a folder. TypeScript says "./a.js" for
// a.ts, because that is what it compiles it to.
func (r *esResolver) find(rel string) string {
	if r.pkg.files[rel] {
		return rel
	}
	if file := r.pkg.lookup(rel); file != "" {
		return file
	}
	if r.pkg.files[rel+".json"] {
		return rel + ".json"
	}
	for _, t := range [][2]string{{".js", ".ts"}, {".js", ".tsx"}, {".jsx", ".tsx"}, {".mjs", ".mts"}} {
		if name, ok := strings.CutSuffix(rel, t[0]); ok && r.pkg.files[name+t[1]] {
			return name + t[1]
		}
	}
	return r.pkg.lookup(path.Join(rel, "index"))
}

// local decides about a file of the site that an import names by its place.
func (r *esResolver) local(b *esBuild, a *esAsk, file, suffix string) (verdict, *mistake) {
	rel, ok := r.pkg.inside(file)
	if !ok {
		return r.outside(a, file), nil
	}
	found := r.find(rel)
	if found == "" {
		return verdict{}, r.noImport(a, rel)
	}
	file = path.Join(r.pkg.Location, found)
	if v, ok := r.style(a, file, r.pkg.Name+"/"+found); ok {
		return v, nil
	}
	if path.Ext(found) == ".js" && r.isAMD(b, file) {
		a.path = r.pkg.idOf(file)
		a.value = a.path
		return verdict{path: a.path, ask: a}, nil
	}
	return verdict{file: file, sideEffects: true, suffix: suffix}, nil
}

// style decides about a style sheet: it is a module of its own, of that id.
func (r *esResolver) style(a *esAsk, file, id string) (verdict, bool) {
	if path.Ext(file) != ".css" {
		return verdict{}, false
	}
	a.path, a.style = id, file
	return verdict{path: id, ask: a}, true
}

// outside decides about a file of another folder: it is the module of the
// package it lies in, or of the id that the place stands for among ids.
func (r *esResolver) outside(a *esAsk, file string) verdict {
	for _, p := range r.g.opts.Packages {
		k := r.g.pkgs[p.Name]
		if rel, ok := k.inside(file); ok {
			return r.foreign(a, k, rel)
		}
	}
	a.value = bareName(a.value)
	a.path, _ = absolute(r.pkg.idOf(a.file), a.value)
	return verdict{path: a.path, ask: a}
}

// foreign decides about a module of another package.
func (r *esResolver) foreign(a *esAsk, p *pkg, rel string) verdict {
	a.path = p.Name
	if rel != "" {
		a.path = p.Name + "/" + rel
		if p.lookup(rel) == "" {
			a.path = p.Name + "/" + bareName(rel)
		}
	}
	if path.Ext(rel) == ".css" && p.files[rel] {
		a.path, a.style = p.Name+"/"+rel, path.Join(p.Location, rel)
	}
	a.value = a.path
	return verdict{path: a.path, ask: a}
}

// bareName is a file's name as module ids have it.
func bareName(rel string) string {
	if name, ok := moduleName(rel); ok {
		return name
	}
	return rel
}

// isAMD reports whether a script calls define: it is a module of the loader's,
// and no esbuild has to understand it.
func (r *esResolver) isAMD(b *esBuild, file string) bool {
	if is, ok := r.amd.Load(file); ok {
		return is.(bool)
	}
	is := false
	if raw, err := b.read(file, maxFile); err == nil {
		var ds diag.List
		text := decode(file, raw, &ds)
		parsed := r.g.scan(text)
		is = parsed.err != nil || parsed.scan.Module < 0 && parsed.scan.defines() // what cannot be read is reported once, as AMD
	}
	r.amd.Store(file, is)
	return is
}

// defines reports whether the file calls define, or is a ready layer.
func (s *scanResult) defines() bool {
	for _, c := range s.Calls {
		if c.Callee == "define" {
			return true
		}
	}
	return s.CacheCall >= 0
}

func (r *esResolver) noImport(a *esAsk, rel string) *mistake {
	return noImport(a.value, r.pkg, rel)
}
