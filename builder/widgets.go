package builder

import (
	"slices"
	"strings"

	"strata/plugin"
	"strata/site"
)

// widgets adds the report widgets, of which dashboards are made.
func (c *components) widgets(x *site.Extensions) {
	for _, w := range c.offer.ReportWidgets {
		x.Templates = append(x.Templates, templates(widgetPrefix(w), w.Templates)...)
		for _, name := range []string{w.Code, strings.ToLower(w.Owner) + "::" + w.Code} {
			if !slices.Contains(x.WidgetNames, name) {
				x.WidgetNames = append(x.WidgetNames, name)
			}
		}
	}
	x.Widgets = func(context string) []site.Widget { return c.placed(c.offer.ReportWidgetsIn(context, c.may)) }
	x.Widget = func(name string) []site.Widget { return c.placed(c.offer.ReportWidget(name)) }
}

func widgetPrefix(w plugin.ReportWidget) string {
	return "reportwidgets/" + w.Owner + "/" + w.Code + "/"
}

func (c *components) placed(all []plugin.ReportWidget) []site.Widget {
	var out []site.Widget
	for _, w := range all {
		form := site.Component{Alias: w.Code, Plugin: c.plugin[w.Owner], Module: w.Module, Partials: []string{widgetPrefix(w)}, Values: c.values(w.Values), Folder: "reportwidgets/" + w.Code}
		out = append(out, site.Widget{Component: form, Label: c.say(w.Label), Hidden: !w.Visible(c.may)})
	}
	return out
}
