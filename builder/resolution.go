package builder

import (
	"strata/amd"
	"strata/site"
)

// resolution is what the configuration says of ids beyond packages.
func resolution(cfg site.Config, file string) amd.Resolution {
	r := amd.Resolution{Map: cfg.Map, Bundles: cfg.Bundles, WrapShim: cfg.WrapShim, LoaderPlugins: cfg.LoaderPlugins,
		Features: cfg.Features, Pragmas: cfg.Pragmas, Locales: cfg.Locales, LocaleLayers: cfg.I18n == "layers",
		Paths: map[string][]string{}, Shim: map[string]amd.Shim{}}
	for id, places := range cfg.Paths {
		r.Paths[id] = places
	}
	for id, s := range cfg.Shim {
		r.Shim[id] = amd.Shim(s)
	}
	r.Where = func(key string) amd.Place {
		line, column := cfg.Place(key)
		return amd.Place{File: file, Line: line, Column: column}
	}
	return r
}
