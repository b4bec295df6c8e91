package builder

import (
	"path"

	"strata/internal/diag"
)

// A memo is what a stage gave in the last build: its value, which depends on what
// it was given and on what it looked at, and on nothing else.
type memo struct {
	given string
	value any
	said  diag.List
	names map[string]bool // that it looked at, and the folders around them
}

// again returns what the stage gave in the last build, if it is given the same
// and nothing that it looked at may look different. Otherwise the stage runs.
// What it returns is shared by builds, and not to be changed.
func again[T any](b *build, name, given string, ds *diag.List, stage func(*diag.List) T) T {
	t, ok := b.src.(*tracker)
	if !ok || !t.keeps {
		return stage(ds)
	}
	given += b.overlay.id()
	memos := b.opts.Cache.memos
	if m, ok := memos[name]; ok && m.given == given && !b.touches(m) {
		ds.Add(m.said...)
		return m.value.(T)
	}
	m := memo{given: given}
	t.begin()
	v := stage(&m.said)
	m.value, m.names = v, t.end()
	memos[name] = m
	ds.Add(m.said...)
	return v
}

// touches reports whether something that the memo's stage looked at may look
// different now.
func (b *build) touches(m memo) bool {
	if b.opts.Changed == nil {
		return true
	}
	for _, name := range b.opts.Changed {
		if m.names[name] || name == "." { // of which nothing is known any more
			return true
		}
	}
	return false
}

// begin starts a list of the names that are looked at.
func (t *tracker) begin() {
	t.mu.Lock()
	t.names = map[string]bool{}
	t.mu.Unlock()
}

// end returns the list, with the folders around each name.
func (t *tracker) end() map[string]bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	out := t.names
	t.names = nil
	for name := range out {
		for dir := path.Dir(name); dir != "." && !out[dir]; dir = path.Dir(dir) {
			out[dir] = true
		}
	}
	out["."] = true // with which everything is looked at again
	return out
}
