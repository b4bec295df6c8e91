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
		{"a report widget", "/guide/desk/", `true`, `document.querySelector(".moon").textContent`, "Waxing, 78 % lit"},
		{"a report widget with a module", "/guide/desk/", `document.querySelectorAll(".lately-list li").length == 2`,
			`document.querySelector(".lately-list").textContent`, "Nadia Rahimi filed 214 frames from last night"},
		{"navigation with counters and badges", "/guide/groups/", `true`,
			`Array.from(document.querySelectorAll(".menu nav:first-child li"), (li) => li.textContent).join("; ")`, "Groups 11; Lately New"},
		{"a side menu that two plugins fill", "/guide/groups/", `true`,
			`Array.from(document.querySelectorAll(".menu-side li"), (li) => li.textContent).join("; ")`, "Teams 6; Keys 3; Plate vault 2"},
		{"a mail", "/mail/acme.activity/mail.digest.html", `true`, `document.body.textContent`, "Good evening Amara Okafor"},
		{"the list of mails", "/mail/", `true`, `document.querySelector("main").textContent`, "The week on the hill, Amara Okafor"},
	} {
		var got string
		open(t, browser, server.URL+c.page, "Boolean("+c.ready+")", c.shows, &got)
		if got = strings.Join(strings.Fields(got), " "); !strings.Contains(got, strings.Join(strings.Fields(c.want), " ")) {
			t.Errorf("%s shows %q, without %q", c.what, got, c.want)
		}
	}
}

// TestExampleSiteRole looks at the menu of somebody who may not see all of it.
func TestExampleSiteRole(t *testing.T) {
	browser := newBrowser(t)
	dir, _ := exampleSite(t, []string{"STRATA_ROLE=visitor"}, nil)
	server := newWebServer(t, filepath.Join(dir, "public"))
	var got string
	open(t, browser, server.URL+"/guide/groups/", "true", `document.querySelector(".menu").textContent`, &got)
	if got = strings.Join(strings.Fields(got), " "); !strings.Contains(got, "Groups 8 ") || strings.Contains(got, "Keys") || !strings.Contains(got, "Teams 6") {
		t.Errorf("the menu is %q", got)
	}
}
