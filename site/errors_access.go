package site

import (
	"fmt"

	"strata/internal/diag"
)

func errHiddenLink(dest, role string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("the link %q leads to a page that the role %q does not see", dest, role),
		Hint: "ask for the same permissions on this page, or take the link out"}
}
