package plugin

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"strata/internal/diag"
)

// A MailView is a mail that a plugin may send, or a layout or a partial of mails.
type MailView struct {
	Owner       string // id of the plugin
	Code        string // by which it is asked for: "acme.blog::mail.welcome"
	Description string
	View        string // "acme.blog::mail.welcome", of the file views/mail/welcome
	Subject     MailText
	HTML        MailText // the body
	Text        MailText // the body as plain text, when the view has one
	Markdown    bool     // the body is Markdown
	Layout      string   // code of the layout; "default" when none is named
	LayoutAt    int      // line that names it, 0 for none
	Sample      map[string]any
	Twig        bool // it is written for Winter, and not rendered
	Where       string
	Line        int
	Column      int
}

// A MailText is a template in a file.
type MailText struct {
	File   string
	Line   int // at which it begins
	Source []byte
}

// The kinds of mail views.
const (
	mailTemplate = "mail template"
	mailLayout   = "mail layout"
	mailPartial  = "mail partial"
)

var mailFields = []field{
	{"view", shape{about: "View, as acme.blog::mail.welcome for views/mail/welcome; the code when left out.", kinds: []kind{text}}},
	{"description", shape{about: "What it is for.", kinds: scalars}},
	{"sample", shape{about: "Values with which it is shown; those beside the view, in welcome.yaml, when left out.", kinds: []kind{table}}},
}

var mailTemplates = mailFeature(feature{method: "registerMailTemplates", key: "mailTemplates", shape: shape{about: "Mails: views, or descriptions by view, or {view, description, sample} by code."}}, mailTemplate,
	func(c *Contributions) *[]MailView { return &c.MailTemplates })

var mailLayouts = mailFeature(feature{method: "registerMailLayouts", key: "mailLayouts", shape: shape{about: "Layouts of mails: views by code."}}, mailLayout,
	func(c *Contributions) *[]MailView { return &c.MailLayouts })

var mailPartials = mailFeature(feature{method: "registerMailPartials", key: "mailPartials", shape: shape{about: "Partials of mails: views by code."}}, mailPartial,
	func(c *Contributions) *[]MailView { return &c.MailPartials })

// mailFeature completes the feature of one kind of mail views.
func mailFeature(f feature, noun string, of func(*Contributions) *[]MailView) feature {
	f.beside = true
	f.shape.kinds, f.shape.each = []kind{table, list}, &shape{kinds: []kind{text, table, null}, fields: mailFields}
	f.read = func(p *Plugin, v value, ds *diag.List) {
		for _, it := range named(f.key, v, ds) {
			p.addMail(noun, of(&p.Contributions), it, ds)
		}
	}
	f.merge = merger[MailView]{
		list:  of,
		key:   func(m MailView) string { return m.Code },
		again: func(m, earlier MailView) diag.Diagnostic { return noticeMailOverridden(noun, m, earlier) },
		later: true,
	}.merge
	return f
}

var mailCode = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]*(::[A-Za-z0-9][A-Za-z0-9_./-]*)?$`)

// addMail reads an entry: the view of a template, its description by the view, the
// view of a code, or a map. What plugin.yaml says takes the place of what Plugin.php
// says.
func (p *Plugin) addMail(noun string, list *[]MailView, it item, ds *diag.List) {
	m := MailView{Owner: p.ID, Code: it.key, Layout: "default", Where: it.keyAt.file, Line: it.keyAt.line, Column: it.keyAt.column}
	given := it.val.scalar()
	switch {
	case it.val.kind == opaque:
		ds.Add(warnNotStatic(noun, it.val))
		return
	case it.key == "":
		m.Code = given
	case noun == mailTemplate:
		m.Description = given
	default:
		m.View = given
	}
	if it.val.kind == table {
		m.View, m.Description = it.val.get("view").scalar(), it.val.get("description").scalar()
	}
	if m.View == "" {
		m.View = m.Code
	}
	if !mailCode.MatchString(m.Code) || strings.Contains(m.Code, "..") {
		ds.Add(errMailCode(noun, m))
		return
	}
	if !p.readView(noun, &m, ds) {
		return
	}
	if sample := it.val.get("sample"); sample.kind == table {
		m.Sample, _ = sample.native().(map[string]any)
	}
	i := slices.IndexFunc(*list, func(o MailView) bool { return o.Code == m.Code })
	switch {
	case i < 0:
		*list = append(*list, m)
	case (*list)[i].Where == m.Where:
		ds.Add(errMailTwice(noun, m, (*list)[i]))
	default:
		(*list)[i] = m
	}
}

var (
	viewName = regexp.MustCompile(`^[A-Za-z0-9_-]+([./][A-Za-z0-9_-]+)*$`)
	// winterViews are the namespaces of Winter's own modules.
	winterViews = []string{"system", "backend", "cms"}
	viewFiles   = []string{".md", ".html", ".htm"}
)

// readView finds the file of the view and reads it. Views lie in the folder views of
// the plugin that registers them.
func (p *Plugin) readView(noun string, m *MailView, ds *diag.List) bool {
	space, name, ok := strings.Cut(m.View, "::")
	switch {
	case slices.Contains(winterViews, strings.ToLower(space)):
		ds.Add(noticeMailWinter(noun, *m))
		return false
	case !ok || !viewName.MatchString(name):
		ds.Add(errMailView(noun, *m, p.ID))
		return false
	case key(space) != key(p.ID):
		ds.Add(errMailForeign(noun, *m))
		return false
	}
	rel := path.Join("views", strings.ReplaceAll(name, ".", "/"))
	dir, base := p.home.sub(path.Dir(rel), ds), path.Base(rel)
	for _, ext := range viewFiles {
		if !dir.holds(base+ext, ds) {
			continue
		}
		src, ok := dir.read(base+ext, ds)
		if !ok {
			return false
		}
		m.Markdown = noun == mailTemplate && ext != ".html"
		if !m.parse(dir.path(base+ext), src, ds) {
			return false
		}
		m.readSample(dir, base, ds)
		return true
	}
	ds.Add(errMailMissing(noun, *m, p.home.path(rel), dir.find(base+".htm")))
	return false
}

// readSample reads the values beside the view.
func (m *MailView) readSample(dir folder, base string, ds *diag.List) {
	if !dir.holds(base+".yaml", ds) {
		return
	}
	v, ok := readYAML(dir, base+".yaml", ds)
	if ok && v.given() && v.kind != table {
		ds.Add(errKind(v.place, "sample", []kind{table}))
		return
	}
	m.Sample, _ = v.native().(map[string]any)
}
