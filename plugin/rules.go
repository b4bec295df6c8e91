package plugin

import (
	"regexp"
	"slices"
	"strings"

	"strata/internal/diag"
)

// A Rule is a validation rule that a plugin brings: a pattern, or a function that
// says whether a value is valid.
type Rule struct {
	Registered
	Pattern *regexp.Regexp // that a value has to match; nil for none
	Message string         // what to say when it is not valid; "" for words of our own
	Call    Tag            // given the value, and what stands after the rule's colon
}

// ValidationRule is the Noun of the Tag of a rule.
const ValidationRule = "validation rule"

var validationRuleList = registry[Rule]{noun: ValidationRule, taken: errCodeAgain,
	of:   func(x *Rule) *Registered { return &x.Registered },
	list: func(c *Contributions) *[]Rule { return &c.Rules }}

// winterRule is what Winter wants the class of a rule to extend.
const winterRule = `Winter\Storm\Validation\Rule`

var rules = feature{
	method: "registerValidationRules", key: "validationRules", beside: true,
	shape: shape{about: "Validation rules by name: ./file.ts#function, or {pattern: ..., message: ..., module: ...}.", kinds: []kind{table},
		each: &shape{kinds: []kind{table, text, null}, fields: append([]field{
			{"pattern", shape{about: "Regular expression that a value has to match.", kinds: []kind{text}}},
			{"message", shape{about: "What to say when a value is not valid.", kinds: scalars}},
			{"callable", shape{about: "./file.ts#function, which is given the value and returns whether it is valid, or what is wrong.", kinds: []kind{text}}},
		}, registeredFields...)}},
	read: func(p *Plugin, v value, ds *diag.List) {
		for _, it := range named("validationRules", v, ds) {
			p.addRule(it, ds)
		}
	},
	merge: mergeRules,
}

func (p *Plugin) addRule(it item, ds *diag.List) {
	class := ""
	if it.val.kind == text && tagFile.FindString(it.val.text) == "" {
		class = it.val.text // a class of PHP, as Winter has it
		it.val = value{kind: opaque, text: "a class of PHP", place: it.val.place}
	}
	r, ok := p.registered(ValidationRule, it, ds)
	if !ok {
		return
	}
	if class != "" && !strings.Contains(class, `\`) {
		ds.Add(errRuleText(it.val.place, r.Code, class))
		return
	}
	if class != "" {
		r.Class = class
		p.ruleClass(r, ds)
	}
	rule := Rule{Registered: r, Message: it.val.get("message").scalar()}
	if pattern := it.val.get("pattern"); pattern.kind == text {
		re, err := regexp.Compile(pattern.text)
		if err != nil {
			ds.Add(errRulePattern(pattern.place, pattern.text, err))
			return
		}
		rule.Pattern = re
	} else {
		rule.Call = p.callable(ValidationRule, r, it.val, ds)
	}
	validationRuleList.add(p, rule, ds)
}

// ruleClass wants a class to be a rule.
func (p *Plugin) ruleClass(r Registered, ds *diag.List) {
	c, _ := p.classOf(r.Class, classUse{ValidationRule, r.place()}, ds)
	if c != nil && c.parent != winterRule {
		ds.Add(errRuleClass(r))
	}
}

// mergeRules also gives properties the rules that they name.
func mergeRules(set Set, all *Contributions, ds *diag.List) {
	validationRuleList.merge(set, all, ds)
	for i := range all.Components {
		all.Components[i].Properties = all.checked(all.Components[i].Properties, ds)
	}
	for i := range all.ReportWidgets {
		all.ReportWidgets[i].Properties = all.checked(all.ReportWidgets[i].Properties, ds)
	}
}

// checked returns the properties with the rules that they name.
func (c Contributions) checked(properties []Property, ds *diag.List) []Property {
	out := slices.Clone(properties) // which the plugin shares with the next build
	for i := range out {
		out[i].check = Check{}
		for _, text := range out[i].rules {
			check, wrong := c.NewCheck(text.scalar())
			out[i].check.rules = append(out[i].check.rules, check.rules...)
			for _, d := range wrong {
				d.File, d.Line, d.Column = text.place.file, text.place.line, text.place.column
				ds.Add(d)
			}
		}
	}
	return out
}
