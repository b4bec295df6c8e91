package builder

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"strata/plugin"
	"strata/site"
)

// contributions lists what a plugin declares, under the keys of plugin.yaml, for
// people. Every kind has a line here, and a function that names its items.
func contributions(p plugin.Plugin) []site.Contribution {
	var out []site.Contribution
	for _, c := range []site.Contribution{
		{Kind: "navigation", Title: "Navigation", Items: menuNames(p.Navigation)},
		{Kind: "quickActions", Title: "Quick actions", Items: menuNames(p.QuickActions)},
		{Kind: "permissions", Title: "Permissions", Items: each(p.Permissions, permissionName)},
		{Kind: "settings", Title: "Settings", Items: each(p.Settings, settingsName)},
		{Kind: "components", Title: "Components", Items: each(p.Components, componentName)},
		{Kind: "formWidgets", Title: "Form widgets", Items: each(p.FormWidgets, func(w plugin.FormWidget) site.ContributedItem { return registeredName(w.Registered) })},
		{Kind: "reportWidgets", Title: "Report widgets", Items: each(p.ReportWidgets, reportWidgetName)},
		{Kind: "listColumnTypes", Title: "Column types", Items: each(p.ColumnTypes, func(c plugin.ColumnType) site.ContributedItem { return registeredName(c.Registered) })},
		{Kind: "validationRules", Title: "Validation rules", Items: each(p.Rules, func(r plugin.Rule) site.ContributedItem { return registeredName(r.Registered) })},
		{Kind: "markup", Title: "Filters and functions", Items: each(p.Tags, tagName)},
		{Kind: "mailTemplates", Title: "Mails", Items: each(p.MailTemplates, mailViewName)},
		{Kind: "mailLayouts", Title: "Layouts of mails", Items: each(p.MailLayouts, mailViewName)},
		{Kind: "mailPartials", Title: "Partials of mails", Items: each(p.MailPartials, mailViewName)},
		{Kind: "specs", Title: "Changes to specs of pages", Items: each(p.Specs, specName)},
		{Kind: "redirects", Title: "Redirects", Items: each(p.Redirects, redirectName)},
		{Kind: "headers", Title: "Headers", Items: each(p.Headers, headerName)},
		{Kind: "schedule", Title: "Schedule", Items: each(p.Schedule, taskName)},
	} {
		if len(c.Items) > 0 {
			out = append(out, c)
		}
	}
	return out
}

func each[T any](list []T, name func(T) site.ContributedItem) []site.ContributedItem {
	var out []site.ContributedItem
	for _, v := range list {
		out = append(out, name(v))
	}
	return out
}

// menuNames are the items and, behind each, those beside it.
func menuNames(items []plugin.MenuItem) []site.ContributedItem {
	var out []site.ContributedItem
	for _, m := range items {
		out = append(out, menuName(m, ""))
		for _, s := range m.Sides() {
			out = append(out, menuName(s, m.Code+"."))
		}
	}
	return out
}

func menuName(m plugin.MenuItem, above string) site.ContributedItem {
	return site.ContributedItem{Code: above + m.Code, Label: m.Label, Note: noteOf(m.URL.Text, m.Permissions)}
}

func permissionName(p plugin.Permission) site.ContributedItem {
	return site.ContributedItem{Code: p.Code, Label: p.Label, Note: noteOf(p.Comment, p.Roles)}
}

func settingsName(s plugin.SettingsItem) site.ContributedItem {
	return site.ContributedItem{Code: s.Code, Label: s.Label, Note: cmp.Or(s.Description, s.Class, s.URL.Text)}
}

func componentName(c plugin.Component) site.ContributedItem {
	return site.ContributedItem{Code: c.Alias, Label: c.Name, Note: c.Description, Properties: properties(c.Properties)}
}

func properties(all []plugin.Property) []site.PluginProperty {
	var out []site.PluginProperty
	for _, p := range all {
		it := site.PluginProperty{Name: p.Name, Type: p.Type, Title: p.Title, Description: p.Description, Required: p.Required, Options: p.Options}
		if p.Default != nil {
			it.Default = fmt.Sprint(p.Default)
		}
		out = append(out, it)
	}
	return out
}

// registeredName names what others ask for by a code.
func registeredName(r plugin.Registered) site.ContributedItem {
	return site.ContributedItem{Code: r.Code, Label: r.Label, Note: cmp.Or(r.Module, r.Class)}
}

func reportWidgetName(w plugin.ReportWidget) site.ContributedItem {
	it := registeredName(w.Registered)
	it.Note, it.Properties = noteOf(strings.Join(w.Context, ", "), w.Permissions), properties(w.Properties)
	return it
}

func tagName(t plugin.Tag) site.ContributedItem {
	label := "function"
	if t.Filter {
		label = "filter"
	}
	from := t.Callable
	switch {
	case t.Template != "":
		from = "a template"
	case t.File != "":
		from = t.File + "#" + t.Export
	case t.Opaque != "":
		from = "known only to PHP: " + t.Opaque
	}
	return site.ContributedItem{Code: t.Name, Label: label, Note: from}
}

func mailViewName(m plugin.MailView) site.ContributedItem {
	return site.ContributedItem{Code: m.Code, Label: m.Description, Note: m.HTML.File}
}

func specName(s plugin.SpecChange) site.ContributedItem {
	return site.ContributedItem{Code: "/" + s.Page, Label: s.Op, Note: s.Path}
}

func redirectName(r plugin.Redirect) site.ContributedItem {
	return site.ContributedItem{Code: r.From, Label: r.To, Note: fmt.Sprint(r.Status)}
}

func headerName(h plugin.Header) site.ContributedItem {
	return site.ContributedItem{Code: h.Path, Label: h.Name, Note: h.Value}
}

func taskName(t plugin.Task) site.ContributedItem {
	return site.ContributedItem{Code: cmp.Or(t.Name, t.Run), Label: t.Cron, Note: cmp.Or(t.Description, t.Kind+" "+t.Run)}
}

// noteOf is a text and a list in one line.
func noteOf(text string, list []string) string {
	return strings.Join(slices.DeleteFunc([]string{text, strings.Join(list, ", ")}, func(s string) bool { return s == "" }), "; ")
}
