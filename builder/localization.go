package builder

import (
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"

	"strata/internal/diag"
	"strata/plugin"
	"strata/site"
)

// localize checks the texts that Kloudspeaker plugins bring for the browser, and lets
// another language stand in where one is missing. With mergeTexts it returns one file
// for each language, and plugins refer to that.
func (b *build) localize(cfg site.Config, set *plugin.Set, ds *diag.List) merged {
	var said diag.List
	given := identity(*set)
	for _, p := range set.Active {
		given += fmt.Sprint(p.Texts) // maps are printed in order
	}
	read := again(b, "localizations", given, &said, func(ds *diag.List) []plugin.Localization {
		return plugin.ReadLocalizations(b.tree, *set, ds)
	})
	ds.Add(said...)
	b.standIn(cfg, set.Active, ds)
	if !cfg.MergeTexts {
		return merged{}
	}
	return mergeTexts(cfg, set.Active, read, ds)
}

// standIn gives each plugin that has texts a file for each language of the site.
func (b *build) standIn(cfg site.Config, active []plugin.Plugin, ds *diag.List) {
	for i := range active {
		p := &active[i]
		if len(p.Texts) == 0 {
			continue
		}
		p.Texts = maps.Clone(p.Texts)
		other := standsIn(cfg.Language, p.Texts)
		for _, l := range languages(cfg) {
			if _, has := inLanguage(p.Texts, l); !has {
				ds.Add(warnNoLanguage(*p, l, other))
				p.Texts[l] = p.Texts[other]
			}
		}
	}
}

// languages are those in which the site wants texts.
func languages(cfg site.Config) []string {
	out := slices.Clone(cfg.Locales)
	if !slices.ContainsFunc(out, func(l string) bool { return plugin.SameLocale(l, cfg.Language) }) {
		out = append(out, cfg.Language)
	}
	return out
}

// inLanguage returns the file in the language, however that is written.
func inLanguage(texts map[string]string, language string) (string, bool) {
	for _, l := range slices.Sorted(maps.Keys(texts)) {
		if plugin.SameLocale(l, language) {
			return texts[l], true
		}
	}
	return "", false
}

// standsIn returns the language whose texts stand in: the site's, English, or the
// first.
func standsIn(language string, texts map[string]string) string {
	all := slices.Sorted(maps.Keys(texts))
	for _, l := range []string{language, "en"} {
		if i := slices.IndexFunc(all, func(has string) bool { return plugin.SameLocale(has, l) }); i >= 0 {
			return all[i]
		}
	}
	return all[0]
}

// mergeTexts joins the texts of all plugins: of a key that two have, the later
// plugin's counts, as in Kloudspeaker.
func mergeTexts(cfg site.Config, active []plugin.Plugin, read []plugin.Localization, ds *diag.List) merged {
	byFile := map[string]plugin.Localization{}
	all := map[string]bool{}
	for _, l := range read {
		byFile[l.File] = l
	}
	for _, p := range active {
		for l := range p.Texts {
			all[l] = true
		}
	}
	out := merged{from: map[string]bool{}}
	for _, language := range slices.Sorted(maps.Keys(all)) {
		m := merger{language: language, texts: map[string]string{}, owner: map[string]plugin.Localization{}, ds: ds}
		name := path.Join(cfg.Base, "plugins", "texts_"+language+".json")
		for _, p := range active {
			if file, has := p.Texts[language]; has {
				m.add(byFile[p.Texts[standsIn(cfg.Language, p.Texts)]]) // for keys that the language lacks
				m.add(byFile[file])
				out.from[file] = true
			}
		}
		out.files = append(out.files, File{Path: name, Data: m.encode(language)})
	}
	for i, p := range active {
		for language := range p.Texts {
			active[i].Texts[language] = path.Join(cfg.Base, "plugins", "texts_"+language+".json")
		}
	}
	return out
}

// A merger is the texts of one language while they are joined.
type merger struct {
	language string
	texts    map[string]string
	owner    map[string]plugin.Localization // who has a key
	ds       *diag.List
}

// add takes up texts; those of another language, which only stand in, do not replace
// others.
func (m merger) add(l plugin.Localization) {
	own := plugin.SameLocale(l.Language, m.language)
	for _, t := range l.Texts {
		first, has := m.owner[t.Key]
		if has && first.Plugin != l.Plugin && m.texts[t.Key] != t.Text && own {
			m.ds.Add(warnTextOfTwo(l, t, first))
		}
		if has && !own {
			continue
		}
		m.texts[t.Key], m.owner[t.Key] = t.Text, l
	}
}

func (m merger) encode(language string) []byte {
	data, err := json.Marshal(struct {
		Locale string            `json:"locale"`
		Texts  map[string]string `json:"texts"`
	}{language, m.texts})
	if err != nil {
		panic(err) // it holds texts alone
	}
	return append(data, '\n')
}

// A merged is the files of texts that were joined from others.
type merged struct {
	files []File
	from  map[string]bool // the others
}

// instead returns the files with the joined ones in the place of the others.
func (m merged) instead(files []File) []File {
	return append(slices.DeleteFunc(files, func(f File) bool { return m.from[f.Source] }), m.files...)
}
