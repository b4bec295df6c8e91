package site

import (
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"math"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A columnType makes what a table shows of a value.
type columnType func(e *engine, c cell) (any, error)

// A cell is a value of a table with its column and its row.
type cell struct {
	config map[string]any // of the column
	value  any
	row    any
}

// columnTypes are Winter's, as far as they mean something in a page that looks the
// same whenever it is read.
func columnTypes() map[string]columnType {
	return map[string]columnType{
		"text": textColumn, "number": numberColumn, "switch": switchColumn, "summary": summaryColumn, "partial": partialColumn,
		"image": imageColumn, "colorpicker": colorColumn,
		"date":     func(_ *engine, c cell) (any, error) { return c.date("2 Jan 2006") },
		"datetime": func(_ *engine, c cell) (any, error) { return c.date("2 Jan 2006 15:04") },
		"time":     func(_ *engine, c cell) (any, error) { return c.date("15:04") },
	}
}

// otherColumnTypes are Winter's that have no meaning here, with the reason.
var otherColumnTypes = map[string]string{
	"timesince": "what it shows depends on when the page is read", "timetense": "what it shows depends on when the page is read",
	"relation": "there is no database", "selectable": "there is no model whose options it could show",
}

// column shows a value as a column of a table does: column TYPE VALUE [ROW]. The
// type may be a map that says more, such as {type: number, format: "%.2f"}.
func (e *engine) column(kind, value any, row ...any) (any, error) {
	out, err := e.cell(kind, value, row)
	return out, e.inTable(err)
}

func (e *engine) cell(kind, value any, row []any) (any, error) {
	c := cell{value: value}
	name := fmt.Sprint(kind)
	if config, ok := kind.(map[string]any); ok {
		c.config, name = config, "text"
		if given, ok := config["type"]; ok && given != "" {
			name = fmt.Sprint(given)
		}
	}
	if len(row) > 0 {
		c.row = row[0]
	}
	if c.empty() {
		c.value = c.config["default"]
	}
	if own, ok := columnTypes()[name]; ok {
		out, err := own(e, c)
		return out, c.inRow(err)
	}
	if x := e.model.extensions; x.Column != nil {
		if t, ok := x.Column(name); ok {
			out, err := e.pluginColumn(name, t, c)
			return out, c.inRow(err)
		}
	}
	return "", &fault{errColumnType(name, e.columnNames())}
}

// pluginColumn shows a value by a type of a plugin, inside an element when a module
// is to enhance it.
func (e *engine) pluginColumn(name string, t ColumnType, c cell) (out any, err error) {
	f := t.Function
	switch {
	case f.Refused != nil:
		return "", &fault{*f.Refused}
	case f.Name == "" && t.Module == "":
		return textColumn(e, c)
	case f.Name == "":
		out, err = sized(plainText(c.value))
	default:
		out, err = e.call(f, []any{c.value, c.config, c.row})
	}
	if err != nil || t.Module == "" {
		return out, err
	}
	html, isHTML := out.(template.HTML)
	if !isHTML {
		html = template.HTML(template.HTMLEscapeString(plainText(out)))
	}
	properties, err := json.Marshal(map[string]any{"value": c.value, "column": c.config})
	if err != nil { // such as a page
		return "", &fault{errColumnModule(name, c.value)}
	}
	return enhancement{"span", name, t.Module, properties}.around(html), nil
}

// inRow tells of a mistake in which row of a table it is.
func (c cell) inRow(err error) error {
	f, ok := errors.AsType[*fault](err)
	row, isRow := c.row.(map[string]any)
	if !ok || !isRow {
		return err
	}
	if text, err := json.Marshal(row); err == nil {
		f.Notes = append(f.Notes, "in the row "+short(string(text)))
	}
	return f
}

// columnNames are those of all types that there are.
func (e *engine) columnNames() []string {
	return append(sortedKeys(columnTypes()), e.model.extensions.ColumnTypes...)
}

func (c cell) empty() bool { return c.value == nil || c.value == "" }

// setting returns what the column says under a key, else the fallback.
func (c cell) setting(key, fallback string) string {
	if v, ok := c.config[key]; ok && v != nil {
		return fmt.Sprint(v)
	}
	return fallback
}

// textColumn joins a list with commas, and may have a format such as "%s km".
func textColumn(_ *engine, c cell) (any, error) {
	text := plainText(c.value)
	if format := c.setting("format", ""); format != "" && text != "" {
		return formatted(format, text)
	}
	return sized(text)
}

func plainText(v any) string {
	if list := reflect.ValueOf(v); list.Kind() == reflect.Slice {
		var parts []string
		for i := range list.Len() {
			parts = append(parts, fmt.Sprint(list.Index(i).Interface()))
		}
		return strings.Join(parts, ", ")
	}
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

// columnFormat is what a format may be: one verb of sprintf, and text around it.
var columnFormat = regexp.MustCompile(`^((?:[^%]|%%)*)%([-+ 0]*\d{0,3}(?:\.\d{1,2})?)([sdfeEgG])((?:[^%]|%%)*)$`)

func formatted(format string, value any) (any, error) {
	m := columnFormat.FindStringSubmatch(format)
	if m == nil {
		return "", &fault{errColumnFormat(format)}
	}
	n, isNumber := asNumber(value)
	switch {
	case m[3] == "s":
		value = plainText(value)
	case !isNumber:
		return "", &fault{errColumnValue("number", value)}
	case m[3] == "d":
		value = int64(math.Round(min(max(n, -1<<53), 1<<53)))
	default:
		value = n
	}
	return sized(fmt.Sprintf(format, value))
}

// asNumber returns the number in a value, or in its text.
func asNumber(v any) (float64, bool) {
	r := reflect.ValueOf(v)
	switch {
	case !r.IsValid():
		return 0, false
	case r.CanInt():
		return float64(r.Int()), true
	case r.CanUint():
		return float64(r.Uint()), true
	case r.CanFloat():
		return r.Float(), true
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(fmt.Sprint(v)), 64)
	return n, err == nil && n-n == 0
}

func numberColumn(_ *engine, c cell) (any, error) {
	if c.empty() {
		return "", nil
	}
	if format := c.setting("format", ""); format != "" {
		return formatted(format, c.value)
	}
	if _, ok := asNumber(c.value); !ok {
		return "", &fault{errColumnValue("number", c.value)}
	}
	return plainText(c.value), nil
}

// switchColumn shows Yes and No, or what the column calls them.
func switchColumn(_ *engine, c cell) (any, error) {
	switch strings.ToLower(plainText(c.value)) {
	case "", "0", "false", "no", "off":
		return c.setting("no", "No"), nil
	}
	return c.setting("yes", "Yes"), nil
}

// valueForms are those in which texts have dates.
var valueForms = []string{time.RFC3339, "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02", "15:04:05", "15:04"}

// date shows a date in the column's format, which is Go's, or in the fallback.
func (c cell) date(fallback string) (any, error) {
	if c.empty() {
		return "", nil
	}
	if t, ok := c.value.(time.Time); ok {
		return dateFormat(c.setting("format", fallback), t), nil
	}
	text := strings.TrimSpace(fmt.Sprint(c.value))
	for _, form := range valueForms {
		if t, err := time.Parse(form, text); err == nil {
			return t.Format(c.setting("format", fallback)), nil
		}
	}
	return "", &fault{errColumnValue("date", c.value)}
}

var markupTag = regexp.MustCompile(`<[^>]*>`)

// summaryColumn is the beginning of a text, without tags: of 40 characters, as in
// Winter, or as many as limit says.
func summaryColumn(_ *engine, c cell) (any, error) {
	limit, err := strconv.Atoi(c.setting("limit", "40"))
	if err != nil || limit < 1 {
		return "", &fault{errColumnSetting("limit", c.setting("limit", ""))}
	}
	text := strings.Join(strings.Fields(markupTag.ReplaceAllString(plainText(c.value), " ")), " ")
	if runes := []rune(text); len(runes) > limit {
		return strings.TrimRight(string(runes[:limit]), " ") + c.setting("end", "..."), nil
	}
	return text, nil
}

// A ColumnView is what the partial of a column is given.
type ColumnView struct {
	Value  any
	Column map[string]any
	Record any
	Page   *Page
	Site   *Site
}

// partialColumn renders the partial that path names.
func partialColumn(e *engine, c cell) (any, error) {
	name := c.setting("path", c.setting("partial", ""))
	if name == "" {
		return "", &fault{errColumnSetting("path", "")}
	}
	return e.partial(name, ColumnView{c.value, c.config, c.row, e.on, e.site})
}

// imageColumn shows a picture, or several.
func imageColumn(e *engine, c cell) (any, error) {
	sources := []any{c.value}
	if list, ok := c.value.([]any); ok {
		sources = list
	}
	var b strings.Builder
	for _, s := range sources {
		source := plainText(s)
		if source == "" {
			continue
		}
		if !linkable(source) {
			return "", &fault{errColumnValue("image", source)}
		}
		fmt.Fprintf(&b, `<img src="%s" alt="%s" loading="lazy"`, template.HTMLEscapeString(e.relURL(source)), template.HTMLEscapeString(c.setting("alt", "")))
		for _, side := range []string{"width", "height"} {
			if n, ok := asNumber(c.setting(side, "50")); ok {
				fmt.Fprintf(&b, ` %s="%d"`, side, int(min(max(n, 1), 10000)))
			}
		}
		b.WriteString(">")
	}
	_, err := sized(b.String())
	return template.HTML(b.String()), err
}

var plainColor = regexp.MustCompile(`^(#[0-9A-Fa-f]{3,8}|[A-Za-z]{1,20}|(rgb|hsl)a?\([0-9., %/deg]{1,60}\))$`)

// colorColumn shows a colour as a patch, and as its text for who cannot see it.
func colorColumn(_ *engine, c cell) (any, error) {
	color := plainText(c.value)
	if color == "" {
		return "", nil
	}
	if !plainColor.MatchString(color) {
		return "", &fault{errColumnValue("colorpicker", color)}
	}
	return template.HTML(fmt.Sprintf(`<span class="color" style="background:%[1]s"></span> %[1]s`, color)), nil
}
