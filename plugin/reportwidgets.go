package plugin

import (
	"slices"
	"strings"

	"strata/internal/diag"
)

// A ReportWidget is a part of a dashboard. Its Code is only its plugin's own: two
// plugins may have one of the same.
type ReportWidget struct {
	Registered
	Context     []string // dashboards on which it stands: "dashboard" when none is given
	Permissions []string // of which one is needed to see it
	Properties  []Property
	Templates   []ComponentTemplate // default.html, and its partials; none when it has only a module
}

const reportWidget = "report widget"

var reportWidgetList = registry[ReportWidget]{noun: reportWidget,
	of:   func(x *ReportWidget) *Registered { return &x.Registered },
	list: func(c *Contributions) *[]ReportWidget { return &c.ReportWidgets }}

var reportWidgets = feature{
	method: "registerReportWidgets", key: "reportWidgets", beside: true,
	shape: shape{about: "Report widgets by code; or by classes of PHP.", kinds: []kind{table}, each: &shape{kinds: []kind{table, null}, fields: append([]field{
		{"code", shape{about: "Code of a class that is the key.", kinds: []kind{text}}},
		{"context", shape{about: "Dashboards on which it stands; dashboard when left out.", kinds: []kind{text, list}}},
		{"permissions", shape{about: "Codes of permissions of which one is needed to see it.", kinds: []kind{text, list}}},
		{"template", shape{about: "Its template, or ./file.html with it, in place of reportwidgets/<class or code>/default.html.", kinds: []kind{text}}},
		{"properties", shape{about: "Properties by name.", kinds: []kind{table}, each: &shape{kinds: []kind{table}, fields: propertyFields}}},
	}, registeredFields...)}},
	read: func(p *Plugin, v value, ds *diag.List) {
		for _, it := range named("reportWidgets", v, ds) {
			p.addReportWidget(it, ds)
		}
	},
	merge: mergeReportWidgets,
}

// addReportWidget reads a widget. Its properties and templates are read as those of
// components are.
func (p *Plugin) addReportWidget(it item, ds *diag.List) {
	r, ok := p.registered(reportWidget, it, ds)
	if !ok {
		return
	}
	w := ReportWidget{Registered: r, Context: it.val.get("context").texts(), Permissions: it.val.get("permissions").texts()}
	if i := slices.IndexFunc(p.ReportWidgets, func(o ReportWidget) bool { return o.Code == w.Code && o.Where != w.Where }); i >= 0 {
		w.Registered, w.Properties = p.ReportWidgets[i].joined(r), p.ReportWidgets[i].Properties
		w.Context, w.Permissions = orElse(w.Context, p.ReportWidgets[i].Context), orElse(w.Permissions, p.ReportWidgets[i].Permissions)
	}
	if len(w.Context) == 0 {
		w.Context = []string{"dashboard"}
	}
	form := Component{Owner: p.ID, Alias: w.Code, Class: w.Class, Properties: w.Properties}
	form.Templates = templatesOf(p.home.sub("reportwidgets", ds).sub(form.folderName(), ds), "", ds)
	if w.Class != "" {
		w.readClass(p, &form, ds)
	}
	form.readProperties(it.val.get("properties"), ds)
	form.readTemplate(p, it.val.get("template"), ds)
	w.Properties, w.Templates = form.Properties, form.Templates
	reportWidgetList.add(p, w, ds)
}

func orElse(list, otherwise []string) []string {
	if len(list) == 0 {
		return otherwise
	}
	return list
}

// readClass takes the properties that the class of PHP defines.
func (w *ReportWidget) readClass(p *Plugin, form *Component, ds *diag.List) {
	var said diag.List // a class that is not there is reported already
	c, _ := p.classOf(w.Class, classUse{reportWidget, w.place()}, &said)
	if c == nil {
		return
	}
	properties := c.method("defineProperties")
	if properties.kind == opaque {
		ds.Add(warnNotStatic("defineProperties()", properties))
	}
	if len(form.Properties) == 0 {
		form.readProperties(properties, ds)
	}
}

func mergeReportWidgets(set Set, all *Contributions, ds *diag.List) {
	rights := all.permissionCheck()
	for _, p := range set.Active {
		for _, w := range p.ReportWidgets {
			w.enhancing(reportWidget, p, ds)
			for _, code := range w.Permissions {
				rights.code(permissionUse{w.Owner, "reportWidgets." + w.Code}, code, w.place(), ds)
			}
			all.ReportWidgets = append(all.ReportWidgets, w)
		}
	}
}

// ReportWidgetsIn returns the widgets of a dashboard, in load order, for whom may
// answers, as in [Contributions.Menu].
func (c Contributions) ReportWidgetsIn(context string, may func(required []string) bool) []ReportWidget {
	var out []ReportWidget
	for _, w := range c.ReportWidgets {
		if slices.Contains(w.Context, context) && w.Visible(may) {
			out = append(out, w)
		}
	}
	return out
}

// Visible reports whether the widget is shown to whom may answers; to all, when it
// is nil.
func (w ReportWidget) Visible(may func(required []string) bool) bool {
	return len(w.Permissions) == 0 || may == nil || may(w.Permissions)
}

// ReportWidget returns the widgets that a dashboard means by name: a code, a code
// of one plugin as in "acme.blog::posts", or a class. There may be several.
func (c Contributions) ReportWidget(name string) []ReportWidget {
	var out []ReportWidget
	for _, w := range c.ReportWidgets {
		class := strings.EqualFold(w.Class, strings.Trim(name, `\`)) && w.Class != ""
		if w.Code == name || class || strings.EqualFold(key(w.Owner)+"::"+w.Code, name) {
			out = append(out, w)
		}
	}
	return out
}

// Values returns the values of all properties for those that are given, as those of
// components are.
func (w ReportWidget) Values(given map[string]any, run Runner) (map[string]any, []diag.Diagnostic) {
	return Component{Alias: w.Code, Properties: w.Properties, noun: reportWidget}.Values(given, run)
}
