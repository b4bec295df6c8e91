package builder

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"strata/amd"
	"strata/internal/diag"
	"strata/plugin"
	"strata/site"
)

// compile makes the layers, and checks the ids that modules only mention.
func (b *build) compile(ctx context.Context, cfg site.Config, set plugin.Set, ds *diag.List) []amd.Layer {
	opts := b.compiling(cfg, set, ds)
	layers := b.recorded(&opts, func() []amd.Layer { return amd.Compile(ctx, amd.WithAPI(b.tree, cfg.Index), opts, ds) })
	b.namedModules(cfg, set, ds)
	return layers
}

// compiling is what the compiler is told.
func (b *build) compiling(cfg site.Config, set plugin.Set, ds *diag.List) amd.Options {
	opts := amd.Options{
		Format: amd.Format(cfg.Loader), Packages: slices.Concat(b.packages(cfg), b.own(cfg), pluginPackages(set)),
		Provided: cfg.Provided, Aliases: packageAliases(set), Layers: map[string]amd.LayerSpec{},
		Start: cfg.Start, Index: cfg.Index, Base: cfg.Base, ConfigFile: b.configFile(), Globals: cfg.Globals,
		Resolution: resolution(cfg), CSS: cfg.CSS, TopLevelAwait: cfg.TopLevelAwait, Shared: cfg.NPM.Shared,
		Minify: b.opts.Minify, SourceMaps: cfg.SourceMaps, KeepNames: cfg.KeepNames, Probe: b.opts.Probe, Target: cfg.Target, LegalComments: cfg.LegalComments,
	}
	opts.Data = dataIDs(cfg)
	opts.Combined, opts.Apart, opts.Lazy = cfg.Layering == "combined", cfg.Layering == "modules", cfg.Lazy
	for _, s := range cfg.Shared {
		opts.SharedLayers = append(opts.SharedLayers, amd.SharedSpec{Name: s.Name, From: s.From, Min: s.Min})
	}
	opts.Scopes = b.scopes(cfg, set, ds)
	opts.Where, opts.Root = b.where(cfg), b.read.Root
	fill(&opts.Layers, b.read.Layers)
	opts.StartAt[0], opts.StartAt[1] = cfg.Place("start")
	if cfg.Loader == string(amd.FormatDojo) {
		opts.Provided = append(slices.Clone(cfg.Provided), "dojo/*")
		if slices.ContainsFunc(cfg.Packages, func(p site.Package) bool { return p.Name == "dojo" }) {
			opts.Provided = cfg.Provided
		}
	}
	for name, l := range cfg.Layers {
		line, column := cfg.Place("layers." + name + ".include")
		opts.Layers[name] = amd.LayerSpec{Include: l.Include, Exclude: l.Exclude, ExcludeShallow: l.ExcludeShallow, Create: l.Create, Line: line, Column: column}
	}
	if b.opts.Cache != nil {
		b.opts.Cache.restore(opts)
		opts.Cache = &b.opts.Cache.layers
	}
	return opts
}

// recorded runs the compiler. It notes what that looks at, and tells it which of
// it changed since the last time.
func (b *build) recorded(opts *amd.Options, compile func() []amd.Layer) []amd.Layer {
	t, ok := b.src.(*tracker)
	if !ok || !t.keeps {
		return compile()
	}
	c := b.opts.Cache
	same := c.overlay == b.overlay.id()
	c.overlay = b.overlay.id()
	if b.opts.Changed != nil && c.compiled != nil && same {
		opts.Changed = []string{}
		for _, name := range b.opts.Changed {
			if c.compiled[name] {
				opts.Changed = append(opts.Changed, b.overlay.names(name)...)
			}
		}
	}
	t.begin()
	layers := compile()
	names := t.end()
	if opts.Changed == nil {
		c.compiled = names
	}
	maps.Copy(c.compiled, names) // it may have looked at a part
	return layers
}

func hostPackages(cfg site.Config, file string) []amd.Package {
	var out []amd.Package
	for i, p := range cfg.Packages {
		line, column := cfg.Place(fmt.Sprintf("packages[%d].location", i))
		out = append(out, amd.Package{Name: p.Name, Location: cmp.Or(p.Location, p.Name), Main: p.Main, Complete: p.Complete,
			Exports: p.Exports, Exclude: p.Exclude, Layer: p.Layer, Lazy: p.Lazy, Output: p.Name, File: file, Line: line, Column: column})
	}
	return out
}

// pluginPackages are the client parts of the active plugins, in load order.
func pluginPackages(set plugin.Set) []amd.Package {
	var out []amd.Package
	for _, p := range set.Active {
		if c := p.Client; c != nil {
			out = append(out, amd.Package{Name: c.Package, Location: c.Dir, Main: c.Main, Complete: c.Complete, Texts: c.Complete, Exports: slices.Concat(c.Exports, componentModules(p)), Exclude: c.Exclude, Lazy: c.Lazy,
				Output: pluginOutput(c), File: p.File})
		}
	}
	return out
}

// pluginOutput is the folder of a plugin's files in the output, relative to the
// AMD base: where FreeIPA looks for it too.
func pluginOutput(c *plugin.Client) string { return "plugins/" + c.Package }

// packageAliases maps the package of each replaced plugin to its replacement's.
// A plugin that is not installed has the package its id stands for.
func packageAliases(set plugin.Set) map[string]string {
	packages := map[string]string{}
	for _, d := range set.Disabled {
		if d.Client != nil {
			packages[d.ID] = d.Client.Package
		}
	}
	out := map[string]string{}
	for old, id := range set.Aliases {
		now, ok := set.Lookup(id)
		if !ok || now.Client == nil {
			continue
		}
		from := cmp.Or(packages[old], strings.ToLower(strings.ReplaceAll(old, ".", "/")))
		if from != now.Client.Package {
			out[from] = now.Client.Package
		}
	}
	return out
}

// hostLayers are the layers that belong to no plugin.
func hostLayers(set plugin.Set, layers []amd.Layer) []amd.Layer {
	plugins := map[string]bool{}
	for _, p := range set.Active {
		if p.Client != nil {
			plugins[p.Client.Package] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(layers), func(l amd.Layer) bool { return plugins[l.Package] })
}

func layerFiles(cfg site.Config, layers []amd.Layer) []File {
	var out []File
	for _, l := range layers {
		name := path.Join(cfg.Base, l.Path)
		out = append(out, File{Path: name, Data: l.Code})
		if l.Map != nil {
			out = append(out, File{Path: name + ".map", Data: l.Map})
		}
		if l.Legal != nil {
			out = append(out, File{Path: name + ".LEGAL.txt", Data: l.Legal})
		}
		for _, a := range l.Assets {
			out = append(out, File{Path: path.Join(cfg.Base, a.Path), Data: a.Data})
		}
	}
	return out
}
