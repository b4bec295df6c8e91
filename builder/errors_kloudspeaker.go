package builder

import (
	"fmt"
	"strings"

	"strata/amd"
	"strata/internal/diag"
	"strata/plugin"
)

func warnNamedModule(file string, l amd.Literal, near string) diag.Diagnostic {
	d := diag.Diagnostic{Severity: diag.Warning, File: file, Line: l.Line, Column: l.Column, Text: fmt.Sprintf("the text %q looks like a module, and no file is", l.Text),
		Hint: "add the file, or list the id under provided"}
	if near != "" {
		d.Hint = fmt.Sprintf("did you mean %q?", near)
	}
	if near != "" && strings.HasSuffix(strings.ToLower(l.Text), strings.ToLower(near)) {
		d.Hint += " Case counts"
	}
	return d
}

func warnNoLanguage(p plugin.Plugin, language, other string) diag.Diagnostic {
	return diag.Diagnostic{Severity: diag.Warning, File: p.Texts[other], Text: fmt.Sprintf("plugin %s has no texts in %q; those in %q stand in", p.ID, language, other),
		Hint: fmt.Sprintf("add texts_%s.json beside it", language)}
}

func warnTextOfTwo(l plugin.Localization, m plugin.Message, first plugin.Localization) diag.Diagnostic {
	return diag.Diagnostic{Severity: diag.Warning, File: l.File, Line: m.Line, Column: m.Column,
		Text:  fmt.Sprintf("the text %q of plugin %s takes the place of that of %s", m.Key, l.Plugin, first.Plugin),
		Notes: []string{"the other is in " + first.File}, Hint: "give one of the two another key"}
}
