package plugin

import "slices"

// A Story is what there is to know about one plugin's part in a set.
type Story struct {
	Plugin
	Flags      []string // why it is disabled, in Winter's words; nil when it is active
	Reason     string   // the first of them, for people
	ReplacedBy string   // the active plugin that has its place
	Place      int      // in the load order, from 1; 0 when it is disabled
	Sweep      int      // in which sweep of the list of ids it was taken, from 1; 0 when it is disabled
	Listed     bool     // that list is the site's own; else it is sorted
	Requires   []string // the plugins it requires, as they are now: a replacer in the place of what it replaces
	RequiredBy []string // the active plugins that require it, in load order
}

// Why tells about the plugin of an id, whatever its case. False when there is no
// such plugin, and no plugin replaces one.
func (s Set) Why(id string) (Story, bool) {
	for i, p := range s.Active {
		if key(p.ID) == key(id) {
			return Story{Plugin: p, Place: i + 1, Sweep: s.sweeps()[p.ID], Listed: s.listed, Requires: s.requires(p), RequiredBy: s.requiredBy(p.ID)}, true
		}
	}
	for _, d := range s.Disabled {
		if key(d.ID) == key(id) {
			return Story{Plugin: d.Plugin, Flags: d.Flags, Reason: d.Reason, ReplacedBy: s.Aliases[d.ID], Requires: s.requires(d.Plugin), RequiredBy: s.requiredBy(s.ID(d.ID))}, true
		}
	}
	for replaced, by := range s.Aliases {
		if key(replaced) == key(id) {
			return Story{Plugin: Plugin{ID: replaced}, ReplacedBy: by, RequiredBy: s.requiredBy(by)}, true
		}
	}
	return Story{}, false
}

// Way returns the shortest way of requirements from one active plugin to another,
// both included; nil when there is none.
func (s Set) Way(from, to string) []string {
	from, to = s.ID(from), s.ID(to)
	before := map[string]string{from: ""}
	for queue := []string{from}; len(queue) > 0; queue = queue[1:] {
		if queue[0] == to {
			var way []string
			for at := to; at != ""; at = before[at] {
				way = append(way, at)
			}
			slices.Reverse(way)
			return way
		}
		p, _ := s.Lookup(queue[0])
		for _, id := range s.requires(p) {
			if _, seen := before[id]; !seen {
				before[id] = queue[0]
				queue = append(queue, id)
			}
		}
	}
	return nil
}

func (s Set) requires(p Plugin) []string {
	var out []string
	for _, r := range p.Require {
		out = append(out, s.ID(r.ID))
	}
	return out
}

func (s Set) requiredBy(id string) []string {
	var out []string
	for _, p := range s.Active {
		if slices.Contains(s.requires(p), id) {
			out = append(out, p.ID)
		}
	}
	return out
}

// sweeps is in which sweep each active plugin was taken: in that of the latest
// plugin it requires, or in the next when its id comes before that one's in the list.
func (s Set) sweeps() map[string]int {
	out := map[string]int{}
	for _, p := range s.Active {
		out[p.ID] = 1
		for _, id := range s.requires(p) {
			n := out[id]
			if s.tried[p.ID] < s.tried[id] {
				n++
			}
			out[p.ID] = max(out[p.ID], n)
		}
	}
	return out
}
