package amd

import (
	"cmp"
	"fmt"
)

// enter queues the entries: each package's main, the modules of complete
// packages, what starts the application, and what declared layers include.
func (g *graph) enter() {
	for _, p := range g.opts.Packages {
		g.enterPackage(p)
	}
	if id := g.meaning(g.opts.Start); g.target(g.holder(id)) != nil {
		g.enterAs(g.holder(id), "the application starts with it")
	} else if id != "" && !g.provided(id) {
		g.ds.Add(noStart(g.opts.Start, g))
	}
	for _, name := range sortedKeys(g.opts.Layers) {
		g.enterLayer(name)
	}
}

// everyModule is why the modules of a complete package are in its layer.
const everyModule = "every module of the package is in its layer"

func (g *graph) enterPackage(p Package) {
	k := g.find(p.Name)
	main := cmp.Or(p.Main, "main")
	switch {
	case p.Layer != "", p.Library: // a folder of sources, which is what others ask for
	case k.lookup(main) != "":
		g.enterAs(p.main(), "main module of the package "+p.Name)
	case len(k.files) > 0 && !p.Complete:
		g.ds.Add(noMain(p, main, k))
	}
	for _, id := range k.exported() {
		g.enterOptional(id, "exported by the package "+p.Name)
	}
	if !p.Complete {
		return
	}
	modules, texts := k.complete()
	for _, id := range modules {
		if g.opts.wantsLocale(localeOf(id)) {
			g.enterOptional(id, everyModule)
		}
	}
	for _, id := range texts {
		g.enterAs("text!"+id, everyModule)
	}
}

func (g *graph) enterLayer(name string) {
	spec := g.opts.Layers[name]
	if spec.Create && g.target(name) != nil {
		g.ds.Add(createsTwice(name, g))
	}
	for _, id := range spec.Include {
		switch held := g.holder(g.meaning(id)); {
		case g.opts.isIndex(id):
			g.ds.Add(includesIndex(name, id, g))
		case g.target(held) == nil:
			g.ds.Add(noInclude(name, id, g))
		default:
			g.enterAs(held, "included by the layer "+name)
		}
	}
	for i, id := range spec.Exclude {
		if _, isLayer := g.opts.Layers[id]; !isLayer && !g.isThere(id) {
			g.ds.Add(noExclude(name, id, fmt.Sprintf("exclude[%d]", i), g))
		}
	}
	for i, id := range spec.ExcludeShallow {
		if !g.isThere(id) {
			g.ds.Add(noExclude(name, id, fmt.Sprintf("excludeShallow[%d]", i), g))
		}
	}
}

// isThere reports whether the id means a module of a package or of the page.
func (g *graph) isThere(id string) bool {
	return g.target(g.holder(g.meaning(id))) != nil || g.provided(id)
}

// meaning returns the id that a page gets for id where no module asks for it:
// what the map has for all modules, to which the packages of replaced plugins
// belong.
func (g *graph) meaning(id string) string { return starred(g.stars, id) }

// enterAs queues an entry, and says why it is one.
func (g *graph) enterAs(id, reason string) { g.enterOne(id, reason, false) }

// enterOptional is enterAs for what may turn out to be no module.
func (g *graph) enterOptional(id, reason string) { g.enterOne(id, reason, true) }

func (g *graph) enterOne(id, reason string, optional bool) {
	g.add(id, nil, optional)
	if m := g.modules[id]; m != nil && (m.entry == "" || m.entry == everyModule) {
		m.entry = reason
	}
}
