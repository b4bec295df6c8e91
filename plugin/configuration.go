package plugin

import (
	"io/fs"
	"maps"
	"slices"
	"strings"

	"strata/internal/diag"
)

// A Configuration is what active plugins are configured with. A key is
// "acme.blog::pages.size": of the plugin Acme.Blog, from the group pages, the value
// under size. Where pages is no group of the plugin, it is a value of the group
// config. The plugin may be written in any case, and by the id of one that it
// replaces or has as an alias. The zero value knows nothing.
type Configuration struct {
	set     Set
	plugins map[string]map[string]value // key of the id -> group -> table
}

// configDir is the folder of the configuration, in a plugin and in the site.
const configDir = "config"

// defaultGroup is the group of keys that name none.
const defaultGroup = "config"

// configDefaults is the section config of plugin.yaml.
var configDefaults = feature{
	key:   "config",
	shape: shape{about: "Values of its configuration, as config/config.yaml would have them.", kinds: []kind{table}},
	read:  func(p *Plugin, v value, _ *diag.List) { p.config = v },
	merge: func(Set, *Contributions, *diag.List) {},
}

// ReadConfiguration reads what active plugins are configured with. The values are
// those of plugin.yaml, and of the files config/GROUP.php, .yaml or .json of its
// folder. The site's files config/acme/blog/GROUP replace single values at the top of
// a group, and config/acme/blog/ENVIRONMENT/GROUP, read last, those again. Where the
// site has no such file, one for a plugin that is replaced stands in, or for an alias,
// the first in the order in which they are declared.
func ReadConfiguration(src fs.FS, set Set, environment string, ds *diag.List) Configuration {
	c := Configuration{set: set, plugins: map[string]map[string]value{}}
	site := c.overrides(src, ds)
	var all Contributions
	for _, p := range set.Active {
		all.Rules = append(all.Rules, p.Rules...)
	}
	for _, p := range set.Active {
		own, models := map[string]value{}, all.ruledModels(p.models)
		if p.config.kind == table {
			own[defaultGroup] = p.config
			_, _ = fs.Stat(src, p.config.place.file) // so that who keeps the result knows what it depends on
		}
		for _, m := range p.models {
			own[m.group] = layValues(own[m.group], m.start)
			_, _ = fs.Stat(src, m.file)
			_, _ = fs.Stat(src, m.source)
		}
		if f, err := openFolder(src, p.Dir); err == nil {
			for _, g := range groups(f.sub(configDir, ds), ds) {
				v := g.read(ds)
				if m, ok := modelOf(models, g.name); ok {
					m.check(v, ds)
				}
				own[g.name] = layValues(own[g.name], v)
			}
		}
		for _, id := range set.olderIDs(p) {
			for _, o := range site[key(id)] {
				o.models = models
				o.lay(own, key(id) != key(p.ID), environment, ds)
			}
		}
		c.plugins[key(p.ID)] = own
	}
	return c
}

// overrides returns the site's folders of configuration by the ids that they name.
func (c Configuration) overrides(src fs.FS, ds *diag.List) map[string][]*siteConfig {
	out := map[string][]*siteConfig{}
	f, err := openFolder(src, configDir)
	if err != nil {
		return out // there is none
	}
	taken := map[string]map[string]bool{}
	for _, o := range overrides(f, c.set, "configuration files", ds) {
		owner := key(c.set.ID(o.id))
		if taken[owner] == nil {
			taken[owner] = map[string]bool{}
		}
		out[key(o.id)] = append(out[key(o.id)], &siteConfig{in: o.in, taken: taken[owner]})
	}
	return out
}

// A siteConfig is a folder of the site that configures a plugin.
type siteConfig struct {
	in     folder
	taken  map[string]bool // groups of the plugin that a folder has already
	models []settingsModel // of the plugin
}

// lay puts the folder's values over those of the plugin. A folder that stands in is
// not read for a group that another has.
func (s *siteConfig) lay(own map[string]value, standsIn bool, environment string, ds *diag.List) {
	var mine []string
	for _, at := range []string{".", environment} {
		if at == "" {
			continue
		}
		for _, g := range groups(s.in.sub(at, ds), ds) {
			if s.taken[g.name] && standsIn {
				ds.Add(noticeConfigHidden(g.in.path(g.file)))
				continue
			}
			v := g.read(ds)
			if m, ok := modelOf(s.models, g.name); ok {
				m.check(v, ds)
			} else {
				checkOverride(g.name, own[g.name], v, ds)
			}
			own[g.name] = layValues(own[g.name], v)
			mine = append(mine, g.name)
		}
	}
	for _, name := range mine {
		s.taken[name] = true
	}
}

