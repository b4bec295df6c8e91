package workload

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// A use is a call of one function of lodash-es whose result is known here.
type use struct {
	name  string
	expr  string
	value func(*params) uint32
}

// uses are of functions of lodash that are in common use.
var uses = []use{
	{"get", `get({ @k0: [{ @k1: @1 }] }, "@k0[0].@k1")`, func(p *params) uint32 { return uint32(p.n[1]) }},
	{"set", `Object.keys(set({}, "@k0.@k1", @1)).length`, func(*params) uint32 { return 1 }},
	{"isEqual", `Number(isEqual({ @k0: @1 }, { @k0: @1 }))`, func(*params) uint32 { return 1 }},
	{"isEmpty", `Number(isEmpty({ @k0: @1 }))`, func(*params) uint32 { return 0 }},
	{"cloneDeep", `cloneDeep({ @k0: [@list] }).@k0.length`, func(p *params) uint32 { return uint32(len(p.list)) }},
	{"merge", `merge({ @k0: { a: @1 } }, { @k0: { b: @2 } }).@k0.b`, func(p *params) uint32 { return uint32(p.n[2]) }},
	{"debounce", `(typeof debounce(function () { return @1; }, @2)).length`, func(*params) uint32 { return uint32(len("function")) }},
	{"throttle", `(typeof throttle(function () { return @1; }, @2)).length`, func(*params) uint32 { return uint32(len("function")) }},
	{"sortBy", `sortBy([@list].map((rank) => ({ rank })), "rank")[0].rank`, func(p *params) uint32 { return uint32(slices.Min(p.list)) }},
	{"orderBy", `orderBy([@list].map((rank) => ({ rank })), ["rank"], ["desc"])[0].rank`, func(p *params) uint32 { return uint32(slices.Max(p.list)) }},
	{"groupBy", `Object.keys(groupBy([@1, @2, @3], (n) => n % 5)).length`, func(p *params) uint32 { return distinct(p.n[1]%5, p.n[2]%5, p.n[3]%5) }},
	{"keyBy", `Object.keys(keyBy([@1, @2], (n) => "@k0" + n)).length`, func(p *params) uint32 { return distinct(p.n[1], p.n[2]) }},
	{"uniq", `uniq([@1, @2, @1, @2]).length`, func(p *params) uint32 { return distinct(p.n[1], p.n[2]) }},
	{"uniqBy", `uniqBy([@1, @2, @3], (n) => n % 3).length`, func(p *params) uint32 { return distinct(p.n[1]%3, p.n[2]%3, p.n[3]%3) }},
	{"pick", `Object.keys(pick({ @k0: @1, @k1: @2, @k2: @3 }, ["@k0", "@k2"])).length`, func(*params) uint32 { return 2 }},
	{"omit", `Object.keys(omit({ @k0: @1, @k1: @2, @k2: @3 }, ["@k1"])).length`, func(*params) uint32 { return 2 }},
	{"mapValues", `mapValues({ @k0: @1 }, (n) => n * @2).@k0`, func(p *params) uint32 { return uint32(p.n[1] * p.n[2]) }},
	{"maxBy", `maxBy([@list], (n) => -n)`, func(p *params) uint32 { return uint32(slices.Min(p.list)) }},
	{"camelCase", `camelCase("@k0 @k1").length`, func(p *params) uint32 { return p.lengths("@k0", "@k1") }},
	{"chunk", `chunk([@list], 3).length`, func(p *params) uint32 { return uint32((len(p.list) + 2) / 3) }},
}

func distinct(values ...int) uint32 {
	slices.Sort(values)
	return uint32(len(slices.Compact(values)))
}

func (p *params) lengths(keys ...string) uint32 {
	n := 0
	for _, key := range keys {
		n += len(p.fill[key])
	}
	return uint32(n)
}

// lodash picks one to three functions, and returns their import statement and
// the terms of the checksum.
func lodash(r *rand.Rand, n *names) (code string, terms []term) {
	var imported []string
	for _, i := range r.Perm(len(uses))[:1+r.IntN(3)] {
		p := newParams(r, n)
		imported = append(imported, uses[i].name)
		terms = append(terms, term{p.text(TypeScript, uses[i].expr), uses[i].value(p)})
	}
	return fmt.Sprintf("import { %s } from \"lodash-es\";\n", strings.Join(imported, ", ")), terms
}
