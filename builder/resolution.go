package builder

import (
	"strata/amd"
	"strata/site"
)

// resolution is what the configuration says of ids beyond packages.
func resolution(cfg site.Config) amd.Resolution {
	r := amd.Resolution{Map: cfg.Map, Bundles: cfg.Bundles, WrapShim: cfg.WrapShim, LoaderPlugins: cfg.LoaderPlugins,
		Features: cfg.Features, Pragmas: cfg.Pragmas, Locales: cfg.Locales, LocaleLayers: cfg.I18n == "layers",
		Paths: map[string][]string{}, Shim: map[string]amd.Shim{}}
	for id, places := range cfg.Paths {
		r.Paths[id] = places
	}
	for id, s := range cfg.Shim {
		r.Shim[id] = amd.Shim{Deps: s.Deps, Exports: s.Exports, Init: s.Init}
	}
	return r
}
