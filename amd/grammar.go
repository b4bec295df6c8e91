package amd

import "github.com/tdewolff/parse/v2/js"

// isPlain reports whether the tokens are a program that every browser parses,
// in a plain subset of the language: ECMAScript 5, and of later editions let and
// const with plain names, arrow functions, shorthand, spread and templates. The
// answer no means "ask a parser". It is there because asking takes ten times as
// long, and most modules are as plain as that.
//
// Strict rules hold throughout, because they are the narrower ones.
func (x *lexed) isPlain() bool {
	g := &grammar{lexed: x, ok: true}
	g.open(true)
	for g.ok && g.at() != js.ErrorToken {
		g.statement(true)
	}
	return g.ok
}

// A grammar reads tokens by recursive descent. When it meets what it does not
// know, ok becomes false, and nothing it says afterwards counts.
type grammar struct {
	*lexed
	i      int32 // the next token
	ok     bool
	noIn   bool // "in" ends the expression: the head of a for statement
	ctx    jumps
	blocks []block

	compared int // names, so far
}

// jumps is what statements may jump out of.
type jumps struct{ function, loop, inSwitch bool }

func (g *grammar) at() js.TokenType   { return g.kind(g.i) }
func (g *grammar) next() js.TokenType { return g.kind(g.i + 1) }
func (g *grammar) unsure()            { g.ok = false }

func (g *grammar) has(kind js.TokenType) bool {
	if g.at() != kind {
		return false
	}
	g.i++
	return true
}

func (g *grammar) want(kind js.TokenType) {
	if !g.has(kind) {
		g.unsure()
	}
}

// end reads the end of a statement, which may be inserted automatically.
func (g *grammar) end() {
	if g.has(js.SemicolonToken) || g.at() == js.CloseBraceToken || g.at() == js.ErrorToken || g.newline() {
		return
	}
	g.unsure()
}

func (g *grammar) newline() bool { return int(g.i) < len(g.tokens) && g.tokens[g.i].newline }

// list reads statements up to the closing brace.
func (g *grammar) list() {
	for g.ok && g.at() != js.CloseBraceToken {
		g.statement(true)
	}
	g.want(js.CloseBraceToken)
}

func (g *grammar) block() {
	g.want(js.OpenBraceToken)
	g.open(false)
	g.list()
	g.close()
}

// statement reads one; declares is false where only a statement may stand, as
// behind if.
func (g *grammar) statement(declares bool) {
	if !g.ok {
		return
	}
	switch kind := g.at(); kind {
	case js.ErrorToken:
		g.unsure()
	case js.OpenBraceToken:
		g.block()
	case js.SemicolonToken:
		g.i++
	case js.VarToken:
		g.declarations()
		g.end()
	case js.ConstToken, js.LetToken:
		if !declares {
			g.unsure()
		}
		g.declarations()
		g.end()
	case js.FunctionToken:
		if !declares || !g.blocks[len(g.blocks)-1].function {
			g.unsure() // a block's own functions mean what the mode says
		}
		g.function(true)
	case js.IfToken:
		g.ifStatement()
	case js.ForToken, js.WhileToken, js.DoToken:
		g.loop(kind)
	case js.ReturnToken, js.ThrowToken, js.BreakToken, js.ContinueToken:
		g.jump(kind)
	case js.SwitchToken:
		g.switchStatement()
	case js.TryToken:
		g.tryStatement()
	case js.DebuggerToken:
		g.i++
		g.end()
	default:
		g.expressionStatement()
	}
}

func (g *grammar) expressionStatement() {
	if g.isName(g.at()) && g.next() == js.ColonToken || g.at() == js.OpenBraceToken {
		g.unsure()
	}
	g.expression()
	g.end()
}

func (g *grammar) ifStatement() {
	for g.ok { // else if, which may go on for long
		g.i++
		g.condition()
		g.statement(false)
		if !g.has(js.ElseToken) {
			return
		}
		if g.at() != js.IfToken {
			g.statement(false)
			return
		}
	}
}

func (g *grammar) condition() {
	g.want(js.OpenParenToken)
	g.expression()
	g.want(js.CloseParenToken)
}

