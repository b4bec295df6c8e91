package site

import (
	"fmt"
	"html/template"
	"slices"
	"text/template/parse"

	"strata/internal/diag"
)

// Extensions are what plugins add to templates and to Markdown. The zero value
// adds nothing.
type Extensions struct {
	Function     func(name string) (Function, bool) // the function that a template means by name
	Functions    []string                           // names for who mistypes one
	Begin        func() Session                     // called when a page first calls a function
	Component    func(alias string) (Component, bool)
	Components   []string                             // aliases
	Column       func(name string) (ColumnType, bool) // the type of a table's columns
	ColumnTypes  []string
	Widgets      func(context string) []Widget // the report widgets of a dashboard
	Widget       func(name string) []Widget    // those that one name means
	WidgetNames  []string
	Mails        []Mail              // in order
	MailLayouts  map[string]MailPart // by code; those of the layouts' folder mail come after
	MailPartials map[string]MailPart
	Templates    []Template // what functions and components are made of
	Scripts      []Script   // what a page loads whose components have a module, after those of the model
	Folders      []Folders  // those that belong to the site, in the order in which later ones count
}

// A Function is a function that templates may call.
type Function struct {
	Name     string
	HTML     bool             // what it returns is HTML already
	Filter   bool             // the value before it, which Go's templates hand over last, is its first argument
	Template string           // name of the template that it is; else a Session calls it
	Refused  *diag.Diagnostic // why it cannot be called
}

// A ColumnType shows the values of a column of a table.
type ColumnType struct {
	Function Function // given the value, the column and the row; without a Name, the value is shown as it is
	Module   string   // AMD module that enhances each value in the browser, "" for none
}

// A Session calls functions for one page. It is used by one goroutine at a time.
type Session struct {
	Call func(name string, args []any) (any, error) // the error is a *Failure when more than its text is known
	End  func()
}

// A Failure is an error of a function. Without a file, its place is where the
// function is called.
type Failure struct {
	diag.Diagnostic
	Endless bool // it met a limit of time: no other page is tried
}

func (f *Failure) Error() string { return f.Text }

// A Template is a template that a plugin brings.
type Template struct {
	Name   string // by which functions and components name it; no colons
	File   string // in which it stands
	Line   int    // of the file, at which Source begins, when it is a part of it
	Source []byte
}

// Extend returns the model with the extensions, which templates do not see.
func Extend(m Model, x Extensions) Model {
	m.extensions = x
	return m
}

// lookup returns a function of the extensions.
func (x Extensions) lookup(name string) (Function, bool) {
	if x.Function == nil {
		return Function{}, false
	}
	return x.Function(name)
}

// goFunctions are those that Go's templates have themselves.
var goFunctions = []string{"and", "call", "eq", "ge", "gt", "html", "index", "js", "le", "len", "lt", "ne", "not", "or", "print", "printf", "println", "slice", "urlquery"}

// HasFunction reports whether templates have a function of that name without plugins,
// which goes before one of a plugin.
func HasFunction(name string) bool {
	return (&engine{}).funcs()[name] != nil || slices.Contains(goFunctions, name)
}

// extend finds the plugins' functions that the template calls, and reports those
// that nobody has. A template that does not parse is left to its caller.
func (t *theme) extend(name string, r *report) {
	own := (&engine{}).funcs()
	tree := parse.New(name)
	tree.Mode = parse.SkipFuncCheck
	trees := map[string]*parse.Tree{}
	if _, err := tree.Parse(string(r.src), "", "", trees); err != nil {
		return
	}
	for _, part := range sortedKeys(trees) {
		eachNode(trees[part].Root, func(node parse.Node) {
			n, ok := node.(*parse.IdentifierNode)
			if !ok || own[n.Ident] != nil || slices.Contains(goFunctions, n.Ident) {
				return
			}
			switch f, ok := t.extensions.lookup(n.Ident); {
			case !ok:
				t.broken[name] = true
				r.at(int(n.Pos), errFunction(n.Ident, append(sortedKeys(own), t.extensions.Functions...)))
			case f.Refused != nil:
				t.broken[name] = true
				r.at(int(n.Pos), *f.Refused)
			default:
				t.functions[n.Ident] = f
			}
		})
	}
}

