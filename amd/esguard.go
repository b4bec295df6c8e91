package amd

import (
	"bytes"
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
	open         []byte // brackets outside of strings
	elements     int    // of JSX
	terms        int    // of "a, b, c", where no array is
	heads        int    // words since the last end of a statement ...
	headNest     int    // ... and the brackets around the last of them
	quote        byte   // of the string that is open
	comment      byte   // '/' or '*' while a comment is open
}

// nestsTooDeep reports where a file nests deeper than a parser may follow, or is
// more than it may hold, and what does. Scripts are read exactly, as far as they
// can be; most of TypeScript can.
func nestsTooDeep(file string, text []byte) (at int, what string) {
	switch path.Ext(file) {
	case ".css":
		return tooDeep(text)
	case ".json":
		return tooMuchData(text)
	}
	x, err := lex(text)
	if serr, ok := errors.AsType[*syntaxError](err); ok && serr.guard && serr.Text != manyElements {
		return serr.Offset, serr.Text
	}
	if err == nil {
		if at, what := x.tooWide(); what != "" {
			return at, what
		}
	}
	switch path.Ext(file) {
	case ".js", ".mjs", ".cjs":
		if err == nil {
			return 0, ""
		}
	}
	return tooDeep(text)
}

// Limits of what esbuild makes of an ES module and of data: a kilobyte of each
// statement and key, a hundred bytes of each value, and a comparison of all
// places that declare a variable with each other.
const (
	maxParts      = 250_000
	maxRedeclared = 5_000
	maxKeys       = 300_000
	maxValues     = 1_500_000
)

// tooWide returns where an ES module has too many statements, or declares a
// variable too often.
func (x *lexed) tooWide() (at int, what string) {
	if x.longest > maxParts {
		return 0, fmt.Sprintf("the file has more than %d statements in a row", maxParts)
	}
	times := map[string]int{}
	for _, b := range x.bindings {
		if b.scope != 0 {
			continue
		}
		name := x.text(b.token)
		if times[name]++; times[name] > maxRedeclared {
			return int(x.tokens[b.token].start), fmt.Sprintf("%s is declared more than %d times", name, maxRedeclared)
		}
	}
	return 0, ""
}

// tooMuchData is nestsTooDeep for JSON.
func tooMuchData(text []byte) (at int, what string) {
	depth, values, keys, inString := 0, 0, 0, false
	for i := 0; i < len(text); i++ {
		switch b := text[i]; {
		case b == '\\' && inString:
			i++
		case b == '"':
			inString = !inString
		case inString:
		case b == '[' || b == '{':
			depth++
		case b == ']' || b == '}':
			depth--
		case b == ',':
			values++
		case b == ':':
			keys++
		}
		switch {
		case depth > maxBrackets:
			return i, fmt.Sprintf("brackets nest deeper than %d", maxBrackets)
		case values > maxValues || keys > maxKeys:
			return i, fmt.Sprintf("the data has more than %d values or %d keys", maxValues, maxKeys)
		}
	}
	return 0, ""
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
		if c.quote == 0 && c.comment == 0 {
			c.nests(before, text[i:])
		}
		switch {
		case c.depth > maxLooseDepth || c.elements > maxLooseDepth:
			return i, fmt.Sprintf("brackets or elements may nest deeper than %d", maxLooseDepth)
		case len(c.open) > maxBrackets:
			return i, fmt.Sprintf("brackets may nest deeper than %d", maxBrackets)
		case c.heads > maxChain:
			return i, fmt.Sprintf("statements may nest deeper than %d", maxChain)
		case c.terms > maxTerms:
			return i, fmt.Sprintf("an expression may have more than %d terms", maxTerms)
		}
		if c.chain > maxLooseChain {
			return i, fmt.Sprintf("an expression may nest deeper than %d", maxLooseChain)
		}
	}
	return 0, ""
}

// nests follows brackets, elements, words and terms outside of strings and
// comments. A statement ends with ";" or "}" that is in no bracket opened since
// the last of the words, unless "else" goes on.
func (c *looseCount) nests(before byte, rest []byte) {
	switch b := rest[0]; {
	case b == '(' || b == '[' || b == '{':
		c.open = append(c.open, b)
		if before == ')' || before == ']' {
			c.chain++
		}
	case b == ')' || b == ']':
		c.open = c.open[:max(0, len(c.open)-1)]
	case b == ';' || b == '}':
		c.terms = 0
		if b == '}' {
			c.open = c.open[:max(0, len(c.open)-1)]
		}
		if len(c.open) <= c.headNest && wordAt(bytes.TrimLeft(rest[1:min(len(rest), 40)], " \t\r\n")) != "else" {
			c.heads = 0
		}
	case b == ',':
		if len(c.open) == 0 || c.open[len(c.open)-1] != '[' {
			c.terms++
		}
	case b == ':':
		c.terms = 0 // of an object
	case b == '*' && before == '*' || b == '`' && before == '`':
		c.chain++
	case b == '<' && len(rest) > 1:
		c.element(before, rest[1])
	case b == '>' && before == '/':
		c.elements = max(0, c.elements-1)
	case b >= 'a' && b <= 'z' && !isNamePart(before) && before != '.' && nestsWhatFollows(wordAt(rest)):
		c.heads, c.headNest = c.heads+1, len(c.open)
	}
}

// element follows elements of JSX. What looks like one and is a type is counted
// too, and never closed.
func (c *looseCount) element(before, next byte) {
	switch {
	case next == '/':
		c.elements = max(0, c.elements-1)
	case !isNamePart(before) && (next == '>' || isNamePart(next)):
		c.elements++
	}
}

// nestsWhatFollows reports whether a parser goes deeper at the word.
func nestsWhatFollows(word string) bool {
	switch word {
	case "if", "for", "while", "do", "else", "with", "class", "new", "typeof", "void", "delete", "await", "yield", "keyof", "readonly", "in":
		return true
	}
	return false
}

// wordAt returns the word that the text begins with, as far as it is a short one.
func wordAt(text []byte) string {
	end := 0
	for end < min(len(text), 10) && isNamePart(text[end]) {
		end++
	}
	return string(text[:end])
}

func isNamePart(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '_' || b == '$' || b >= 0x80
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
