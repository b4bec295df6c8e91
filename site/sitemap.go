package site

import (
	"bytes"
	"encoding/xml"
	"maps"
	"slices"
)

type sitemap struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
}

// sitemap returns sitemap.xml. Search engines read full addresses only, so a
// site without a host has none.
func (t *tree) sitemap() []File {
	if t.base.Host == "" {
		return nil
	}
	var m sitemap
	for _, p := range t.pages {
		if p.Kind == "404" {
			continue
		}
		u := sitemapURL{Loc: p.AbsURL}
		if !p.Date.IsZero() {
			u.LastMod = p.Date.Format("2006-01-02")
		}
		m.URLs = append(m.URLs, u)
	}
	var b bytes.Buffer
	b.WriteString(xml.Header)
	_ = xml.NewEncoder(&b).Encode(m) // texts only: cannot fail
	b.WriteByte('\n')
	if !t.claim("sitemap.xml", "") {
		return nil
	}
	return []File{{Path: "sitemap.xml", Data: b.Bytes()}}
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
