package plugin

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/VKCOM/php-parser/pkg/ast"
)

// An evaluator works out constant expressions of one class. What depends on
// running PHP becomes an opaque value that says what stands there.
type evaluator struct {
	class   *class
	lines   lineIndex
	guarded []byte           // the source as it was parsed, without variables in strings
	memo    map[string]value // constants that were worked out, or are being
	budget  int              // bytes of text that may still be put together

	environment bool         // env() with a second argument is known
	assumed     []assumption // what it was taken to be
}

// The bounds on what constants that mention constants may grow to.
const (
	maxPHPDepth = 200
	maxPHPText  = 4 << 20
)

// result is what a method body returns when it is `return x;` or
// `$x = ...; return $x;`, whatever follows.
func (e *evaluator) result(body []ast.Vertex) value {
	switch first := body[0].(type) {
	case *ast.StmtReturn:
		if first.Expr == nil {
			return value{kind: null, place: e.lines.at(first)}
		}
		return e.value(first.Expr, 0)
	case *ast.StmtExpression:
		assign, ok := first.Expr.(*ast.ExprAssign)
		if !ok || len(body) < 2 {
			break
		}
		back, ok := body[1].(*ast.StmtReturn)
		if ok && variableName(assign.Var) != "" && variableName(assign.Var) == variableName(back.Expr) {
			return e.value(assign.Expr, 0)
		}
	}
	return e.opaque(body[0])
}

func (e *evaluator) value(v ast.Vertex, depth int) value {
	if depth > maxPHPDepth {
		return e.opaque(v)
	}
	at := e.lines.at(v)
	switch v := v.(type) {
	case *ast.ScalarString:
		if e.isBlanked(v) {
			return value{kind: opaque, text: "a variable", place: at}
		}
		return value{kind: text, text: unquotePHP(string(v.Value)), place: at}
	case *ast.ScalarLnumber:
		return value{kind: number, text: string(v.Value), place: at}
	case *ast.ScalarDnumber:
		return value{kind: number, text: string(v.Value), place: at}
	case *ast.ScalarHeredoc:
		return e.heredoc(v)
	case *ast.ScalarMagicConstant:
		return e.magic(v)
	case *ast.ExprBrackets:
		return e.value(v.Expr, depth+1)
	case *ast.ExprUnaryMinus:
		return e.negative(v, depth)
	case *ast.ExprArray:
		return e.array(v, depth)
	case *ast.ExprBinaryConcat:
		return e.concat(v, depth)
	case *ast.ExprConstFetch:
		return e.constant(v, depth)
	case *ast.ExprClassConstFetch:
		return e.classConstant(v, depth)
	case *ast.ExprFunctionCall:
		return e.function(v, depth)
	case *ast.ExprStaticCall:
		return e.static(v, depth)
	}
	return e.opaque(v)
}

// isBlanked reports whether a string was made blank, because it holds variables.
func (e *evaluator) isBlanked(v ast.Vertex) bool {
	p := v.GetPosition()
	return p == nil || !bytes.Equal(e.lines.src[p.StartPos:p.EndPos], e.guarded[p.StartPos:p.EndPos])
}

func (e *evaluator) opaque(v ast.Vertex) value {
	return value{kind: opaque, text: describe(v), place: e.lines.at(v)}
}

func (e *evaluator) negative(v *ast.ExprUnaryMinus, depth int) value {
	n := e.value(v.Expr, depth+1)
	if n.kind != number {
		return e.opaque(v)
	}
	n.text, n.place = "-"+n.text, e.lines.at(v)
	return n
}

func (e *evaluator) magic(v *ast.ScalarMagicConstant) value {
	at := e.lines.at(v)
	switch strings.ToUpper(string(v.Value)) {
	case "__NAMESPACE__":
		return value{kind: text, text: e.class.namespace, place: at}
	case "__CLASS__":
		return value{kind: text, text: e.class.full(), place: at}
	}
	return e.opaque(v)
}

// array evaluates the items. An array without keys is a list, as is one whose
// keys are all numbers.
func (e *evaluator) array(v *ast.ExprArray, depth int) value {
	out := value{kind: list, place: e.lines.at(v)}
	for _, n := range v.Items {
		it, ok := n.(*ast.ExprArrayItem)
		if !ok || it.Val == nil {
			continue // the place after a trailing comma
		}
		val := e.value(it.Val, depth+1)
		if it.EllipsisTkn != nil {
			val = e.opaque(it)
		}
		entry := item{val: val, keyAt: val.place}
		if it.Key != nil {
			k := e.value(it.Key, depth+1)
			if k.kind == text || k.kind == opaque {
				out.kind = table
			}
			if k.kind != opaque {
				entry.key = k.text
			}
			entry.keyAt = k.place
		}
		out.items = append(out.items, entry)
	}
	return out
}

// concat joins a chain of dots, which leans to the left, without recursion. What
// begins with an address is one; a translation's text is not known.
func (e *evaluator) concat(v *ast.ExprBinaryConcat, depth int) value {
	var right []ast.Vertex
	var left ast.Vertex = v
	for {
		c, ok := left.(*ast.ExprBinaryConcat)
		if !ok {
			break
		}
		right, left = append(right, c.Right), c.Left
	}
	right = append(right, left)
	var b strings.Builder
	made := plain
	for i := len(right) - 1; i >= 0; i-- {
		part := e.value(right[i], depth+1)
		if e.budget -= len(part.text); e.budget < 0 || part.kind != text && part.kind != number {
			return e.opaque(v)
		}
		if part.made == translation || part.made != plain && i < len(right)-1 {
			return e.opaque(v)
		}
		made = max(made, part.made)
		b.WriteString(part.text)
	}
	return value{kind: text, text: b.String(), made: made, place: e.lines.at(v)}
}

