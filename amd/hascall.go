package amd

import (
	"slices"
	"strings"

	"github.com/tdewolff/parse/v2/js"
)

// A hasCall is has("feature") in a factory that got has as a dependency, at a
// place where only the truth of its value matters.
type hasCall struct {
	start, end int // byte offsets
	feature    string
	from       string // the dependency, as written
}

// hasCalls collects the calls of has in a factory. Whether the dependency is
// really has depends on the module's id, and is decided later.
func (s *scanner) hasCalls(c int) {
	call := &s.out.Calls[c]
	if call.Callee != "define" || call.factory.Kind != functionFactory {
		return
	}
	left := maxHas
	look := func(name, from string) {
		if left--; left >= 0 {
			s.callsOfHas(s.bodies[c], name, from)
		}
	}
	for i, d := range call.Deps {
		if isHasName(d.Value) && i < len(call.factory.Params) && !call.Computed {
			look(call.factory.Params[i], d.Value)
		}
	}
	for _, l := range call.Sugar {
		if isHasName(l.Value) && s.assigned(l) != "" {
			look(s.assigned(l), l.Value)
		}
	}
}

// maxHas is under how many names a factory may have has: it is read for each.
const maxHas = 4

// isHasName reports whether the id can be one of the modules that are has.
func isHasName(id string) bool {
	last := id[strings.LastIndexByte(id, '/')+1:]
	return last == "has" || last == "sniff"
}

// assigned returns the variable that gets the value of require("id"), given the
// literal in it.
func (s *scanner) assigned(l literal) string {
	i, ok := slices.BinarySearchFunc(s.tokens, int32(l.Start), func(t token, at int32) int { return int(t.start - at) })
	if at := int32(i) - 3; ok && s.kind(at) == js.EqToken && js.IsIdentifier(s.kind(at-1)) {
		return s.text(at - 1)
	}
	return ""
}

func (s *scanner) callsOfHas(b body, name, from string) {
	for _, i := range s.localCalls(b, name) {
		close := s.tokens[i+1].match
		if close == i+3 && s.kind(i+2) == js.StringToken && s.isTest(i, close) {
			s.out.Has = append(s.out.Has, hasCall{s.start(i), s.end(close), unquote(s.text(i + 2)), from})
		}
	}
}

// isTest reports whether only the truth of the call's value matters: it is a
// condition, or a part of one. has("ie") < 9 is not the same as false < 9.
func (s *scanner) isTest(i, close int32) bool {
	before, after := s.kind(i-1), s.kind(close+1)
	ends := []js.TokenType{js.CloseParenToken, js.AndToken, js.OrToken, js.QuestionToken, js.CommaToken, js.SemicolonToken, js.CloseBraceToken, js.CloseBracketToken, js.ColonToken}
	inCondition := after == js.CloseParenToken && (s.kind(s.tokens[close+1].match-1) == js.IfToken || s.kind(s.tokens[close+1].match-1) == js.WhileToken)
	switch {
	case !slices.Contains(ends, after) && !s.newlineAt(close+1):
		return false
	case before == js.NotToken || inCondition && (before == js.OpenParenToken || before == js.AndToken || before == js.OrToken):
		return true
	case after == js.AndToken || after == js.QuestionToken:
		return slices.Contains([]js.TokenType{js.OpenParenToken, js.AndToken, js.OrToken, js.EqToken, js.ReturnToken, js.CommaToken, js.ColonToken, js.SemicolonToken,
			js.OpenBraceToken, js.CloseBraceToken, js.QuestionToken, js.OpenBracketToken}, before)
	}
	return false
}

func (s *scanner) newlineAt(i int32) bool { return int(i) < len(s.tokens) && s.tokens[i].newline }

// decideHas notes the calls of has whose value is known, as edits.
func (g *graph) decideHas(m *module, u *unit) {
	if len(g.opts.Features) == 0 {
		return
	}
	for _, c := range u.scan.Has {
		abs, _ := absolute(m.id, c.from)
		if id := g.mapped(abs, m.id); id != "has" && id != "dojo/has" && id != "dojo/sniff" {
			continue
		}
		if value, known := g.opts.Features[c.feature]; known {
			u.constants = append(u.constants, edit{at: c.start, insert: truthOf(value), blank: c.end - c.start})
		}
	}
}
