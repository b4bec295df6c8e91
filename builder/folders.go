package builder

import (
	"strata/internal/diag"
	"strata/plugin"
	"strata/site"
)

// folders are those of plugins whose files belong to the site.
func folders(offer plugin.Contributions) []site.Folders {
	var out []site.Folders
	for _, f := range offer.Files {
		out = append(out, site.Folders{Content: f.Content, Mount: f.Mount, Layouts: f.Layouts, Static: f.Static})
	}
	return out
}

// static returns what is copied as it is.
func (b *build) static(cfg site.Config, offer plugin.Contributions, ds *diag.List) []File {
	return fromSite(b.real(site.Static(b.tree, cfg, folders(offer), ds)))
}

// real gives files their sources as people know them, who have overlays elsewhere.
func (b *build) real(files []site.File) []site.File {
	for i := range files {
		files[i].Source = b.overlay.at(files[i].Source)
	}
	return files
}
