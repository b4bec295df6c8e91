package amd

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

// localeName is what the folder of a locale's bundles is called.
var localeName = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)

// localeOf returns the locale of a bundle "pkg/nls/de/words", and "" for the
// root's and for what is none.
func localeOf(id string) string {
	segments := strings.Split(id, "/")
	for i := 0; i+2 < len(segments); i++ {
		if segments[i] == "nls" && localeName.MatchString(segments[i+1]) {
			return segments[i+1]
		}
	}
	return ""
}

// wantsLocale reports whether bundles of the locale belong into layers: those of
// the wanted ones, and of what these build on, as de-at does on de.
func (o *Options) wantsLocale(locale string) bool {
	return locale == "" || o.Locales == nil || slices.ContainsFunc(o.Locales, func(wanted string) bool {
		wanted, locale := strings.ToLower(wanted), strings.ToLower(locale)
		return wanted == locale || strings.HasPrefix(wanted, locale+"-")
	})
}

// localeLayer returns the locale in whose layer the module is, "" for none.
func (g *graph) localeLayer(id string) string {
	if !g.opts.LocaleLayers || strings.Contains(id, "!") {
		return ""
	}
	return localeOf(id)
}

// resolveBundle queues an nls bundle: the root, and every locale that has it,
// because which of them is asked for is known in the browser only.
func (g *graph) resolveBundle(a ask, resource string) {
	name, _, _ := strings.Cut(resource, "!")
	if strings.HasPrefix(name, "*") { // dojo/i18n!*preload*...
		return
	}
	full := g.resolveModule(a, name)
	p := g.find(full)
	if p == nil || full == "" {
		return
	}
	a.module.also = append(a.module.also, full)
	for _, id := range lineage(full) { // of a bundle whose locale is named
		if g.target(id) != nil {
			g.add(id, a.module, false)
			a.module.also = append(a.module.also, id)
		}
	}
	folder, base := path.Split(p.rel(full) + ".js")
	for _, rel := range sortedKeys(p.files) {
		id := p.Name + "/" + strings.TrimSuffix(rel, ".js")
		if path.Base(rel) == base && path.Dir(path.Dir(rel))+"/" == folder && g.opts.wantsLocale(localeOf(id)) {
			g.add(id, a.module, false)
			a.module.also = append(a.module.also, id)
		}
	}
}
