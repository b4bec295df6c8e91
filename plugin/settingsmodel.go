package plugin

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"strata/internal/diag"
)

// A settingsModel is the form of a class that holds settings: which values there
// are, and of what types. They are a group of the plugin's configuration, called
// like the class in lower case.
type settingsModel struct {
	class  string
	group  string
	file   string
	source string     // file of the class
	fields []Property // a Name with dots is a value in a table
	start  value      // the defaults
}

// fieldTypes are Winter's types of form fields, as those of properties. What holds
// no value has none.
var fieldTypes = map[string]string{
	"": "string", "text": "string", "password": "string", "email": "string", "textarea": "string", "codeeditor": "string", "richeditor": "string",
	"markdown": "string", "colorpicker": "string", "mediafinder": "string", "iconpicker": "string", "sensitive": "string", "datepicker": "string",
	"number": "number", "range": "number", "checkbox": "checkbox", "switch": "checkbox",
	"dropdown": "dropdown", "radio": "dropdown", "balloon-selector": "dropdown", "checkboxlist": "set",
	"section": "", "partial": "", "hint": "", "ruler": "", "fileupload": "", "relation": "", "widget": "",
}

// freeField is the type of a field that takes any value, as fields of plugins do.
const freeField = "dictionary"

// readModel reads the fields of an item's class. A class of another plugin has none
// that could be known, and neither has one without a file of fields.
func (p *Plugin) readModel(s SettingsItem, ds *diag.List) {
	rest, _ := p.ownClass(s.Class)
	rest, own := strings.CutPrefix(strings.ToLower(rest), `models\`)
	if !own || strings.Contains(rest, `\`) || slices.ContainsFunc(p.models, func(m settingsModel) bool { return m.group == rest }) {
		return
	}
	dir := p.home.sub(path.Join("models", rest), ds)
	file, rules := p.modelClass(s.Class)
	if !dir.holds(file, ds) {
		return
	}
	var said diag.List
	v, ok := readYAML(dir, file, &said)
	if !ok {
		said = asUnchecked(said)
	}
	if ds.Add(said...); !ok || !v.given() {
		return
	}
	m := settingsModel{class: s.Class, group: rest, file: dir.path(file), source: p.home.path(path.Join("models", shortName(s.Class)+".php")), start: value{kind: table, place: v.place}}
	for _, part := range []value{v, v.get("tabs"), v.get("secondaryTabs")} {
		for _, it := range named("fields", part.get("fields"), ds) {
			m.add(it, ds)
		}
	}
	for i := range m.fields {
		m.fields[i].rules = rules.get(m.fields[i].Name).each()
	}
	p.models = append(p.models, m)
}

var plainFile = regexp.MustCompile(`^[A-Za-z0-9_-]+\.yaml$`)

// modelClass returns what the class calls its file of fields, and its rules.
func (p *Plugin) modelClass(class string) (file string, rules value) {
	var said diag.List // whether the class is there does not matter to what is set
	c, _ := p.classOf(class, classUse{noun: "settings"}, &said)
	if c == nil {
		return "fields.yaml", value{}
	}
	if v := c.property("settingsFields"); v.kind == text && plainFile.MatchString(v.text) {
		return v.text, c.property("rules")
	}
	return "fields.yaml", c.property("rules")
}

// ruledModels returns the models with the rules of their classes. Rules that mean
// nothing without PHP and a database are passed over, as are those that are functions.
func (c Contributions) ruledModels(models []settingsModel) []settingsModel {
	out := slices.Clone(models)
	var unusable diag.List
	for i := range out {
		out[i].fields = c.checked(out[i].fields, &unusable)
	}
	return out
}

var fieldBrackets = strings.NewReplacer("][", ".", "[", ".", "]", "")

// add reads a field: "size", "size@update" in a context, or "links[home]" in a
// table.
func (m *settingsModel) add(it item, ds *diag.List) {
	kind, known := fieldTypes[strings.ToLower(it.val.get("type").scalar())]
	if known && kind == "" {
		return
	}
	if !known {
		kind = freeField
	}
	name, _, _ := strings.Cut(it.key, "@")
	f := Property{Name: fieldBrackets.Replace(name), Type: kind, Title: it.val.get("label").scalar(), at: it.keyAt, Required: it.val.get("required").truth}
	if options := it.val.get("options"); options.kind == list || options.kind == table {
		f.readOptions(options)
	}
	f.readDefault(it.val.get("default"), ds)
	m.fields = append(m.fields, f)
	if f.Default != nil && !strings.Contains(f.Name, ".") {
		m.start.items = append(m.start.items, item{f.Name, it.keyAt, it.val.get("default")})
	}
}

// check reports values that are no fields', or not of their types.
func (m settingsModel) check(v value, ds *diag.List) {
	for _, it := range v.items {
		var top []string
		known := false
		for _, f := range m.fields {
			first, rest, nested := strings.Cut(f.Name, ".")
			top = append(top, first)
			if first != it.key {
				continue
			}
			known = true
			given := it.val
			if nested {
				given = given.dig(rest)
			}
			m.checkField(f, given, ds)
		}
		if !known {
			ds.Add(warnSetting(it, m, diag.Nearest(it.key, top)))
		}
	}
}

func (m settingsModel) checkField(f Property, v value, ds *diag.List) {
	if v.kind == absent || v.kind == opaque {
		return
	}
	given, wrong := f.convert(v.native())
	if f.Required && (v.kind == null || v.kind == text && strings.TrimSpace(v.text) == "") {
		wrong = "is required"
	}
	if wrong == "" {
		wrong, _ = f.check.Wrong(given, nil) // without a function that could fail
	}
	if wrong != "" {
		ds.Add(errSetting(v.place, f, m, wrong))
	}
}

// modelOf returns the model of a group, which says nothing when there is none.
func modelOf(models []settingsModel, group string) (settingsModel, bool) {
	i := slices.IndexFunc(models, func(m settingsModel) bool { return m.group == group })
	if i < 0 {
		return settingsModel{}, false
	}
	return models[i], true
}
