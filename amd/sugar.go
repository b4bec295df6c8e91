package amd

import (
	"cmp"
	"slices"
	"sort"

	"github.com/tdewolff/parse/v2/js"
)

// maxDefines is how many define calls may stand around another before its
// factory is no longer read: nobody nests modules, and each is read whole.
const maxDefines = 4

// level returns how many define calls stand around the call.
func (s *scanner) level(c int) int {
	n := 0
	for p := s.out.Calls[c].Parent; p >= 0 && n < maxDefines; p = s.out.Calls[p].Parent {
		n++
	}
	return n
}

// sortBindings orders bindings by token, so that those of a function are found
// without looking at all.
func (s *scanner) sortBindings() {
	slices.SortFunc(s.bindings, func(a, b binding) int { return int(a.token - b.token) })
}

// bindingsIn returns the bindings whose token lies in the body.
func (s *scanner) bindingsIn(b body) []binding {
	from := sort.Search(len(s.bindings), func(i int) bool { return s.bindings[i].token >= b.from })
	to := sort.Search(len(s.bindings), func(i int) bool { return s.bindings[i].token >= b.to })
	return s.bindings[min(from, to):to]
}

// sugar collects the require("id") calls of a factory that gets require as its
// first parameter, whatever its name there.
func (s *scanner) sugar(c int) {
	call := &s.out.Calls[c]
	if call.Callee != "define" || call.DepsEnd > 0 {
		return
	}
	if call.factory.Kind == identifierFactory {
		call.Sugar = s.umdSugar()
		return
	}
	if b := s.bodies[c]; call.factory.Kind == functionFactory && len(call.factory.Params) > 0 {
		for _, i := range s.localCalls(b, call.factory.Params[0]) {
			if a := s.args(i + 1); len(a) > 0 && s.isString(a[0]) {
				call.Sugar = append(call.Sugar, s.literal(a[0][0]))
			}
		}
	}
}

// umdSugar serves define(factory) where factory is a function of the file that
// takes a parameter called require: its calls name the dependencies.
func (s *scanner) umdSugar() []literal {
	if s.umdRead {
		return s.umdDeps
	}
	s.umdRead = true
	for _, b := range s.bindings {
		isFirst := s.kind(b.token-1) == js.OpenParenToken
		if b.scope == 0 || !isFirst || !s.isName(b.token, "require") || b.token >= s.scopes[b.scope].open || s.kind(s.scopes[b.scope].open) != js.OpenBraceToken {
			continue
		}
		for _, i := range s.localCalls(body{s.scopes[b.scope].open, s.scopes[b.scope].close, b.scope}, "require") {
			if a := s.args(i + 1); len(a) > 0 && s.isString(a[0]) {
				s.umdDeps = append(s.umdDeps, s.literal(a[0][0]))
			}
		}
		break
	}
	return s.umdDeps
}

// localCalls returns the tokens in b at which the name that b's function binds
// is called, and not one of the same name of a function or block inside it.
func (s *scanner) localCalls(b body, name string) []int32 {
	var inner []int32
	for _, bound := range s.bindingsIn(b) {
		if bound.scope != b.scope && bound.scope > 0 && s.text(bound.token) == name {
			inner = append(inner, bound.scope)
		}
	}
	slices.SortFunc(inner, func(a, b int32) int { return cmp.Compare(s.scopes[a].from, s.scopes[b].from) })
	var out []int32
	for i := b.from; i < b.to; i++ {
		for len(inner) > 0 && s.scopes[inner[0]].close < i {
			inner = inner[1:]
		}
		if len(inner) > 0 && s.scopes[inner[0]].from < i {
			i = max(i, s.scopes[inner[0]].close) // the scope's own name hides the factory's
			continue
		}
		if js.IsIdentifier(s.kind(i)) && s.kind(i+1) == js.OpenParenToken && s.text(i) == name && s.isCall(i) {
			out = append(out, i)
		}
	}
	return out
}

// localRequires adds the calls of the require that a factory received, which
// make modules reachable: require(["./later"], f), or require("id") in a
// factory that has a dependency array with "require" in it.
func (s *scanner) localRequires(c int) {
	around := s.out.Calls[c]
	name := requireParam(around)
	if around.Callee != "define" || around.factory.Kind != functionFactory || name == "" {
		return
	}
	for _, i := range s.localCalls(s.bodies[c], name) {
		local := call{Callee: name, Start: s.start(i), Open: s.end(i + 1), Close: s.start(s.tokens[i+1].match), Parent: c, Local: true}
		s.requireArgs(&local, s.args(i+1))
		isSugar := around.DepsEnd == 0 && local.DepsEnd == 0 && !local.Computed
		if !local.Config && !isSugar {
			s.out.Calls = append(s.out.Calls, local)
		}
	}
}

// requireParam returns the name under which a define's factory receives require.
func requireParam(c call) string {
	if c.DepsEnd == 0 {
		if len(c.factory.Params) > 0 {
			return c.factory.Params[0]
		}
		return ""
	}
	for i, d := range c.Deps {
		if d.Value == "require" && i < len(c.factory.Params) && !c.Computed {
			return c.factory.Params[i]
		}
	}
	return ""
}
