package site

import (
	"cmp"
	"encoding/json"
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strings"

	"strata/internal/diag"
)

// A Component is a part of pages that a plugin brings: templates, and properties
// that are set where it is used.
type Component struct {
	Alias  string
	Plugin Plugin
	Module string // AMD module that enhances it in the browser, "" for none
	Folder string // of the layouts' partials that override its own; "" for one called like the alias

	// Partials are the prefixes of the Templates in which the component's own
	// partials are looked for, in order; the layouts' come first.
	Partials []string

	// Values returns all properties for those that are given, and what is wrong
	// with these.
	Values func(given map[string]any) (map[string]any, []diag.Diagnostic)
}

// A ComponentView is what the templates of a component are given.
type ComponentView struct {
	Alias      string
	Properties map[string]any
	Page       *Page
	Site       *Site
	Plugin     Plugin
}

// componentPartial is the partial that a component consists of.
const componentPartial = "default"

// component renders a component in a template: component ALIAS KEY VALUE ...
func (e *engine) component(alias string, pairs ...any) (template.HTML, error) {
	if len(pairs) == 1 {
		if m, ok := pairs[0].(map[string]any); ok {
			return e.place(alias, m, "div")
		}
	}
	given, err := dict(pairs...)
	if err != nil {
		return "", &fault{errComponentPairs()}
	}
	return e.place(alias, given, "div")
}

// componentTag renders a component in Markdown: {{< component ALIAS key="value" >}}.
func (e *engine) componentTag(s *shortcode) (template.HTML, error) {
	if len(s.tag.args) != 1 {
		return "", &fault{errComponentTag()}
	}
	given := map[string]any{}
	for k, v := range s.tag.params {
		given[k] = v
	}
	element := "div"
	if s.inline {
		element = "span"
	}
	return e.place(s.tag.args[0], given, element)
}

// unknownShortcode says what a shortcode that nobody has may have been meant to be.
func (e *engine) unknownShortcode(name string) diag.Diagnostic {
	if slices.Contains(e.model.extensions.Components, name) {
		return errShortcodeComponent(name)
	}
	return errShortcodeUnknown(name, append(e.theme.names("shortcodes/"), e.model.extensions.Functions...))
}

// enhancedMark follows the name of the element around a component that has a
// module. No text of a page can have it behind a <.
const enhancedMark = " data-strata-component="

// An enhancement is the element around what a module enhances.
type enhancement struct {
	element, name, module string
	properties            []byte // as JSON
}

func (x enhancement) around(inner template.HTML) template.HTML {
	return template.HTML(fmt.Sprintf(`<%s`+enhancedMark+`"%s" data-strata-module="%s" data-strata-properties="%s">%s</%[1]s>`,
		x.element, template.HTMLEscapeString(x.name), template.HTMLEscapeString(x.module), template.HTMLEscapeString(string(x.properties)), inner))
}

// place renders a component, inside an element when a module is to enhance it.
func (e *engine) place(alias string, given map[string]any, element string) (template.HTML, error) {
	c, ok, err := e.findComponent(alias)
	if err != nil || !ok {
		return "", err
	}
	values, wrong := c.Values(given)
	if len(wrong) > 0 {
		return "", &fault{together(wrong)}
	}
	return e.placed(c, values, element)
}

// placed renders a component with all its properties.
func (e *engine) placed(c Component, values map[string]any, element string) (out template.HTML, err error) {
	e.using = append(e.using, c)
	defer func() { e.using = e.using[:len(e.using)-1] }()
	if file := e.componentFile(c, componentPartial); file != "" {
		if out, err = e.part(file, &ComponentView{c.Alias, values, e.on, e.site, c.Plugin}); err != nil {
			return "", err
		}
	}
	if c.Module == "" {
		return out, nil
	}
	properties, err := json.Marshal(values)
	if err != nil {
		return "", err
	}
	return enhancement{element, c.Alias, c.Module, properties}.around(out), nil
}

// findComponent returns the component of an alias. With an @ before it, it need
// not be there.
func (e *engine) findComponent(alias string) (Component, bool, error) {
	name, soft := strings.CutPrefix(alias, "@")
	if x := e.model.extensions; x.Component != nil {
		if c, ok := x.Component(name); ok {
			return c, true, nil
		}
	}
	if soft {
		return Component{}, false, nil
	}
	return Component{}, false, &fault{errComponentUnknown(name, e.model.extensions.Components)}
}

// together makes one diagnostic of several.
func together(wrong []diag.Diagnostic) diag.Diagnostic {
	d := wrong[0]
	for _, other := range wrong[1:] {
		d.Notes = append(d.Notes, "also: "+other.Text)
	}
	return d
}

// componentFile returns the template of a component's partial: of the layouts, in
// a folder with the component's alias in lower case or as it is, or of the plugin.
func (e *engine) componentFile(c Component, partial string) string {
	folder := cmp.Or(c.Folder, c.Alias)
	prefixes := append([]string{"partials/" + strings.ToLower(folder) + "/", "partials/" + folder + "/"}, c.Partials...)
	for _, prefix := range prefixes {
		if e.theme.files[prefix+partial+".html"] != nil {
			return prefix + partial + ".html"
		}
	}
	return ""
}

// maxPartialDepth is how many folders deep the partials of a component lie.
const maxPartialDepth = 2

// componentOf splits the name of a component's partial: "@name" is one of the
// component that is being rendered, "alias::name" of another.
func (e *engine) componentOf(name string) (c Component, partial string, ok bool, err error) {
	alias, partial, found := strings.Cut(name, "::")
	switch {
	case found && alias != "":
		if c, ok, err = e.findComponent(alias); !ok {
			return c, partial, true, err
		}
	case strings.HasPrefix(name, "@") || found:
		partial = strings.TrimPrefix(strings.TrimPrefix(name, "@"), "::")
		if len(e.using) == 0 {
			return c, partial, true, &fault{errNoComponent(name)}
		}
		c = e.using[len(e.using)-1]
	default:
		return c, "", false, nil
	}
	partial = strings.TrimSuffix(partial, ".html")
	if strings.Count(partial, "/") > maxPartialDepth || strings.HasPrefix(partial, "/") ||
		slices.ContainsFunc(strings.Split(partial, "/"), func(part string) bool { return part == "" || part[0] == '.' }) {
		return c, partial, true, &fault{errPartialPath(name)}
	}
	return c, partial, true, nil
}

// componentPart renders a partial of a component.
func (e *engine) componentPart(name string, data any) (template.HTML, bool, error) {
	c, partial, ok, err := e.componentOf(name)
	if !ok || err != nil || c.Alias == "" {
		return "", ok, err
	}
	file := e.componentFile(c, partial)
	if file == "" {
		return "", true, &fault{errComponentPartial(name, c.Alias, e.partialsOf(c))}
	}
	e.using = append(e.using, c)
	defer func() { e.using = e.using[:len(e.using)-1] }()
	out, err := e.part(file, data)
	return out, true, err
}

// partialsOf returns the names of a component's partials.
func (e *engine) partialsOf(c Component) []string {
	names := map[string]bool{}
	for _, prefix := range append([]string{"partials/" + strings.ToLower(cmp.Or(c.Folder, c.Alias)) + "/"}, c.Partials...) {
		for _, name := range e.theme.names(prefix) {
			names[name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}
