package builder

import (
	"fmt"
	"strings"

	"strata/amd"
	"strata/internal/diag"
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
