package site

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

var scheme = regexp.MustCompile(`^([a-z][a-z0-9+.-]*):`)

// resolve returns the address of a link as the page writes it: the permalink of
// a content file, or a path in the site with the base of the site before it.
func (d *document) resolve(n ast.Node, destination []byte) []byte {
	dest := string(util.ResolveEntityNames(util.ResolveNumericReferences(destination)))
	if d.dangerous(n, dest) {
		return nil
	}
	if strings.HasPrefix(dest, "#") {
		d.anchor(n, d.page, dest)
	}
	if dest == "" || dest[0] == '#' || dest[0] == '?' || strings.HasPrefix(dest, "//") || schemeOf(dest) != "" {
		return []byte(dest)
	}
	file, suffix := dest, ""
	if i := strings.IndexAny(dest, "?#"); i >= 0 {
		file, suffix = dest[:i], dest[i:]
	}
	if address, ok := d.tree.find(d.page.dir, unescape(file)); ok {
		d.anchor(n, d.tree.sources[target(d.page.dir, unescape(file))], suffix)
		return []byte(address + suffix)
	}
	switch name := unescape(file); {
	case path.Ext(file) == ".md" && !d.page.report.full():
		d.broken(n, name)
	case d.tree.lacks(d.page, name) && !d.page.report.full():
		d.page.report.at(d.page.body+n.Pos(), errFileMissing(name, near(d.tree.resources, d.page.dir, name)))
	}
	if file[0] == '/' {
		return []byte(d.tree.base.Path + strings.TrimLeft(file, "/") + suffix)
	}
	return []byte(dest)
}

// find returns the address of the content file that name means in a page of the
// folder dir; a folder's name means its section.
func (t *tree) find(dir, name string) (string, bool) {
	inside := target(dir, name)
	if p := t.sources[inside]; p != nil {
		return p.URL, true
	}
	if out, ok := t.resources[inside]; ok {
		return t.link(out), true
	}
	if p := t.sections[inside]; p != nil && inside != "" {
		return p.URL, true
	}
	return "", false
}

// target is the file, relative to the content folder, that name means in dir.
func target(dir, name string) string {
	if strings.HasPrefix(name, "/") {
		return path.Clean(name)[1:]
	}
	return path.Join(dir, name)
}

func unescape(s string) string {
	if plain, err := url.PathUnescape(s); err == nil {
		return plain
	}
	return s
}

// broken reports a link to a Markdown file that is not a page.
func (d *document) broken(n ast.Node, name string) {
	x := errDraftLink(name)
	if d.tree.hidden[target(d.page.dir, name)] {
		x = errHiddenLink(name, d.engine.model.Role)
	} else if !d.tree.drafts[target(d.page.dir, name)] {
		x = errBrokenLink(name, near(d.tree.sources, d.page.dir, name))
	}
	d.page.report.at(d.page.body+n.Pos(), x)
}

// near returns the content files as the page could have written them: by the
// names they have in the folder that the link points into.
func near[T any](files map[string]T, dir, name string) []string {
	var out []string
	prefix := name[:strings.LastIndexByte(name, '/')+1]
	into := target(dir, prefix+".")
	for source := range files {
		if folderOf(source) == strings.TrimPrefix(into, ".") {
			out = append(out, prefix+path.Base(source))
		}
		if path.Base(source) == path.Base(name) {
			out = append(out, "/"+source)
		}
	}
	slices.Sort(out)
	return out
}

// dangerous reports whether the link could run a script in the page, and warns
// about it: javascript:, vbscript:, and data: that is not an image.
func (d *document) dangerous(n ast.Node, dest string) bool {
	if d.tree.cfg.Markdown.Unsafe || !runsScript(dest) {
		return false
	}
	d.page.report.at(d.page.body+n.Pos(), errDroppedLink(dest[:min(len(dest), 60)]))
	return true
}

func runsScript(dest string) bool {
	switch schemeOf(dest) {
	case "javascript", "vbscript":
		return true
	case "data":
		kind := strings.TrimPrefix(bare(dest), "data:")
		return !strings.HasPrefix(kind, "image/") || strings.HasPrefix(kind, "image/svg")
	}
	return false
}

// linkable reports whether html/template writes the address as it is. In place
// of one with another scheme it writes #ZgotmplZ.
func linkable(dest string) bool {
	if schemeOf(dest) == "" {
		return true
	}
	written, _, _ := strings.Cut(dest, ":")
	return slices.Contains([]string{"http", "https", "mailto"}, strings.ToLower(written))
}

// schemeOf returns the scheme of a URL as a browser reads it.
func schemeOf(dest string) string {
	if m := scheme.FindStringSubmatch(bare(dest)); m != nil {
		return m[1]
	}
	return ""
}

// bare is the start of dest without the characters that browsers ignore in a
// URL, so that "java\nscript:" is seen as what it is.
func bare(dest string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if r <= ' ' || r >= 0x7f && r < 0xa0 {
			return -1
		}
		return r
	}, dest[:min(len(dest), 200)]))
}
