package plugin

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"strata/internal/diag"
)

// A Property is one that is set where a component is used.
type Property struct {
	Name        string
	Type        string // "string" when none is given
	Title       string
	Description string
	Default     any
	Required    bool
	Pattern     *regexp.Regexp // that its text has to match; nil for none
	Message     string         // what to say when it does not
	Options     []string       // what it may be; nil when it may be anything
	Labels      []string       // of the options
	Depends     []string       // properties that its options depend on
	Group       string
	Placeholder string
	External    bool // it may come from the page's address
	at          place
	rules       []value // as they are written
	check       Check   // what they mean
}

// propertyTypes are those of Winter's inspector.
var propertyTypes = []string{"string", "checkbox", "dropdown", "set", "number", "text", "stringList", "stringListAutocomplete", "autocomplete", "dictionary", "object", "objectList"}

var propertyFields = []field{
	{"title", shape{about: "What it is called.", kinds: scalars}},
	{"description", shape{about: "What it is for.", kinds: scalars}},
	{"type", shape{about: "Kind of value: string, number, checkbox, dropdown, set, and the others of Winter's inspector.", kinds: []kind{text}}},
	{"default", shape{about: "Value when none is given."}},
	{"required", shape{about: "Whether a value has to be there.", kinds: []kind{boolean}}},
	{"validationPattern", shape{about: "Regular expression that the value has to match.", kinds: []kind{text}}},
	{"validationMessage", shape{about: "What to say when it does not.", kinds: scalars}},
	{"rules", shape{about: "Validation rules, of Winter's or of plugins, such as required|between:3,64.", kinds: []kind{text, list}}},
	{"options", shape{about: "Values with their labels, or a list of values."}},
	{"items", shape{about: "As options."}},
	{"depends", shape{about: "Properties that the options depend on.", kinds: []kind{text, list}}},
	{"group", shape{about: "Group under which it is listed.", kinds: scalars}},
	{"placeholder", shape{about: "What stands in an empty field.", kinds: scalars}},
	{"showExternalParam", shape{about: "Whether it may come from the page's address.", kinds: []kind{boolean}}},
}

// readProperties reads properties by name. One that is read again takes the place
// of the first.
func (c *Component) readProperties(v value, ds *diag.List) {
	for _, it := range named("properties", v, ds) {
		p := Property{Name: it.key, at: it.keyAt}
		p.read(it.val, ds)
		i := slices.IndexFunc(c.Properties, func(o Property) bool { return o.Name == p.Name })
		if i >= 0 {
			c.Properties[i] = p
			continue
		}
		c.Properties = append(c.Properties, p)
	}
	for _, p := range c.Properties {
		for _, name := range p.Depends {
			if !slices.ContainsFunc(c.Properties, func(o Property) bool { return o.Name == name }) {
				ds.Add(errPropertyDepends(p, name))
			}
		}
	}
}

func (p *Property) read(v value, ds *diag.List) {
	p.Type, p.Title, p.Description = v.get("type").scalar(), v.get("title").scalar(), v.get("description").scalar()
	p.Message, p.Group, p.Placeholder = v.get("validationMessage").scalar(), v.get("group").scalar(), v.get("placeholder").scalar()
	p.Required = v.get("required").truth || v.get("required").text == "1"
	p.External = !v.get("showExternalParam").given() || v.get("showExternalParam").truth
	p.Depends = v.get("depends").texts()
	if p.Type == "" {
		p.Type = "string"
	}
	if !slices.Contains(propertyTypes, p.Type) {
		ds.Add(warnPropertyType(v.get("type").place, p.Type))
	}
	p.readPattern(v.get("validationPattern"), ds)
	p.rules = v.get("rules").each()
	p.readOptions(v.get("options"))
	p.readOptions(v.get("items"))
	p.readDefault(v.get("default"), ds)
}

func (p *Property) readPattern(v value, ds *diag.List) {
	if v.kind != text || v.text == "" {
		return
	}
	pattern, err := regexp.Compile(v.text)
	if err != nil {
		ds.Add(warnPropertyPattern(v.place, v.text, err))
		return
	}
	p.Pattern = pattern
}

// readOptions reads values with labels, or a list of values.
func (p *Property) readOptions(v value) {
	for _, it := range v.items {
		name := it.key
		if v.kind == list && name == "" {
			name = it.val.scalar()
		}
		p.Options, p.Labels = append(p.Options, name), append(p.Labels, it.val.scalar())
	}
}

