package plugin

import "strata/internal/diag"

// A FormWidget draws a field of a form. What stands for it in a static site is its
// module.
type FormWidget struct{ Registered }

const formWidget = "form widget"

var formWidgetList = registry[FormWidget]{noun: formWidget, taken: errCodeAgain,
	of:   func(x *FormWidget) *Registered { return &x.Registered },
	list: func(c *Contributions) *[]FormWidget { return &c.FormWidgets }}

var formWidgets = feature{
	method: "registerFormWidgets", key: "formWidgets", beside: true,
	shape: shape{about: "Form widgets by code; or classes of PHP and their codes.", kinds: []kind{table}, each: &shape{kinds: []kind{table, text, null},
		fields: append([]field{{"code", shape{about: "Code of a class that is the key.", kinds: []kind{text}}}}, registeredFields...)}},
	read: func(p *Plugin, v value, ds *diag.List) {
		for _, it := range named("formWidgets", v, ds) {
			if r, ok := p.registered(formWidget, it, ds); ok {
				formWidgetList.add(p, FormWidget{r}, ds)
			}
		}
	},
	merge: formWidgetList.merge,
}
