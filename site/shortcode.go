package site

import (
	"bytes"
	"cmp"
	"errors"
	"html/template"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// A Shortcode is what a shortcode's layout sees.
type Shortcode struct {
	Name   string
	Args   []string          // arguments without a name
	Params map[string]string // arguments with a name
	Inner  template.HTML     // what stands between the tags, as HTML; empty for a single tag
	Page   *Page
	Site   *Site
	*Model
}

// Get returns the argument of a name or, for a number, at a place from 0; ""
// when there is none.
func (s *Shortcode) Get(key any) string {
	switch key := key.(type) {
	case string:
		return s.Params[key]
	case int:
		if key >= 0 && key < len(s.Args) {
			return s.Args[key]
		}
	}
	return ""
}

// Without returns the arguments with a name, except those of the names that are
// given.
func (s *Shortcode) Without(names ...string) map[string]string {
	out := maps.Clone(s.Params)
	for _, name := range names {
		delete(out, name)
	}
	return out
}

// Need is Get for an argument that must be there: of the name or, without it, at
// the place, from 0. Without both the page has an error where the tag stands.
func (s *Shortcode) Need(key string, place int) (string, error) {
	if value := cmp.Or(s.Get(key), s.Get(place)); value != "" {
		return value, nil
	}
	return "", &misuse{errShortcodeNeeds(s.Name, key)}
}

// A tag is one {{< ... >}} in the source.
type tag struct {
	start, end int
	name       string
	closing    bool
	literal    string // of an escaped tag, the text it shows
	args       []string
	params     map[string]string
	err        error
	partner    *tag // of an opening tag its closing one, and the other way round
	node       *shortcode
	depth      int // of the pairs inside
}

// unsafeMark is what html/template writes in place of what may run a script.
const unsafeMark = "ZgotmplZ"

// refused returns the first argument that templates do not write as an address.
func (t *tag) refused() (string, bool) {
	values := slices.Clone(t.args)
	for _, key := range slices.Sorted(maps.Keys(t.params)) {
		values = append(values, t.params[key])
	}
	for _, value := range values {
		if !linkable(value) {
			return value, true
		}
	}
	return "", false
}

const maxTagBytes = 1 << 10

// scanTags finds the shortcode tags in src, by offset, and pairs them. It passes
// over code; whether a tag really stands in text is for the Markdown parser to
// say, so nothing is reported here.
func scanTags(src []byte) map[int]*tag {
	tags := map[int]*tag{}
	var open []*tag
	waiting := map[string]int{}
	for at := 0; ; {
		i := bytes.Index(src[at:], []byte("{{<"))
		if i < 0 {
			return tags
		}
		t := parseTag(src, at+i)
		at = t.end
		tags[t.start] = t
		switch {
		case t.err != nil || t.literal != "":
		case !t.closing:
			open = append(open, t)
			waiting[t.name]++
		case waiting[t.name] > 0:
			open = pair(t, open, waiting)
		}
	}
}

// pair finds the opening tag of t on the stack and returns what is left of it.
// Open tags on top of it turn out to be single ones.
func pair(t *tag, open []*tag, waiting map[string]int) []*tag {
	depth := 0
	for t.partner == nil {
		last := open[len(open)-1]
		open = open[:len(open)-1]
		waiting[last.name]--
		depth = max(depth, last.depth)
		if last.name == t.name {
			t.partner, last.partner = last, t
		}
	}
	if depth++; depth > maxDepth {
		t.partner.err = errors.New("more than 100 shortcodes in one another")
		t.partner.partner, t.partner = nil, nil
		t.literal = "{{< /" + t.name + " >}}" // said once, at the opening tag
	}
	if len(open) > 0 {
		open[len(open)-1].depth = max(open[len(open)-1].depth, depth)
	}
	return open
}

// parseTag reads the tag at offset, which must end on its line.
func parseTag(src []byte, offset int) *tag {
	t := &tag{start: offset, end: offset + 3, params: map[string]string{}}
	line := src[offset:min(offset+maxTagBytes, len(src))]
	if i := bytes.IndexByte(line, '\n'); i >= 0 {
		line = line[:i]
	}
	text := string(line[3:])
	if inner, ok := strings.CutPrefix(strings.TrimLeft(text, " \t"), "/*"); ok {
		if i := strings.Index(inner, "*/>}}"); i >= 0 {
			t.literal = "{{<" + inner[:i] + ">}}"
			t.end = offset + len(line) - len(inner) + i + len("*/>}}")
			return t
		}
	}
	rest, err := t.read(text)
	t.err = err
	if err == nil {
		t.end = offset + 3 + len(text) - len(rest)
	}
	return t
}

// read reads what follows "{{<" and returns what follows the tag.
func (t *tag) read(s string) (string, error) {
	for first := true; ; first = false {
		s = strings.TrimLeft(s, " \t")
		for _, end := range []string{"/>}}", ">}}"} {
			if rest, ok := strings.CutPrefix(s, end); ok {
				if t.name == "" {
					return "", errors.New("it has no name")
				}
				return rest, nil
			}
		}
		if first {
			s, t.closing = strings.CutPrefix(s, "/")
			t.name, s = word(strings.TrimLeft(s, " \t"))
			continue
		}
		var err error
		if s, err = t.argument(s); err != nil {
			return "", err
		}
	}
}

// argument reads one argument: value, "value", or key=value.
func (t *tag) argument(s string) (string, error) {
	if s == "" {
		return "", errors.New("it does not end with >}} on its line")
	}
	key, rest := word(s)
	if value, ok := strings.CutPrefix(rest, "="); ok && key != "" {
		value, rest, err := quoted(value)
		t.params[key] = value
		return rest, err
	}
	value, rest, err := quoted(s)
	t.args = append(t.args, value)
	return rest, err
}

// word reads letters, digits, and the marks that names may have.
func word(s string) (string, string) {
	end := strings.IndexFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("_-.", r)
	})
	if end < 0 {
		end = len(s)
	}
	return s[:end], s[end:]
}

