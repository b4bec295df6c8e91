package plugin

import (
	"strings"

	"strata/internal/diag"
)

func errEnableMissing(r Reference, opts ResolveOptions, near string) diag.Diagnostic {
	d := place{r.Where, r.Line, r.Column}.says(diag.Error, "plugin %q is enabled and not installed", r.ID)
	if len(opts.Searched) > 0 {
		d.Notes = []string{"looked for in " + strings.Join(opts.Searched, ", ")}
	}
	if opts.KeepGoing {
		d.Severity = diag.Warning
		d.Notes = append(d.Notes, "it is skipped, because of --keep-going")
	}
	if near != "" {
		return with(d, "did you mean %q?", near)
	}
	return with(d, "add the plugin, or remove it from enable")
}

func warnEnableTwice(r, first Reference) diag.Diagnostic {
	d := place{r.Where, r.Line, r.Column}.says(diag.Warning, "plugin %q is enabled twice", r.ID)
	d.Notes = []string{"its first place counts"}
	return with(d, "remove one of the two, the first of which is in line %d", first.Line)
}
