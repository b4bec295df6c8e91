package amd

import (
	"errors"
	"fmt"
	"path"
)

// Limits of a text that only esbuild can read. The counts are coarse and rather
// too high than too low, so they are higher than those of scripts, and a fifth
// of what exhausts the stack.
const (
	maxLooseDepth = 20000
	maxLooseChain = 20000
)

// A looseCount follows a text in TypeScript, JSX or CSS as far as strings and
// comments can be told without reading the language.
type looseCount struct {
	depth, chain int
	quote        byte // of the string that is open
	comment      byte // '/' or '*' while a comment is open
}

// nestsTooDeep reports where a file nests deeper than a parser may follow, and what
// does. Scripts are read exactly, as far as they can be.
func nestsTooDeep(file string, text []byte) (at int, what string) {
	switch path.Ext(file) {
	case ".js", ".mjs", ".cjs":
		_, err := lex(text)
		serr, ok := errors.AsType[*syntaxError](err)
		if err == nil {
			return 0, ""
		}
		if ok && serr.guard {
			return serr.Offset, serr.Text
		}
	}
	return tooDeep(text)
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
		if c.depth > maxLooseDepth {
			return i, fmt.Sprintf("brackets or elements may nest deeper than %d", maxLooseDepth)
		}
		if c.chain > maxLooseChain {
			return i, fmt.Sprintf("an expression may nest deeper than %d", maxLooseChain)
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
