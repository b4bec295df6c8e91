package site

import (
	"context"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"strata/internal/diag"
)

// archive returns the site that the txtar archive holds.
func archive(text string) fstest.MapFS {
	src := fstest.MapFS{}
	for _, f := range txtar.Parse([]byte(text)).Files {
		src[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	return src
}

// build renders the site and returns its files and what was said, in order.
func build(t testing.TB, src fs.FS, opts LoadOptions, m Model) (map[string]string, string) {
	t.Helper()
	var ds diag.List
	cfg := Load(src, opts, &ds)
	out := map[string]string{}
	for _, f := range append(Render(context.Background(), src, cfg, m, &ds), Static(src, cfg, nil, &ds)...) {
		out[f.Path] = string(f.Data)
	}
	var b strings.Builder
	ds.Sorted().Print(&b, diag.Notice)
	return out, b.String()
}

// page returns one page of a site that must have no mistakes.
func page(t *testing.T, path, text string) string {
	t.Helper()
	out, said := build(t, archive(text), LoadOptions{}, Model{})
	if said != "" {
		t.Errorf("unexpected: %s", said)
	}
	if out[path] == "" {
		t.Fatalf("no %s among %q", path, slices.Sorted(maps.Keys(out)))
	}
	return out[path]
}

func contain(t *testing.T, text string, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in:\n%s", want, text)
		}
	}
}

func lack(t *testing.T, text string, unwanted ...string) {
	t.Helper()
	for _, s := range unwanted {
		if strings.Contains(text, s) {
			t.Errorf("%q in:\n%s", s, text)
		}
	}
}

func TestAddresses(t *testing.T) {
	out, said := build(t, archive(`
-- content/_index.md --
-- content/About Us.md --
-- content/guide/Start.md --
-- content/guide/deep/x.md --
---
slug: Other Name
aliases: [/old/, /older.html]
---
-- content/guide/map/index.md --
-- content/guide/map/A b.png --
png
-- content/plain.html --
<p>as it is</p>
-- content/made.html --
---
title: Made
---
<p>in a layout</p>
-- content/own.md --
---
url: /somewhere/else.html
---
-- content/draft.md --
---
draft: true
---
-- content/.hidden.md --
-- content/x.md~ --
-- static/.nojekyll --
-- static/.DS_Store --
-- static/.well-known/security.txt --
x
`), LoadOptions{}, Model{})
	if said != "" {
		t.Error(said)
	}
	for path := range out {
		if strings.HasPrefix(path, "assets/") {
			delete(out, path)
		}
	}
	want := []string{".nojekyll", ".well-known/security.txt", "404.html", "about-us/index.html", "guide/deep/index.html", "guide/deep/other-name/index.html",
		"guide/index.html", "guide/map/A b.png", "guide/map/index.html", "guide/start/index.html", "index.html", "made/index.html",
		"old/index.html", "older.html", "plain.html", "somewhere/else.html"}
	if got := slices.Sorted(maps.Keys(out)); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	contain(t, out["old/index.html"], `http-equiv="refresh" content="0; url=/guide/deep/other-name/"`)
	contain(t, out["plain.html"], "<p>as it is</p>")
	contain(t, out["made/index.html"], "<p>in a layout</p>", "<h1>Made</h1>")
}

func TestDrafts(t *testing.T) {
	out, _ := build(t, archive("-- content/d.md --\n---\ndraft: true\n---\n"), LoadOptions{Set: map[string]string{"drafts": "true"}}, Model{})
	if out["d/index.html"] == "" {
		t.Error("the draft is not built")
	}
}

