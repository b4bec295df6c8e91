package site

import (
	"fmt"
	"html/template"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// nodes renders what Strata writes otherwise than goldmark does: code with
// highlighting, headings that can be linked to, tables that scroll on their own
// on a narrow screen, and shortcodes.
type nodes struct{ *highlighter }

// RegisterFuncs names the functions that render each kind of node.
func (r nodes) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(ast.KindFencedCodeBlock, r.code)
	reg.Register(ast.KindCodeBlock, r.code)
	reg.Register(ast.KindHeading, heads)
	reg.Register(extast.KindTable, table)
	reg.Register(kindShortcode, renderShortcode)
}

func (r nodes) code(w util.BufWriter, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	language := ""
	if fenced, ok := n.(*ast.FencedCodeBlock); ok {
		language = string(fenced.Language(src))
	}
	class := ""
	if language != "" {
		class = fmt.Sprintf(` class="language-%s"`, template.HTMLEscapeString(language))
	}
	code := string(n.Lines().Value(src))
	_, err := fmt.Fprintf(w, "<pre class=\"chroma\" tabindex=\"0\"><code%s>%s</code></pre>\n", class, r.highlight(language, code))
	return ast.WalkSkipChildren, err
}

func heads(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	h := n.(*ast.Heading)
	value, _ := h.AttributeString("id")
	raw, _ := value.([]byte)
	id := template.HTMLEscapeString(string(raw))
	var err error
	if entering {
		_, err = fmt.Fprintf(w, `<h%d id="%s">`, h.Level, id)
	} else {
		_, err = fmt.Fprintf(w, " <a class=\"anchor\" href=\"#%s\" aria-hidden=\"true\" tabindex=\"-1\">#</a></h%d>\n", id, h.Level)
	}
	return ast.WalkContinue, err
}

func table(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	tags := "</table></div>\n"
	if entering {
		tags = "<div class=\"table\" tabindex=\"0\"><table>\n"
	}
	_, err := w.WriteString(tags)
	return ast.WalkContinue, err
}
