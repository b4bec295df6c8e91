package amd

import (
	"slices"

	"github.com/tdewolff/parse/v2/js"
)

// A factoryKind is the form of a define call's last argument.
type factoryKind int

// The forms of a factory.
const (
	noFactory         factoryKind = iota // the call has no such argument
	functionFactory                      // function or arrow function
	objectFactory                        // object literal
	identifierFactory                    // a name, as in the UMD idiom define(['b'], factory)
	expressionFactory                    // anything else
)

// A factory is the last argument of a define call.
type factory struct {
	Kind       factoryKind
	Start, End int      // byte offsets
	Params     []string // names of a Function's plain parameters; "" for a pattern
}

// A call is one call of define, require or requirejs that reaches the loader:
// a function of that name inside the module is not counted.
type call struct {
	Callee      string // "define", "require", "requirejs", or the name under which a factory received require
	Start, Open int    // byte offsets of the callee and of the first byte behind "("
	Close       int    // byte offset of ")"
	Name        *literal
	Deps        []literal // the literals of the dependency array; of require("id"), that one
	DepsStart   int       // byte offsets of the array; both 0 when there is none
	DepsEnd     int
	Computed    bool      // the array, or the argument of require, holds more than string literals
	ComputedID  bool      // define has an id that is no literal
	factory     factory   // define only
	Sugar       []literal // define without an array: the literals of the require calls in its factory
	Config      bool      // require({...})
	Parent      int       // index of the define call around it, -1 outside
	AtTop       bool      // stands in no bracket: not in a function, not under a condition
	Local       bool      // a call of the require that a factory received, to which relative ids mean something
}

// Anonymous reports whether the call is a define without a module id.
func (c call) Anonymous() bool { return c.Callee == "define" && c.Name == nil && !c.ComputedID }

// nameOf returns the id of the define that c is or stands in, "" when it has none.
func (s *scanResult) nameOf(c call) string {
	if c.Callee != "define" && c.Parent >= 0 {
		c = s.Calls[c.Parent]
	}
	if c.Callee != "define" || c.Name == nil {
		return ""
	}
	return c.Name.Value
}

// args returns the token ranges [from, to) of the arguments behind the "(" at open.
func (s *scanner) args(open int32) [][2]int32 {
	var out [][2]int32
	from, close := open+1, s.tokens[open].match
	for i := from; i < close; i++ {
		if s.tokens[i].match > i {
			i = s.tokens[i].match
			continue
		}
		if s.kind(i) == js.CommaToken {
			out = append(out, [2]int32{from, i})
			from = i + 1
		}
	}
	if from < close {
		out = append(out, [2]int32{from, close})
	}
	return out
}

func (s *scanner) literal(i int32) literal {
	return literal{unquote(s.text(i)), s.start(i), s.end(i)}
}

// isString reports whether the argument is one string literal and nothing else.
func (s *scanner) isString(a [2]int32) bool { return a[1] == a[0]+1 && s.kind(a[0]) == js.StringToken }

func (s *scanner) defineArgs(c *call, args [][2]int32) body {
	if len(args) > 0 && s.isString(args[0]) && len(args) > 1 {
		name := s.literal(args[0][0])
		c.Name = &name
		args = args[1:]
	}
	c.ComputedID = c.Name == nil && len(args) > 2
	if c.ComputedID {
		args = args[1:]
	}
	switch {
	case len(args) > 0 && s.array(c, args[0]):
		args = args[1:]
	case len(args) > 1: // define(deps, factory): a variable, or an expression
		c.Computed = true
	}
	if len(args) == 0 {
		return body{scope: -1}
	}
	return s.factory(c, args[len(args)-1])
}

// array reads the dependency array at a; false when a is none. An array that
// is the whole of define([...]) is its value, but nobody writes that.
func (s *scanner) array(c *call, a [2]int32) bool {
	if s.kind(a[0]) != js.OpenBracketToken || s.tokens[a[0]].match != a[1]-1 {
		return false
	}
	c.DepsStart, c.DepsEnd = s.start(a[0]), s.end(a[1]-1)
	for _, e := range s.args(a[0]) {
		if s.isString(e) {
			c.Deps = append(c.Deps, s.literal(e[0]))
		} else {
			c.Computed = true
		}
	}
	return true
}

