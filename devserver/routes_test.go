package devserver

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// TestRoutes asks for what plugins lead elsewhere, and for the headers they set.
func TestRoutes(t *testing.T) {
	r := start(t, Options{Source: makeSite(t, small+`
-- plugins/hello/plugin.yaml --
redirects:
  /old/*: /about/:splat
  /about/*: /index.html
  /app/*: {to: /about/, status: 200}
  /away: {to: "https://example.com/x", status: 308}
headers:
  /*: {X-Frame-Options: DENY, Access-Control-Allow-Origin: "*", Cache-Control: max-age=99, Content-Security-Policy: "x"}
  /about/*: {X-Only: here}
-- static/_redirects --
/mine /about/ 302
`)})
	r.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	for path, want := range map[string]string{
		"/old/a?b=c":   "301 /about/a?b=c",
		"/mine":        "302 /about/",
		"/away":        "308 https://example.com/x",
		"/app/users/7": "200 About",
		"/about/":      "200 About", // what is there is not led elsewhere
		"/about/x":     "301 /index.html",
		"/nothing":     "404 ",
	} {
		res, err := r.client.Get(r.url + path)
		check(t, err)
		body, err := io.ReadAll(res.Body)
		check(t, err)
		res.Body.Close()
		got := res.Status[:3] + " " + res.Header.Get("Location")
		if res.StatusCode == http.StatusOK && strings.Contains(string(body), "About") {
			got = "200 About"
		}
		if got != want {
			t.Errorf("%s: %q, not %q", path, got, want)
		}
		h := res.Header
		if h.Get("Access-Control-Allow-Origin") != "" || h.Get("Content-Security-Policy") != "frame-ancestors 'self'" || strings.Contains(h.Get("Cache-Control"), "max-age") {
			t.Errorf("%s: a plugin changed %v", path, h)
		}
		if res.StatusCode == http.StatusOK && (h.Get("X-Frame-Options") != "DENY" || (h.Get("X-Only") == "here") != strings.HasPrefix(path, "/about")) {
			t.Errorf("%s has the headers %v", path, h)
		}
	}
}