func (e *evaluator) constant(v *ast.ExprConstFetch, depth int) value {
	name, at := nameOf(v.Const), e.lines.at(v)
	switch strings.ToLower(name) {
	case "true", "false":
		return value{kind: boolean, truth: isTrue(name), place: at}
	case "null":
		return value{kind: null, place: at}
	}
	return e.named(name, v, depth)
}

func (e *evaluator) classConstant(v *ast.ExprClassConstFetch, depth int) value {
	owner, name := nameOf(v.Class), nameOf(v.Const)
	own := strings.EqualFold(owner, "self") || strings.EqualFold(owner, "static")
	full := e.class.full()
	if !own {
		full = e.class.resolve(v.Class)
		own = strings.EqualFold(full, e.class.full())
	}
	switch {
	case owner == "":
		return e.opaque(v)
	case strings.EqualFold(name, "class"):
		return value{kind: text, text: full, place: e.lines.at(v)}
	case own:
		return e.named("self::"+name, v, depth)
	}
	return e.known(full, name, v)
}

// named works out a constant of this file once. The value is said to stand where
// it is used.
func (e *evaluator) named(name string, use ast.Vertex, depth int) value {
	expr, ok := e.class.consts[name]
	if !ok {
		return e.opaque(use)
	}
	v, ok := e.memo[name]
	if !ok {
		e.memo[name] = e.opaque(use) // what a constant that mentions itself is
		v = e.value(expr, depth+1)
		e.memo[name] = v
	}
	v.place = e.lines.at(use)
	return v
}

// heredoc takes the indentation of the closing line off the others.
func (e *evaluator) heredoc(v *ast.ScalarHeredoc) value {
	var b strings.Builder
	if e.isBlanked(v) {
		return value{kind: opaque, text: "a variable", place: e.lines.at(v)}
	}
	for _, p := range v.Parts {
		part, ok := p.(*ast.ScalarEncapsedStringPart)
		if !ok {
			return e.opaque(v)
		}
		b.Write(part.Value)
	}
	lines := strings.Split(strings.ReplaceAll(b.String(), "\r\n", "\n"), "\n")
	last := len(lines) - 1
	for i := range lines[:last] {
		lines[i] = strings.TrimPrefix(lines[i], lines[last])
	}
	s := strings.Join(lines[:last], "\n")
	if !strings.Contains(string(v.OpenHeredocTkn.Value), "'") {
		s = unescapePHP(s, 0)
	}
	return value{kind: text, text: s, place: e.lines.at(v)}
}

// describe says what a node is, for people.
func describe(v ast.Vertex) string {
	switch v.(type) {
	case *ast.StmtIf:
		return "an if statement"
	case *ast.StmtForeach, *ast.StmtFor, *ast.StmtWhile, *ast.StmtDo:
		return "a loop"
	case *ast.ExprFunctionCall, *ast.ExprStaticCall, *ast.ExprMethodCall, *ast.ExprNullsafeMethodCall:
		return "a call"
	case *ast.ExprNew:
		return "a new object"
	case *ast.ExprClosure, *ast.ExprArrowFunction:
		return "a closure"
	case *ast.ExprVariable, *ast.ExprPropertyFetch, *ast.ExprStaticPropertyFetch, *ast.ExprArrayDimFetch, *ast.ScalarEncapsed:
		return "a variable"
	case *ast.ExprConstFetch, *ast.ExprClassConstFetch:
		return "a constant of another file"
	case *ast.StmtExpression:
		return "a statement before the return"
	}
	return "a computed value"
}

// unquotePHP returns the text of a string literal with its quotes.
func unquotePHP(literal string) string {
	literal = strings.TrimLeft(literal, "bB")
	if len(literal) < 2 {
		return literal
	}
	quote, body := literal[0], literal[1:len(literal)-1]
	if !strings.Contains(body, `\`) {
		return body // as nearly all are
	}
	if quote == '\'' {
		return strings.NewReplacer(`\\`, `\`, `\'`, `'`).Replace(body)
	}
	return unescapePHP(body, quote)
}

// unescapePHP works out the escapes of a double-quoted string or a heredoc.
func unescapePHP(s string, quote byte) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			i++
			continue
		}
		text, length := escape(s[i:], quote)
		b.WriteString(text)
		i += length
	}
	return b.String()
}

// escape returns the text that the escape at the start of s stands for, and its
// length. A backslash before anything else stands for itself.
func escape(s string, quote byte) (string, int) {
	const letters, meaning = `nrtvef\$`, "\n\r\t\v\x1b\f\\$"
	c := s[1]
	if i := strings.IndexByte(letters, c); i >= 0 {
		return meaning[i : i+1], 2
	}
	switch {
	case c == quote && quote != 0:
		return string(c), 2
	case c == 'x':
		return byteEscape(s, 2, 16)
	case '0' <= c && c <= '7':
		return byteEscape(s, 1, 8)
	case strings.HasPrefix(s, `\u{`):
		digits, _, ok := strings.Cut(s[3:], "}")
		if n, err := strconv.ParseUint(digits, 16, 32); ok && err == nil && utf8.ValidRune(rune(n)) {
			return string(rune(n)), 4 + len(digits)
		}
	}
	return s[:1], 1
}

// byteEscape reads up to two hexadecimal or three octal digits.
func byteEscape(s string, from, base int) (string, int) {
	most := map[int]int{16: 2, 8: 3}[base]
	end := from
	for end < len(s) && end-from < most {
		if _, err := strconv.ParseUint(s[end:end+1], base, 8); err != nil {
			break
		}
		end++
	}
	if end == from {
		return s[:1], 1
	}
	n, _ := strconv.ParseUint(s[from:end], base, 16)
	return string([]byte{byte(n)}), end
}