func (p *Property) readDefault(v value, ds *diag.List) {
	if !v.given() || v.kind == opaque {
		return
	}
	given, wrong := p.convert(v.native())
	if wrong != "" {
		ds.Add(errPropertyDefault(v.place, p.Name, wrong))
		return
	}
	p.Default = given
}

// Values returns the values of all properties for those that are given, and what
// is wrong with these. They are in the order of the properties' names.
// Rules of plugins are run by run; without it, those that are functions are passed over.
func (c Component) Values(given map[string]any, run Runner) (map[string]any, []diag.Diagnostic) {
	out := map[string]any{}
	var wrong []diag.Diagnostic
	var names []string
	for _, p := range c.Properties {
		names = append(names, p.Name)
		v, ok := given[p.Name]
		if !ok {
			v = p.Default
		} else if converted, mistake := p.convert(v); mistake != "" {
			wrong = append(wrong, errProperty(c, p.Name, mistake))
		} else {
			v = converted
		}
		if said, err := p.check.Wrong(v, run); err != nil {
			wrong = append(wrong, errPropertyRule(c, p.Name, err))
		} else if said != "" {
			wrong = append(wrong, errProperty(c, p.Name, said))
		}
		if p.Required && (v == nil || v == "") {
			wrong = append(wrong, errPropertyRequired(c, p))
		}
		out[p.Name] = v
	}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		switch {
		case slices.Contains(names, name):
		case len(names) == 0: // nothing is known of its properties
			out[name] = given[name]
		default:
			wrong = append(wrong, errPropertyUnknown(c, name, names))
		}
	}
	return out, wrong
}

// convert returns a value as the type has it, or what is wrong with it.
func (p *Property) convert(v any) (any, string) {
	switch p.Type {
	case "checkbox":
		return p.truth(v)
	case "number":
		return p.number(v)
	case "set":
		return p.set(v)
	case "string", "text", "dropdown", "autocomplete":
	default:
		return v, ""
	}
	switch v.(type) {
	case []any, map[string]any:
		return nil, "must be a text"
	}
	s := fmt.Sprint(v)
	if b, ok := v.(bool); ok && p.Type == "dropdown" { // as PHP has it in keys
		s = map[bool]string{true: "1", false: "0"}[b]
	}
	if v == nil {
		s = ""
	}
	return s, p.fits(s)
}

// fits says what is wrong with a text.
func (p *Property) fits(s string) string {
	switch {
	case s == "":
	case p.Type == "dropdown" && p.Options != nil && !slices.Contains(p.Options, s):
		return fmt.Sprintf("is %q, which is not one of %s", s, strings.Join(p.Options, ", "))
	case p.Pattern != nil && !p.Pattern.MatchString(s) && p.Message != "":
		return fmt.Sprintf("is %q: %s", s, p.Message)
	case p.Pattern != nil && !p.Pattern.MatchString(s):
		return fmt.Sprintf("is %q, which does not match %s", s, p.Pattern)
	}
	return ""
}

func (p *Property) truth(v any) (any, string) {
	switch strings.ToLower(fmt.Sprint(v)) {
	case "true", "1", "on", "yes":
		return true, ""
	case "false", "0", "off", "no", "", "<nil>":
		return false, ""
	}
	return nil, fmt.Sprintf("is %q, and must be true or false", fmt.Sprint(v))
}

func (p *Property) number(v any) (any, string) {
	s := strings.TrimSpace(fmt.Sprint(v))
	if v == nil || s == "" {
		return nil, ""
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return n, p.fits(s)
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || n != n || n-n != 0 {
		return nil, fmt.Sprintf("is %q, and must be a number", s)
	}
	return n, p.fits(s)
}

// set reads a list, or texts with commas between them.
func (p *Property) set(v any) (any, string) {
	items, ok := v.([]any)
	if !ok && v != nil && v != "" {
		for part := range strings.SplitSeq(fmt.Sprint(v), ",") {
			items = append(items, strings.TrimSpace(part))
		}
	}
	out := []any{}
	for _, it := range items {
		s := fmt.Sprint(it)
		if p.Options != nil && !slices.Contains(p.Options, s) {
			return nil, fmt.Sprintf("has %q, which is not one of %s", s, strings.Join(p.Options, ", "))
		}
		out = append(out, s)
	}
	return out, ""
}
