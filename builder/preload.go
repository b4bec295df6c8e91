package builder

import (
	"path"
	"slices"
	"strings"

	"strata/amd"
	"strata/site"
)

// preloads are what pages with plugins ask for before the boot script knows of it, so
// that a layer does not wait for the index: the layers of plugins, those of the
// application that they and its start need, and style sheets. A page of the dev server
// asks for none, since it stays when a layer gets another name,
// and neither does one that may be opened from a disk, where nothing can be preloaded.
func (b *build) preloads(cfg site.Config, x index, layers []amd.Layer) []site.Preload {
	if !cfg.Preload || cfg.RelativeURLs || b.opts.LiveReload != "" {
		return nil
	}
	var out []site.Preload
	needed := neededLayers(cfg.Start, x, layers)
	for _, l := range layers {
		if needed[l.Path] {
			out = append(out, site.Preload{Href: path.Join(cfg.Base, l.Path), As: "script", Integrity: l.Integrity})
		}
	}
	for _, e := range x.data.Details.Plugins {
		for _, sheet := range e.Styles {
			p := site.Preload{Href: sheet, As: "style"}
			if !strings.Contains(sheet, "://") {
				p.Href = path.Join(cfg.Base, sheet)
			}
			out = append(out, p)
		}
	}
	return out
}

// neededLayers are the paths of the layers that hold what runs at the start: the main
// modules of plugins, the application's, and all that these depend on.
func neededLayers(start string, x index, layers []amd.Layer) map[string]bool {
	type place struct {
		module amd.Module
		layer  string
	}
	places, out := map[string]place{}, map[string]bool{}
	for _, l := range layers {
		for _, m := range l.Modules {
			if l.Kind != amd.LazyKind && l.Kind != amd.LocaleKind && l.Fallback == "" {
				places[m.ID] = place{m, l.Path}
			}
		}
	}
	queue := []string{start}
	for _, e := range x.data.Details.Plugins {
		queue = append(queue, e.Main)
	}
	seen := map[string]bool{}
	for ; len(queue) > 0; queue = queue[1:] {
		if at, ok := places[queue[0]]; ok && !seen[queue[0]] {
			seen[queue[0]], out[at.layer] = true, true
			queue = slices.AppendSeq(queue, slices.Values(at.module.Deps))
		}
	}
	return out
}
