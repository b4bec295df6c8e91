package plugin

import (
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"strata/internal/diag"
)

// readLocales reads the folder lang of a plugin, by locale.
func readLocales(src fs.FS, dir string, ds *diag.List) map[string]dictionary {
	out := map[string]dictionary{}
	for locale, f := range localeFolders(src, dir, ds) {
		texts := dictionary{}
		texts.readFolder(f, "", 0, ds)
		if out[locale] != nil { // de_AT and de-at
			maps.Copy(out[locale], texts)
			continue
		}
		out[locale] = texts
	}
	return out
}

var localeName = regexp.MustCompile(`^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$`)

// normalLocale is a locale as it is compared: "pt_BR" is "pt-br".
func normalLocale(name string) string {
	return strings.ToLower(strings.ReplaceAll(name, "_", "-"))
}

// localeFolders yields the folders of lang in the folder dir, each with its locale.
func localeFolders(src fs.FS, dir string, ds *diag.List) func(yield func(string, folder) bool) {
	return func(yield func(string, folder) bool) {
		lang, err := openTexts(src, dir, ds)
		if err != nil {
			return // there is no such folder, or Discover has said that it cannot be read
		}
		for _, e := range lang.entries {
			f := lang.sub(e.Name(), ds)
			switch {
			case f.linked || !e.IsDir() || strings.HasPrefix(e.Name(), "."):
			case !localeName.MatchString(e.Name()):
				ds.Add(warnLocale(f.dir))
			case !yield(normalLocale(e.Name()), f):
				return
			}
		}
	}
}

// openTexts opens the folder lang in a plugin, or that of the site, whose own folder is
// not listed for it: it changes too often.
func openTexts(src fs.FS, dir string, ds *diag.List) (folder, error) {
	if dir == "." {
		return openFolder(src, textsDir)
	}
	f, err := openFolder(src, dir)
	return f.sub(textsDir, ds), err
}

// maxGroupDepth is how deep folders of groups may lie in one another.
const maxGroupDepth = 8

// readFolder reads the groups of a folder, and those of folders in it as
// "folder/group".
func (d dictionary) readFolder(f folder, prefix string, depth int, ds *diag.List) {
	d.readGroups(f, prefix, ds)
	for _, e := range f.entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") && depth < maxGroupDepth {
			d.readFolder(f.sub(e.Name(), ds), prefix+e.Name()+"/", depth+1, ds)
		}
	}
}

func (d dictionary) readGroups(f folder, prefix string, ds *diag.List) {
	for _, g := range groups(f, ds) {
		d.flatten(prefix+g.name, g.read(ds), ds)
	}
}

// flatten takes up the texts of a table under their paths.
func (d dictionary) flatten(at string, v value, ds *diag.List) {
	seen := map[string]bool{}
	for i, it := range v.items {
		path := at + "." + it.key
		if v.kind == list && it.key == "" {
			path = at + "." + strconv.Itoa(i)
		}
		if seen[path] {
			ds.Add(warnTextTwice(it.keyAt, path))
		}
		seen[path] = true
		switch it.val.kind {
		case opaque:
			ds.Add(warnTextOpaque(it.val, path))
		case text, number, boolean:
			d[path] = it.val.text
		case list, table:
			d.flatten(path, it.val, ds)
		}
	}
}

// override reads the site's own folder lang: groups of its own, and those of
// plugins in folders called after them.
func (t Texts) override(src fs.FS, ds *diag.List) {
	for locale, f := range localeFolders(src, ".", ds) {
		own := dictionary{}
		own.readGroups(f, "", ds)
		t.add(locale, "", own)
		for _, o := range overrides(f, t.set, "texts", ds) {
			texts := dictionary{}
			texts.readFolder(o.in, "", 0, ds)
			t.add(locale, key(t.set.ID(o.id)), texts)
		}
	}
}

// An override is a folder of the site with files that are meant for a plugin.
type override struct {
	id string // as the folder says it
	in folder
}

// overrides returns the folders in f that are called after plugins: people, or
// acme/blog. Those of replaced plugins are first, so that the others win.
func overrides(f folder, set Set, what string, ds *diag.List) []override {
	var out []override
	take := func(id string, in folder) {
		if set.knows(id) {
			out = append(out, override{id, in})
			return
		}
		ds.Add(warnOverridesNone(in.dir, what, id, diag.Nearest(id, slices.Collect(maps.Keys(set.ids)))))
	}
	for _, first := range plainFolders(f, ds) {
		inside := plainFolders(first, ds)
		if set.knows(first.name()) {
			take(first.name(), first)
			continue
		}
		for _, second := range inside {
			take(first.name()+"."+second.name(), second)
		}
		if len(inside) == 0 {
			take(first.name(), first)
		}
	}
	slices.SortStableFunc(out, func(a, b override) int { return set.rank(a.id) - set.rank(b.id) })
	return out
}

// plainFolders are the folders in f that are no links and not hidden.
func plainFolders(f folder, ds *diag.List) []folder {
	var out []folder
	for _, e := range f.entries {
		if sub := e.Name(); !strings.HasPrefix(sub, ".") && (e.IsDir() || isLink(e)) {
			if in := f.sub(sub, ds); !in.linked {
				out = append(out, in)
			}
		}
	}
	return out
}
