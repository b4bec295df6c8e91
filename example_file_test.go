package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestExampleSiteFile opens the example site from the disk, without a server: the
// plugins start under each loader, and links lead to files.
func TestExampleSiteFile(t *testing.T) {
	browser := newBrowser(t)
	for _, l := range loaders {
		t.Run(l.name, func(t *testing.T) {
			dir, out := exampleSite(t, slices.Concat(l.env, []string{"STRATA_RELATIVE_URLS=true"}), nil)
			want, _ := clients(out, "")
			var got struct{ Told, Complaints, Links []string }
			open(t, browser, "file://"+filepath.Join(dir, "public", "index.html"), "window.strata && strata.plugins && document.documentElement.dataset.started",
				`{told: `+became+`, complaints: complaints, links: Array.from(document.querySelectorAll("[href]:not([href^='#'])"), (e) => e.getAttribute("href"))}`, &got)
			if !slices.Equal(got.Told, want) || len(got.Complaints) > 0 {
				t.Errorf("told %q, want %q; complaints %q", got.Told, want, got.Complaints)
			}
			for _, link := range got.Links {
				if strings.HasPrefix(link, "/") {
					t.Errorf("%s is no address on a disk", link)
				}
			}
			var guide string
			open(t, browser, "file://"+filepath.Join(dir, "public", "guide", "night", "index.html"), `document.querySelector(".prose .length")`,
				`document.querySelector(".prose [data-strata-component]").textContent`, &guide)
		})
	}
}