func (s *scanner) requireArgs(c *call, args [][2]int32) {
	switch {
	case len(args) == 0:
	case s.isString(args[0]):
		c.Deps = []literal{s.literal(args[0][0])}
	case s.array(c, args[0]):
	case s.kind(args[0][0]) == js.OpenBraceToken:
		c.Config = true
		s.cache(args[0][0])
	default:
		c.Computed = true
	}
}

// cache reads require({cache: {"id": function(){...}, "url:id": "text"}}).
func (s *scanner) cache(open int32) {
	for _, p := range s.args(open) {
		if s.kind(p[0]+1) != js.ColonToken || unquote(s.text(p[0])) != "cache" || s.kind(p[0]+2) != js.OpenBraceToken {
			continue
		}
		s.out.CacheCall = len(s.out.Calls)
		for _, e := range s.args(p[0] + 2) {
			s.cacheEntry(e)
		}
	}
}

func (s *scanner) cacheEntry(e [2]int32) {
	if s.kind(e[0]) != js.StringToken || s.kind(e[0]+1) != js.ColonToken {
		return
	}
	entry := cacheEntry{Key: s.literal(e[0])}
	value := [2]int32{e[0] + 2, e[1]}
	switch last := value[1] - 1; {
	case s.isString(value):
		entry.Text, entry.Start, entry.End = true, s.start(value[0]), s.end(value[0])
	case s.kind(value[0]) == js.FunctionToken && s.kind(last) == js.CloseBraceToken:
		entry.Start, entry.End = s.end(s.tokens[last].match), s.start(last)
	default:
		return
	}
	s.out.Cache = append(s.out.Cache, entry)
}

func (s *scanner) factory(c *call, a [2]int32) body {
	c.factory = factory{Kind: expressionFactory, Start: s.start(a[0]), End: s.end(a[1] - 1)}
	for s.kind(a[0]) == js.OpenParenToken && s.tokens[a[0]].match == a[1]-1 { // (function(){...})
		a = [2]int32{a[0] + 1, a[1] - 1}
	}
	if a[1] == a[0]+1 && js.IsIdentifier(s.kind(a[0])) {
		c.factory.Kind = identifierFactory
		return body{scope: -1}
	}
	if s.kind(a[0]) == js.OpenBraceToken && s.tokens[a[0]].match == a[1]-1 {
		c.factory.Kind = objectFactory
		return body{scope: -1}
	}
	params, from, ok := s.function(a)
	if !ok {
		return body{scope: -1}
	}
	c.factory.Kind, c.factory.Params = functionFactory, params
	b := body{from: from, to: a[1], scope: -1}
	if sc, ok := slices.BinarySearchFunc(s.scopes, from, func(sc scope, open int32) int { return int(sc.open - open) }); ok {
		b.scope = int32(sc)
	}
	return b
}

// function reads the head of the function or arrow function that is the whole
// of a, and returns its parameters and the token where its body begins.
func (s *scanner) function(a [2]int32) (params []string, from int32, ok bool) {
	i := a[0]
	if s.kind(i) == js.AsyncToken {
		i++
	}
	arrow := s.kind(i) != js.FunctionToken
	if !arrow {
		for i < a[1] && s.kind(i) != js.OpenParenToken {
			i++
		}
	}
	if js.IsIdentifier(s.kind(i)) && s.kind(i+1) == js.ArrowToken {
		return []string{s.text(i)}, i + 2, true
	}
	if s.kind(i) != js.OpenParenToken || s.tokens[i].match < 0 {
		return nil, 0, false
	}
	for _, p := range s.args(i) {
		name := ""
		if js.IsIdentifier(s.kind(p[0])) {
			name = s.text(p[0])
		}
		params = append(params, name)
	}
	from = s.tokens[i].match + 1
	if arrow {
		if s.kind(from) != js.ArrowToken {
			return nil, 0, false
		}
		return params, from + 1, true
	}
	return params, from, s.kind(from) == js.OpenBraceToken && s.tokens[from].match == a[1]-1
}
