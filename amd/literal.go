package amd

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// A literal is a string literal of the source.
type literal struct {
	Value      string // unescaped
	Start, End int    // byte offsets, quotes included
}

// unquote returns the value of a string literal, or a plain name as it is.
// Escapes follow ECMAScript; one that is malformed stands for itself.
func unquote(raw string) string {
	if len(raw) < 2 || raw[0] != '"' && raw[0] != '\'' {
		return raw
	}
	raw = raw[1 : len(raw)-1]
	if !strings.Contains(raw, `\`) {
		return raw
	}
	var b strings.Builder
	for len(raw) > 0 {
		if raw[0] != '\\' || len(raw) == 1 {
			_, n := utf8.DecodeRuneInString(raw)
			b.WriteString(raw[:n])
			raw = raw[n:]
			continue
		}
		text, n := unescape(raw)
		b.WriteString(text)
		raw = raw[n:]
	}
	return b.String()
}

var simpleEscapes = map[byte]string{'n': "\n", 't': "\t", 'r': "\r", 'b': "\b", 'f': "\f", 'v': "\v", '0': "\x00", '\n': ""}

// unescape decodes the escape sequence at the start of raw, and returns its
// value and length.
func unescape(raw string) (string, int) {
	if strings.HasPrefix(raw, "\\\r\n") {
		return "", 3
	}
	digits, rest := 0, raw[2:]
	skip := 2
	switch raw[1] {
	case 'x':
		digits = 2
	case 'u':
		digits = 4
		if end := strings.IndexByte(rest, '}'); strings.HasPrefix(rest, "{") && end > 0 {
			rest, digits, skip = rest[1:], end-1, 4
		}
	}
	if digits > 0 && len(rest) >= digits {
		if n, err := strconv.ParseUint(rest[:digits], 16, 32); err == nil {
			return string(rune(n)), skip + digits
		}
	}
	if text, ok := simpleEscapes[raw[1]]; ok {
		return text, 2
	}
	_, n := utf8.DecodeRuneInString(raw[1:])
	return raw[1 : 1+n], 1 + n
}
