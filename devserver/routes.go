package devserver

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"strata/builder"
	"strata/internal/route"
)

// ownHeaders are the headers that the site's file _headers does not change here:
// what the browser keeps apart, what it keeps, and what a response is made of.
var ownHeaders = strings.Fields("cache-control connection content-encoding content-length content-range content-security-policy content-type " +
	"cross-origin-resource-policy date etag last-modified location referrer-policy server-timing set-cookie trailer transfer-encoding upgrade vary x-content-type-options")

// rules are what the files _redirects and _headers of the output say.
type rules struct {
	redirects []route.Redirect
	headers   []route.Header
}

func rulesOf(out *builder.Output) rules {
	var r rules
	if f, ok := out.File(route.RedirectsFile); ok {
		r.redirects = route.ParseRedirects(f.Data)
	}
	if f, ok := out.File(route.HeadersFile); ok {
		r.headers = slices.DeleteFunc(route.ParseHeaders(f.Data), func(h route.Header) bool {
			name := strings.ToLower(h.Name)
			return slices.Contains(ownHeaders, name) || strings.HasPrefix(name, "access-control-")
		})
	}
	return r
}

// redirect answers what no file answers and a rule leads elsewhere; false when
// none does.
func (g *generation) redirect(w http.ResponseWriter, r *http.Request) bool {
	to, ok := route.Follow(g.rules.redirects, r.URL.Path)
	if !ok {
		return false
	}
	if to.Status == http.StatusOK {
		name, inside := strings.CutPrefix(to.To, g.root)
		return inside && g.file(w, r, name)
	}
	if target, err := url.Parse(to.To); err == nil && target.RawQuery == "" {
		target.RawQuery = r.URL.RawQuery
		to.To = target.String()
	}
	w.Header().Set("Cache-Control", "no-store") // the next build may lead elsewhere
	http.Redirect(w, r, to.To, to.Status)
	return true
}
