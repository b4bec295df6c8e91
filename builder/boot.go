package builder

import (
	"maps"
	"path"
	"slices"
	"strings"

	"strata/amd"
	"strata/internal/diag"
	"strata/internal/source"
	"strata/site"
)

// bootScript is the script that pages load to start the plugins.
type bootScript struct {
	scripts []site.Script // in the order in which pages load them
	files   []File
	own     File // of the files, the one that starts the plugins
}

// boot writes the boot script, and copies the loader's own script when the
// site has it. Said is what lies beside the index.
func (b *build) boot(cfg site.Config, x index, said []fact, ds *diag.List) bootScript {
	var out bootScript
	run := amd.RuntimeConfig{Base: strings.Repeat("../", strings.Count(cfg.Index, "/")), Index: amd.DetailsID(cfg.Index),
		Start: cfg.Start, Timeout: float64(cfg.Timeout), Strict: cfg.Strict,
		Safe: cfg.SafeSwitch || b.opts.LiveReload != "", Packages: x.data.Packages,
		Map: x.data.Known.Map, Paths: maps.Clone(x.data.Known.Paths), Bundles: x.data.Known.Bundles, Shim: x.data.Known.Shim,
		Compat: cfg.LoaderCompat}
	fill(&run.Paths, factPaths(said))
	if cfg.Loader == string(amd.FormatStrata) {
		fill(&run.Paths, b.textPlugin(cfg, x, &out, ds))
	} else {
		b.loaderScript(cfg, &out, ds)
	}
	for _, l := range x.data.Layers {
		l.Early = l.Name == amd.APIName // plugins will ask for it
		run.Layers = append(run.Layers, l.EntryLayer)
	}
	for _, f := range said {
		if f.early {
			run.Layers = append(run.Layers, amd.EntryLayer{URL: f.id + ".js", IDs: []string{f.id}, Early: true})
		}
	}
	code, err := amd.Runtime(amd.Format(cfg.Loader), run, b.opts.Minify)
	if err != nil {
		ds.Add(diag.Diagnostic{Text: err.Error()})
		return out
	}
	name := path.Join(cfg.Base, path.Dir(cfg.Index), "boot-"+amd.Hash(code)+".js")
	out.own = File{Path: name, Data: code}
	out.files = append(out.files, out.own)
	out.scripts = append(out.scripts, site.Script{Src: name, Integrity: amd.Integrity(code)})
	return out
}

// textPlugin writes the loader plugin "text" for texts that are in no layer, and
// returns where it is. A package of that name, or the site's own path, comes first.
func (b *build) textPlugin(cfg site.Config, x index, out *bootScript, ds *diag.List) map[string][]string {
	if slices.ContainsFunc(x.data.Packages, func(p amd.MapPackage) bool { return p.Name == "text" }) {
		return nil
	}
	code, err := amd.TextPlugin(b.opts.Minify)
	if err != nil {
		ds.Add(diag.Diagnostic{Text: err.Error()})
		return nil
	}
	id := path.Join(path.Dir(cfg.Index), "text-"+amd.Hash(code))
	out.files = append(out.files, File{Path: path.Join(cfg.Base, id+".js"), Data: code})
	return map[string][]string{"text": {id}}
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
		code, err := source.Read(b.src, cfg.LoaderScript, maxAsset)
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
