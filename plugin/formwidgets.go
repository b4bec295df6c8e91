package plugin

import "strata/internal/diag"

// A FormWidget draws a field of a form. What stands for it in a static site is its
// module.
type FormWidget struct{ Registered }

const formWidget = "form widget"

var formWidgets = feature{
	method: "registerFormWidgets", key: "formWidgets", beside: true,
	shape: shape{about: "Form widgets by code; or classes of PHP and their codes.", kinds: []kind{table}, each: &shape{kinds: []kind{table, text, null},
		fields: append([]field{{"code", shape{about: "Code of a class that is the key.", kinds: []kind{text}}}}, registeredFields...)}},
	read: func(p *Plugin, v value, ds *diag.List) {
		for _, it := range named("formWidgets", v, ds) {
			if r, ok := p.registered(formWidget, it, ds); ok {
				p.FormWidgets = enlist(p.FormWidgets, FormWidget{r}, func(w *FormWidget) *Registered { return &w.Registered }, formWidget, ds)
			}
		}
	},
	merge: mergeFormWidgets,
}

// mergeFormWidgets wants each code once.
func mergeFormWidgets(set Set, all *Contributions, ds *diag.List) {
	at := map[string]int{}
	for _, p := range set.Active {
		for _, w := range p.FormWidgets {
			if i, again := at[w.Code]; again {
				ds.Add(errCodeAgain(formWidget, w.Registered, all.FormWidgets[i].Registered))
				continue
			}
			at[w.Code] = len(all.FormWidgets)
			w.enhancing(formWidget, p, ds)
			all.FormWidgets = append(all.FormWidgets, w)
		}
	}
}
