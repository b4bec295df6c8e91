package amd

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"strata/internal/diag"
)

// A module is one id that a layer answers.
type module struct {
	id       string // "acme/blog/api", "text!acme/blog/a.html"
	pkg      *pkg
	file     string // site-relative
	text     bool
	strip    bool
	optional bool // found in a complete package, and perhaps no module at all
	units    []*unit
	deps     []string                     // ids, resolved, in source order; what the page provides included
	asks     []string                     // ids of the modules that it brings along
	also     []string                     // ids that it may need beside deps: loader plugins, and what these ask for
	asked    []string                     // those of asks that it asks for when it runs: by require([...]) in a function
	entry    string                       // why it is there although no module asks for it, "" when one does
	from     *module                      // the module that first asked for it, nil for an entry
	data     func(*graph, *module) loaded // reads what is no module of JavaScript, nil for others
	late     bool                         // its text alone does not tell which modules its dependencies are: files that are no modules, or npm's
	absent   int                          // how many of its dependencies are not there
}

// A graph is the modules of all packages that are reachable, or belong to a
// complete package.
type graph struct {
	src     fs.FS
	opts    *Options
	pkgs    map[string]*pkg       // by name
	es      map[string]*esPackage // by name of the package
	npm     *npm
	modules map[string]*module
	pending []*module
	missing []missing
	ds      *diag.List
	sorting sync.Mutex // guards
	order   []string   // ids of all modules, sorted, once it is known
	env     cacheKey   // of all that resolving depends on besides a module's text

	stars   map[string]string        // the map of all modules
	bundled map[string]string        // id to the module whose file defines it
	folders map[string][]fs.DirEntry // what exists looked at
	plugged []plugged                // resources of loader plugins that are modules
}

// A missing id has no file of its own. Whether a file of several modules
// defines it is known when all files are read.
type missing struct {
	id string
	d  diag.Diagnostic
}

// buildGraph reads every module that the layers need.
func buildGraph(ctx context.Context, src fs.FS, opts *Options, ds *diag.List) *graph {
	g := &graph{src: src, opts: opts, pkgs: map[string]*pkg{}, es: map[string]*esPackage{}, modules: map[string]*module{}, ds: ds,
		stars: opts.everywhere(), bundled: map[string]string{}, folders: map[string][]fs.DirEntry{}}
	g.npm = newNPM(g)
	for _, p := range opts.Packages {
		g.pkgs[p.Name] = open(src, p, ds)
	}
	g.openPaths()
	g.openBundles()
	g.ownNames()
	g.checkMap()
	g.env = g.environment()
	g.enter()
	for g.drain(ctx); g.bundleES(ctx); {
		g.drain(ctx)
	}
	g.finishES()
	g.finishBundles()
	g.reportMissing()
	g.reportPluginCycles()
	return g
}

// drain reads the modules that wait, and those that these lead to.
func (g *graph) drain(ctx context.Context) {
	for len(g.pending) > 0 && ctx.Err() == nil {
		wave := g.pending
		g.pending = nil
		results := make([]loaded, len(wave))
		inParallel(len(wave), func(i int) { results[i] = g.load(wave[i]) })
		for i, m := range wave {
			g.ds.Add(results[i].ds...)
			m.units = results[i].units
			if results[i].es {
				g.enterES(m)
			}
			g.link(m, results[i])
		}
	}
}

// link finds what a module depends on, from the cache if it knows.
func (g *graph) link(m *module, l loaded) {
	if l.linked != nil {
		g.opts.Cache.noteLoaded(m.units[0], g.env, l.linked)
		g.opts.Cache.touch(m.units[0].linkedKey)
		m.deps, m.asked = l.linked.deps, l.linked.asked
		for _, id := range l.linked.asks {
			g.add(id, m, false)
		}
		return
	}
	said := len(*g.ds) + len(g.missing) + len(g.plugged) + len(g.npm.amd)
	g.giveShim(m)
	g.divide(m)
	g.connect(m)
	after := len(*g.ds) + len(g.missing) + len(g.plugged) + len(g.npm.amd)
	if len(l.ds) > 0 || after > said || !g.isSimple(m) || g.followsPath(m) {
		return
	}
	u := m.units[0]
	found := linked{u.ids, m.deps, m.asks, m.asked, u.renamed}
	keep(g.opts.Cache, m.pkg.Name, u.linkedKey, found, linkedCodec)
	g.opts.Cache.noteLoaded(u, g.env, &found)
}

