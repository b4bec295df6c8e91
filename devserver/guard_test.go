package devserver

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// TestHost shows that a name which somebody else points here is not answered.
func TestHost(t *testing.T) {
	r := start(t, Options{Source: makeSite(t, small)})
	for host, want := range map[string]int{
		"localhost": 200, "localhost:1313": 200, "LOCALHOST": 200, "localhost.": 200, "app.localhost:80": 200, "127.0.0.1": 200,
		"127.0.0.1:9": 200, "192.168.7.7:1313": 200, "[::1]": 200, "[::1]:1313": 200,
		"evil.example": 403, "localhost.evil.example": 403, "evil.example:1313": 403, "localhostx": 403, "xlocalhost": 403,
		"127.0.0.1.evil.example": 403, "127.0.0.1.nip.io": 403, "localtest.me": 403, "1.2.3": 403, "0x7f000001": 403, "2130706433": 403,
		"": 403, "[::1].evil.example": 403, "evil.example.": 403, ".localhost.evil": 403,
	} {
		for _, path := range []string{"/", clientPath, streamPath + "x", "/missing"} {
			res, _ := r.ask(fmt.Sprintf("GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", path, host))
			if refused := res.StatusCode == 403; refused != (want == 403) {
				t.Errorf("Host %q, %s: %s", host, path, res.Status)
			}
		}
	}
	named := start(t, Options{Source: makeSite(t, small), Host: "localhost"})
	if res, _ := named.ask("GET / HTTP/1.0\r\n\r\n"); res.StatusCode != 403 {
		t.Errorf("without a Host: %s", res.Status)
	}
	if !knownHost("mybox.lan:1313", "MyBox.lan") || knownHost("other.lan", "mybox.lan") {
		t.Error("the name that was asked for is answered, and no other")
	}
}

// TestOrigin shows that pages of another origin get nothing, be it another port.
func TestOrigin(t *testing.T) {
	r := start(t, Options{Source: makeSite(t, small)})
	own := "Origin: http://localhost:7000\r\n"
	for _, c := range []struct {
		headers string
		want    int
	}{
		{"", 200}, {own, 200}, {"Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: cors\r\n", 200}, {"Sec-Fetch-Site: none\r\n", 200},
		{"Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n", 200},
		{"Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n", 200},
		{"Origin: http://localhost:7001\r\n", 403}, {"Origin: https://localhost:7000\r\n", 403}, {"Origin: null\r\n", 403},
		{"Origin: http://evil.example\r\n", 403}, {"Origin: http://localhost:7000.evil.example\r\n", 403}, {"Origin: %\r\n", 403},
		{"Origin: http://localhost:7000@evil.example\r\n", 403}, {own + "Origin: null\r\nSec-Fetch-Site: cross-site\r\n", 403},
		{"Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: script\r\n", 403},
		{"Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: image\r\n", 403},
		{"Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n", 403},
		{"Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: object\r\n", 403},
		{"Sec-Fetch-Site: cross-site\r\n", 403}, {"Sec-Fetch-Site: anything\r\n", 403},
	} {
		for _, path := range []string{"/", "/style.css", clientPath} {
			res, body := r.ask("GET " + path + " HTTP/1.1\r\nHost: localhost:7000\r\nConnection: close\r\n" + c.headers + "\r\n")
			if res.StatusCode != c.want {
				t.Errorf("%s with %q: %s", path, c.headers, res.Status)
			}
			checkHeaders(t, path, res.Header)
			if c.want == 403 && strings.Contains(body, "first words") {
				t.Errorf("%s with %q: the page is in the refusal", path, c.headers)
			}
		}
		if c.want == 403 {
			res, _ := r.ask("GET " + streamPath + " HTTP/1.1\r\nHost: localhost:7000\r\nConnection: close\r\n" + c.headers + "\r\n")
			if res.StatusCode != 403 {
				t.Errorf("stream with %q: %s", c.headers, res.Status)
			}
		}
	}
}

// checkHeaders checks what every answer has, refusals included.
func checkHeaders(t *testing.T, what string, h http.Header) {
	t.Helper()
	for name, want := range map[string]string{"Cross-Origin-Resource-Policy": "same-origin", "X-Content-Type-Options": "nosniff",
		"Content-Security-Policy": "frame-ancestors 'self'", "Access-Control-Allow-Origin": ""} {
		if got := h.Get(name); got != want {
			t.Errorf("%s: %s is %q", what, name, got)
		}
	}
}

func TestMethodsAndTargets(t *testing.T) {
	r := start(t, Options{Source: makeSite(t, small)})
	for request, want := range map[string]int{
		"GET /": 200, "HEAD /": 200, "HEAD " + clientPath: 200, "HEAD " + streamPath: 200,
		"POST /": 405, "PUT /x": 405, "DELETE /": 405, "OPTIONS /": 405, "OPTIONS *": 405, "TRACE /": 405, "PATCH /": 405, "BREW /": 405,
		"CONNECT localhost:80": 405, "CONNECT evil.example:80": 403, "POST " + streamPath: 405, "POST " + clientPath: 405,
		"GET http://localhost/": 200, "GET http://evil.example/": 403, "GET https://evil.example/about/": 403, "GET *": 400,
		"GET //": 400, "GET //evil.example": 400, "GET //evil.example/..": 400, "GET /about//": 400, "GET /./": 400, "GET /about/..": 400,
		"GET /%ff": 400, "GET /%ff.html": 400, "GET /%00": 400, "GET /about/%00": 400, "GET /%0a": 400, "GET /%7f": 400, "GET /a%2fb": 400,
		"GET /%5c": 400, "GET /a:b": 400, "GET /C:/x": 400, "GET /%": 400, "GET /%zz": 400, "GET x": 400, "GET ": 400,
		"GET /" + strings.Repeat("a", 5000): 400, "GET /" + strings.Repeat("a", 4000): 404, "GET /?" + strings.Repeat("q", 20000): 200,
		"GET /" + strings.Repeat("a", 100_000): 431, "GET /about": 302, "GET /about?x=1": 302, "GET /about/": 200, "GET /about/index.html": 200,
		"GET /" + strings.Repeat("a/", 1500): 404, "GET /?../../etc/passwd": 200, "GET /.well-known/x": 404,
	} {
		method, target, _ := strings.Cut(request, " ")
		res, _ := r.ask(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
		if res.StatusCode != want {
			t.Errorf("%.60q: %s, want %d", request, res.Status, want)
		}
	}
	for _, broken := range []string{"\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
		"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: x\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n", "GET / HTTP/1.1\r\n" + strings.Repeat("A: b\r\n", 20000) + "\r\n"} {
		if res, _ := r.ask(broken); res.StatusCode < 400 || res.StatusCode == 500 {
			t.Errorf("%.40q: %s", broken, res.Status)
		}
	}
	if got := r.get("/"); !strings.Contains(got, "first words") {
		t.Errorf("afterwards, the page is %q", got)
	}
}
