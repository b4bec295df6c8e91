package amd

import (
	"bytes"
	"fmt"
	"math"

	"github.com/tdewolff/parse/v2"
	"github.com/tdewolff/parse/v2/js"
)

// A token is one lexical token of a module, white space and comments left out.
type token struct {
	kind       js.TokenType
	start, end int32 // byte offsets
	match      int32 // index of the other bracket of the pair; -1 for what is no bracket
	newline    bool  // a line terminator stands before the token
	top        bool  // the token stands in no bracket
}

// A frame is one open bracket and what the lexer must know when it closes.
type frame struct {
	kind    frameKind
	open    int32 // index of the bracket's token
	operand bool  // what follows the closing bracket continues an expression, so "/" divides
	params  bool  // a "(" that holds the parameters of a function ...
	isExpr  bool  // ... which is an expression
	class   bool  // the next "{" at this depth opens a class body ...
	classOp bool  // ... and the class is an expression ...
	named   int32 // ... with a name of its own in this scope
	vars    bool  // inside var, let or const at this depth ...
	expect  bool  // ... where the next name, or pattern, is declared
	names   bool  // a pattern whose names are declared
	head    bool  // a "(" that holds what a for statement or a catch clause declares
	bound   int32 // the scope that gets them
	block   int32 // the scope of let, const and class here, or of a class expression's name; 0 for none
	ternary int32 // "?" that still wait for their ":"
	chain   int32 // operators since the last "," or ";" that nest in a parser
	heads   int32 // "if (a)", "for (b)", "else" and the like in a row, which nest too
	index   bool  // a "[" behind an operand, in which a "," is an operator
	binary  int32 // operators between operands in the current expression, which nest to the left
	commas  int32 // in the current expression ...
	joined  int   // ... and bytes of the texts that "+" joins there
	count   int   // statements
}

type frameKind uint8

const (
	inParen frameKind = iota
	inBracket
	inBlock
	inObject
	inClass
	inFunction
	inTemplate
)

// A scope is where names are bound: a function, or a block that declares with
// let, const or class. Scope 0 is the file.
type scope struct {
	from        int32 // token index from which on the names are bound: that of the parameters, or of the block
	open, close int32 // token indices of a function's braces, or around an arrow function's expression; for the file, of all tokens
	parent      int32 // the function around it
}

// A binding is a name that a scope declares or takes as a parameter.
type binding struct {
	scope, token int32
}

// lexed is a module's tokens with brackets paired, functions found and the
// names they bind.
type lexed struct {
	src         []byte
	tokens      []token
	scopes      []scope
	bindings    []binding
	varDepth    []int32 // token indices of declaring keywords at function depth 0
	returnAt    int32   // token index of a return outside functions, or -1
	importAt    int32   // token index of the first import or export syntax, or -1
	mapComments []int   // byte offsets of the "#" in "//# sourceMappingURL="
	longest     int     // most statements in one block
	sequences   int     // what rewriting all "a, b, c" costs, which grows with the square of their length
	folded      int     // bytes that it takes to join all "d" + "e" + "f", one after the other
	legal       []span  // legal comments
	shorthand   []int32 // token indices of properties {a} without a value
	lexical     bool    // holds let or const
	templates   bool    // holds template literals
}

// A syntaxError says where a source stops being JavaScript that can be read.
type syntaxError struct {
	Offset int // in bytes
	Text   string
	guard  bool // a limit of ours, on which no parser is to be asked
}

func (e *syntaxError) Error() string { return fmt.Sprintf("offset %d: %s", e.Offset, e.Text) }

// A lexer turns tdewolff's context-free tokens into lexed: it knows from the
// brackets around it whether "/" starts a regular expression and whether "{"
// opens a block, an object, a class or a function.
type lexer struct {
	lexed
	in       *js.Lexer
	input    *parse.Input
	frames   []frame
	scope    int32
	operand  bool  // the previous token ends an operand, so "/" divides
	start    bool  // the next token begins a statement
	closed   frame // the bracket pair that the previous token closed
	function int8  // 1 after the keyword of a function declaration, 2 of an expression, until its "("
	inside   int   // functions open
	pending  int32 // scope of a head that has just closed, for the block or statement behind it
	loose    []looseScope
	elements int // "<" where an operand should be: of JSX, in a file that has none
}

