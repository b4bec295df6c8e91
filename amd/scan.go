package amd

import (
	"cmp"
	"slices"

	"github.com/tdewolff/parse/v2/js"
)

// A cacheEntry is one property of the object in require({cache: {...}}), the
// form of a layer made by the Dojo builder.
type cacheEntry struct {
	Key        literal
	Start, End int // byte offsets of the value: the inside of a function's braces, or a string literal
	Text       bool
}

// A scanResult is what the AMD compiler has to know about one source file.
type scanResult struct {
	Calls       []call // in source order
	Cache       []cacheEntry
	CacheCall   int   // index in Calls of the require({cache: ...}) call, -1
	Strict      bool  // begins with "use strict"
	Declares    bool  // declares variables, functions or classes outside functions
	Return      int   // byte offset of a return outside functions, -1
	Module      int   // byte offset of import or export syntax, -1
	VarDefine   []int // byte offsets of "var " in "var define = ...", which guards against a missing loader
	Legal       []span
	MapComments []int // byte offsets of the "#" in sourceMappingURL and sourceURL comments
	Empty       bool  // holds nothing but comments
	Plain       bool  // parses for sure; what is not plain may parse too
	Ends        bool  // ends with a whole statement, whatever follows
	Has         []hasCall
	Templates   bool    // uses template literals
	Statements  int     // most statements in one block
	Names       []int32 // byte offsets of the tokens worth a mapping in a source map, in order
}

// scanSource reads the AMD calls of src. It returns a *syntaxError when src
// cannot be tokenised; that src is a valid program is for a parser to say.
func scanSource(src []byte) (*scanResult, error) { return scan(src, true) }

// scan is scanSource; what only a readable layer needs to know can be left out.
func scan(src []byte, readable bool) (*scanResult, error) {
	x, err := lex(src)
	if err != nil {
		return nil, err
	}
	s := &scanner{lexed: x}
	s.out = scanResult{Return: -1, Module: -1, CacheCall: -1, Empty: len(x.tokens) == 0, MapComments: x.mapComments, Legal: x.legal, Statements: x.longest}
	s.find()
	s.topLevel()
	s.sortBindings()
	for c := range s.bodies {
		if s.level(c) < maxDefines {
			s.sugar(c)
			s.localRequires(c)
			s.hasCalls(c)
		}
	}
	s.out.Ends, s.out.Templates = s.ends(), x.templates
	if readable {
		s.names()
		s.out.Plain = x.isPlain()
	}
	out := s.out // of its own, or it would hold on to the tokens
	return &out, nil
}

// ends reports whether the last token ends a statement. A ")" may be that of
// "if (x)"; it counts if it is that of a call.
func (s *scanner) ends() bool {
	last := int32(len(s.tokens)) - 1
	switch s.kind(last) {
	case js.SemicolonToken, js.CloseBraceToken:
		return true
	case js.CloseParenToken:
		return slices.ContainsFunc(s.out.Calls, func(c call) bool { return c.Close == s.start(last) })
	}
	return false
}

// A scanner walks the tokens once. What encloses the current one is on two
// stacks, so that a file of any shape costs time in proportion to its size.
type scanner struct {
	*lexed
	out     scanResult
	bodies  []body    // of each call's factory
	umd     bool      // the file tests for a loader, so a parameter called define is the loader's
	shadows []shadow  // where loader names are bound, in order
	inside  []int     // those around the current token, inmost last
	next    int       // the first that is not yet entered
	defines []int     // define calls around the current token, inmost last
	umdDeps []literal // what umdSugar found ...
	umdRead bool      // ... once it has looked
}

// A shadow is a scope that binds a loader's name.
type shadow struct {
	from, close int32
	name        uint8
}

// A body is where a factory's own tokens lie; empty when it is no function.
type body struct {
	from, to int32 // token indices
	scope    int32 // of the function, -1
}

// loaderNames are the names that are looked for, each with a bit of its own.
var loaderNames = map[string]uint8{"define": 1, "require": 2, "requirejs": 4}

