package amd

import "github.com/tdewolff/parse/v2/js"

func (g *grammar) expression() {
	g.assignment()
	for g.ok && g.has(js.CommaToken) {
		g.assignment()
	}
}

// inner reads an expression in brackets, where "in" is an operator again.
func (g *grammar) inner(read func()) {
	outer := g.noIn
	g.noIn = false
	read()
	g.noIn = outer
}

var assigns = map[js.TokenType]bool{
	js.EqToken: true, js.MulEqToken: true, js.DivEqToken: true, js.ModEqToken: true, js.AddEqToken: true, js.SubEqToken: true,
	js.LtLtEqToken: true, js.GtGtEqToken: true, js.GtGtGtEqToken: true, js.BitAndEqToken: true, js.BitOrEqToken: true, js.BitXorEqToken: true,
}

// assignment reads an expression without commas.
func (g *grammar) assignment() {
	for g.ok {
		if g.isArrow() {
			g.arrow()
			return
		}
		target := g.binary()
		if g.has(js.QuestionToken) {
			g.inner(g.assignment)
			g.want(js.ColonToken)
			continue
		}
		if k := g.at(); !js.IsOperator(k) || !assigns[k] {
			return
		}
		if !target {
			g.unsure()
		}
		g.i++
	}
}

// binary reads operands with operators between them, whose order does not
// matter here. It reports whether it is a single one that can be assigned to.
func (g *grammar) binary() bool {
	target := g.unary()
	for g.ok && g.isBinary() {
		g.i++
		g.unary()
		target = false
	}
	return target
}

func (g *grammar) isBinary() bool {
	switch g.at() {
	case js.InToken:
		return !g.noIn
	case js.InstanceofToken, js.EqEqToken, js.EqEqEqToken, js.NotEqToken, js.NotEqEqToken, js.LtToken, js.LtEqToken, js.LtLtToken,
		js.GtToken, js.GtEqToken, js.GtGtToken, js.GtGtGtToken, js.AddToken, js.SubToken, js.MulToken, js.DivToken, js.ModToken,
		js.BitAndToken, js.BitOrToken, js.BitXorToken, js.AndToken, js.OrToken:
		return true
	}
	return false
}

func (g *grammar) unary() bool {
	prefixed := false
	for g.ok {
		switch g.at() {
		case js.NotToken, js.BitNotToken, js.AddToken, js.SubToken, js.TypeofToken, js.VoidToken:
			prefixed = true
			g.i++
			continue
		case js.DeleteToken, js.IncrToken, js.DecrToken:
			return g.changing()
		}
		break
	}
	target := g.target()
	if (g.at() == js.IncrToken || g.at() == js.DecrToken) && !g.newline() {
		if !target {
			g.unsure()
		}
		g.i++
		return false
	}
	return target && !prefixed
}

// changing reads delete, ++ and --, and what they change.
func (g *grammar) changing() bool {
	member := g.at() == js.DeleteToken
	g.i++
	from := g.i
	if !g.target() || member && g.i == from+1 {
		g.unsure()
	}
	return false
}

// target reads a name, literal, member or call. It reports whether that is a
// name or a member, which can be assigned to.
func (g *grammar) target() bool {
	first := g.i
	if g.at() == js.NewToken {
		g.construct()
	} else {
		g.primary()
	}
	target := g.i == first+1 && g.isBinding(first)
	for g.ok {
		switch g.at() {
		case js.DotToken:
			g.i++
			g.property()
			target = true
		case js.OpenBracketToken:
			g.i++
			g.inner(g.expression)
			g.want(js.CloseBracketToken)
			target = true
		case js.OpenParenToken:
			g.arguments()
			target = false
		case js.TemplateToken, js.TemplateStartToken:
			g.unsure()
		default:
			return target
		}
	}
	return target
}

// property reads the name behind a dot.
func (g *grammar) property() {
	if !js.IsIdentifierName(g.at()) || !g.isASCII(g.i) {
		g.unsure()
	}
	g.i++
}

