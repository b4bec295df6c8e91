package amd

import (
	"slices"
	"strings"
)

// A promise is a define that the source of a unit says there will be.
type promise struct {
	unit     int      // -1 for what stands for a package's bare name
	deps     []string // as the array lists them ...
	array    bool     // ... if there is one
	computed bool     // it lists more than can be read
	implied  bool     // the array is ours
	given    bool     // there may be pseudo modules in front
	text     bool     // an entry of text under Dojo, ...
	value    string   // ... which is this
}

// promises returns, by id, what the layer is to define. An id has several when
// its file says it in several ways, of which one comes true.
func (p *proof) promises() map[string][]promise {
	out := map[string][]promise{}
	for i, u := range p.units {
		for id, list := range p.promised(i, u) {
			out[id] = append(out[id], list...)
		}
	}
	for _, bare := range p.plan.bares {
		if name, id, _ := strings.Cut(bare, " "); p.opts.Format == FormatRequireJS && p.plan.locale == "" {
			out[name] = append(out[name], promise{unit: -1, array: true, deps: []string{id}})
		}
	}
	return out
}

// caches reports whether texts of the layer are entries of Dojo's cache, and
// asDojo whether modules are too.
func (p *proof) caches() bool { return p.opts.Format == FormatDojo && p.plan.locale == "" }
func (p *proof) asDojo() bool { return p.caches() && p.plan.kind != LazyKind }

func (p *proof) promised(i int, u *unit) map[string][]promise {
	one := promise{unit: i, array: true}
	switch {
	case u.created, u.shim != nil:
		one.deps = u.deps
	case u.empty && p.asDojo():
		one.deps = []string{"module"}
	case u.kind == textUnit && !u.empty && p.caches():
		return map[string][]promise{"url:" + resourceOf(u.id): {{unit: i, text: true, value: u.text}}}
	case u.made != nil:
		one.deps, one.given = u.made.deps, true
	case u.kind == defineUnit && !u.empty:
		return u.promised(i)
	}
	return map[string][]promise{u.id: {one}}
}

// promised returns what the define calls of the unit's text promise.
func (u *unit) promised(i int) map[string][]promise {
	out := map[string][]promise{}
	main := u.main()
	for _, c := range u.scan.Calls {
		switch {
		case c.Callee != "define" || c.Parent >= 0 || c.empty():
		case c.Name != nil:
			out[c.Name.Value] = append(out[c.Name.Value], u.promise(i, c))
		case main >= 0 && u.scan.Calls[main].Name == nil:
			out[u.id] = append(out[u.id], u.promise(i, c))
		}
	}
	return out
}

func (u *unit) promise(i int, c call) promise {
	if implied := u.implied(c); implied != nil {
		return promise{unit: i, array: true, deps: implied, implied: true}
	}
	p := promise{unit: i, array: c.DepsEnd > 0, computed: c.Computed}
	for _, l := range c.Deps {
		id, ok := u.renamed[l.Start]
		if !ok {
			id = l.Value
		}
		p.deps = append(p.deps, id)
	}
	return p
}

// keptBy reports whether a define has the promised dependencies.
func (p promise) keptBy(d defined) bool {
	if d.Deps == nil || !p.array {
		return p.computed || (d.Deps == nil) == !p.array
	}
	deps := *d.Deps
	if p.given {
		deps = deps[max(0, len(deps)-len(p.deps)):]
		front := (*d.Deps)[:len(*d.Deps)-len(deps)]
		if slices.ContainsFunc(front, func(id string) bool { return id != "require" && id != "exports" && id != "module" }) {
			return false
		}
	}
	return p.computed || slices.Equal(deps, p.deps)
}

// define is a define as the loader takes it, with the id that it gives to one
// without a name.
type define struct {
	id string
	defined
	at int // byte offset in the layer, -1 when it is not known
}

// defines returns what the layer defines, in order.
func (p *proof) defines(r *visit) []define {
	var out []define
	for _, d := range r.Defines {
		id := d.ID
		if !d.Named {
			id = d.Entry // "" outside of Dojo: no loader can tell what that is
		}
		out = append(out, define{id, d, -1})
	}
	return out
}

// compareDefines reports ids that are missing, not promised, defined twice or
// with other dependencies.
func (p *proof) compareDefines(r *visit) {
	promises, found := p.promises(), map[string][]define{}
	for _, d := range p.defines(r) {
		found[d.id] = append(found[d.id], d)
	}
	if p.caches() {
		p.compareEntries(r, promises)
	}
	for _, id := range sortedKeys(promises) {
		if !promises[id][0].text {
			p.compareDefine(id, promises[id], found[id])
		}
	}
	for _, id := range sortedKeys(found) {
		if _, ok := promises[id]; !ok {
			p.unexpected(id, found)
		}
	}
}