// quoted reads a value, which stands in quotes unless it is one word.
func quoted(s string) (value, rest string, err error) {
	if s == "" || s[0] != '"' && s[0] != '`' {
		end := strings.IndexAny(s, " \t>\"`")
		if end < 0 {
			end = len(s)
		}
		if end > 0 && strings.HasPrefix(s[end:], ">}}") && s[end-1] == '/' {
			end--
		}
		if end == 0 {
			return "", "", errors.New("a value is missing")
		}
		return s[:end], s[end:], nil
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == s[0]:
			return b.String(), s[i+1:], nil
		case s[0] == '"' && s[i] == '\\' && i+1 < len(s):
			i++
		}
		b.WriteByte(s[i])
	}
	return "", "", errors.New("a quote is not closed")
}

var kindShortcode = ast.NewNodeKind("Shortcode")

// A shortcode is a tag in the parsed page; what stands between it and its
// closing tag is its children, so that it is parsed in place like all else.
type shortcode struct {
	ast.BaseBlock
	doc    *document
	tag    *tag
	inline bool
}

// Kind returns the kind of the node.
func (s *shortcode) Kind() ast.NodeKind { return kindShortcode }

// Type says whether the shortcode stands among blocks or in a paragraph.
func (s *shortcode) Type() ast.NodeType {
	if s.inline {
		return ast.TypeInline
	}
	return ast.TypeBlock
}

// Dump prints the node, for debugging.
func (s *shortcode) Dump(src []byte, level int) { ast.DumpHelper(s, src, level, nil, nil) }

// shortcodeBlocks parses tags that stand on lines of their own.
type shortcodeBlocks struct{}

// Trigger returns the characters that a tag starts with.
func (shortcodeBlocks) Trigger() []byte { return []byte{'{'} }

// Open starts a shortcode whose opening tag is all of the line.
func (shortcodeBlocks) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	doc, _ := pc.Get(documentKey).(*document)
	line, segment := reader.PeekLine()
	pos := pc.BlockOffset()
	if doc == nil || pos < 0 {
		return nil, parser.NoChildren
	}
	t := doc.tags[segment.Start-segment.Padding+pos]
	if t == nil || t.err != nil || t.literal != "" || t.closing || !util.IsBlank(line[min(pos+t.end-t.start, len(line)):]) {
		return nil, parser.NoChildren
	}
	if t.partner != nil && !alone(doc.src, t.partner) {
		return nil, parser.NoChildren
	}
	t.node = &shortcode{doc: doc, tag: t}
	reader.AdvanceToEOL()
	if t.partner == nil {
		return t.node, parser.NoChildren
	}
	return t.node, parser.HasChildren
}

