package amd

import (
	"context"
	"path"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"strata/internal/diag"
	"strata/internal/moduleid"
)

// sourceExtensions are those of files that are modules, in the order in which a
// module id is looked up. What is not ".js" is always an ES module; ".js" is
// one when it has import or export syntax.
var sourceExtensions = moduleid.Extensions()

// moduleName returns the part of a module id that a file of the package stands
// for; ok is false for what is no module, such as the declarations in a.d.ts.
func moduleName(rel string) (name string, ok bool) {
	ext := path.Ext(rel)
	name = strings.TrimSuffix(rel, ext)
	return name, slices.Contains(sourceExtensions, ext) && !(strings.HasSuffix(ext, "ts") && strings.HasSuffix(name, ".d"))
}

// lookup returns the file that a module of the package lies in, "" when there
// is none.
func (p *pkg) lookup(name string) string {
	for _, ext := range sourceExtensions {
		if rel := name + ext; p.files[rel] {
			if _, ok := moduleName(rel); ok {
				return rel
			}
		}
	}
	return ""
}

// inside returns the name of a file of the site relative to the package's
// folder; ok is false when it lies elsewhere.
func (p *pkg) inside(file string) (rel string, ok bool) {
	if p.Location == "." {
		return file, true
	}
	return strings.CutPrefix(file, p.Location+"/")
}

// idOf returns the id of the module in a file of the package.
func (p *pkg) idOf(file string) string {
	rel, _ := p.inside(file)
	name, _ := moduleName(rel)
	return p.Name + "/" + name
}

// An esPackage is the ES modules of one package: those that the outside may ask
// for, and what the last bundle of them is.
type esPackage struct {
	*pkg
	entries map[string]*module // by file, relative to the site
	built   int                // how many entries the bundle has
	bundle  *bundle
	ids     map[string]string // what the bundle imports, as esbuild writes it, to the module's id
}

// enterES makes the module an entry of its package's bundle.
func (g *graph) enterES(m *module) {
	e := g.es[m.pkg.Name]
	if e == nil {
		e = &esPackage{pkg: m.pkg, entries: map[string]*module{}, ids: map[string]string{}}
		g.es[m.pkg.Name] = e
	}
	e.entries[m.file] = m
}

// bundleES builds the packages that have gained entries, and queues what these
// import from elsewhere. It reports whether there was one.
func (g *graph) bundleES(ctx context.Context) bool {
	var due []*esPackage
	for _, p := range g.opts.Packages {
		if e := g.es[p.Name]; e != nil && e.built < len(e.entries) {
			due = append(due, e)
		}
	}
	if ctx.Err() != nil {
		return false
	}
	inParallel(len(due), func(i int) { due[i].bundle = g.bundle(due[i]) })
	for _, e := range due {
		e.built = len(e.entries)
		g.connectES(e)
	}
	return len(due) > 0
}

// connectES resolves what a bundle imports from outside.
func (g *graph) connectES(e *esPackage) {
	importers := e.importers(g)
	for _, a := range e.bundle.asks {
		if _, known := e.ids[a.path]; known {
			continue
		}
		m := importers[a.file]
		switch {
		case a.style != "":
			g.addStyle(a.path, a.style, e.pkg, m)
			e.ids[a.path] = a.path
		case a.plain:
			e.ids[a.path] = a.path
		default:
			u := &unit{id: m.id, file: a.file, whole: e.bundle.texts[a.file]}
			e.ids[a.path] = g.resolve(ask{module: m, unit: u, literal: literal{Value: a.value, Start: a.offset, End: a.offset + 1}})
		}
	}
}

// importers returns a module for every file of the bundle, each knowing the one
// that leads to it.
func (e *esPackage) importers(g *graph) map[string]*module {
	out := map[string]*module{}
	var queue []string
	for _, file := range sortedKeys(e.entries) {
		out[file] = e.entries[file]
		queue = append(queue, file)
	}
	for len(queue) > 0 {
		file := queue[0]
		queue = queue[1:]
		for _, to := range e.bundle.imports[file] {
			if out[to] == nil {
				out[to] = &module{id: e.idOf(to), pkg: e.pkg, file: to, from: out[file]}
				queue = append(queue, to)
			}
		}
	}
	for _, a := range e.bundle.asks { // of files that nothing leads to, because there are errors
		if out[a.file] == nil {
			out[a.file] = &module{id: e.idOf(a.file), pkg: e.pkg, file: a.file}
		}
	}
	return out
}

// finishES makes modules of the chunks of all bundles.
func (g *graph) finishES() {
	var found diag.List
	for _, p := range g.opts.Packages {
		if e := g.es[p.Name]; e != nil && e.bundle != nil {
			found.Add(e.bundle.ds...)
		}
	}
	g.ds.Add(found...)
	if found.HasErrors() {
		return
	}
	g.bundleNPM()
	for _, p := range g.opts.Packages {
		if e := g.es[p.Name]; e != nil && e.bundle != nil {
			paths := e.bundle.paths()
			for _, c := range e.bundle.chunks {
				g.addChunk(c, e.pkg, func(p string) string { return g.idOfImport(e, paths, p) })
			}
			e.carryAssets(g)
		}
	}
	g.npm.settle()
	g.warnCycles()
}

// paths returns the ids of the bundle's own chunks.
func (b *bundle) paths() map[string]string {
	out := map[string]string{}
	for _, c := range b.chunks {
		out[c.path] = c.id
	}
	return out
}

// idOfImport returns the id of what a chunk of the package imports.
func (g *graph) idOfImport(e *esPackage, paths map[string]string, p string) string {
	if id, ok := paths[p]; ok {
		return id
	}
	if id, ok := g.npm.id(e.pkg, p); ok {
		return id
	}
	if id := e.ids[p]; id != "" {
		return id
	}
	return p
}

// addChunk makes a module of a chunk. ids turns what it imports into ids.
func (g *graph) addChunk(c *chunk, p *pkg, ids func(string) string) {
	m := g.modules[c.id]
	if m == nil {
		m = &module{id: c.id, pkg: p, file: c.file}
		g.modules[c.id] = m
	}
	u := c.unit(ids)
	m.units, m.deps = []*unit{u}, u.made.deps
}

// carryAssets gives the files that the bundle names to one of its chunks.
func (e *esPackage) carryAssets(g *graph) {
	if len(e.bundle.chunks) > 0 {
		g.modules[e.bundle.chunks[0].id].units[0].made.assets = e.bundle.assets
	}
}

func isModule(rel string) bool {
	_, ok := moduleName(rel)
	return ok
}

// exported returns the ids of the modules that Exports names.
func (p *pkg) exported() []string {
	var out []string
	for _, rel := range sortedKeys(p.files) {
		in := false
		for _, glob := range p.Exports {
			narrow := strings.HasPrefix(glob, "!")
			if ok, err := doublestar.Match(strings.TrimPrefix(glob, "!"), rel); err == nil && ok {
				in = !narrow
			}
		}
		if in && isModule(rel) {
			out = append(out, p.idOf(path.Join(p.Location, rel)))
		}
	}
	return out
}

// warnCycles reports the chunks whose default or namespace import is part of a
// cycle of defines: it may be looked at before there is anything to see.
func (g *graph) warnCycles() {
	for _, id := range g.ids() {
		m := g.modules[id]
		if len(m.units) != 1 || m.units[0].made == nil {
			continue
		}
		for _, to := range m.units[0].made.snapshots {
			if to != id && g.closure([]string{to})[id] {
				g.ds.Add(esCycle(m.file, id, to))
			}
		}
	}
}