// isSimple reports whether all that follows from the module's text is what
// linked holds.
func (g *graph) isSimple(m *module) bool {
	translated := path.Base(path.Dir(m.id)) == "nls" || localeOf(m.id) != ""
	if len(m.units) != 1 || m.late || len(m.also) > 0 || translated && (g.opts.Locales != nil || g.opts.LocaleLayers) {
		return false
	}
	u := m.units[0]
	return u.kind == defineUnit && u.made == nil && u.shim == nil && len(u.constants) == 0 && u.isWhole()
}

// followsPath reports whether a path leads to something that the module brings
// along. What lies there is listed late, and is no part of environment.
func (g *graph) followsPath(m *module) bool {
	return slices.ContainsFunc(m.asks, func(id string) bool { return g.modules[id] != nil && g.modules[id].pkg.path })
}

// isWhole reports whether the unit is all of its file, and nothing was left out.
func (u *unit) isWhole() bool {
	return len(u.src) == len(u.whole) && (len(u.src) == 0 || &u.src[0] == &u.whole[0])
}

// environment names what resolving a dependency depends on: the options, and
// which files there are.
func (g *graph) environment() cacheKey {
	if g.opts.Cache == nil {
		return cacheKey{}
	}
	parts := [][]byte{g.opts.text()}
	for _, name := range sortedKeys(g.pkgs) {
		k := g.pkgs[name]
		for _, files := range []iter.Seq[string]{maps.Keys(k.files), maps.Keys(k.odd)} {
			parts = append(parts, []byte(name), []byte(strings.Join(slices.Sorted(files), "\n")))
		}
	}
	for _, dir := range sortedKeys(g.folders) {
		for _, e := range g.folders[dir] {
			parts = append(parts, []byte(dir), []byte(e.Name()), []byte(e.Type().String()))
		}
	}
	return newKey(parts...)
}

// reportMissing reports the ids that no file defines, and those that two do.
func (g *graph) reportMissing() {
	if len(g.missing) == 0 && !g.definesMore() {
		return
	}
	defined := map[string]string{} // id to file
	for _, name := range g.ids() {
		for _, u := range g.modules[name].units {
			for _, id := range append([]string{u.id}, u.ids...) {
				if other, ok := defined[id]; ok && other != u.file {
					g.ds.Add(definedTwice(u, id, other))
				}
				defined[id] = u.file
			}
		}
	}
	for _, m := range g.missing {
		if _, ok := defined[m.id]; !ok {
			g.ds.Add(m.d)
		}
	}
}

// definesMore reports whether a file defines another id than its own.
func (g *graph) definesMore() bool {
	for id, m := range g.modules {
		for _, u := range m.units {
			if u.id != id || slices.ContainsFunc(u.ids, func(other string) bool { return other != id }) {
				return true
			}
		}
	}
	return false
}

// inParallel calls f for 0..n-1 on all processors.
func inParallel(n int, f func(int)) {
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range n {
		group.Go(func() error { f(i); return nil })
	}
	_ = group.Wait() // f returns no error
}

// find returns the package with the longest name that is id or a prefix of it.
func (g *graph) find(id string) *pkg {
	for prefix := id; ; {
		if p, ok := g.pkgs[prefix]; ok {
			g.read(p)
			return p
		}
		slash := strings.LastIndexByte(prefix, '/')
		if slash < 0 {
			return nil
		}
		prefix = prefix[:slash]
	}
}

// canonical returns the id with a bare package name replaced by its main module.
func (g *graph) canonical(id string) string {
	if p := g.find(id); p != nil && p.Name == id && !p.path {
		return p.main()
	}
	return id
}

// target returns the package that holds the module's file, nil when no package
// does. The index is never a module of a layer: it has to be loaded late.
func (g *graph) target(id string) *pkg {
	id = g.canonical(id)
	p := g.find(id)
	if p == nil || g.opts.isIndex(id) || p.lookup(p.rel(id)) == "" {
		return nil
	}
	return p
}

// add queues a module once; from is the one that asks for it, nil for an entry.
func (g *graph) add(id string, from *module, optional bool) {
	if from != nil {
		from.asks = append(from.asks, id)
	}
	if m, ok := g.modules[id]; ok {
		if m.optional && !optional {
			out := m.leftOut()
			if m.optional = false; out {
				g.connect(m)
			}
		}
		return
	}
	if g.opts.isIndex(id) {
		return
	}
	m := &module{id: id, optional: optional, from: from}
	resource, isText := strings.CutPrefix(id, "text!")
	if !isText {
		resource, isText = strings.CutPrefix(id, "dojo/text!")
	}
	m.text = isText
	resource, m.strip = strings.CutSuffix(resource, "!strip")
	if m.text {
		p, rel := g.resource(resource)
		m.pkg, m.file = p, p.file(rel)
	} else {
		m.pkg = g.find(resource)
		rel := m.pkg.rel(resource)
		m.file = m.pkg.file(cmp.Or(m.pkg.lookup(rel), rel+".js"))
	}
	g.modules[id] = m
	g.pending = append(g.pending, m)
	g.expectBundled(id)
}