// construct reads new and what it makes. The first arguments are its own.
func (g *grammar) construct() {
	news := 0
	for g.has(js.NewToken) {
		news++
	}
	g.primary()
	for g.ok {
		switch g.at() {
		case js.DotToken:
			g.i++
			g.property()
			continue
		case js.OpenBracketToken:
			g.i++
			g.inner(g.expression)
			g.want(js.CloseBracketToken)
			continue
		case js.OpenParenToken:
			if news--; news >= 0 {
				g.arguments()
				continue
			}
		}
		return
	}
}

func (g *grammar) arguments() {
	g.want(js.OpenParenToken)
	g.inner(func() { g.elements(js.CloseParenToken) })
}

// elements reads what stands between commas, up to the closing bracket.
func (g *grammar) elements(closing js.TokenType) {
	for g.ok && !g.has(closing) {
		if closing == js.CloseBracketToken && g.has(js.CommaToken) {
			continue
		}
		g.has(js.EllipsisToken)
		g.assignment()
		if g.at() != closing {
			g.want(js.CommaToken)
		}
	}
}

func (g *grammar) primary() {
	switch kind := g.at(); kind {
	case js.StringToken:
		g.checkString(g.i)
		g.i++
	case js.TemplateToken:
		g.checkString(g.i)
		g.i++
	case js.TemplateStartToken:
		g.template()
	case js.RegExpToken:
		g.checkRegExp(g.i)
		g.i++
	case js.ThisToken, js.NullToken, js.TrueToken, js.FalseToken:
		g.i++
	case js.FunctionToken:
		g.function(false)
	case js.OpenParenToken:
		g.i++
		g.inner(g.expression)
		g.want(js.CloseParenToken)
	case js.OpenBracketToken:
		g.i++
		g.inner(func() { g.elements(js.CloseBracketToken) })
	case js.OpenBraceToken:
		g.i++
		g.inner(g.object)
	default:
		switch {
		case js.IsNumeric(kind):
			g.checkNumber(g.i)
		case !g.isName(kind) || !g.isASCII(g.i):
			g.unsure()
		}
		g.i++
	}
}

func (g *grammar) template() {
	for g.ok {
		g.checkString(g.i)
		g.i++
		g.inner(g.expression)
		if g.at() == js.TemplateEndToken {
			g.checkString(g.i)
			g.i++
			return
		}
		if g.at() != js.TemplateMiddleToken {
			g.unsure()
		}
	}
}

func (g *grammar) object() {
	for g.ok && !g.has(js.CloseBraceToken) {
		g.member()
		if g.at() != js.CloseBraceToken {
			g.want(js.CommaToken)
		}
	}
}

// member reads one property of an object literal.
func (g *grammar) member() {
	if g.has(js.EllipsisToken) {
		g.assignment()
		return
	}
	kind := g.at()
	if (kind == js.GetToken || kind == js.SetToken) && g.next() != js.ColonToken && g.next() != js.CommaToken &&
		g.next() != js.CloseBraceToken && g.next() != js.OpenParenToken {
		g.i++
		g.key()
		if n := g.functionRest(); kind == js.GetToken && n != 0 || kind == js.SetToken && n != 1 {
			g.unsure()
		}
		return
	}
	at := g.i
	g.key()
	switch g.at() {
	case js.ColonToken:
		g.i++
		g.assignment()
	case js.OpenParenToken:
		g.functionRest()
	default:
		if !g.isName(kind) || g.i != at+1 {
			g.unsure()
		}
	}
}

// key reads the name of a property. Two of "__proto__" are one too many.
func (g *grammar) key() {
	kind := g.at()
	switch {
	case kind == js.StringToken:
		g.checkString(g.i)
	case js.IsNumeric(kind):
		g.checkNumber(g.i)
	case kind == js.OpenBracketToken:
		g.i++
		g.assignment()
		g.want(js.CloseBracketToken)
		return
	case !js.IsIdentifierName(kind) || !g.isASCII(g.i):
		g.unsure()
	}
	if text := g.raw(g.i); len(text) == 9 && string(text) == "__proto__" || len(text) == 11 && string(text[1:10]) == "__proto__" {
		g.unsure()
	}
	g.i++
}
