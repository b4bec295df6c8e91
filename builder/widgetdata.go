package builder

import (
	"strata/plugin"
)

// widgetsData are the registries of what others ask for by a code, and the modules
// that stand for these in the browser.
type widgetsData struct {
	FormWidgets   []registeredData `json:"formWidgets"`
	ReportWidgets []registeredData `json:"reportWidgets"` // of those that are seen
	ColumnTypes   []registeredData `json:"columnTypes"`
	Rules         []registeredData `json:"validationRules"`
}

type registeredData struct {
	Owner       string   `json:"owner"`
	Code        string   `json:"code"`
	Label       string   `json:"label,omitempty"`
	LabelKey    string   `json:"labelKey,omitempty"`
	Module      string   `json:"module,omitempty"`
	Context     []string `json:"context,omitempty"`     // of a report widget
	Permissions []string `json:"permissions,omitempty"` // of a report widget
	Pattern     string   `json:"pattern,omitempty"`     // of a rule
	Message     string   `json:"message,omitempty"`     // of a rule
}

func (w widgetsData) empty() bool {
	return len(w.FormWidgets)+len(w.ReportWidgets)+len(w.ColumnTypes)+len(w.Rules) == 0
}

func (n narrator) widgets(offer plugin.Contributions) widgetsData {
	out := widgetsData{[]registeredData{}, []registeredData{}, []registeredData{}, []registeredData{}}
	for _, w := range offer.FormWidgets {
		out.FormWidgets = append(out.FormWidgets, n.registered(w.Registered))
	}
	for _, w := range offer.ReportWidgets {
		if w.Visible(n.who.may) {
			r := n.registered(w.Registered)
			r.Context, r.Permissions = w.Context, w.Permissions
			out.ReportWidgets = append(out.ReportWidgets, r)
		}
	}
	for _, c := range offer.ColumnTypes {
		out.ColumnTypes = append(out.ColumnTypes, n.registered(c.Registered))
	}
	for _, rule := range offer.Rules {
		r := n.registered(rule.Registered)
		r.Message = n.texts.Translate(n.cfg.Language, rule.Message)
		if rule.Pattern != nil {
			r.Pattern = rule.Pattern.String()
		}
		out.Rules = append(out.Rules, r)
	}
	return out
}

func (n narrator) registered(r plugin.Registered) registeredData {
	return registeredData{Owner: r.Owner, Code: r.Code, Label: n.text(r.At(), r.Label), LabelKey: n.key(r.Label), Module: r.Module}
}