// lex reads src whole. It accepts scripts and modules in any ECMAScript
// edition, legacy octal numbers and HTML-like comments included; it is no
// validator: what it returns an error for cannot be tokenised at all.
func lex(src []byte) (*lexed, error) {
	buf := make([]byte, len(src)+8)[:len(src)] // the lexer ends its input with a NUL, and peeks past it
	copy(buf, src)
	blankHashbang(buf)
	input := parse.NewInputBytes(buf)
	l := &lexer{in: js.NewLexer(input), input: input, start: true}
	l.src, l.returnAt, l.importAt = src, -1, -1
	l.tokens = make([]token, 0, len(src)/5+8)
	l.frames = append(l.frames, frame{kind: inBlock, open: -1})
	l.scopes = append(l.scopes, scope{open: -1, close: math.MaxInt32, parent: -1})
	if err := l.run(); err != nil {
		return nil, err
	}
	for i := range l.scopes { // the file, and what nothing in it has ended
		l.scopes[i].close = min(l.scopes[i].close, int32(len(l.tokens)))
	}
	return &l.lexed, nil
}

func blankHashbang(buf []byte) {
	if len(buf) < 2 || buf[0] != '#' || buf[1] != '!' {
		return
	}
	for i := 0; i < len(buf) && buf[i] != '\n' && buf[i] != '\r'; i++ {
		buf[i] = ' '
	}
}

func (l *lexer) run() error {
	newline := true
	for {
		kind, text := l.in.Next()
		if kind == js.DivToken || kind == js.DivEqToken {
			if !l.operand {
				kind, text = l.in.RegExp()
			}
		}
		end := l.input.Offset()
		switch kind {
		case js.WhitespaceToken, js.CommentToken:
			l.comment(text, end)
			continue
		case js.CommentLineTerminatorToken:
			l.comment(text, end)
			newline = true
			continue
		case js.LineTerminatorToken:
			newline = true
			continue
		case js.ErrorToken:
			if end >= len(l.src) && len(text) == 0 {
				return l.finish()
			}
			if len(text) == 0 || text[0] != '0' { // "0777" is one "0" too old for the lexer
				return &syntaxError{max(0, end-len(text)), l.problem(end), false}
			}
			kind = js.IntegerToken
		}
		t := token{kind: kind, start: int32(end - len(text)), end: int32(end), match: -1, newline: newline}
		if err := l.take(t); err != nil {
			return err
		}
		if err := l.guard(t); err != nil {
			return err
		}
		newline = false
	}
}

// comment notes legal comments, and what would send a debugger to another source
// map than ours.
func (l *lexer) comment(text []byte, end int) {
	if isLegal(text) && text[0] == '/' {
		l.legal = append(l.legal, span{end - len(text), end})
	}
	if len(text) < 4 || text[0] != '/' || text[2] != '#' && text[2] != '@' {
		return
	}
	if rest := bytes.TrimLeft(text[3:], " \t"); bytes.HasPrefix(rest, []byte("sourceMappingURL=")) || bytes.HasPrefix(rest, []byte("sourceURL=")) {
		l.mapComments = append(l.mapComments, end-len(text)+2)
	}
}

func (l *lexer) problem(end int) string {
	if err := l.in.Err(); err != nil && end < len(l.src) {
		if perr, ok := err.(*parse.Error); ok {
			return perr.Message
		}
	}
	return "this is not JavaScript"
}

// finish reports a bracket left open, or a comment, string or regular
// expression that runs into the end of the file.
func (l *lexer) finish() error {
	if err, ok := l.in.Err().(*parse.Error); ok {
		return &syntaxError{len(l.src), err.Message, false}
	}
	if len(l.frames) > 1 {
		open := l.frames[len(l.frames)-1].open
		return &syntaxError{int(l.tokens[open].start), fmt.Sprintf("%q is never closed", l.text(open)), false}
	}
	if l.sequences > maxSequences {
		l.longest = max(l.longest, maxStatements)
	}
	return nil
}

