package amd

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"slices"

	"strata/internal/diag"
)

// A compiled is what a Compile without an error made, and how. The next one
// can mend it instead of making all of it again, when no more changed than what
// some modules do: not what they depend on, and not which files there are.
type compiled struct {
	options []byte
	graph   *graph
	files   map[string][]*module // by file
	plans   []plan
	layers  []Layer
	said    diag.List
	mended  int
}

// maxMended is how often a result is mended before it is made anew: what the
// cache keeps of each edit is forgotten only then.
const maxMended = 64

// settled notes what Compile made.
func (c *Cache) settled(g *graph, plans []plan, layers []Layer, said diag.List) {
	if c == nil || c.Once {
		return
	}
	c.before = &compiled{options: g.opts.text(), graph: g, files: map[string][]*module{}, plans: plans, layers: layers, said: said}
	for _, m := range g.modules {
		c.before.files[m.file] = append(c.before.files[m.file], m)
	}
}

// text returns the options as text that is the same when they mean the same.
func (o *Options) text() []byte {
	plain := *o
	plain.Cache, plain.Changed, plain.Probe = nil, nil, false
	text, err := json.Marshal(plain)
	if err != nil {
		panic(err) // plain values
	}
	return text
}

// mend makes the layers of what changed, and returns them with all others. ok is
// false when everything has to be looked at.
func (c *Cache) mend(src fs.FS, opts *Options, ds *diag.List) (layers []Layer, ok bool) {
	if c == nil || c.before == nil {
		return nil, false
	}
	b := c.before
	c.before = nil // unless all goes well
	if opts.Changed == nil || b.mended == maxMended || !bytes.Equal(b.options, opts.text()) {
		return nil, false
	}
	b.graph.src, b.graph.opts, b.graph.missing = src, opts, nil
	var stale []int
	for _, name := range opts.Changed {
		plans, ok := b.replace(name)
		if !ok {
			return nil, false
		}
		stale = append(stale, plans...)
	}
	slices.Sort(stale)
	if !b.rejoin(slices.Compact(stale)) {
		return nil, false
	}
	b.mended++
	c.before = b
	ds.Add(b.said...)
	return slices.Clone(b.layers), true
}

// replace reads the module in the file anew. It returns the plans that it is in;
// ok is false if more follows from the file than from the one before.
func (b *compiled) replace(file string) (plans []int, ok bool) {
	if len(b.files[file]) != 1 || slices.ContainsFunc(b.said, func(d diag.Diagnostic) bool { return d.File == file }) {
		return nil, false
	}
	g, m := b.graph, b.files[file][0]
	if m.text || m.data != nil || !g.isSimple(m) {
		return nil, false
	}
	var said diag.List
	g.ds = &said
	now := &module{id: m.id, pkg: m.pkg, file: m.file, optional: m.optional, from: m.from}
	l := g.load(now)
	if l.es || len(l.units) != 1 {
		return nil, false
	}
	now.units = l.units
	plugged := len(g.plugged)
	g.link(now, l)
	if len(l.ds)+len(said)+len(g.pending)+len(g.missing) > 0 || len(g.plugged) > plugged || !g.isSimple(now) || !now.bringsAlong(m) {
		return nil, false
	}
	old := m.units[0]
	now.units[0].setNamed(old.named)
	m.units = now.units
	for i, p := range b.plans {
		if k := slices.Index(p.units, old); k >= 0 {
			p.units[k] = m.units[0]
			plans = append(plans, i)
		}
	}
	return plans, true
}

// bringsAlong reports whether the module depends on and defines what the other does.
func (m *module) bringsAlong(other *module) bool {
	once := func(ids []string) []string { return slices.Compact(slices.Sorted(slices.Values(ids))) }
	return slices.Equal(m.deps, other.deps) && slices.Equal(m.asked, other.asked) &&
		slices.Equal(once(m.asks), once(other.asks)) && slices.Equal(m.units[0].ids, other.units[0].ids)
}

// rejoin makes the layers of the plans. It returns false if there is anything to
// say about them, which is for a whole Compile to say.
func (b *compiled) rejoin(stale []int) bool {
	var said diag.List
	b.graph.join(b.plans, stale, b.layers, &said)
	if len(said) > 0 {
		return false
	}
	for _, i := range stale {
		b.plans[i].describe(&b.layers[i])
	}
	return true
}
