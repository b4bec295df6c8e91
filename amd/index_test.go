package amd

import (
	"strings"
	"testing"
)

func TestIndexCompatible(t *testing.T) {
	for _, c := range []struct {
		names []string
		want  string
	}{
		{nil, `define([],function(){return[];});`},
		{[]string{"a"}, `define([],function(){return['a',];});`},
		{[]string{"b", "a", "acme/blog"}, `define([],function(){return['b','a','acme/blog',];});`},
		{[]string{`o'brien"</script>` + "\u2028"}, `define([],function(){return['o\'brien"\u003c/script\u003e\u2028',];});`},
	} {
		m := Map{Format: FormatStrata}
		for _, name := range c.names {
			m.Details.Plugins = append(m.Details.Plugins, Entry{Package: name})
		}
		files := Index("freeipa/plugins", m)
		if got := string(files[0].Data); got != c.want || files[0].Path != "freeipa/plugins.js" {
			t.Errorf("%q: %s\n got %s\nwant %s", c.names, files[0].Path, got, c.want)
		}
	}
}

func TestPathMaps(t *testing.T) {
	m := Map{BaseURL: "/js/", Packages: []MapPackage{{"core", "core", "main"}},
		Layers: []MapLayer{{"core", EntryLayer{"core/core-1.js", "sha384-x", []string{"core/main"}, "", false, false}}},
		Details: Details{Aliases: map[string]string{"acme/old": "acme/blog"}, Plugins: []Entry{{Package: "acme/blog", Location: "plugins/acme/blog", MainName: "plugin",
			Layers: []EntryLayer{{"plugins/acme/blog/blog-2.js", "sha384-y", []string{"acme/blog/plugin", "text!acme/blog/a.html"}, "", false, false}}}}}}
	for format, want := range map[Format]string{
		FormatStrata:    `require.config({"baseUrl":"/js/","packages":[{"name":"core","location":"core","main":"main"},{"name":"acme/blog","location":"plugins/acme/blog","main":"plugin"}],"map":{"*":{"acme/old":"acme/blog"}},"layers":[{"url":"core/core-1.js","integrity":"sha384-x","ids":["core/main"]},{"url":"plugins/acme/blog/blog-2.js","integrity":"sha384-y","ids":["acme/blog/plugin","text!acme/blog/a.html"]}]});`,
		FormatRequireJS: `require.config({"baseUrl":"/js/","packages":[{"name":"core","location":"core","main":"main"},{"name":"acme/blog","location":"plugins/acme/blog","main":"plugin"}],"paths":{"strata-layer/acme/blog":"plugins/acme/blog/blog-2","strata-layer/core":"core/core-1"},"bundles":{"strata-layer/acme/blog":["acme/blog/plugin","text!acme/blog/a.html"],"strata-layer/core":["core/main"]},"map":{"*":{"acme/old":"acme/blog"}}});`,
		FormatDojo:      `require({"baseUrl":"/js/","packages":[{"name":"core","location":"core","main":"main"}],"paths":{"acme/blog":"plugins/acme/blog","strata-layer/acme/blog":"plugins/acme/blog/blog-2","strata-layer/core":"core/core-1"},"aliases":[["text","dojo/text"],["acme/blog","acme/blog/plugin"],[/^acme\/old(\/.*)?$/,function(_,rest){return "acme/blog"+(rest||"")}]]});`,
	} {
		m.Format = format
		if got := strings.TrimSpace(string(Index("strata/plugins", m)[2].Data)); got != want {
			t.Errorf("%s\n got %s\nwant %s", format, got, want)
		}
	}
}

func TestDetailsEscaped(t *testing.T) {
	m := Map{Format: FormatStrata, Details: Details{Plugins: []Entry{{ID: "</script><!--\u2029", Package: "a"}}}}
	if got := string(Index("strata/plugins", m)[1].Data); strings.ContainsAny(strings.TrimSuffix(got, "\n"), "<\u2028\u2029") {
		t.Errorf("got %s", got)
	}
}