func (p *proof) compareDefine(id string, promises []promise, found []define) {
	i := promises[0].unit
	if i >= 0 && p.cut[i] {
		return
	}
	defines := func(n int) func(*visit) bool {
		return func(alone *visit) bool { return p.countAlone(alone, i, id) == n }
	}
	switch {
	case len(found) == 0:
		if i < 0 || !p.excuses(i, defines(0)) {
			p.ds.Add(p.at(i, -1, notDefined(p, i, id)))
		}
	case len(found) > 1:
		p.twice(id, i, found)
	case !slices.ContainsFunc(promises, func(one promise) bool { return one.keptBy(found[0].defined) }) && !p.sameAlone(id, promises[0], found[0].defined):
		p.ds.Add(p.at(i, -1, otherDeps(p, i, id, promises[0], found[0])))
	}
}

// sameAlone reports whether the unit defines the id with these dependencies
// when it runs alone, in a way that its text does not tell.
func (p *proof) sameAlone(id string, one promise, d defined) bool {
	return one.unit >= 0 && !one.implied && p.excuses(one.unit, func(alone *visit) bool {
		return slices.ContainsFunc(alone.Defines, func(own defined) bool {
			same := own.Deps == nil && d.Deps == nil || own.Deps != nil && d.Deps != nil && slices.Equal(*own.Deps, *d.Deps)
			return same && (own.ID == id || !own.Named && p.units[one.unit].id == id)
		})
	})
}

// countAlone returns how often the unit defines the id when it runs alone.
func (p *proof) countAlone(alone *visit, i int, id string) int {
	n := 0
	for _, d := range alone.Defines {
		if d.Named && d.ID == id || !d.Named && p.units[i].id == id {
			n++
		}
	}
	return n
}

// twice reports an id that is defined more often than the files define it that
// do: two files with one id are reported when they are read.
func (p *proof) twice(id string, i int, found []define) {
	own := map[int]int{}
	for _, d := range found {
		at := place(d.Stack, p.layer.Code)
		own[p.unitAt(at)]++
	}
	for _, j := range sortedUnits(own) {
		if n := own[j]; j < 0 && len(own) > 1 || j >= 0 && p.excuses(j, func(alone *visit) bool { return p.countAlone(alone, j, id) >= n }) {
			continue
		}
		p.ds.Add(p.at(max(i, j), -1, definedMore(p, max(i, j), id, len(found))))
		return
	}
}

func sortedUnits(m map[int]int) []int {
	var out []int
	for i := range m {
		out = append(out, i)
	}
	slices.Sort(out)
	return out
}

// unexpected reports defines of an id that nobody promised, unless the unit
// defines it alone. One define without a name has got the unit's id in the layer.
func (p *proof) unexpected(id string, found map[string][]define) {
	for _, d := range found[id] {
		at := place(d.Stack, p.layer.Code)
		i := p.unitAt(at)
		if i >= 0 && p.excuses(i, func(alone *visit) bool {
			if id != "" {
				return d.Named && p.countAlone(alone, i, id) > 0
			}
			return p.countAlone(alone, i, p.units[i].id) > len(found[p.units[i].id])
		}) {
			continue
		}
		p.ds.Add(p.at(i, at, notPromisedID(p, i, id)))
	}
}

// compareEntries compares the cache that a Dojo layer hands to the loader.
func (p *proof) compareEntries(r *visit, promises map[string][]promise) {
	now := false
	for _, e := range r.Cache {
		now = now || e.Key == "*noref"
		list := promises[e.Key]
		switch {
		case e.Key == "*noref" || e.Kind == "function":
		case len(list) == 0 || !list[0].text || e.Text != list[0].value:
			p.ds.Add(p.at(-1, -1, notPromisedID(p, -1, e.Key)))
		}
	}
	for _, id := range sortedKeys(promises) {
		if list := promises[id]; list[0].text && !slices.ContainsFunc(r.Cache, func(e visitEntry) bool { return e.Key == id }) {
			p.ds.Add(p.at(list[0].unit, -1, notDefined(p, list[0].unit, "text!"+strings.TrimPrefix(id, "url:"))))
		}
	}
	if !now && (p.asDojo() || len(r.Cache) > 0) {
		p.ds.Add(p.at(-1, -1, notDefined(p, -1, "*noref")))
	}
}
