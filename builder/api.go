package builder

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"strata/amd"
	"strata/internal/diag"
	"strata/plugin"
	"strata/site"
)

// standIns are modules of Kloudspeaker that its plugins ask for, and those of Strata's
// that do what they do.
func standIns() map[string]string {
	return map[string]string{
		"kloudspeaker/plugins":      "strata/kloudspeaker",
		"kloudspeaker/ui/views":     "strata/kloudspeaker/views",
		"kloudspeaker/localization": "strata/kloudspeaker/localization",
	}
}

// name lets Strata's own modules be asked for by the ids that the site gives them,
// and by the one that Kloudspeaker's plugins know when nobody else has it.
func (b *build) name(cfg *site.Config, set plugin.Set, ds *diag.List) {
	b.checkPackages(*cfg, ds)
	for _, p := range set.Active {
		if p.Client != nil && cfg.API[p.Client.Package] != "" {
			ds.Add(b.hiddenPlugin(*cfg, p))
		}
	}
	names := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(cfg.API)) {
		id := cfg.API[name]
		if !slices.Contains(amd.APIModules(), id) {
			ds.Add(b.unknownAPI(*cfg, name))
		} else if name != id {
			names[name] = id
		}
	}
	if slices.ContainsFunc(set.Active, func(p plugin.Plugin) bool { return p.Layout == "kloudspeaker" }) {
		maps.Copy(names, b.missing(*cfg, standIns()))
	}
	if len(names) == 0 {
		return
	}
	all := maps.Clone(cfg.Map["*"])
	fill(&all, names)
	scopes := map[string]map[string]string{"*": all}
	fill(&scopes, cfg.Map)
	cfg.Map = scopes
}

// checkPackages reports a package of the application that has Strata's name.
func (b *build) checkPackages(cfg site.Config, ds *diag.List) {
	for i, p := range cfg.Packages {
		if p.Name == amd.APIName {
			ds.Add(b.takenPackage(cfg, fmt.Sprintf("packages[%d].name", i)))
		}
	}
}

// missing returns the names that neither the site gives nor the page or the
// application has.
func (b *build) missing(cfg site.Config, names map[string]string) map[string]string {
	k := b.knownFiles(cfg, plugin.Set{})
	maps.DeleteFunc(names, func(name, _ string) bool {
		_, given := cfg.API[name]
		pkg, rel := k.split(name)
		return given || k.elsewhere(name) || pkg != "" && (k.list(pkg)[rel+".js"] || k.list(pkg)[rel+".ts"])
	})
	return names
}

// forget takes back the names that the site did not give and no module asks for.
func forget(cfg *site.Config, layers []amd.Layer) {
	for name, id := range standIns() {
		if cfg.Map["*"][name] == id && cfg.API[name] == "" && !holds(layers, id) {
			delete(cfg.Map["*"], name)
		}
	}
	if all, ok := cfg.Map["*"]; ok && len(all) == 0 {
		delete(cfg.Map, "*")
	}
}

func holds(layers []amd.Layer, id string) bool {
	return slices.ContainsFunc(layers, func(l amd.Layer) bool { return slices.Contains(l.IDs(), id) })
}

// own is the package of Strata's own modules. Those that the configuration names
// are in its layer whoever asks for them. An application with a package of this
// name is told that it cannot have one.
func (b *build) own(cfg site.Config) []amd.Package {
	if slices.ContainsFunc(cfg.Packages, func(p site.Package) bool { return p.Name == amd.APIName }) {
		return nil
	}
	p := amd.API()
	for _, name := range slices.Sorted(maps.Keys(cfg.API)) {
		if rel, ok := strings.CutPrefix(cfg.API[name], amd.APIName+"/"); ok {
			p.Exports = append(p.Exports, path.Clean(rel)+".js")
		}
	}
	return []amd.Package{p}
}
