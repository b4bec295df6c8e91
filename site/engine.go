package site

import (
	"bytes"
	"context"
	"errors"
	"html/template"
	"maps"
	"slices"
	"strings"
	texttemplate "text/template"
	"time"

	"github.com/yuin/goldmark"
)

// Limits of one page. They stop templates that do not end; a time limit would
// do so too, and would fail another build of the same site on a slow machine.
const (
	maxSteps     = 2_000_000 // rounds of loops, and templates begun, each of which takes as long as several
	beginSteps   = 4
	ticksPerLook = 16
	maxPartial   = 100      // templates in one another
	maxOutput    = 64 << 20 // bytes, partials included
)

// An engine renders pages, one after the other. html/template completes a
// template when it first runs it and binds functions to the set, so each
// goroutine has an engine of its own.
type engine struct {
	ctx     context.Context
	theme   *theme
	tree    *tree
	site    *Site
	model   *Model
	plugins map[string]*Plugin // of the model, by ids in lower case
	md      goldmark.Markdown
	sets    map[string]*template.Template // by layout; "" is the partials alone
	steps   int
	ticks   int
	began   time.Time // the page
	depth   int
	written int
	endless bool // a limit was met

	on      *Page       // that is rendered
	inTag   *shortcode  // that is being rendered
	session *Session    // of plugins' functions; nil until one is called
	using   []Component // that are being rendered, the innermost last
	mailing mailing
	texts   *texttemplate.Template // the partials as templates of plain text; nil until they are needed
}

// reset begins a new page.
func (e *engine) reset(p *Page) {
	e.theme.budget.steps.Add(int64(e.steps))
	e.theme.budget.written.Add(int64(e.written))
	e.steps, e.depth, e.written, e.ticks, e.began = 0, 0, 0, 0, time.Now()
	e.on, e.using = p, nil
}

// set returns the templates that the layout is made of.
func (e *engine) set(name string) (*template.Template, error) {
	if t := e.sets[name]; t != nil {
		return t, nil
	}
	t := template.New("").Funcs(e.theme.funcs(e))
	for _, file := range slices.Sorted(maps.Keys(e.theme.files)) {
		if e.theme.files[file].partial {
			if err := addTrees(t, e.theme.files[file]); err != nil {
				return nil, err
			}
		}
	}
	if l := e.theme.files[name]; l != nil {
		if base := e.theme.files["base.html"]; l.inBase && base != nil {
			if err := addTrees(t, base); err != nil {
				return nil, err
			}
		}
		if err := addTrees(t, l); err != nil {
			return nil, err
		}
	}
	e.sets[name] = t
	return t, nil
}

func addTrees(t *template.Template, l *layout) error {
	for _, tree := range l.trees {
		if _, err := t.AddParseTree(tree.Name, tree.Copy()); err != nil {
			return err
		}
	}
	return nil
}

// page renders the page into its layout.
func (e *engine) page(v *View, layout string) ([]byte, error) {
	t, err := e.set(layout)
	if err != nil {
		return nil, err
	}
	start := layout
	if e.theme.files[layout].inBase {
		start = "base.html"
	}
	return e.run(t, start, v)
}

// run executes one template of the set.
func (e *engine) run(t *template.Template, name string, data any) ([]byte, error) {
	out := limited{engine: e}
	depth := e.depth
	err := t.ExecuteTemplate(&out, name, data)
	e.depth = depth // a template that failed did not leave
	return out.Bytes(), err
}

// partial renders a partial from within a template.
func (e *engine) partial(name string, data ...any) (template.HTML, error) {
	var argument any
	if len(data) > 0 {
		argument = data[0]
	}
	if out, ok, err := e.componentPart(name, argument); ok {
		return out, err
	}
	file := "partials/" + strings.TrimSuffix(name, ".html") + ".html"
	if e.theme.files[file] == nil {
		return "", &fault{errPartialMissing(name, e.theme.names("partials/"))}
	}
	return e.part(file, argument)
}

// part runs a template of the partials. Its errors are made diagnostics here,
// because the text of the template that uses it would hide their places.
func (e *engine) part(file string, data any) (template.HTML, error) {
	t, err := e.set("")
	if err != nil {
		return "", err
	}
	out, err := e.run(t, file, data)
	if m, ok := errors.AsType[*misuse](err); ok {
		return "", m
	}
	if err != nil {
		return "", &fault{e.theme.execError(err)}
	}
	return template.HTML(out), nil
}

// shortcode renders what stands for a tag in Markdown.
func (e *engine) shortcode(s *shortcode, inner template.HTML) (template.HTML, error) {
	if e.theme.unfit("") {
		return "", nil // it may stand in what could not be read
	}
	file := "shortcodes/" + s.tag.name + ".html"
	if e.theme.files[file] == nil {
		if s.tag.name == "component" {
			return e.componentTag(s)
		}
		if f, ok := e.model.extensions.lookup(s.tag.name); ok {
			return e.tag(f, s, inner)
		}
		return "", &fault{e.unknownShortcode(s.tag.name)}
	}
	outer := e.inTag
	e.inTag = s
	defer func() { e.inTag = outer }()
	out, err := e.part(file, &Shortcode{Name: s.tag.name, Args: s.tag.args, Params: s.tag.params,
		Inner: inner, Page: s.doc.page, Site: e.site, Model: e.model})
	if value, refused := s.tag.refused(); err == nil && refused && strings.Count(string(out), unsafeMark) > strings.Count(string(inner), unsafeMark) {
		return "", &misuse{errShortcodeURL(s.tag.name, value)}
	}
	return out, err
}

// names returns the names of the layouts in a folder, without .html.
func (t *theme) names(folder string) []string {
	var out []string
	for name := range t.files {
		if inside, ok := strings.CutPrefix(name, folder); ok {
			out = append(out, strings.TrimSuffix(inside, ".html"))
		}
	}
	slices.Sort(out)
	return out
}

// stop ends the page. Other pages have the same layout, so they are not tried.
func (e *engine) stop(limit string) error {
	e.endless = true
	return &fault{errEndless(limit)}
}

func (e *engine) tick() (bool, error) {
	e.steps++
	if e.steps > maxSteps {
		return false, e.stop("2,000,000 steps")
	}
	if e.ticks++; e.ticks%ticksPerLook == 0 {
		return false, e.look()
	}
	return false, nil
}

func (e *engine) enter() (bool, error) {
	e.depth++
	if e.depth > maxPartial {
		return false, e.stop("100 templates in one another")
	}
	e.steps += beginSteps - 1
	return e.tick()
}

func (e *engine) leave() bool {
	e.depth--
	return false
}

// limited is a buffer that refuses to grow without end.
type limited struct {
	bytes.Buffer
	engine *engine
}

// Write appends p.
func (l *limited) Write(p []byte) (int, error) {
	l.engine.written += len(p)
	if l.engine.written > maxOutput {
		return 0, l.engine.stop("64 MiB of output")
	}
	return l.Buffer.Write(p)
}
