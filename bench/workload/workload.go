// Package workload makes sites to measure builders with: plugins in the FreeIPA
// layout on a package called core, and three plugins that the others share.
//
// The same options give the same bytes. The modules look as if somebody had
// written them: functions, classes, tables, texts, expressions and comments under
// names that differ from module to module, so that minifying and compressing
// behave as on real code. What a plugin's modules depend on is inside the plugin,
// in core, or in a shared plugin, and everything is reached from the main module.
//
// Every module exports a number called checksum, made of a constant of its own,
// of what its own functions return, of its dependencies' checksums and of the
// texts it asks for. [Site.Expected] has the numbers of the main modules: a layer
// whose main module exports the right one holds the whole graph, and runs.
package workload

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"path"
)

// A Kind is the language that the modules are written in.
type Kind string

// The kinds of modules.
const (
	AMD        Kind = "p1" // define calls in ES5, one in ten with CommonJS inside, some with text!
	TypeScript Kind = "p2" // typed ES modules, one in eight of which uses functions of lodash-es
)

// SharedPlugins is how many plugins others depend on: the first ones.
const SharedPlugins = 3

// Options say what to make. The zero value of a field stands for the default
// behind it.
type Options struct {
	Kind    Kind   // AMD
	Plugins int    // 200
	Modules int    // 25, in each plugin
	Core    int    // 40, in the package core
	Size    int    // 2048, of a module on average, in bytes
	Seed    uint64 // 1
}

func (o Options) withDefaults() Options {
	set := func(field *int, value int) {
		if *field <= 0 {
			*field = value
		}
	}
	set(&o.Plugins, 200)
	set(&o.Modules, 25)
	set(&o.Core, 40)
	set(&o.Size, 2048)
	if o.Seed == 0 {
		o.Seed = 1
	}
	if o.Kind == "" {
		o.Kind = AMD
	}
	return o
}

// A File is one file of the site.
type File struct {
	Path string
	Data []byte
}

// A Package is one folder of modules, and becomes one layer.
type Package struct {
	Name string   `json:"name"` // "core", "p000"
	Dir  string   `json:"dir"`  // "core", "plugins/p000"
	Main string   `json:"main"` // id of the main module: "core/main", "p000/p000"
	File string   `json:"file"` // of the main module
	Code string   `json:"-"`    // file with its code: of a plugin in TypeScript, the main module only passes on what that exports
	IDs  []string `json:"-"`
}

// A Site is a finished workload.
type Site struct {
	Kind     Kind
	Packages []Package // core first, then the plugins by name
	Files    []File
	Expected map[string]uint32
}

// New makes the site that the options describe.
func New(opts Options) *Site {
	opts = opts.withDefaults()
	graph := newGraph(opts)
	site := &Site{Kind: opts.Kind, Expected: map[string]uint32{}}
	for _, p := range graph {
		out := Package{Name: p.name, Dir: p.dir, Main: p.modules[0].id(), File: p.modules[0].file(opts.Kind), Code: p.modules[0].file(opts.Kind)}
		for i := len(p.modules) - 1; i >= 0; i-- { // dependencies before those that depend on them
			site.Files = append(site.Files, write(p.modules[i], opts)...)
			out.IDs = append(out.IDs, p.modules[i].id())
		}
		if p.name != "core" {
			site.Files = append(site.Files, File{p.dir + "/plugin.yaml", pluginYAML(p)})
		}
		if p.name != "core" && opts.Kind == TypeScript {
			out.File = p.dir + "/" + p.name + ".js"
			site.Files = append(site.Files, File{out.File, []byte(entry)})
		}
		site.Packages = append(site.Packages, out)
		site.Expected[out.Main] = p.modules[0].checksum
	}
	site.Files = append(site.Files, settings(site)...)
	return site
}

// entry is the main module of a plugin in TypeScript: the layout asks for a .js
// file there.
const entry = `export { checksum, handlers } from "./main";` + "\n"

// A module is one file of the graph.
type module struct {
	pkg      *pkg
	path     string // within the package, without extension
	deps     []*module
	texts    []string // paths of texts, relative to the module's folder
	wrapped  bool     // CommonJS in a define
	npm      bool     // uses lodash-es
	checksum uint32   // once it is written
}

// A pkg is a package whose modules know one another. The first is the main one.
type pkg struct {
	name, dir string
	modules   []*module
}

func (m *module) id() string { return m.pkg.name + "/" + m.path }

func (m *module) file(kind Kind) string {
	switch {
	case kind == AMD:
		return path.Join(m.pkg.dir, m.path+".js")
	case m == m.pkg.modules[0]:
		return path.Join(m.pkg.dir, "main.ts")
	}
	return path.Join(m.pkg.dir, m.path+".ts")
}

// random returns a source of numbers for one thing, so that it is the same
// whatever is made beside it.
func random(seed uint64, format string, args ...any) *rand.Rand {
	h := fnv.New64a()
	fmt.Fprintf(h, format, args...)
	return rand.New(rand.NewPCG(seed, h.Sum64()))
}
