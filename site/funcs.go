package site

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"html/template"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode"
)

// maxText is the length of the longest text that a function makes.
const maxText = 16 << 20

// funcs returns the functions of templates, which the package documentation
// lists. The last three are not for authors: see watchTree. Those of plugins'
// texts and settings are told where they stand: see placeCalls.
func (e *engine) funcs() map[string]any {
	return map[string]any{
		"relURL": e.relURL, "absURL": e.absURL, "ref": e.ref, "asset": e.asset, "plugin": e.plugin,
		"partial": e.partial, "component": e.component, "column": e.column, "table": e.table, "dashboard": e.dashboard, "mails": e.allMails, "mailPartial": e.mailPartial, "markdownify": e.markdownify,
		"trans": e.trans, "transIn": e.transIn, "config": e.config,
		"safeHTML": func(s any) template.HTML { return template.HTML(fmt.Sprint(s)) },
		"jsonify":  jsonify,
		"dict":     dict, "list": func(items ...any) []any { return items },
		"default": fallback, "in": contains, "where": e.where, "first": first, "sort": e.sortBy,
		"lower": strings.ToLower, "upper": strings.ToUpper, "title": titleCase, "trim": strings.TrimSpace,
		"hasPrefix": strings.HasPrefix, "split": strings.Split,
		"replace": replace, "join": joinTexts, "dateFormat": dateFormat, "fileSize": fileSize,
		"print":   func(a ...any) (string, error) { return sized(fmt.Sprint(a...)) },
		"printf":  func(f string, a ...any) (string, error) { return sized(fmt.Sprintf(f, a...)) },
		"println": func(a ...any) (string, error) { return sized(fmt.Sprintln(a...)) },
		"tick":    e.tick, "enter": e.enter, "leave": e.leave,
	}
}

// sized refuses a text that a template has doubled too often.
func sized(s string) (string, error) {
	if len(s) > maxText {
		return "", &fault{errEndless("16 MiB of text")}
	}
	return s, nil
}

// relURL puts the base of the site before a path; a full URL stays.
func (e *engine) relURL(s string) string {
	if schemeOf(s) != "" || strings.HasPrefix(s, "//") || strings.HasPrefix(s, "#") {
		return s
	}
	return e.tree.base.Path + strings.TrimLeft(s, "/")
}

// absURL is relURL with the host of the site, when there is one.
func (e *engine) absURL(s string) string {
	if rel := e.relURL(s); strings.HasPrefix(rel, "/") && !strings.HasPrefix(rel, "//") {
		return e.tree.absolute(rel)
	}
	return s
}

// ref returns the address of the page that a content file makes.
func (e *engine) ref(file string) (string, error) {
	address, ok := e.tree.find("", strings.TrimPrefix(file, "/"))
	if !ok {
		return "", &fault{errBrokenLink(file, near(e.tree.sources, "", file))}
	}
	return address, nil
}

// asset returns the address of a file of layouts/assets.
func (e *engine) asset(name string) (string, error) {
	out, ok := e.theme.urls[name]
	if !ok {
		known := []string{}
		for name := range e.theme.urls {
			known = append(known, name)
		}
		return "", &fault{errAssetMissing(name, known)}
	}
	return e.tree.link(out), nil
}

// plugin returns the plugin of an id, whatever its case, or nil.
func (e *engine) plugin(id string) *Plugin { return e.plugins[strings.ToLower(id)] }

// markdownify renders a text as Markdown, without the paragraph around a line
// of it. It holds the text to what content is held to.
func (e *engine) markdownify(s any) (template.HTML, error) {
	p := &Page{Source: "markdownify"}
	p.report = report{file: p.Source, src: []byte(strings.ReplaceAll(fmt.Sprint(s), "{{<", "{{&lt;"))}
	d := document{page: p, md: e.md, tree: e.tree, engine: e}
	out := strings.TrimSpace(string(d.render().content))
	if len(p.report.list) > 0 && p.report.list.HasErrors() {
		return "", &fault{errTemplate(p.report.list[0].Text, p.report.list[0].Hint)}
	}
	inner, ok := strings.CutPrefix(out, "<p>")
	if inner, closed := strings.CutSuffix(inner, "</p>"); ok && closed && !strings.Contains(inner, "<p>") {
		out = inner
	}
	return template.HTML(out), nil
}

// jsonify returns the value as JSON that may stand in a script element.
func jsonify(v any) (template.JS, error) {
	var b bytes.Buffer
	if left := maxValues; !countable(reflect.ValueOf(v), &left) {
		return "", &fault{errEndless("1,000,000 values for jsonify")}
	}
	if err := json.NewEncoder(&b).Encode(v); err != nil { // escapes <, >, &, U+2028 and U+2029
		return "", err
	}
	return template.JS(strings.TrimSpace(b.String())), nil
}

func dict(pairs ...any) (map[string]any, error) {
	out := map[string]any{}
	for i := 0; i < len(pairs); i += 2 {
		key, ok := pairs[i].(string)
		if !ok || i+1 == len(pairs) {
			return nil, &fault{errTemplate("dict takes pairs of a key and a value", `write dict "key" value`)}
		}
		out[key] = pairs[i+1]
	}
	return out, nil
}

