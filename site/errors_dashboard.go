package site

import (
	"fmt"
	"strconv"
	"strings"

	"strata/internal/diag"
)

func errDashboardNumber(key string, n, most int) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("%s %q is not a number from 1 to %d", key, strconv.Itoa(n), most), Hint: "write how many columns there are, or how many a widget fills"}
}

func errWidgetUnknown(name string, known []string) diag.Diagnostic {
	hint := "no plugin has one; register it under reportWidgets in a plugin.yaml"
	if len(known) > 0 {
		hint = "those that plugins have are " + strings.Join(known, ", ")
	}
	return diag.Diagnostic{Text: fmt.Sprintf("there is no report widget %q", name), Hint: didYouMean(name, known, hint)}
}

func errWidgetSeveral(name string, found []Widget) diag.Diagnostic {
	var owners []string
	for _, w := range found {
		owners = append(owners, w.Plugin.ID)
	}
	return diag.Diagnostic{Text: fmt.Sprintf("%q is a report widget of several plugins: %s", name, strings.Join(owners, ", ")),
		Hint: fmt.Sprintf("write the plugin too, as in %q", strings.ToLower(owners[0])+"::"+name)}
}
