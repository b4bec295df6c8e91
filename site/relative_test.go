package site

import (
	"net/url"
	"testing"
)

// TestRelative rewrites addresses of tags, and nothing else.
func TestRelative(t *testing.T) {
	r := &rendering{tree: &tree{cfg: Config{RelativeURLs: true}, base: &url.URL{Path: "/sub/"}}}
	for _, c := range []struct{ name, page, want string }{
		{"index.html", `<a href="/sub/">`, `<a href="index.html">`},
		{"a/b/index.html", `<a class="x" href="/sub/guide/?q=1#top">/sub/guide/</a>`, `<a class="x" href="../../guide/index.html?q=1#top">/sub/guide/</a>`},
		{"a/index.html", `<script src="/sub/x.js" integrity="sha384-y" crossorigin="anonymous" defer></script>`, `<script src="../x.js" defer></script>`},
		{"a/index.html", `<meta http-equiv="refresh" content="0; url=/sub/b/">`, `<meta http-equiv="refresh" content="0; url=../b/index.html">`},
		{"a/index.html", `<a href="//cdn.example/x"><a href="https://x.example/sub/"><a href="#top"><a href="x">`, `<a href="//cdn.example/x"><a href="https://x.example/sub/"><a href="#top"><a href="x">`},
		{"a/index.html", `<a href="/other/"> href="/sub/"`, `<a href="/other/"> href="/sub/"`},
		{"index.html", `<a href="/sub/c&#43;&#43;/"><a href='/sub/it&#39;s/#x'><A HREF = "/sub/?q">`, `<a href="c&#43;&#43;/index.html"><a href='it&#39;s/index.html#x'><A HREF = "index.html?q">`},
		{"index.html", `<a title="a > b" href="/sub/x">`, `<a title="a > b" href="x">`},
		{"index.html", `<script src="https://cdn.example/x.js" integrity="sha384-y" crossorigin="anonymous">`, `<script src="https://cdn.example/x.js" integrity="sha384-y" crossorigin="anonymous">`},
		{"404.html", `<a href="/sub/">`, `<a href="/sub/">`},
	} {
		if got := string(r.relative([]byte(c.page), c.name)); got != c.want {
			t.Errorf("in %s\n%s becomes\n%s, want\n%s", c.name, c.page, got, c.want)
		}
	}
}