func TestMarkdown(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"links", "[a](b.md#x) [c](/sub/d.md) [e](sub/) [f](/z?q) [g](https://x.y/) ![i](i.png)", `<p><a href="/base/b/#x">a</a> <a href="/base/sub/d/">c</a> <a href="/base/sub/">e</a> <a href="/base/z?q">f</a> <a href="https://x.y/">g</a> <img src="/base/i.png" alt="i"></p>`},
		{"reference link", "[a]\n\n[a]: b.md", `<p><a href="/base/b/">a</a></p>`},
		{"heading ids", "## Über uns\n\n## Über uns\n\n## !!!\n\n## X {#own onclick=x style=y}\n", `<h2 id="über-uns-1">`},
		{"own id", "## X {#own onclick=x style=y}\n", `<h2 id="own">X <a`},
		{"highlighting", "```go\nfunc f() {}\n```", `<pre class="chroma" tabindex="0"><code class="language-go"><span class="kd">func</span>`},
		{"unknown language", "```nosuch\na<b\n```", `<code class="language-nosuch">a&lt;b`},
		{"table", "|a|\n|-|\n|b|\n", `<div class="table" tabindex="0"><table>`},
		{"footnote", "a[^1]\n\n[^1]: note\n", `class="footnotes"`},
		{"definition", "a\n: b\n", "<dl>\n<dt>a</dt>\n<dd>b</dd>"},
		{"typographer", `"a" -- b`, "&ldquo;a&rdquo; &ndash; b"},
		{"inline code keeps tags", "`{{< note >}}`", "<code>{{&lt; note &gt;}}</code>"},
		{"shown tag", "{{</* note */>}}", "<p>{{&lt; note &gt;}}</p>"},
		{"shortcode", "{{< box \"a b\" k=`v` n=1 />}}", `<i>a b,v,1,</i>`},
		{"shortcode around blocks", "{{< box >}}\n- *x*\n\n  {{< box >}}\n  y\n  {{< /box >}}\n{{< /box >}}\n\nafter", "<em>x</em>"},
		{"shortcode in a list", "- a\n\n  {{< box >}}\n  y\n  {{< /box >}}\n", "<i>,,,<p>y</p>\n</i>"},
		{"shortcode in a quote", "> {{< box >}}\n> y\n> {{< /box >}}\n", "<blockquote>\n<i>,,,<p>y</p>\n</i>"},
		{"shortcode in a paragraph", "a {{< box >}}*b*{{< /box >}} c", "<p>a <i>,,,<em>b</em></i> c</p>"},
		{"windows line ends", "{{< box >}}\r\ny\r\n{{< /box >}}\r\n\r\nz\r\n", "<i>,,,<p>y</p>\n</i>"},
		{"markdownify", "{{< md `a *b*` >}}", "a <em>b</em>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, said := build(t, archive(`
-- strata.yaml --
baseURL: /base
-- layouts/page.html --
{{ .Content }}.
-- layouts/shortcodes/box.html --
<i>{{ .Get 0 }},{{ .Get "k" }},{{ .Get "n" }},{{ .Inner }}</i>
-- layouts/shortcodes/md.html --
{{ markdownify (.Get 0) }}
-- content/b.md --
## x
-- content/i.png --
-- content/sub/d.md --
-- content/p.md --
---
title: P
---
`+c.in), LoadOptions{}, Model{})
			if said != "" {
				t.Error(said)
			}
			contain(t, out["p/index.html"], c.want)
		})
	}
}

func TestUnsafe(t *testing.T) {
	text := "-- content/p.md --\n<b>x</b> [a](javascript:b)\n"
	out, _ := build(t, archive(text), LoadOptions{}, Model{})
	lack(t, out["p/index.html"], "<b>", "javascript")
	out, said := build(t, archive("-- strata.yaml --\nmarkdown: {unsafe: true}\n"+text), LoadOptions{}, Model{})
	contain(t, out["p/index.html"], "<b>x</b>", "javascript:b")
	if said != "" {
		t.Error(said)
	}
}

// TestScriptLinks writes the same link in the ways that browsers understand.
func TestScriptLinks(t *testing.T) {
	for _, link := range []string{"javascript:a", "JavaScript:a", "<java\tscript:a>", "&#106;avascript:a", "java&#10;script:a", "&#1;javascript:a", "vbscript:a",
		"data:text/html,a", "data:image/svg+xml,a", "javascript&colon;a"} {
		out, said := build(t, archive("-- content/p.md --\n[x]("+link+")\n"), LoadOptions{}, Model{})
		contain(t, said, "content/p.md:1:1: warning: the link")
		contain(t, out["p/index.html"], `<a href="">x</a>`)
	}
	contain(t, page(t, "p/index.html", "-- content/p.md --\n![x](data:image/png;base64,aa)\n"), `src="data:image/png;base64,aa"`)
}

func TestApplication(t *testing.T) {
	m := Model{
		Plugins: []Plugin{{ID: "Acme.Blog", Name: "Blog", Active: true}},
		Scripts: []Script{{Src: "js/boot.js", Integrity: "sha384-x", Attrs: map[string]string{"data-b": "<", "data-a": "1", "onload": "x"}},
			{Src: "https://cdn.example/x.js"}},
		LiveReload: "/@live",
	}
	out, said := build(t, archive("-- strata.yaml --\nbaseURL: https://x.org/sub\n"), LoadOptions{}, m)
	if said != "" {
		t.Error(said)
	}
	script := `<script src="/sub/js/boot.js" integrity="sha384-x" crossorigin="anonymous" data-a="1" data-b="&lt;" defer></script>`
	contain(t, out["index.html"], script, "<h3>Blog</h3>", `<script src="https://cdn.example/x.js" defer></script>`,
		`<script src="/@live" defer></script></body>`, `<link rel="canonical" href="https://x.org/sub/">`)
	lack(t, out["404.html"], script)
	contain(t, out["sitemap.xml"], "<loc>https://x.org/sub/</loc>")

	out, _ = build(t, archive("-- content/a.md --\n-- content/b.md --\n---\napp: true\n---\n"), LoadOptions{}, m)
	lack(t, out["index.html"], "boot.js")
	lack(t, out["a/index.html"], "boot.js")
	contain(t, out["b/index.html"], "/js/boot.js", `<div id="app"`)
	out, _ = build(t, archive("-- strata.yaml --\nparams: {app: true}\n-- content/a.md --\n-- content/b.md --\n---\napp: false\n---\n"), LoadOptions{}, m)
	contain(t, out["a/index.html"], "boot.js")
	lack(t, out["b/index.html"], "boot.js")
}

func TestNavigation(t *testing.T) {
	text := `
-- content/guide/_index.md --
---
weight: 1
menu: Handbook
---
-- content/guide/b.md --
---
weight: 2
---
-- content/guide/a.md --
---
weight: 1
---
-- content/guide/deep/c.md --
-- content/news/old.md --
---
date: 2020-01-01
---
-- content/news/new.md --
---
date: 2024-01-01
---
`
	a := page(t, "guide/a/index.html", text)
	contain(t, a, `<a href="/guide/a/" aria-current="page">A</a>`, `<a rel="prev" href="/guide/"`, `<a rel="next" href="/guide/b/"`,
		`<li><a href="/guide/" aria-current="true">Handbook</a></li>`)
	lack(t, a, "/guide/deep/c/")
	contain(t, page(t, "guide/deep/c/index.html", text), `<a href="/guide/deep/c/" aria-current="page">`)
	news := page(t, "news/index.html", text)
	if strings.Index(news, "/news/new/") > strings.Index(news, "/news/old/") {
		t.Error("the newest is not first")
	}
}

func TestOverride(t *testing.T) {
	out, said := build(t, archive(`
-- layouts/page.html --
{{ define "main" }}<b>{{ .Title }}</b>{{ end }}
-- layouts/alone.html --
alone {{ .Site.Params.x }}
-- layouts/partials/footer.html --
my footer {{ len .Site.Pages }}
-- layouts/assets/theme.css --
body { color: red }
-- strata.yaml --
params: {x: 10.30}
-- content/a.md --
-- content/b.md --
---
layout: alone
---
`), LoadOptions{}, Model{})
	if said != "" {
		t.Error(said)
	}
	contain(t, out["a/index.html"], "<b>A</b>", "my footer 2", "<!doctype html>", "/assets/theme-")
	contain(t, out["b/index.html"], "alone 10.3")
	lack(t, out["b/index.html"], "<html")
	contain(t, strings.Join(slices.Collect(maps.Values(out)), "\n"), "body { color: red }")
}

func TestGeneratedPagesYield(t *testing.T) {
	out, said := build(t, archive("-- static/404.html --\nmine\n-- content/index.html --\nmine too\n"), LoadOptions{}, Model{})
	if said != "" || out["404.html"] != "mine\n" || out["index.html"] != "mine too\n" {
		t.Errorf("%q %q %s", out["404.html"], out["index.html"], said)
	}
}
