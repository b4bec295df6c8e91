package builder

import (
	"context"
	"path"
	"slices"
	"strings"

	"strata/amd"
	"strata/internal/diag"
	"strata/plugin"
	"strata/site"
)

// render makes the pages. Plugins alter the specs of pages on the way.
func (b *build) render(ctx context.Context, r result, ds *diag.List) []site.File {
	var altered []string
	var said diag.List
	model := r.scene.model
	model.LiveReload = b.opts.LiveReload
	model.AlterSpec = func(address string, spec any) any {
		altered = append(altered, address)
		return r.offer.Alter(address, spec, &said)
	}
	files := site.Render(ctx, b.tree, r.cfg, model, ds)
	r.offer.CheckSpecs(altered, &said)
	ds.Add(said...)
	r.scene.calls.told(ds)
	return b.real(files)
}

// model is what templates see of the plugins.
func model(cfg site.Config, set plugin.Set, layers []amd.Layer, boot bootScript) site.Model {
	out := site.Model{Scripts: boot.scripts}
	own := map[string][]amd.Layer{}
	for _, l := range layers {
		if l.Kind == amd.PackageKind {
			own[l.Package] = append(own[l.Package], l)
		}
	}
	for _, p := range set.Active {
		out.Plugins = append(out.Plugins, modelPlugin(cfg, p, own))
	}
	for _, d := range set.Disabled {
		m := modelPlugin(cfg, d.Plugin, nil)
		m.Active, m.Reason = false, d.Reason
		out.Plugins = append(out.Plugins, m)
	}
	return out
}

func modelPlugin(cfg site.Config, p plugin.Plugin, own map[string][]amd.Layer) site.Plugin {
	r := reportPlugin(p)
	out := site.Plugin{ID: p.ID, Layout: p.Layout, Name: p.Name, Description: p.Description, Author: p.Author, Version: p.Version,
		Homepage: p.Homepage, Icon: p.Icon, Package: r.Package, Requires: r.Requires, Active: true}
	for _, l := range own[r.Package] {
		out.ModuleCount, out.Bytes = out.ModuleCount+len(l.Modules), out.Bytes+len(l.Code)
		if out.Layer == "" || slices.Contains(l.IDs(), p.Client.Package+"/"+p.Client.Main) {
			out.Layer = path.Join(cfg.Base, l.Path)
		}
	}
	return out
}

// countPages counts what was rendered: an HTML file that a plugin or the static
// folder brings is no page.
func countPages(rendered []site.File) int {
	n := 0
	for _, f := range rendered {
		if strings.HasSuffix(f.Path, ".html") {
			n++
		}
	}
	return n
}
