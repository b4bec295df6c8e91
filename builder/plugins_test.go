package builder

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"strata/internal/diag"
)

// TestKeepGoing leaves plugins out for mistakes of all stages. Each is in the
// report, except of two with one id the second.
func TestKeepGoing(t *testing.T) {
	src := fstest.MapFS{
		"strata.yaml":             {Data: []byte("plugins: [{path: one}, {path: two}]")},
		"one/hello/hello.js":      {Data: []byte("define({})")},
		"two/hello/hello.js":      {Data: []byte("define({})")},
		"one/typed/typed.js":      {Data: []byte("define({})")},
		"one/typed/plugin.yaml":   {Data: []byte("require: {a: b}")},
		"one/require/require.js":  {Data: []byte("define({})")},
		"one/syntax/syntax.js":    {Data: []byte("define({)")},
		"one/needs/needs.js":      {Data: []byte("define({})")},
		"one/needs/plugin.yaml":   {Data: []byte("require: syntax")},
		"one/acme/a/plugin.yaml":  {Data: []byte("plugin: {id: Acme.A}\nrequire: Acme.B")},
		"one/acme/b/plugin.yaml":  {Data: []byte("plugin: {id: Acme.B}\nrequire: Acme.A")},
		"one/acme/no/plugin.yaml": {Data: []byte("plugin: {id: Acme.No")},
	}
	if out, _ := Build(context.Background(), src, Options{}); out != nil {
		t.Error("the site is built without --keep-going")
	}
	out, ds := Build(context.Background(), src, Options{KeepGoing: true})
	if out == nil {
		t.Fatal(ds)
	}
	var got strings.Builder
	for _, p := range out.Report.Plugins {
		got.WriteString(p.ID + " " + p.State + " " + strings.Join(p.Flags, " ") + ": " + p.Reason + "\n")
	}
	const leftOut = " disabled disabled-missing: left out, because of its errors\n"
	want := "hello active : \n" +
		"Acme.A" + leftOut +
		"Acme.B disabled disabled-dependencies: requires Acme.A, which is disabled (disabled-missing)\n" +
		"Acme.No" + leftOut +
		"needs disabled disabled-dependencies: requires syntax, which is disabled (disabled-missing)\n" +
		"syntax" + leftOut + "typed" + leftOut
	if got.String() != want {
		t.Errorf("got\n%swant\n%s%v", got.String(), want, ds)
	}
	if ds.HasErrors() || ds.Count(diag.Warning) == 0 {
		t.Errorf("the diagnostics are %v", ds)
	}
}

// TestReserved: no plugin takes over what a loader or the application has.
func TestReserved(t *testing.T) {
	for _, c := range []struct{ name, config, hidden string }{
		{"dojo", "", "dojo"}, {"freeipa", "", "freeipa"}, {"libs", "", "libs"}, {"text", "", "text"}, {"strata", "", "strata"},
		{"console", "index: console/plugins", "console"}, {"core", "packages: [{name: core}]", "core"}, {"jquery", "provided: [jquery]", "jquery"},
		{"ui", `provided: ["ui/*"]`, "ui"}, {"hello", "", ""},
	} {
		_, text := said(t, map[string]string{"strata.yaml": c.config, "core/main.js": "define({})", "plugins/" + c.name + "/" + c.name + ".js": "define({})"})
		want := "plugins/" + c.name + "/" + c.name + `.js: error: the AMD package "` + c.name + `" of plugin ` + c.name + ` would hide "` + c.hidden + `" of the application`
		if strings.Contains(text, want) != (c.hidden != "") {
			t.Errorf("%s: %s", c.name, text)
		}
	}
}
