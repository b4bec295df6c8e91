package amd

import (
	"context"
	"io/fs"
	"maps"
	"slices"

	"strata/internal/diag"
)

// Options says what to compile and how. The zero value compiles nothing, for
// Strata's own loader, readable and without source maps.
type Options struct {
	Format     Format
	Packages   []Package            // plugins' and the host application's, in order
	Provided   []string             // ids, or prefixes "dojo/*", that the page supplies
	Layers     map[string]LayerSpec // declared layers by name
	Aliases    map[string]string    // package name of a replaced plugin to that of its replacement
	Globals    []string             // ids, or prefixes, of modules whose declarations are meant to be global
	Start      string               // id of the module that starts the application, "" for none ...
	StartAt    [2]int               // ... and its line and column in ConfigFile
	Index      string               // module id of the plugin index
	Data       []string             // ids, or prefixes of ids, of Data that the page gets from files of their own
	Base       string               // folder of the AMD base in the output, for source maps
	ConfigFile string               // the file that declares Layers, for diagnostics
	Minify     bool
	SourceMaps bool
	KeepNames  bool // functions keep their names when minified

	Target        string // "es2015" to "es2024": modules are written in this language; "es5": they are in it, or reported; else as they are
	LegalComments string // "none" leaves out comments that licences may demand when minifying, "collected" puts them into Layer.Legal; else they are kept

	Probe   bool // the layers are run, to prove that they define what they should and do nothing else
	Cache   *Cache
	Changed []string // files that changed since the last Compile with the Cache, all of what it looked at; nil if that is not known
	Resolution

	CSS          string       // "link" for style sheets in files of their own, else they are in the layers
	Combined     bool         // one layer holds all that is loaded at the start
	Apart        bool         // each module of a package is in a layer of its own
	Lazy         bool         // what is only asked for when a module runs is in layers that are loaded then; so Package.Lazy says of one package
	SharedLayers []SharedSpec // layers of what several packages need; of two that fit a module, the first
	Scopes       []Scope      // pages that load some of the layers

	TopLevelAwait string          // "detach" lets modules that await something load where nobody waits for them, else that is an error
	Shared        map[string]bool // npm packages that are, or are not, in the layer that all packages share; others are when two need them
}

// A LayerSpec declares a layer: the modules that Include reaches, without those
// that Exclude reaches. Exclude names modules or other declared layers.
type LayerSpec struct {
	Include, Exclude []string
	ExcludeShallow   []string // modules that are left out alone, without what they reach
	Create           bool     // the layer's name is a module that depends on Include
	Named            bool     // the layer holds the module of its name, which is created when there is none
	Line, Column     int      // of Include in Options.ConfigFile, for diagnostics
	File             string   // where that is, when it is another file
}

// isIndex reports whether the id is the plugin index or a module written
// beside it. They are loaded late and never become part of a layer.
func (o *Options) isIndex(id string) bool {
	return o.Index != "" && (id == o.Index || id == DetailsID(o.Index) || id == pathMapID(o.Index)) || matchesAny(o.Data, id)
}

// Compile reads the client modules of all packages and joins them into layers,
// as the options divide them. It reports every mistake in the modules; when there
// is one, it returns no layers. The combined layer comes first, then those of each
// package, in the order of Packages, then those of npm and of paths, then shared
// ones, and then declared ones by name. A layer without modules is left out.
func Compile(ctx context.Context, src fs.FS, opts Options, ds *diag.List) []Layer {
	if layers, ok := opts.Cache.mend(src, &opts, ds); ok {
		return layers
	}
	opts.Cache.turn()
	var found diag.List
	g := buildGraph(ctx, src, &opts, &found)
	for _, id := range g.ids() {
		if m := g.modules[id]; m.leftOut() {
			found.Add(notAModule(m))
		}
	}
	plans := g.plan()
	g.reportLateShims(plans)
	g.checkScopes(plans)
	layers := g.layers(plans, &found)
	if !found.HasErrors() && ctx.Err() == nil {
		g.prove(plans, layers, &found)
	}
	ds.Add(found...)
	if found.HasErrors() || ctx.Err() != nil {
		return nil
	}
	opts.Cache.settled(g, plans, layers, found)
	return layers
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
