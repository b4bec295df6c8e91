package amd

import (
	"bytes"
	"regexp"

	"github.com/tdewolff/parse/v2/js"
)

// A block is a scope of let and const. A name may not be declared by them and
// in another way in one block.
type block struct {
	function bool
	lexical  []int32 // tokens of the names that let, const and catch declare
	others   []int32 // those of var, in this block or one inside of it, and parameters
}

func (g *grammar) open(function bool) { g.blocks = append(g.blocks, block{function: function}) }
func (g *grammar) close()             { g.blocks = g.blocks[:len(g.blocks)-1] }

// maxCompared is how many names are compared for each token of the file at the
// most, that no file takes more than its share of time.
const maxCompared = 16

// declare reads a name that is declared.
func (g *grammar) declare(kind js.TokenType) {
	if !g.isBinding(g.i) {
		g.unsure()
		return
	}
	last := len(g.blocks) - 1
	switch kind {
	case js.VarToken, js.FunctionToken:
		for b := last; b >= 0; b-- {
			g.collide(g.blocks[b].lexical)
			if g.lexical {
				g.blocks[b].others = append(g.blocks[b].others, g.i)
			}
			if g.blocks[b].function {
				break
			}
		}
	default:
		b := &g.blocks[last]
		g.collide(b.lexical)
		g.collide(b.others)
		b.lexical = append(b.lexical, g.i)
	}
	g.i++
}

func (g *grammar) collide(names []int32) {
	if g.compared += len(names) + 1; g.compared > maxCompared*len(g.tokens)+1000 {
		g.unsure()
		return
	}
	name := g.raw(g.i)
	for _, n := range names {
		if bytes.Equal(name, g.raw(n)) {
			g.unsure()
		}
	}
}

func (g *grammar) raw(i int32) []byte {
	if i < 0 || int(i) >= len(g.tokens) {
		return nil
	}
	return g.src[g.tokens[i].start:g.tokens[i].end]
}

// isASCII reports whether the name is plain: no escapes, and no letters that
// only a later edition of Unicode knows.
func (g *grammar) isASCII(i int32) bool {
	for _, c := range g.raw(i) {
		if c == '\\' || c >= 0x80 {
			return false
		}
	}
	return true
}

// isName reports whether the token can be a variable in either mode.
func (g *grammar) isName(kind js.TokenType) bool {
	switch kind {
	case js.IdentifierToken, js.AsToken, js.FromToken, js.GetToken, js.SetToken, js.OfToken, js.MetaToken, js.TargetToken:
		return true
	}
	return false
}

// isBinding reports whether the token can be declared and assigned to.
func (g *grammar) isBinding(i int32) bool {
	if !g.isName(g.kind(i)) || !g.isASCII(i) {
		return false
	}
	text := g.raw(i)
	return string(text) != "eval" && string(text) != "arguments"
}

// function reads one from its keyword; a declared one has a name.
func (g *grammar) function(declared bool) {
	g.i++
	if declared {
		g.declare(js.FunctionToken)
	} else if g.at() != js.OpenParenToken {
		if !g.isBinding(g.i) {
			g.unsure()
		}
		g.i++
	}
	g.functionRest()
}

// functionRest reads parameters and body, and returns how many parameters.
func (g *grammar) functionRest() int {
	g.want(js.OpenParenToken)
	g.open(true)
	n := g.parameters()
	g.body()
	g.close()
	return n
}

func (g *grammar) parameters() int {
	var names []int32
	for g.ok && !g.has(js.CloseParenToken) {
		if !g.isBinding(g.i) {
			g.unsure()
			break
		}
		g.collide(names)
		names = append(names, g.i)
		g.i++
		if g.at() != js.CloseParenToken {
			g.want(js.CommaToken)
		}
	}
	b := &g.blocks[len(g.blocks)-1]
	b.others = append(b.others, names...)
	return len(names)
}

func (g *grammar) body() {
	g.want(js.OpenBraceToken)
	outer, noIn := g.ctx, g.noIn
	g.ctx, g.noIn = jumps{function: true}, false
	g.list()
	g.ctx, g.noIn = outer, noIn
}

// isArrow reports whether an arrow function begins here.
func (g *grammar) isArrow() bool {
	if g.isName(g.at()) {
		return g.next() == js.ArrowToken && !g.tokens[g.i+1].newline
	}
	if g.at() != js.OpenParenToken {
		return false
	}
	close := g.tokens[g.i].match
	return close > 0 && g.kind(close+1) == js.ArrowToken && !g.tokens[close+1].newline
}

func (g *grammar) arrow() {
	g.open(true)
	if g.has(js.OpenParenToken) {
		g.parameters()
	} else {
		if !g.isBinding(g.i) {
			g.unsure()
		}
		b := &g.blocks[len(g.blocks)-1]
		b.others = append(b.others, g.i)
		g.i++
	}
	g.want(js.ArrowToken)
	if g.at() == js.OpenBraceToken {
		g.body()
	} else {
		g.assignment()
	}
	g.close()
}

// checkString wants no escapes but the simple ones, and \x and \u in full.
func (g *grammar) checkString(i int32) {
	text := g.raw(i)
	if g.kind(i) == js.StringToken && bytes.ContainsAny(text, "\r\n") {
		g.unsure()
	}
	for at := 1; ; at += 2 {
		n := bytes.IndexByte(text[min(at, len(text)):], '\\')
		if n < 0 || at+n+1 >= len(text) {
			return
		}
		at += n
		rest := text[at+2:]
		switch c := text[at+1]; {
		case c == 'x' && isHex(rest, 2), c == 'u' && isHex(rest, 4):
		case c == 'x', c == 'u', c >= '1' && c <= '9', c == '0' && len(rest) > 0 && rest[0] >= '0' && rest[0] <= '9':
			g.unsure()
			return
		}
	}
}

func isHex(text []byte, n int) bool {
	if len(text) < n {
		return false
	}
	for _, c := range text[:n] {
		if !(c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F') {
			return false
		}
	}
	return true
}

var plainNumber = regexp.MustCompile(`^(0[xX][0-9a-fA-F]+|((0|[1-9][0-9]*)(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?)$`)

// checkNumber wants a decimal or hexadecimal number that nothing touches.
func (g *grammar) checkNumber(i int32) {
	if text := g.raw(i); !isDigits(text) && !plainNumber.Match(text) {
		g.unsure()
	}
	next := i + 1
	if int(next) < len(g.tokens) && g.tokens[next].start == g.tokens[i].end && (js.IsIdentifierName(g.kind(next)) || js.IsNumeric(g.kind(next))) {
		g.unsure()
	}
}

// isDigits knows the numbers that most are, at no cost.
func isDigits(text []byte) bool {
	for _, c := range text {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(text) == 1 || text[0] != '0'
}
