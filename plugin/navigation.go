package plugin

import (
	"cmp"
	"slices"

	"strata/internal/diag"
)

var navigation = feature{method: "registerNavigation", key: "navigation", shape: navigationShape, read: readNavigation, merge: mergeNavigation}

var quickActions = feature{method: "registerQuickActions", key: "quickActions", shape: quickActionsShape, read: readQuickActions, merge: mergeQuickActions}

var navigationShape = shape{about: "Items of the main menu, by code.", kinds: []kind{table}, each: &shape{kinds: []kind{table},
	fields: slices.Concat([]field{ownerField}, itemFields, counterFields, []field{
		{"attributes", shape{about: "Only side items and quick actions have attributes; here they are dropped.", kinds: []kind{table}}},
		{"sideMenu", shape{about: "Items beside it, by code.", kinds: []kind{table}, each: &shape{kinds: []kind{table},
			fields: slices.Concat(itemFields, counterFields, []field{attributesField})}}},
	})}}

var quickActionsShape = shape{about: "Quick actions, by code.", kinds: []kind{table}, each: &shape{kinds: []kind{table},
	fields: slices.Concat([]field{ownerField}, itemFields, []field{attributesField})}}

var (
	ownerField      = field{"owner", shape{about: "Id of the plugin whose item it is, to add to the menu of another plugin; the plugin itself when left out.", kinds: []kind{text}}}
	attributesField = field{"attributes", shape{about: "Attributes of its element.", kinds: []kind{table}}}
)

var itemFields = []field{
	{"label", shape{about: "What it is called: a text, or the key of a translation.", kinds: scalars}},
	{"url", shape{about: "Address, below the place of the backend.", kinds: scalars}},
	{"icon", shape{about: "Name of an icon, such as icon-leaf.", kinds: scalars}},
	{"iconSvg", shape{about: "Path of an SVG file in the site, in place of an icon.", kinds: scalars}},
	{"permissions", shape{about: "Codes of permissions of which one is needed to see it.", kinds: []kind{text, list}}},
	{"order", shape{about: "Place in the menu.", kinds: []kind{number}}},
}

var counterFields = []field{
	{"counter", shape{about: "Number beside it, or the function of a client module that returns one: author/name/module#function. False turns the sum of the side items off.", kinds: []kind{number, text, boolean}}},
	{"counterLabel", shape{about: "What the number counts.", kinds: scalars}},
	{"badge", shape{about: "Text in place of the number.", kinds: scalars}},
}

func readNavigation(p *Plugin, v value, ds *diag.List) {
	for _, d := range declare(p, "navigation", navigationShape.entries("navigation", v, ds, "counter"), mainLevel) {
		d.check(ds)
		d.checkSides(ds)
		for _, side := range d.sides() {
			side.check(ds)
		}
		p.Navigation = append(p.Navigation, newMenuItem(d))
	}
}

func readQuickActions(p *Plugin, v value, ds *diag.List) {
	for _, d := range declare(p, "quickActions", quickActionsShape.entries("quickActions", v, ds), quickLevel) {
		d.check(ds)
		p.QuickActions = append(p.QuickActions, newMenuItem(d))
	}
}

// check reports values that make no sense, wherever the item ends up.
func (d declaration) check(ds *diag.List) {
	if v := d.val.get("counter"); v.given() {
		if _, ok := counterOf(v, d.level); !ok {
			ds.Add(errCounter(d, v))
		} else if v.callable() {
			ds.Add(warnCounter(d, v))
		}
	}
	if v := d.val.get("url"); v.kind == text && runsCode(v.text) {
		ds.Add(noticeScript(d, v))
	}
	if _, ok := d.val.get("iconSvg").file(); !ok {
		ds.Add(errIcon(d, d.val.get("iconSvg")))
	}
	if v := d.val.get("attributes"); v.given() && !d.level.attributes {
		ds.Add(noticeAttributes(d, v))
	} else {
		attributes(v, ds)
	}
}

