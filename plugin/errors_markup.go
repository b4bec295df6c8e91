package plugin

import (
	"cmp"
	"strings"

	"strata/internal/diag"
)

func (t Tag) place() place { return place{t.Where, t.Line, t.Column} }

// kind is what people call the tag.
func (t Tag) kind() string {
	if t.Filter {
		return "filter"
	}
	return "function"
}

// Called is what people call the tag: "filter", "function", "column type".
func (t Tag) Called() string { return cmp.Or(t.Noun, t.kind()) }

// called is Called, in full.
func (t Tag) called() string { return cmp.Or(t.Noun, "markup "+t.kind()) }

// section is where plugin.yaml declares the tag.
func (t Tag) section() string { return t.kind() + "s" }

func errTagName(t Tag) diag.Diagnostic {
	return with(t.place().says(diag.Error, "%q cannot be the name of a markup %s", t.Name, t.kind()),
		"write letters, digits and _, beginning with no digit, and at most one *")
}

func errTagCallable(t Tag, v value) diag.Diagnostic {
	what := map[kind]string{null: "null", list: "a list", table: "a map"}[v.kind]
	d := v.place.says(diag.Error, "the %s (%q) for %s is not callable", t.called(), cmp.Or(v.text, what), t.Name)
	if strings.HasPrefix(v.text, "./") {
		return with(d, "name the function too, as in %q", "./markup.ts#plural")
	}
	return with(d, "write the name of a PHP function, such as %q, or %q, or {template: ...}", "Str::plural", "./markup.ts#plural")
}

func errTooMany(at place, section string) diag.Diagnostic {
	return with(at.says(diag.Error, "%s has more than %d entries", section, maxNamed), "leave out what nobody uses, or make several plugins of it")
}

func errTagOutside(at place, text string) diag.Diagnostic {
	return with(at.says(diag.Error, "%q does not lie in the plugin", text), "move the file into the plugin's folder")
}

func errTagFile(at place, file string) diag.Diagnostic {
	return with(at.says(diag.Error, "there is no file %q", file), "add it, or correct the name, case included")
}

func warnTagWildcard(t Tag) diag.Diagnostic {
	return with(t.place().says(diag.Warning, "the markup %s %q has a *, and what it calls has none", t.kind(), t.Name),
		"write * in both, as in form_* and Form::*")
}

func warnTagTwice(t, first Tag) diag.Diagnostic {
	d := t.place().says(diag.Warning, "the markup %s %q is registered twice", t.kind(), t.Name)
	d.Notes = []string{"the first stands at " + first.place().String() + ", and does not count"}
	return with(d, "remove one of them")
}

func noticeTagOverridden(t, earlier Tag) diag.Diagnostic {
	return with(t.place().says(diag.Notice, "plugin %s overrides the markup %s %q of %s", t.Owner, t.kind(), t.Name, earlier.Owner),
		"rename it if that is not meant")
}

func noticeTokens(at place) diag.Diagnostic {
	return with(at.says(diag.Notice, "token parsers are classes of PHP, and are not used"), "write a function or a shortcode in their place")
}

// Refused says why a template cannot call the tag, and what to do.
func (t Tag) Refused() diag.Diagnostic {
	d := place{}.says(diag.Error, "the %s %q of plugin %s is %s, which only PHP can call", t.called(), t.Name, t.Owner, t.Opaque)
	d.Notes = []string{"it is declared at " + t.place().String()}
	switch t.Noun {
	case ColumnTypeNoun:
		return with(d, "declare it in plugin.yaml, as in listColumnTypes: {%s: ./columns.ts#%s}", t.Name, t.Name)
	case ValidationRule:
		return with(d, "declare it in plugin.yaml, as in validationRules: {%s: {pattern: ...}} or {%s: ./rules.ts#check}", t.Name, t.Name)
	}
	return with(d, "declare it in plugin.yaml, as in markup: {%s: {%s: ./markup.ts#%s}}", t.section(), t.Name, t.Name)
}
