package plugin

import (
	"strings"

	"github.com/VKCOM/php-parser/pkg/ast"
)

// An assumption is a variable of the environment whose value is taken to be what
// the file says it is otherwise.
type assumption struct {
	name string
	at   place
}

// call returns what a call is known to return: env('NAME', otherwise) is the
// second argument where a file of values is read, since a build must not depend on
// the machine that it runs on. Any other call is opaque.
func (e *evaluator) call(v *ast.ExprFunctionCall, depth int) value {
	if !e.environment || !strings.EqualFold(nameOf(v.Function), "env") || len(v.Args) != 2 {
		return e.opaque(v)
	}
	var args [2]value
	for i, a := range v.Args {
		arg, ok := a.(*ast.Argument)
		if !ok || arg.VariadicTkn != nil {
			return e.opaque(v)
		}
		args[i] = e.value(arg.Expr, depth+1)
	}
	if args[0].kind != text {
		return e.opaque(v)
	}
	out := args[1]
	out.place = e.lines.at(v)
	e.assumed = append(e.assumed, assumption{args[0].text, out.place})
	return out
}
