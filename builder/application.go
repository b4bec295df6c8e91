package builder

import (
	"slices"
	"strings"

	"strata/amd"
	"strata/internal/diag"
	"strata/site"
)

// application fills what the configuration leaves open from the files that
// amdConfig names. Of several files, what a later one says counts.
func (b *build) application(cfg *site.Config, ds *diag.List) {
	b.read = amd.Config{Places: map[string]amd.Place{}}
	for _, file := range slices.Backward(cfg.AMDConfig) {
		read := amd.ReadConfig(b.src, file, ds)
		b.take(cfg, read)
	}
}

// take adds what the file says of what nobody has said anything of.
func (b *build) take(cfg *site.Config, read amd.Config) {
	for _, p := range read.Packages {
		if !slices.ContainsFunc(cfg.Packages, func(own site.Package) bool { return own.Name == p.Name }) {
			cfg.Packages = append(cfg.Packages, site.Package{Name: p.Name, Location: p.Location, Main: p.Main})
			b.read.Packages = append(b.read.Packages, p)
		}
	}
	fill(&cfg.Paths, lists(read.Paths))
	for scope, m := range read.Map {
		own := cfg.Map[scope]
		fill(&own, m)
		fill(&cfg.Map, map[string]map[string]string{scope: own})
	}
	fill(&cfg.Bundles, read.Bundles)
	fill(&cfg.Shim, shims(read.Shim))
	fill(&cfg.Features, read.Features)
	fill(&cfg.Pragmas, read.Pragmas)
	fill(&b.read.Layers, read.Layers)
	fill(&b.read.Places, read.Places)
	cfg.WrapShim = cfg.WrapShim || read.WrapShim
	if cfg.Locales == nil {
		cfg.Locales = read.Locales
	}
	if b.read.Root == "" {
		b.read.Root = read.Root
	}
}

// fill adds the entries whose keys are not there.
func fill[V any](into *map[string]V, from map[string]V) {
	for key, value := range from {
		if _, ok := (*into)[key]; !ok {
			if *into == nil {
				*into = map[string]V{}
			}
			(*into)[key] = value
		}
	}
}

func lists(m map[string][]string) map[string]site.List {
	out := map[string]site.List{}
	for key, value := range m {
		out[key] = value
	}
	return out
}

func shims(m map[string]amd.Shim) map[string]site.Shim {
	out := map[string]site.Shim{}
	for key, s := range m {
		out[key] = site.Shim{Deps: s.Deps, Exports: s.Exports, Init: s.Init}
	}
	return out
}

// where tells where the value of a key was set: in a file that was read, or in
// the configuration.
func (b *build) where(cfg site.Config) func(key string) amd.Place {
	return func(key string) amd.Place {
		for k := key; k != "" && !cfg.Has(k); k = k[:max(strings.LastIndexAny(k, ".["), 0)] {
			if p, ok := b.read.Places[k]; ok {
				return p
			}
		}
		line, column := cfg.Place(key)
		return amd.Place{File: b.configFile(), Line: line, Column: column}
	}
}

// packages are the application's, each with the place where it is declared.
func (b *build) packages(cfg site.Config) []amd.Package {
	out := hostPackages(cfg, b.configFile())
	for i, p := range out {
		for _, read := range b.read.Packages {
			if read.Name == p.Name {
				out[i].File, out[i].Line, out[i].Column = read.File, read.Line, read.Column
			}
		}
	}
	return out
}
