package plugin

import "strings"

// HasAccess reports whether the rights that are granted, each with 1 for yes and
// anything else for no, satisfy what is required: all of it, or any of it. That is
// Winter's rule, whose oddities plugins rely on:
//
//	acme.blog.*   needs a granted code that begins with "acme.blog." and goes on
//	*.edit        needs a granted code that ends with ".edit" and is longer
//	acme.blog     needs that code, or a granted acme.* that it begins with
//
// A lone * is a code like any other. Nothing required is granted to those who
// need all of it, and refused to those who need any.
func HasAccess(granted map[string]int, required []string, all bool) bool {
	for _, code := range required {
		if satisfies(granted, code) != all {
			return !all
		}
	}
	return all
}

func satisfies(granted map[string]int, required string) bool {
	wild := len(required) > 1 && (required[0] == '*' || strings.HasSuffix(required, "*"))
	if !wild && granted[required] == 1 && !endsWild(required) {
		return true
	}
	for code, value := range granted {
		if value == 1 && (wild && covers(required, code) || !wild && endsWild(code) && covers(code, required)) {
			return true
		}
	}
	return false
}

func endsWild(code string) bool { return len(code) > 1 && strings.HasSuffix(code, "*") }

// covers reports whether a pattern with a * at its end or its beginning matches a
// code, of which the * has to stand for something.
func covers(pattern, code string) bool {
	if fixed, ok := strings.CutSuffix(pattern, "*"); ok {
		return code != fixed && strings.HasPrefix(code, fixed)
	}
	fixed := strings.TrimPrefix(pattern, "*")
	return code != fixed && strings.HasSuffix(code, fixed)
}
