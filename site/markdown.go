package site

import (
	"bytes"
	"html/template"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// newMarkdown returns the Markdown of every site: GitHub's, with footnotes,
// definition lists, typographer's quotes and shortcodes.
func newMarkdown(unsafe bool, h *highlighter) goldmark.Markdown {
	renderers := []renderer.Option{renderer.WithNodeRenderers(util.Prioritized(nodes{h}, 100))}
	if unsafe {
		renderers = append(renderers, html.WithUnsafe())
	}
	return goldmark.New(
		goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList, extension.Typographer),
		goldmark.WithParserOptions(
			parser.WithAutoHeadingID(),
			parser.WithHeadingAttribute(),
			parser.WithBlockParsers(util.Prioritized(shortcodeBlocks{}, 50)),
			parser.WithInlineParsers(util.Prioritized(shortcodeInlines{}, 50)),
		),
		goldmark.WithRendererOptions(renderers...),
	)
}

// A body is what rendering a page's text yields.
type body struct {
	content, toc template.HTML
	summary      string
}

// A document is a page's text while it is rendered.
type document struct {
	page   *Page
	src    []byte // the body, without front matter
	md     goldmark.Markdown
	tree   *tree
	tags   map[int]*tag
	engine *engine
}

var documentKey = parser.NewContextKey()

// render turns the text into HTML. Mistakes go to the page's report.
func (d *document) render() body {
	d.src = d.page.report.src[d.page.body:]
	if d.page.html {
		return body{content: template.HTML(d.src)}
	}
	if x, offset, ok := guardMarkdown(d.src); !ok {
		d.page.report.at(d.page.body+offset, x)
		return body{}
	}
	d.tags = scanTags(d.src)
	pc := parser.NewContext(parser.WithIDs(&headingIDs{used: map[string]int{}}))
	pc.Set(documentKey, d)
	root := d.md.Parser().Parse(text.NewReader(d.src), parser.WithContext(pc))
	summary, toc := d.inspect(root)
	var out bytes.Buffer
	if err := d.md.Renderer().Render(&out, d.src, root); err != nil {
		d.page.report.add(errStopped(err), 0, 0)
	}
	return body{template.HTML(out.String()), toc, summary}
}

// fault reports an error of a shortcode, where its layout has it if it has it.
func (d *document) fault(t *tag, err error) {
	x := faultOf(err)
	if x.File == "" {
		d.page.report.at(d.page.body+t.start, x)
		return
	}
	x.Notes = append(slices.Clone(x.Notes), "the shortcode stands in "+d.page.Source)
	d.page.report.list.Add(x)
}

// inspect visits the parsed page: it resolves links, removes what must not be
// published, and gathers the summary and the table of contents.
func (d *document) inspect(root ast.Node) (summary string, toc template.HTML) {
	var contents contents
	var remove []ast.Node
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			onlyID(n)
			contents.add(n, d.src)
		case *ast.Paragraph:
			if summary == "" {
				summary = shorten(plain(n, d.src))
			}
		case *ast.Link:
			n.Destination = d.resolve(n, n.Destination)
		case *ast.Image:
			n.Destination = d.resolve(n, n.Destination)
		case *ast.AutoLink:
			if n.AutoLinkType == ast.AutoLinkURL && d.dangerous(n, string(n.URL(d.src))) {
				remove = append(remove, n)
			}
		case *ast.RawHTML, *ast.HTMLBlock:
			if d.dropHTML(n) {
				remove = append(remove, n)
			}
		}
		return ast.WalkContinue, nil
	})
	for _, n := range remove {
		n.Parent().RemoveChild(n.Parent(), n)
	}
	return summary, contents.html()
}

// onlyID keeps the id of a heading's attributes: {#id style="..."} could
// otherwise do what raw HTML may not.
func onlyID(h *ast.Heading) {
	id, found := h.AttributeString("id")
	h.RemoveAttributes()
	if found {
		h.SetAttributeString("id", id)
	}
}

