package site

import "testing"

// TestPluginTrail looks for the items that a page belongs to.
func TestPluginTrail(t *testing.T) {
	item := func(code, url string, side ...PluginItem) PluginItem {
		return PluginItem{Code: code, URL: url, Items: side}
	}
	menu := []PluginItem{
		item("none", "#"),
		item("top", "/docs/"),
		item("blog", "/docs/backend/blog", item("posts", "/docs/backend/blog"), item("tags", "/docs/backend/blog/tags/?all=1#first")),
		item("logs", "/docs/backend/blog-log/"),
		item("away", "https://example.org/docs/backend/"),
	}
	for page, want := range map[string]string{
		"/docs/":                       "top*",
		"/docs/about/":                 "",
		"/docs/backend/blog/":          "blog* posts*",
		"/docs/backend/blog/first/":    "blog posts",
		"/docs/backend/blog/tags/":     "blog tags*",
		"/docs/backend/blog/tags/red/": "blog tags",
		"/docs/backend/blog-log/x/":    "logs",
		"/docs/backend/":               "",
	} {
		v := View{Page: &Page{URL: page}, Model: &Model{Menus: Menus{Navigation: menu}}, Site: &Site{Home: &Page{URL: "/docs/"}}}
		got := ""
		for _, m := range v.PluginTrail() {
			if got != "" {
				got += " "
			}
			if got += m.Code; m.Current {
				got += "*"
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", page, got, want)
		}
	}
	if menu[2].Open || menu[2].Items[0].Open {
		t.Error("the items of all pages are marked")
	}
}

// TestHTMLAttrs keeps attributes out that could run something.
func TestHTMLAttrs(t *testing.T) {
	m := PluginItem{Attributes: map[string]string{"data-a": `"><b>`, "onclick": "x", "href": "y", "style": "z", "target": "_blank", "srcdoc": "s"}}
	if got, want := string(m.HTMLAttrs()), ` data-a="&#34;&gt;&lt;b&gt;" target="_blank"`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
