package site

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"strata/internal/diag"
)

// hang is when something counts as never ending, with the race detector on a busy
// machine; without, everything here takes a second or two.
const hang = time.Minute

// TestHostileMarkdown writes pages of the kinds that parsers of Markdown choke
// on, each as large as a guard lets through or larger. None may take long.
func TestHostileMarkdown(t *testing.T) {
	const n = 1 << 20
	fill := func(s string) string { return strings.Repeat(s, n/len(s)) }
	lines := func(s string) string { return strings.Repeat(fill(s)[:n/8]+"\n\n", 8) }
	numbered := func(form string, count int) string {
		var b strings.Builder
		for i := range count {
			fmt.Fprintf(&b, form, i)
		}
		return b.String()
	}
	ticks := func() string {
		var b strings.Builder
		for i := 1; b.Len() < n/2; i++ {
			b.WriteString("a" + strings.Repeat("`", i))
		}
		return b.String()
	}
	for name, text := range map[string]string{
		"brackets": fill("["), "images": fill("!["), "ticks": ticks(), "comments": lines("<!-- "), "questions": lines("<?"), "tags": lines("<a "),
		"stars": lines("a*b"), "quotes": lines("'"), "mixed": lines("*_"), "tildes": lines("a~~b*c_"), "list": fill("- a\n"), "nested": fill("* a\n  1. b\n"),
		"quote marks": fill("> "), "deep quote": strings.Repeat(strings.Repeat("> ", 100)+"a\n", 2000), "headings": fill("# a\n"), "setext": fill("a\n=\n"),
		"table":     "|" + strings.Repeat("a|", 100_000) + "\n|" + strings.Repeat("-|", 100_000) + "\n" + strings.Repeat("a\n", 100_000),
		"footnotes": strings.Repeat("[^1] ", n/10) + "\n\n" + numbered("[^%d]: x\n\n", n/20), "definitions": fill("a\n: b\n"), "open footnotes": lines("[^a]: "),
		"references": strings.Repeat("[a] ", n/8) + "\n\n" + numbered("[%d]: x\n", n/20), "rules": fill("- - "), "tabs": fill("\t"), "backslashes": fill("\\"),
		"entities": fill("&#x"), "links": fill("http://"), "addresses": fill("a@a."), "fences": fill("```\n"), "line ends": fill("\r"), "nul": fill("\x00"),
		"shortcode starts": lines("{{<"), "shortcodes": fill("{{< note >}}\n"), "closed shortcodes": fill("a {{< note >}}") + fill("{{< /note >}}"),
		"shortcodes on a line": lines("{{< a >}}{{< /a >}}"), "html": fill("<div>\n\n"), "indents": strings.Repeat(strings.Repeat(" ", 99)+"- a\n", n/110),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			out, said := build(t, fstest.MapFS{"content/a.md": {Data: []byte(text)}}, LoadOptions{}, Model{})
			if took := time.Since(start); took > hang {
				t.Errorf("took %v; %.300s", took, said)
			} else {
				t.Logf("%v %d bytes; %.100q", took.Round(time.Millisecond), len(out["a/index.html"]), said)
			}
		})
	}
}

func TestHostileYAML(t *testing.T) {
	for name, text := range map[string]string{
		"deep lists": strings.Repeat("[", 100_000), "deep maps": strings.Repeat("{a: ", 100_000), "many keys": strings.Repeat("x: 1\n", 100_000),
		"deep indents": func() string {
			var b strings.Builder
			for i := range 1000 {
				b.WriteString(strings.Repeat(" ", i) + "a:\n")
			}
			return b.String()
		}(),
		"large": "title: " + strings.Repeat("x", 2<<20),
	} {
		start := time.Now()
		var ds diag.List
		Load(fstest.MapFS{"strata.yaml": {Data: []byte(text)}}, LoadOptions{}, &ds)
		if took := time.Since(start); !ds.HasErrors() || took > hang {
			t.Errorf("%s: %v in %v", name, len(ds), took)
		}
	}
}