// dropHTML reports whether raw HTML is left out, and warns where that loses
// something: not for comments and end tags.
func (d *document) dropHTML(n ast.Node) bool {
	if d.tree.cfg.Markdown.Unsafe {
		return false
	}
	lines := n.Lines
	if raw, ok := n.(*ast.RawHTML); ok {
		lines = func() *text.Segments { return raw.Segments }
	}
	if lines().Len() == 0 {
		return true
	}
	first := lines().At(0)
	words := strings.TrimSpace(string(first.Value(d.src)))
	if !strings.HasPrefix(words, "<!--") && !strings.HasPrefix(words, "</") {
		d.page.report.at(d.page.body+first.Start, errDroppedHTML(words[:min(len(words), 60)]))
	}
	return true
}

// plain returns the text of n without markup.
func plain(n ast.Node, src []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Text:
			if entering {
				b.Write(n.Value(src))
				if n.SoftLineBreak() || n.HardLineBreak() {
					b.WriteByte(' ')
				}
			}
		case *ast.String:
			if entering {
				b.Write(n.Value)
			}
		case *ast.AutoLink:
			if entering {
				b.Write(n.Label(src))
			}
		}
		return ast.WalkContinue, nil
	})
	resolved := util.ResolveEntityNames(util.ResolveNumericReferences([]byte(b.String())))
	return strings.TrimSpace(string(util.UnescapePunctuations(resolved)))
}

// shorten cuts a text at a word's end near 160 characters.
func shorten(s string) string {
	runes := []rune(strings.Join(strings.Fields(s), " "))
	if len(runes) <= 160 {
		return string(runes)
	}
	cut := string(runes[:160])
	if i := strings.LastIndexByte(cut, ' '); i > 80 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;:.") + "…"
}

// headingIDs makes ids of headings in any script. A second heading of the same
// words gets a number.
type headingIDs struct{ used map[string]int }

// Generate returns a new id for a heading with the text in value.
func (ids *headingIDs) Generate(value []byte, _ ast.NodeKind) []byte {
	var b strings.Builder
	for _, r := range strings.ToLower(strings.TrimSpace(string(value))) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '_':
			b.WriteRune(r)
		case (unicode.IsSpace(r) || r == '-') && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	id := strings.Trim(b.String(), "-")
	if id == "" {
		id = "section"
	}
	n := ids.used[id]
	ids.used[id]++
	for n > 0 {
		numbered := id + "-" + strconv.Itoa(n)
		if ids.used[numbered] == 0 {
			ids.used[numbered]++
			return []byte(numbered)
		}
		n = ids.used[id]
		ids.used[id]++
	}
	return []byte(id)
}

// Put notes an id that the page gives itself.
func (ids *headingIDs) Put(value []byte) { ids.used[string(value)]++ }

// contents is a table of contents in the making.
type contents struct{ headings []heading }

type heading struct {
	level    int
	id, text string
}

func (c *contents) add(h *ast.Heading, src []byte) {
	if id, ok := h.AttributeString("id"); ok && (h.Level == 2 || h.Level == 3) {
		if value, ok := id.([]byte); ok {
			c.headings = append(c.headings, heading{h.Level, string(value), plain(h, src)})
		}
	}
}

// html returns the table as a nested list, or nothing for a page that is short.
func (c *contents) html() template.HTML {
	if len(c.headings) < 2 {
		return ""
	}
	var b strings.Builder
	b.WriteString("<ul>")
	for i, h := range c.headings {
		if i > 0 {
			b.WriteString(c.between(c.headings[i-1].level, h.level))
		}
		b.WriteString(`<li><a href="#` + template.HTMLEscapeString(h.id) + `">` + template.HTMLEscapeString(h.text) + "</a>")
	}
	b.WriteString(c.between(c.headings[len(c.headings)-1].level, c.headings[0].level))
	b.WriteString("</ul>")
	return template.HTML(b.String())
}

// between returns the tags that lead from one entry to the next. The list is
// one level deep when the page starts with a heading of level 3.
func (c *contents) between(last, next int) string {
	top := c.headings[0].level
	last, next = max(last, top), max(next, top)
	switch {
	case next > last:
		return "<ul>"
	case next < last:
		return "</li></ul></li>"
	}
	return "</li>"
}
