package plugin

import (
	"strings"

	"strata/internal/diag"
)

var specForms = map[string]string{
	"$del":     "[path, [condition, ...]]",
	"$add":     "[path, value] or [path, value, position]",
	"$set":     "[path, value]",
	"$replace": "[path, [[condition, value], ...]]",
	"$before":  "[name, value] or [path, name, value]",
	"$after":   "[name, value] or [path, name, value]",
}

func errSpecRule(at place, op string) diag.Diagnostic {
	return with(at.says(diag.Error, "the rule is not one of %q", op), "write it as %s", specForms[op])
}

func errSpecList(at place, op string) diag.Diagnostic {
	return with(at.says(diag.Error, "%q takes a list of rules, and this is none", op), "put one more pair of brackets around it: [%s]", specForms[op])
}

func warnSpecMiss(c SpecChange, why string) diag.Diagnostic {
	page := "/" + c.Page
	return with(c.at.says(diag.Warning, "%s of %s hits nothing in the spec of %q: %s", c.Op, c.Owner, page, why),
		"compare it with the spec as the plugins before leave it, which is published beside the page as spec.json")
}

func warnSpecPage(c SpecChange, known []string) diag.Diagnostic {
	d := c.at.says(diag.Warning, "%s changes the spec of %q, and there is no page there that has one", c.Owner, "/"+c.Page)
	if near := diag.Nearest(c.Page, known); near != "" {
		return with(d, "did you mean %q?", "/"+near)
	}
	if len(known) == 0 {
		return with(d, "give the page a spec in its front matter")
	}
	return with(d, "pages with a spec are /%s", strings.Join(known, ", /"))
}
