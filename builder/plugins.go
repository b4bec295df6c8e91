package builder

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"strata/amd"
	"strata/internal/diag"
	"strata/plugin"
	"strata/site"
)

func (b *build) load() site.LoadOptions {
	return site.LoadOptions{File: b.opts.ConfigFile, Env: b.opts.Env, Set: b.opts.Set}
}

func (b *build) configFile() string { return cmp.Or(b.opts.ConfigFile, site.DefaultFile) }

// inConfig gives d the place of a key of the configuration.
func (b *build) inConfig(cfg site.Config, key string, d diag.Diagnostic) diag.Diagnostic {
	d.File = b.configFile()
	d.Line, d.Column = cfg.Place(key)
	return d
}

// plugins finds the plugins and decides which take part.
func (b *build) plugins(cfg site.Config, ds *diag.List) plugin.Set {
	b.lay(cfg, ds)
	var roots []plugin.Root
	for i, r := range cfg.Plugins {
		root := plugin.Root{Path: r.Path, Layout: r.Layout, File: b.configFile()}
		root.Line, root.Column = cfg.Place(fmt.Sprintf("plugins[%d].path", i))
		root.Optional = r == site.Defaults().Plugins[0] // a site without plugins needs no folder for them
		roots = append(roots, root)
	}
	var found diag.List
	b.dirs = again(b, "plugins", fmt.Sprint(roots), &found, func(ds *diag.List) []plugin.Plugin { return plugin.Discover(b.tree, roots, ds) })
	if b.opts.KeepGoing {
		b.demote(found, roots)
	}
	ds.Add(found...)
	set := plugin.Resolve(b.taking(), b.deciding(cfg), ds)
	for i, d := range set.Disabled {
		if n := slices.IndexFunc(b.dirs, func(p plugin.Plugin) bool { return p.Dir == d.Dir }); b.out[d.Dir] && n >= 0 {
			set.Disabled[i].Plugin, set.Disabled[i].Reason = b.dirs[n], "left out, because of its errors"
		}
	}
	b.mapResources(cfg, &set, ds)
	return set
}

// taking returns the plugins that take part in resolving. One that is left out
// is there as a broken one, so that those who require it are told so; unless it
// is left out because another one has its id. What it requires does not matter.
func (b *build) taking() []plugin.Plugin {
	var out []plugin.Plugin
	ids := map[string]bool{}
	for _, p := range b.dirs {
		if !b.out[p.Dir] {
			out = append(out, p)
			ids[strings.ToLower(p.ID)] = true
		}
	}
	for _, p := range b.dirs {
		if id := strings.ToLower(p.ID); b.out[p.Dir] && !ids[id] {
			p.Broken, p.Client, p.Require, ids[id] = true, nil, nil, true
			out = append(out, p)
		}
	}
	return out
}

// deciding is what the configuration says about the plugins.
func (b *build) deciding(cfg site.Config) plugin.ResolveOptions {
	opts := plugin.ResolveOptions{Disable: b.named(cfg, "disable", cfg.Disable), Reserved: reserved(cfg.Index, taken(cfg)), KeepGoing: b.opts.KeepGoing}
	if cfg.Has("enable") {
		opts.Enable = b.named(cfg, "enable", cfg.Enable)
	}
	for _, r := range cfg.Plugins {
		opts.Searched = append(opts.Searched, r.Path)
	}
	return opts
}

// named are the plugins that a list of the configuration names.
func (b *build) named(cfg site.Config, key string, ids []string) []plugin.Reference {
	out := []plugin.Reference{}
	for i, id := range ids {
		ref := plugin.Reference{ID: id, Where: b.configFile()}
		ref.Line, ref.Column = cfg.Place(fmt.Sprintf("%s[%d]", key, i))
		out = append(out, ref)
	}
	return out
}

// warnEmpty speaks of a site that holds nothing that could be built.
func (b *build) warnEmpty(cfg site.Config, ds *diag.List) {
	folders := []string{cfg.Content, cfg.Layouts, cfg.Static}
	for _, r := range cfg.Plugins {
		folders = append(folders, r.Path)
	}
	if len(cfg.Packages) == 0 && len(cfg.Paths) == 0 && b.read.Root == "" && !slices.ContainsFunc(folders, func(dir string) bool { return holdsFile(b.src, dir) }) {
		ds.Add(emptySite(cfg))
	}
}

func holdsFile(src fs.FS, dir string) bool {
	found := false
	_ = fs.WalkDir(src, dir, func(_ string, d fs.DirEntry, err error) error { // the stages say what cannot be read
		if found = found || err == nil && !d.IsDir(); found {
			return fs.SkipAll
		}
		return nil
	})
	return found
}

// taken are the package names of the application and what the page provides.
func taken(cfg site.Config) []string {
	var out []string
	for _, p := range cfg.Packages {
		out = append(out, p.Name)
	}
	for _, id := range cfg.Provided {
		out = append(out, strings.TrimSuffix(id, "/*"))
	}
	return out
}

// reserved are the package names that no plugin may take: those that are taken,
// the index's, and those that mean something to a loader. A plugin called dojo,
// freeipa or libs would take over a package that pages may load by themselves.
func reserved(index string, taken []string) []string {
	first, _, _ := strings.Cut(index, "/")
	return append(taken, first, amd.APIName, "require", "exports", "module", "define", "text", "npm", "dojo", "freeipa", "libs")
}

// demote turns the errors about plugin folders into warnings, and leaves those
// plugins out.
func (b *build) demote(ds diag.List, roots []plugin.Root) {
	for i, d := range ds {
		inside := slices.ContainsFunc(roots, func(r plugin.Root) bool { return strings.HasPrefix(d.File, r.Path+"/") })
		if d.Severity == diag.Error && inside {
			p := b.owner(d.File)
			ds[i] = leftOut(d, p.ID)
			if p.ID != "" && !p.Broken {
				b.out[p.Dir] = true
			}
		}
	}
}

// owner returns the plugin in whose folder the file lies.
func (b *build) owner(file string) plugin.Plugin {
	for _, p := range b.dirs {
		if strings.HasPrefix(file, p.Dir+"/") {
			return p
		}
	}
	return plugin.Plugin{}
}

// leaveOut notes the plugins that errors are about, and reports whether there
// is one to try without.
func (b *build) leaveOut(ds diag.List) bool {
	more := false
	for _, d := range ds {
		p := b.owner(d.File)
		if d.Severity == diag.Error && p.ID != "" && !b.out[p.Dir] {
			b.out[p.Dir] = true
			b.why.Add(leftOut(d, p.ID))
			more = true
		}
	}
	return more
}
