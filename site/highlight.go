package site

import (
	"html/template"
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

// maxHighlight is the size of the longest block of code that is highlighted.
const maxHighlight = 64 << 10

// A highlighter marks up code with classes. The same code is often shown on
// several pages and highlighting is ten times the cost of Markdown, so results
// are kept.
type highlighter struct {
	mu   sync.Mutex
	done map[[2]string]string // by language and code
}

// highlight returns the code as HTML, plain when the language is not known.
func (h *highlighter) highlight(language, code string) string {
	if language == "" || len(code) > maxHighlight {
		return template.HTMLEscapeString(code)
	}
	key := [2]string{language, code}
	h.mu.Lock()
	out, found := h.done[key]
	h.mu.Unlock()
	if found {
		return out
	}
	out = markup(language, code)
	h.mu.Lock()
	h.done[key] = out
	h.mu.Unlock()
	return out
}

// markup highlights the code. Lexers are state machines written by many hands,
// and some panic on input they did not expect: that costs the colours only.
func markup(language, code string) (out string) {
	defer func() {
		if recover() != nil {
			out = template.HTMLEscapeString(code)
		}
	}()
	lexer := lexers.Get(language)
	if lexer == nil {
		return template.HTMLEscapeString(code)
	}
	tokens, err := chroma.Coalesce(lexer).Tokenise(nil, code)
	if err != nil {
		return template.HTMLEscapeString(code)
	}
	var b strings.Builder
	for t := tokens(); t != chroma.EOF; t = tokens() {
		text := template.HTMLEscapeString(t.Value)
		if class := classOf(t.Type); class != "" {
			text = `<span class="` + class + `">` + text + "</span>"
		}
		b.WriteString(text)
	}
	return b.String()
}

// classOf returns the short class of a token, as Pygments names it. Plain names,
// punctuation and blanks have none: they look like the text around them.
func classOf(t chroma.TokenType) string {
	if t == chroma.Name || t == chroma.Error || t.InCategory(chroma.Punctuation) || t.InCategory(chroma.Text) && t != chroma.TextSymbol {
		return ""
	}
	return chroma.StandardTypes[t]
}
