package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestExampleSiteBrings looks in a browser at what plugins of the example site
// bring to its pages.
func TestExampleSiteBrings(t *testing.T) {
	browser := newBrowser(t)
	dir, _ := exampleSite(t, nil, nil)
	server := newWebServer(t, filepath.Join(dir, "public"))
	for _, c := range []struct{ what, page, ready, shows, want string }{
		{"a component in Markdown, and its module", "/guide/night/", `document.querySelector(".prose .length")`,
			`document.querySelector(".prose [data-strata-component]").textContent`, "Dark tonight from 17:52 to 06:02 (12 h 10 min)"},
		{"a component in a layout", "/guide/night/", `document.querySelector("footer .length")`,
			`document.querySelector("footer").textContent`, "Dark from 18:06 to 05:48 (11 h 42 min)"},
		{"a filter in TypeScript", "/guide/night/", `true`,
			`document.querySelector(".prose").textContent`, "T. L. has the key of dome 1, and\nI. C. has all of them"},
		{"a text", "/guide/night/", `true`, `document.querySelector(".prose").textContent`, "Files are named in lower case"},
		{"the text in German", "/guide/night/", `true`, `document.querySelector(".prose").textContent`, "Dateien heißen in Kleinbuchstaben"},
		{"an altered spec", "/guide/card/", `true`,
			`Array.from(document.querySelectorAll(".card-fields li"), (li) => li.textContent).join()`, "Mail,Telephone,Room,First day"},
		{"the spec for the application", "/guide/card/", `true`,
			`JSON.parse(document.getElementById("strata-spec").textContent).fields.map((f) => f.name).join()`, "mail,telephone,room,since"},
	} {
		var got string
		open(t, browser, server.URL+c.page, "Boolean("+c.ready+")", c.shows, &got)
		if got = strings.Join(strings.Fields(got), " "); !strings.Contains(got, strings.Join(strings.Fields(c.want), " ")) {
			t.Errorf("%s shows %q, without %q", c.what, got, c.want)
		}
	}
}
