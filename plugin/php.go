package plugin

import (
	"fmt"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/VKCOM/php-parser/pkg/ast"
	"github.com/VKCOM/php-parser/pkg/conf"
	phperrors "github.com/VKCOM/php-parser/pkg/errors"
	"github.com/VKCOM/php-parser/pkg/parser"
	phpversion "github.com/VKCOM/php-parser/pkg/version"

	"strata/internal/diag"
)

// A class is one class of a PHP file, read and not run; or a file without one,
// which may return a value.
type class struct {
	name      string // as it is looked for; "" for none
	namespace string
	nameAt    place                 // of the namespace
	found     bool                  // there is such a class
	parent    string                // full name of the class that it extends
	returns   *ast.StmtReturn       // the statement at the top of the file that returns
	uses      map[string]string     // lower-case alias -> imported name
	consts    map[string]ast.Vertex // "self::X" of the class, "X" of the file
	props     map[string]ast.Vertex // by name, without $; nil when there is no default
	methods   map[string]*ast.StmtClassMethod
	traits    []item // full names of what the class takes more members from
	eval      evaluator
}

// parseClass reads the class of a name, in whatever case, from a PHP file. The
// second result is false when PHP could not read the file either.
func parseClass(file, name string, src []byte, ds *diag.List) (*class, bool) {
	lines := newLineIndex(file, src)
	guarded, mistake := guardPHP(src)
	if mistake != nil {
		ds.Add(errPHPGuard(lines.place(mistake.at), mistake.text))
		return nil, false
	}
	root, mistakes := parsePHP(guarded)
	if len(mistakes) > 0 {
		// The first only: what a parser says after it is seldom true.
		at := lines.place(len(src))
		if p := mistakes[0].Pos; p != nil {
			at = lines.place(p.StartPos)
		}
		ds.Add(errPHPSyntax(at, mistakes[0].Msg))
		return nil, false
	}
	c := &class{
		name:    name,
		uses:    map[string]string{},
		consts:  map[string]ast.Vertex{},
		props:   map[string]ast.Vertex{},
		methods: map[string]*ast.StmtClassMethod{},
	}
	c.eval = evaluator{class: c, lines: lines, guarded: guarded, memo: map[string]value{}, budget: maxPHPText}
	c.statements(root.Stmts)
	return c, true
}

// parsePHP runs the parser. A panic of it is one more thing it cannot read.
func parsePHP(src []byte) (root *ast.Root, mistakes []*phperrors.Error) {
	defer func() {
		if r := recover(); r != nil {
			mistakes = append(mistakes, phperrors.NewError(fmt.Sprint(r), nil))
		}
	}()
	v, err := parser.Parse(src, conf.Config{
		Version:          &phpversion.Version{Major: 8, Minor: 1},
		ErrorHandlerFunc: func(e *phperrors.Error) { mistakes = append(mistakes, e) },
	})
	root, ok := v.(*ast.Root)
	if len(mistakes) == 0 && (err != nil || !ok || root == nil) {
		mistakes = append(mistakes, phperrors.NewError("syntax error", nil))
	}
	return root, mistakes
}

