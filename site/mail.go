package site

import (
	"bytes"
	"context"
	"html"
	"html/template"
	"maps"
	"path"
	"regexp"
	"strings"
	texttemplate "text/template"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	goldhtml "github.com/yuin/goldmark/renderer/html"

	"strata/internal/diag"
)

// A Mail is a mail that a plugin may send, shown with sample values. Its parts are
// names of Templates.
type Mail struct {
	Code        string
	Description string
	Plugin      Plugin
	Subject     string // "" for none
	Part        MailPart
	Layout      string         // code of the layout
	Data        map[string]any // what its templates see
	File        string         // that names the layout
	Line        int
	Skipped     bool // it cannot be rendered, which is reported
}

// A MailPart is a body, a layout or a partial of mails: names of Templates.
type MailPart struct {
	HTML     string
	Text     string // "" for one that is made of the HTML
	Markdown bool   // what the HTML renders is Markdown
}

// A MailView is a mail in the list of all.
type MailView struct {
	Code        string
	Description string
	Plugin      Plugin
	Subject     string
	Layout      string
	URL         string // of the mail as HTML; "" for one that is not rendered
	TextURL     string
}

// mailing is the mail that an engine is rendering.
type mailing struct {
	data  map[string]any
	plain bool // as plain text
}

// mails renders the mails of plugins into the folder that the configuration names,
// with a page that lists them. Without a folder there are none.
func (r *rendering) mails(ctx context.Context, ds *diag.List) []File {
	x := r.model.extensions
	if r.tree.cfg.Mail == "" || len(x.Mails) == 0 || r.theme.unfit("mail.html") {
		return nil
	}
	e := <-r.engines
	defer func() { r.engines <- e }()
	e.ctx = ctx
	list := &Page{Kind: "mail", Path: path.Join(r.tree.cfg.Mail, "index.html"), FrontMatter: FrontMatter{Title: "Mail"}, Section: r.tree.home}
	r.tree.address(list)
	list.hasApp = false
	var files []File
	for _, m := range x.Mails {
		view := MailView{Code: m.Code, Description: m.Description, Plugin: m.Plugin, Layout: m.Layout}
		e.reset(list)
		out, err := e.mail(m, &view)
		e.finish()
		switch {
		case err != nil:
			ds.Add(r.mailError(m, err))
		case out != nil:
			files = append(files, r.mailFiles(m, &view, out)...)
		}
		list.mails = append(list.mails, view)
		if e.endless {
			return files
		}
	}
	if !r.tree.claim(list.Path, list.Source) {
		return files
	}
	e.reset(list)
	data, err := e.page(&View{Page: list, Model: r.model, Site: r.site}, "mail.html")
	e.finish()
	if err != nil {
		ds.Add(r.theme.execError(err))
		return files
	}
	return append(files, File{Path: list.Path, Data: r.reloading(r.enhancing(data, list))})
}

// mailFiles gives the HTML and the text of a mail their places.
func (r *rendering) mailFiles(m Mail, view *MailView, out []File) []File {
	name := path.Join(r.tree.cfg.Mail, strings.ReplaceAll(m.Code, "::", "/"))
	view.URL, view.TextURL = r.tree.link(name+".html"), r.tree.link(name+".txt")
	var files []File
	for i, f := range out {
		f.Path = name + []string{".html", ".txt"}[i]
		if r.tree.claim(f.Path, m.File) {
			files = append(files, f)
		}
	}
	return files
}

func (r *rendering) mailError(m Mail, err error) diag.Diagnostic {
	d := r.theme.execError(err)
	if d.File == "" {
		d.File, d.Line = m.File, m.Line
	}
	d.Notes = append(d.Notes, "met while rendering the mail "+m.Code)
	return d
}

// mail renders a mail as HTML and as text, and fills in the subject.
func (e *engine) mail(m Mail, view *MailView) ([]File, error) {
	if m.Skipped || e.theme.files[m.Part.HTML] == nil || m.Subject != "" && e.theme.files[m.Subject] == nil || m.Part.Text != "" && e.theme.files[m.Part.Text] == nil {
		return nil, nil // it is reported
	}
	layout, ok := e.mailPart(m.Layout, "mail/layouts/", e.model.extensions.MailLayouts)
	if !ok && m.Layout != "" {
		known := append(sortedKeys(e.model.extensions.MailLayouts), e.theme.names("mail/layouts/")...)
		return nil, &fault{errMailLayout(m.Layout, known)}
	}
	defer func() { e.mailing = mailing{} }()
	e.mailing = mailing{data: m.Data, plain: true}
	if m.Subject != "" {
		subject, err := e.plain(m.Subject, m.Data)
		if err != nil {
			return nil, err
		}
		view.Subject = strings.Join(strings.Fields(subject), " ")
	}
	text, err := e.mailText(m, layout, view.Subject)
	if err != nil {
		return nil, err
	}
	e.mailing.plain = false
	body, err := e.mailHTML(m, layout, view.Subject)
	return []File{{Data: body, Source: m.File}, {Data: []byte(text), Source: m.File}}, err
}

