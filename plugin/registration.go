package plugin

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"strata/internal/diag"
	"strata/internal/moduleid"
)

// detailFields are the keys of the plugin section.
var detailFields = []field{
	{"id", shape{about: "Author.Plugin, where there is no Plugin.php.", kinds: []kind{text}}},
	{"name", shape{about: "What the plugin is called.", kinds: scalars}},
	{"description", shape{about: "What it does, in a sentence.", kinds: scalars}},
	{"author", shape{about: "Who made it.", kinds: scalars}},
	{"homepage", shape{about: "Address of a page about it.", kinds: scalars}},
	{"icon", shape{about: "Name of an icon, such as icon-leaf.", kinds: scalars}},
	{"iconSvg", shape{about: "Path of an SVG file, in place of an icon.", kinds: scalars}},
	{"version", shape{about: "Version, where there is no updates/version.yaml.", kinds: scalars}},
	{"replaces", shape{about: "Plugins whose place it takes: an id, which means the same version, or ids with version constraints in Composer's grammar."}},
	{"require", shape{about: "Id or ids of plugins that it needs."}},
	{"elevated", shape{about: "Whether its code runs in safe mode too.", kinds: []kind{boolean}}},
	{"scopes", shape{about: "Kind or kinds of pages on which it runs."}},
	{"client", shape{about: "Its browser part.", kinds: []kind{table}, fields: clientFields}},
}

// clientFields are the keys of the client section.
var clientFields = []field{
	{"dir", shape{about: "Folder of the modules, relative to the plugin."}},
	{"main", shape{about: "Main module, without its extension."}},
	{"package", shape{about: "Name of the AMD package."}},
	{"exports", shape{about: "Globs of ES modules that others may ask for."}},
	{"exclude", shape{about: "Globs of files that are not published."}},
	{"lazy", shape{about: "Whether modules that are only asked for late are loaded late."}},
}

// besideDetails are the details that may also stand at the top of plugin.yaml.
var besideDetails = []string{"replaces", "require", "elevated", "version", "client", "scopes"}

// A registration is what declares a plugin: the properties and methods of a PHP
// class, plugin.yaml, or both. PHP wins where it is static.
type registration struct {
	details  value  // pluginDetails()
	require  value  // $require
	elevated value  // $elevated
	class    *class // Plugin.php; nil without one
	manifest value  // plugin.yaml
	broken   bool   // plugin.yaml cannot be read
	home     folder
}

// newRegistration begins with a folder's plugin.yaml, if it has one.
func newRegistration(f folder, ds *diag.List) registration {
	v, ok := readManifest(f, ds)
	return registration{manifest: v, broken: !ok, home: f}
}

func readManifest(f folder, ds *diag.List) (value, bool) {
	if !f.has("plugin.yaml") {
		return value{}, true
	}
	v, ok := readYAML(f, "plugin.yaml", ds)
	if !ok || !v.given() {
		return value{}, ok
	}
	if v.kind != table {
		ds.Add(errManifestShape(v.place))
		return value{}, false
	}
	manifestShape().check("", v, ds)
	return v, true
}

// section returns what plugin.yaml says under key, in the plugin section or
// beside it.
func (r registration) section(key string) value {
	if v := r.manifest.get("plugin").get(key); v.given() {
		return v
	}
	return r.manifest.get(key)
}

// client returns the client section.
func (r registration) client() value {
	if v := r.section("client"); v.kind == table {
		return v
	}
	return value{}
}

// detail returns one of the plugin's details.
func (r registration) detail(key string, ds *diag.List) value {
	return static("pluginDetails() "+key, r.details.get(key), r.manifest.get("plugin").get(key), ds)
}

// static returns what PHP says, else what plugin.yaml says, and reports what
// only running PHP could tell.
func static(what string, php, manifest value, ds *diag.List) value {
	switch {
	case php.given() && php.kind != opaque:
		return php
	case manifest.given():
		return manifest
	case php.kind == opaque:
		ds.Add(warnNotStatic(what, php))
	}
	return value{}
}

// declare fills in what every layout declares in the same way.
func (r registration) declare(p *Plugin, ds *diag.List) {
	if r.details.kind == opaque && !r.manifest.get("plugin").given() {
		ds.Add(warnNotStatic("pluginDetails()", r.details))
	}
	p.Name = r.detail("name", ds).scalar()
	p.Description = r.detail("description", ds).scalar()
	p.Author = r.detail("author", ds).scalar()
	p.Homepage = r.detail("homepage", ds).scalar()
	p.Icon = r.detail("iconSvg", ds).scalar()
	if p.Icon == "" {
		p.Icon = r.detail("icon", ds).scalar()
	}
	if p.Name == "" {
		p.Name = p.ID
	}
	if p.Version == "" {
		p.Version = r.section("version").scalar()
	}
	p.Elevated = static("$elevated", r.elevated, r.section("elevated"), ds).truth
	p.Require = references(static("$require", r.require, r.section("require"), ds), ds)
	p.Scopes = scopes(r.section("scopes"), ds)
	p.Replaces = replacements(static("pluginDetails() replaces", r.details.get("replaces"), r.section("replaces"), ds), ds)
	p.home = r.home
	r.contribute(p, ds)
}

