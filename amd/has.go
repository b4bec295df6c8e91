package amd

import "strings"

// A choice is the resource of the loader plugin has: a module, or a feature and
// the two between which it decides. No module at all is one with an empty id.
type choice struct {
	id      string
	feature string
	yes, no *choice
}

// maxChoices is how many features one dependency may ask for.
const maxChoices = 100

// parseChoice reads "feature?module:otherwise", in which each of the two may be
// such a question again. It reads any text, as the loader plugin does.
func parseChoice(text string) *choice {
	if strings.Count(text, "?") > maxChoices {
		return nil
	}
	c, _ := nextChoice(text)
	return c
}

// nextChoice reads one choice from the start of text, with the ":" behind it.
func nextChoice(text string) (*choice, string) {
	end := strings.IndexAny(text, "?:")
	switch {
	case end < 0:
		return &choice{id: text}, ""
	case text[end] == ':':
		return &choice{id: text[:end]}, text[end+1:]
	}
	c := &choice{feature: text[:end]}
	rest := text[end+1:]
	c.yes, rest = nextChoice(rest)
	c.no, rest = nextChoice(rest)
	return c, rest
}

// decide returns what is left of the choice when some features are known.
func (c *choice) decide(features map[string]bool) *choice {
	if c.feature == "" {
		return c
	}
	yes, no := c.yes.decide(features), c.no.decide(features)
	known, ok := features[c.feature]
	switch {
	case ok && known:
		return yes
	case ok:
		return no
	}
	return &choice{feature: c.feature, yes: yes, no: no}
}

// String writes the choice as the loader plugin reads it.
func (c *choice) String() string {
	switch {
	case c.feature == "":
		return c.id
	case c.no.feature == "" && c.no.id == "":
		return c.feature + "?" + c.yes.String()
	}
	return c.feature + "?" + c.yes.String() + ":" + c.no.String()
}

// modules returns the ids that can be chosen.
func (c *choice) modules() []string {
	switch {
	case c.feature != "":
		return append(c.yes.modules(), c.no.modules()...)
	case c.id == "":
		return nil
	}
	return []string{c.id}
}

// resolveHas resolves "has!feature?a:b". A dependency that the known features
// decide becomes one on the module that they choose. Which of the others is
// needed is known in the browser: each that a package has is there for it, and
// one that no package has is left to the loader.
func (g *graph) resolveHas(a ask, written, plugin, resource string) string {
	c := parseChoice(resource)
	if c == nil {
		return plugin + "!" + resource
	}
	if c = c.decide(g.opts.Features); c.feature == "" {
		return g.chosen(a, c.id)
	}
	a.rename(written + c.String())
	for _, id := range c.modules() {
		if abs, ok := absolute(a.base(), id); ok && g.target(g.mapped(abs, a.base())) != nil {
			full := g.canonical(g.mapped(abs, a.base()))
			g.add(full, a.module, false)
			a.module.also = append(a.module.also, full)
		}
	}
	return plugin + "!" + c.String()
}

// chosen makes the dependency one on the module alone.
func (g *graph) chosen(a ask, id string) string {
	was := a.literal.Value
	if id == "" {
		a.rename(g.nothing(a.module))
		return g.nothing(a.module)
	}
	a.literal.Value = id
	full := g.resolve(a)
	if _, done := a.unit.renamed[a.literal.Start]; !done {
		a.literal.Value = was
		a.rename(id)
	}
	return full
}

// nothing returns the id of the module of m's package that has no value, which
// is what has gives when it chooses nothing.
func (g *graph) nothing(m *module) string {
	name := "_nothing"
	for m.pkg.files[name+".js"] {
		name += "_"
	}
	id := m.pkg.Name + "/" + name
	m.also = append(m.also, id)
	if g.modules[id] == nil {
		g.modules[id] = &module{id: id, pkg: m.pkg, from: m, units: []*unit{{id: id, kind: textUnit, empty: true}}}
	}
	return id
}
