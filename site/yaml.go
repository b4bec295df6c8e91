package site

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"time"

	"go.yaml.in/yaml/v3"

	"strata/internal/diag"
	"strata/internal/yamlerror"
)

// Limits of one YAML document. An alias counts as all that it stands for, so
// that ten lines cannot unfold into a billion values.
const (
	maxYAMLNodes = 100_000
	maxYAMLDepth = 100
	maxYAMLBytes = 1 << 20
)

// A place is where a value was set.
type place struct {
	line, column int
	note         string // said when the place is not in the file
}

// A decoder fills a struct from YAML. Unlike the YAML library's own it knows
// the line and column of every mistake, goes on after one, names the key that
// was meant, and counts what aliases unfold to.
type decoder struct {
	report  *report
	offset  int                    // lines of the file before the YAML
	unknown diag.Severity          // how much an unknown key weighs
	note    string                 // where a value that is not in the file comes from
	wants   map[reflect.Type]shape // short forms of structs
	places  map[string]place
	nodes   int
	depth   int
}

// A shape turns the short form of a struct into its long form.
type shape func(*yaml.Node) *yaml.Node

// decodeYAML fills the struct that out points to from src.
func (d *decoder) decodeYAML(src []byte, out any) {
	if len(src) > maxYAMLBytes {
		d.add(errYAMLLimit("1 MiB"), d.offset+1, 1)
		return
	}
	var doc, second yaml.Node
	documents := yaml.NewDecoder(bytes.NewReader(src))
	if err := documents.Decode(&doc); err != nil && err != io.EOF {
		d.syntax(src, err)
		return
	}
	if len(doc.Content) > 0 {
		d.value(doc.Content[0], reflect.ValueOf(out).Elem(), "")
	}
	switch err := documents.Decode(&second); {
	case err == io.EOF:
	case err != nil:
		d.syntax(src, err)
	case len(second.Content) > 0 && second.Content[0].Tag != "!!null":
		d.fail(&second, errYAMLSecond())
	}
}

func (d *decoder) syntax(src []byte, err error) {
	line, column, text := yamlerror.Of(src, err)
	if text == yamlerror.Tab {
		d.add(errYAMLTab(), line+d.offset, column)
		return
	}
	d.add(errYAML(text), line+d.offset, column)
}

func (d *decoder) add(x diag.Diagnostic, line, column int) {
	if d.note != "" {
		x.Notes = append(x.Notes, d.note)
		d.report.outside(x)
		return
	}
	d.report.add(x, line, column)
}

func (d *decoder) fail(n *yaml.Node, x diag.Diagnostic) { d.add(x, n.Line+d.offset, n.Column) }

// value decodes n into v. The name is the path of keys, for diagnostics.
func (d *decoder) value(n *yaml.Node, v reflect.Value, name string) {
	d.nodes++
	d.depth++
	defer func() { d.depth-- }()
	if d.nodes > maxYAMLNodes || d.depth > maxYAMLDepth {
		if d.nodes < 2*maxYAMLNodes {
			d.nodes = 2 * maxYAMLNodes // said once; everything after it is passed over
			d.fail(n, errYAMLLimit(fmt.Sprintf("%d values or %d levels", maxYAMLNodes, maxYAMLDepth)))
		}
		return
	}
	if n.Kind == yaml.AliasNode {
		d.value(n.Alias, v, name)
		return
	}
	if d.places != nil {
		d.places[name] = place{line: n.Line + d.offset, column: n.Column, note: d.note}
	}
	if n.Kind == yaml.ScalarNode && n.Tag == "!!null" {
		return // a key without a value keeps its default
	}
	d.kind(n, v, name)
}

func (d *decoder) kind(n *yaml.Node, v reflect.Value, name string) {
	if long := d.wants[v.Type()]; long != nil {
		n = long(n)
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.kind(n, v.Elem(), name)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			d.date(n, v, name)
			return
		}
		d.object(n, v, name)
	case reflect.Map:
		d.mapping(n, v, name)
	case reflect.Slice:
		d.list(n, v, name)
	case reflect.Interface:
		d.any(n, v, name)
	default:
		d.scalar(n, v, name)
	}
}

func (d *decoder) wrong(n *yaml.Node, name, want string) {
	d.fail(n, errType(name, want, describe(n)))
}

