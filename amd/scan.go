package amd

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/tdewolff/parse/v2/js"
)

// A Literal is a string literal of the source.
type Literal struct {
	Value      string // unescaped
	Start, End int    // byte offsets, quotes included
}

// FactoryKind is the form of a define call's last argument.
type FactoryKind int

// The forms of a factory.
const (
	NoFactory  FactoryKind = iota // the call has no such argument
	Function                      // function or arrow function
	Object                        // object literal
	Identifier                    // a name, as in the UMD idiom define(['b'], factory)
	Expression                    // anything else
)

// A Factory is the last argument of a define call.
type Factory struct {
	Kind       FactoryKind
	Start, End int      // byte offsets
	Params     []string // names of a Function's plain parameters; "" for a pattern
}

// A Call is one call of define, require or requirejs that reaches the loader:
// a function of that name inside the module is not counted.
type Call struct {
	Callee      string // "define", "require", "requirejs", or the name under which a factory received require
	Start, Open int    // byte offsets of the callee and of the first byte behind "("
	Close       int    // byte offset of ")"
	Name        *Literal
	Deps        []Literal // the literals of the dependency array; of require("id"), that one
	DepsStart   int       // byte offsets of the array; both 0 when there is none
	DepsEnd     int
	Computed    bool      // the array, or the argument of require, holds more than string literals
	Factory     Factory   // define only
	Sugar       []Literal // define without an array: the literals of the require calls in its factory
	Config      bool      // require({...})
	Parent      int       // index of the define call around it, -1 outside
	AtTop       bool      // stands in no bracket: not in a function, not under a condition
}

// Anonymous reports whether the call is a define without a module id.
func (c Call) Anonymous() bool { return c.Callee == "define" && c.Name == nil }

// A CacheEntry is one property of the object in require({cache: {...}}), the
// form of a layer made by the Dojo builder.
type CacheEntry struct {
	Key        Literal
	Start, End int // byte offsets of the value: the inside of a function's braces, or a string literal
	Text       bool
}

// Scan is what the AMD compiler has to know about one source file.
type Scan struct {
	Calls       []Call // in source order
	Cache       []CacheEntry
	CacheCall   int     // index in Calls of the require({cache: ...}) call, -1
	Strict      bool    // begins with "use strict"
	Declares    bool    // declares variables, functions or classes outside functions
	Return      int     // byte offset of a return outside functions, -1
	Module      int     // byte offset of import or export syntax, -1
	VarDefine   []int   // byte offsets of "var " in "var define = ...", which guards against a missing loader
	MapComments []int   // byte offsets of the \"#\" in sourceMappingURL and sourceURL comments
	Empty       bool    // holds nothing but comments
	Templates   bool    // uses template literals
	Names       []int32 // byte offsets of the tokens worth a mapping in a source map, in order
}

// ScanSource reads the AMD calls of src. It returns a *SyntaxError when src
// cannot be tokenised; that src is a valid program is for a parser to say.
func ScanSource(src []byte) (*Scan, error) {
	x, err := lex(src)
	if err != nil {
		return nil, err
	}
	s := &scanner{lexed: x}
	s.out = Scan{Return: -1, Module: -1, CacheCall: -1, Empty: len(x.tokens) == 0, MapComments: x.mapComments}
	s.find()
	s.topLevel()
	for c := range s.out.Calls {
		s.sugar(c)
	}
	s.localRequires()
	s.names()
	return &s.out, nil
}

type scanner struct {
	*lexed
	out    Scan
	at     []int32 // token index of each call's callee
	bodies []body  // of each call's factory
	umd    bool    // the file tests for a loader, so a parameter called define is the loader's
}

// A body is where a factory's own tokens lie; empty when it is no function.
type body struct {
	from, to int32 // token indices
	scope    int32 // of a body in braces, -1
}

func (s *scanner) find() {
	for i := range s.tokens {
		t := &s.tokens[i]
		if t.kind == js.TypeofToken && s.isName(int32(i+1), "define") {
			s.umd = true
		}
	}
	for i := int32(0); int(i) < len(s.tokens); i++ {
		if s.tokens[i].kind != js.IdentifierToken || s.kind(i+1) != js.OpenParenToken {
			continue
		}
		switch name := s.src[s.tokens[i].start:s.tokens[i].end]; string(name) {
		case "define", "require", "requirejs":
			if s.isCall(i) && !s.shadowed(i, string(name)) {
				s.add(i)
			}
		}
	}
}

