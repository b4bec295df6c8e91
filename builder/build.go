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
	b.progress("reading the site")
	cfg := site.Load(b.src, b.load(), &ds) // strata.yaml      → Config
	b.application(&cfg, &ds)               // amdConfig        → what it leaves open
	b.warnEmpty(cfg, &ds)                  // for who builds the wrong folder
	set := b.plugins(cfg, &ds)             // plugin folders   → Set
	b.silence(&cfg, &set, &ds)             // safe mode        → less code
	b.locked(cfg, set, &ds)                // strata.lock      → what has changed
	offer := plugin.Gather(set, &ds)       // what they add    → Contributions
	texts := b.texts(cfg, &set, &ds)       // their languages  → Texts
	values := b.values(cfg, set, &ds)      // their settings   → Configuration
	b.progress("compiling layers")
	spoken := b.localize(cfg, &set, &ds)    // texts for the browser
	layers := b.compile(ctx, cfg, set, &ds) // client modules   → []Layer
	b.namedModules(cfg, set, &ds)           // for ids that only texts mention
	index := newIndex(cfg, set, layers)     // names and places → index, path map
	who := b.viewer(cfg, offer, &ds)        // role             → what it may see
	n := narrator{cfg, set, texts.Texts, who, &ds, b.silent, map[string]bool{}, map[string]plugin.MenuItem{}}
	menus := n.menus(offer)                                             // what they show
	said := told(append(n.facts(offer, menus), texts.facts...), layers) // what modules may ask for
	boot := b.boot(cfg, index, said, &ds)                               // the loader       → boot script
	b.progress("rendering pages")
	seen := b.detailed(model(cfg, set, layers, boot), cfg, set, layers)
	translateGiven(seen.Plugins, texts.Texts, cfg.Language)
	seen = speaking(seen, texts.Texts, values)
	seen.Menus = menus
	seen = who.seeing(seen)
	parts := b.newComponents(cfg, offer, seen)
	calls := b.markup(cfg, set, offer, &ds)          // functions of plugins
	seen.PageRules = b.rules(cfg, calls, parts, &ds) // what front matter has to satisfy
	seen = b.extend(seen, calls, parts)              // tags, components → what templates may use
	pages := b.render(ctx, cfg, seen, offer, &ds)    // content, layouts → pages
	calls.told(&ds)
	files := slices.Concat(b.minify(pages), index.files(), boot.files, parts.files(), factFiles(said), layerFiles(cfg, layers),
		routes(cfg, offer, b.static(cfg, offer, &ds)), schedule(cfg, offer), spoken.instead(b.assets(cfg, set, &ds)))
	if ds.HasErrors() {
		return nil, ds
	}
	files = assemble(b.unscripted(files), &ds)
	n.checkPictures(files)
	if ds.HasErrors() {
		return nil, ds
	}
	out := newOutput(result{cfg, set, b.silent, offer, layers, index, pages}, files)
	out.overlay, out.Report.Overrides = b.overlay, b.overlay.laid
	return out, ds
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
