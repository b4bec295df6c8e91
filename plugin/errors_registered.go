package plugin

import "strata/internal/diag"

func errCode(noun string, r Registered) diag.Diagnostic {
	return with(r.place().says(diag.Error, "%q cannot be the code of a %s", r.Code, noun), "write letters, digits, dots, colons, hyphens and underscores, beginning with a letter")
}

func errCodeTwice(noun string, r, first Registered) diag.Diagnostic {
	d := r.place().says(diag.Error, "the %s %q is registered twice", noun, r.Code)
	d.Notes = []string{"the first stands at " + first.place().String()}
	return with(d, "give one of them another code")
}

func errCodeAgain(noun string, r, other Registered) diag.Diagnostic {
	d := r.place().says(diag.Error, "both %s and %s register the %s %q", other.Owner, r.Owner, noun, r.Code)
	d.Notes = []string{"the other stands at " + other.place().String()}
	return with(d, "give one of them another code, or disable one of the plugins")
}

func noticeCodeTaken(noun string, r, first Registered) diag.Diagnostic {
	d := r.place().says(diag.Notice, "the %s %q of %s does not count, because %s has one of that name and is first", noun, r.Code, r.Owner, first.Owner)
	return with(d, "rename it if another one is meant")
}

func errRulePattern(at place, pattern string, err error) diag.Diagnostic {
	return with(at.says(diag.Error, "the pattern %q cannot be used: %v", pattern, err), "write it without lookaround and back references")
}

func errRuleClass(r Registered) diag.Diagnostic {
	return with(r.place().says(diag.Error, "the class %q must extend %q", r.Class, winterRule), "extend it, or declare the rule in plugin.yaml")
}
