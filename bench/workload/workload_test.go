package workload

import (
	"reflect"
	"testing"
)

func TestSameOptionsSameBytes(t *testing.T) {
	for _, kind := range []Kind{AMD, TypeScript} {
		opts := Options{Kind: kind, Plugins: 6, Modules: 8, Core: 10}
		if !reflect.DeepEqual(New(opts), New(opts)) {
			t.Errorf("%s: two sites differ", kind)
		}
		opts.Seed = 2
		if one, two := New(Options{Kind: kind, Plugins: 6, Modules: 8, Core: 10}), New(opts); reflect.DeepEqual(one.Expected, two.Expected) {
			t.Errorf("%s: another seed gives the same site", kind)
		}
	}
}

func TestEveryModuleIsReached(t *testing.T) {
	for _, p := range newGraph(Options{Plugins: 8, Seed: 3}.withDefaults()) {
		reached := map[*module]bool{}
		reach(p.modules[0], reached)
		for _, m := range p.modules {
			if !reached[m] {
				t.Errorf("%s is not reached from %s", m.id(), p.modules[0].id())
			}
		}
	}
}

func reach(m *module, reached map[*module]bool) {
	if reached[m] {
		return
	}
	reached[m] = true
	for _, d := range m.deps {
		reach(d, reached)
	}
}

func TestModulesHaveTheSize(t *testing.T) {
	for _, size := range []int{2048, 6000} {
		site, bytes := New(Options{Plugins: 10, Size: size}), 0
		for _, f := range site.Files {
			bytes += len(f.Data)
		}
		if average := bytes / (10*25 + 40); average < size*3/4 || average > size*5/4 {
			t.Errorf("modules have %d bytes on average, want about %d", average, size)
		}
	}
}
