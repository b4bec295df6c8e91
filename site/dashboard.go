package site

import (
	"cmp"
	"fmt"
	"html/template"

	"go.yaml.in/yaml/v3"

	"strata/internal/diag"
)

// Dashboard is the key dashboard of the front matter: report widgets of plugins,
// laid out on the page. The key may be true for all widgets, and a widget its name.
type Dashboard struct {
	// Context of which the widgets are shown when none are listed.
	Context string `yaml:"context"`
	// Columns that there are side by side; 12 when left out.
	Columns int `yaml:"columns"`
	// Widgets in order; all of the context when left out.
	Widgets []DashboardWidget `yaml:"widgets"`
}

// DashboardWidget places one widget.
type DashboardWidget struct {
	// Widget is its code, its plugin and code as in acme.blog::posts, or its class.
	Widget string `yaml:"widget"`
	// Label in place of the widget's own.
	Label string `yaml:"label"`
	// Width in columns; half of them when left out.
	Width int `yaml:"width"`
	// NewRow begins a row with it.
	NewRow bool `yaml:"newRow"`
	// Properties of the widget.
	Properties map[string]any `yaml:"properties"`
}

// A Widget is a report widget that a plugin brings.
type Widget struct {
	Component
	Label  string
	Hidden bool // from whom the site is built for
}

// A DashboardView is what the layout dashboard shows.
type DashboardView struct {
	Columns int
	Widgets []PlacedWidget
}

// A PlacedWidget is one widget on a dashboard.
type PlacedWidget struct {
	Code   string
	Label  string
	Width  int // in columns
	NewRow bool
	HTML   template.HTML
}

// A dashboard is that of a page, with its widgets found.
type dashboard struct {
	page    *Page
	columns int
	widgets []chosen
}

// A chosen widget is one with its place, and with all its properties.
type chosen struct {
	Widget
	place  DashboardWidget
	values map[string]any
}

const maxColumns = 24

// dashboards finds the widgets of the pages that have dashboards. Those that are
// hidden are left out without a word.
func (r *rendering) dashboards(ds *diag.List) {
	for _, p := range r.tree.pages {
		if p.Dashboard == nil {
			continue
		}
		d := dashboard{page: p, columns: cmp.Or(p.Dashboard.Columns, 12)}
		if d.columns < 1 || d.columns > maxColumns {
			p.fail("dashboard.columns", errDashboardNumber("columns", d.columns, maxColumns), ds)
			d.columns = 12
		}
		list := p.Dashboard.Widgets
		if x := r.model.extensions; len(list) == 0 && x.Widgets != nil {
			for _, w := range x.Widgets(cmp.Or(p.Dashboard.Context, "dashboard")) {
				d.add(w, DashboardWidget{}, "dashboard", ds)
			}
		}
		for i, place := range list {
			if w, ok := r.widget(p, place, i, ds); ok && !w.Hidden {
				d.add(w, place, fmt.Sprintf("dashboard.widgets[%d]", i), ds)
			}
		}
		p.dashboard = &d
	}
}

// widget returns the widget that the place of a dashboard names.
func (r *rendering) widget(p *Page, place DashboardWidget, i int, ds *diag.List) (Widget, bool) {
	var found []Widget
	var known []string
	if x := r.model.extensions; x.Widget != nil {
		found, known = x.Widget(place.Widget), x.WidgetNames
	}
	at := fmt.Sprintf("dashboard.widgets[%d].widget", i)
	if _, ok := p.places[at]; !ok {
		at = fmt.Sprintf("dashboard.widgets[%d]", i)
	}
	switch {
	case len(found) == 0:
		p.fail(at, errWidgetUnknown(place.Widget, known), ds)
	case len(found) > 1:
		p.fail(at, errWidgetSeveral(place.Widget, found), ds)
	}
	return append(found, Widget{})[0], len(found) == 1
}

func (d *dashboard) add(w Widget, place DashboardWidget, at string, ds *diag.List) {
	place.Width = cmp.Or(place.Width, (d.columns+1)/2)
	if place.Width < 1 || place.Width > d.columns {
		d.page.fail(at+".width", errDashboardNumber("width", place.Width, d.columns), ds)
		return
	}
	values, wrong := w.Values(place.Properties)
	if len(wrong) > 0 {
		if len(place.Properties) > 0 {
			at += ".properties"
		}
		d.page.fail(at, together(wrong), ds)
		return
	}
	d.widgets = append(d.widgets, chosen{w, place, values})
}

// dashboard returns the dashboard of the page, rendered; nil for a page without.
func (e *engine) dashboard() (*DashboardView, error) {
	if e.on == nil || e.on.dashboard == nil {
		return nil, nil
	}
	d := e.on.dashboard
	out := &DashboardView{Columns: d.columns}
	for _, w := range d.widgets {
		html, err := e.placed(w.Component, w.values, "div")
		if err != nil {
			return nil, err
		}
		out.Widgets = append(out.Widgets, PlacedWidget{Code: w.Alias, Label: cmp.Or(w.place.Label, w.Label), Width: w.place.Width, NewRow: w.place.NewRow, HTML: html})
	}
	return out, nil
}

// shortDashboard lets dashboard: true stand for all widgets.
func shortDashboard(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.ScalarNode && n.Value == "true" && n.Tag == "!!bool" {
		return &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: n.Line, Column: n.Column}
	}
	return n
}

// shortWidget lets its name stand for a widget.
func shortWidget(n *yaml.Node) *yaml.Node {
	if n.Kind != yaml.ScalarNode || n.Tag != "!!str" {
		return n
	}
	key := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: "widget", Line: n.Line, Column: n.Column}
	return &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: n.Line, Column: n.Column, Content: []*yaml.Node{key, n}}
}
