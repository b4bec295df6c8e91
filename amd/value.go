package amd

import (
	"strings"

	"github.com/tdewolff/parse/v2/js"
)

// A valueKind is what a value of a source is, as far as it can be told without
// running it.
type valueKind int

const (
	unknownValue valueKind = iota // whatever has to be run
	stringValue
	numberValue
	boolValue
	nullValue
	arrayValue
	objectValue
	functionValue // only its text is known
)

// A value is an expression of a source: a literal, or what stands in its place.
type value struct {
	kind       valueKind
	text       string // of a string, what it says; of a number, a truth value and a function, as it is written
	list       []value
	props      []property
	start, end int    // byte offsets
	why        string // what it is instead of a literal
}

// A property is one entry of an object literal, in the order of the source.
type property struct {
	key   string
	at    int // byte offset of the key
	value value
}

// get returns the value of a key; of several, the last.
func (v value) get(key string) (value, bool) {
	for i := len(v.props) - 1; i >= 0; i-- {
		if v.props[i].key == key {
			return v.props[i].value, true
		}
	}
	return value{}, false
}

// read returns the value of the tokens [from, to). Brackets nest no deeper than
// the lexer lets them, so that recursion ends.
func (x *lexed) read(from, to int32) value {
	if from >= to {
		return value{why: "nothing", start: x.startOf(from), end: x.startOf(from)}
	}
	v := value{start: x.startOf(from), end: int(x.tokens[to-1].end)}
	for x.kind(from) == js.OpenParenToken && x.tokens[from].match == to-1 && to-from > 2 {
		from, to = from+1, to-1
	}
	switch last := to - 1; {
	case x.kind(from) == js.OpenBraceToken && x.tokens[from].match == last:
		v.start, v.end = x.startOf(from), int(x.tokens[last].end)
		return x.object(v, from)
	case x.kind(from) == js.OpenBracketToken && x.tokens[from].match == last:
		v.kind = arrayValue
		for _, e := range x.split(from+1, last, js.CommaToken) {
			v.list = append(v.list, x.read(e[0], e[1]))
		}
		return v
	case from == last:
		return x.single(v, from)
	case x.kind(from) == js.NotToken && from+1 == last && js.IsNumeric(x.kind(last)): // !0, as minifiers write true
		v.kind, v.text = boolValue, map[bool]string{true: "true", false: "false"}[x.text(last) == "0"]
		return v
	case (x.kind(from) == js.SubToken || x.kind(from) == js.AddToken) && from+1 == last && js.IsNumeric(x.kind(last)):
		v.kind, v.text = numberValue, strings.TrimPrefix(x.text(from), "+")+x.text(last)
		return v
	case x.kind(from) == js.FunctionToken && x.kind(last) == js.CloseBraceToken && x.tokens[last].match > from:
		v.kind, v.text, v.why = functionValue, string(x.src[v.start:v.end]), "a function"
		return v
	}
	return x.sum(v, from, to)
}

func (x *lexed) startOf(i int32) int {
	if int(i) >= len(x.tokens) {
		return len(x.src)
	}
	return int(x.tokens[i].start)
}

// single reads a value of one token.
func (x *lexed) single(v value, i int32) value {
	switch k := x.kind(i); {
	case k == js.StringToken:
		v.kind, v.text = stringValue, unquote(x.text(i))
	case k == js.TemplateToken && !strings.Contains(x.text(i), `\`):
		v.kind, v.text = stringValue, strings.Trim(x.text(i), "`")
	case js.IsNumeric(k):
		v.kind, v.text = numberValue, x.text(i)
	case k == js.TrueToken || k == js.FalseToken:
		v.kind, v.text = boolValue, x.text(i)
	case k == js.NullToken:
		v.kind = nullValue
	case k == js.RegExpToken:
		v.why = "a regular expression"
	case js.IsIdentifier(k):
		v.why = "a variable"
	default:
		v.why = "an expression"
	}
	return v
}

// sum reads texts with "+" between them, which people write across lines.
func (x *lexed) sum(v value, from, to int32) value {
	terms := x.split(from, to, js.AddToken)
	if len(terms) < 2 {
		v.why = "an expression"
		if x.kind(to-1) == js.CloseParenToken {
			v.why = "a call"
		}
		return v
	}
	for _, t := range terms {
		if t[1] != t[0]+1 || x.kind(t[0]) != js.StringToken {
			return value{why: "an expression", start: v.start, end: v.end}
		}
		v.text += unquote(x.text(t[0]))
	}
	v.kind = stringValue
	return v
}

func (x *lexed) object(v value, open int32) value {
	v.kind = objectValue
	for _, p := range x.split(open+1, x.tokens[open].match, js.CommaToken) {
		name := property{key: unquote(x.text(p[0])), at: x.startOf(p[0])}
		if x.kind(p[0]+1) == js.ColonToken && p[0]+1 < p[1] {
			name.value = x.read(p[0]+2, p[1])
		} else {
			name.value = value{why: "no plain property", start: name.at, end: int(x.tokens[p[1]-1].end)}
		}
		v.props = append(v.props, name)
	}
	return v
}

// split cuts the tokens [from, to) at those of a kind that stand in no bracket
// of their own. Nothing between two of them is left out.
func (x *lexed) split(from, to int32, at js.TokenType) [][2]int32 {
	var out [][2]int32
	start := from
	for i := from; i < to; i++ {
		if x.tokens[i].match > i {
			i = x.tokens[i].match
		} else if x.kind(i) == at {
			if start < i {
				out = append(out, [2]int32{start, i})
			}
			start = i + 1
		}
	}
	if start < to {
		out = append(out, [2]int32{start, to})
	}
	return out
}

// appendTo writes a literal in the form of JSON, numbers as they were written;
// ok is false when part of it is none.
func (v value) appendTo(b []byte) (out []byte, ok bool) {
	switch v.kind {
	case stringValue:
		return appendJSON(b, v.text), true
	case numberValue, boolValue:
		return append(b, v.text...), true
	case nullValue:
		return append(b, "null"...), true
	case arrayValue:
		b = append(b, '[')
		for i, e := range v.list {
			if b, ok = e.appendTo(comma(b, i)); !ok {
				return b, false
			}
		}
		return append(b, ']'), true
	case objectValue:
		b = append(b, '{')
		for i, p := range v.props {
			b = append(appendJSON(comma(b, i), p.key), ':')
			if b, ok = p.value.appendTo(b); !ok {
				return b, false
			}
		}
		return append(b, '}'), true
	}
	return b, false
}

func comma(b []byte, i int) []byte {
	if i > 0 {
		b = append(b, ',')
	}
	return b
}
