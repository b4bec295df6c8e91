package amd

import (
	"fmt"
	"slices"
	"strings"

	"strata/internal/diag"
)

// noOwnModule reports a mistyped id of a module that Strata brings.
// Data are those that are written beside the index.
func noOwnModule(a ask, full string, data []string) diag.Diagnostic {
	d := a.at(diag.Error, "Strata has no module %q", a.literal.Value)
	d.Hint = "there are " + strings.Join(APIModules(), ", ")
	if near := diag.Nearest(full, slices.Concat(APIModules(), data)); near != "" {
		d.Hint = fmt.Sprintf("did you mean %q?", near)
	}
	return d
}
