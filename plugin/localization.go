package plugin

import (
	"io/fs"
	"maps"
	"path"
	"slices"

	"strata/internal/diag"
)

// A Localization is what a plugin of the Kloudspeaker layout says in one language, from
// localization/texts_LANGUAGE.json.
type Localization struct {
	Plugin   string // id
	Language string // as the file's name has it
	File     string
	Texts    []Message // as they stand in the file, each key once
}

// A Message is one text and its place in the file.
type Message struct {
	Key, Text    string
	Line, Column int
}

// ReadLocalizations reads the texts of the active plugins, in load order and by
// language. A file holds {"locale": "en", "texts": {"key": "text"}}, or the texts
// alone.
func ReadLocalizations(src fs.FS, set Set, ds *diag.List) []Localization {
	var out []Localization
	for _, p := range set.Active {
		for _, language := range slices.Sorted(maps.Keys(p.Texts)) {
			l := Localization{Plugin: p.ID, Language: language, File: p.Texts[language]}
			if f, err := openFolder(src, path.Dir(l.File)); err == nil && l.read(f, ds) {
				out = append(out, l)
			}
		}
	}
	return out
}

func (l *Localization) read(f folder, ds *diag.List) bool {
	v, ok := readJSON(f, path.Base(l.File), ds)
	if !ok {
		return false
	}
	if v.kind != table {
		ds.Add(errGroupShape(v))
		return false
	}
	texts := v
	if long := v.get("texts"); long.kind != absent {
		texts = long
		if locale := v.get("locale"); locale.kind != absent && !SameLocale(locale.scalar(), l.Language) {
			ds.Add(errTextsLocale(locale, path.Base(l.File), l.Language))
		}
	}
	if texts.kind != table {
		ds.Add(errTextsShape(texts.place))
		return false
	}
	l.take(texts, ds)
	return true
}

// take reads the texts; of a key that stands there twice, the last counts.
func (l *Localization) take(texts value, ds *diag.List) {
	at := map[string]int{}
	for _, it := range texts.items {
		if it.val.kind != text && it.val.kind != number {
			ds.Add(errTextsText(it.val.place, it.key))
			continue
		}
		m := Message{it.key, it.val.text, it.keyAt.line, it.keyAt.column}
		if i, twice := at[it.key]; twice {
			ds.Add(warnTextTwice(it.keyAt, it.key))
			l.Texts[i] = m
			continue
		}
		at[it.key] = len(l.Texts)
		l.Texts = append(l.Texts, m)
	}
}

// SameLocale reports whether two names mean one locale, as "pt_BR" and "pt-br" do.
func SameLocale(a, b string) bool { return normalLocale(a) == normalLocale(b) }
