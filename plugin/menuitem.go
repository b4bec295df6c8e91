package plugin

import (
	"regexp"
	"strings"

	"strata/internal/diag"
	"strata/internal/moduleid"
)

// A MenuItem is an item of the main menu, an item beside it, or a quick action.
// Labels are texts, or keys of translations.
type MenuItem struct {
	Owner        string // id of the plugin whose item it is
	Code         string
	Label        string
	URL          Address
	Icon         string // name of an icon, such as icon-pencil
	IconSVG      Address
	Counter      Counter
	CounterLabel string
	Badge        string // in place of a counter
	Permissions  []string
	Order        int
	Attributes   []Attribute // of the element; of side items and quick actions
	Side         []MenuItem  // of items of the main menu
	declared     declaration
}

// Is reports whether this is the item that an owner and a code mean, with
// replaced plugins followed. The case of the code counts, as in Winter.
func (m MenuItem) Is(set Set, owner, code string) bool {
	return key(set.ID(owner)) == key(m.Owner) && code == m.Code
}

// Sides returns the items beside this one as the plugin that declares it has them,
// in the order of their declaration.
func (m MenuItem) Sides() []MenuItem {
	var out []MenuItem
	for _, d := range m.declared.sides() {
		out = append(out, newMenuItem(d))
	}
	return out
}

// An Attribute is one of an HTML element.
type Attribute struct{ Name, Value string }

// A Counter is the number beside an item; zero shows nothing.
type Counter struct {
	Number   int
	Sum      bool   // it is the sum of the counters of the side items that are seen
	Function string // known at run time only: the function of a client module, "acme/blog/counters#posts"
}

// module is the module that the function is of, or "".
func (c Counter) module() string {
	id, _, _ := strings.Cut(c.Function, "#")
	return id
}

// newMenuItem reads a definition. What is wrong with it checkItem says.
func newMenuItem(d declaration) MenuItem {
	v := d.val
	out := MenuItem{Owner: d.owner, Code: d.code, Label: v.get("label").scalar(), URL: v.get("url").address(), Icon: v.get("icon").scalar(),
		CounterLabel: v.get("counterLabel").scalar(), Permissions: v.get("permissions").texts(), Order: orderOf(v.get("order"), d.level.order), declared: d}
	out.IconSVG, _ = v.get("iconSvg").file()
	out.Counter, _ = counterOf(v.get("counter"), d.level)
	if badge := v.get("badge").scalar(); badge != "0" {
		out.Badge = badge
	}
	if out.Label == "" && v.get("label").kind == opaque {
		out.Label = d.code
	}
	if d.level.attributes {
		out.Attributes = attributes(v.get("attributes"), nil)
	}
	return out
}

var attributeName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.:-]*$`)

func attributes(v value, ds *diag.List) []Attribute {
	var out []Attribute
	for _, it := range v.items {
		switch {
		case !attributeName.MatchString(it.key):
			if ds != nil && it.val.kind != opaque {
				ds.Add(warnAttribute(it))
			}
		case it.val.kind == boolean && it.val.truth, it.val.kind == text, it.val.kind == number:
			out = append(out, Attribute{it.key, it.val.text})
		}
	}
	return out
}

// counterOf reads a counter; ok is false when it is none. One that PHP works out
// shows nothing.
func counterOf(v value, l level) (c Counter, ok bool) {
	n := orderOf(v, 0)
	module, function, named := strings.Cut(v.scalar(), "#")
	switch {
	case v.callable():
		return Counter{}, true
	case n != 0:
		return Counter{Number: n}, true
	case !v.given() || v.kind == number || v.kind == text && (v.scalar() == "" && l.sum || isZero(v.scalar())):
		return Counter{Sum: l.sum}, true
	case v.kind == boolean && !v.truth && l.sum:
		return Counter{}, true
	case v.kind == text && named && moduleid.Valid(module) && functionName.MatchString(function):
		return Counter{Function: v.scalar()}, true
	}
	return Counter{Sum: l.sum}, false
}

var functionName = regexp.MustCompile(`^[A-Za-z_$][A-Za-z0-9_$]*$`)

func isZero(s string) bool { return s != "" && strings.Trim(s, "0.") == "" }
