package builder

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"strata/amd"
	"strata/internal/diag"
	"strata/internal/phpfunc"
	"strata/internal/sandbox"
	"strata/plugin"
	"strata/site"
)

// scriptGlobal is the variable in which a plugin's script leaves its functions.
const scriptGlobal = "strataMarkup"

// A tagScript is a file of a plugin with functions for templates.
type tagScript struct {
	program   *sandbox.Program
	functions []string
	script    amd.Script
	endless   bool // it met the limit of time when it was loaded
}

// markup is what templates may call, and how.
type markup struct {
	offer   plugin.Contributions
	named   map[string]plugin.Tag // column types and rules, by what callName calls them
	scripts map[string]tagScript  // by file
	env     phpfunc.Env
	native  sync.Map // name to phpfunc.Func
	endless sync.Map // code of a rule to the error that it met
	silent  silence
	meter   meter
	mu      sync.Mutex            // guards
	unrun   map[string]plugin.Tag // those called that do not run, by what callName calls them
}

// markup makes the functions of plugins ready. A file of functions is bundled and
// compiled anew only when something that it is made of has changed.
func (b *build) markup(cfg site.Config, set plugin.Set, offer plugin.Contributions, ds *diag.List) *markup {
	m := &markup{offer: offer, named: namedCalls(offer), scripts: map[string]tagScript{}, env: phpfunc.Env{Root: sitePath(cfg)}, silent: b.silent,
		meter: meter{limit: time.Duration(cfg.Sandbox.Seconds) * time.Second, stuck: b.stuck()}}
	for _, t := range offer.Tags {
		if site.HasFunction(t.Name) {
			ds.Add(noticeTagHidden(t))
		}
	}
	endless := false // then no other file is tried: each would take as long
	grants := sandbox.Grants{Clock: cfg.Sandbox.Clock, Random: cfg.Sandbox.Random}
	for _, t := range slices.Concat(offer.Tags, sortedTags(m.named)) {
		if t.File == "" || b.silent.plugins[t.Owner] {
			continue
		}
		s, ok := m.scripts[t.File]
		if !ok && !endless {
			p, _ := set.Lookup(t.Owner)
			s = again(b, "markup "+t.File, fmt.Sprint(p.Dir, grants), ds, func(ds *diag.List) tagScript { return b.tagScript(p, t.File, grants, ds) })
			m.scripts[t.File], endless = s, s.endless
		}
		if s.program != nil && !slices.Contains(s.functions, t.Export) {
			ds.Add(noExport(t, s.functions))
		}
	}
	return m
}

// stuck is what the process remembers of functions that did not end.
func (b *build) stuck() *stuck {
	if b.opts.Cache == nil {
		return &stuck{}
	}
	return &b.opts.Cache.stuck
}

func (b *build) tagScript(p plugin.Plugin, file string, grants sandbox.Grants, ds *diag.List) tagScript {
	script, ok := amd.NewScript(b.src, amd.ScriptOptions{File: file, Dir: p.Dir, Global: scriptGlobal}, ds)
	if !ok {
		return tagScript{}
	}
	if b.stuck().has(p.ID) {
		ds.Add(scriptFails(file, script, errStuck))
		return tagScript{}
	}
	locate := func(line, column int) sandbox.Position {
		file, row, col := script.Locate(line, column)
		return sandbox.Position{File: file, Line: row, Column: col}
	}
	program, err := sandbox.New(sandbox.Source{Code: script.Code, Global: scriptGlobal, Locate: locate}, grants)
	var functions []string
	if err == nil {
		functions, err = program.Functions()
	}
	if err != nil {
		ds.Add(scriptFails(file, script, err))
		b.stuck().note(p.ID, err)
		mistake, ok := errors.AsType[*sandbox.Error](err)
		return tagScript{endless: ok && (mistake.Kind == sandbox.Timeout || mistake.Kind == sandbox.Stuck)}
	}
	return tagScript{program: program, functions: functions, script: script}
}

// extend adds to the model what plugins give to templates.
func (b *build) extend(model site.Model, m *markup, c *components) site.Model {
	x := site.Extensions{Function: m.function, Begin: m.begin, Folders: folders(m.offer)}
	m.columns(&x)
	for _, t := range m.offer.Tags {
		x.Functions = append(x.Functions, t.Name)
	}
	for _, t := range slices.Concat(m.offer.Tags, sortedTags(m.named)) {
		if t.Template != "" {
			x.Templates = append(x.Templates, site.Template{Name: templateOf(t), File: t.Where, Line: t.TemplateLine, Source: []byte(t.Template)})
		}
	}
	c.extend(&x)
	return site.Extend(model, x)
}

// templateOf is the name of the template of a tag.
func templateOf(t plugin.Tag) string {
	kind := t.Called() + "s"
	return "markup/" + t.Owner + "/" + kind + "/" + t.Name
}

// function returns the function that a template means.
func (m *markup) function(name string) (site.Function, bool) {
	t, ok := m.find(name)
	if !ok {
		return site.Function{}, false
	}
	f := site.Function{Name: name, HTML: t.HTML, Filter: t.Filter}
	switch {
	case t.Opaque != "":
		d := t.Refused()
		f.Refused = &d
	case t.Template != "":
		f.Template = templateOf(t)
	}
	return f, true
}

// begin starts a session of a page. The runs of the files whose functions it calls
// live as long as it does.
func (m *markup) begin() site.Session {
	runs := map[string]*sandbox.Run{}
	return site.Session{
		Call: func(name string, args []any) (any, error) {
			t, _ := m.find(name)
			if t.File == "" {
				if t.Noun != "" {
					args = args[:1] // PHP refuses arguments that its functions do not take
				}
				out, err := m.meter.run(t.Owner, false, func() (any, error) { return m.callNative(t, args) })
				return out, asFailure(t, err)
			}
			if m.silent.plugins[t.Owner] {
				m.quiet(t)
				return "", nil
			}
			s := m.scripts[t.File]
			if s.program == nil || !slices.Contains(s.functions, t.Export) {
				return "", nil // it is reported
			}
			first := runs[t.File] == nil
			if first {
				runs[t.File] = s.program.Start()
			}
			out, err := m.meter.run(t.Owner, first, func() (any, error) { return runs[t.File].Call(t.Export, args...) })
			if err != nil {
				return nil, callFails(t, s.script, err)
			}
			return out, nil
		},
		End: func() {
			for _, r := range runs {
				r.Close()
			}
		},
	}
}

// callNative calls a function of PHP.
func (m *markup) callNative(t plugin.Tag, args []any) (any, error) {
	f, ok := m.native.Load(t.Callable)
	if !ok {
		native, known := phpfunc.Lookup(t.Callable, m.env)
		if !known {
			return nil, callFails(t, amd.Script{}, errors.New("is not known"))
		}
		f, _ = m.native.LoadOrStore(t.Callable, native)
	}
	plain := make([]any, len(args))
	for i, a := range args {
		var err error
		if plain[i], err = sandbox.Plain(a); err != nil {
			return nil, callFails(t, amd.Script{}, err)
		}
	}
	out, err := f.(phpfunc.Func)(plain)
	if err != nil {
		return nil, callFails(t, amd.Script{}, err)
	}
	return out, nil
}