// addTemplates takes up what plugins bring.
func (t *theme) addTemplates(ds *diag.List) {
	for _, x := range t.extensions.Templates {
		r := &report{file: x.File, src: x.Source, first: x.Line}
		t.reports[x.Name] = r
		t.parse(x.Name, r)
		if l := t.files[x.Name]; l != nil {
			l.partial = true
		}
		r.flush(ds)
	}
}

// funcs adds the functions that layouts call to Go's own and the engine's.
func (t *theme) funcs(e *engine) map[string]any {
	out := e.funcs()
	for name, f := range t.functions {
		out[name] = func(args ...any) (any, error) { return e.call(f, args) }
	}
	return out
}

// An Invocation is what a function that is a template is given.
type Invocation struct {
	Value any   // the first argument; of a filter, what stands before it
	Args  []any // all arguments
	Page  *Page
	Site  *Site
}

// call calls a plugin's function.
func (e *engine) call(f Function, args []any) (any, error) {
	if n := len(args) - 1; f.Filter && n > 0 {
		args = append([]any{args[n]}, args[:n]...)
	}
	if f.Template != "" {
		return e.callTemplate(f, args)
	}
	if e.session == nil {
		s := e.model.extensions.Begin()
		e.session = &s
	}
	out, err := e.session.Call(f.Name, args)
	if err != nil {
		return nil, e.failed(err)
	}
	if s, ok := out.(string); ok {
		if _, err := sized(s); err != nil || !f.HTML {
			return s, err
		}
		return template.HTML(s), nil
	}
	return out, nil
}

// failed makes a fault of an error of a function.
func (e *engine) failed(err error) error {
	f, ok := err.(*Failure)
	if !ok {
		return &fault{errTemplate(err.Error(), "check what the function is given")}
	}
	e.endless = e.endless || f.Endless
	return &fault{f.Diagnostic}
}

func (e *engine) callTemplate(f Function, args []any) (any, error) {
	if e.theme.files[f.Template] == nil {
		return "", nil // it could not be read
	}
	data := Invocation{Args: args, Page: e.on, Site: e.site}
	if len(args) > 0 {
		data.Value = args[0]
	}
	out, err := e.part(f.Template, data)
	if !f.HTML {
		return string(out), err
	}
	return out, err
}

// tag renders a plugin's function as a shortcode. What stands between its tags is
// its first argument. Texts of the page are no HTML, unless the site says that
// they may be.
func (e *engine) tag(f Function, s *shortcode, inner template.HTML) (template.HTML, error) {
	if f.Refused != nil {
		return "", &fault{*f.Refused}
	}
	var args []any
	for _, a := range s.tag.args {
		if f.HTML && f.Template == "" && !e.tree.cfg.Markdown.Unsafe {
			a = template.HTMLEscapeString(a)
		}
		args = append(args, a)
	}
	if s.tag.partner != nil {
		args = append([]any{inner}, args...)
	}
	if len(s.tag.params) > 0 {
		params := map[string]any{}
		for k, v := range s.tag.params {
			params[k] = v
		}
		args = append(args, params)
	}
	if n := len(args); f.Filter && n > 1 { // call moves the last one to the front
		args = append(args[1:], args[0])
	}
	out, err := e.call(f, args)
	if html, ok := out.(template.HTML); ok || err != nil {
		return html, err
	}
	return template.HTML(template.HTMLEscapeString(fmt.Sprint(out))), nil
}

// finish ends the page.
func (e *engine) finish() {
	if e.session != nil {
		e.session.End()
		e.session = nil
	}
}
