package builder

import (
	"cmp"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"strata/internal/diag"
	"strata/internal/moduleid"
	"strata/internal/source"
	"strata/plugin"
	"strata/site"
)

// mapResources puts the files that resourceMap names in the place of others, or takes
// these out, for all stages that follow.
func (b *build) mapResources(cfg site.Config, set *plugin.Set, ds *diag.List) {
	if len(cfg.ResourceMap) == 0 {
		return
	}
	r := resources{knownFiles: b.knownFiles(cfg, *set), base: cfg.Base, mains: map[string]string{}}
	for _, p := range append(hostPackages(cfg, ""), pluginPackages(*set)...) {
		r.mains[p.Name] = p.Name + "/" + cmp.Or(p.Main, "main")
	}
	for _, p := range set.Active {
		r.shares = append(r.shares, shares(cfg.Base, p)...)
	}
	for _, p := range hostPackages(cfg, "") {
		r.shares = append(r.shares, share{from: p.Location, to: path.Join(cfg.Base, p.Output)})
	}
	for _, key := range slices.Sorted(maps.Keys(cfg.ResourceMap)) {
		file, to := r.file(key), string(cfg.ResourceMap[key])
		by := ""
		if to != "" {
			by = cmp.Or(r.file(to), r.own(to))
		}
		switch {
		case file == "":
			ds.Add(b.unknownResource(cfg, key, diag.Nearest(key, r.names())))
		case to == "":
			b.overlay.hides(file)
		case by == "":
			ds.Add(b.noReplacement(cfg, key, to, diag.Nearest(to, r.names())))
		case by != file:
			b.overlay.real[file] = by
			b.overlay.laid = append(b.overlay.laid, Override{file, by})
		}
	}
	b.tree = b.overlay
	b.overlay.withdraw(set.Active)
}

// withdraw takes files that are not there any more out of what plugins bring.
func (o *overlay) withdraw(active []plugin.Plugin) {
	for i := range active {
		p := &active[i]
		p.Styles = slices.DeleteFunc(slices.Clone(p.Styles), o.isHidden)
		p.Texts = maps.Clone(p.Texts)
		maps.DeleteFunc(p.Texts, func(_, file string) bool { return o.isHidden(file) })
	}
}

// resources finds files by what a page calls them.
type resources struct {
	knownFiles
	base   string
	mains  map[string]string // package -> id of its main module
	shares []share
}

// file returns the file that a module id, with a loader plugin before it or not, or
// the path of a published file stands for; "" for none.
func (r resources) file(name string) string {
	id := name[strings.LastIndexByte(name, '!')+1:]
	id = cmp.Or(r.mains[id], strings.TrimPrefix(id, "/"))
	if pkg, rel := r.split(id); pkg != "" {
		for _, ext := range append([]string{""}, moduleid.Extensions()...) {
			if file := path.Join(r.places[pkg], rel+ext); r.list(pkg)[rel+ext] && r.own(file) != "" {
				return file
			}
		}
	}
	for _, s := range slices.Backward(r.shares) {
		for _, at := range []string{id, path.Join(r.base, id)} {
			if rest, ok := strings.CutPrefix(at, s.to+"/"); ok && r.own(path.Join(s.from, rest)) != "" {
				return path.Join(s.from, rest)
			}
		}
	}
	return ""
}

// own returns the name if it is that of a file of the site.
func (r resources) own(name string) string {
	if info, err := fs.Stat(r.src, name); err == nil && info.Mode().IsRegular() {
		return name
	}
	return ""
}

// names are what file knows, as far as people write them.
func (r resources) names() []string {
	var out []string
	for _, pkg := range slices.Sorted(maps.Keys(r.places)) {
		out = append(out, r.ids(pkg)...)
	}
	slices.Sort(out)
	return out[:min(len(out), maxNames)]
}

// maxNames is with how many names one that is not known is compared.
const maxNames = 5000

var _ source.FS = (*overlay)(nil) // so that reading through it refuses what a site's folder refuses
