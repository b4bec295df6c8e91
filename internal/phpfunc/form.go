package phpfunc

import (
	"maps"
	"slices"
	"strings"
)

// forms are the methods of Form. A form has no token, as nothing checks one.
func forms() map[string]function {
	out := map[string]function{
		"form::open":     {0, 1, open},
		"form::close":    {0, 0, func(arguments) (any, error) { return "</form>", nil }},
		"form::label":    {1, 3, label},
		"form::textarea": {1, 3, textarea},
		"form::select":   {1, 4, choice},
		"form::button":   {0, 2, button},
		"form::input": {2, 4, func(a arguments) (any, error) {
			return element("input", a.table(3), "name", a.text(1), "type", a.text(0), "value", a.text(2)), nil
		}},
		"form::submit": {0, 2, func(a arguments) (any, error) {
			return element("input", a.table(1), "type", "submit", "value", a.text(0)), nil
		}},
	}
	for _, kind := range []string{"text", "email", "url", "number", "date", "search", "tel", "hidden"} {
		out["form::"+kind] = function{1, 3, func(a arguments) (any, error) {
			return element("input", a.table(2), "name", a.text(0), "type", kind, "value", a.text(1)), nil
		}}
	}
	for _, kind := range []string{"password", "file"} {
		out["form::"+kind] = function{1, 2, func(a arguments) (any, error) {
			return strings.Replace(element("input", a.table(1), "name", a.text(0), "type", kind, "value", ""), ` value=""`, "", 1), nil
		}}
	}
	for _, kind := range []string{"checkbox", "radio"} {
		out["form::"+kind] = function{1, 4, func(a arguments) (any, error) { return checkable(kind, a), nil }}
	}
	return out
}

func open(a arguments) (any, error) {
	given := maps.Clone(a.table(0))
	method := "POST"
	if m, ok := given["method"]; ok && strings.EqualFold(toText(m), "get") {
		method = "GET"
	}
	action := a.env.address("")
	if u, ok := given["url"]; ok {
		action = a.env.address(toText(u))
	}
	enctype := ""
	if files, ok := given["files"]; ok && files != false {
		enctype = "multipart/form-data"
	}
	for _, key := range []string{"method", "url", "files", "route", "request", "model", "data"} {
		delete(given, key)
	}
	return element("form", given, "method", method, "action", action, "accept-charset", "UTF-8", "enctype", enctype), nil
}

func label(a arguments) (any, error) {
	text := a.or(1, title(strings.ReplaceAll(a.text(0), "_", " ")))
	return element("label", a.table(2), "for", a.text(0)) + escape(text) + "</label>", nil
}

func textarea(a arguments) (any, error) {
	return element("textarea", a.table(2), "name", a.text(0), "cols", "50", "rows", "10") + escape(a.text(1)) + "</textarea>", nil
}

func button(a arguments) (any, error) {
	return element("button", a.table(1), "type", "button") + a.text(0) + "</button>", nil
}

func checkable(kind string, a arguments) string {
	given := maps.Clone(a.table(3))
	if given == nil {
		given = map[string]any{}
	}
	if len(a.all) > 2 && a.all[2] == true {
		given["checked"] = "checked"
	}
	value := a.or(1, "1")
	if kind == "radio" {
		value = a.or(1, a.text(0))
	}
	return element("input", given, "name", a.text(0), "type", kind, "value", value)
}

// choice writes options in the order of their values, or as a list has them.
func choice(a arguments) (any, error) {
	var b strings.Builder
	b.WriteString(element("select", a.table(3), "name", a.text(0)))
	option := func(value, text string) {
		selected := ""
		if len(a.all) > 2 && a.all[2] != nil && a.text(2) == value {
			selected = ` selected="selected"`
		}
		b.WriteString(`<option value="` + escape(value) + `"` + selected + ">" + escape(text) + "</option>")
	}
	options := a.table(1)
	for _, value := range slices.Sorted(maps.Keys(options)) {
		option(value, toText(options[value]))
	}
	if len(a.all) > 1 && options == nil {
		for _, text := range a.list(1) {
			option(toText(text), toText(text))
		}
	}
	b.WriteString("</select>")
	return b.String(), nil
}
