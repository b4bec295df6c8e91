package plugin

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"strata/internal/diag"
	"strata/internal/phpfunc"
)

// A Tag is a markup tag: a filter or a function that templates may call.
type Tag struct {
	Owner    string // id of the plugin
	Name     string // one * in it stands for any text, and for that text in the Callable
	Noun     string // what people call it when it is no markup tag: "column type"
	Filter   bool   // it takes the value before it as its first argument
	HTML     bool   // what it returns is HTML already
	Template string // it is a template of this text
	Callable string // it is a PHP function that phpfunc knows: "strtoupper", "Str::plural", "Form::*"
	File     string // it is a function of this file, relative to the site ...
	Export   string // ... which exports it by this name
	Opaque   string // it is known only to PHP; what stands there, for people
	Where    string // file that declares it
	Line     int
	Column   int

	TemplateLine int // of Where, at which Template begins
}

var markup = feature{
	method: "registerMarkupTags", key: "markup", beside: true,
	shape: shape{about: "Filters and functions for templates.", kinds: []kind{table}, fields: []field{
		{"filters", shape{about: "Filters by name: a PHP function such as strtoupper or Str::plural, ./file.ts#function, or {template: ...}."}},
		{"functions", shape{about: "Functions by name, as filters."}},
		{"tokens", shape{about: "Winter's token parsers, which are classes of PHP and not used."}},
	}},
	read: readMarkup,
	merge: merger[Tag]{
		list:  func(c *Contributions) *[]Tag { return &c.Tags },
		key:   func(t Tag) string { return t.kind() + " " + t.Name },
		again: noticeTagOverridden,
		later: true,
	}.merge,
}

var (
	tagName    = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
	tagFile    = regexp.MustCompile(`^(\.\.?/[^#]+)#([A-Za-z_$][\w$]*)$`)
	phpCalling = regexp.MustCompile(`^\\?[A-Za-z_][\w\\]*(::[\w*]+)?$|^[\w*]+$`)
)

// maxNamed is how many tags, components or properties of a component a plugin has.
const maxNamed = 1000

func readMarkup(p *Plugin, v value, ds *diag.List) {
	for _, it := range named("filters", v.get("filters"), ds) {
		p.addTag(Tag{Filter: true}, it, ds)
	}
	for _, it := range named("functions", v.get("functions"), ds) {
		p.addTag(Tag{}, it, ds)
	}
	if tokens := v.get("tokens"); len(tokens.items) > 0 {
		ds.Add(noticeTokens(tokens.place))
	}
}

// named returns the items of a section, unless nobody can have meant so many.
func named(section string, v value, ds *diag.List) []item {
	if len(v.items) > maxNamed {
		ds.Add(errTooMany(v.place, section))
		return nil
	}
	return v.items
}

// addTag reads a tag. What plugin.yaml says takes the place of what Plugin.php
// says of the same tag.
func (p *Plugin) addTag(t Tag, it item, ds *diag.List) {
	t.Owner, t.Name, t.HTML = p.ID, it.key, true
	t.Where, t.Line, t.Column = it.keyAt.file, it.keyAt.line, it.keyAt.column
	if strings.Count(t.Name, "*") > 1 || !tagName.MatchString(strings.Replace(t.Name, "*", "x", 1)) {
		ds.Add(errTagName(t))
		return
	}
	if !p.readCallable(&t, it.val, ds) {
		return
	}
	if strings.Contains(t.Name, "*") && t.Opaque == "" && !strings.Contains(t.Callable, "*") {
		ds.Add(warnTagWildcard(t))
		return
	}
	i := slices.IndexFunc(p.Tags, t.same)
	if i < 0 {
		p.Tags = append(p.Tags, t)
		return
	}
	if p.Tags[i].Where == t.Where {
		ds.Add(warnTagTwice(t, p.Tags[i]))
	}
	p.Tags[i] = t
}

// same reports whether o is called in the same way.
func (t Tag) same(o Tag) bool { return t.Name == o.Name && t.Filter == o.Filter }

