package site

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"strata/internal/diag"
	"strata/internal/moduleid"
)

// shortForms are the other ways to write values of the configuration: a text
// for a list of one, and a list for the dependencies of a shim.
func shortForms() map[reflect.Type]shape {
	return map[reflect.Type]shape{reflect.TypeFor[List](): shortList, reflect.TypeFor[Shim](): shortShim,
		reflect.TypeFor[SharedLayers](): shortShared, reflect.TypeFor[Resource](): shortResource}
}

// shortResource takes false for no resource.
func shortResource(n *yaml.Node) *yaml.Node {
	if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!bool" || n.Value != "false" {
		return n
	}
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Line: n.Line, Column: n.Column}
}

func shortList(n *yaml.Node) *yaml.Node {
	if n.Kind != yaml.ScalarNode {
		return n
	}
	return &yaml.Node{Kind: yaml.SequenceNode, Line: n.Line, Column: n.Column, Content: []*yaml.Node{n}}
}

func shortShim(n *yaml.Node) *yaml.Node {
	if n.Kind != yaml.SequenceNode {
		return n
	}
	key := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: "deps", Line: n.Line, Column: n.Column}
	return &yaml.Node{Kind: yaml.MappingNode, Line: n.Line, Column: n.Column, Content: []*yaml.Node{key, n}}
}

// mainName brings a main module into the form of an id, as loaders do.
func mainName(main string) string {
	return strings.TrimSuffix(strings.TrimPrefix(main, "./"), ".js")
}

var localeName = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)

// resolution checks what says how module ids are resolved. Where a path leads
// is looked at when modules are, because other files can give paths too.
func (l *loader) resolution() {
	c := &l.cfg
	keys(l, "paths", c.Paths, moduleid.ValidPart)
	keys(l, "shim", c.Shim, moduleid.ValidPart)
	keys(l, "bundles", c.Bundles, moduleid.ValidPart)
	keys(l, "map", c.Map, func(id string) bool { return id == "*" || moduleid.ValidPart(id) })
	for _, scope := range slices.Sorted(maps.Keys(c.Map)) {
		l.mapped("map."+scope, c.Map[scope])
	}
	l.mapped("api", c.API)
	c.LoaderPlugins = l.each("loaderPlugins", c.LoaderPlugins, moduleid.ValidPart, errModuleID)
	c.Locales = l.each("locales", c.Locales, localeName.MatchString, errLocale)
	c.AMDConfig = l.each("amdConfig", c.AMDConfig, insideSite, errFile)
	l.choice("i18n", &c.I18n, []string{"together", "layers"}, Defaults().I18n)
}

func insideSite(name string) bool {
	return fs.ValidPath(path.Clean(name)) && name != "." && !strings.ContainsAny(name, "\\:\x00")
}

// keys drops the entries whose key is no module id.
func keys[V any](l *loader, name string, m map[string]V, valid func(string) bool) {
	for _, id := range slices.Sorted(maps.Keys(m)) {
		if !valid(id) {
			l.fail(name+"."+id, errModuleID(name, id))
			delete(m, id)
		}
	}
}

// mapped drops the entries that map what is no module id, or map to none.
func (l *loader) mapped(key string, m map[string]string) {
	for _, from := range slices.Sorted(maps.Keys(m)) {
		for _, id := range []string{from, m[from]} {
			if !moduleid.ValidPart(id) {
				l.fail(key+"."+from, errModuleID(key, id))
				delete(m, from)
			}
		}
	}
}

// each returns the entries of a list that are valid, and reports the others.
func (l *loader) each(key string, list []string, valid func(string) bool, refuse func(key, value string) diag.Diagnostic) []string {
	var kept []string
	for i, value := range list {
		if valid(value) {
			kept = append(kept, value)
			continue
		}
		l.fail(fmt.Sprintf("%s[%d]", key, i), refuse(key, value))
	}
	return kept
}
