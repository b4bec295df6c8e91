package amd

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/tdewolff/parse/v2/js"
)

// A Literal is a text that stands in a module: in quotes, or in backquotes without
// substitutions.
type Literal struct {
	Text         string
	Line, Column int
}

// Literals returns the texts of a module that are not joined to others by "+". A
// source that cannot be read has none: Compile says what is wrong with it.
func Literals(src []byte) []Literal {
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	x, err := lex(src)
	if err != nil {
		return nil
	}
	var out []Literal
	line, column, from := 1, 1, 0
	for i := range int32(len(x.tokens)) {
		t := x.tokens[i]
		if t.kind != js.StringToken && t.kind != js.TemplateToken || x.isPlus(i-1) || x.isPlus(i+1) {
			continue
		}
		passed := src[from:t.start]
		if n := bytes.Count(passed, []byte("\n")); n > 0 {
			line, column, passed = line+n, 1, passed[bytes.LastIndexByte(passed, '\n')+1:]
		}
		column, from = column+utf8.RuneCount(passed), int(t.start)
		out = append(out, Literal{x.literalText(i), line, column})
	}
	return out
}

// literalText is the value of a literal; one in backquotes is taken as it is written.
func (x *lexed) literalText(i int32) string {
	if raw := x.text(i); x.tokens[i].kind == js.TemplateToken {
		return strings.Trim(raw, "`")
	}
	return unquote(x.text(i))
}

func (x *lexed) isPlus(i int32) bool {
	return i >= 0 && int(i) < len(x.tokens) && x.tokens[i].kind == js.AddToken
}