// TestSharedReport has one mistake that many pages meet at once, in a file that
// all of them share.
func TestSharedReport(t *testing.T) {
	src := sizedSite(200)
	src["layouts/partials/trail.html"] = &fstest.MapFile{Data: []byte(strings.Repeat("\n", 1000) + "ä {{ .Nope }}\n")}
	var ds diag.List
	Render(context.Background(), src, Defaults(), Model{}, &ds)
	if len(ds) != 1 || !strings.HasPrefix(ds[0].String(), "layouts/partials/trail.html:1001:6: error: <.Nope>") || ds[0].Excerpt != "ä {{ .Nope }}" {
		t.Errorf("%q", ds)
	}
}

// TestSameBytes renders a site again and again, as the machine happens to
// schedule it.
func TestSameBytes(t *testing.T) {
	src := sizedSite(60)
	var first []File
	for i := range 4 {
		var ds diag.List
		files := Render(context.Background(), src, Defaults(), Model{}, &ds)
		if i == 0 {
			first = files
			continue
		}
		for j, f := range files {
			if f.Path != first[j].Path || !bytes.Equal(f.Data, first[j].Data) {
				t.Fatalf("%s differs", f.Path)
			}
		}
	}
}

// sizedSite is a site of n pages in sections of a hundred.
func sizedSite(n int) fstest.MapFS {
	src := fstest.MapFS{}
	for i := range n {
		text := fmt.Sprintf("---\ntitle: Page %d\nweight: %d\n---\nSome *text* with a [link](page%d.md).\n\n## One\n\n%s\n\n## Two\n\n```js\nlet x = %d;\n```\n",
			i, i+1, i/100*100, strings.Repeat("Words that fill a paragraph. ", 40), i%10)
		src[fmt.Sprintf("content/section%d/page%d.md", i/100, i)] = &fstest.MapFile{Data: []byte(text)}
	}
	return src
}

func BenchmarkRender1000(b *testing.B) {
	src := sizedSite(1000)
	for b.Loop() {
		var ds diag.List
		if files := Render(context.Background(), src, Defaults(), Model{}, &ds); len(ds) > 0 || len(files) < 1000 {
			b.Fatal(ds)
		}
	}
}

func FuzzPage(f *testing.F) {
	f.Add("---\ntitle: x\n---\n# A\n\n[a](b.md) {{< note >}}*b*{{< /note >}}\n")
	f.Add("{{< note a=\"b\" >}}\n- x\n  {{< note >}}\n{{< /note >}}\n")
	f.Add("[{{< note >}} [ *{{< /note >}}](x)* ![a](&#1;javascript:x)\n")
	f.Add("---\naliases: [/x/]\nmenu: true\nparams: &a {x: *a}\n---\n<b onclick=x>")
	f.Add("> {{< note >}}\n> \tx\r\n> {{< /note >}}\r\n\n| a |\n|-|\n")
	f.Fuzz(func(t *testing.T, text string) {
		out, _ := build(t, fstest.MapFS{"content/a.md": {Data: []byte(text)}}, LoadOptions{}, Model{})
		for path, page := range out {
			if strings.Contains(page, "<b onclick") || strings.Contains(strings.ToLower(page), `href="javascript:`) {
				t.Errorf("a script in %s: %s", path, page)
			}
		}
	})
}

func FuzzConfig(f *testing.F) {
	f.Add("title: x\nplugins: [{path: a}]\nlayers: {a/b: {include: [c]}}\nprovided: [\"dojo/*\"]\n")
	f.Add("a: &a [*a, 2024-01-01]\n? [x]\n: y\n<<: *a\n")
	f.Fuzz(func(t *testing.T, text string) {
		var ds diag.List
		cfg := Load(fstest.MapFS{"strata.yaml": {Data: []byte(text)}}, LoadOptions{}, &ds)
		for _, folder := range []string{cfg.Content, cfg.Layouts, cfg.Static} {
			if strings.Contains("/"+folder+"/", "/../") || strings.HasPrefix(folder, "/") {
				t.Errorf("%q leads out of the site", folder)
			}
		}
	})
}
