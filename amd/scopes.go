package amd

import (
	"math"

	"github.com/tdewolff/parse/v2/js"
)

// A looseScope is one that no bracket ends: the expression of an arrow function,
// or the statement of a for that declares.
type looseScope struct {
	scope   int32
	depth   int   // brackets open around it
	ternary int32 // "?" that waited for their ":" where it began
	arrow   bool
}

// newScope returns a scope that begins at the token i, and binds from an earlier
// one on. It goes on until something ends it.
func (l *lexer) newScope(from, i int32) int32 {
	l.scopes = append(l.scopes, scope{from: from, open: i, close: math.MaxInt32, parent: l.scope})
	return int32(len(l.scopes) - 1)
}

func (l *lexer) bind(scope, i int32) {
	if js.IsIdentifier(l.kind(i)) {
		l.bindings = append(l.bindings, binding{scope, i})
	}
}

// declaring returns the scope that a declaration here binds in: that of the
// function for var, else that of the block.
func (l *lexer) declaring(isVar bool) int32 {
	if f := l.top(); !isVar && f.block > 0 {
		return f.block
	}
	return l.scope
}

// openBlock makes the block around the token i a scope, when something in it is
// its own.
func (l *lexer) openBlock(i int32) {
	if f := l.top(); f.block == 0 && f.open >= 0 && (f.kind == inBlock || f.head) {
		f.block = l.newScope(f.open, i)
	}
}

// className binds the name of a class: in the block of a declaration, in the
// class alone of an expression.
func (l *lexer) className(i int32) {
	f := l.top()
	if f.classOp {
		f.named = l.newScope(i, i)
		l.bind(f.named, i)
		return
	}
	l.openBlock(i)
	l.bind(l.declaring(false), i)
}

// pattern notes whether the bracket that opens is a pattern whose names are declared.
func (l *lexer) pattern(f frame) frame {
	if outer := l.top(); outer.expect {
		outer.expect = false
		f.names, f.bound = true, outer.bound
	}
	return f
}

// bindPattern binds the names of a pattern's elements, or of parameters, in
// the tokens [from, to).
func (l *lexer) bindPattern(scope, from, to int32, object bool) {
	for from < to {
		end := l.seek(from, to, js.CommaToken, js.CommaToken)
		l.bindElement(scope, from, end, object)
		from = end + 1
	}
}

func (l *lexer) bindElement(scope, from, to int32, object bool) {
	if l.kind(from) == js.EllipsisToken {
		from++
	}
	if object {
		if at := l.seek(from, to, js.ColonToken, js.EqToken); l.kind(at) == js.ColonToken {
			from = at + 1
		}
	}
	switch {
	case from >= to:
	case l.kind(from) == js.OpenBraceToken, l.kind(from) == js.OpenBracketToken:
		l.bindPattern(scope, from+1, l.tokens[from].match, l.kind(from) == js.OpenBraceToken)
	default:
		l.bind(scope, from)
	}
}

// seek returns the first token in [from, to) of one of the kinds that stands in
// no bracket there; to when there is none.
func (l *lexer) seek(from, to int32, a, b js.TokenType) int32 {
	for i := from; i < to; i++ {
		if k := l.kind(i); k == a || k == b {
			return i
		}
		if l.tokens[i].match > i {
			i = l.tokens[i].match
		}
	}
	return to
}

// bindParams binds the parameters that end at token last: one name, or what
// stands in parentheses.
func (l *lexer) bindParams(scope, last int32) {
	if l.kind(last) != js.CloseParenToken {
		l.scopes[scope].from = last
		l.bind(scope, last)
		return
	}
	open := l.tokens[last].match
	l.scopes[scope].from = open
	l.bindPattern(scope, open+1, last, false)
}

func (l *lexer) openFunction(i int32, expression bool) {
	l.push(frame{kind: inFunction, open: i, operand: expression})
	l.scope = l.newScope(i, i)
	l.inside++
	last := i - 1
	if l.kind(last) == js.ArrowToken {
		last--
	}
	l.bindParams(l.scope, last)
	if name := l.scopes[l.scope].from - 1; expression && l.kind(last) == js.CloseParenToken && l.isFunctionName(name) {
		l.bind(l.scope, name)
	}
}

// isFunctionName reports whether the token stands behind the keyword of a
// function or of a generator.
func (l *lexer) isFunctionName(i int32) bool {
	return l.kind(i-1) == js.FunctionToken || l.kind(i-1) == js.MulToken && l.kind(i-2) == js.FunctionToken
}

// openArrow opens the scope of an arrow function whose expression begins at i.
func (l *lexer) openArrow(i int32) {
	scope := l.newScope(i, i)
	l.bindParams(scope, i-2)
	l.loose = append(l.loose, looseScope{scope, len(l.frames), l.top().ternary, true})
}

// leave ends what the bracket at token i closes, whose frame is gone already.
func (l *lexer) leave(f frame, i int32) {
	for n := len(l.loose); n > 0 && l.loose[n-1].depth > len(l.frames); n-- {
		l.scopes[l.loose[n-1].scope].close = i - 1
		l.loose = l.loose[:n-1]
	}
	if f.names {
		l.bindPattern(f.bound, f.open+1, i, f.kind == inObject)
	}
	switch {
	case f.block > 0 && f.head:
		l.pending = f.block
	case f.block > 0:
		l.scopes[f.block].close = i
	}
	if f.kind == inFunction {
		l.scopes[l.scope].close = i
		l.scope = l.scopes[l.scope].parent
		l.inside--
	}
}

// endLoose ends the scopes without brackets that go no further than token i. A
// statement ends at ";", where one is inserted, and behind a block; the
// expression of an arrow function at "," and ":" too, and with the body of the
// arrow function that is all of it.
func (l *lexer) endLoose(i int32, inserted bool) {
	if l.pending > 0 && l.kind(i) != js.OpenBraceToken {
		l.loose = append(l.loose, looseScope{l.pending, len(l.frames), 0, false})
		l.pending = 0
	}
	if len(l.loose) == 0 {
		return
	}
	behindBody := l.kind(i-1) == js.CloseBraceToken && l.start
	ended := inserted || l.kind(i) == js.SemicolonToken || behindBody && l.kind(i) != js.ElseToken && (l.closed.kind != inFunction || l.tokens[i].newline)
	for n := len(l.loose); n > 0; n-- {
		e := l.loose[n-1]
		same := e.ternary == l.top().ternary
		arrowEnds := l.kind(i) == js.CommaToken || l.kind(i) == js.ColonToken && same && e.ternary > 0 || behindBody && same
		if e.depth < len(l.frames) || !ended && !(e.arrow && arrowEnds) {
			return
		}
		l.scopes[e.scope].close = i - 1
		l.loose = l.loose[:n-1]
	}
}
