package amd

import (
	"fmt"
	"slices"
	"strings"
)

// A Reason says why a module is in its layer.
type Reason struct {
	Text string   // such as "core/main depends on it"
	Way  []string // the ids that lead to it, from an entry of the site or of the declared layer
}

// Explain returns, for each module of each layer, why it is there. A way within
// the layer says more than one through others.
func Explain(layers []Layer) [][]Reason {
	all := newExplainer(layers)
	site := all.fromEntries()
	out := make([][]Reason, len(layers))
	for i, l := range layers {
		within := newExplainer(layers[i : i+1])
		ways := within.fromEntries()
		if l.Kind == DeclaredKind {
			ways = all.reach(false, l.include)
		}
		for _, m := range l.Modules {
			r := all.reason(l, m, ways)
			if r.Text == "" {
				r = all.reason(l, m, site)
			}
			out[i] = append(out[i], r)
		}
	}
	return out
}

// An explainer knows all modules of a site.
type explainer struct {
	modules map[string]Module
	holders map[string]string // id to the module in whose file it is defined
}

func newExplainer(layers []Layer) explainer {
	e := explainer{map[string]Module{}, map[string]string{}}
	for _, l := range layers {
		for _, m := range l.Modules {
			if m.holder != "" && m.holder != m.ID {
				e.holders[m.ID] = m.holder
			} else if old, ok := e.modules[m.ID]; !ok || old.entry == "" {
				e.modules[m.ID] = m
			}
		}
	}
	return e
}

// fromEntries is reach from all that is there by itself.
func (e *explainer) fromEntries() map[string]step {
	var entries, rest []string
	for _, id := range sortedKeys(e.modules) {
		switch e.modules[id].entry {
		case "":
		case everyModule:
			rest = append(rest, id)
		default:
			entries = append(entries, id)
		}
	}
	return e.reach(true, entries, rest)
}

// A step leads to a module: from another one, and how.
type step struct{ from, how string }

// reach returns the last step of a shortest way to each module, from the first
// entries that lead to it. What is asked for late is only looked at when nothing
// else is left.
func (e *explainer) reach(late bool, entries ...[]string) map[string]step {
	ways := map[string]step{}
	var queue, visited []string
	for next := 0; ; {
		switch {
		case len(queue) > 0:
			visited = append(visited, queue[0])
			queue = append(queue[1:], e.neighbours(queue[0], late, ways)...)
		case len(entries) > 0:
			queue = e.follow("", entries[0], "", ways)
			entries = entries[1:]
		case late && next < len(visited):
			queue = e.follow(visited[next], e.modules[visited[next]].asked, "asks for it when it runs", ways)
			next++
		default:
			return ways
		}
	}
}

// neighbours returns the modules that come with one, and that nothing led to before.
func (e *explainer) neighbours(id string, late bool, ways map[string]step) []string {
	m := e.modules[id]
	out := e.follow(id, m.Deps, "depends on it", ways)
	more := slices.Clone(m.also)
	for _, to := range m.asks {
		if late && !slices.Contains(m.asked, to) {
			more = append(more, to)
		}
	}
	return append(out, e.follow(id, more, "may need it", ways)...)
}

// follow takes note of the modules that nothing led to before, and returns them.
func (e *explainer) follow(from string, ids []string, how string, ways map[string]step) []string {
	var out []string
	for _, id := range ids {
		if holder := e.holders[id]; holder != "" {
			id = holder
		}
		if _, ok := e.modules[id]; !ok {
			continue
		}
		if _, ok := ways[id]; !ok {
			ways[id] = step{from, how}
			out = append(out, id)
		}
	}
	return out
}

func (e *explainer) reason(l Layer, m Module, ways map[string]step) Reason {
	id := m.ID
	if m.holder != "" {
		id = m.holder
	}
	var r Reason
	for at := id; at != ""; at = ways[at].from {
		r.Way = append(r.Way, at)
	}
	slices.Reverse(r.Way)
	s := ways[id]
	switch {
	case id != m.ID:
		r.Text, r.Way = fmt.Sprintf("it is defined in the file of %s", id), append(r.Way, m.ID)
	case l.Kind == DeclaredKind && slices.Contains(l.include, id):
		r.Text = "the layer includes it"
	case len(m.takers) > 0 && l.Kind == SharedKind:
		r.Text = listed(m.takers) + " need it"
		if len(m.takers) == 1 {
			r.Text = listed(m.takers) + " needs it"
		}
	case s.from != "":
		r.Text = s.from + " " + s.how
	default:
		r.Text = m.entry
	}
	return r
}

// listed writes names as people do.
func listed(names []string) string {
	shown := make([]string, len(names))
	for i, name := range names {
		if shown[i] = name; name == pathsOwner {
			shown[i] = pathsLayer
		}
	}
	if n := len(shown) - 1; n > 0 {
		return strings.Join(shown[:n], ", ") + " and " + shown[n]
	}
	return strings.Join(shown, "")
}