// connect resolves what the module's units depend on and queues it.
func (g *graph) connect(m *module) {
	if m.leftOut() {
		return
	}
	seen := map[string]bool{}
	later := laterAsks{}
	for _, u := range m.units {
		if u.kind == textUnit {
			continue
		}
		for _, c := range u.scan.Calls {
			for _, l := range slices.Concat(c.Deps, c.Sugar) {
				id := g.resolve(ask{module: m, unit: u, literal: l, in: u.scan.nameOf(c), local: c.Callee == "define" || c.Local, awaited: c.Callee == "define"})
				if id != "" && !seen[id] && c.Callee == "define" {
					seen[id] = true
					m.deps = append(m.deps, id)
				}
				later.note(id, c)
			}
		}
		g.resolveShim(m, u)
		g.judge(u)
	}
	m.asked = later.list()
}

// leftOut reports whether the module was only found in a complete package, and
// its file turned out to be a script that is no module.
func (m *module) leftOut() bool {
	return m.optional && len(m.units) == 1 && m.units[0].kind == scriptUnit && m.units[0].shim == nil
}

// judge reports what is odd about a unit's calls.
func (g *graph) judge(u *unit) {
	if u.kind == scriptUnit && !u.scan.Empty && u.from == 0 && u.shim == nil {
		g.ds.Add(noDefine(u))
	}
	for _, c := range u.scan.Calls {
		switch {
		case c.ComputedID:
			g.ds.Add(u.computedID(c))
		case c.Callee == "define" && c.Computed:
			g.ds.Add(u.computedDeps(c))
		}
	}
	named := map[string]bool{}
	for _, id := range u.ids {
		named[id] = true
	}
	if u.main() < 0 && len(named) > 0 && !named[u.id] && g.opts.Bundles[u.id] == nil {
		g.ds.Add(otherName(u))
	}
}

// provided reports whether the page supplies the id: a pseudo module, the
// index, a built-in loader plugin, or an id or prefix of Options.Provided.
func (g *graph) provided(id string) bool {
	switch id {
	case "require", "exports", "module", "text":
		return true
	}
	if p := g.find(id); p != nil && p.external {
		return true
	}
	return g.opts.isIndex(id) || g.opts.Layers[id].Create || matchesAny(g.opts.Provided, id)
}

// matchesAny reports whether id is one of the patterns, of which "a/*" stands
// for "a" and everything under it.
func matchesAny(patterns []string, id string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool {
		prefix, wild := strings.CutSuffix(p, "/*")
		return id == prefix || wild && strings.HasPrefix(id, prefix+"/")
	})
}

// ids returns the ids of all modules, sorted. Packages of ES modules, which are
// bundled side by side, ask for them too.
func (g *graph) ids() []string {
	g.sorting.Lock()
	defer g.sorting.Unlock()
	if len(g.order) != len(g.modules) {
		g.order = sortedKeys(g.modules)
	}
	return g.order
}

// unitKey names what a blob depends on besides its text.
func (o *Options) unitKey(u *unit) cacheKey {
	if u.blobKey != (cacheKey{}) {
		return u.blobKey
	}
	if u.made != nil {
		u.blobKey = u.made.key(o, u)
		return u.blobKey
	}
	switches := fmt.Sprintf("%s %t %t %t %t %d %d %d %v %v", o.Format, o.Minify, o.SourceMaps, o.KeepNames, u.named, u.kind, u.from, len(u.src), u.renamed, u.constants)
	switches += o.Target + " " + o.LegalComments
	if u.shim != nil {
		switches += fmt.Sprintf(" %+v %q %t", u.shim, u.deps, o.WrapShim)
	}
	if !u.isWhole() { // it is a part, or parts were left out
		sum := newKey(u.src)
		switches += string(sum[:])
	}
	u.blobKey = newKey([]byte("blob"), []byte(switches), []byte(u.id), []byte(u.file), u.sum[:])
	return u.blobKey
}

// batchKey names what the blobs of a batch depend on.
func (o *Options) batchKey(units []*unit) cacheKey {
	parts := make([][]byte, 0, len(units)+1)
	parts = append(parts, []byte("batch"))
	for _, u := range units {
		key := o.unitKey(u)
		parts = append(parts, key[:])
	}
	return newKey(parts...)
}
