package plugin

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"strata/internal/diag"
	"strata/internal/route"
)

// A Redirect is an address that a plugin leads elsewhere.
type Redirect struct {
	Owner string // id of the plugin
	route.Redirect
	at place
}

// A Header is a header that a plugin gives to responses.
type Header struct {
	Owner string // id of the plugin
	route.Header
	at place
}

var redirects = feature{
	key: "redirects",
	shape: shape{about: "Addresses that lead elsewhere; a * at the end stands for any rest, and :splat for that rest.", kinds: []kind{table},
		each: &shape{kinds: []kind{text, table}, fields: []field{
			{"to", shape{about: "Address in the site, or a URL.", kinds: []kind{text}}},
			{"status", shape{about: "301, 302, 303, 307, 308, or 200 to answer with what is there.", kinds: []kind{number}}},
		}}},
	read:  readRedirects,
	merge: mergeRedirects,
}

var headers = feature{
	key: "headers",
	shape: shape{about: "Headers of responses, by address and name.", kinds: []kind{table},
		each: &shape{kinds: []kind{table}, each: &shape{about: "Value of the header.", kinds: scalars}}},
	read:  readHeaders,
	merge: mergeHeaders,
}

func readRedirects(p *Plugin, v value, ds *diag.List) {
	for _, it := range v.items {
		r := Redirect{Owner: p.ID, Redirect: route.Redirect{From: it.key, To: it.val.text, Status: 301}, at: it.keyAt}
		if it.val.kind == table {
			r.To = it.val.get("to").text
			if n, given := it.val.get("status").integer(); given {
				r.Status = n
			}
		}
		if mistake := r.Check(); mistake != "" {
			ds.Add(errRedirect(it.keyAt, mistake))
			continue
		}
		p.Redirects = append(p.Redirects, r)
	}
}

// mergeRedirects lets a later plugin lead an address elsewhere than an earlier
// one. Addresses with a longer fixed part come first, since hosts take the first
// that fits.
func mergeRedirects(set Set, all *Contributions, ds *diag.List) {
	merger[Redirect]{
		list:  func(c *Contributions) *[]Redirect { return &c.Redirects },
		key:   func(r Redirect) string { return r.From },
		again: noticeRedirectTwice,
		later: true,
	}.merge(set, all, ds)
	slices.SortStableFunc(all.Redirects, func(a, b Redirect) int { return len(b.From) - len(a.From) })
}

func readHeaders(p *Plugin, v value, ds *diag.List) {
	for _, at := range v.items {
		if at.val.kind != table {
			continue // which is reported
		}
		for _, it := range at.val.items {
			h := Header{Owner: p.ID, Header: route.Header{Path: at.key, Name: it.key, Value: it.val.words()}, at: it.keyAt}
			if mistake := h.Check(); mistake != "" {
				ds.Add(errHeader(it.keyAt, mistake))
				continue
			}
			p.Headers = append(p.Headers, h)
		}
	}
}

// mergeHeaders sorts by address, keeping the load order of what is at one. A later
// plugin's value takes the place of an earlier one's.
func mergeHeaders(set Set, all *Contributions, ds *diag.List) {
	merger[Header]{
		list:  func(c *Contributions) *[]Header { return &c.Headers },
		key:   func(h Header) string { return h.Path + "\n" + strings.ToLower(h.Name) },
		again: noticeHeaderTwice,
		later: true,
	}.merge(set, all, ds)
	slices.SortStableFunc(all.Headers, func(a, b Header) int { return cmp.Compare(a.Path, b.Path) })
}

// words is a scalar as it is written, true and false too.
func (v value) words() string {
	if v.kind == boolean {
		return strconv.FormatBool(v.truth)
	}
	return v.scalar()
}
