package amd

import (
	"slices"
	"strings"

	"strata/internal/diag"
)

// prove runs every layer as a page would and reports what is not as promised: a
// layer defines its modules, each once and with its dependencies, writes no
// global and calls nothing but the loader. What a module's file does when it
// runs alone is its own affair. A layer with nothing to report is remembered.
func (g *graph) prove(plans []plan, layers []Layer, ds *diag.List) {
	found := make([]diag.List, len(layers))
	inParallel(len(layers), func(i int) {
		key := plans[i].key(g.opts)
		key = newKey([]byte("proof"), key[:])
		_, proved := lookup(g.opts.Cache, plans[i].pack, key, proofCodec)
		if proved || !g.opts.Probe {
			return
		}
		found[i] = newProof(plans[i], layers[i], g.opts).run()
		if len(found[i]) == 0 {
			keep(g.opts.Cache, plans[i].pack, key, true, proofCodec)
		}
	})
	for _, list := range found {
		ds.Add(list...)
	}
}

// proofCodec keeps that a layer was proved.
var proofCodec = codec[bool]{
	write: appendBool,
	read:  func(r *packReader) bool { return r.bool() },
}

// A proof is one layer under examination.
type proof struct {
	plan  plan
	layer Layer
	opts  *Options
	units []*unit // copies of the plan's, read again
	alone map[int]*visit
	cut   map[int]bool // units whose code is left out, because it cannot run here
	ds    diag.List
}

func newProof(p plan, l Layer, opts *Options) *proof {
	out := &proof{plan: p, layer: l, opts: opts, alone: map[int]*visit{}, cut: map[int]bool{}}
	for _, u := range p.units {
		own := *u // another layer may hold it too
		own.rescan(opts)
		out.units = append(out.units, &own)
	}
	out.layer.pieces = slices.DeleteFunc(slices.Clone(l.pieces), func(c piece) bool {
		return c.from < 0 || c.from > c.to || c.to > len(l.Code) || c.unit < 0 || c.unit >= len(p.units)
	})
	return out
}

func (p *proof) run() diag.List {
	r, ok := p.runWhole()
	if ok {
		p.compareDefines(r)
		p.compareCalls(r)
		p.compareWrites(r)
	}
	return p.ds
}

// runWhole runs the layer. A unit that throws stops all behind it; what others
// do is seen by running the layer again without it. ok is false when the layer
// throws, and no unit is to blame.
func (p *proof) runWhole() (r *visit, ok bool) {
	for range len(p.units) + 1 {
		r = run(p.code())
		for _, t := range r.Threw {
			p.thrown(t)
		}
		if r.failure == nil {
			return r, true
		}
		if !p.thrown(*r.failure) {
			return r, false
		}
	}
	return r, false
}

// code is the layer's without what is cut.
func (p *proof) code() []byte {
	code := p.layer.Code
	if len(p.cut) > 0 {
		code = slices.Clone(code)
	}
	for _, c := range p.layer.pieces {
		if p.cut[c.unit] {
			blankOut(code[c.from:c.to])
		}
	}
	return code
}

func blankOut(code []byte) {
	for i, c := range code {
		if c != '\n' {
			code[i] = ' '
		}
	}
}

// thrown reports what a unit throws, unless it does so alone, and cuts it. It
// returns false when there is nothing to cut.
func (p *proof) thrown(t thrown) bool {
	at := t.place(p.layer.Code)
	i := p.unitAt(at)
	if i < 0 {
		i = slices.IndexFunc(p.units, func(u *unit) bool { return u.id == t.Entry })
	}
	if i < 0 || p.cut[i] {
		if t.Entry == "" || i < 0 {
			p.ds.Add(layerThrows(p.layer, t.Text))
		}
		return false
	}
	p.cut[i] = true
	if p.excuses(i, func(*visit) bool { return false }) {
		p.ds.Add(notProved(p.units[i], p.runAlone(i).reason()))
	} else {
		p.ds.Add(p.at(i, at, threwInLayer(p, i, t.Text)))
	}
	return true
}

// unitAt returns the unit whose code holds the byte of the layer, -1 for none.
func (p *proof) unitAt(offset int) int {
	for _, c := range p.layer.pieces {
		if c.from <= offset && offset < c.to {
			return c.unit
		}
	}
	return -1
}

// runAlone runs the unit's own source, as it is in its file.
func (p *proof) runAlone(i int) *visit {
	if r, ok := p.alone[i]; ok {
		return r
	}
	r := run(p.units[i].src)
	r.Writes = append(r.Writes, declaredGlobals(p.units[i].src)...)
	p.alone[i] = r
	return r
}

// isOurs reports whether the unit's code is written by us, and no file's text.
func (u *unit) isOurs() bool { return u.made != nil || u.kind == textUnit || u.created || u.empty }

// compareCalls reports what the layer calls, besides the loader, that no module
// calls by itself.
func (p *proof) compareCalls(r *visit) {
	said := map[string]bool{}
	for _, c := range r.Calls {
		at := place(c.Stack, p.layer.Code)
		i := p.unitAt(at)
		if said[c.Name] || i >= 0 && p.excuses(i, func(alone *visit) bool {
			return slices.ContainsFunc(alone.Calls, func(own called) bool { return own.Name == c.Name })
		}) {
			continue
		}
		said[c.Name] = true
		p.ds.Add(p.at(i, at, callsInLayer(p, i, c.Name)))
	}
}

// excuses reports whether the unit does the same alone, or cannot be run alone.
func (p *proof) excuses(i int, same func(*visit) bool) bool {
	if p.units[i].isOurs() {
		return false
	}
	alone := p.runAlone(i)
	return alone.throws() || same(alone)
}

// compareWrites reports globals that the layer writes and no module does.
func (p *proof) compareWrites(r *visit) {
	writes := append(slices.Clone(r.Writes), declaredGlobals(p.layer.Code)...)
	slices.Sort(writes)
	for _, name := range slices.Compact(writes) {
		if !p.writtenAlone(name) {
			i, at := p.writer(name)
			p.ds.Add(p.at(i, at, leaksFromLayer(p, i, name)))
		}
	}
}

// writtenAlone reports whether a module that has the name writes the global.
func (p *proof) writtenAlone(name string) bool {
	last := name[strings.LastIndexByte(name, '.')+1:]
	for i, u := range p.units {
		if strings.Contains(string(u.src), last) && p.excuses(i, func(alone *visit) bool { return slices.Contains(alone.Writes, name) }) {
			return true
		}
	}
	return false
}

// writer looks for the unit whose code in the layer writes the global, and for
// the place of the name in it.
func (p *proof) writer(name string) (unit, at int) {
	for _, c := range p.layer.pieces {
		code := p.layer.Code[c.from:c.to]
		x, err := lex(code)
		if err != nil || !slices.Contains(append(run(code).Writes, declaredGlobals(code)...), name) {
			continue
		}
		for i := range x.tokens {
			if x.text(int32(i)) == name {
				return c.unit, c.from + int(x.tokens[i].start)
			}
		}
		return c.unit, -1
	}
	return -1, -1
}
