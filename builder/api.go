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

// kloudspeakerPlugins is the module with which Kloudspeaker's plugins register, and
// standIn is the one of Strata's that does what it does.
const (
	kloudspeakerPlugins = "kloudspeaker/plugins"
	standIn             = "strata/kloudspeaker"
)

// name lets Strata's own modules be asked for by the ids that the site gives them,
// and by the one that Kloudspeaker's plugins know when nobody else has it.
func (b *build) name(cfg *site.Config, set plugin.Set, ds *diag.List) {
	b.checkPackages(*cfg, ds)
	names := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(cfg.API)) {
		id := cfg.API[name]
		if !slices.Contains(amd.APIModules(), id) {
			ds.Add(b.unknownAPI(*cfg, name))
		} else if name != id {
			names[name] = id
		}
	}
	if b.standsIn(*cfg, set) {
		names[kloudspeakerPlugins] = standIn
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

// standsIn reports whether plugins may ask for Kloudspeaker's module and nobody has it.
func (b *build) standsIn(cfg site.Config, set plugin.Set) bool {
	_, named := cfg.API[kloudspeakerPlugins]
	layout := func(p plugin.Plugin) bool { return p.Layout == "kloudspeaker" }
	return !named && slices.Contains(amd.APIModules(), standIn) && slices.ContainsFunc(set.Active, layout) && !b.hostHas(cfg, kloudspeakerPlugins)
}

// forget takes back the name that the site did not give, if no module asks for it.
func forget(cfg *site.Config, layers []amd.Layer) {
	if cfg.Map["*"][kloudspeakerPlugins] != standIn || cfg.API[kloudspeakerPlugins] != "" || holds(layers, standIn) {
		return
	}
	delete(cfg.Map["*"], kloudspeakerPlugins)
	if len(cfg.Map["*"]) == 0 {
		delete(cfg.Map, "*")
	}
}

func holds(layers []amd.Layer, id string) bool {
	return slices.ContainsFunc(layers, func(l amd.Layer) bool { return slices.Contains(l.IDs(), id) })
}

// hostHas reports whether the page or the application has a module of the id.
func (b *build) hostHas(cfg site.Config, id string) bool {
	k := b.knownFiles(cfg, plugin.Set{})
	pkg, rel := k.split(id)
	return k.elsewhere(id) || pkg != "" && (k.list(pkg)[rel+".js"] || k.list(pkg)[rel+".ts"])
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
