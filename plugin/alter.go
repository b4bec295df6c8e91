package plugin

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"strata/internal/diag"
)

// Alter returns the spec of the page at an address as the plugins' changes leave
// it, which are applied in load order, and within a plugin del, add, set, replace,
// before, after. The spec is plain data and stays as it is. A change that hits
// nothing is reported, and the others are made.
func (c Contributions) Alter(page string, spec any, ds *diag.List) any {
	a := alteration{spec: clone(spec), steps: maxSpecSteps}
	for _, change := range c.Specs {
		if change.Page != strings.Trim(page, "/") {
			continue
		}
		if miss := a.apply(change); miss != "" {
			ds.Add(warnSpecMiss(change, miss))
		}
	}
	return a.spec
}

// CheckSpecs reports the changes to pages that have no spec; pages are the
// addresses of those that have one.
func (c Contributions) CheckSpecs(pages []string, ds *diag.List) {
	var known []string
	for _, page := range pages {
		known = append(known, strings.Trim(page, "/"))
	}
	said := map[string]bool{}
	for _, change := range c.Specs {
		if key := change.Owner + "\n" + change.Page; !slices.Contains(known, change.Page) && !said[key] {
			said[key] = true
			ds.Add(warnSpecPage(change, known))
		}
	}
}

// maxSpecSteps is how many values may be looked at for the changes of a page.
const maxSpecSteps = 20_000_000

// An alteration is a spec while it is changed. What goes wrong is told in words
// that follow "the change hits nothing:".
type alteration struct {
	spec  any
	steps int
}

func (a *alteration) apply(c SpecChange) (miss string) {
	switch c.Op {
	case "$set":
		return a.set(c.Path, clone(c.Value))
	case "$before", "$after":
		return a.beside(c)
	}
	at, found := a.get(c.Path)
	elements, isList := at.([]any)
	switch {
	case c.Op == "$add" && (!found || at == nil):
		return a.set(c.Path, []any{clone(c.Value)})
	case !found:
		return "there is no " + strconv.Quote(c.Path)
	case !isList:
		return strconv.Quote(c.Path) + " is no list"
	case c.Op == "$add":
		n := len(elements)
		if c.Position != nil {
			n = min(max(*c.Position, 0), n)
		}
		return a.set(c.Path, slices.Insert(slices.Clip(elements), n, clone(c.Value)))
	case c.Op == "$del":
		left := slices.DeleteFunc(slices.Clone(elements), func(e any) bool { return a.matches(e, c.Match) })
		if len(left) == len(elements) {
			return "nothing in " + strconv.Quote(c.Path) + " is like that"
		}
		return a.set(c.Path, left)
	}
	i := slices.IndexFunc(elements, func(e any) bool { return a.matches(e, c.Match) })
	if i < 0 {
		return "nothing in " + strconv.Quote(c.Path) + " is like that"
	}
	elements[i] = clone(c.Value)
	return ""
}

// get returns the value at a path.
func (a *alteration) get(path string) (any, bool) {
	at := a.spec
	for part := range strings.SplitSeq(path, ".") {
		next, ok := child(at, part)
		if !ok {
			return nil, false
		}
		at = next
	}
	return at, true
}

func child(v any, key string) (any, bool) {
	switch v := v.(type) {
	case map[string]any:
		next, ok := v[key]
		return next, ok
	case []any:
		if i, err := strconv.Atoi(key); err == nil && i >= 0 && i < len(v) {
			return v[i], true
		}
	}
	return nil, false
}

