package plugin

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"strata/internal/diag"
)

// A Check is a list of rules that a value has to satisfy, as Winter writes them:
// "required|between:3,64", or a list of such. The zero value is satisfied by all.
type Check struct{ rules []ruleUse }

// A ruleUse is one rule of a check.
type ruleUse struct {
	text    string // as it is written
	args    []string
	builtin *builtinRule // nil for a rule of a plugin
	match   matcher      // of a builtin whose argument is a regular expression
	own     Rule
}

// A Runner calls the function of a plugin's rule with a value and the rule's
// arguments.
type Runner func(r Rule, args ...any) (any, error)

// NewCheck reads rules, of Winter's and of plugins. What cannot be used is left
// out, and is returned as diagnostics without a place.
func (c Contributions) NewCheck(texts ...string) (Check, []diag.Diagnostic) {
	var out Check
	var wrong []diag.Diagnostic
	for _, text := range texts {
		for part := range splitRules(text) {
			use, mistake := c.ruleUse(part)
			if mistake != nil {
				wrong = append(wrong, *mistake)
				continue
			}
			out.rules = append(out.rules, use)
		}
	}
	return out, wrong
}

// splitRules yields the rules of a text. A regular expression may have the bars that
// separate rules, and so takes all that follows.
func splitRules(text string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for text = strings.TrimSpace(text); text != ""; {
			part, rest, _ := strings.Cut(text, "|")
			if strings.HasPrefix(text, "regex:") || strings.HasPrefix(text, "not_regex:") {
				part, rest = text, ""
			}
			if part = strings.TrimSpace(part); part != "" && !yield(part) {
				return
			}
			text = strings.TrimSpace(rest)
		}
	}
}

func (c Contributions) ruleUse(text string) (ruleUse, *diag.Diagnostic) {
	name, rest, has := strings.Cut(text, ":")
	use := ruleUse{text: text}
	if i := slices.IndexFunc(c.Rules, func(r Rule) bool { return r.Code == text }); i >= 0 {
		name, has = text, false // its name has a colon
	}
	if has {
		use.args = strings.Split(rest, ",")
		for i := range use.args {
			use.args[i] = strings.TrimSpace(use.args[i])
		}
	}
	if b, ok := builtinRules[name]; ok {
		use.builtin = &b
		return use, use.prepare(name, rest)
	}
	i := slices.IndexFunc(c.Rules, func(r Rule) bool { return r.Code == name })
	if i < 0 {
		d := errRuleUnknown(name, c.ruleNames())
		return use, &d
	}
	use.own = c.Rules[i]
	if use.own.Pattern == nil && use.own.Call.Opaque != "" {
		d := use.own.Call.Refused()
		return use, &d
	}
	if use.own.Pattern == nil && use.own.Call.File == "" {
		d := errRuleOnlyBrowser(use.own)
		return use, &d
	}
	return use, nil
}

// prepare wants the arguments of a builtin rule to be what it takes.
func (u *ruleUse) prepare(name, rest string) *diag.Diagnostic {
	if name == "regex" || name == "not_regex" {
		m, err := newMatcher(rest)
		if err != nil {
			d := errRuleRegex(rest, err)
			return &d
		}
		m.not = name == "not_regex"
		u.match = m
		return nil
	}
	b := u.builtin
	wrong := len(u.args) < b.least || b.most >= 0 && len(u.args) > b.most
	for _, a := range u.args {
		_, ok := numberOf(a)
		wrong = wrong || b.numbers && !ok
	}
	if wrong {
		d := errRuleArguments(u.text, b.form)
		return &d
	}
	return nil
}

func (c Contributions) ruleNames() []string {
	out := slices.Collect(maps.Keys(builtinRules))
	for _, r := range c.Rules {
		out = append(out, r.Code)
	}
	slices.Sort(out)
	return out
}

// Wrong says what is wrong with a value, or "". A value that is empty satisfies all
// rules but required. The error is that of a function that could not be run.
func (k Check) Wrong(value any, run Runner) (string, error) {
	numeric := slices.ContainsFunc(k.rules, func(u ruleUse) bool { return u.text == "numeric" || u.text == "integer" })
	for _, u := range k.rules {
		if isEmpty(value) {
			if u.text == "required" {
				return "is required", nil
			}
			continue
		}
		if wrong, err := u.wrong(value, numeric, run); wrong != "" || err != nil {
			return wrong, err
		}
	}
	return "", nil
}

func (u ruleUse) wrong(value any, numeric bool, run Runner) (string, error) {
	switch {
	case u.match.re != nil && u.match.re.MatchString(textOf(value)) == u.match.not:
		return fmt.Sprintf("is %q, which does not satisfy %s", textOf(value), u.text), nil
	case u.match.re != nil:
		return "", nil
	case u.builtin != nil:
		return u.builtin.wrong(checked{value, u.args, numeric}), nil
	case u.own.Pattern != nil && u.own.Pattern.MatchString(textOf(value)):
		return "", nil
	case u.own.Pattern != nil:
		return u.own.refuse(value, ""), nil
	case run == nil:
		return "", nil
	}
	args := []any{value}
	for _, a := range u.args {
		args = append(args, a)
	}
	out, err := run(u.own, args...)
	if said, ok := out.(string); ok && err == nil && said != "" {
		return u.own.refuse(value, said), nil
	}
	if out == false && err == nil {
		return u.own.refuse(value, ""), nil
	}
	return "", err
}

// refuse is what to say of a value that the rule refuses; said is what its function
// said.
func (r Rule) refuse(value any, said string) string {
	if said == "" {
		said = r.Message
	}
	if said == "" {
		return fmt.Sprintf("is %q, which does not satisfy %s", textOf(value), r.Code)
	}
	return fmt.Sprintf("is %q: %s", textOf(value), said)
}

// isEmpty reports whether there is nothing that a rule could say of the value.
func isEmpty(v any) bool {
	if v == nil {
		return true
	}
	if s, ok := v.(string); ok {
		return strings.TrimSpace(s) == ""
	}
	r := reflect.ValueOf(v)
	return (r.Kind() == reflect.Slice || r.Kind() == reflect.Map) && r.Len() == 0
}

// textOf is a value as people would write it.
func textOf(v any) string {
	if list, ok := v.([]any); ok {
		var parts []string
		for _, it := range list {
			parts = append(parts, textOf(it))
		}
		return strings.Join(parts, ", ")
	}
	return fmt.Sprint(v)
}
