package plugin

import (
	"io/fs"
	"maps"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"strata/internal/diag"
)

// Texts are the words of plugins in several languages. A key is "acme.blog::lang.posts.title":
// of the plugin Acme.Blog, from the group lang, which is the file
// lang/LOCALE/lang.php, .yaml or .json of its folder, the text under posts, title.
// The plugin may be written in any case, and by the id of one that it replaces. A
// key without a plugin is a text of the site's own. The zero value has no texts.
type Texts struct {
	set      Set
	fallback string
	locales  map[string]map[string]dictionary // locale -> key of the id, "" for the site -> texts
}

// A dictionary is texts by their path, such as "lang.posts.title".
type dictionary map[string]string

// textsDir is the folder of texts, in a plugin and in the site.
const textsDir = "lang"

// ReadTexts reads the texts of all plugins, of those that are left out too, as
// their names and reasons are shown. Files in the site's folder lang/LOCALE/acme/blog
// replace texts of Acme.Blog one by one; those of a plugin that is replaced hold for
// the replacing one. Where a text is missing in a locale, that of the fallback
// locale stands in, and then English.
func ReadTexts(src fs.FS, set Set, fallback string, ds *diag.List) Texts {
	t := Texts{set: set, fallback: normalLocale(fallback), locales: map[string]map[string]dictionary{}}
	plugins := set.All()
	read := make([]map[string]dictionary, len(plugins))
	said := make([]diag.List, len(plugins))
	var all errgroup.Group
	all.SetLimit(runtime.GOMAXPROCS(0))
	for i, p := range plugins {
		all.Go(func() error {
			read[i] = readLocales(src, p.Dir, &said[i])
			return nil
		})
	}
	_ = all.Wait() // nothing fails
	for i, p := range plugins {
		ds.Add(said[i]...)
		for locale, texts := range read[i] {
			t.add(locale, key(p.ID), texts)
		}
	}
	t.override(src, ds)
	return t
}

// add merges texts into those of a plugin.
func (t Texts) add(locale, owner string, texts dictionary) {
	if t.locales[locale] == nil {
		t.locales[locale] = map[string]dictionary{}
	}
	if t.locales[locale][owner] == nil {
		t.locales[locale][owner] = dictionary{}
	}
	maps.Copy(t.locales[locale][owner], texts)
}

// knows reports whether the id is that of a plugin, or means one.
func (s Set) knows(id string) bool {
	_, ok := s.ids[key(id)]
	return ok
}

// rank is 0 for an id that stands for another plugin's, else 1.
func (s Set) rank(id string) int {
	if key(s.ID(id)) != key(id) {
		return 0
	}
	return 1
}

// Get returns the text of a key in a locale, with its placeholders filled: in
// "Hello :name", :name is the argument name, :Name has its first letter in upper
// case and :NAME all of them. The second result is false when there is no such
// text; then the first is the key.
func (t Texts) Get(locale, key string, args map[string]string) (string, bool) {
	owner, path := t.split(key)
	for _, l := range t.chain(locale) {
		if text, ok := t.locales[l][owner][path]; ok {
			return fillPlaceholders(text, args), true
		}
	}
	return key, false
}

// split takes a key apart: whose text it is, aliases followed, and its path.
func (t Texts) split(k string) (owner, path string) {
	id, path, ok := strings.Cut(k, "::")
	if !ok {
		return "", k
	}
	return key(t.set.ID(id)), path
}

// chain is the locales in which a text is looked for, each once.
func (t Texts) chain(locale string) []string {
	var out []string
	for _, l := range []string{normalLocale(locale), t.fallback, "en"} {
		if l != "" && !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	return out
}

var textKey = regexp.MustCompile(`^\\?[A-Za-z0-9_.\\-]+::[A-Za-z0-9_./-]+$`)

// Translate returns the text that a label stands for when it is written as a key
// "acme.blog::lang.title", and else the label. A key without a text stays as well.
func (t Texts) Translate(locale, label string) string {
	if !textKey.MatchString(label) {
		return label
	}
	text, _ := t.Get(locale, label, nil)
	return text
}

// MissingLabel says, without a place, that a label is written as a key and has no text.
func (t Texts) MissingLabel(locale, label string) (diag.Diagnostic, bool) {
	if !textKey.MatchString(label) {
		return diag.Diagnostic{}, false
	}
	if _, ok := t.Get(locale, label, nil); ok {
		return diag.Diagnostic{}, false
	}
	return t.Missing(locale, label), true
}

// Missing says that there is no text of the key, without a place.
func (t Texts) Missing(locale, key string) diag.Diagnostic {
	owner, path := t.split(key)
	var known []string
	for _, l := range t.chain(locale) {
		known = slices.AppendSeq(known, maps.Keys(t.locales[l][owner]))
	}
	near := ""
	if len(known) <= maxNear {
		near = diag.Nearest(path, known)
	}
	if prefix, _, ok := strings.Cut(key, "::"); ok && near != "" {
		near = prefix + "::" + near
	}
	return warnNoText(key, near, t.chain(locale))
}

// maxNear is with how many texts one that is missing is compared.
const maxNear = 2000

// Locales returns the locales that have texts, in their normal form.
func (t Texts) Locales() []string {
	var out []string
	for l, owners := range t.locales {
		for _, texts := range owners {
			if len(texts) > 0 {
				out = append(out, l)
				break
			}
		}
	}
	slices.Sort(out)
	return out
}

// Of returns the texts of a plugin in a locale by their paths, completed from the
// locales that stand in; "" is the site itself.
func (t Texts) Of(id, locale string) map[string]string {
	out := map[string]string{}
	owner := ""
	if id != "" {
		owner = key(t.set.ID(id))
	}
	for _, l := range slices.Backward(t.chain(locale)) {
		maps.Copy(out, t.locales[l][owner])
	}
	return out
}