// mailPart finds a layout or a partial: of a plugin, or of the theme.
func (e *engine) mailPart(code, folder string, own map[string]MailPart) (MailPart, bool) {
	if p, ok := own[code]; ok && e.theme.files[p.HTML] != nil {
		return p, true
	}
	if file := folder + code + ".html"; e.theme.files[file] != nil {
		return MailPart{HTML: file}, true
	}
	return MailPart{}, false
}

// layoutData is what a layout sees: the values of the mail, and the mail.
func layoutData(data map[string]any, subject string, content any) map[string]any {
	out := maps.Clone(data)
	if out == nil {
		out = map[string]any{}
	}
	out["subject"], out["content"] = subject, content
	return out
}

func (e *engine) mailHTML(m Mail, layout MailPart, subject string) ([]byte, error) {
	body, err := e.part(m.Part.HTML, m.Data)
	if err != nil {
		return nil, err
	}
	if m.Part.Markdown {
		if body, err = mailMarkdown(string(body)); err != nil {
			return nil, err
		}
	}
	if layout.HTML == "" {
		return []byte(body), nil
	}
	out, err := e.part(layout.HTML, layoutData(m.Data, subject, body))
	return []byte(out), err
}

// mailMarkdown renders the body of a mail. Its HTML is that of the plugin's
// template, in which the values are escaped already.
func mailMarkdown(src string) (template.HTML, error) {
	if d, _, ok := guardMarkdown([]byte(src)); !ok {
		return "", &fault{d}
	}
	md := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithParserOptions(parser.WithAttribute()), goldmark.WithRendererOptions(goldhtml.WithUnsafe()))
	var out bytes.Buffer
	err := md.Convert([]byte(src), &out)
	return template.HTML(out.String()), err
}

// mailText is the text of a mail: its own, or that of its body without tags.
func (e *engine) mailText(m Mail, layout MailPart, subject string) (string, error) {
	text, err := e.plainPart(m.Part, m.Data)
	if err != nil || layout.Text == "" {
		return text, err
	}
	out, err := e.plain(layout.Text, layoutData(m.Data, subject, text))
	return strings.TrimSpace(out) + "\n", err
}

func (e *engine) plainPart(p MailPart, data any) (string, error) {
	if p.Text != "" {
		out, err := e.plain(p.Text, data)
		return strings.TrimSpace(out) + "\n", err
	}
	out, err := e.plain(p.HTML, data)
	return withoutTags(out), err
}

var (
	unseen     = regexp.MustCompile(`(?is)<(style|script|head)\b.*?</(style|script|head)>|<!--.*?-->`)
	mailLink   = regexp.MustCompile(`(?is)<a\s[^>]*href="([^"]*)"[^>]*>(.*?)</a>`)
	blockEnd   = regexp.MustCompile(`(?i)</(p|div|h[1-6]|tr|li|table|ul|ol|blockquote)>|<br ?/?>`)
	blankLines = regexp.MustCompile(`\n[ \t]*(\n[ \t]*)+`)
)

// withoutTags is the text of HTML, or of Markdown, whose marks stay.
func withoutTags(s string) string {
	s = unseen.ReplaceAllString(s, "")
	s = mailLink.ReplaceAllString(s, "$2: $1")
	s = blockEnd.ReplaceAllString(s, "\n")
	s = html.UnescapeString(markupTag.ReplaceAllString(s, ""))
	return strings.TrimSpace(blankLines.ReplaceAllString(s, "\n\n")) + "\n"
}

// plain runs a template that html/template does not escape for: one of plain text.
func (e *engine) plain(name string, data any) (string, error) {
	if e.texts == nil {
		e.texts = texttemplate.New("").Funcs(e.theme.funcs(e))
		for _, file := range sortedKeys(e.theme.files) {
			if !e.theme.files[file].partial {
				continue
			}
			for _, tree := range e.theme.files[file].trees {
				if _, err := e.texts.AddParseTree(tree.Name, tree); err != nil {
					return "", err
				}
			}
		}
	}
	out := limited{engine: e}
	depth := e.depth
	err := e.texts.ExecuteTemplate(&out, name, data)
	e.depth = depth
	if err != nil {
		return "", &fault{e.theme.execError(err)}
	}
	return out.String(), nil
}

// mailPartial renders a partial of mails with the values that are given, or with
// those of the mail.
func (e *engine) mailPartial(place, code string, data ...any) (template.HTML, error) {
	own := e.model.extensions.MailPartials
	p, ok := e.mailPart(code, "mail/partials/", own)
	if !ok {
		e.note(place, "mailPartial", errMailPartial(code, append(sortedKeys(own), e.theme.names("mail/partials/")...)))
		return template.HTML("<!-- Missing partial: " + strings.ReplaceAll(template.HTMLEscapeString(code), "--", "&#45;&#45;") + " -->"), nil
	}
	var values any = e.mailing.data
	if len(data) > 0 {
		values = data[0]
	}
	if !e.mailing.plain {
		return e.part(p.HTML, values)
	}
	text, err := e.plainPart(p, values)
	return template.HTML(text), err
}

// allMails are the mails that the page lists.
func (e *engine) allMails() []MailView {
	if e.on == nil {
		return nil
	}
	return e.on.mails
}
