package builder

import (
	"encoding/json"
	"maps"
	"path"
	"slices"
	"strings"

	"strata/amd"
	"strata/plugin"
	"strata/site"
)

// A fact is something that plugins contribute, for modules that ask for it and,
// as JSON, for everybody else.
type fact struct {
	id    string // of the module, which lies beside the index
	empty bool   // there is nothing to say, and nobody to ask for it
	early bool   // one of Strata's own modules asks for it, which pages load at once
	files []File
}

func newFact(cfg site.Config, name string, value any, empty bool) fact {
	id := cfg.Index + "-" + name
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // it holds texts, numbers and lists of them
	}
	module := amd.Data{ID: id, JSON: text}.File()
	return fact{id: id, empty: empty, files: []File{
		{Path: path.Join(cfg.Base, module.Path), Data: module.Data},
		{Path: path.Join(cfg.Base, path.Dir(cfg.Index), name+".json"), Data: append(text, '\n')},
	}}
}

// accessFact is the function that judges permissions, for modules alone.
func accessFact(cfg site.Config, empty bool) fact {
	module := amd.Access(cfg.Index + "-access")
	return fact{id: cfg.Index + "-access", empty: empty, files: []File{{Path: path.Join(cfg.Base, module.Path), Data: module.Data}}}
}

// dataIDs are the ids, or prefixes of ids, of all facts that there may be.
func dataIDs(cfg site.Config) []string {
	var out []string
	for _, name := range []string{"navigation", "permissions", "access", "settings", "widgets", "aliases", "languages", "texts/*"} {
		out = append(out, cfg.Index+"-"+name)
	}
	return out
}

// facts are what the menus show, what is registered, and which ids mean which.
func (n narrator) facts(offer plugin.Contributions, m site.Menus) []fact {
	cfg, ids, widgets := n.cfg, otherIDs(n.set), n.widgets(offer)
	return []fact{
		newFact(cfg, "navigation", site.Menus{Navigation: some(m.Navigation), QuickActions: some(m.QuickActions)}, len(m.Navigation)+len(m.QuickActions) == 0),
		newFact(cfg, "permissions", permissionsData{m.Role, m.Granted, some(m.Permissions)}, len(m.Permissions) == 0),
		accessFact(cfg, len(m.Permissions) == 0),
		newFact(cfg, "settings", settingsData{some(m.Settings)}, len(m.Settings) == 0),
		newFact(cfg, "widgets", widgets, widgets.empty()),
		newFact(cfg, "aliases", aliasesData{ids, packageAliases(n.set)}, len(ids) == 0),
	}
}

type permissionsData struct {
	Role        string            `json:"role,omitempty"`
	Granted     []string          `json:"granted,omitempty"`
	Permissions []site.Permission `json:"permissions"`
}

type settingsData struct {
	Groups []site.SettingsGroup `json:"groups"`
}

type aliasesData struct {
	Plugins  map[string]string `json:"plugins"`
	Packages map[string]string `json:"packages"`
}

type textsData struct {
	Language string                       `json:"language"`
	Texts    map[string]map[string]string `json:"texts"` // by plugin, then by path
}

// languagesData are the locales in which there are texts.
type languagesData struct {
	Language  string   `json:"language"` // of the site
	Languages []string `json:"languages"`
}

// otherIDs are the ids that mean an active plugin and are not its own.
func otherIDs(set plugin.Set) map[string]string {
	out := maps.Clone(set.Aliases)
	for _, p := range set.Active {
		for _, a := range p.Aliases {
			if set.ID(a.ID) == p.ID {
				out[a.ID] = p.ID
			}
		}
	}
	return out
}

// some is a list that JSON writes as one, though it is empty.
func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// textFacts are the texts of the active plugins, a fact for each language, and which
// languages these are, for modules that ask for the latter. Texts
// that a language lacks are those that stand in for them. The site's own are those
// of "".
func textFacts(cfg site.Config, set plugin.Set, texts plugin.Texts) []fact {
	ids := []string{""}
	for _, p := range set.Active {
		ids = append(ids, p.ID)
	}
	var out []fact
	var languages []string
	for _, locale := range texts.Locales() {
		if !wanted(cfg, locale) {
			continue
		}
		all := map[string]map[string]string{}
		for _, id := range ids {
			if own := texts.Of(id, locale); len(own) > 0 {
				all[id] = own
			}
		}
		out = append(out, newFact(cfg, "texts/"+locale, textsData{locale, all}, len(all) == 0))
		languages = append(languages, locale)
	}
	return append(out, newFact(cfg, "languages", languagesData{cfg.Language, some(languages)}, true))
}

// wanted reports whether the site is to have the texts of a locale.
func wanted(cfg site.Config, locale string) bool {
	same := func(other string) bool { return plugin.SameLocale(other, locale) }
	return len(cfg.Locales) == 0 || same(cfg.Language) || slices.ContainsFunc(cfg.Locales, same)
}

// told returns the facts that are written: those that say something, and those
// that a module asks for all the same.
func told(all []fact, layers []amd.Layer) []fact {
	at := map[string]int{}
	for i, f := range all {
		at[f.id] = i
	}
	for _, l := range layers {
		for _, m := range l.Modules {
			for id := range m.Asks() {
				if i, ok := at[id]; ok {
					all[i].empty = false
					all[i].early = all[i].early || strings.HasPrefix(m.ID, amd.APIName+"/")
				}
			}
		}
	}
	return slices.DeleteFunc(all, func(f fact) bool { return f.empty })
}

func factFiles(all []fact) []File {
	var out []File
	for _, f := range all {
		out = append(out, f.files...)
	}
	return out
}

// factPaths tell a loader where facts are: beside the index, and not where the
// page is.
func factPaths(all []fact) map[string][]string {
	out := map[string][]string{}
	for _, f := range all {
		out[f.id] = []string{f.id}
	}
	return out
}