func (s *scanner) isName(i int32, name string) bool {
	return s.kind(i) == js.IdentifierToken && s.text(i) == name
}

// isCall tells a call from a declaration, a property and a method.
func (s *scanner) isCall(i int32) bool {
	switch s.kind(i - 1) {
	case js.DotToken, js.OptChainToken, js.FunctionToken:
		return false
	case js.MulToken:
		if s.kind(i-2) == js.FunctionToken {
			return false
		}
	}
	close := s.tokens[i+1].match
	if s.kind(close+1) != js.OpenBraceToken || s.tokens[close+1].newline {
		return true
	}
	switch s.kind(i - 1) {
	case js.OpenBraceToken, js.CommaToken, js.CloseBraceToken, js.GetToken, js.SetToken, js.AsyncToken, js.StaticToken, js.MulToken:
		return false
	}
	return true
}

// shadowed reports whether the name at token i is bound by a function around
// it. The require that a factory receives is bound too, and is found again by
// localRequires. A parameter called define counts as the loader's in a file
// that tests for one: (function(define){...})(typeof define === "function" ? ...).
func (s *scanner) shadowed(i int32, name string) bool {
	if name == "define" && s.umd {
		return false
	}
	for _, b := range s.bindings {
		if b.scope > 0 && s.holds(b.scope, i) && s.text(b.token) == name {
			return true
		}
	}
	for c := range s.out.Calls { // a factory that is an arrow function without braces is no scope
		if b := s.bodies[c]; b.from <= i && i < b.to && slices.Contains(s.out.Calls[c].Factory.Params, name) {
			return true
		}
	}
	return false
}

func (s *scanner) holds(sc, i int32) bool { return s.scopes[sc].open < i && i < s.scopes[sc].close }

func (s *scanner) add(i int32) {
	c := Call{Callee: s.text(i), Start: s.start(i), Open: s.end(i + 1), Close: s.start(s.tokens[i+1].match), Parent: -1}
	c.AtTop = s.tokens[i].top
	for j := len(s.out.Calls) - 1; j >= 0; j-- {
		if p := s.out.Calls[j]; p.Callee == "define" && p.Close > c.Start {
			c.Parent = j
			break
		}
	}
	b := body{scope: -1}
	if c.Callee == "define" {
		b = s.defineArgs(&c, s.args(i+1))
	} else {
		s.requireArgs(&c, s.args(i+1))
	}
	s.out.Calls, s.at, s.bodies = append(s.out.Calls, c), append(s.at, i), append(s.bodies, b)
}

func (s *scanner) start(i int32) int { return int(s.tokens[i].start) }
func (s *scanner) end(i int32) int   { return int(s.tokens[i].end) }

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

func (s *scanner) literal(i int32) Literal {
	return Literal{unquote(s.text(i)), s.start(i), s.end(i)}
}

// isString reports whether the argument is one string literal and nothing else.
func (s *scanner) isString(a [2]int32) bool { return a[1] == a[0]+1 && s.kind(a[0]) == js.StringToken }

func (s *scanner) defineArgs(c *Call, args [][2]int32) body {
	if len(args) > 0 && s.isString(args[0]) && len(args) > 1 {
		name := s.literal(args[0][0])
		c.Name = &name
		args = args[1:]
	}
	if len(args) > 0 && s.array(c, args[0]) {
		args = args[1:]
	}
	if len(args) == 0 {
		return body{scope: -1}
	}
	return s.factory(c, args[len(args)-1])
}

