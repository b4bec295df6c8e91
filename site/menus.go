package site

import (
	"html/template"
	"regexp"
	"slices"
	"strings"
)

// Menus are what plugins add to menus, finished for whom the site is built for:
// labels in its language, addresses with its base, counters added up. Where a
// label was the key of a text, that is beside it, for other languages.
type Menus struct {
	Navigation   []PluginItem    `json:"items"`
	QuickActions []PluginItem    `json:"quickActions"`
	Permissions  []Permission    `json:"-"`
	Role         string          `json:"-"` // of whom the site is built for; "" for everybody
	Granted      []string        `json:"-"` // codes of permissions that the role has
	Settings     []SettingsGroup `json:"-"`
}

// A PluginItem is an item of the menu that plugins fill, or a quick action.
type PluginItem struct {
	Owner        string            `json:"owner"` // id of the plugin
	Code         string            `json:"code"`
	Label        string            `json:"label"`
	LabelKey     string            `json:"labelKey,omitempty"`
	URL          string            `json:"url"`
	Icon         string            `json:"icon,omitempty"`    // name of an icon, such as icon-pencil
	IconSVG      string            `json:"iconSvg,omitempty"` // address of a picture
	Counter      int               `json:"counter,omitempty"`
	OwnCounter   bool              `json:"ownCounter,omitempty"`  // of the main menu: it is no sum of those of the side menu
	CounterFrom  string            `json:"counterFrom,omitempty"` // function of a module that knows it in the browser: "acme/blog/counters#drafts"
	CounterLabel string            `json:"counterLabel,omitempty"`
	Badge        string            `json:"badge,omitempty"` // in place of a counter
	Permissions  []string          `json:"permissions,omitempty"`
	Order        int               `json:"order"`
	Attributes   map[string]string `json:"attributes,omitempty"`
	Items        []PluginItem      `json:"items,omitempty"` // the side menu

	Open    bool `json:"-"` // of PluginMenu: the page belongs to it
	Current bool `json:"-"` // of PluginMenu: its address is the page's
}

// A Permission is a right that items and pages ask for.
type Permission struct {
	Owner    string   `json:"owner"`
	Code     string   `json:"code"`
	Label    string   `json:"label"`
	LabelKey string   `json:"labelKey,omitempty"`
	Tab      string   `json:"tab"`
	Comment  string   `json:"comment,omitempty"`
	Roles    []string `json:"roles,omitempty"`
	Order    int      `json:"order"`
}

// A SettingsGroup is the settings of one category.
type SettingsGroup struct {
	Category string         `json:"category"` // as plugins name it
	Label    string         `json:"label"`
	Items    []SettingsItem `json:"items"`
}

// A SettingsItem is a page of settings.
type SettingsItem struct {
	Owner       string   `json:"owner"`
	Code        string   `json:"code"`
	Label       string   `json:"label"`
	LabelKey    string   `json:"labelKey,omitempty"`
	Description string   `json:"description,omitempty"`
	URL         string   `json:"url"`
	Icon        string   `json:"icon,omitempty"`
	Permissions []string `json:"permissions,omitempty"`
	Context     []string `json:"context"`
	Keywords    string   `json:"keywords,omitempty"`
	Order       int      `json:"order"`
}

var itemAttr = regexp.MustCompile(`^((data|aria)-[a-z0-9_.-]+|class|id|title|target|rel|role|lang|dir|hidden)$`)

// HTMLAttrs returns the attributes as HTML, in order of their names. Those that
// could run a script, or lead elsewhere, are not written.
func (i PluginItem) HTMLAttrs() template.HTMLAttr { return htmlAttrs(i.Attributes, itemAttr) }

// PluginMenu returns the navigation that plugins fill. Open is the item that the
// page belongs to, and the one beside it: those with the longest address that the
// page's begins with.
func (v *View) PluginMenu() []PluginItem {
	out := slices.Clone(v.Navigation)
	top, side, longest := -1, -1, -1
	for i, m := range out {
		if n := v.within(m.URL); n > longest {
			top, side, longest = i, -1, n
		}
		for k, s := range m.Items {
			if n := v.within(s.URL); n > longest || n == longest && top == i && side < 0 && n >= 0 {
				top, side, longest = i, k, n
			}
		}
	}
	if top < 0 {
		return out
	}
	v.mark(&out[top])
	if side >= 0 {
		out[top].Items = slices.Clone(out[top].Items)
		v.mark(&out[top].Items[side])
	}
	return out
}

// May reports whether whom the site is built for has one of the permissions.
func (m *Model) May(codes ...string) bool { return m.Access == nil || m.Access(codes) }

// PluginTrail returns the items of the navigation that the page belongs to: none,
// one of the main menu, or also one of those beside it.
func (v *View) PluginTrail() []PluginItem {
	var out []PluginItem
	for items := v.PluginMenu(); ; items = out[len(out)-1].Items {
		i := slices.IndexFunc(items, func(m PluginItem) bool { return m.Open })
		if i < 0 {
			return out
		}
		out = append(out, items[i])
	}
}

func (v *View) mark(m *PluginItem) {
	m.Open, m.Current = true, v.within(m.URL) == len(v.inSite(v.URL))
}

// within returns the length of an address if the page is at it or below it, else
// -1. The top of the site is not above all pages.
func (v *View) within(address string) int {
	if i := strings.IndexAny(address, "?#"); i >= 0 {
		address = address[:i]
	}
	if address == "" {
		return -1
	}
	page, address := v.inSite(v.URL), v.inSite(address)
	if page == address || address != "" && strings.HasPrefix(page, address+"/") {
		return len(address)
	}
	return -1
}

// inSite is an address without the base of the site and slashes around it.
func (v *View) inSite(address string) string {
	return strings.Trim(strings.TrimPrefix(address, v.Site.Home.URL), "/")
}
