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
	Base       string               // folder of the AMD base in the output, for source maps
	ConfigFile string               // the file that declares Layers, for diagnostics
	Minify     bool
	SourceMaps bool
	KeepNames  bool // functions keep their names when minified
	Cache      *Cache
}

// A LayerSpec declares a layer: the modules that Include reaches, without those
// that Exclude reaches. Exclude names modules or other declared layers.
type LayerSpec struct {
	Include, Exclude []string
	Line, Column     int // of Include in Options.ConfigFile, for diagnostics
}

// isIndex reports whether the id is the plugin index or a module written
// beside it. They are loaded late and never become part of a layer.
func (o *Options) isIndex(id string) bool {
	return o.Index != "" && (id == o.Index || id == DetailsID(o.Index) || id == pathMapID(o.Index))
}

// Compile reads the client modules of all packages and joins them into layers:
// one for each package, and those that are declared. It reports every mistake
// in the modules; when there is one, it returns no layers. Layers come in the
// order of Packages, then declared ones by name; a layer without modules is
// left out.
func Compile(ctx context.Context, src fs.FS, opts Options, ds *diag.List) []Layer {
	opts.Cache.turn()
	var found diag.List
	g := buildGraph(ctx, src, &opts, &found)
	for _, id := range g.ids() {
		if m := g.modules[id]; m.leftOut() {
			found.Add(notAModule(m))
		}
	}
	layers := g.layers(g.plan(), &found)
	ds.Add(found...)
	if found.HasErrors() || ctx.Err() != nil {
		return nil
	}
	return layers
}

// layers compiles and joins what is planned. A layer that the cache has is not
// even looked into, so a build that changes nothing never asks esbuild.
func (g *graph) layers(plans []plan, ds *diag.List) []Layer {
	out := make([]Layer, len(plans))
	keys := make([]cacheKey, len(plans))
	var missing []int
	for i, p := range plans {
		var ok bool
		keys[i] = p.key(g.opts)
		if out[i], ok = lookup(g.opts.Cache, p.name, keys[i], layerCodec); !ok {
			missing = append(missing, i)
		}
	}
	jobs := g.transform(plans, missing)
	blobs := g.report(jobs, ds)
	if ds.HasErrors() {
		return nil
	}
	inParallel(len(missing), func(k int) {
		i := missing[k]
		out[i] = plans[i].write(g.opts, blobs[i])
		if !jobs.talk(i) {
			keep(g.opts.Cache, plans[i].name, keys[i], out[i], layerCodec)
		}
	})
	for i := range plans {
		out[i].Modules = plans[i].listed()
	}
	return out
}

// A job is a batch of units of one planned layer, compiled in one call.
type job struct {
	plan  int
	units []*unit
	blobs []*blob
}

type jobs []job

// talk reports whether there is something to say about a unit of the plan.
func (j jobs) talk(plan int) bool {
	return slices.ContainsFunc(j, func(j job) bool { return j.plan == plan && hasNotes(j.blobs) })
}

func hasNotes(blobs []*blob) bool {
	return slices.ContainsFunc(blobs, func(b *blob) bool { return len(b.notes) > 0 })
}

// transform compiles the units of the plans. What a batch is made of depends on
// its own layer alone, and so do its bytes.
func (g *graph) transform(plans []plan, which []int) jobs {
	var all jobs
	for _, i := range which {
		units := slices.DeleteFunc(slices.Clone(plans[i].units), func(u *unit) bool { return u.kind == textUnit })
		inParallel(len(units), func(k int) { units[k].rescan() })
		for _, batch := range g.opts.batches(units) {
			all = append(all, job{plan: i, units: batch})
		}
	}
	inParallel(len(all), func(k int) { all[k].blobs = g.opts.compiled(plans[all[k].plan].name, all[k].units) })
	return all
}

// compiled returns the blobs of a batch, from the cache if it has them.
func (o *Options) compiled(layer string, units []*unit) []*blob {
	key := o.batchKey(units)
	blobs, ok := lookup(o.Cache, layer, key, blobsCodec)
	if ok && len(blobs) == len(units) {
		for i, u := range units {
			blobs[i].file, blobs[i].source = u.file, u.whole
		}
		return blobs
	}
	blobs = transformBatch(units, o)
	if o.Minify && !hasNotes(blobs) {
		keep(o.Cache, layer, key, blobs, blobsCodec)
	}
	return blobs
}

// report collects the blobs of each plan, and what there is to say about them.
func (g *graph) report(all jobs, ds *diag.List) map[int]map[*unit]*blob {
	out := map[int]map[*unit]*blob{}
	said := map[*unit]bool{}
	for _, j := range all {
		if out[j.plan] == nil {
			out[j.plan] = map[*unit]*blob{}
		}
		for i, u := range j.units {
			out[j.plan][u] = j.blobs[i]
			if !said[u] {
				ds.Add(u.diagnostics(j.blobs[i].notes)...)
			}
			said[u] = true
		}
	}
	return out
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
