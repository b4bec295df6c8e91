package site

import (
	"fmt"
	"strings"

	"strata/internal/diag"
)

func errComponentPairs() diag.Diagnostic {
	return diag.Diagnostic{Text: "component takes an alias, and pairs of a property and a value", Hint: `write component "alias" "property" value`}
}

func errComponentTag() diag.Diagnostic {
	return diag.Diagnostic{Text: "the shortcode component takes one alias, and properties by name", Hint: `write {{< component alias property="value" >}}`}
}

func errComponentUnknown(alias string, known []string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("class name is not registered for the component %q", alias),
		Hint: didYouMean(alias, known, fmt.Sprintf("check the component plugin, or write %q if it may be missing", "@"+alias))}
}

func errShortcodeComponent(name string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("there is no shortcode %q, but a component", name), Hint: fmt.Sprintf("write {{< component %s >}}", name)}
}

func errNoComponent(name string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("the partial %q belongs to a component, and none is being rendered here", name), Hint: `name the component too, as in "alias::name"`}
}

func errPartialPath(name string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("%q cannot be the name of a component's partial", name), Hint: "write a name, with at most two folders before it, and without .."}
}

func errComponentPartial(name, alias string, known []string) diag.Diagnostic {
	partial := strings.TrimPrefix(name[strings.LastIndexByte(name, ':')+1:], "@")
	return diag.Diagnostic{Text: fmt.Sprintf("there is no partial %q of the component %s", name, alias),
		Hint: didYouMean(partial, known, fmt.Sprintf("add layouts/partials/%s/%s.html", strings.ToLower(alias), strings.TrimSuffix(partial, ".html")))}
}
