package builder

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"path"
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

// plugins finds the plugins and decides which take part.
func (b *build) plugins(cfg site.Config, ds *diag.List) plugin.Set {
	var roots []plugin.Root
	for i, r := range cfg.Plugins {
		root := plugin.Root{Path: r.Path, Layout: r.Layout, File: b.configFile()}
		root.Line, root.Column = cfg.Place(fmt.Sprintf("plugins[%d].path", i))
		root.Optional = r == site.Defaults().Plugins[0] // a site without plugins needs no folder for them
		roots = append(roots, root)
	}
	var found diag.List
	b.dirs = plugin.Discover(b.src, roots, &found)
	if b.opts.KeepGoing {
		b.demote(found, roots)
	}
	ds.Add(found...)
	rest := slices.DeleteFunc(slices.Clone(b.dirs), func(p plugin.Plugin) bool { return b.out[p.Dir] })
	return plugin.Resolve(rest, plugin.ResolveOptions{Disable: b.disabled(cfg), Reserved: reserved(cfg)}, ds)
}

// disabled are the plugins that the configuration disables.
func (b *build) disabled(cfg site.Config) []plugin.Reference {
	var out []plugin.Reference
	for i, id := range cfg.Disable {
		ref := plugin.Reference{ID: id, Where: b.configFile()}
		ref.Line, ref.Column = cfg.Place(fmt.Sprintf("disable[%d]", i))
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
	if len(cfg.Packages) == 0 && !slices.ContainsFunc(folders, func(dir string) bool { return holdsFile(b.src, dir) }) {
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

// reserved are the package names that no plugin may take: the application's,
// what the page provides, and those that mean something to a loader.
func reserved(cfg site.Config) []string {
	first, _, _ := strings.Cut(cfg.Index, "/")
	out := []string{"require", "exports", "module", "define", "text"}
	for _, p := range cfg.Packages {
		out = append(out, p.Name)
	}
	for _, id := range cfg.Provided {
		out = append(out, strings.TrimSuffix(id, "/*"))
	}
	if !slices.Contains(out, first) {
		out = append(out, first)
	}
	if cfg.Loader == string(amd.FormatDojo) {
		out = append(out, "dojo")
	}
	return out
}

// demote turns the errors about plugin folders into warnings.
func (b *build) demote(ds diag.List, roots []plugin.Root) {
	for i, d := range ds {
		inside := slices.ContainsFunc(roots, func(r plugin.Root) bool { return strings.HasPrefix(d.File, r.Path+"/") })
		if d.Severity == diag.Error && inside {
			ds[i] = leftOut(d, b.owner(d.File).ID)
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

func (b *build) compile(ctx context.Context, cfg site.Config, set plugin.Set, ds *diag.List) []amd.Layer {
	opts := amd.Options{
		Format: amd.Format(cfg.Loader), Packages: append(hostPackages(cfg, b.configFile()), pluginPackages(set)...),
		Provided: cfg.Provided, Aliases: packageAliases(set), Layers: map[string]amd.LayerSpec{},
		Index: cfg.Index, Base: cfg.Base, ConfigFile: b.configFile(), Globals: cfg.Globals,
		Minify: b.opts.Minify, SourceMaps: cfg.SourceMaps, KeepNames: cfg.KeepNames,
	}
	if cfg.Loader == string(amd.FormatDojo) {
		opts.Provided = append(slices.Clone(cfg.Provided), "dojo/*")
		if slices.ContainsFunc(cfg.Packages, func(p site.Package) bool { return p.Name == "dojo" }) {
			opts.Provided = cfg.Provided
		}
	}
	for name, l := range cfg.Layers {
		line, column := cfg.Place("layers." + name + ".include")
		opts.Layers[name] = amd.LayerSpec{Include: l.Include, Exclude: l.Exclude, Line: line, Column: column}
	}
	if b.opts.Cache != nil {
		opts.Cache = &b.opts.Cache.layers
	}
	return amd.Compile(ctx, b.src, opts, ds)
}

func hostPackages(cfg site.Config, file string) []amd.Package {
	var out []amd.Package
	for i, p := range cfg.Packages {
		line, column := cfg.Place(fmt.Sprintf("packages[%d].location", i))
		out = append(out, amd.Package{Name: p.Name, Location: cmp.Or(p.Location, p.Name), Main: p.Main, Complete: p.Complete,
			Exclude: p.Exclude, Output: p.Name, File: file, Line: line, Column: column})
	}
	return out
}

// pluginPackages are the client parts of the active plugins, in load order.
func pluginPackages(set plugin.Set) []amd.Package {
	var out []amd.Package
	for _, p := range set.Active {
		if c := p.Client; c != nil {
			out = append(out, amd.Package{Name: c.Package, Location: c.Dir, Main: c.Main, Complete: c.Complete, Texts: c.Complete,
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

func newIndex(cfg site.Config, set plugin.Set, layers []amd.Layer) index {
	details := amd.Details{Aliases: packageAliases(set)}
	own := map[string]amd.Layer{}
	for _, l := range layers {
		if l.Package != "" {
			own[l.Package] = l
		}
	}
	for _, p := range set.Active {
		if p.Client != nil {
			details.Plugins = append(details.Plugins, entry(cfg, set, p, own))
		}
	}
	m := amd.Map{Format: amd.Format(cfg.Loader), BaseURL: basePath(cfg), Details: details}
	for _, p := range hostPackages(cfg, "") {
		m.Packages = append(m.Packages, amd.MapPackage{Name: p.Name, Location: p.Output, Main: cmp.Or(p.Main, "main")})
	}
	for _, l := range hostLayers(set, layers) {
		m.Layers = append(m.Layers, amd.MapLayer{Name: l.Name, EntryLayer: amd.LayerEntry(l)})
	}
	return index{base: cfg.Base, id: cfg.Index, data: m}
}

// An index is what the plugin index, the extended index and the path map are
// written from.
type index struct {
	base, id string
	data     amd.Map
}

func (x index) files() []File {
	var out []File
	for _, f := range amd.Index(x.id, x.data) {
		out = append(out, File{Path: path.Join(x.base, f.Path), Data: f.Data})
	}
	return out
}

// basePath is the URL of the AMD base without a host, so that the site can be
// moved to another one.
func basePath(cfg site.Config) string {
	root := cfg.BaseURL
	if _, rest, ok := strings.Cut(root, "://"); ok {
		_, after, _ := strings.Cut(rest, "/")
		root = "/" + after
	}
	return root + cfg.Base + "/"
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

func entry(cfg site.Config, set plugin.Set, p plugin.Plugin, own map[string]amd.Layer) amd.Entry {
	c := p.Client
	e := amd.Entry{ID: p.ID, Name: p.Name, Version: p.Version, Layout: p.Layout, Package: c.Package,
		Main: c.Package + "/" + c.Main, MainName: c.Main, Location: pluginOutput(c), Layers: []amd.EntryLayer{}}
	for _, r := range p.Require {
		e.Requires = append(e.Requires, set.ID(r.ID)) // a replaced plugin's place is taken
	}
	if l, ok := own[c.Package]; ok {
		e.Layers = append(e.Layers, amd.LayerEntry(l))
	}
	for _, s := range p.Styles {
		e.Styles = append(e.Styles, fromBase(cfg.Base, publicPath(cfg, p, s)))
	}
	for lang, file := range p.Texts {
		if e.Texts == nil {
			e.Texts = map[string]string{}
		}
		e.Texts[lang] = fromBase(cfg.Base, publicPath(cfg, p, file))
	}
	return e
}

// fromBase returns the URL of a file of the output relative to the AMD base.
func fromBase(base, file string) string {
	if rest, ok := strings.CutPrefix(file, base+"/"); ok {
		return rest
	}
	return strings.Repeat("../", strings.Count(base, "/")+1) + file
}

func layerFiles(cfg site.Config, layers []amd.Layer) []File {
	var out []File
	for _, l := range layers {
		name := path.Join(cfg.Base, l.Path)
		out = append(out, File{Path: name, Data: l.Code})
		if l.Map != nil {
			out = append(out, File{Path: name + ".map", Data: l.Map})
		}
	}
	return out
}

func newOutput(cfg site.Config, set plugin.Set, layers []amd.Layer, x index, files []File) *Output {
	out := &Output{Files: files, BaseURL: cfg.BaseURL, index: x, sources: []string{cfg.Content, cfg.Layouts, cfg.Static}}
	for _, r := range cfg.Plugins {
		out.sources = append(out.sources, r.Path)
	}
	for _, p := range hostPackages(cfg, "") {
		out.sources = append(out.sources, p.Location)
	}
	out.Report = Report{Plugins: reportPlugins(set), Layers: reportLayers(cfg.Base, layers), Files: len(files)}
	for _, f := range files {
		out.Report.Bytes += len(f.Data)
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

// bootScript is the script that pages load to start the plugins.
type bootScript struct {
	scripts []site.Script // in the order in which pages load them
	files   []File
}

// boot writes the boot script, and copies the loader's own script when the
// site has it.
func (b *build) boot(cfg site.Config, set plugin.Set, layers []amd.Layer, ds *diag.List) bootScript {
	var out bootScript
	if cfg.Loader != string(amd.FormatStrata) {
		b.loaderScript(cfg, &out, ds)
	}
	run := amd.RuntimeConfig{Base: strings.Repeat("../", strings.Count(cfg.Index, "/")), Index: amd.DetailsID(cfg.Index),
		Start: cfg.Start, Timeout: float64(cfg.Timeout)}
	for _, p := range cfg.Packages {
		run.Packages = append(run.Packages, amd.RuntimePackage{Name: p.Name, Location: p.Name, Main: p.Main})
	}
	for _, l := range hostLayers(set, layers) {
		run.Layers = append(run.Layers, amd.RuntimeLayer{URL: l.Path, Integrity: l.Integrity, IDs: l.IDs()})
	}
	code, err := amd.Runtime(amd.Format(cfg.Loader), run, b.opts.Minify)
	if err != nil {
		ds.Add(diag.Diagnostic{Text: err.Error()})
		return out
	}
	name := path.Join(cfg.Base, path.Dir(cfg.Index), "boot-"+amd.Hash(code)+".js")
	out.files = append(out.files, File{Path: name, Data: code})
	out.scripts = append(out.scripts, site.Script{Src: name, Integrity: amd.Integrity(code)})
	return out
}

// loaderScript makes pages load require.js or dojo.js before the boot script.
func (b *build) loaderScript(cfg site.Config, out *bootScript, ds *diag.List) {
	script := site.Script{Src: cfg.LoaderScript}
	if cfg.Loader == string(amd.FormatDojo) {
		script.Attrs = map[string]string{"data-dojo-config": "async:1"}
	}
	switch {
	case cfg.LoaderScript == "":
		ds.Add(noLoaderScript(b.configFile(), cfg))
		return
	case strings.HasPrefix(cfg.LoaderScript, "/") || strings.Contains(cfg.LoaderScript, "://"):
	default:
		code, err := readAsset(b.src, cfg.LoaderScript)
		if err != nil {
			ds.Add(missingLoaderScript(b.configFile(), cfg, err))
			return
		}
		base := strings.TrimSuffix(path.Base(cfg.LoaderScript), ".js")
		script.Src = path.Join(cfg.Base, path.Dir(cfg.Index), base+"-"+amd.Hash(code)+".js")
		script.Integrity = amd.Integrity(code)
		out.files = append(out.files, File{Path: script.Src, Data: code, Source: cfg.LoaderScript})
	}
	out.scripts = append(out.scripts, script)
}

func (b *build) render(ctx context.Context, cfg site.Config, model site.Model, ds *diag.List) []site.File {
	model.LiveReload = b.opts.LiveReload
	return site.Render(ctx, b.src, cfg, model, ds)
}

// model is what templates see of the plugins.
func model(cfg site.Config, set plugin.Set, layers []amd.Layer, boot bootScript) site.Model {
	out := site.Model{Scripts: boot.scripts}
	own := map[string]amd.Layer{}
	for _, l := range layers {
		own[l.Package] = l
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

func modelPlugin(cfg site.Config, p plugin.Plugin, own map[string]amd.Layer) site.Plugin {
	r := reportPlugin(p)
	out := site.Plugin{ID: p.ID, Layout: p.Layout, Name: p.Name, Description: p.Description, Author: p.Author, Version: p.Version,
		Homepage: p.Homepage, Icon: p.Icon, Package: r.Package, Requires: r.Requires, Active: true}
	if l, ok := own[r.Package]; ok && r.Package != "" {
		out.Layer, out.ModuleCount, out.Bytes, out.GzipBytes = path.Join(cfg.Base, l.Path), len(l.Modules), len(l.Code), l.Gzip
	}
	return out
}
