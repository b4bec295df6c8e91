// Package builder is the pipeline: it turns the folder of a site into the files
// of its output.
//
//	out, ds := builder.Build(ctx, os.DirFS("site"), builder.Options{})
//	ds = builder.Write(ctx, out, builder.Place{Source: "site", Output: "site/public"})
//
// [Build] writes nothing and changes nothing; it reads through an fs.FS, and what
// it returns depends on nothing else, so that the same site gives the same bytes
// everywhere. [Write] publishes an Output whole. [Plugins] goes as far as the
// plugins, and [Reindex] mends the plugin index of a site that is published
// already.
//
// The stages are packages that know nothing of one another: site reads the
// configuration and renders pages, plugin finds and orders plugins, amd compiles
// their modules. Only this package knows all three.
package builder

import (
	"context"
	"io/fs"
	"slices"

	"strata/amd"
	"strata/internal/diag"
	"strata/plugin"
	"strata/site"
)

// Options say how to build. The zero value builds the site as it is, readable.
type Options struct {
	ConfigFile string            // configuration file, relative to the site; empty is strata.yaml, if there is one
	Env        []string          // the environment, in the form of os.Environ; STRATA_* override the configuration
	Set        map[string]string // configuration keys that flags set
	Minify     bool
	Probe      bool   // finished layers are run, to prove what they define
	Strict     bool   // warnings fail the build too
	KeepGoing  bool   // a plugin with errors is left out, and the rest is built
	LiveReload string // URL of the live reload client that pages load; empty for none
	Cache      *Cache
	Progress   func(stage string) // called as each stage begins; may be nil
	Reads      func(Reads)        // called at the end with what was looked at; may be nil
	Changed    []string           // with a Cache in memory: all names that may look different than to its last Build; nil if that is not known
}

// Build turns the site in src into an Output. It writes nothing. When there are
// errors, the output is nil. The diagnostics are sorted.
func Build(ctx context.Context, src fs.FS, opts Options) (*Output, diag.List) {
	reads := newTracker(src, opts)
	b := build{src: reads, opts: opts, out: map[string]bool{}}
	if opts.Reads != nil {
		defer func() { opts.Reads(reads.reads()) }()
	}
	for {
		out, ds := b.run(ctx)
		if opts.KeepGoing && b.leaveOut(ds) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, diag.List{{Text: err.Error()}}
		}
		if out != nil && opts.Strict && ds.Count(diag.Warning) > 0 {
			out = nil
		}
		return out, b.overlay.told(ds).Sorted()
	}
}

// A build is one Build under way.
type build struct {
	src  fs.FS // the site
	tree fs.FS // with overlays laid over its plugins
	opts Options
	dirs []plugin.Plugin // those found, to tell whose an error is
	read amd.Config      // what files of amdConfig say
	out  map[string]bool // folders of plugins that are left out ...
	why  diag.List       // ... and for what

	overlay *overlay
	silent  silence
}

// run is the pipeline. A stage that is given a half-broken value does what it
// can, so that one run reports every mistake.
func (b *build) run(ctx context.Context) (*Output, diag.List) {
	ds := slices.Clone(b.why)
	var r result
	b.progress("reading the site")
	r.cfg, r.set = b.found(&ds)            // strata.yaml, plugin folders → Config, Set
	b.warnEmpty(r.cfg, &ds)                // for who builds the wrong folder
	b.name(&r.cfg, r.set, &ds)             // strata/... → what the site calls it
	b.locked(r.cfg, r.set, &ds)            // strata.lock → what somebody should look at
	r.offer = b.gather(r.cfg, &r.set, &ds) // what plugins declare → offer
	b.progress("compiling layers")
	r.layers = b.compile(ctx, r.cfg, r.set, &ds)  // client modules → []Layer
	forget(&r.cfg, r.layers)                      // a name that nobody asks for
	r.index = newIndex(r.cfg, r.set, r.layers)    // names and places → index, path map
	r.facts = r.offer.told(r.layers)              // the offer → modules beside the index
	r.boot = b.boot(r.cfg, r.index, r.facts, &ds) // the loader → boot script
	b.progress("rendering pages")
	r.scene = b.scene(r, &ds)       // all of these → what templates see and call
	r.pages = b.render(ctx, r, &ds) // content, layouts → pages
	files := b.files(r, &ds)
	if ds.HasErrors() {
		return nil, ds
	}
	files = assemble(b.unscripted(files), &ds)
	r.offer.checkPictures(files)
	if ds.HasErrors() {
		return nil, ds
	}
	r.overlay, r.silent = b.overlay, b.silent
	return newOutput(r, files), ds
}

// files are what the stages have made, and what is copied.
func (b *build) files(r result, ds *diag.List) []File {
	static := b.static(r.cfg, r.offer.Contributions, ds)
	assets := b.assets(r.cfg, r.set, ds)
	return slices.Concat(b.minify(r.pages), r.index.files(), r.boot.files, r.scene.parts.files(), factFiles(r.facts),
		layerFiles(r.cfg, r.layers), routes(r.cfg, r.offer.Contributions, static), schedule(r.cfg, r.offer.Contributions), r.offer.spoken.instead(assets))
}

func (b *build) progress(stage string) {
	if b.opts.Progress != nil {
		b.opts.Progress(stage)
	}
}

// Plugins goes as far as the plugins of the site in src and what they contribute:
// which there are, in load order, and why some are left out. When there are errors,
// it still returns what it found.
func Plugins(src fs.FS, opts Options) ([]PluginReport, diag.List) {
	b := build{src: src, opts: opts, out: map[string]bool{}}
	for {
		ds := slices.Clone(b.why)
		cfg, set := b.found(&ds)
		b.viewer(cfg, plugin.Gather(set, &ds), &ds)
		if !opts.KeepGoing || !b.leaveOut(ds) {
			return b.silent.report(reportPlugins(set)), b.overlay.told(ds).Sorted()
		}
	}
}

// found is run as far as the plugins.
func (b *build) found(ds *diag.List) (site.Config, plugin.Set) {
	cfg := site.Load(b.src, b.load(), ds)
	b.application(&cfg, ds)
	set := b.plugins(cfg, ds)
	b.silence(&cfg, &set, ds)
	return cfg, set
}
