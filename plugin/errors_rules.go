package plugin

import (
	"strings"

	"strata/internal/diag"
)

func errRuleUnknown(name string, known []string) diag.Diagnostic {
	d := place{}.says(diag.Error, "there is no validation rule %q", name)
	if near := diag.Nearest(name, known); near != "" {
		return with(d, "did you mean %q?", near)
	}
	return with(d, "use one of %s", strings.Join(known, ", "))
}

func errRuleOnlyBrowser(r Rule) diag.Diagnostic {
	return with(place{}.says(diag.Error, "the validation rule %q of plugin %s has nothing that could check a value while the site is built", r.Code, r.Owner),
		"give it a pattern, or a function as in %q", "./rules.ts#check")
}

func errRuleText(at place, code, text string) diag.Diagnostic {
	return with(at.says(diag.Error, "the validation rule %q is %q, which is neither a class nor a function of a file", code, text),
		"write {pattern: \"^[0-9]+$\"} for a regular expression, or %q", "./rules.ts#"+code)
}

func errRuleRegex(text string, err error) diag.Diagnostic {
	return with(place{}.says(diag.Error, "the regular expression %q of a rule cannot be used: %v", text, err), "write it without lookaround and back references")
}

func errRuleArguments(text, form string) diag.Diagnostic {
	d := place{}.says(diag.Error, "the rule %q has arguments that it does not take", text)
	if form == "" {
		return with(d, "write it without a colon")
	}
	return with(d, "write it as %q", form)
}
