package plugin

import (
	"github.com/VKCOM/php-parser/pkg/ast"
)

// An assumption is a variable of the environment whose value is taken to be what
// the file says it is otherwise.
type assumption struct {
	name string
	at   place
}

// env returns what env('NAME', otherwise) is taken to return where a file of
// values is read: the second argument, since a build must not depend on the
// machine that it runs on.
func (e *evaluator) env(v *ast.ExprFunctionCall, depth int) value {
	if !e.environment || len(v.Args) != 2 {
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