// statements takes note of what stands at the top of a file or a namespace. The
// first class of the name counts.
func (c *class) statements(stmts []ast.Vertex) {
	for _, s := range stmts {
		switch s := s.(type) {
		case *ast.StmtNamespace:
			if !c.found && s.Name != nil {
				c.namespace, c.nameAt = nameOf(s.Name), c.eval.lines.at(s.Name)
			}
			c.statements(s.Stmts)
		case *ast.StmtUseList:
			c.imports("", s.Type, s.Uses)
		case *ast.StmtGroupUseList:
			c.imports(nameOf(s.Prefix)+`\`, s.Type, s.Uses)
		case *ast.StmtConstList:
			c.constants("", s.Consts)
		case *ast.StmtClass:
			if !c.found && c.name != "" && strings.EqualFold(nameOf(s.Name), c.name) {
				c.found, c.name = true, nameOf(s.Name)
				if s.Extends != nil {
					c.parent = c.resolve(s.Extends)
				}
				c.members(s.Stmts)
			}
		case *ast.StmtReturn:
			if c.returns == nil {
				c.returns = s
			}
		}
	}
}

// imports takes note of imported classes; functions and constants are not used.
func (c *class) imports(prefix string, kind ast.Vertex, uses []ast.Vertex) {
	for _, u := range uses {
		u, ok := u.(*ast.StmtUse)
		if !ok || kind != nil || u.Type != nil {
			continue
		}
		name := prefix + nameOf(u.Use)
		alias := shortName(name)
		if u.Alias != nil {
			alias = nameOf(u.Alias)
		}
		c.uses[strings.ToLower(alias)] = name
	}
}

func (c *class) constants(prefix string, consts []ast.Vertex) {
	for _, k := range consts {
		if k, ok := k.(*ast.StmtConstant); ok {
			c.consts[prefix+nameOf(k.Name)] = k.Expr
		}
	}
}

func (c *class) members(stmts []ast.Vertex) {
	for _, s := range stmts {
		switch s := s.(type) {
		case *ast.StmtClassConstList:
			c.constants("self::", s.Consts)
		case *ast.StmtClassMethod:
			c.methods[strings.ToLower(nameOf(s.Name))] = s
		case *ast.StmtTraitUse:
			for _, t := range s.Traits {
				c.traits = append(c.traits, item{key: c.resolve(t), keyAt: c.eval.lines.at(t)})
			}
		case *ast.StmtPropertyList:
			for _, p := range s.Props {
				if p, ok := p.(*ast.StmtProperty); ok {
					c.props[strings.TrimPrefix(variableName(p.Var), "$")] = p.Expr
				}
			}
		}
	}
}

// file returns what the file itself returns, as language and configuration files
// do: absent when there is no such statement.
func (c *class) file() value {
	if c.returns == nil {
		return value{}
	}
	return c.eval.result([]ast.Vertex{c.returns})
}

// property returns the default of a property; absent when there is none.
func (c *class) property(name string) value {
	if expr := c.props[name]; expr != nil {
		return c.eval.value(expr, 0)
	}
	return value{}
}

// method returns what a method returns: null when its body is empty, absent when
// there is no such method, opaque when only PHP could tell.
func (c *class) method(name string) value {
	m := c.methods[strings.ToLower(name)]
	if m == nil {
		return value{}
	}
	body, ok := m.Stmt.(*ast.StmtStmtList)
	if !ok || len(body.Stmts) == 0 {
		return value{kind: null, place: c.eval.lines.at(m)}
	}
	return c.eval.result(body.Stmts)
}

// body returns where a method begins, and whether there is anything in it.
func (c *class) body(name string) (place, bool) {
	m := c.methods[name]
	if m == nil {
		return place{}, false
	}
	body, ok := m.Stmt.(*ast.StmtStmtList)
	return c.eval.lines.at(m), ok && len(body.Stmts) > 0
}

// full is the name of the class with its namespace.
func (c *class) full() string { return strings.TrimPrefix(c.namespace+`\`+c.name, `\`) }

// resolve returns the full name of a class as the file means it.
func (c *class) resolve(name ast.Vertex) string {
	text := nameOf(name)
	if _, ok := name.(*ast.NameFullyQualified); ok {
		return text
	}
	if _, ok := name.(*ast.NameRelative); !ok {
		first, rest, nested := strings.Cut(text, `\`)
		if full, ok := c.uses[strings.ToLower(first)]; ok && nested {
			return full + `\` + rest
		} else if ok {
			return full
		}
	}
	return strings.TrimPrefix(c.namespace+`\`+text, `\`)
}

// nameOf returns the text of a name without a leading backslash.
func nameOf(v ast.Vertex) string {
	switch v := v.(type) {
	case *ast.Name:
		return joinParts(v.Parts)
	case *ast.NameFullyQualified:
		return joinParts(v.Parts)
	case *ast.NameRelative:
		return joinParts(v.Parts)
	case *ast.Identifier:
		return string(v.Value)
	}
	return ""
}

func joinParts(parts []ast.Vertex) string {
	var names []string
	for _, p := range parts {
		if p, ok := p.(*ast.NamePart); ok {
			names = append(names, string(p.Value))
		}
	}
	return strings.Join(names, `\`)
}

// variableName returns the name of a plain variable, with its $.
func variableName(v ast.Vertex) string {
	if v, ok := v.(*ast.ExprVariable); ok {
		return nameOf(v.Name)
	}
	return ""
}

// A lineIndex finds places in a file without reading it again from the start.
type lineIndex struct {
	file   string
	src    []byte
	starts []int
}

func newLineIndex(file string, src []byte) lineIndex {
	starts := []int{0}
	for i, c := range src {
		if c == '\n' || c == '\r' && (i+1 == len(src) || src[i+1] != '\n') {
			starts = append(starts, i+1)
		}
	}
	return lineIndex{file, src, starts}
}

// maxColumn is up to where columns are counted; counting through a file that is
// one long line, for each of its places, would take too long.
const maxColumn = 8192

func (l lineIndex) place(offset int) place {
	offset = min(max(offset, 0), len(l.src))
	line := sort.SearchInts(l.starts, offset+1)
	start := l.starts[line-1]
	if offset-start > maxColumn {
		return place{l.file, line, 0}
	}
	return place{l.file, line, utf8.RuneCount(l.src[start:offset]) + 1}
}

func (l lineIndex) at(v ast.Vertex) place {
	if p := v.GetPosition(); p != nil {
		return l.place(p.StartPos)
	}
	return place{file: l.file}
}
