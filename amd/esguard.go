package amd

// maxLoose is how deep a text may nest that only esbuild can read. The count is
// coarse and rather too high than too low, so the limit is higher than those of
// scripts that are read exactly, and far below what would exhaust a stack.
const maxLoose = 50000

// A looseCount follows a text in TypeScript, JSX or CSS as far as strings and
// comments can be told without reading the language.
type looseCount struct {
	depth, chain int
	quote        byte // of the string that is open
	comment      byte // '/' or '*' while a comment is open
}

// tooDeep returns where a text nests deeper than a parser may follow, and what
// does; "" when nothing does. Whatever opens counts everywhere; what closes or
// ends a run counts only where it cannot be part of a string or a comment.
func tooDeep(text []byte) (at int, what string) {
	var c looseCount
	for i, b := range text {
		next := byte(0)
		if i+1 < len(text) {
			next = text[i+1]
		}
		before := byte(0)
		if i > 0 {
			before = text[i-1]
		}
		c.take(before, b, next)
		if c.depth > maxLoose {
			return i, "brackets or elements"
		}
		if c.chain > maxLoose {
			return i, "an expression"
		}
	}
	return 0, ""
}

func (c *looseCount) take(before, b, next byte) {
	switch b {
	case '(', '[', '{':
		c.depth++
	case '<':
		if next != '/' && next != '=' && next != ' ' {
			c.depth++
		}
	case '!', '~', '+', '-', '.', '?', '=', ':':
		c.chain++
	}
	if c.quoted(before, b, next) {
		return
	}
	switch b {
	case ')', ']', '}', '>':
		c.depth = max(0, c.depth-1)
	case ',', ';':
		c.chain = 0
	}
}

// quoted follows strings and comments, and reports whether b is part of one.
func (c *looseCount) quoted(before, b, next byte) bool {
	switch {
	case c.comment == '/':
		if b == '\n' || b == '\r' {
			c.comment = 0
		}
	case c.comment == '*':
		if before == '*' && b == '/' {
			c.comment = 0
		}
		return true
	case c.quote != 0:
		if b == c.quote && before != '\\' || (b == '\n' || b == '\r') && c.quote != '`' {
			c.quote = 0
		}
	case b == '"' || b == '\'' || b == '`':
		c.quote = b
	case b == '/' && (next == '/' || next == '*'):
		c.comment = next
	default:
		return false
	}
	return true
}