// set puts the value at a path. Tables on the way to it that are missing are made.
func (a *alteration) set(path string, value any) (miss string) {
	parts := strings.Split(path, ".")
	at := a.spec
	for _, part := range parts[:len(parts)-1] {
		next, ok := child(at, part)
		if table, isTable := at.(map[string]any); isTable && (!ok || next == nil) {
			next, ok = map[string]any{}, true
			table[part] = next
		}
		if !ok {
			return "there is no " + strconv.Quote(part) + " on the way to " + strconv.Quote(path)
		}
		at = next
	}
	last := parts[len(parts)-1]
	switch at := at.(type) {
	case map[string]any:
		at[last] = value
		return ""
	case []any:
		if i, err := strconv.Atoi(last); err == nil && i >= 0 && i < len(at) {
			at[i] = value
			return ""
		}
	}
	return "there is no place for " + strconv.Quote(path)
}

// beside puts a value before or after the one element that the anchor matches.
func (a *alteration) beside(c SpecChange) (miss string) {
	root, found := a.spec, true
	if c.Path != "" {
		root, found = a.get(c.Path)
	}
	if !found {
		return "there is no " + strconv.Quote(c.Path)
	}
	places := a.find(root, c.Path, c.Match)
	switch {
	case a.steps <= 0:
		return "the spec and its changes are too large"
	case len(places) == 0:
		return "no element is called so"
	case len(places) > 1:
		return "elements of " + strconv.Quote(places[0].path) + " and " + strconv.Quote(places[1].path) + " are called so; give the path"
	}
	n := places[0].index
	if c.Op == "$after" {
		n++
	}
	elements := slices.Insert(slices.Clip(places[0].elements), n, clone(c.Value))
	if places[0].path == "" {
		a.spec = elements
		return ""
	}
	return a.set(places[0].path, elements)
}

// A spot is an element of a list.
type spot struct {
	path     string // of the list
	elements []any
	index    int
}

// find returns the elements of lists below v that an anchor matches, up to two.
func (a *alteration) find(v any, path string, anchor any) []spot {
	var out []spot
	switch v := v.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			out = append(out, a.find(v[key], within(path, key), anchor)...)
			if len(out) > 1 {
				return out
			}
		}
	case []any:
		for i, e := range v {
			if a.steps--; a.steps <= 0 || len(out) > 1 {
				return out
			}
			if a.isCalled(e, anchor) {
				out = append(out, spot{path, v, i})
			}
			out = append(out, a.find(e, within(path, strconv.Itoa(i)), anchor)...)
		}
	}
	return out
}

func within(path, key string) string { return strings.TrimPrefix(path+"."+key, ".") }

// isCalled reports whether an anchor means the element: a text is its name, or
// its $type, or itself.
func (a *alteration) isCalled(e, anchor any) bool {
	name, isText := anchor.(string)
	if element, ok := e.(map[string]any); ok && isText {
		if element["name"] != nil {
			return element["name"] == name
		}
		return element["$type"] == name
	}
	return a.matches(e, anchor)
}

// matches compares as FreeIPA does: a table matches an element that has its keys
// with values that are the same; lists and tables in it are never the same.
func (a *alteration) matches(e, cond any) bool {
	a.steps--
	want, ok := cond.(map[string]any)
	if !ok {
		return same(e, cond)
	}
	element, ok := e.(map[string]any)
	if !ok {
		return len(want) == 0
	}
	for key, value := range want {
		if got, ok := element[key]; !ok || !same(got, value) {
			return false
		}
	}
	return true
}

// same compares two scalars; numbers by their value.
func same(a, b any) bool {
	x, xIs := number64(a)
	y, yIs := number64(b)
	switch a.(type) {
	case map[string]any, []any:
		return false
	}
	switch b.(type) {
	case map[string]any, []any:
		return false
	}
	if xIs && yIs {
		return x == y
	}
	return a == b
}

func number64(v any) (float64, bool) {
	switch v := v.(type) {
	case int:
		return float64(v), true
	case int64:
		return float64(v), true
	case uint64:
		return float64(v), true
	case float64:
		return v, true
	}
	return 0, false
}

// clone copies plain data.
func clone(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for key, e := range v {
			out[key] = clone(e)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = clone(e)
		}
		return out
	}
	return v
}
