package builder

import (
	"cmp"
	"slices"

	"strata/amd"
	"strata/internal/diag"
	"strata/internal/private"
	"strata/plugin"
	"strata/site"
)

// An Output is a finished site, in memory.
type Output struct {
	Files       []File // sorted by path
	BaseURL     string // where the site is published: "/", "/docs/" or a URL, with "/" at its end
	Report      Report
	index       index
	layers      []amd.Layer
	sources     []string        // folders that the site is built from, relative to it
	overlay     *overlay        // what the files of modules are called in it
	pluginFiles map[string]bool // of the plugins' layers
}

// A File is one file of the output.
type File struct {
	Path   string // slash-separated, relative to the output
	Data   []byte
	Source string // the file it was made from, relative to the site; empty when it was made from none or many
}

// File returns the file at the path.
func (o *Output) File(path string) (File, bool) {
	i, ok := slices.BinarySearchFunc(o.Files, path, func(f File, p string) int { return cmp.Compare(f.Path, p) })
	if !ok {
		return File{}, false
	}
	return o.Files[i], true
}

// IsIndex reports whether the path is the plugin index's, the extended index's
// or the path map's: files whose content follows from the others.
func (o *Output) IsIndex(path string) bool {
	return slices.ContainsFunc(o.index.files(), func(f File) bool { return f.Path == path })
}

// assemble sorts the files. Two files of one path, or a file where another has
// a folder, cannot be published: each is a diagnostic, unless the bytes agree.
// A private file is left out; what Strata makes itself is not, because other
// files name it.
func assemble(files []File, ds *diag.List) []File {
	slices.SortStableFunc(files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	var out []File
	folders := map[string]File{}
	for _, f := range files {
		for i := range f.Path {
			if f.Path[i] == '/' {
				if _, ok := folders[f.Path[:i]]; !ok {
					folders[f.Path[:i]] = f
				}
			}
		}
	}
	for _, f := range files {
		if f.Source != "" && private.Name(f.Path) {
			ds.Add(privateFile(f))
			continue
		}
		if n := len(out); n > 0 && out[n-1].Path == f.Path {
			if string(out[n-1].Data) != string(f.Data) {
				ds.Add(sameOutput(out[n-1], f))
			}
			continue
		}
		if inside, ok := folders[f.Path]; ok {
			ds.Add(fileIsFolder(f, inside))
			continue
		}
		out = append(out, f)
	}
	return out
}

// A result is what the stages of a build came to.
type result struct {
	cfg    site.Config
	set    plugin.Set
	offer  offer
	layers []amd.Layer
	index  index
	facts  []fact
	boot   bootScript
	scene  scene
	pages  []site.File

	overlay *overlay
	silent  silence
}

func newOutput(r result, files []File) *Output {
	out := &Output{Files: files, BaseURL: r.cfg.BaseURL, index: r.index, layers: r.layers, sources: []string{r.cfg.Content, r.cfg.Layouts, r.cfg.Static}}
	for _, root := range r.cfg.Plugins {
		out.sources = append(out.sources, root.Path)
	}
	for _, p := range hostPackages(r.cfg, "") {
		out.sources = append(out.sources, p.Location)
	}
	out.Report, out.overlay, out.pluginFiles = newReport(r, files), r.overlay, pluginLayers(r.index)
	return out
}