func (g *grammar) loop(kind js.TokenType) {
	g.i++
	g.open(false)
	switch kind {
	case js.WhileToken:
		g.condition()
	case js.ForToken:
		g.forHead()
	}
	outer := g.ctx
	g.ctx.loop = true
	g.statement(false)
	g.ctx = outer
	g.close()
	if kind == js.DoToken {
		g.want(js.WhileToken)
		g.condition()
		g.end()
	}
}

func (g *grammar) forHead() {
	g.want(js.OpenParenToken)
	g.noIn = true
	target := false
	switch g.at() {
	case js.SemicolonToken:
	case js.VarToken, js.ConstToken, js.LetToken:
		target = g.declarations()
	default:
		if target = g.isForTarget(); target {
			g.target()
		} else {
			g.expression()
		}
	}
	g.noIn = false
	switch {
	case target && g.has(js.InToken):
		g.expression()
	case target && g.has(js.OfToken):
		g.assignment()
	default:
		g.want(js.SemicolonToken)
		if g.at() != js.SemicolonToken {
			g.expression()
		}
		g.want(js.SemicolonToken)
		if g.at() != js.CloseParenToken {
			g.expression()
		}
	}
	g.want(js.CloseParenToken)
}

// isForTarget reports whether a name or a.b stands before "in" or "of". It looks
// no further: reading twice at every depth would take for ever.
func (g *grammar) isForTarget() bool {
	i := g.i
	if !g.isBinding(i) {
		return false
	}
	for i++; g.kind(i) == js.DotToken; i += 2 {
	}
	return g.kind(i) == js.InToken || g.kind(i) == js.OfToken
}

// declarations reads var, let or const and what it declares. It reports whether
// that is what a for statement can give its values to.
func (g *grammar) declarations() bool {
	kind := g.at()
	g.i++
	single, plain := true, true
	for {
		g.declare(kind)
		if g.has(js.EqToken) {
			g.assignment()
			plain = false
		} else if kind == js.ConstToken && !(g.noIn && (g.at() == js.InToken || g.at() == js.OfToken)) {
			g.unsure()
		}
		if !g.ok || !g.has(js.CommaToken) {
			return single && plain
		}
		single = false
	}
}

func (g *grammar) jump(kind js.TokenType) {
	g.i++
	ends := g.at() == js.SemicolonToken || g.at() == js.CloseBraceToken || g.at() == js.ErrorToken || g.newline()
	switch kind {
	case js.ReturnToken:
		if !g.ctx.function {
			g.unsure()
		}
		if !ends {
			g.expression()
		}
	case js.ThrowToken:
		if ends {
			g.unsure()
		}
		g.expression()
	default:
		if !ends || !g.ctx.loop && (kind == js.ContinueToken || !g.ctx.inSwitch) {
			g.unsure()
		}
	}
	g.end()
}

func (g *grammar) switchStatement() {
	g.i++
	g.condition()
	g.want(js.OpenBraceToken)
	g.open(false)
	outer := g.ctx
	g.ctx.inSwitch = true
	defaults := 0
	for g.ok && g.at() != js.CloseBraceToken {
		switch g.at() {
		case js.CaseToken:
			g.i++
			g.expression()
			g.want(js.ColonToken)
		case js.DefaultToken:
			g.i++
			g.want(js.ColonToken)
			if defaults++; defaults > 1 {
				g.unsure()
			}
		default:
			if g.kind(g.i-1) == js.OpenBraceToken {
				g.unsure()
			}
			g.statement(true)
		}
	}
	g.want(js.CloseBraceToken)
	g.ctx = outer
	g.close()
}

func (g *grammar) tryStatement() {
	g.i++
	g.block()
	handled := false
	if g.has(js.CatchToken) {
		handled = true
		g.open(false)
		if g.has(js.OpenParenToken) {
			g.declare(js.CatchToken)
			g.want(js.CloseParenToken)
		}
		g.want(js.OpenBraceToken)
		g.list()
		g.close()
	}
	if g.has(js.FinallyToken) {
		handled = true
		g.block()
	}
	if !handled {
		g.unsure()
	}
}
