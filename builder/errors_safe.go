package builder

import (
	"cmp"
	"fmt"

	"strata/internal/diag"
	"strata/plugin"
)

func silentFunction(t plugin.Tag) diag.Diagnostic {
	follows := map[string]string{plugin.ValidationRule: "every value passes it", plugin.ColumnTypeNoun: "values are shown as they are"}[t.Noun]
	return diag.Diagnostic{Severity: diag.Warning, File: t.Where, Line: t.Line, Column: t.Column,
		Text:  fmt.Sprintf("the %s %q of plugin %s does not run in safe mode", t.Called(), t.Name, t.Owner),
		Notes: []string{cmp.Or(follows, "templates get an empty text from it")}, Hint: "mark the plugin as elevated, or leave safe mode"}
}

func silentRequirement(p plugin.Plugin, r plugin.Reference) diag.Diagnostic {
	return diag.Diagnostic{Severity: diag.Warning, File: cmp.Or(r.Where, p.File), Line: r.Line, Column: r.Column,
		Text:  fmt.Sprintf("plugin %s is elevated, and requires %s, which does not run in safe mode", p.ID, r.ID),
		Notes: []string{"the client of " + p.ID + " does not run either"}, Hint: fmt.Sprintf("mark %s as elevated too", r.ID)}
}
