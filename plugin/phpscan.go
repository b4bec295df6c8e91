package plugin

import (
	"bytes"
	"iter"
)

// A phpToken is a piece of PHP source, as far as its shape matters.
type phpToken struct {
	kind tokenKind
	text []byte
	at   int
}

type tokenKind int

const (
	gap      tokenKind = iota // white space, a comment, or what is outside <?php ?>
	word                      // names, keywords, numbers
	variable                  // $name
	quoted                    // a string with its quotes, or a heredoc
	mark                      // one character of anything else
)

// is reports whether the token is this word, in any case, or this mark.
func (t phpToken) is(s string) bool {
	return t.kind != quoted && bytes.EqualFold(t.text, []byte(s))
}

// scanPHP yields the tokens of a source in any ASCII-compatible encoding, gaps
// included. It never fails: what is broken ends where the file does.
func scanPHP(src []byte) iter.Seq[phpToken] {
	return func(yield func(phpToken) bool) {
		at := phpOpen(src, 0)
		if at > 0 && !yield(phpToken{gap, src[:at], 0}) {
			return
		}
		for at < len(src) {
			end, kind := nextPHP(src, at, 0)
			if !yield(phpToken{kind, src[at:end], at}) {
				return
			}
			at = end
		}
	}
}

// nextPHP returns where the token at the given place ends. Depth counts strings
// that stand in expressions in strings.
func nextPHP(src []byte, at, depth int) (end int, kind tokenKind) {
	rest := src[at:]
	switch c := src[at]; {
	case bytes.HasPrefix(rest, []byte("?>")):
		return phpOpen(src, at+2), gap
	case bytes.HasPrefix(rest, []byte("/*")):
		return after(src, at+2, "*/"), gap
	case bytes.HasPrefix(rest, []byte("//")), c == '#' && !bytes.HasPrefix(rest, []byte("#[")):
		return lineComment(src, at), gap
	case bytes.HasPrefix(rest, []byte("<<<")):
		if end := heredoc(src, at); end > 0 {
			return end, quoted
		}
	case c == '\'' || c == '"' || c == '`':
		return closingQuote(src, at, depth), quoted
	case c == '$' && len(rest) > 1 && startsName(rest[1]):
		return wordEnd(src, at+1), variable
	case isWordByte(c):
		return wordEnd(src, at), word
	case c <= ' ':
		return at + 1, gap
	}
	return at + 1, mark
}

func isWordByte(c byte) bool {
	return c == '_' || c == '\\' || c >= 0x80 || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
}

func startsName(c byte) bool { return isWordByte(c) && c != '\\' && (c < '0' || c > '9') }

func wordEnd(src []byte, at int) int {
	for at < len(src) && isWordByte(src[at]) {
		at++
	}
	return at
}

// after returns the place behind the next occurrence of s, or the end.
func after(src []byte, at int, s string) int {
	if i := bytes.Index(src[at:], []byte(s)); i >= 0 {
		return at + i + len(s)
	}
	return len(src)
}

// phpOpen returns the place behind the next opening tag, or the end.
func phpOpen(src []byte, at int) int {
	at = after(src, at, "<?")
	if len(src)-at >= 3 && bytes.EqualFold(src[at:at+3], []byte("php")) {
		return at + 3
	}
	return at
}

// lineComment ends a comment before its line end or before "?>".
func lineComment(src []byte, at int) int {
	for ; at < len(src) && src[at] != '\n' && src[at] != '\r'; at++ {
		if bytes.HasPrefix(src[at:], []byte("?>")) {
			return at
		}
	}
	return at
}

// closingQuote returns the place behind a string's closing quote, or the end.
// Quotes in an expression in a string do not close it.
func closingQuote(src []byte, at, depth int) int {
	quote := src[at]
	for at++; at < len(src); {
		switch c := src[at]; {
		case c == quote:
			return at + 1
		case c == '\\':
			at += 2
		case quote != '\'' && opensExpression(src[at:]):
			at = closingBrace(src, at, depth+1)
		default:
			at++
		}
	}
	return len(src)
}

// opensExpression reports whether "{$" or "${" comes next.
func opensExpression(s []byte) bool {
	return len(s) > 1 && (s[0] == '{' && s[1] == '$' || s[0] == '$' && s[1] == '{')
}

// closingBrace returns the place behind an expression in a string, or the end.
func closingBrace(src []byte, at, depth int) int {
	for open := 0; at < len(src) && depth <= maxPHPNesting; {
		end, kind := nextPHP(src, at, depth)
		if kind == mark && src[at] == '{' {
			open++
		} else if kind == mark && src[at] == '}' {
			open--
		}
		if at = end; open == 0 && kind == mark && src[at-1] == '}' {
			return at
		}
	}
	return len(src)
}

// heredoc returns where the heredoc or nowdoc at the given place ends, or 0 when
// there is none.
func heredoc(src []byte, at int) int {
	label := heredocLabel(src[at:])
	lineEnd := bytes.IndexAny(src[at:], "\r\n")
	if len(label) == 0 || lineEnd < 0 {
		return 0
	}
	for at += lineEnd; at < len(src); {
		at++
		line := src[at:]
		text := bytes.TrimLeft(line, " \t")
		if bytes.HasPrefix(text, label) && (len(text) == len(label) || !isWordByte(text[len(label)])) {
			return at + len(line) - len(text) + len(label)
		}
		next := bytes.IndexAny(line, "\r\n")
		if next < 0 {
			break
		}
		at += next
	}
	return len(src)
}

// heredocLabel returns the label of the heredoc that s begins with.
func heredocLabel(s []byte) []byte {
	label := bytes.TrimLeft(bytes.TrimLeft(s[len("<<<"):], " \t"), `'"`)
	return label[:wordEnd(label, 0)]
}
