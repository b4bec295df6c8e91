package plugin

import (
	"cmp"
	"slices"
	"strings"

	"strata/internal/diag"
)

// A SettingsItem is a page of settings, or the way to one. Label, description and
// category are texts, or keys of translations.
type SettingsItem struct {
	Owner       string // id of the plugin
	Code        string
	Label       string
	Description string
	Category    string // Winter's key for one without
	Icon        string
	URL         Address // as declared, or where Winter edits the class
	Class       string  // the PHP class that holds the values, as Acme\Blog\Models\Settings
	Permissions []string
	Order       int      // 500 when none is given
	Context     []string // where it is listed: "system" when nothing is given, "mysettings", ...
	Keywords    string
	Size        string
	Group       string     // of the configuration, that holds the values; "" when its fields are not known
	Fields      []Property // of its form, when they are known
	declared    declaration
}

// A SettingsGroup is the items of one category.
type SettingsGroup struct {
	Category string // as its items have it
	Label    string // in English for Winter's own categories, else the category
	Items    []SettingsItem
}

var settings = feature{method: "registerSettings", key: "settings", shape: settingsShape, read: readSettings, merge: mergeSettings}

var settingsShape = shape{about: "Pages of settings, by code.", kinds: []kind{table}, each: &shape{kinds: []kind{table}, fields: []field{
	{"label", shape{about: "What it is called: a text, or the key of a translation.", kinds: scalars}},
	{"description", shape{about: "What is set there.", kinds: scalars}},
	{"category", shape{about: "Group under which it is listed: a text, the key of a translation, or one of Winter's, such as CATEGORY_SYSTEM.", kinds: scalars}},
	{"icon", shape{about: "Name of an icon, such as icon-cog.", kinds: scalars}},
	{"url", shape{about: "Address of the page, as it is; from the class when left out.", kinds: scalars}},
	{"class", shape{about: "PHP class that holds the values.", kinds: []kind{text}}},
	{"permissions", shape{about: "Codes of permissions of which one is needed to see it.", kinds: []kind{text, list}}},
	{"order", shape{about: "Place in the list; 500 when left out.", kinds: []kind{number}}},
	{"context", shape{about: "Where it is listed: system when left out, mysettings, or both.", kinds: []kind{text, list}}},
	{"keywords", shape{about: "Words to find it by.", kinds: []kind{text, number, list}}},
	{"size", shape{about: "Size of its form.", kinds: scalars}},
}}}

var settingsLevel = level{noun: "settings item", order: 500}

func readSettings(p *Plugin, v value, ds *diag.List) {
	for _, d := range declare(p, "settings", settingsShape.entries("settings", v, ds), settingsLevel) {
		class, url := d.val.get("class"), d.val.get("url")
		if !class.given() && !url.given() {
			ds.Add(errNoSettings(d))
			continue
		}
		if url.kind == text && runsCode(url.text) {
			ds.Add(noticeScript(d, url))
		}
		s := newSettingsItem(d)
		p.Settings = append(p.Settings, s)
		p.readModel(s, ds)
	}
}

func newSettingsItem(d declaration) SettingsItem {
	v := d.val
	out := SettingsItem{Owner: d.owner, Code: d.code, Label: v.get("label").scalar(), Description: v.get("description").scalar(), Icon: v.get("icon").scalar(),
		Category: v.get("category").scalar(), URL: v.get("url").address(), Class: strings.TrimPrefix(v.get("class").scalar(), `\`),
		Permissions: v.get("permissions").texts(), Order: orderOf(v.get("order"), d.level.order), Context: v.get("context").texts(),
		Keywords: strings.Join(v.get("keywords").texts(), " "), Size: v.get("size").scalar(), declared: d}
	if v.get("url").made == plain && out.URL.Base == backendBase {
		out.URL.Base = "" // only navigation and quick actions mean the backend in plugin.yaml
	}
	if out.URL == (Address{}) && out.Class != "" {
		out.URL = Address{Text: strings.ToLower("system/settings/update/" + strings.ReplaceAll(d.owner, ".", "/") + "/" + d.code), Base: backendBase}
	}
	if named, ok := settingsCategories[out.Category]; ok {
		out.Category = named
	}
	out.Category = cmp.Or(out.Category, settingsCategories["CATEGORY_MISC"])
	if len(out.Context) == 0 {
		out.Context = []string{"system"}
	}
	return out
}

func mergeSettings(set Set, all *Contributions, ds *diag.List) {
	var declared []declaration
	for _, p := range set.Active {
		for _, s := range p.Settings {
			declared = append(declared, s.declared)
		}
	}
	rights := all.permissionCheck()
	for _, d := range join(set, declared, ds) {
		rights.check(permissionUse{d.owner, d.path}, d.val.get("permissions"), ds)
		s := newSettingsItem(d)
		s.Group, s.Fields = set.modelOf(s.Class)
		all.Settings = append(all.Settings, s)
	}
	slices.SortStableFunc(all.Settings, func(a, b SettingsItem) int { return cmp.Compare(a.Order, b.Order) })
}

// modelOf returns the group and the fields of a class that holds settings.
func (s Set) modelOf(class string) (group string, fields []Property) {
	for _, p := range s.Active {
		for _, m := range p.models {
			if strings.EqualFold(m.class, class) {
				return m.group, m.fields
			}
		}
	}
	return "", nil
}

// SettingsIn returns the settings of a context, such as "system", or with "" of
// all, for whom may answers, as in [Contributions.Menu]. Categories come in the
// order of their first items.
func (c Contributions) SettingsIn(context string, may func(required []string) bool) []SettingsGroup {
	var out []SettingsGroup
	at := map[string]int{}
	for _, s := range c.Settings {
		hidden := len(s.Permissions) > 0 && may != nil && !may(s.Permissions)
		if hidden || context != "" && !slices.Contains(s.Context, context) {
			continue
		}
		i, ok := at[s.Category]
		if !ok {
			i = len(out)
			at[s.Category] = i
			out = append(out, SettingsGroup{Category: s.Category, Label: categoryLabel(s.Category)})
		}
		out[i].Items = append(out[i].Items, s)
	}
	return out
}

// categoryLabel returns the words of Winter's own categories, whose translations
// are not part of a plugin.
func categoryLabel(category string) string {
	name, own := strings.CutPrefix(category, categoryKey)
	switch {
	case !own || name == "":
		return category
	case name == "cms":
		return "CMS"
	}
	words := strings.Split(name, "_")
	for i, w := range words {
		words[i] = strings.ToUpper(w[:min(1, len(w))]) + w[min(1, len(w)):]
	}
	return strings.Join(words, " ")
}