// fallback returns the first value when the second is missing or empty.
func fallback(otherwise any, value ...any) any {
	if len(value) == 0 {
		return otherwise
	}
	if truth, ok := template.IsTrue(value[0]); !ok || !truth {
		return otherwise
	}
	return value[0]
}

func titleCase(s string) string {
	start := true
	return strings.Map(func(r rune) rune {
		was := start
		start = unicode.IsSpace(r) || r == '-'
		if was {
			return unicode.ToTitle(r)
		}
		return r
	}, s)
}

func replace(s, old, by string) (string, error) {
	if strings.Count(s, old)*len(by) > maxText {
		return sized(strings.Repeat(" ", maxText+1))
	}
	return strings.ReplaceAll(s, old, by), nil
}

func joinTexts(items any, separator string) (string, error) {
	var parts []string
	v, err := listOf(items)
	if err != nil {
		return "", err
	}
	for i := range v.Len() {
		parts = append(parts, fmt.Sprint(v.Index(i).Interface()))
	}
	return sized(strings.Join(parts, separator))
}

// dateFormat writes a date in Go's form, in the zone it was written in.
func dateFormat(form string, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(form)
}

// fileSize writes a number of bytes for people: 512 B, 12.3 kB.
func fileSize(n int) string {
	switch {
	case n < 1000:
		return fmt.Sprintf("%d B", n)
	case n < 1_000_000:
		return fmt.Sprintf("%.1f kB", float64(n)/1e3)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1e6)
}

// listOf returns the list in v, which may be nil.
func listOf(v any) (reflect.Value, error) {
	if v == nil {
		return reflect.ValueOf([]any{}), nil
	}
	if r := reflect.ValueOf(v); r.Kind() == reflect.Slice || r.Kind() == reflect.Array {
		return r, nil
	}
	return reflect.Value{}, &fault{errTemplate(fmt.Sprintf("%T is not a list", v), "give it a list")}
}

// contains reports whether a list has the item, or a text the part.
func contains(in, item any) (bool, error) {
	if s, ok := in.(string); ok {
		return strings.Contains(s, fmt.Sprint(item)), nil
	}
	v, err := listOf(in)
	if err != nil {
		return false, err
	}
	for i := range v.Len() {
		if fmt.Sprint(v.Index(i).Interface()) == fmt.Sprint(item) {
			return true, nil
		}
	}
	return false, nil
}

func first(n int, items any) (any, error) {
	v, err := listOf(items)
	if err != nil {
		return nil, err
	}
	return v.Slice(0, min(max(n, 0), v.Len())).Interface(), nil
}

// where keeps the items whose field or key, such as "Params.kind", equals value.
func where(items any, key string, value any) (any, error) {
	v, err := listOf(items)
	if err != nil {
		return nil, err
	}
	out := reflect.MakeSlice(reflect.SliceOf(v.Type().Elem()), 0, v.Len())
	for i := range v.Len() {
		if fmt.Sprint(lookup(v.Index(i), key)) == fmt.Sprint(value) {
			out = reflect.Append(out, v.Index(i))
		}
	}
	return out.Interface(), nil
}

// sortBy orders the items by a field or key, or by themselves when it is "".
func sortBy(items any, options ...string) (any, error) {
	v, err := listOf(items)
	if err != nil {
		return nil, err
	}
	key, descending := "", len(options) > 1 && options[1] == "desc"
	if len(options) > 0 {
		key = options[0]
	}
	order := make([]reflect.Value, v.Len())
	for i := range order {
		order[i] = v.Index(i)
	}
	slices.SortStableFunc(order, func(a, b reflect.Value) int {
		if descending {
			a, b = b, a
		}
		return compareAny(lookup(a, key), lookup(b, key))
	})
	out := reflect.MakeSlice(reflect.SliceOf(v.Type().Elem()), 0, v.Len())
	return reflect.Append(out, order...).Interface(), nil
}

func compareAny(a, b any) int {
	if x, ok := a.(time.Time); ok {
		if y, ok := b.(time.Time); ok {
			return x.Compare(y)
		}
	}
	x, y := reflect.ValueOf(a), reflect.ValueOf(b)
	if x.IsValid() && y.IsValid() && x.CanInt() && y.CanInt() {
		return cmp.Compare(x.Int(), y.Int())
	}
	if x.IsValid() && y.IsValid() && x.CanFloat() && y.CanFloat() {
		return cmp.Compare(x.Float(), y.Float())
	}
	return strings.Compare(fmt.Sprint(a), fmt.Sprint(b))
}

// lookup returns the field or key of an item, with dots between several.
func lookup(v reflect.Value, key string) any {
	for part := range strings.SplitSeq(key, ".") {
		for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
			v = v.Elem()
		}
		switch {
		case part == "" || !v.IsValid():
		case v.Kind() == reflect.Struct && unicode.IsUpper(rune(part[0])):
			v = v.FieldByName(part)
		case v.Kind() == reflect.Map && v.Type().Key().Kind() == reflect.String:
			v = v.MapIndex(reflect.ValueOf(part).Convert(v.Type().Key()))
		default:
			return nil
		}
	}
	if !v.IsValid() {
		return nil
	}
	return v.Interface()
}
