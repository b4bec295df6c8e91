package site

import (
	"html"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"

	"strata/internal/diag"
)

// An anchor is a link to a part of a page. Whether the part is there shows only
// once all pages are rendered, as layouts and shortcodes have ids too.
type anchor struct {
	offset int // in the file of the page that links
	to     *Page
	id     string
}

// anchor notes a link to the part of a page that the suffix of an address
// names. What a script may read instead, #/people or #:~:text=, names none, and
// neither does #top, which every page has.
func (d *document) anchor(n ast.Node, to *Page, suffix string) {
	_, id, _ := strings.Cut(suffix, "#")
	id = unescape(id)
	if to == nil || to.hasApp || id == "" || strings.EqualFold(id, "top") || strings.ContainsAny(id[:1], "/!:?") {
		return
	}
	d.page.anchors = append(d.page.anchors, anchor{d.page.body + n.Pos(), to, id})
}

var idAttribute = regexp.MustCompile(`(?i)\s(?:id|name)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))`)

// idsOf returns the names of the parts of a page.
func idsOf(page []byte) map[string]bool {
	ids := map[string]bool{}
	for _, m := range idAttribute.FindAllSubmatch(page, -1) {
		ids[html.UnescapeString(string(slices.Concat(m[1:]...)))] = true
	}
	return ids
}

// anchors reports links to parts that the pages they lead to do not have.
func (r *rendering) anchors(out [][]byte, done []bool, ds *diag.List) {
	texts := map[*Page][]byte{}
	for i, p := range r.tree.pages {
		if done[i] {
			texts[p] = out[i]
		}
	}
	parts := map[*Page]map[string]bool{}
	for _, p := range r.tree.pages {
		for _, a := range p.anchors {
			text, rendered := texts[a.to]
			if rendered && parts[a.to] == nil {
				parts[a.to] = idsOf(text)
			}
			if rendered && !parts[a.to][a.id] && !p.report.full() {
				p.report.at(a.offset, errAnchor(a.id, parts[a.to]))
			}
		}
		p.report.flush(ds)
	}
}

var fileName = regexp.MustCompile(`[^/]\.[A-Za-z][0-9A-Za-z]*$`)

// lacks reports whether a relative link of the page is to a file that is neither
// in the content nor, as a browser reads the link, elsewhere in the site. What
// has no extension is not judged, nor what plugins and the theme may bring.
func (t *tree) lacks(p *Page, name string) bool {
	if name == "" || name[0] == '/' || !fileName.MatchString(name) {
		return false
	}
	out := strings.TrimPrefix(path.Join("/", path.Dir(p.Path), name), "/")
	for _, folder := range []string{t.cfg.Base, "assets", "plugins"} {
		if strings.HasPrefix(out, folder+"/") {
			return false
		}
	}
	_, taken := t.owners[out]
	return !taken && !lies(t.src, t.static, out)
}
