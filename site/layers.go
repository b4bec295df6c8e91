package site

import (
	"cmp"
	"maps"
	"slices"

	"go.yaml.in/yaml/v3"

	"strata/internal/moduleid"
)

// sharedName is what a shared layer is called that has no name.
const sharedName = "shared"

// shortShared turns "true" into a layer for all modules, and "false" into none.
func shortShared(n *yaml.Node) *yaml.Node {
	var on bool
	if n.Kind != yaml.ScalarNode || n.Tag != "!!bool" || n.Decode(&on) != nil {
		return n
	}
	list := &yaml.Node{Kind: yaml.SequenceNode, Line: n.Line, Column: n.Column}
	if on {
		list.Content = []*yaml.Node{{Kind: yaml.MappingNode, Line: n.Line, Column: n.Column}}
	}
	return list
}

// shared checks the shared layers, and fills in what they leave out.
func (l *loader) shared() {
	l.cfg.Shared = entries(l, "shared", l.cfg.Shared, func(at string, s *SharedLayer) string {
		s.Name, s.Min = cmp.Or(s.Name, sharedName), cmp.Or(s.Min, 2)
		if s.From == nil {
			s.From = List{"**"}
		}
		if s.Min < 1 {
			l.fail(at+".min", errMin(s.Min))
			s.Min = 2
		}
		l.globs(at+".from", s.From)
		l.published(at+".name", &s.Name, "")
		return s.Name
	})
}

// scopes checks the names of scopes and what their pages supply. Which layers and
// plugins there are is known later.
func (l *loader) scopes() {
	keys(l, "scopes", l.cfg.Scopes, moduleid.ValidPart)
	for _, name := range slices.Sorted(maps.Keys(l.cfg.Scopes)) {
		s := l.cfg.Scopes[name]
		s.Provided = l.prefixes("scopes."+name+".provided", s.Provided)
		l.cfg.Scopes[name] = s
	}
}
