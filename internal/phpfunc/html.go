package phpfunc

import (
	"fmt"
	"html"
	"maps"
	"slices"
	"strings"
)

// addresses are functions that make addresses of paths in the site.
func addresses() map[string]function {
	to := function{0, 1, func(a arguments) (any, error) { return a.env.address(a.text(0)), nil }}
	return map[string]function{"url": to, "url::to": to, "url::asset": to, "asset": to}
}

// address puts the site's address before a path; a full address stays.
func (e Env) address(path string) string {
	for _, whole := range []string{"//", "#", "http://", "https://", "mailto:", "tel:"} {
		if strings.HasPrefix(path, whole) {
			return path
		}
	}
	root := e.Root
	if root == "" {
		root = "/"
	}
	return root + strings.TrimLeft(path, "/")
}

// elements are the methods of Html.
func elements() map[string]function {
	return map[string]function{
		"html::entities": of(escape), "html::decode": of(html.UnescapeString), "html::strip": of(stripTags),
		"html::attributes": {1, 1, func(a arguments) (any, error) { return attributes(a.table(0)), nil }},
		"html::link": {1, 3, func(a arguments) (any, error) {
			address := a.env.address(a.text(0))
			return "<a href=\"" + escape(address) + "\"" + attributes(a.table(2)) + ">" + escape(a.or(1, address)) + "</a>", nil
		}},
		"html::image": {1, 3, func(a arguments) (any, error) {
			return element("img", a.table(2), "src", a.env.address(a.text(0)), "alt", a.text(1)), nil
		}},
		"html::script": {1, 2, func(a arguments) (any, error) {
			return element("script", a.table(1), "src", a.env.address(a.text(0))) + "</script>", nil
		}},
		"html::style": {1, 2, func(a arguments) (any, error) {
			return element("link", a.table(1), "media", "all", "type", "text/css", "rel", "stylesheet", "href", a.env.address(a.text(0))), nil
		}},
		"html::ol": {1, 2, func(a arguments) (any, error) { return listing("ol", a.list(0), a.table(1), 0) }},
		"html::ul": {1, 2, func(a arguments) (any, error) { return listing("ul", a.list(0), a.table(1), 0) }},
	}
}

// element writes a start tag. Attributes in own may be set anew by those given.
func element(name string, given map[string]any, own ...string) string {
	all := maps.Clone(given)
	if all == nil {
		all = map[string]any{}
	}
	var b strings.Builder
	b.WriteString("<" + name)
	for i := 0; i < len(own); i += 2 {
		if v, ok := all[own[i]]; ok {
			own[i+1] = toText(v)
			delete(all, own[i])
		}
		if own[i+1] != "" || own[i] == "alt" || own[i] == "value" {
			b.WriteString(" " + own[i] + `="` + escape(own[i+1]) + `"`)
		}
	}
	b.WriteString(attributes(all) + ">")
	return b.String()
}

// attributes writes attributes in the order of their names.
func attributes(all map[string]any) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(all)) {
		switch value := all[name]; {
		case value == nil || value == false || strings.ContainsAny(name, " \t\n\"'<>=/"):
		case value == true:
			b.WriteString(" " + name)
		default:
			b.WriteString(" " + name + `="` + escape(toText(value)) + `"`)
		}
	}
	return b.String()
}

// maxNested is how deep lists of lists may be.
const maxNested = 50

func listing(name string, items []any, attrs map[string]any, depth int) (string, error) {
	if depth > maxNested {
		return "", fmt.Errorf("is given lists deeper than %d in one another", maxNested)
	}
	if len(items) == 0 {
		return "", nil
	}
	var b strings.Builder
	b.WriteString("<" + name + attributes(attrs) + ">")
	for _, it := range items {
		inner := escape(toText(it))
		if l, ok := it.([]any); ok {
			var err error
			if inner, err = listing(name, l, nil, depth+1); err != nil {
				return "", err
			}
		}
		b.WriteString("<li>" + inner + "</li>")
	}
	b.WriteString("</" + name + ">")
	return b.String(), nil
}
