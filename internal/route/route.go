// Package route is the addresses of a site that lead elsewhere, and the headers
// that its responses get, in the form of the files _redirects and _headers which
// static hosts read (Netlify's form, which Cloudflare Pages and others share):
//
//	/old/*  /new/:splat  301
//
//	/assets/*
//	  Cache-Control: max-age=60
//
// A "*" stands at the end of an address only, and matches any rest of it, also an
// empty one; ":splat" in what it leads to is that rest.
package route

import (
	"bytes"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// Name of the files, at the top of the output.
const (
	RedirectsFile = "_redirects"
	HeadersFile   = "_headers"
)

// A Redirect leads requests from an address to another, or, with the status 200,
// answers them with what is there.
type Redirect struct {
	From   string // "/old/" or "/old/*"
	To     string // "/new/", "/new/:splat" or an http(s) URL
	Status int    // 200, 301, 302, 303, 307 or 308
}

// A Header is a header of the responses at an address.
type Header struct {
	Path  string // as Redirect.From
	Name  string
	Value string
}

var statuses = map[int]bool{200: true, 301: true, 302: true, 303: true, 307: true, 308: true}

var headerName = regexp.MustCompile(`^[A-Za-z0-9!#$%&'*+.^_|~-]+$`)

// Check returns what is wrong with the redirect, or "".
func (r Redirect) Check() string {
	target, err := url.Parse(r.To)
	local := strings.HasPrefix(r.To, "/") && !strings.HasPrefix(r.To, "//")
	switch {
	case !isAddress(r.From):
		return fmt.Sprintf("%q is no address of the site", r.From)
	case !statuses[r.Status]:
		return fmt.Sprintf("%d is no status of a redirect", r.Status)
	case err != nil || hasBlank(r.To) || !local && (target.Scheme != "http" && target.Scheme != "https" || target.Host == ""):
		return fmt.Sprintf("%q is neither an address of the site nor a URL", r.To)
	case !local && r.Status == 200:
		return "another host's answer cannot be given with the status 200"
	case strings.Contains(r.To, ":splat") && !strings.HasSuffix(r.From, "*"):
		return fmt.Sprintf("%q has no * whose place :splat could take", r.From)
	case r.From == r.To:
		return fmt.Sprintf("%q leads to itself", r.From)
	}
	return ""
}

// Check returns what is wrong with the header, or "".
func (h Header) Check() string {
	switch {
	case !isAddress(h.Path):
		return fmt.Sprintf("%q is no address of the site", h.Path)
	case !headerName.MatchString(h.Name):
		return fmt.Sprintf("%q is no name of a header", h.Name)
	case strings.ContainsFunc(h.Value, func(c rune) bool { return c < ' ' && c != '\t' || c == 0x7f }):
		return fmt.Sprintf("the value of %q has a control character", h.Name)
	}
	return ""
}

func isAddress(s string) bool {
	star := strings.IndexByte(s, '*')
	return strings.HasPrefix(s, "/") && !strings.HasPrefix(s, "//") && !hasBlank(s) && (star < 0 || star == len(s)-1 && s[star-1] == '/')
}

func hasBlank(s string) bool {
	return strings.ContainsFunc(s, func(c rune) bool { return c <= ' ' || c == 0x7f })
}

// match returns the rest of the path that a "*" at the end of the pattern takes.
func match(pattern, path string) (splat string, ok bool) {
	prefix, star := strings.CutSuffix(pattern, "*")
	if star {
		if splat, ok = strings.CutPrefix(path, prefix); !ok {
			return "", path+"/" == prefix
		}
		return splat, true
	}
	return "", strings.TrimSuffix(pattern, "/") == strings.TrimSuffix(path, "/")
}

// Follow returns where the first of the redirects that fits the path leads.
func Follow(redirects []Redirect, path string) (Redirect, bool) {
	for _, r := range redirects {
		if splat, ok := match(r.From, path); ok {
			r.To = strings.ReplaceAll(r.To, ":splat", splat)
			return r, true
		}
	}
	return Redirect{}, false
}

// HeadersAt returns the headers that fit the path.
func HeadersAt(headers []Header, path string) []Header {
	var out []Header
	for _, h := range headers {
		if _, ok := match(h.Path, path); ok {
			out = append(out, h)
		}
	}
	return out
}

// FormatRedirects writes the file _redirects.
func FormatRedirects(redirects []Redirect) []byte {
	var b bytes.Buffer
	for _, r := range redirects {
		fmt.Fprintf(&b, "%s %s %d\n", r.From, r.To, r.Status)
	}
	return b.Bytes()
}

// FormatHeaders writes the file _headers.
func FormatHeaders(headers []Header) []byte {
	var b bytes.Buffer
	last := ""
	for _, h := range headers {
		if h.Path != last {
			fmt.Fprintf(&b, "%s\n", h.Path)
			last = h.Path
		}
		fmt.Fprintf(&b, "  %s: %s\n", h.Name, h.Value)
	}
	return b.Bytes()
}

// ParseRedirects reads a file _redirects. Lines that it does not understand,
// because they ask for what only a host can do, are passed over.
func ParseRedirects(data []byte) []Redirect {
	var out []Redirect
	for line := range strings.Lines(string(data)) {
		fields := strings.Fields(line)
		if len(fields) < 2 || len(fields) > 3 || strings.HasPrefix(fields[0], "#") {
			continue
		}
		r := Redirect{From: fields[0], To: fields[1], Status: 301}
		if len(fields) == 3 {
			r.Status, _ = strconv.Atoi(strings.TrimSuffix(fields[2], "!"))
		}
		if r.Check() == "" {
			out = append(out, r)
		}
	}
	return out
}

// ParseHeaders reads a file _headers, and passes over what it does not understand.
func ParseHeaders(data []byte) []Header {
	var out []Header
	path := ""
	for line := range strings.Lines(string(data)) {
		text := strings.TrimSpace(line)
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		name, value, isHeader := strings.Cut(text, ":")
		switch h := (Header{path, strings.TrimSpace(name), strings.TrimSpace(value)}); {
		case line[0] != ' ' && line[0] != '\t':
			path = text
		case isHeader && h.Check() == "":
			out = append(out, h)
		}
	}
	return out
}