func (x *lexed) text(i int32) string { return string(x.src[x.tokens[i].start:x.tokens[i].end]) }

// kind returns the kind of token i, ErrorToken outside the file.
func (x *lexed) kind(i int32) js.TokenType {
	if i < 0 || int(i) >= len(x.tokens) {
		return js.ErrorToken
	}
	return x.tokens[i].kind
}

func (l *lexer) top() *frame { return &l.frames[len(l.frames)-1] }

func (l *lexer) take(t token) error {
	i := int32(len(l.tokens))
	inserted := t.newline && l.operand && startsStatement(t.kind) // automatic semicolon insertion
	if inserted {
		l.start = true
	}
	if f := l.top(); l.start && t.kind != js.CommaToken { // which goes on behind the body of an arrow function
		f.vars, f.expect = false, false
		f.count++
		l.longest = max(l.longest, f.count)
	}
	t.top = len(l.frames) == 1
	l.tokens = append(l.tokens, t)
	l.endLoose(i, inserted)
	if l.kind(i-1) == js.ArrowToken && t.kind != js.OpenBraceToken {
		l.openArrow(i)
	}
	l.measure(i)
	l.noticeModule(i)
	switch {
	case js.IsIdentifierName(t.kind) && l.isProperty(i):
		l.after(true)
	case js.IsIdentifier(t.kind):
		l.name(i)
	case js.IsReservedWord(t.kind):
		l.keyword(i)
	case t.kind == js.TemplateToken:
		l.templates = true
		l.after(true)
	case t.kind == js.TemplateStartToken || t.kind == js.TemplateMiddleToken || t.kind == js.TemplateEndToken:
		return l.template(i)
	case js.IsOperator(t.kind): // before punctuators, whose bit operators carry too
		l.after((t.kind == js.IncrToken || t.kind == js.DecrToken) && l.operand && !t.newline)
	case js.IsPunctuator(t.kind):
		return l.punctuator(i)
	default: // strings, numbers, regular expressions, whole templates, private names
		l.after(true)
	}
	return nil
}

// after records what the previous token was for the one to come.
func (l *lexer) after(operand bool) { l.operand, l.start = operand, false }

// startsStatement reports whether a token of the kind, on a line of its own
// behind an operand, can only begin a new statement.
func startsStatement(kind js.TokenType) bool {
	return kind != js.InToken && kind != js.InstanceofToken && kind != js.OfToken &&
		(js.IsIdentifierName(kind) || kind == js.OpenBraceToken || js.IsNumeric(kind) || kind == js.StringToken)
}

// isProperty reports whether the name at i is a property: behind a dot, or the
// key of an object or class member, where keywords are names as well.
func (l *lexer) isProperty(i int32) bool {
	before := l.kind(i - 1)
	switch l.top().kind {
	case inObject:
		if before == js.OpenBraceToken || before == js.CommaToken {
			return true
		}
	case inClass:
		if js.IsReservedWord(l.kind(i)) && (before == js.OpenBraceToken || before == js.CloseBraceToken || before == js.SemicolonToken ||
			before == js.StaticToken || before == js.GetToken || before == js.SetToken || before == js.AsyncToken || before == js.MulToken) {
			return true
		}
	}
	return before == js.DotToken || before == js.OptChainToken
}

func (l *lexer) name(i int32) {
	if f := l.top(); f.expect {
		l.bind(f.bound, i)
		f.expect = false
	} else if l.kind(i-1) == js.ClassToken && f.class {
		l.className(i)
	}
	t := l.tokens[i]
	if t.kind == js.LetToken && (l.start || l.top().head && l.kind(i-1) == js.OpenParenToken) {
		l.declare(i)
		return
	}
	if t.kind == js.AsyncToken && l.start { // "async function" at the start of a statement declares
		l.operand = true
		return
	}
	if t.kind == js.OfToken && l.top().kind == inParen && l.operand {
		l.top().vars = false
		l.after(false)
		return
	}
	l.after(true)
}

