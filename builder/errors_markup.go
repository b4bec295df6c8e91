package builder

import (
	"errors"
	"fmt"
	"path"
	"strings"
	"time"

	"strata/amd"
	"strata/internal/diag"
	"strata/internal/sandbox"
	"strata/plugin"
	"strata/site"
)

// errStuck says that a plugin had a function that did not end.
var errStuck = errors.New("is not called any more: a function of the plugin did not end, and could not be stopped")

// An overLimit says that functions have had all the time of a build.
type overLimit struct{ limit time.Duration }

func (e *overLimit) Error() string { return "is not called: the time for functions of plugins is over" }

func (e *overLimit) notes() []string {
	return []string{fmt.Sprintf("in one build, all of them together have %v", e.limit)}
}

func noExport(t plugin.Tag, functions []string) diag.Diagnostic {
	d := diag.Diagnostic{File: t.Where, Line: t.Line, Column: t.Column,
		Text: fmt.Sprintf("%q exports no function %q", t.File, t.Export), Hint: "export the function by this name"}
	if near := diag.Nearest(t.Export, functions); near != "" {
		d.Hint = fmt.Sprintf("did you mean %q?", near)
	}
	return d
}

func noticeTagHidden(t plugin.Tag) diag.Diagnostic {
	return diag.Diagnostic{Severity: diag.Notice, File: t.Where, Line: t.Line, Column: t.Column,
		Text: fmt.Sprintf("layouts do not call the %s %q of plugin %s: a function of the theme or of Go has that name", t.Called(), t.Name, t.Owner),
		Hint: "give it another name, unless it is for Markdown"}
}

// scriptFails says why a file of functions cannot be used at all.
func scriptFails(file string, s amd.Script, err error) diag.Diagnostic {
	d := diag.Diagnostic{File: file, Text: fmt.Sprintf("%q cannot be run: it %v", path.Base(file), err), Hint: "let it do nothing when it is loaded but define its functions"}
	if e, ok := errors.AsType[*sandbox.Error](err); ok && e.At.File != "" {
		d.File, d.Line, d.Column = e.At.File, e.At.Line, e.At.Column
		d.Excerpt = s.Excerpt(e.At.File, e.At.Line)
	}
	return d
}

// asFailure is an error of a call as templates show it.
func asFailure(t plugin.Tag, err error) error {
	if _, told := errors.AsType[*site.Failure](err); told || err == nil {
		return err
	}
	return callFails(t, amd.Script{}, err)
}

// callFails says why a call in a template has no result.
func callFails(t plugin.Tag, s amd.Script, err error) *site.Failure {
	kind := t.Called()
	f := &site.Failure{Diagnostic: diag.Diagnostic{Text: fmt.Sprintf("the %s %q of plugin %s %v", kind, t.Name, t.Owner, err), Hint: "check what it is given"}}
	if over, ok := errors.AsType[*overLimit](err); ok {
		f.Endless, f.Notes, f.Hint = true, over.notes(), "let functions do less on each page, or raise seconds of sandbox in the configuration"
	}
	if errors.Is(err, errStuck) {
		f.Hint = "mend it, and start strata again"
	}
	e, ok := errors.AsType[*sandbox.Error](err)
	if !ok {
		return f
	}
	if e.At.File != "" {
		f.Notes = append(f.Notes, fmt.Sprintf("at %s: %s", diag.Diagnostic{File: e.At.File, Line: e.At.Line, Column: e.At.Column}.Place(), strings.TrimSpace(s.Excerpt(e.At.File, e.At.Line))))
	}
	switch e.Kind {
	case sandbox.Timeout, sandbox.Stuck:
		f.Endless = true
		f.Hint = "look for a loop or a regular expression that does not end"
	case sandbox.Memory:
		f.Hint = "look for a list or a text that grows without end"
	case sandbox.Recursion:
		f.Hint = "look for what the function calls, and for when it stops"
	case sandbox.BadResult:
		f.Hint = "return a text, and wait for nothing"
	}
	return f
}