func mergeNavigation(set Set, all *Contributions, ds *diag.List) {
	all.Navigation = mergeMenu(set, all, func(c Contributions) []MenuItem { return c.Navigation }, ds)
}

func mergeQuickActions(set Set, all *Contributions, ds *diag.List) {
	all.QuickActions = mergeMenu(set, all, func(c Contributions) []MenuItem { return c.QuickActions }, ds)
}

// mergeMenu joins the items of all plugins and puts them in order.
func mergeMenu(set Set, all *Contributions, of func(Contributions) []MenuItem, ds *diag.List) []MenuItem {
	var declared []declaration
	for _, p := range set.Active {
		for _, m := range of(p.Contributions) {
			declared = append(declared, m.declared)
		}
	}
	m := menuMerge{rights: all.permissionCheck(), set: set, ds: ds}
	return m.items(join(set, declared, ds))
}

// A menuMerge is a mergeMenu under way.
type menuMerge struct {
	rights *permissionCheck
	set    Set
	ds     *diag.List
}

// items returns the items that have what they need, in their order.
func (m menuMerge) items(declared []declaration) []MenuItem {
	var out []MenuItem
	for _, d := range declared {
		if m.whole(d) {
			it := newMenuItem(d)
			it.Side = m.items(d.sides())
			m.rights.check(permissionUse{d.owner, d.path}, d.val.get("permissions"), m.ds)
			if p, ok := m.set.Lookup(d.by); ok {
				p.module(moduleUse{"the counter of " + d.path, it.Counter.module(), d.val.get("counter").place}, m.ds)
			}
			out = append(out, it)
		}
	}
	inOrder(out)
	return out
}

// whole reports whether an item has a label and an address. Winter asks for an
// icon too, and lives without one.
func (m menuMerge) whole(d declaration) bool {
	var missing []string
	for _, key := range []string{"label", "url"} {
		if v := d.val.get(key); v.kind != opaque && v.scalar() == "" {
			missing = append(missing, key)
		}
	}
	switch {
	case len(missing) > 0 && d.owner != d.by && d.level.nested != "":
		m.ds.Add(warnNoItem(d))
	case len(missing) > 0:
		m.ds.Add(errIncomplete(d, missing))
	case !d.val.get("icon").given() && !d.val.get("iconSvg").given():
		m.ds.Add(warnNoIcon(d))
	}
	return len(missing) == 0
}

// inOrder gives items without a place 100, 200 and so on, as they come, and sorts.
func inOrder(items []MenuItem) {
	unordered := 0
	for i := range items {
		if items[i].Order == -1 {
			unordered += 100
			items[i].Order = unordered
		}
	}
	slices.SortStableFunc(items, func(a, b MenuItem) int { return cmp.Compare(a.Order, b.Order) })
}

// Menu returns the main menu for whom may answers: whether they have any of the
// permissions that an item requires; see [Contributions.May]. A nil may sees everything.
// Sums are those of the side items that are seen. An item stays when none of its
// side items does.
func (c Contributions) Menu(may func(required []string) bool) []MenuItem {
	out := visible(c.Navigation, may)
	for i := range out {
		out[i].Side = visible(out[i].Side, may)
		if out[i].Counter.Sum {
			out[i].Counter.Number = sum(out[i].Side)
		}
	}
	return out
}

// QuickMenu returns the quick actions for whom may answers, as [Contributions.Menu] does.
func (c Contributions) QuickMenu(may func(required []string) bool) []MenuItem {
	return visible(c.QuickActions, may)
}

func visible(items []MenuItem, may func([]string) bool) []MenuItem {
	var out []MenuItem
	for _, m := range items {
		if len(m.Permissions) > 0 && may != nil && !may(m.Permissions) {
			continue
		}
		if m.Badge != "" {
			m.Counter = Counter{}
		}
		out = append(out, m)
	}
	return out
}

func sum(side []MenuItem) int {
	total := 0
	for _, m := range side {
		total += m.Counter.Number
	}
	return total
}
