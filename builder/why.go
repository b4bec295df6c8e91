package builder

import (
	"fmt"
	"io/fs"
	"slices"

	"strata/internal/diag"
	"strata/plugin"
)

// A WhyReport tells why a plugin is on or off, and why it starts where it does.
type WhyReport struct {
	ID         string       `json:"id"`
	State      string       `json:"state"` // "active", "disabled", or "replaced" for an id that is not installed
	Flags      []string     `json:"flags,omitempty"`
	Reason     string       `json:"reason,omitempty"`
	ReplacedBy string       `json:"replacedBy,omitempty"`
	Place      int          `json:"place,omitempty"` // in the load order, from 1
	Of         int          `json:"of,omitempty"`    // how many plugins are active
	Sweep      int          `json:"sweep,omitempty"` // in which sweep of the sorted ids, or of the site's list, it was taken, from 1
	Requires   []string     `json:"requires,omitempty"`
	RequiredBy []string     `json:"requiredBy,omitempty"`
	Order      *OrderReport `json:"order,omitempty"`
}

// An OrderReport tells which of two plugins starts first.
type OrderReport struct {
	First string   `json:"first"`
	Then  string   `json:"then"`
	Way   []string `json:"way,omitempty"` // from Then to First, each requires the next; empty when it does not require it
	Why   string   `json:"why"`
}

// Why tells about a plugin of the site in src, and about its order with another
// one when that is not "". The error says that there is no such plugin.
func Why(src fs.FS, opts Options, id, other string) (WhyReport, diag.List, error) {
	var ds diag.List
	b := build{src: src, opts: opts, out: map[string]bool{}}
	_, set := b.found(&ds)
	ds = b.overlay.told(ds).Sorted()
	story, err := tell(set, id)
	if err != nil {
		return WhyReport{}, ds, err
	}
	out := WhyReport{ID: story.ID, State: "active", Flags: story.Flags, Reason: story.Reason, ReplacedBy: story.ReplacedBy,
		Place: story.Place, Sweep: story.Sweep, Requires: story.Requires, RequiredBy: story.RequiredBy}
	switch {
	case story.Place > 0:
		out.Of = len(set.Active)
	case len(story.Flags) > 0:
		out.State = "disabled"
	default:
		out.State = "replaced"
	}
	if other == "" {
		return out, ds, nil
	}
	second, err := tell(set, other)
	if err != nil {
		return WhyReport{}, ds, err
	}
	out.Order, err = compare(set, story, second)
	return out, ds, err
}

func tell(set plugin.Set, id string) (plugin.Story, error) {
	story, ok := set.Why(id)
	if ok {
		return story, nil
	}
	var ids []string
	for _, p := range set.All() {
		ids = append(ids, p.ID)
	}
	if near := diag.Nearest(id, ids); near != "" {
		return story, fmt.Errorf("there is no plugin %q; did you mean %q?", id, near)
	}
	return story, fmt.Errorf("there is no plugin %q; strata list shows those there are", id)
}

// compare says which of two active plugins starts first, and why.
func compare(set plugin.Set, a, b plugin.Story) (*OrderReport, error) {
	for _, s := range []plugin.Story{a, b} {
		if s.Place == 0 {
			return nil, fmt.Errorf("%s is not active, and has no place in the order", s.ID)
		}
	}
	if a.Place > b.Place {
		a, b = b, a
	}
	out := &OrderReport{First: a.ID, Then: b.ID}
	switch out.Way = set.Way(b.ID, a.ID); {
	case a.ID == b.ID:
		out.Way, out.Why = nil, "it is the same plugin"
	case len(out.Way) == 2:
		out.Why = fmt.Sprintf("%s requires it", b.ID)
	case len(out.Way) > 2:
		out.Why = fmt.Sprintf("%s requires it through others", b.ID)
	case a.Sweep == b.Sweep && a.Listed:
		out.Why = "neither requires the other, and the site lists it first"
	case a.Sweep == b.Sweep:
		out.Why = "neither requires the other, and its id comes first"
	default:
		out.Why = fmt.Sprintf("neither requires the other; what %s requires was only there for sweep %d of %s, and %s was taken in sweep %d", b.ID, b.Sweep, sweptList(a.Listed), a.ID, a.Sweep)
	}
	return out, nil
}

// sweptList is what is gone through again and again to order plugins.
func sweptList(listed bool) string {
	if listed {
		return "the list under enable"
	}
	return "the sorted ids"
}

// Summary is the report in sentences, one a line.
func (r WhyReport) Summary() []string {
	var out []string
	switch r.State {
	case "active":
		out = append(out, fmt.Sprintf("%s is active, and starts as number %d of %d", r.ID, r.Place, r.Of))
	case "replaced":
		out = append(out, fmt.Sprintf("%s is not installed, and its id means %s", r.ID, r.ReplacedBy))
	default:
		out = append(out, fmt.Sprintf("%s is disabled (%s): %s", r.ID, slices.Max(r.Flags), r.Reason))
	}
	if r.State == "disabled" && r.ReplacedBy != "" {
		out = append(out, "its id means "+r.ReplacedBy)
	}
	for _, id := range r.Requires {
		out = append(out, "requires "+id)
	}
	for _, id := range r.RequiredBy {
		out = append(out, "required by "+id)
	}
	if o := r.Order; o != nil && o.First != o.Then {
		out = append(out, fmt.Sprintf("%s starts before %s: %s", o.First, o.Then, o.Why))
		for i := range o.Way[min(1, len(o.Way)):] {
			out = append(out, fmt.Sprintf("  %s requires %s", o.Way[i], o.Way[i+1]))
		}
	}
	return out
}
