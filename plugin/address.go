package plugin

import (
	"net/url"
	"strings"
)

// An Address is where something leads, as a plugin declares it: in Winter the
// pages of a plugin lie below the backend, whose place the site decides.
type Address struct {
	Text string
	Base string // what Text is relative to: "backend", "site", or "" for an address as it is
}

// What addresses are relative to.
const (
	backendBase = "backend"
	siteBase    = "site"
)

// URL returns the address, from the top of the site: "/backend/acme/blog". The
// backend is the place of the backend in the site, which may be empty.
func (a Address) URL(backend string) string {
	text := strings.TrimLeft(a.Text, "/")
	switch {
	case a.Base == "" || isAbsolute(a.Text):
		return a.Text
	case a.Base == backendBase && strings.Trim(backend, "/") != "":
		return strings.TrimSuffix("/"+strings.Trim(backend, "/")+"/"+text, "/")
	}
	return "/" + text
}

func isAbsolute(s string) bool {
	u, err := url.Parse(s)
	return strings.HasPrefix(s, "//") || err == nil && u.Scheme != ""
}

// address reads where an item leads. In plugin.yaml it is always below the
// backend, as in Winter; in PHP a call says what it is relative to.
func (v value) address() Address {
	text := v.scalar()
	switch {
	case text == "":
		return Address{}
	case runsCode(text):
		return Address{Text: "#"}
	case v.made == backendURL || v.made == plain && !v.fromPHP():
		return Address{Text: text, Base: backendBase}
	case v.made == siteURL || v.made == assetURL:
		return Address{Text: text, Base: siteBase}
	}
	return Address{Text: text}
}

// runsCode reports whether a browser would take the address for a program, in
// whatever way it is spelled.
func runsCode(address string) bool {
	plain := strings.ToLower(strings.Map(func(r rune) rune {
		if r <= ' ' {
			return -1
		}
		return r
	}, address))
	return strings.HasPrefix(plain, "javascript:") || strings.HasPrefix(plain, "vbscript:") || strings.HasPrefix(plain, "data:")
}

// file reads the place of a file in the site, such as an icon; ok is false when it
// would lead out of it.
func (v value) file() (a Address, ok bool) {
	text := v.scalar()
	if text == "" {
		return Address{}, true
	}
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '/' || r == '\\' }) {
		if part == ".." {
			return Address{}, false
		}
	}
	return Address{Text: text, Base: siteBase}, !runsCode(text)
}
