package plugin

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"strata/internal/diag"
)

func configurationOf(t *testing.T, environment string, files map[string]string) (Configuration, diag.List) {
	t.Helper()
	src := fstest.MapFS{"plugins/people/people.js": {}}
	for name, data := range files {
		src[name] = &fstest.MapFile{Data: []byte(data)}
	}
	var ds diag.List
	set := Resolve(Discover(src, []Root{{Path: "plugins"}}, &ds), ResolveOptions{}, &ds)
	return ReadConfiguration(src, set, environment, &ds), ds
}

func TestConfiguration(t *testing.T) {
	c, ds := configurationOf(t, "live", map[string]string{
		"plugins/people/plugin.yaml":       "config: {from: manifest, both: manifest}",
		"plugins/people/config/config.php": "<?php return ['both' => 'file', 'n' => -5, 'hex' => 0x1F, 'f' => 1.5, 'big' => 99999999999999999999, 'list' => ['a', ['b' => null]], 'x.y' => 1, 'x' => ['y' => 2, 'z' => 3], 'call' => f(), 3 => 'three', 'e' => env('E', [1]), 'e2' => env(E, 1), 'e3' => env('A', ...$b)];",
		"plugins/people/config/pages.yaml": "size: 10\nsize2: 0o17",
		"config/people/live/pages.yaml":    "size: 5",
	})
	if ds.HasErrors() {
		t.Fatal(ds)
	}
	for key, want := range map[string]any{
		"people::from": "manifest", "people::both": "file", "PEOPLE::n": -5, "people::hex": 31, "people::f": 1.5,
		"people::big": 1e20, "people::list": []any{"a", map[string]any{"b": nil}}, "people::list.1.b": nil, "people::list.0": "a",
		"people::x.y": 1, "people::x.z": 3, "people::pages.size": 5, "people::pages": map[string]any{"size": 5, "size2": 15},
		"people::config.n": -5, "people::3": "three", "people::e": []any{1},
	} {
		got, ok := c.Get(key)
		if diff := cmp.Diff(want, got); diff != "" || !ok {
			t.Errorf("%s: %t %s", key, ok, diff)
		}
	}
	for _, key := range []string{"people::call", "people::e2", "people::e3", "people::none", "people::list.2", "people::n.x", "people", "nobody::n", "people::pages.none", ""} {
		if got, ok := c.Get(key); ok || got != nil {
			t.Errorf("%s: %v", key, got)
		}
		if d := c.Missing(key); d.Text == "" || d.Hint == "" {
			t.Errorf("%s: nothing is said", key)
		}
	}
	var none Configuration
	if _, ok := none.Get("people::n"); ok {
		t.Error("no configuration has a value")
	}
}
