package plugin

import (
	"strings"
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

// TestKeyTwice wants keys that are set twice to be told, wherever YAML is read that
// people write.
func TestKeyTwice(t *testing.T) {
	_, said := gather(t, map[string]string{
		"acme/a/plugin.yaml": "plugin: {id: Acme.A, name: a, " + details + "}\nconfig: &c {size: 1, size: 2}\nrequire: []\nrequire: []\n" +
			"navigation: {a: {label: A, label: B, url: a, icon: i}, a: {label: C}}\nmailTemplates: {\"acme.a::mail.x\": {sample: *c}}\n" +
			"settings: {s: {label: S, class: Acme\\A\\Models\\S}}\n",
		"acme/a/models/S.php":         "<?php namespace Acme\\A\\Models; class S {}",
		"acme/a/models/s/fields.yaml": "fields: {a: {}, a: {}}\n",
		"acme/a/views/mail/x.md":      "x",
		"acme/a/views/mail/x.yaml":    "a: 1\na: 2\n",
	})
	for _, at := range []string{"plugin.yaml:1:31: error: the key \"name\"", "plugin.yaml:2:22: error: the key \"size\"", "plugin.yaml:4:1: error: the key \"require\"",
		"plugin.yaml:5:28: error: the key \"label\"", "plugin.yaml:5:56: error: the key \"a\"", "models/s/fields.yaml:1:17: error: the key \"a\"", "views/mail/x.yaml:2:1: error: the key \"a\""} {
		wantSaid(t, said, "plugins/acme/a/"+at+" is set twice\n  note: it was first set in line ")
	}
	if n := strings.Count(said, "is set twice"); n != 7 {
		t.Errorf("%d are told in\n%s", n, said)
	}
	_, ds := configurationOf(t, "", map[string]string{"plugins/people/config/config.yaml": "a: {b: 1, b: 2}\n", "plugins/people/config/php.php": "<?php return ['a' => 1, 'a' => 2];",
		"config/people/config.yaml": "a: 1\na: 2\n"})
	if n := ds.Count(diag.Error); n != 2 {
		t.Errorf("%d errors in %v", n, ds)
	}
}
