package builder

import (
	"maps"
	"slices"

	"strata/plugin"
	"strata/site"
)

// callName is what a column type or a rule is called among functions. No template
// can write it, because of its spaces.
func callName(t plugin.Tag) string { return t.Noun + " " + t.Name }

// namedCalls are the column types and rules that something is called for.
func namedCalls(offer plugin.Contributions) map[string]plugin.Tag {
	out := map[string]plugin.Tag{}
	for _, c := range offer.ColumnTypes {
		out[callName(c.Call)] = c.Call
	}
	for _, r := range offer.Rules {
		out[callName(r.Call)] = r.Call
	}
	delete(out, callName(plugin.Tag{}))
	return out
}

func sortedTags(named map[string]plugin.Tag) []plugin.Tag {
	var out []plugin.Tag
	for _, name := range slices.Sorted(maps.Keys(named)) {
		out = append(out, named[name])
	}
	return out
}

// find returns the tag, the column type or the rule of a name.
func (m *markup) find(name string) (plugin.Tag, bool) {
	if t, ok := m.named[name]; ok {
		return t, true
	}
	return m.offer.Tag(name)
}

// columns adds the types of columns.
func (m *markup) columns(x *site.Extensions) {
	own := map[string]plugin.ColumnType{}
	for _, c := range m.offer.ColumnTypes {
		if c.Call.Name != "" || c.Module != "" || m.silent.clients[c.Owner] != nil {
			x.ColumnTypes = append(x.ColumnTypes, c.Code)
			own[c.Code] = c
		}
	}
	x.Column = func(name string) (site.ColumnType, bool) {
		c, ok := own[name]
		return site.ColumnType{Function: m.columnFunction(c.Call), Module: c.Module}, ok
	}
}

// columnFunction returns the function of a column type, which has no name when values
// are shown as they are.
func (m *markup) columnFunction(t plugin.Tag) site.Function {
	switch {
	case t.Name == "":
		return site.Function{}
	case t.File != "" && m.silent.plugins[t.Owner]:
		m.quiet(t)
		return site.Function{}
	}
	f, _ := m.function(callName(t))
	f.Name = callName(t)
	return f
}
