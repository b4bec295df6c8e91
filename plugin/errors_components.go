package plugin

import (
	"cmp"
	"strings"

	"strata/internal/diag"
)

func (c Component) place() place { return place{c.Where, c.Line, c.Column} }

// called is what people call it.
func (c Component) called() string { return cmp.Or(c.noun, "component") }

func errComponentReserved(c Component) diag.Diagnostic {
	return with(c.place().says(diag.Error, "the component code viewBag is reserved; it cannot be that of the component class %q", c.Class), "use another code")
}

func errComponentAlias(c Component) diag.Diagnostic {
	return with(c.place().says(diag.Error, "%q cannot be the alias of a component", c.Alias), "write letters, digits and _, beginning with a letter")
}

func errComponentTwice(c, first Component) diag.Diagnostic {
	d := c.place().says(diag.Error, "the component %q is registered twice", c.Alias)
	d.Notes = []string{"the first stands at " + first.place().String()}
	return with(d, "give one of them another alias")
}

func errComponentAgain(c, other Component) diag.Diagnostic {
	d := c.place().says(diag.Error, "both %s and %s register the component %q", other.Owner, c.Owner, c.Alias)
	d.Notes = []string{"the other stands at " + other.place().String()}
	return with(d, "give one of them another alias, or disable one of the plugins")
}

func warnComponentForeign(c Component) diag.Diagnostic {
	return with(c.place().says(diag.Warning, "the component class %q does not lie in the plugin, so that its properties are not known", c.Class),
		"declare them in plugin.yaml, as in components: {%s: {properties: {...}}}", c.Alias)
}

// warnTwig is a notice about what only Twig's templates would ask for.
func warnTwig(file, name string) diag.Diagnostic {
	severity := diag.Notice
	if name == "default.html" {
		severity = diag.Warning
	}
	return with(says(severity, file, "the template is written for Winter, and is not rendered"), "write %s beside it, as a template of Go", name)
}

func warnPropertyType(at place, name string) diag.Diagnostic {
	d := at.says(diag.Warning, "%q is not a type of properties", name)
	if near := diag.Nearest(name, propertyTypes); near != "" {
		return with(d, "did you mean %q?", near)
	}
	return with(d, "use one of %s", strings.Join(propertyTypes, ", "))
}

func warnPropertyPattern(at place, pattern string, err error) diag.Diagnostic {
	d := at.says(diag.Warning, "the validation pattern %q cannot be used: %v", pattern, err)
	d.Notes = []string{"values are not checked"}
	return with(d, "write it without lookaround and back references")
}

func errPropertyDefault(at place, name, wrong string) diag.Diagnostic {
	return with(at.says(diag.Error, "the default of the property %q %s", name, wrong), "give a default that is valid itself")
}

func errPropertyDepends(p Property, name string) diag.Diagnostic {
	return with(p.at.says(diag.Error, "the property %q depends on %q, which the component does not have", p.Name, name), "correct the name, or take it out of depends")
}

func errProperty(c Component, name, wrong string) diag.Diagnostic {
	return with(place{}.says(diag.Error, "the property %q of the %s %s %s", name, c.called(), c.Alias, wrong), "correct the value")
}

func errPropertyRule(c Component, name string, err error) diag.Diagnostic {
	return with(place{}.says(diag.Error, "the property %q of the %s %s cannot be checked: %v", name, c.called(), c.Alias, err), "correct the rule, or what it is given")
}

func errPropertyRequired(c Component, p Property) diag.Diagnostic {
	return with(place{}.says(diag.Error, "the property %q of the %s %s is required", p.Name, c.called(), c.Alias), "give it a value")
}

func errPropertyUnknown(c Component, name string, known []string) diag.Diagnostic {
	d := place{}.says(diag.Error, "the %s %s has no property %q", c.called(), c.Alias, name)
	if near := diag.Nearest(name, known); near != "" {
		return with(d, "did you mean %q?", near)
	}
	return with(d, "its properties are %s", strings.Join(known, ", "))
}

func errComponentText(it item) diag.Diagnostic {
	return with(it.val.place.says(diag.Error, "the component %q must be a map; only a class stands before its alias", it.key),
		"write %s: {template: ./%s.html}, or %s", it.key, it.key, `Acme\Blog\Components\Post: `+it.key)
}
