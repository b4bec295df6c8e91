package devserver

import (
	"net"
	"net/http"
	"net/url"
	"path"
	"strings"
	"unicode/utf8"

	"strata/internal/private"
)

// maxPath is the length of the longest path that is looked at, in bytes.
const maxPath = 4 << 10

// guard stands in front of every route. A page of another origin, be it another
// port of this machine, can neither read nor include nor frame what is served,
// and a name that somebody else points at this machine is not answered.
func guard(host string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Content-Security-Policy", "frame-ancestors 'self'")
		h.Set("Referrer-Policy", "same-origin")
		status, why := judge(r, host)
		if status != 0 {
			h.Set("Cache-Control", "no-store")
			http.Error(w, why, status)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// judge returns the status and the reason of a refusal, 0 when there is none.
func judge(r *http.Request, host string) (int, string) {
	switch {
	case !knownHost(r.Host, host):
		return http.StatusForbidden, "this server answers to localhost and to addresses, not to " + strings.ToValidUTF8(r.Host, "?")
	case foreignOrigin(r):
		return http.StatusForbidden, "this server answers pages of its own origin only"
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		return http.StatusMethodNotAllowed, "this server answers GET and HEAD only"
	case !canonical(r.URL):
		return http.StatusBadRequest, "this path is not in its plain form"
	case private.Name(r.URL.Path):
		return http.StatusNotFound, "404: this page is not there"
	}
	return 0, ""
}

// knownHost keeps out DNS rebinding: a name is known when it always means this
// machine, or when it was asked for.
func knownHost(got, asked string) bool {
	name := got
	if h, _, err := net.SplitHostPort(got); err == nil {
		name = h
	}
	name = strings.ToLower(strings.TrimSuffix(strings.Trim(name, "[]"), "."))
	return name == "localhost" || strings.HasSuffix(name, ".localhost") || net.ParseIP(name) != nil ||
		asked != "" && name == strings.ToLower(asked)
}

// foreignOrigin reports whether a page of another origin makes the request.
// Following a link to here is not that, as long as no frame is filled.
func foreignOrigin(r *http.Request) bool {
	for _, origin := range r.Header.Values("Origin") {
		u, err := url.Parse(origin)
		if err != nil || u.Host != r.Host || u.Scheme != "http" || u.User != nil {
			return true
		}
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
		return false
	}
	return r.Header.Get("Sec-Fetch-Mode") != "navigate" || r.Header.Get("Sec-Fetch-Dest") != "document"
}

// canonical reports whether the path is one that this server could have
// written in a link. Everything else is a mistake or an attempt.
func canonical(u *url.URL) bool {
	p := u.Path
	switch {
	case len(u.EscapedPath()) > maxPath, !strings.HasPrefix(p, "/"), !utf8.ValidString(p), strings.ContainsAny(p, "\\:\x00"):
		return false
	case strings.Contains(strings.ToLower(u.EscapedPath()), "%2f"), u.Opaque != "":
		return false
	}
	for _, c := range p {
		if c < ' ' || c == 0x7f {
			return false
		}
	}
	clean := path.Clean(p)
	return p == clean || p == clean+"/" && clean != "/"
}
