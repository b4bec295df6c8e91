package amd

import (
	"slices"

	"strata/internal/diag"
)

// maxWindow is how many bytes of modules are compiled before their layers are
// joined and what was needed for it is let go.
const maxWindow = 4 << 20

// layers compiles and joins what is planned. A layer that the cache has is not
// even looked into, so a build that changes nothing never asks esbuild.
func (g *graph) layers(plans []plan, ds *diag.List) []Layer {
	out := make([]Layer, len(plans))
	keys := make([]cacheKey, len(plans))
	var window []int
	size := 0
	for i, p := range plans {
		var ok bool
		keys[i] = p.key(g.opts)
		if out[i], ok = lookup(g.opts.Cache, p.pack, keys[i], layerCodec); ok {
			continue
		}
		window = append(window, i)
		if size += p.size(); size > maxWindow {
			g.join(plans, window, out, ds)
			window, size = nil, 0
		}
	}
	g.join(plans, window, out, ds)
	if ds.HasErrors() {
		return nil
	}
	for i := range plans {
		plans[i].describe(&out[i])
	}
	return out
}

// size is how many bytes of source the plan joins.
func (p plan) size() int {
	n := 0
	for _, u := range p.units {
		n += len(u.src) + len(u.text)
	}
	return n
}

// join makes some of the planned layers. When there is an error, it goes on to
// find the others, and makes none.
func (g *graph) join(plans []plan, which []int, out []Layer, ds *diag.List) {
	all := g.transform(plans, which)
	talks := g.report(all, ds)
	if ds.HasErrors() {
		return
	}
	blobs := map[int]map[*unit]*blob{}
	for _, i := range which {
		blobs[i] = map[*unit]*blob{}
	}
	for _, j := range all {
		for k, u := range j.units {
			blobs[j.plan][u] = j.blobs[k]
		}
	}
	inParallel(len(which), func(k int) {
		i := which[k]
		out[i] = plans[i].write(g.opts, blobs[i])
		if !talks[i] {
			keep(g.opts.Cache, plans[i].pack, plans[i].key(g.opts), out[i], layerCodec)
		}
	})
	for _, j := range all {
		for _, u := range j.units {
			if u.made == nil {
				u.scan = nil // it is read again if another layer needs it
			}
		}
	}
}

// A job is a batch of units of one planned layer, compiled in one call.
type job struct {
	plan  int
	alone bool // it is the only one of its layer
	units []*unit
	blobs []*blob
}

// transform compiles the units of the plans. What a batch is made of depends on
// its own layer alone, and so do its bytes.
func (g *graph) transform(plans []plan, which []int) []job {
	var all []job
	for _, i := range which {
		units := slices.DeleteFunc(slices.Clone(plans[i].units), func(u *unit) bool { return u.kind == textUnit })
		inParallel(len(units), func(k int) { units[k].rescan(g.opts) })
		batches := g.opts.batches(units)
		for _, batch := range batches {
			all = append(all, job{plan: i, alone: len(batches) == 1, units: batch})
		}
	}
	inParallel(len(all), func(k int) { all[k].compile(plans[all[k].plan].pack, g.opts) })
	return all
}

// compile makes the blobs, unless the cache has them. What is a layer of its own
// is kept as that.
func (j *job) compile(pack string, opts *Options) {
	if j.units[0].made != nil {
		j.blobs = cached(opts.Cache, opts.unitKey(j.units[0]), func() []*blob { return transformBatch(j.units, opts) })
		return
	}
	if !opts.Minify || j.alone {
		j.blobs = transformBatch(j.units, opts)
		return
	}
	key := opts.batchKey(j.units)
	blobs, ok := lookup(opts.Cache, pack, key, blobsCodec)
	if ok && len(blobs) == len(j.units) {
		for i, u := range j.units {
			blobs[i].file, blobs[i].source = u.file, u.whole
		}
		j.blobs = blobs
		return
	}
	j.blobs = transformBatch(j.units, opts)
	if !hasNotes(j.blobs) {
		keep(opts.Cache, pack, key, j.blobs, blobsCodec)
	}
}

func hasNotes(blobs []*blob) bool {
	return slices.ContainsFunc(blobs, func(b *blob) bool { return len(b.notes)+len(b.ds) > 0 })
}

// report says what there is to say about the units, once about each, and
// returns the plans that it is about.
func (g *graph) report(all []job, ds *diag.List) map[int]bool {
	talks := map[int]bool{}
	said := map[*unit]bool{}
	for _, j := range all {
		talks[j.plan] = talks[j.plan] || hasNotes(j.blobs)
		for i, u := range j.units {
			if !said[u] {
				ds.Add(u.diagnostics(j.blobs[i].notes)...)
				ds.Add(j.blobs[i].ds...)
			}
			said[u] = true
		}
	}
	return talks
}