func (l *lexer) declare(i int32) {
	isVar := l.kind(i) == js.VarToken
	l.lexical = l.lexical || !isVar
	f := l.top()
	if l.scope == 0 && (isVar || !f.head) {
		l.varDepth = append(l.varDepth, i)
	}
	if !isVar {
		l.openBlock(i)
	}
	f.vars, f.expect, f.bound = true, true, l.declaring(isVar)
	l.after(false)
}

func (l *lexer) keyword(i int32) {
	switch l.kind(i) {
	case js.VarToken, js.ConstToken:
		l.declare(i)
	case js.FunctionToken:
		l.functionKeyword(i)
	case js.ClassToken:
		f := l.top()
		f.class, f.classOp = true, !l.start
		if l.start && l.scope == 0 {
			l.varDepth = append(l.varDepth, i)
		}
		l.after(true)
	case js.ReturnToken:
		if l.scope == 0 && l.returnAt < 0 {
			l.returnAt = i
		}
		l.after(false)
	case js.ElseToken, js.DoToken, js.TryToken, js.FinallyToken:
		l.after(false)
		l.start = true
	case js.ExportToken:
		l.after(false)
		l.start = true
	case js.ImportToken:
		l.after(true)
	case js.DefaultToken:
		l.start = l.kind(i-1) == js.ExportToken
		l.operand = false
	case js.ThisToken, js.SuperToken, js.NullToken, js.TrueToken, js.FalseToken:
		l.after(true)
	default: // typeof, case, in, new, if, while ...: an expression follows
		l.after(false)
	}
}

// noticeModule notes import and export syntax. "import(" is an expression of
// scripts too; import.meta is not, wherever it stands.
func (l *lexer) noticeModule(i int32) {
	if l.importAt >= 0 {
		return
	}
	atTop := len(l.frames) == 1
	if l.kind(i) == js.ExportToken && atTop && l.start {
		l.importAt = i
	}
	if l.kind(i-1) != js.ImportToken || l.kind(i-2) == js.DotToken || l.kind(i-2) == js.OptChainToken || l.top().kind == inObject {
		return
	}
	if l.kind(i) == js.DotToken || atTop && l.kind(i) != js.OpenParenToken && l.kind(i) != js.ColonToken {
		l.importAt = i - 1
	}
}

func (l *lexer) functionKeyword(i int32) {
	l.function = 2
	if l.start {
		l.function = 1
		if l.scope == 0 {
			l.varDepth = append(l.varDepth, i)
		}
		f := l.top()
		f.vars, f.expect, f.bound = false, true, l.scope
	}
	l.after(false)
}

func (l *lexer) punctuator(i int32) error {
	switch l.kind(i) {
	case js.OpenParenToken:
		l.openParen(i)
	case js.OpenBracketToken:
		l.push(l.pattern(frame{kind: inBracket, open: i, operand: true, index: l.operand}))
	case js.OpenBraceToken:
		l.openBrace(i)
	case js.CloseParenToken, js.CloseBracketToken, js.CloseBraceToken:
		return l.close(i)
	case js.SemicolonToken:
		l.operand, l.start = false, true
	case js.CommaToken:
		l.noticeShorthand(i)
		l.after(false)
		l.top().expect = l.top().vars
	case js.QuestionToken:
		l.top().ternary++
		l.after(false)
	case js.ColonToken:
		l.colon()
	default: // "." "=>" "..."
		l.after(false)
	}
	return nil
}

func (l *lexer) colon() {
	f := l.top()
	l.after(false)
	if f.ternary > 0 {
		f.ternary--
		return
	}
	l.start = f.kind == inBlock || f.kind == inFunction
	if at := int32(len(l.tokens)) - 2; l.start && js.IsIdentifier(l.kind(at)) && l.kind(at-1) != js.CaseToken && l.kind(at-1) != js.DotToken {
		f.heads++ // a label, in front of what may be one again
	}
}