// alone reports whether nothing but blanks stands beside the tag, or the marks
// of the list or quote around it.
func alone(src []byte, t *tag) bool {
	start, end := t.start, t.end
	for start > 0 && strings.IndexByte(" \t>", src[start-1]) >= 0 {
		start--
	}
	for end < len(src) && strings.IndexByte(" \t\r", src[end]) >= 0 {
		end++
	}
	return (start == 0 || src[start-1] == '\n') && (end == len(src) || src[end] == '\n')
}

// Continue ends the shortcode at its closing tag.
func (shortcodeBlocks) Continue(node ast.Node, reader text.Reader, _ parser.Context) parser.State {
	s := node.(*shortcode)
	if s.tag.partner == nil {
		return parser.Close
	}
	line, segment := reader.PeekLine()
	start := segment.Start - segment.Padding + max(util.FirstNonSpacePosition(line), 0)
	if start == s.tag.partner.start {
		s.tag.partner.node = s
		reader.AdvanceToEOL()
		return parser.Close
	}
	return parser.Continue | parser.HasChildren
}

// Close has nothing left to do.
func (shortcodeBlocks) Close(ast.Node, text.Reader, parser.Context) {}

// CanInterruptParagraph says that a tag needs no blank line before it.
func (shortcodeBlocks) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine says that an indented tag is code.
func (shortcodeBlocks) CanAcceptIndentedLine() bool { return false }

// shortcodeInlines parses tags in a paragraph.
type shortcodeInlines struct{}

// Trigger returns the characters that a tag starts with.
func (shortcodeInlines) Trigger() []byte { return []byte{'{'} }

// Parse reads one tag. A closing tag takes what stands since the opening one as
// the children of the shortcode.
func (shortcodeInlines) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	doc, _ := pc.Get(documentKey).(*document)
	_, segment := block.PeekLine()
	if doc == nil || doc.tags[segment.Start] == nil || segment.Padding > 0 {
		return nil
	}
	t := doc.tags[segment.Start]
	report := &doc.page.report
	switch {
	case t.err != nil:
		report.at(doc.page.body+t.start, errShortcodeSyntax(t.err.Error()))
		return nil
	case t.literal != "":
		block.Advance(t.end - t.start)
		return ast.NewString([]byte(t.literal))
	case !t.closing:
		block.Advance(t.end - t.start)
		t.node = &shortcode{doc: doc, tag: t, inline: true}
		return t.node
	}
	block.Advance(t.end - t.start)
	if t.partner == nil || t.partner.node == nil || t.partner.node.Parent() != parent || !t.partner.node.inline {
		report.at(doc.page.body+t.start, errShortcodeClose(t.name))
		return ast.NewString(nil)
	}
	enclose(parent, t.partner.node, pc)
	return ast.NewString(nil)
}

func enclose(parent ast.Node, opener *shortcode, pc parser.Context) {
	parser.ProcessDelimiters(opener, pc)
	for c := opener.NextSibling(); c != nil; {
		next := c.NextSibling()
		parent.RemoveChild(parent, c)
		opener.AppendChild(opener, c)
		c = next
	}
}

// renderShortcode writes what the shortcode's layout makes of it.
func renderShortcode(w util.BufWriter, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	s := n.(*shortcode)
	var inner bytes.Buffer
	if err := renderChildren(s.doc.md.Renderer(), &inner, src, n); err != nil {
		return ast.WalkStop, err
	}
	out, err := s.doc.engine.shortcode(s, template.HTML(inner.String()))
	if err != nil {
		s.doc.fault(s.tag, err) // and go on: the page may have another mistake
		return ast.WalkSkipChildren, nil
	}
	if s.inline { // the line end of the layout's file is no blank in the text
		out = template.HTML(strings.TrimSpace(string(out)))
	}
	_, err = w.WriteString(string(out))
	return ast.WalkSkipChildren, err
}

func renderChildren(r renderer.Renderer, out *bytes.Buffer, src []byte, n ast.Node) error {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if err := r.Render(out, src, c); err != nil {
			return err
		}
	}
	return nil
}
