package plugin

import (
	"bytes"
	"path"
	"regexp"
	"slices"
	"strings"

	"strata/internal/diag"
)

// mailSettings are the keys of a view's settings.
var mailSettings = []string{"subject", "layout", "name", "description", "code"}

var (
	mailSeparator = regexp.MustCompile(`(?m)^={2,}[ \t]*\r?(?:\n|$)`)
	mailSetting   = regexp.MustCompile(`^([A-Za-z_][\w.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^"']*?))\s*$`)
)

// parse splits a view at its lines of ==: into settings, plain text and body; into
// settings and body; or it is the body alone.
func (m *MailView) parse(file string, src []byte, ds *diag.List) bool {
	lines := newLineIndex(file, src)
	if at := diag.InvalidUTF8(src); at >= 0 {
		ds.Add(errNotUTF8(lines.place(at)))
		return false
	}
	var parts []MailText
	from := 0
	for _, sep := range append(mailSeparator.FindAllIndex(src, 4), []int{len(src), len(src)}) {
		parts = append(parts, MailText{file, lines.place(from).line, src[from:sep[0]]})
		from = sep[1]
	}
	if len(parts) > 3 {
		ds.Add(errMailSections(place{file, parts[3].Line - 1, 1}))
		return false
	}
	m.HTML = parts[len(parts)-1]
	if len(parts) > 1 {
		m.settings(parts[0], ds)
	}
	if len(parts) == 3 && len(bytes.TrimSpace(parts[1].Source)) > 0 {
		m.Text = parts[1]
	}
	for _, part := range []MailText{m.Subject, m.Text, m.HTML} {
		if at := twigAt(part.Source); at >= 0 && !m.Twig && path.Ext(file) == ".htm" {
			m.Twig = true
			ds.Add(warnMailTwig(place{file, part.Line + bytes.Count(part.Source[:at], []byte("\n")), 0}, m.Code))
		}
	}
	return true
}

// settings reads lines of subject = "..." as in an INI file.
func (m *MailView) settings(t MailText, ds *diag.List) {
	line := t.Line - 1
	for text := range strings.Lines(string(t.Source)) {
		line++
		text = strings.TrimSpace(text)
		if text == "" || strings.ContainsRune(";#[", rune(text[0])) {
			continue
		}
		at := place{t.File, line, 1}
		found := mailSetting.FindStringSubmatch(text)
		switch {
		case found == nil:
			ds.Add(errMailSetting(at, text))
		case !slices.Contains(mailSettings, found[1]):
			ds.Add(warnMailSetting(at, found[1]))
		default:
			m.set(found[1], found[2]+found[3]+found[4], at)
		}
	}
}

func (m *MailView) set(key, text string, at place) {
	switch key {
	case "subject":
		m.Subject = MailText{at.file, at.line, []byte(text)}
	case "layout":
		m.Layout, m.LayoutAt = text, at.line
	case "name", "description":
		if m.Description == "" {
			m.Description = text
		}
	}
}

var (
	twigTag  = regexp.MustCompile(`\{[%#]|\{\{-?\s*(?:'|([A-Za-z_]\w*)\s*(?:[.|\[(]|-?\}\}))`)
	goPlain  = []string{"end", "else", "break", "continue"}
	twigOnly = []byte("{%")
)

// twigAt returns where a text has what only Twig understands, such as {% if %} or
// {{ name }}, whose name a template of Go writes {{ .name }}; -1 for nowhere.
func twigAt(src []byte) int {
	if i := bytes.Index(src, twigOnly); i >= 0 {
		return i
	}
	for _, m := range twigTag.FindAllSubmatchIndex(src, -1) {
		if m[2] < 0 || !slices.Contains(goPlain, string(src[m[2]:m[3]])) {
			return m[0]
		}
	}
	return -1
}
