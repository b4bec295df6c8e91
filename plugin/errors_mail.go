package plugin

import (
	"strings"

	"strata/internal/diag"
)

func (m MailView) place() place { return place{m.Where, m.Line, m.Column} }

func noticeMailOverridden(noun string, m, earlier MailView) diag.Diagnostic {
	return with(m.place().says(diag.Notice, "plugin %s overrides the %s %q of %s", m.Owner, noun, m.Code, earlier.Owner), "rename it if that is not meant")
}

func errMailCode(noun string, m MailView) diag.Diagnostic {
	return with(m.place().says(diag.Error, "%q cannot be the code of a %s", m.Code, noun), "write letters, digits, dots, hyphens and underscores, as in %q", "acme.blog::mail.welcome")
}

func errMailTwice(noun string, m, first MailView) diag.Diagnostic {
	d := m.place().says(diag.Error, "the %s %q is registered twice", noun, m.Code)
	d.Notes = []string{"the first stands at " + first.place().String()}
	return with(d, "keep one of them")
}

func noticeMailWinter(noun string, m MailView) diag.Diagnostic {
	return with(m.place().says(diag.Notice, "the %s %q is a view of Winter's own, %q, which is not here", noun, m.Code, m.View), "write a view of the plugin's own")
}

func errMailView(noun string, m MailView, id string) diag.Diagnostic {
	return with(m.place().says(diag.Error, "%q is not a view of the %s %q", m.View, noun, m.Code), "write it as %q", strings.ToLower(id)+"::mail.welcome")
}

func errMailForeign(noun string, m MailView) diag.Diagnostic {
	return with(m.place().says(diag.Error, "the view %q of the %s %q does not lie in plugin %s", m.View, noun, m.Code, m.Owner),
		"let the plugin that has the view register it, or copy it")
}

func errMailMissing(noun string, m MailView, file, twin string) diag.Diagnostic {
	d := m.place().says(diag.Error, "the %s %q has no view: looked for %s.md, .html and .htm", noun, m.Code, file)
	if twin != "" {
		return with(d, "rename %q, or correct the case", twin)
	}
	return with(d, "add one of these files, or correct the name")
}

func errMailSections(at place) diag.Diagnostic {
	return with(at.says(diag.Error, "a mail view has at most three sections"), "keep settings, plain text and body, in this order, with a line of == between them")
}

func errMailSetting(at place, text string) diag.Diagnostic {
	return with(at.says(diag.Error, "%q is not a setting of a mail view", text), "write it as %s, and a line of == below the settings", `subject = "Welcome"`)
}

func warnMailSetting(at place, key string) diag.Diagnostic {
	d := at.says(diag.Warning, "unknown setting %q of a mail view", key)
	if near := diag.Nearest(key, mailSettings); near != "" {
		return with(d, "did you mean %q?", near)
	}
	return with(d, "its settings are %s", strings.Join(mailSettings, ", "))
}

func warnMailTwig(at place, code string) diag.Diagnostic {
	return with(at.says(diag.Warning, "the mail %q is written in Twig, and is not rendered", code), "write it as a template of Go, as in {{ .name }}, in a file with .md or .html beside this one")
}
