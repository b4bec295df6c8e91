package amd

import (
	"fmt"
	"slices"

	"strata/internal/diag"
)

// noOwnModule reports a mistyped id of a module that Strata brings.
// Data are those that are written beside the index.
func noOwnModule(a ask, full string, data []string) diag.Diagnostic {
	d := a.at(diag.Error, "Strata has no module %q", a.literal.Value)
	d.Hint = "docs/runtime-api.md lists those that there are"
	if near := diag.Nearest(full, slices.Concat(APIModules(), data)); near != "" {
		d.Hint = fmt.Sprintf("did you mean %q?", near)
	}
	return d
}
