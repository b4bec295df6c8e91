package builder

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"strata/internal/diag"
	"strata/plugin"
	"strata/site"
)

// A narrator puts what plugins contribute into the words of templates and of the
// browser.
type narrator struct {
	cfg     site.Config
	set     plugin.Set
	texts   plugin.Texts
	who     viewer
	ds      *diag.List
	silent  silence
	missing map[string]bool // keys of texts that were said to be missing

	pictures map[string]plugin.MenuItem // those that show a picture, by its path in the output
}

// menus returns what the viewer sees.
func (n narrator) menus(offer plugin.Contributions) site.Menus {
	out := site.Menus{Navigation: n.main(offer.Menu(n.who.may)), QuickActions: n.items(offer.QuickMenu(n.who.may)), Role: n.who.role, Granted: n.who.granted}
	for _, p := range offer.Permissions {
		out.Permissions = append(out.Permissions, n.permission(p))
	}
	for _, g := range offer.SettingsIn("", n.who.may) {
		out.Settings = append(out.Settings, n.group(g))
	}
	return out
}

// main are the items of the main menu, whose counters may be sums.
func (n narrator) main(items []plugin.MenuItem) []site.PluginItem {
	out := n.items(items)
	for i, m := range items {
		out[i].OwnCounter = !m.Counter.Sum && m.Counter.Function == "" && m.Badge == ""
	}
	return out
}

func (n narrator) items(items []plugin.MenuItem) []site.PluginItem {
	var out []site.PluginItem
	for _, m := range items {
		it := site.PluginItem{Owner: m.Owner, Code: m.Code, Label: n.text(m.At("label"), m.Label), LabelKey: n.key(m.Label), URL: n.url(m.URL), Icon: m.Icon,
			IconSVG: n.picture(m), Counter: m.Counter.Number, CounterFrom: n.counterFrom(m), CounterLabel: n.text(m.At("counterLabel"), m.CounterLabel),
			Badge: m.Badge, Permissions: m.Permissions, Order: m.Order, Items: n.items(m.Side)}
		for _, a := range m.Attributes {
			if it.Attributes == nil {
				it.Attributes = map[string]string{}
			}
			it.Attributes[a.Name] = a.Value
		}
		out = append(out, it)
	}
	return out
}

// counterFrom is the function of a module that counts, which safe mode may keep from
// being loaded.
func (n narrator) counterFrom(m plugin.MenuItem) string {
	for _, c := range n.silent.clients {
		if strings.HasPrefix(m.Counter.Function, c.Package+"/") {
			return ""
		}
	}
	return m.Counter.Function
}

func (n narrator) permission(p plugin.Permission) site.Permission {
	return site.Permission{Owner: p.Owner, Code: p.Code, Label: n.text(p.At(), p.Label), LabelKey: n.key(p.Label),
		Tab: n.text(p.At(), p.Tab), Comment: n.text(p.At(), p.Comment), Roles: p.Roles, Order: p.Order}
}

func (n narrator) group(g plugin.SettingsGroup) site.SettingsGroup {
	out := site.SettingsGroup{Category: g.Category, Label: n.texts.Translate(n.cfg.Language, g.Label)}
	for _, s := range g.Items {
		out.Items = append(out.Items, site.SettingsItem{Owner: s.Owner, Code: s.Code, Label: n.text(s.At("label"), s.Label), LabelKey: n.key(s.Label),
			Description: n.text(s.At("description"), s.Description), URL: n.url(s.URL), Icon: s.Icon, Permissions: s.Permissions,
			Context: s.Context, Keywords: n.texts.Translate(n.cfg.Language, s.Keywords), Order: s.Order})
	}
	return out
}

// text is a label in the site's language. A text that a plugin of the site should
// have, and has not, is reported once; those of Winter itself are nobody's here.
func (n narrator) text(at plugin.Reference, label string) string {
	d, missing := n.texts.MissingLabel(n.cfg.Language, label)
	id, _, _ := strings.Cut(label, "::")
	if _, ours := n.set.Lookup(id); missing && ours && !n.missing[label] {
		n.missing[label] = true
		d.File, d.Line, d.Column = at.Where, at.Line, at.Column
		n.ds.Add(d)
	}
	return n.texts.Translate(n.cfg.Language, label)
}

// key is the label when it is the key of a text, in whichever language there is one.
func (n narrator) key(label string) string {
	if _, missing := n.texts.MissingLabel(n.cfg.Language, label); missing || n.texts.Translate(n.cfg.Language, label) != label {
		return label
	}
	return ""
}

// url is an address as pages write it, with the base of the site.
func (n narrator) url(a plugin.Address) string {
	return fromTop(n.cfg, a.URL(n.cfg.Backend))
}

// picture is the address at which an item's picture is published.
func (n narrator) picture(m plugin.MenuItem) string {
	if m.IconSVG.Text == "" {
		return ""
	}
	file := strings.TrimLeft(m.IconSVG.Text, "/")
	i := slices.IndexFunc(n.set.Active, func(p plugin.Plugin) bool { return strings.HasPrefix(file, p.Dir+"/") })
	if i >= 0 {
		file = publicPath(n.cfg.Base, n.set.Active[i], file)
	}
	n.pictures[file] = m
	return fromTop(n.cfg, file)
}

// checkPictures reports pictures that are not among the files of the output, which are
// sorted.
func (n narrator) checkPictures(files []File) {
	for _, name := range slices.Sorted(maps.Keys(n.pictures)) {
		_, ok := slices.BinarySearchFunc(files, name, func(f File, name string) int { return cmp.Compare(f.Path, name) })
		scheme, _, elsewhere := strings.Cut(name, ":")
		if elsewhere = elsewhere && !strings.Contains(scheme, "/"); !ok && !elsewhere {
			n.ds.Add(noPicture(n.pictures[name]))
		}
	}
}

// fromTop puts the base of the site before a path; other addresses stay.
func fromTop(cfg site.Config, address string) string {
	scheme, _, ok := strings.Cut(address, ":")
	if ok && !strings.ContainsAny(scheme, "/?#") || strings.HasPrefix(address, "//") || strings.HasPrefix(address, "#") || address == "" {
		return address
	}
	return sitePath(cfg) + strings.TrimLeft(address, "/")
}