func (l *lexer) push(f frame) {
	l.frames = append(l.frames, f)
	l.operand, l.start = false, f.kind == inBlock || f.kind == inFunction
}

func (l *lexer) openParen(i int32) {
	f := frame{kind: inParen, open: i, operand: true}
	before := l.kind(i - 1)
	if before == js.AwaitToken && l.kind(i-2) == js.ForToken {
		before = js.ForToken
	}
	switch {
	case l.function != 0:
		f.params, f.isExpr, l.function = true, l.function == 2, 0
	case l.operand: // a call, or a method that has a keyword for its name
	case before == js.IfToken, before == js.WhileToken, before == js.WithToken, before == js.SwitchToken:
		f.operand = false
	case before == js.ForToken:
		f.operand, f.head = false, true
	case before == js.CatchToken:
		f.operand, f.head, f.expect = false, true, true
		f.block = l.newScope(i, i)
		f.bound = f.block
	}
	l.push(f)
}

func (l *lexer) openBrace(i int32) {
	outer := l.top()
	switch {
	case outer.class:
		outer.class = false
		l.push(frame{kind: inClass, open: i, operand: outer.classOp, block: outer.named})
		l.frames[len(l.frames)-2].named = 0
	case l.kind(i-1) == js.CloseParenToken && l.isFunction(outer):
		l.openFunction(i, l.closed.isExpr)
	case l.kind(i-1) == js.ArrowToken:
		l.openFunction(i, false)
	case l.kind(i-1) == js.StaticToken && outer.kind == inClass:
		l.openFunction(i, false)
	case l.start || l.operand || l.kind(i-1) == js.CloseParenToken || l.kind(i-1) == js.CatchToken:
		l.push(frame{kind: inBlock, open: i, block: l.pending})
		l.pending = 0
	default:
		l.push(l.pattern(frame{kind: inObject, open: i, operand: true}))
	}
}

// isFunction reports whether the parentheses just closed hold a function's
// parameters: after the keyword, or as a method of an object or class.
func (l *lexer) isFunction(outer *frame) bool {
	return l.closed.params || l.closed.operand && (outer.kind == inObject || outer.kind == inClass)
}

// noticeShorthand notes that the token before i, which ends a property, is all of it.
func (l *lexer) noticeShorthand(i int32) {
	if l.top().kind == inObject && js.IsIdentifier(l.kind(i-1)) && (l.kind(i-2) == js.CommaToken || l.kind(i-2) == js.OpenBraceToken) {
		l.shorthand = append(l.shorthand, i-1)
	}
}

var opener = map[js.TokenType]js.TokenType{
	js.CloseParenToken: js.OpenParenToken, js.CloseBracketToken: js.OpenBracketToken, js.CloseBraceToken: js.OpenBraceToken,
}

func (l *lexer) close(i int32) error {
	l.noticeShorthand(i)
	f := *l.top()
	if len(l.frames) == 1 || l.kind(f.open) != opener[l.kind(i)] {
		return &syntaxError{int(l.tokens[i].start), fmt.Sprintf("unexpected %q", l.text(i)), false}
	}
	l.frames = l.frames[:len(l.frames)-1]
	l.tokens[i].match, l.tokens[f.open].match = f.open, i
	l.closed, l.operand = f, f.operand
	l.start = !f.operand
	l.leave(f, i)
	return nil
}

func (l *lexer) template(i int32) error {
	l.templates = true
	if l.kind(i) != js.TemplateStartToken {
		f := *l.top()
		if f.kind != inTemplate {
			return &syntaxError{int(l.tokens[i].start), `unexpected "}"`, false}
		}
		l.frames = l.frames[:len(l.frames)-1]
		l.tokens[i].match, l.tokens[f.open].match = f.open, i
		l.leave(f, i)
	}
	if l.kind(i) == js.TemplateEndToken {
		l.after(true)
		return nil
	}
	l.push(frame{kind: inTemplate, open: i})
	return nil
}