// entries calls f for each key of the mapping n, which must be one.
func (d *decoder) entries(n *yaml.Node, name string, f func(key, value *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		d.wrong(n, name, "a mapping of keys to values")
		return
	}
	seen := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if key.Kind != yaml.ScalarNode {
			d.wrong(key, join(name, "a key"), "a text")
			continue
		}
		if first, twice := seen[key.Value]; twice {
			d.fail(key, errDuplicateKey(key.Value, first))
			continue
		}
		seen[key.Value] = key.Line + d.offset
		f(key, n.Content[i+1])
	}
}

func (d *decoder) object(n *yaml.Node, v reflect.Value, name string) {
	fields := fieldsOf(v.Type())
	d.entries(n, name, func(key, value *yaml.Node) {
		i, known := fields[key.Value]
		if !known {
			x := errUnknownKey(key.Value, slices.Sorted(maps.Keys(fields)))
			x.Severity = d.unknown
			d.fail(key, x)
			return
		}
		d.value(value, v.Field(i), join(name, key.Value))
	})
}

func (d *decoder) mapping(n *yaml.Node, v reflect.Value, name string) {
	v.Set(reflect.MakeMap(v.Type()))
	d.entries(n, name, func(key, value *yaml.Node) {
		elem := reflect.New(v.Type().Elem()).Elem()
		d.value(value, elem, join(name, key.Value))
		v.SetMapIndex(reflect.ValueOf(key.Value), elem)
	})
}

func (d *decoder) list(n *yaml.Node, v reflect.Value, name string) {
	if n.Kind != yaml.SequenceNode {
		d.wrong(n, name, "a list")
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content)))
	for i, item := range n.Content {
		d.value(item, v.Index(i), fmt.Sprintf("%s[%d]", name, i))
	}
}

func (d *decoder) any(n *yaml.Node, v reflect.Value, name string) {
	var out reflect.Value
	switch n.Kind {
	case yaml.MappingNode:
		out = reflect.ValueOf(new(map[string]any)).Elem()
		d.mapping(n, out, name)
	case yaml.SequenceNode:
		out = reflect.ValueOf(new([]any)).Elem()
		d.list(n, out, name)
	default:
		var x any
		if err := n.Decode(&x); err != nil || x == nil {
			x = n.Value
		}
		if t, ok := x.(time.Time); ok {
			x = fixedZone(t)
		}
		out = reflect.ValueOf(x)
	}
	v.Set(out)
}

// scalar decodes texts, numbers and truth values. A text may be written as any
// scalar and is taken letter by letter: title: 10.30 is "10.30".
func (d *decoder) scalar(n *yaml.Node, v reflect.Value, name string) {
	want := map[reflect.Kind]string{reflect.String: "a text", reflect.Bool: "true or false"}[v.Kind()]
	if want == "" {
		want = "a whole number"
	}
	if n.Kind != yaml.ScalarNode {
		d.wrong(n, name, want)
		return
	}
	if v.Kind() == reflect.String {
		v.SetString(n.Value)
		return
	}
	if err := n.Decode(v.Addr().Interface()); err != nil {
		d.wrong(n, name, want)
	}
}

// dateForms are the ways to write a date. One without a zone is in UTC, so that
// the machine's own zone never shows in a page.
var dateForms = []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02"}

func (d *decoder) date(n *yaml.Node, v reflect.Value, name string) {
	for _, form := range dateForms {
		if t, err := time.ParseInLocation(form, n.Value, time.UTC); err == nil && n.Kind == yaml.ScalarNode {
			v.Set(reflect.ValueOf(fixedZone(t)))
			return
		}
	}
	d.wrong(n, name, "a date such as 2024-05-31 or 2024-05-31T10:00:00+02:00")
}

// fixedZone names the zone of t by its offset. Package time says Local of an
// offset that happens to be the machine's, and that would show in a page.
func fixedZone(t time.Time) time.Time {
	_, seconds := t.Zone()
	if seconds == 0 {
		return t.UTC()
	}
	return t.In(time.FixedZone(t.Format("-07:00"), seconds))
}

func fieldsOf(t reflect.Type) map[string]int {
	fields := map[string]int{}
	for i := range t.NumField() {
		if tag := t.Field(i).Tag.Get("yaml"); tag != "" {
			fields[tag] = i
		}
	}
	return fields
}

func join(name, key string) string {
	if name == "" {
		return key
	}
	return name + "." + key
}

func describe(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	}
	return strconv.Quote(n.Value[:min(len(n.Value), 60)])
}