func (s *scanner) find() {
	for i := range s.tokens {
		if s.tokens[i].kind == js.TypeofToken && s.isName(int32(i+1), "define") {
			s.umd = true
		}
	}
	s.findShadows()
	for i := range int32(len(s.tokens)) {
		s.enter(i)
		if s.tokens[i].kind != js.IdentifierToken || s.kind(i+1) != js.OpenParenToken {
			continue
		}
		if bit := loaderNames[string(s.src[s.tokens[i].start:s.tokens[i].end])]; bit != 0 && s.isCall(i) && !s.shadowed(bit) {
			s.add(i)
		}
	}
}

func (s *scanner) findShadows() {
	for _, b := range s.bindings {
		t := s.tokens[b.token]
		if n := t.end - t.start; b.scope == 0 || n != 6 && n != 7 && n != 9 {
			continue
		}
		bit := loaderNames[string(s.src[t.start:t.end])]
		if bit == loaderNames["define"] && s.umd && s.kind(b.token-1) != js.FunctionToken {
			continue // the loader's, by another way
		}
		if bit != 0 {
			sc := s.scopes[b.scope]
			s.shadows = append(s.shadows, shadow{sc.from, sc.close, bit})
		}
	}
	slices.SortFunc(s.shadows, func(a, b shadow) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.close, a.close)) })
}

// enter keeps the stacks: shadows and define calls that have ended before token
// i are left, and the shadow that begins before it is entered.
func (s *scanner) enter(i int32) {
	for n := len(s.inside); n > 0 && s.shadows[s.inside[n-1]].close < i; n-- {
		s.inside = s.inside[:n-1]
	}
	for ; s.next < len(s.shadows) && s.shadows[s.next].from < i; s.next++ {
		s.inside = append(s.inside, s.next)
	}
	for n := len(s.defines); n > 0 && s.out.Calls[s.defines[n-1]].Close < s.start(i); n-- {
		s.defines = s.defines[:n-1]
	}
}

func (s *scanner) isName(i int32, name string) bool {
	return s.kind(i) == js.IdentifierToken && s.text(i) == name
}

// isCall tells a call from a declaration, a property, a method and "new".
func (s *scanner) isCall(i int32) bool {
	switch s.kind(i - 1) {
	case js.DotToken, js.OptChainToken, js.FunctionToken, js.NewToken:
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

// shadowed reports whether the name is bound by a function or a block around
// the current token. The require that a factory receives is bound too, and is found again by
// localRequires. A parameter or variable called define counts as the loader's in
// a file that tests for one: (function(define){...})(typeof define === "function" ? ...).
// A function of that name does not: d3 has one inside of its factory.
func (s *scanner) shadowed(name uint8) bool {
	return slices.ContainsFunc(s.inside, func(i int) bool { return s.shadows[i].name == name })
}

func (s *scanner) add(i int32) {
	c := call{Callee: s.text(i), Start: s.start(i), Open: s.end(i + 1), Close: s.start(s.tokens[i+1].match), Parent: -1}
	c.AtTop = s.tokens[i].top
	if n := len(s.defines); n > 0 {
		c.Parent = s.defines[n-1]
	}
	b := body{scope: -1}
	if c.Callee == "define" {
		b = s.defineArgs(&c, s.args(i+1))
		s.defines = append(s.defines, len(s.out.Calls))
	} else {
		s.requireArgs(&c, s.args(i+1))
	}
	s.out.Calls, s.bodies = append(s.out.Calls, c), append(s.bodies, b)
}

func (s *scanner) start(i int32) int { return int(s.tokens[i].start) }
func (s *scanner) end(i int32) int   { return int(s.tokens[i].end) }

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
		if t.newline || js.IsIdentifierName(t.kind) || js.IsNumeric(t.kind) || t.kind == js.StringToken {
			s.out.Names = append(s.out.Names, t.start)
		}
	}
}
