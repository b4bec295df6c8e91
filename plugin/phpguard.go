package plugin

import (
	"bytes"
	"slices"
)

// maxPHPNesting is how deep brackets may stand in brackets.
const maxPHPNesting = 64

// A phpMistake is what keeps a source from the parser.
type phpMistake struct {
	at   int
	text string // "" when brackets nest too deeply
}

// guardPHP returns a copy of src, of the same length, that the parser can be
// trusted with: its lexer never returns from a heredoc with "$$a" in it, nor from
// text outside <?php ?> that ends with "<". So whatever is not code, and every
// string that holds variables, is blank in the copy. No such string is constant,
// and where copy and source differ tells the evaluator so.
func guardPHP(src []byte) ([]byte, *phpMistake) {
	out := slices.Clone(src)
	depth := 0
	for t := range scanPHP(src) {
		end := t.at + len(t.text)
		switch t.kind {
		case gap:
			blankGap(out[t.at:end], t)
		case quoted:
			if !isClosed(t.text) {
				return nil, &phpMistake{t.at, "this string has no end"}
			}
			if interpolates(t.text) {
				blank(interior(out[t.at:end]))
			}
		case mark:
			if depth += nesting(t.text[0]); depth > maxPHPNesting {
				return nil, &phpMistake{at: t.at}
			}
		case word:
			if t.is("__halt_compiler") {
				blank(out[t.at:])
				return out, nil
			}
		}
	}
	return out, nil
}

func nesting(c byte) int {
	switch c {
	case '(', '[', '{':
		return 1
	case ')', ']', '}':
		return -1
	}
	return 0
}

// blank overwrites everything but line ends.
func blank(s []byte) {
	for i, c := range s {
		if c != '\n' && c != '\r' {
			s[i] = ' '
		}
	}
}

// blankGap keeps the first opening tag, and ends a statement where PHP ends.
func blankGap(s []byte, t phpToken) {
	blank(s)
	if bytes.HasPrefix(t.text, []byte("?>")) && t.at > 0 {
		s[0] = ';'
	}
	if tag := bytes.LastIndex(t.text, []byte("<?")); t.at == 0 && tag >= 0 {
		copy(s[tag:], t.text[tag:])
	}
}

// isClosed reports whether a string or heredoc ends because of what it holds, and
// not because the source ends.
func isClosed(s []byte) bool {
	longer := append(slices.Clip(s), '\n')
	if s[0] == '<' {
		return heredoc(longer, 0) == len(s)
	}
	return closingQuote(longer, 0, 0) == len(s)
}

// interior returns what stands between the quotes, or the lines of a heredoc.
func interior(s []byte) []byte {
	if s[0] != '<' {
		return s[1 : len(s)-1]
	}
	from := bytes.IndexAny(s, "\r\n")
	return s[from : len(s)-len(heredocLabel(s))]
}

// interpolates reports whether a string or heredoc holds variables.
func interpolates(s []byte) bool {
	if s[0] == '\'' || s[0] == '<' && bytes.ContainsRune(s[:bytes.IndexAny(s, "\r\n")], '\'') {
		return false
	}
	s = interior(s)
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\':
			i++
		case opensExpression(s[i:]), s[i] == '$' && i+1 < len(s) && startsName(s[i+1]):
			return true
		}
	}
	return false
}
