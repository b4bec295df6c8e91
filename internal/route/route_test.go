package route

import (
	"strings"
	"testing"
)

func TestFollow(t *testing.T) {
	redirects := ParseRedirects([]byte("# moved\n/old /new/ 302\n/docs/*  /guide/:splat\n/app/* /index.html 200\n/x /y 301 Country=de\n/out https://example.com/ 301!\nbad /x\n/a b c d\n/evil //evil.example\n/code /x 404\n"))
	for path, want := range map[string]string{
		"/old": "/new/", "/old/": "/new/", "/docs/a/b.html": "/guide/a/b.html", "/docs": "/guide/", "/docs/": "/guide/",
		"/docsx": "", "/app/users/7": "/index.html", "/out": "https://example.com/", "/x": "", "/evil": "", "/code": "",
	} {
		r, ok := Follow(redirects, path)
		if ok != (want != "") || r.To != want {
			t.Errorf("%s leads to %q, not %q", path, r.To, want)
		}
	}
	if again := ParseRedirects(FormatRedirects(redirects)); len(again) != len(redirects) || len(redirects) != 4 {
		t.Errorf("%v became %v", redirects, again)
	}
}

func TestHeaders(t *testing.T) {
	headers := ParseHeaders([]byte("/*\n  X-Frame-Options: DENY\n\tX-A:b:c\n# no\n/js/*\n  Cache-Control: max-age=60\n  bad name: x\n  no value\nnowhere\n  X: y\n"))
	for path, want := range map[string]string{"/": "X-Frame-Options=DENY X-A=b:c", "/js/a.js": "X-Frame-Options=DENY X-A=b:c Cache-Control=max-age=60"} {
		var got []string
		for _, h := range HeadersAt(headers, path) {
			got = append(got, h.Name+"="+h.Value)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s has %q, not %q", path, got, want)
		}
	}
	if again := ParseHeaders(FormatHeaders(headers)); len(again) != len(headers) {
		t.Errorf("%v became %v", headers, again)
	}
}

func TestCheck(t *testing.T) {
	for want, r := range map[string]Redirect{
		`"old" is no address of the site`:                     {"old", "/new", 301},
		`"/a*" is no address of the site`:                     {"/a*", "/new", 301},
		`"/*/a" is no address of the site`:                    {"/*/a", "/new", 301},
		`"//a" is no address of the site`:                     {"//a", "/new", 301},
		`404 is no status of a redirect`:                      {"/a", "/new", 404},
		`"//b" is neither an address of the site nor a URL`:   {"/a", "//b", 301},
		`"ftp://b" is neither an address`:                     {"/a", "ftp://b", 301},
		"\"javascript:x\" is neither":                         {"/a", "javascript:x", 301},
		"another host's answer":                               {"/a", "https://b/", 200},
		`"/a" has no * whose place :splat could take`:         {"/a", "/b/:splat", 301},
		`"/a" leads to itself`:                                {"/a", "/a", 301},
		"\"/a\\r\\nb\" is neither an address of the site nor": {"/c", "/a\r\nb", 301},
	} {
		if got := r.Check(); !strings.HasPrefix(got, want) {
			t.Errorf("%v: %q, not %q", r, got, want)
		}
	}
	for want, h := range map[string]Header{
		`"x" is no address of the site`:            {"x", "A", "b"},
		`"a b" is no name of a header`:             {"/", "a b", "b"},
		`the value of "A" has a control character`: {"/", "A", "b\r\nc"},
	} {
		if got := h.Check(); got != want {
			t.Errorf("%v: %q, not %q", h, got, want)
		}
	}
}