// checkOverride reports what is likely not meant: a value of another kind than the
// plugin's, or a key that is almost one of the plugin's.
func checkOverride(group string, base, over value, ds *diag.List) {
	var known []string
	for _, it := range base.items {
		known = append(known, it.key)
	}
	bases := base.byKey()
	for _, it := range over.items {
		was := bases[it.key]
		nested := func(v value) bool { return v.kind == table || v.kind == list }
		near := ""
		if was.kind == absent && len(known) <= maxNear {
			near = diag.Nearest(it.key, known)
		}
		switch {
		case near != "":
			ds.Add(warnConfigKey(it.keyAt, group+"."+it.key, group+"."+near))
		case was.given() && it.val.given() && was.kind != opaque && it.val.kind != opaque && nested(was) != nested(it.val):
			ds.Add(warnConfigKind(it.val, group+"."+it.key, was))
		}
	}
}

// layValues puts the keys of one table over those of another. It does not go deeper:
// a value that is a table is replaced as a whole, as in Winter.
func layValues(base, over value) value {
	if !over.given() || len(over.items) == 0 {
		return base
	}
	out, replaced := over, over.byKey()
	out.kind, out.items = table, nil
	for _, it := range base.items {
		if replaced[it.key].kind == absent {
			out.items = append(out.items, it)
		}
	}
	out.items = append(out.items, over.items...)
	return out
}

// olderIDs returns the id of the plugin, and then those that stand for it: its
// replacements and theirs, as declared, then its aliases.
func (s Set) olderIDs(p Plugin) []string {
	out := []string{p.ID}
	add := func(id string) {
		if key(s.ID(id)) == key(p.ID) && !slices.ContainsFunc(out, func(o string) bool { return key(o) == key(id) }) {
			out = append(out, id)
		}
	}
	for _, r := range p.Replaces {
		add(r.ID)
	}
	for i := 1; i < len(out); i++ {
		for _, d := range s.Disabled {
			for _, r := range d.Replaces {
				if key(d.ID) == key(out[i]) {
					add(r.ID)
				}
			}
		}
	}
	for _, r := range p.Aliases {
		add(r.ID)
	}
	return out
}

// Get returns the value of a key: a text, an int, a float64, true or false, nil, a
// list or a map of such. The second result is false when there is none, or none
// that can be known without running PHP.
func (c Configuration) Get(key string) (any, bool) {
	v := c.find(key)
	return v.native(), v.kind != absent && v.kind != opaque
}

// find returns the value of a key.
func (c Configuration) find(k string) value {
	id, path, ok := strings.Cut(k, "::")
	if !ok {
		return value{}
	}
	groups := c.plugins[key(c.set.ID(id))]
	first, rest, deeper := strings.Cut(path, ".")
	if v, ok := groups[first]; ok {
		if !deeper {
			return v
		}
		if found := v.dig(rest); found.kind != absent {
			return found
		}
	}
	return groups[defaultGroup].dig(path)
}

// Missing says, without a place, why Get knows no value of the key.
func (c Configuration) Missing(k string) diag.Diagnostic {
	v := c.find(k)
	if v.kind == opaque {
		return warnConfigOpaque(k, v)
	}
	id, path, ok := strings.Cut(k, "::")
	if !ok {
		return warnConfigForm(k)
	}
	groups, known := c.plugins[key(c.set.ID(id))]
	if !known {
		return warnConfigPlugin(k, id, diag.Nearest(id, slices.Collect(maps.Keys(c.plugins))))
	}
	var paths []string
	for name, v := range groups {
		for _, it := range v.items {
			paths = append(paths, strings.TrimPrefix(name+"."+it.key, defaultGroup+"."))
		}
	}
	near := ""
	if len(paths) <= maxNear {
		near = diag.Nearest(strings.TrimPrefix(path, defaultGroup+"."), paths)
	}
	return warnConfigKeyUnknown(k, id, near)
}