// array reads the dependency array at a; false when a is none. An array that
// is the whole of define([...]) is its value, but nobody writes that.
func (s *scanner) array(c *Call, a [2]int32) bool {
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

func (s *scanner) requireArgs(c *Call, args [][2]int32) {
	switch {
	case len(args) == 0:
	case s.isString(args[0]):
		c.Deps = []Literal{s.literal(args[0][0])}
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
	entry := CacheEntry{Key: s.literal(e[0])}
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

func (s *scanner) factory(c *Call, a [2]int32) body {
	c.Factory = Factory{Kind: Expression, Start: s.start(a[0]), End: s.end(a[1] - 1)}
	for s.kind(a[0]) == js.OpenParenToken && s.tokens[a[0]].match == a[1]-1 { // (function(){...})
		a = [2]int32{a[0] + 1, a[1] - 1}
	}
	if a[1] == a[0]+1 && js.IsIdentifier(s.kind(a[0])) {
		c.Factory.Kind = Identifier
		return body{scope: -1}
	}
	if s.kind(a[0]) == js.OpenBraceToken && s.tokens[a[0]].match == a[1]-1 {
		c.Factory.Kind = Object
		return body{scope: -1}
	}
	params, from, ok := s.function(a)
	if !ok {
		return body{scope: -1}
	}
	c.Factory.Kind, c.Factory.Params = Function, params
	b := body{from: from, to: a[1], scope: -1}
	for sc := range s.scopes {
		if s.scopes[sc].open == from {
			b.scope = int32(sc)
		}
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

// sugar collects the require("id") calls of a factory that gets require as its
// first parameter, whatever its name there.
func (s *scanner) sugar(c int) {
	call := &s.out.Calls[c]
	if call.Callee != "define" || call.DepsEnd > 0 {
		return
	}
	if call.Factory.Kind == Identifier {
		call.Sugar = s.umdSugar(call)
		return
	}
	if b := s.bodies[c]; call.Factory.Kind == Function && len(call.Factory.Params) > 0 {
		for _, i := range s.localCalls(b, call.Factory.Params[0]) {
			if a := s.args(i + 1); len(a) > 0 && s.isString(a[0]) {
				call.Sugar = append(call.Sugar, s.literal(a[0][0]))
			}
		}
	}
}

// umdSugar serves define(factory) where factory is a function of the file that
// takes a parameter called require: its calls name the dependencies.
func (s *scanner) umdSugar(call *Call) []Literal {
	var out []Literal
	for _, b := range s.bindings {
		if b.scope == 0 || !s.isName(b.token, "require") || b.token >= s.scopes[b.scope].open {
			continue
		}
		if k := s.kind(b.token - 1); k != js.OpenParenToken && k != js.ErrorToken { // the first parameter
			continue
		}
		whole := body{from: s.scopes[b.scope].open, to: s.scopes[b.scope].close, scope: b.scope}
		for _, i := range s.localCalls(whole, "require") {
			if a := s.args(i + 1); len(a) > 0 && s.isString(a[0]) {
				out = append(out, s.literal(a[0][0]))
			}
		}
		return out
	}
	return nil
}

// localCalls returns the tokens in b at which the name that b's function binds
// is called, and not one of the same name of a function inside it.
func (s *scanner) localCalls(b body, name string) []int32 {
	var inner []int32
	for _, bound := range s.bindings {
		if bound.token > b.from && bound.token < b.to && bound.scope != b.scope && s.text(bound.token) == name {
			inner = append(inner, bound.scope)
		}
	}
	var out []int32
	for i := b.from; i < b.to; i++ {
		if !js.IsIdentifier(s.kind(i)) || s.kind(i+1) != js.OpenParenToken || s.text(i) != name || !s.isCall(i) {
			continue
		}
		hidden := false
		for _, sc := range inner {
			hidden = hidden || sc > 0 && s.holds(sc, i)
		}
		if !hidden {
			out = append(out, i)
		}
	}
	return out
}

// localRequires adds the calls of the require that a factory received, which
// make modules reachable: require(["./later"], f), or require("id") in a
// factory that has a dependency array with "require" in it.
func (s *scanner) localRequires() {
	for c := range s.bodies {
		call := s.out.Calls[c]
		if call.Callee != "define" || call.Factory.Kind != Function {
			continue
		}
		name := requireParam(call)
		if name == "" {
			continue
		}
		for _, i := range s.localCalls(s.bodies[c], name) {
			local := Call{Callee: name, Start: s.start(i), Open: s.end(i + 1), Close: s.start(s.tokens[i+1].match), Parent: c}
			s.requireArgs(&local, s.args(i+1))
			if local.Config || call.DepsEnd == 0 && local.DepsEnd == 0 && !local.Computed {
				continue // the sugar has it
			}
			s.out.Calls = append(s.out.Calls, local)
		}
	}
}

// requireParam returns the name under which a define's factory receives require.
func requireParam(c Call) string {
	if c.DepsEnd == 0 {
		if len(c.Factory.Params) > 0 {
			return c.Factory.Params[0]
		}
		return ""
	}
	for i, d := range c.Deps {
		if d.Value == "require" && i < len(c.Factory.Params) && !c.Computed {
			return c.Factory.Params[i]
		}
	}
	return ""
}

func (s *scanner) topLevel() {
	if s.importAt >= 0 {
		s.out.Module = s.start(s.importAt)
	}
	if s.returnAt >= 0 {
		s.out.Return = s.start(s.returnAt)
	}
	for _, i := range s.varDepth {
		if s.kind(i) == js.VarToken && s.isName(i+1, "define") && s.kind(i+2) == js.EqToken {
			s.out.VarDefine = append(s.out.VarDefine, s.start(i))
			continue
		}
		s.out.Declares = true
	}
	s.out.Strict = s.directive()
}

// directive reports whether the file begins with "use strict", alone or among
// other directives.
func (s *scanner) directive() bool {
	for i := int32(0); s.kind(i) == js.StringToken; i++ {
		if raw := s.text(i); raw == `"use strict"` || raw == `'use strict'` {
			return true
		}
		if s.kind(i+1) == js.SemicolonToken {
			i++
		}
	}
	return false
}

// names lists the tokens that a debugger may ask for: names and literals, and
// whatever begins a line.
func (s *scanner) names() {
	for i := range s.tokens {
		t := &s.tokens[i]
		if t.kind == js.TemplateToken || t.kind == js.TemplateStartToken {
			s.out.Templates = true
		}
		if t.newline || js.IsIdentifierName(t.kind) || js.IsNumeric(t.kind) || t.kind == js.StringToken {
			s.out.Names = append(s.out.Names, t.start)
		}
	}
}

// unquote returns the value of a string literal, or a plain name as it is.
// Escapes follow ECMAScript; one that is malformed stands for itself.
func unquote(raw string) string {
	if len(raw) < 2 || raw[0] != '"' && raw[0] != '\'' {
		return raw
	}
	raw = raw[1 : len(raw)-1]
	if !strings.Contains(raw, `\`) {
		return raw
	}
	var b strings.Builder
	for len(raw) > 0 {
		if raw[0] != '\\' || len(raw) == 1 {
			_, n := utf8.DecodeRuneInString(raw)
			b.WriteString(raw[:n])
			raw = raw[n:]
			continue
		}
		text, n := unescape(raw)
		b.WriteString(text)
		raw = raw[n:]
	}
	return b.String()
}

var simpleEscapes = map[byte]string{'n': "\n", 't': "\t", 'r': "\r", 'b': "\b", 'f': "\f", 'v': "\v", '0': "\x00", '\n': ""}

// unescape decodes the escape sequence at the start of raw, and returns its
// value and length.
func unescape(raw string) (string, int) {
	if strings.HasPrefix(raw, "\\\r\n") {
		return "", 3
	}
	digits, rest := 0, raw[2:]
	skip := 2
	switch raw[1] {
	case 'x':
		digits = 2
	case 'u':
		digits = 4
		if end := strings.IndexByte(rest, '}'); strings.HasPrefix(rest, "{") && end > 0 {
			rest, digits, skip = rest[1:], end-1, 4
		}
	}
	if digits > 0 && len(rest) >= digits {
		if n, err := strconv.ParseUint(rest[:digits], 16, 32); err == nil {
			return string(rune(n)), skip + digits
		}
	}
	if text, ok := simpleEscapes[raw[1]]; ok {
		return text, 2
	}
	_, n := utf8.DecodeRuneInString(raw[1:])
	return raw[1 : 1+n], 1 + n
}
