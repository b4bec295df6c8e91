package builder

import (
	"strings"

	"strata/plugin"
	"strata/site"
)

// mails adds the mails of plugins, with their layouts and partials.
func (c *components) mails(x *site.Extensions) {
	x.MailLayouts, x.MailPartials = map[string]site.MailPart{}, map[string]site.MailPart{}
	for _, m := range c.offer.MailLayouts {
		if !m.Twig {
			x.MailLayouts[m.Code] = mailPart(x, "layouts", m)
		}
	}
	for _, m := range c.offer.MailPartials {
		if !m.Twig {
			x.MailPartials[m.Code] = mailPart(x, "partials", m)
		}
	}
	for _, m := range c.offer.MailTemplates {
		mail := site.Mail{Code: m.Code, Description: c.say(m.Description), Plugin: c.plugin[m.Owner], Layout: m.Layout, Data: m.Sample, File: m.HTML.File, Line: m.LayoutAt, Skipped: m.Twig}
		if !m.Twig {
			mail.Part = mailPart(x, "templates", m)
			mail.Subject = mailText(x, mailName("templates", m)+"/subject", m.Subject)
		}
		x.Mails = append(x.Mails, mail)
	}
}

// mailName is the name of the templates of a view.
func mailName(kind string, m plugin.MailView) string {
	return "mail/(" + kind + ")/" + m.Owner + "/" + strings.ReplaceAll(m.Code, "::", "/")
}

func mailPart(x *site.Extensions, kind string, m plugin.MailView) site.MailPart {
	name := mailName(kind, m)
	return site.MailPart{HTML: mailText(x, name+"/html", m.HTML), Text: mailText(x, name+"/text", m.Text), Markdown: m.Markdown}
}

// mailText adds a template, unless there is nothing of it.
func mailText(x *site.Extensions, name string, t plugin.MailText) string {
	if t.File == "" {
		return ""
	}
	x.Templates = append(x.Templates, site.Template{Name: name, File: t.File, Line: t.Line, Source: t.Source})
	return name
}
