package builder

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"strata/internal/diag"
)

// said builds the files and returns what there was to say.
func said(t *testing.T, files map[string]string) (*Output, string) {
	t.Helper()
	src := fstest.MapFS{}
	for name, text := range files {
		src[name] = &fstest.MapFile{Data: []byte(text)}
	}
	out, ds := Build(context.Background(), src, Options{})
	var b strings.Builder
	ds.Print(&b, diag.Notice)
	return out, b.String()
}

func TestEmptySite(t *testing.T) {
	const want = ".: warning: the site is empty: it has no content, no plugins and no packages\n  hint: add a page such as content/index.md or a plugin such as plugins/hello/hello.js, or name another folder\n"
	if out, text := said(t, nil); out == nil || text != want {
		t.Errorf("got %q, want %q", text, want)
	}
	for _, name := range []string{"content/a.md", "static/a.txt", "layouts/home.html", "plugins/a/a.js"} {
		if _, text := said(t, map[string]string{name: ""}); strings.Contains(text, "empty") {
			t.Errorf("%s: %s", name, text)
		}
	}
}

func TestLoaderScript(t *testing.T) {
	_, text := said(t, map[string]string{"content/a.md": "", "strata.yaml": "loader: dojo\nloaderScript: lib/dojo.js\n"})
	if !strings.HasPrefix(text, "strata.yaml:2:15: error: loaderScript \"lib/dojo.js\" cannot be read: file does not exist\n") {
		t.Error(text)
	}
	_, text = said(t, map[string]string{"content/a.md": "", "strata.yaml": "title: x\nloader: dojo\n"})
	if !strings.HasPrefix(text, "strata.yaml:2:9: warning: loader is dojo, and no loaderScript says where dojo.js is\n") {
		t.Error(text)
	}
}

// TestPages: an HTML file that a plugin or the static folder brings is no page.
func TestPages(t *testing.T) {
	out, text := said(t, map[string]string{"content/a.md": "# A", "content/_index.md": "# Home", "static/b.html": "<p>b", "plugins/a/a.js": "define({})", "plugins/a/c.html": "<p>c"})
	if out == nil || out.Report.Pages != 3 { // a, home, 404
		t.Errorf("%+v %s", out, text)
	}
}