// readCallable reads what a tag calls. The forms are Winter's, and ours: a file
// with a function, and a template.
func (p *Plugin) readCallable(t *Tag, v value, ds *diag.List) bool {
	switch {
	case v.kind == opaque:
		t.Opaque = v.text
		return true
	case v.kind == text:
		return p.readCalled(t, v, ds)
	case v.kind == list && len(v.items) >= 2:
		return p.readMethod(t, v, ds)
	case v.kind == table && v.get("template").kind == text:
		t.Template = v.get("template").text
		t.TemplateLine = v.get("template").place.line
		if strings.Contains(strings.TrimSuffix(t.Template, "\n"), "\n") {
			t.TemplateLine++ // a block begins below its mark
		}
		t.options(v)
		return true
	case v.kind == table:
		for _, key := range []string{"callable", "0", ""} {
			if inner := v.get(key); inner.given() && inner.kind != table {
				ok := p.readCallable(t, inner, ds)
				t.options(v)
				return ok
			}
		}
	}
	ds.Add(errTagCallable(*t, v))
	return false
}

// options reads {is_safe: ...}: html, a list that has it, or anything else for
// text that is escaped.
func (t *Tag) options(v value) {
	safe := v.get("options").get("is_safe")
	if !safe.given() {
		safe = v.get("is_safe")
	}
	if safe.given() {
		t.HTML = slices.Contains(safe.texts(), "html")
	}
}

// readMethod reads [class, method], and [class, method, false] for text that is
// escaped.
func (p *Plugin) readMethod(t *Tag, v value, ds *diag.List) bool {
	class, method := v.items[0].val, v.items[1].val
	if len(v.items) > 2 && v.items[2].val.kind == boolean {
		t.HTML = v.items[2].val.truth
	}
	switch {
	case class.kind == opaque:
		t.Opaque = "a method of an object"
		return true
	case class.kind != text || method.kind != text:
		ds.Add(errTagCallable(*t, v))
		return false
	}
	return p.readCalled(t, value{kind: text, text: class.text + "::" + method.text, place: class.place}, ds)
}

// readCalled reads the name of a PHP function, or a file with a function.
func (p *Plugin) readCalled(t *Tag, v value, ds *diag.List) bool {
	if m := tagFile.FindStringSubmatch(v.text); m != nil {
		return p.readTagFile(t, m, v, ds)
	}
	if !phpCalling.MatchString(v.text) || strings.Count(v.text, "*") > 1 {
		ds.Add(errTagCallable(*t, v))
		return false
	}
	class, method, ok := strings.Cut(v.text, "::")
	t.Callable = class
	if ok {
		t.Callable = shortName(class) + "::" + method
	}
	if !strings.Contains(t.Callable, "*") && !phpfunc.Knows(t.Callable) {
		t.Opaque, t.Callable = "the PHP function "+v.text, ""
	}
	return true
}

// readTagFile wants the file to be one of the plugin.
func (p *Plugin) readTagFile(t *Tag, m []string, v value, ds *diag.List) bool {
	rel := path.Clean(m[1])
	if rel == "." || strings.HasPrefix(rel, "../") || path.IsAbs(rel) {
		ds.Add(errTagOutside(v.place, v.text))
		return false
	}
	if !p.home.sub(path.Dir(rel), ds).holds(path.Base(rel), ds) {
		ds.Add(errTagFile(v.place, p.home.path(rel)))
		return false
	}
	t.File, t.Export = p.home.path(rel), m[2]
	return true
}

// Tag returns the tag that a template means by name: a function rather than a
// filter, and one of that very name rather than one with a wildcard, whose * is
// filled in.
func (c Contributions) Tag(name string) (Tag, bool) {
	for _, filter := range []bool{false, true} {
		i := slices.IndexFunc(c.Tags, Tag{Name: name, Filter: filter}.same)
		if i >= 0 {
			return c.Tags[i], true
		}
	}
	for _, t := range c.Tags {
		before, after, wild := strings.Cut(t.Name, "*")
		if wild && len(name) > len(before)+len(after) && strings.HasPrefix(name, before) && strings.HasSuffix(name, after) {
			return t.filled(name, name[len(before):len(name)-len(after)]), true
		}
	}
	return Tag{}, false
}

// filled returns the tag for one of the names that its own stands for.
func (t Tag) filled(name, captured string) Tag {
	method := phpfunc.Camel(captured)
	t.Name, t.Callable = name, strings.Replace(t.Callable, "*", method, 1)
	if t.Opaque == "" && !phpfunc.Knows(t.Callable) {
		t.Opaque, t.Callable = "the PHP function "+t.Callable, ""
	}
	return t
}
