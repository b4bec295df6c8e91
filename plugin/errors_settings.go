package plugin

import (
	"strings"

	"strata/internal/diag"
)

func warnSetting(it item, m settingsModel, near string) diag.Diagnostic {
	d := it.keyAt.says(diag.Warning, "%q is no setting of %s", it.key, m.class)
	if near != "" {
		return with(d, "did you mean %q?", near)
	}
	var names []string
	for _, f := range m.fields {
		names = append(names, f.Name)
	}
	return with(d, "its settings are %s", strings.Join(names, ", "))
}

func errSetting(at place, f Property, m settingsModel, wrong string) diag.Diagnostic {
	d := at.says(diag.Error, "the setting %q of %s %s", f.Name, m.class, wrong)
	d.Notes = []string{"it is declared at " + f.at.String()}
	return with(d, "correct the value")
}
