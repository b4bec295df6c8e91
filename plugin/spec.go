package plugin

import (
	"slices"
	"strings"

	"strata/internal/diag"
)

// A SpecChange is one change that a plugin makes to the declarative spec of a
// page. Del, add, set and replace are the rules of FreeIPA's diff objects; before
// and after put a value beside an element that is found by its name.
type SpecChange struct {
	Owner string // id of the plugin
	Page  string // address of the page without slashes around it; "" is the home page
	Op    string // "$del", "$add", "$set", "$replace", "$before" or "$after"
	Path  string // names and places in lists, with dots between; of $before and $after it may be empty

	// Match is what elements are compared with: a table matches those that have
	// all of its keys with the same values, anything else those that equal it. A
	// text of $before and $after also matches an element by its name or $type.
	Match    any
	Value    any  // plain data
	Position *int // of $add: the place in the list; nil is the end

	at place
}

// specOps is the order in which the parts of one diff object are applied,
// whatever the order in which they are written.
var specOps = []string{"$del", "$add", "$set", "$replace", "$before", "$after"}

var specs = feature{
	key: "specs",
	shape: shape{about: "Changes to the specs of pages, by the address of the page.", kinds: []kind{table}, each: &shape{kinds: []kind{table}, fields: []field{
		{"$del", shape{about: "[path, [condition, ...]]: removes elements of a list.", kinds: []kind{list}}},
		{"$add", shape{about: "[path, value, position]: adds an element to a list, at its end without a position.", kinds: []kind{list}}},
		{"$set", shape{about: "[path, value]: sets a value.", kinds: []kind{list}}},
		{"$replace", shape{about: "[path, [[condition, value], ...]]: replaces the first element of a list that matches.", kinds: []kind{list}}},
		{"$before", shape{about: "[name, value] or [path, name, value]: puts an element before another one.", kinds: []kind{list}}},
		{"$after", shape{about: "[name, value] or [path, name, value]: puts an element after another one.", kinds: []kind{list}}},
	}}},
	read:  readSpecs,
	merge: mergeSpecs,
}

func readSpecs(p *Plugin, v value, ds *diag.List) {
	for _, page := range v.items {
		for _, op := range specOps {
			rules := page.val.get(op)
			if len(rules.items) > 1 && rules.items[0].val.kind == text { // one rule in the place of a list of them
				ds.Add(errSpecList(rules.place, op))
				continue
			}
			for _, rule := range rules.items {
				r := specRule{op: op, val: rule.val, base: SpecChange{Owner: p.ID, Page: strings.Trim(page.key, "/"), Op: op, at: rule.val.place}}
				changes, ok := r.read()
				if !ok {
					ds.Add(errSpecRule(rule.val.place, op))
				}
				p.Specs = append(p.Specs, changes...)
			}
		}
	}
}

func mergeSpecs(set Set, all *Contributions, _ *diag.List) {
	for _, p := range set.Active {
		all.Specs = append(all.Specs, p.Specs...)
	}
}

// A specRule is one rule of a diff object while it is read.
type specRule struct {
	op   string
	val  value
	base SpecChange
}

// read returns the changes that the rule stands for: one for each condition.
func (r specRule) read() ([]SpecChange, bool) {
	items := r.val.items
	if r.val.kind == list && len(items) == 2 && (r.op == "$before" || r.op == "$after") {
		items = slices.Insert(slices.Clone(items), 0, item{val: value{kind: text}}) // anywhere
	}
	if r.val.kind != list || len(items) < 2 || len(items) > 3 || items[0].val.kind != text {
		return nil, false
	}
	second := items[1].val
	c := r.base
	c.Path = items[0].val.text
	switch r.op {
	case "$del":
		return r.each(c, second, func(c *SpecChange, cond value) bool { return c.matches(cond) })
	case "$replace":
		return r.each(c, second, func(c *SpecChange, pair value) bool {
			if pair.kind != list || len(pair.items) != 2 {
				return false
			}
			c.Value = pair.items[1].val.native()
			return c.matches(pair.items[0].val)
		})
	case "$set":
		c.Value = second.native()
		return []SpecChange{c}, len(items) == 2 && c.Path != ""
	case "$add":
		c.Value = second.native()
		return r.positioned(c)
	}
	c.Value = items[2].val.native()
	ok := c.matches(second)
	return []SpecChange{c}, ok
}

// matches takes the condition, which cannot be null: that would match everything
// in FreeIPA, and is never meant.
func (c *SpecChange) matches(cond value) bool {
	c.Match = cond.native()
	return cond.given()
}

func (r specRule) each(c SpecChange, conds value, read func(*SpecChange, value) bool) ([]SpecChange, bool) {
	var out []SpecChange
	if conds.kind != list || len(r.val.items) != 2 {
		return nil, false
	}
	for _, it := range conds.items {
		one := c
		one.at = it.val.place
		if !read(&one, it.val) {
			return out, false
		}
		out = append(out, one)
	}
	return out, len(out) > 0
}

func (r specRule) positioned(c SpecChange) ([]SpecChange, bool) {
	if len(r.val.items) == 3 {
		n, ok := r.val.items[2].val.integer()
		if !ok {
			return nil, false
		}
		c.Position = &n
	}
	return []SpecChange{c}, c.Path != ""
}
