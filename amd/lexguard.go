package amd

import (
	"fmt"

	"github.com/tdewolff/parse/v2/js"
)

// measure counts what makes a recursive parser deep besides brackets: runs of
// unary operators, member steps, arrows, conditionals, and statements without
// braces.
func (l *lexer) measure(i int32) {
	f := l.top()
	if l.start {
		f.chain, f.binary, f.commas, f.joined = 0, 0, 0, 0
	}
	if l.kind(i) == js.AddToken && l.kind(i-1) == js.StringToken {
		f.joined += int(l.tokens[i-1].end - l.tokens[i-1].start)
		l.folded += f.joined
	}
	if before := l.kind(i - 1); l.start && l.kind(i) != js.ElseToken && (l.operand || before == js.SemicolonToken || before == js.CloseBraceToken) {
		f.heads = 0
	}
	switch l.kind(i) {
	case js.CommaToken:
		f.chain, f.binary, f.joined = 0, 0, 0
		if (f.kind != inBracket || f.index) && f.kind != inObject && !f.vars {
			f.commas++
			l.sequences += int(f.commas)
		}
	case js.IfToken, js.ElseToken, js.ForToken, js.WhileToken, js.DoToken, js.WithToken:
		if l.kind(i-1) != js.ElseToken {
			f.heads++
		}
	case js.LtToken: // no script has it here, and esbuild reads elements to say so
		if !l.operand {
			l.elements++
		}
	case js.NotToken, js.BitNotToken, js.AddToken, js.SubToken, js.IncrToken, js.DecrToken:
		if !l.operand {
			f.chain++
		}
	case js.DotToken, js.OptChainToken, js.ArrowToken, js.QuestionToken, js.EqToken, js.ExpToken, js.TypeofToken, js.VoidToken,
		js.DeleteToken, js.NewToken, js.AwaitToken, js.YieldToken, js.ClassToken, js.OpenParenToken, js.OpenBracketToken, js.TemplateToken, js.ColonToken:
		f.chain++
	}
	if k := l.kind(i); l.operand && (js.IsOperator(k) || k == js.InToken || k == js.InstanceofToken) {
		f.binary++
	}
}

// manyElements is what is wrong with elements of JSX in a file that has none; in
// others they need not nest.
const manyElements = "too many \"<\" stand where an operand should be"

// guard stops at what would exhaust the stack of a recursive parser.
func (l *lexer) guard(t token) error {
	f := l.top()
	switch {
	case len(l.frames) > maxBrackets:
		return &syntaxError{int(t.start), fmt.Sprintf("brackets nest deeper than %d", maxBrackets), true}
	case l.inside > maxFunctions:
		return &syntaxError{int(t.start), fmt.Sprintf("functions nest deeper than %d", maxFunctions), true}
	case l.elements > maxChain:
		return &syntaxError{int(t.start), manyElements, true}
	case f.chain > maxChain || f.heads > maxChain:
		return &syntaxError{int(t.start), fmt.Sprintf("an expression or a chain of else branches nests deeper than %d", maxChain), true}
	case l.folded > maxFolded:
		return &syntaxError{int(t.start), "a text has too many parts", true}
	case f.commas > maxTerms || f.binary > maxTerms:
		return &syntaxError{int(t.start), fmt.Sprintf("an expression has more than %d terms", maxTerms), true}
	case f.count > maxCases && t.kind == js.CaseToken:
		return &syntaxError{int(t.start), fmt.Sprintf("a switch has more than %d statements", maxCases), true}
	case len(l.tokens) > maxTokens:
		return &syntaxError{int(t.start), fmt.Sprintf("the file has more than %d words and signs", maxTokens), true}
	}
	return nil
}
