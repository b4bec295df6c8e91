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
	own := map[string]string{}
	for _, c := range m.offer.ColumnTypes {
		if c.Call.Name != "" {
			x.ColumnTypes = append(x.ColumnTypes, c.Code)
			own[c.Code] = callName(c.Call)
		}
	}
	x.Column = func(name string) (site.Function, bool) {
		call, ok := own[name]
		if !ok {
			return site.Function{}, false
		}
		f, ok := m.function(call)
		f.Name = call
		return f, ok
	}
}
