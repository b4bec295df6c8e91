package plugin

import (
	"cmp"
	"slices"
)

// order returns the active plugins in load order. Plugins that require each other
// in a circle are reported and disabled, and so are those that require them.
func (r *resolver) order() []int {
	order, stuck := sweep(r.dependencies(func(flags []string) bool { return len(flags) == 0 }))
	order = slices.DeleteFunc(order, func(i int) bool { return len(r.flags[i]) > 0 })
	// A circle is a mistake of its own where something is missing too.
	deps := r.dependencies(func(flags []string) bool {
		return len(flags) == 0 || len(flags) == 1 && flags[0] == disabledRequires
	})
	_, tangled := sweep(deps)
	for _, cycle := range cycles(deps, tangled) {
		r.reportCycle(cycle)
	}
	for _, i := range stuck {
		r.flag(i, disabledRequires, "requires a plugin that is part of a circular dependency")
	}
	return order
}

// dependencies returns, for each plugin that counts by its flags, the plugins it
// requires.
func (r *resolver) dependencies(counts func(flags []string) bool) [][]int {
	deps := make([][]int, len(r.plugins))
	for i, needs := range r.needs {
		if !counts(r.flags[i]) {
			continue
		}
		for _, n := range needs {
			if n.ok {
				deps[i] = append(deps[i], n.on)
			}
		}
	}
	return deps
}

// sweep orders nodes, which are numbered by id, so that each stands after those
// it depends on, as Winter does: going through the nodes again and again by
// number, each time taking what has all its dependencies taken. A node is taken
// in the sweep of its latest dependency, or in the next one when that has the
// higher number; that gives the order without sweeping. Nodes that are never
// taken are stuck.
func sweep(deps [][]int) (order, stuck []int) {
	dependents := make([][]int, len(deps))
	open := make([]int, len(deps))
	round := make([]int, len(deps))
	for i, on := range deps {
		open[i] = len(on)
		for _, d := range on {
			dependents[d] = append(dependents[d], i)
		}
		if len(on) == 0 {
			order = append(order, i)
		}
	}
	for n := 0; n < len(order); n++ {
		i := order[n]
		for _, d := range dependents[i] {
			next := round[i]
			if i > d {
				next++
			}
			round[d] = max(round[d], next)
			if open[d]--; open[d] == 0 {
				order = append(order, d)
			}
		}
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(round[a], round[b]), cmp.Compare(a, b)) })
	for i := range deps {
		if open[i] > 0 {
			stuck = append(stuck, i)
		}
	}
	return order, stuck
}

// cycles returns one shortest cycle for each group of nodes that all depend on
// each other, beginning with the lowest number of the group.
func cycles(deps [][]int, stuck []int) [][]int {
	var out [][]int
	for _, group := range components(deps, stuck) {
		if cycle := shortest(deps, group); cycle != nil {
			out = append(out, cycle)
		}
	}
	slices.SortFunc(out, slices.Compare)
	return out
}

// shortest returns the shortest way from the lowest node of a group back to it,
// or nil when there is none.
func shortest(deps [][]int, group []int) []int {
	start := slices.Min(group)
	inside := map[int]bool{}
	for _, i := range group {
		inside[i] = true
	}
	from := map[int]int{}
	for queue := []int{start}; len(queue) > 0; queue = queue[1:] {
		for _, d := range slices.Sorted(slices.Values(deps[queue[0]])) {
			if d == start {
				return way(from, start, queue[0])
			}
			if _, seen := from[d]; inside[d] && !seen {
				from[d] = queue[0]
				queue = append(queue, d)
			}
		}
	}
	return nil
}

func way(from map[int]int, start, end int) []int {
	path := []int{end}
	for end != start {
		end = from[end]
		path = append(path, end)
	}
	slices.Reverse(path)
	return path
}

// components groups nodes so that those of a group all lead to each other. It is
// Tarjan's algorithm.
func components(deps [][]int, nodes []int) [][]int {
	t := tarjan{deps: deps, index: map[int]int{}, low: map[int]int{}, onStack: map[int]bool{}}
	for _, i := range nodes {
		if t.index[i] == 0 {
			t.visit(i)
		}
	}
	return t.groups
}

type tarjan struct {
	deps       [][]int
	index, low map[int]int // from 1
	onStack    map[int]bool
	stack      []int
	groups     [][]int
}

func (t *tarjan) visit(i int) {
	t.index[i] = len(t.index) + 1
	t.low[i] = t.index[i]
	t.stack = append(t.stack, i)
	t.onStack[i] = true
	for _, d := range t.deps[i] {
		if t.index[d] == 0 {
			t.visit(d)
			t.low[i] = min(t.low[i], t.low[d])
		} else if t.onStack[d] {
			t.low[i] = min(t.low[i], t.index[d])
		}
	}
	if t.low[i] < t.index[i] {
		return
	}
	at := slices.Index(t.stack, i)
	group := slices.Clone(t.stack[at:])
	t.stack = t.stack[:at]
	for _, n := range group {
		t.onStack[n] = false
	}
	t.groups = append(t.groups, group)
}

func (r *resolver) reportCycle(cycle []int) {
	var path []string
	for _, i := range cycle {
		path = append(path, r.plugins[i].ID)
		r.flag(i, disabledRequires, "part of a circular dependency")
	}
	p, next := r.plugins[cycle[0]], cycle[1%len(cycle)]
	n := slices.IndexFunc(r.needs[cycle[0]], func(n need) bool { return n.ok && n.on == next })
	r.ds.Add(errCycle(p, p.Require[n], append(path, path[0])))
}