// references reads a plugin id or a list of them, each once.
func references(v value, ds *diag.List) []Reference {
	var out []Reference
	if v.given() && v.kind != list && v.kind != text {
		ds.Add(errRequireType(v.place))
		return nil
	}
	seen := map[string]bool{}
	for _, it := range v.each() {
		id := it.scalar()
		switch {
		case it.kind == opaque:
			ds.Add(warnNotStatic("$require", it))
			return out
		case it.kind != text || id == "":
			ds.Add(errRequireType(it.place))
		case !anyID.MatchString(it.text):
			ds.Add(errID(it.place, it.text))
		case !seen[key(id)]:
			at := it.place
			out = append(out, Reference{plainID(id), at.file, at.line, at.column})
		}
		seen[key(id)] = true
	}
	return out
}

// scopes reads the name of a scope or a list of them, each once.
func scopes(v value, ds *diag.List) []Reference {
	var out []Reference
	for _, it := range v.each() {
		name, at := it.scalar(), it.place
		if !moduleid.ValidPart(name) {
			ds.Add(errScope(at, it.text))
			continue
		}
		if !slices.ContainsFunc(out, func(r Reference) bool { return r.ID == name }) {
			out = append(out, Reference{name, at.file, at.line, at.column})
		}
	}
	return out
}

// replacements reads a plugin id, which must be of the same version, or a map
// from id to constraint.
func replacements(v value, ds *diag.List) []Replacement {
	var out []Replacement
	entries := v.items
	switch {
	case v.kind == text && v.scalar() != "":
		entries = []item{{key: v.text, keyAt: v.place, val: value{kind: text, text: selfVersion}}}
	case v.given() && v.kind != table && (v.kind != list || len(v.items) > 0):
		ds.Add(errReplacesType(v.place))
		return nil
	}
	for _, it := range entries {
		switch constraint := it.val.scalar(); {
		case it.val.kind == opaque:
			ds.Add(warnNotStatic("pluginDetails() replaces", it.val))
		case it.key == "" || it.val.kind != text && it.val.kind != number:
			ds.Add(errReplacesType(it.keyAt))
		case !anyID.MatchString(it.key):
			ds.Add(errID(it.keyAt, it.key))
		default:
			at := it.keyAt
			out = append(out, Replacement{plainID(it.key), constraint, at.file, at.line, at.column})
		}
	}
	return out
}

// withSection returns the client that base and the client section of plugin.yaml
// describe; base.Dir is relative to the folder, and the result's to the site.
func withSection(f folder, base Client, section value, ds *diag.List) (Client, bool) {
	set := func(to *string, key string, valid func(string) bool, mistake func(place, string) diag.Diagnostic) bool {
		v := section.get(key)
		if !v.given() {
			return true
		}
		*to = v.scalar()
		if !valid(*to) {
			ds.Add(mistake(v.place, *to))
			return false
		}
		return true
	}
	ok := set(&base.Dir, "dir", fs.ValidPath, errClientDir)
	ok = set(&base.Package, "package", moduleid.Valid, errPackageName) && ok
	ok = set(&base.Main, "main", moduleid.ValidPart, errClientMain) && ok
	base.Dir = path.Join(f.dir, base.Dir)
	base.Main = strings.TrimSuffix(base.Main, ".js")
	base.Exports = globs(section, "exports", ds)
	base.Exclude = globs(section, "exclude", ds)
	base.Lazy = truth(section, "lazy", ds)
	return base, ok
}

// truth reads true or false.
func truth(section value, key string, ds *diag.List) bool {
	v := section.get(key)
	if v.given() && v.kind != boolean {
		ds.Add(errFlag(v.place, key, v.text))
	}
	return v.truth
}

// globs reads a glob or a list of them.
func globs(section value, key string, ds *diag.List) []string {
	var out []string
	for _, it := range section.get(key).each() {
		glob := it.scalar()
		if glob == "" || !doublestar.ValidatePattern(glob) {
			ds.Add(errGlob(it.place, key, it.text))
			continue
		}
		out = append(out, glob)
	}
	return out
}

// A mainFile is what stands in the place of a client's main module.
type mainFile struct {
	found  bool   // a file of that name, in that case
	twin   string // else, one of that name in another case
	linked bool   // it, or its folder, is a link, which is reported
}

func findMain(f folder, c Client, ds *diag.List) mainFile {
	rel := strings.TrimPrefix(c.Dir, f.dir+"/")
	if c.Dir == f.dir {
		rel = "."
	}
	file := path.Join(rel, c.Main)
	dir := f.sub(path.Dir(file), ds)
	base := path.Base(file) + ".js"
	for _, ext := range moduleid.Extensions() {
		if dir.entry(path.Base(file)+ext) != nil {
			base = path.Base(file) + ext
			break
		}
	}
	if e := dir.entry(base); e != nil {
		return mainFile{found: dir.holds(base, ds), linked: isLink(e)}
	}
	return mainFile{twin: dir.find(base), linked: dir.linked}
}
