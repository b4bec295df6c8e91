package plugin

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strata/internal/diag"
)

// naive does what Winter does, sweep by sweep.
func naive(deps [][]int) (order []int) {
	taken := make([]bool, len(deps))
	for again := true; again; {
		again = false
		for i, on := range deps {
			if !taken[i] && !slices.ContainsFunc(on, func(d int) bool { return !taken[d] }) {
				taken[i], again = true, true
				order = append(order, i)
			}
		}
	}
	return order
}

func TestSweep(t *testing.T) {
	const a, b, c, d, e = 0, 1, 2, 3, 4
	for _, g := range [][][]int{{a: {b}, b: {}, c: {}}, {a: {b}, b: {c}, c: {d}, d: {}, e: {}}} {
		order, stuck := sweep(g)
		if want := naive(g); !slices.Equal(order, want) || stuck != nil {
			t.Errorf("%v: got %v, want %v", g, order, want)
		}
	}
	random := rand.New(rand.NewSource(1))
	for range 2000 {
		deps := make([][]int, 1+random.Intn(12))
		for range random.Intn(2 * len(deps)) {
			i := random.Intn(len(deps))
			deps[i] = append(deps[i], random.Intn(len(deps)))
		}
		order, stuck := sweep(deps)
		if want := naive(deps); !slices.Equal(order, want) || len(order)+len(stuck) != len(deps) {
			t.Fatalf("%v: got %v, stuck %v, want %v", deps, order, stuck, want)
		}
		for _, cycle := range cycles(deps, stuck) {
			for n, i := range cycle {
				if next := cycle[(n+1)%len(cycle)]; !slices.Contains(deps[i], next) {
					t.Fatalf("%v: %v is no cycle", deps, cycle)
				}
			}
		}
		if len(stuck) > 0 && len(cycles(deps, stuck)) == 0 {
			t.Fatalf("%v: no cycle found among %v", deps, stuck)
		}
	}
}

// A site of ten thousand plugins is resolved in a moment, also when each plugin
// waits for the next, when all are circular, and when all are missing something.
func TestResolveMany(t *testing.T) {
	const n = 10_000
	for name, requires := range map[string]func(i int) string{
		"chain":   func(i int) string { return fmt.Sprintf("A.P%05d", i+1) },
		"circle":  func(i int) string { return fmt.Sprintf("A.P%05d", (i+1)%n) },
		"pairs":   func(i int) string { return fmt.Sprintf("A.P%05d", i^1) },
		"missing": func(i int) string { return fmt.Sprintf("B.P%05d", i) },
	} {
		t.Run(name, func(t *testing.T) {
			found := make([]Plugin, n)
			for i := range found {
				found[i] = Plugin{ID: fmt.Sprintf("A.P%05d", i), Require: []Reference{{ID: requires(i)}}}
			}
			start := time.Now()
			var ds diag.List
			set := Resolve(found, ResolveOptions{}, &ds)
			if took := time.Since(start); took > limit {
				t.Errorf("took %v", took)
			}
			for _, d := range ds {
				if len(d.Text) > 200 {
					t.Errorf("%d bytes in %.200s", len(d.Text), d.Text)
				}
			}
			if name == "circle" && ds[0].Text != "circular dependency: A.P00000 -> A.P00001 -> A.P00002 -> A.P00003 -> A.P00004 -> A.P00005 -> ... -> A.P09998 -> A.P09999 -> A.P00000" {
				t.Error(ds[0].Text)
			}
			if len(set.Active)+len(set.Disabled) != n {
				t.Errorf("%d active, %d disabled", len(set.Active), len(set.Disabled))
			}
		})
	}
}

// Replacers that each depend on what the one before replaces are given up one
// after the other.
func TestReplaceRounds(t *testing.T) {
	var found []Plugin
	const n = 300
	for i := range n {
		found = append(found,
			Plugin{ID: fmt.Sprintf("T.P%04d", i)},
			Plugin{ID: fmt.Sprintf("X.P%04d", i), Replaces: []Replacement{{ID: fmt.Sprintf("T.P%04d", i), Constraint: "*"}},
				Require: []Reference{{ID: fmt.Sprintf("T.P%04d", i-1)}}})
	}
	found[1].Require = []Reference{{ID: "Not.There"}}
	var ds diag.List
	set := Resolve(found, ResolveOptions{}, &ds)
	var disabled []string
	for _, d := range set.Disabled {
		disabled = append(disabled, d.ID)
	}
	// X.P0000 is off, so T.P0000 stays, and X.P0001 requires and finds it.
	if len(disabled) != n || !slices.Contains(disabled, "X.P0000") || !slices.Contains(disabled, "T.P0001") {
		t.Errorf("disabled: %s", strings.Join(disabled, " "))
	}
}

// A plugin whose user found errors in it, after it was read, is broken too: its
// dependents are told, and what replaces it still does.
func TestBroken(t *testing.T) {
	bad := Plugin{ID: "A.Bad", File: "p/a/bad/plugin.yaml", Version: "1.0", Broken: true}
	needs := Plugin{ID: "A.Needs", File: "p/a/needs/plugin.yaml", Require: []Reference{{ID: "A.Bad"}}}
	var ds diag.List
	got := show(Resolve([]Plugin{bad, needs}, ResolveOptions{}, &ds), ds)
	want := `disabled A.Bad [disabled-missing]: its registration cannot be read
disabled A.Needs [disabled-dependencies]: requires A.Bad, which is disabled (disabled-missing)
p/a/needs/plugin.yaml: warning: plugin A.Needs requires A.Bad, which is disabled (disabled-missing)
  note: A.Needs is disabled
  hint: mend A.Bad, or remove "A.Bad" from require
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	instead := Plugin{ID: "A.Instead", Replaces: []Replacement{{ID: "A.Bad", Constraint: "^1.0"}}}
	var none diag.List
	set := Resolve([]Plugin{bad, needs, instead}, ResolveOptions{}, &none)
	if len(set.Active) != 2 || set.ID("a.bad") != "A.Instead" || len(none) > 0 {
		t.Errorf("got\n%s", show(set, none))
	}
}
