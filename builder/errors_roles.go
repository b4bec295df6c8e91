package builder

import (
	"fmt"
	"slices"
	"strings"

	"strata/internal/diag"
	"strata/site"
)

// noSuchPermission says, without a place, that what names a code of a permission
// names none.
func noSuchPermission(what, near string) diag.Diagnostic {
	d := diag.Diagnostic{Severity: diag.Warning, Text: what + ", which no plugin registers",
		Hint: "register it under permissions in a plugin, or mend the code; a lone * stands for nothing, acme.* for all that it begins"}
	if near != "" {
		d.Hint = fmt.Sprintf("did you mean %q?", near)
	}
	return d
}

func (b *build) unknownRole(cfg site.Config, known []string) diag.Diagnostic {
	slices.Sort(known)
	d := b.inConfig(cfg, "role", diag.Diagnostic{Text: fmt.Sprintf("there is no role %q", cfg.Role),
		Hint: "add it to roles; there are " + strings.Join(slices.Compact(known), ", ")})
	if near := diag.Nearest(cfg.Role, known); near != "" {
		d.Hint = fmt.Sprintf("did you mean %q?", near)
	}
	if d.Line == 0 { // a flag says it
		d.File = ""
	}
	return d
}
