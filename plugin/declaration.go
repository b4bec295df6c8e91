package plugin

import (
	"slices"
	"strings"

	"strata/internal/diag"
)

// A declaration is the definition of one item, before it is joined with others of
// the same owner and code.
type declaration struct {
	owner string // the plugin whose item it is ...
	by    string // ... and the one that declares it
	code  string
	path  string // in plugin.yaml, for people
	level level
	at    place
	val   value
}

// A level says what differs between the items of a menu.
type level struct {
	noun       string
	order      int    // when none is given; -1 is after the one before
	sum        bool   // counters may be sums
	attributes bool   // elements may have attributes
	shared     bool   // plugin.yaml may name another owner; in PHP Winter passes over it
	nested     string // key of the items inside
}

var (
	mainLevel  = level{noun: "menu item", order: 500, sum: true, shared: true, nested: "sideMenu"}
	sideLevel  = level{noun: "side menu item", order: -1, attributes: true}
	quickLevel = level{noun: "quick action", order: 500, attributes: true, shared: true}
)

// declare returns the declarations of a section's entries.
func declare(p *Plugin, section string, entries []item, l level) []declaration {
	var out []declaration
	for _, it := range entries {
		d := declaration{owner: p.ID, by: p.ID, code: it.key, path: section + "." + it.key, level: l, at: it.keyAt, val: it.val}
		if owner := it.val.get("owner"); l.shared && owner.scalar() != "" && !owner.fromPHP() {
			d.owner = owner.scalar()
		}
		out = append(out, d)
	}
	return out
}

// sides are the declarations of the items beside one.
func (d declaration) sides() []declaration {
	var out []declaration
	nested := d.val.get(d.level.nested)
	if nested.kind != table {
		return nil
	}
	for _, it := range nested.items {
		if it.val.kind == table || it.val.kind == null {
			out = append(out, declaration{owner: d.owner, by: d.by, code: it.key, path: d.path + "." + d.level.nested + "." + it.key,
				level: sideLevel, at: it.keyAt, val: it.val})
		}
	}
	return out
}

// checkSides reports what is no map of definitions.
func (d declaration) checkSides(ds *diag.List) {
	nested := d.val.get(d.level.nested)
	path := d.path + "." + d.level.nested
	if nested.given() && nested.kind != table && nested.kind != opaque && (nested.kind != list || len(nested.items) > 0) {
		ds.Add(errKind(nested.place, path, []kind{table}))
		return
	}
	for _, it := range nested.items {
		if it.val.given() && it.val.kind != table && it.val.kind != opaque {
			ds.Add(errKind(it.val.place, path+"."+it.key, []kind{table}))
		}
	}
}

// join puts declarations of one owner and code together, in the order given,
// except that those of the owner itself are first: what another plugin adds to an
// item changes it, whichever loads first. An owner that is not active has no items.
func join(set Set, all []declaration, ds *diag.List) []declaration {
	var out []declaration
	at := map[string]int{}
	hints := maxHints
	own := func(d declaration) bool { return d.owner == d.by }
	for _, foreign := range []bool{false, true} {
		for _, d := range all {
			if own(d) == foreign {
				continue
			}
			owner, ok := set.Lookup(d.owner)
			if !ok {
				near := ""
				if hints--; hints >= 0 {
					near = diag.Nearest(d.owner, set.activeIDs())
				}
				ds.Add(warnOwner(d, near))
				continue
			}
			d.owner = owner.ID
			k := key(d.owner) + "." + strings.ToUpper(d.code)
			if i, ok := at[k]; ok {
				out[i].val = overlaid(out[i].val, d.val, d.level.nested)
				continue
			}
			at[k] = len(out)
			out = append(out, d)
		}
	}
	return out
}

func (s Set) activeIDs() []string {
	var out []string
	for _, p := range s.Active {
		out = append(out, p.ID)
	}
	return out
}

// overlaid returns the table with the items of another over its own. The tables
// in the nested one are laid over each other too.
func overlaid(base, over value, nested string) value {
	out := base
	out.kind, out.items = table, slices.Clone(base.items)
	at := map[string]int{}
	for i, it := range out.items {
		at[it.key] = i
	}
	for _, it := range over.items {
		i, ok := at[it.key]
		switch {
		case !ok:
			at[it.key] = len(out.items)
			out.items = append(out.items, it)
		case it.key == nested && out.items[i].val.kind == table:
			out.items[i].val = eachOverlaid(out.items[i].val, it.val)
		default:
			out.items[i] = it
		}
	}
	return out
}

func eachOverlaid(base, over value) value {
	first := base.byKey()
	over.items = slices.Clone(over.items)
	for i, it := range over.items {
		if below := first[it.key]; below.kind == table && it.val.kind == table {
			over.items[i].val = overlaid(below, it.val, "")
		}
	}
	return overlaid(base, over, "")
}
