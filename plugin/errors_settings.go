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

// asUnchecked makes warnings of what is wrong with a file of fields: Winter's parser
// reads some files that others refuse, and values can be used unchecked.
func asUnchecked(ds diag.List) diag.List {
	for i := range ds {
		if ds[i].Severity == diag.Error {
			ds[i].Severity = diag.Warning
			ds[i].Notes = append(ds[i].Notes, "values of these settings are not checked, and have no defaults")
		}
	}
	return ds
}
