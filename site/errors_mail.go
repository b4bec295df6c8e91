package site

import (
	"fmt"
	"strings"

	"strata/internal/diag"
)

func errMailLayout(code string, known []string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("there is no mail layout %q", code), Hint: didYouMean(code, known, "the layouts are "+strings.Join(known, ", "))}
}

func errMailPartial(code string, known []string) diag.Diagnostic {
	return diag.Diagnostic{Severity: diag.Warning, Text: fmt.Sprintf("there is no mail partial %q", code), Hint: didYouMean(code, known, "register it under mailPartials, or use one of "+strings.Join(known, ", "))}
}
