package plugin

import (
	"fmt"
	"math"
	"net/mail"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// A checked is one that a builtin rule is asked about.
type checked struct {
	value   any
	args    []string
	numeric bool // its rules say that it is a number
}

// A builtinRule is one of Winter's that needs neither a database nor other fields.
type builtinRule struct {
	least, most int  // arguments; -1 for any number
	numbers     bool // they are numbers
	form        string
	wrong       func(c checked) string // what is wrong, or ""
}

// builtinRules are Winter's, by their names.
var builtinRules = map[string]builtinRule{
	"required": {wrong: satisfied}, "nullable": {wrong: satisfied},
	"string":     {wrong: kindRule("must be a text", func(v any) bool { _, ok := v.(string); return ok })},
	"array":      {wrong: kindRule("must be a list", func(v any) bool { return reflect.ValueOf(v).Kind() == reflect.Slice })},
	"numeric":    {wrong: kindRule("must be a number", func(v any) bool { _, ok := numberOf(v); return ok })},
	"integer":    {wrong: kindRule("must be a whole number", func(v any) bool { n, ok := numberOf(v); return ok && n == math.Trunc(n) })},
	"boolean":    {wrong: kindRule("must be true or false", func(v any) bool { return slices.Contains([]string{"true", "false", "1", "0"}, textOf(v)) })},
	"alpha":      {wrong: runesRule("must have letters alone", "")},
	"alpha_num":  {wrong: runesRule("must have letters and digits alone", "0")},
	"alpha_dash": {wrong: runesRule("must have letters, digits, hyphens and underscores alone", "0-_")},
	"email":      {wrong: kindRule("must be an e-mail address", isMail)},
	"url":        {wrong: kindRule("must be an address with http: or https:", isURL)},
	"date":       {wrong: kindRule("must be a date", isDate)},
	"regex":      {}, "not_regex": {},
	"min":            {1, 1, true, "min:3", func(c checked) string { return c.sized("must be at least", math.Inf(1)) }},
	"max":            {1, 1, true, "max:64", func(c checked) string { return c.sized("must be at most", math.Inf(-1)) }},
	"size":           {1, 1, true, "size:8", func(c checked) string { return c.sized("must be", 0) }},
	"between":        {2, 2, true, "between:3,64", checked.between},
	"digits":         {1, 1, true, "digits:4", func(c checked) string { return c.digits(c.args[0], c.args[0]) }},
	"digits_between": {2, 2, true, "digits_between:4,6", func(c checked) string { return c.digits(c.args[0], c.args[1]) }},
	"in":             {1, -1, false, "in:a,b,c", func(c checked) string { return c.among(true) }},
	"not_in":         {1, -1, false, "not_in:a,b", func(c checked) string { return c.among(false) }},
	"starts_with":    {1, -1, false, "starts_with:a,b", func(c checked) string { return c.affix("begin", strings.HasPrefix) }},
	"ends_with":      {1, -1, false, "ends_with:a,b", func(c checked) string { return c.affix("end", strings.HasSuffix) }},
}

func satisfied(checked) string { return "" }

func kindRule(words string, is func(any) bool) func(checked) string {
	return func(c checked) string {
		if is(c.value) {
			return ""
		}
		return fmt.Sprintf("is %q, and %s", textOf(c.value), words)
	}
}

// runesRule wants letters, and digits where 0 is among the others.
func runesRule(words, others string) func(checked) string {
	return kindRule(words, func(v any) bool {
		return !strings.ContainsFunc(textOf(v), func(r rune) bool {
			letter := unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r) && strings.Contains(others, "0")
			return !letter && (r == '0' || !strings.ContainsRune(others, r))
		})
	})
}

func isMail(v any) bool {
	a, err := mail.ParseAddress(textOf(v))
	return err == nil && a.Address == textOf(v)
}

func isURL(v any) bool {
	u, err := url.Parse(textOf(v))
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

func isDate(v any) bool {
	for _, form := range []string{time.RFC3339, time.DateTime, "2006-01-02 15:04", time.DateOnly} {
		if _, err := time.Parse(form, textOf(v)); err == nil {
			return true
		}
	}
	return false
}

// numberOf returns the number that a value or its text is.
func numberOf(v any) (float64, bool) {
	n, err := strconv.ParseFloat(strings.TrimSpace(fmt.Sprint(v)), 64)
	return n, err == nil && n-n == 0
}

// size is how large a value is, and what is counted: a number is as large as it is,
// a list as many entries as it has, and a text as its characters.
func (c checked) size() (float64, string) {
	r := reflect.ValueOf(c.value)
	if n, ok := numberOf(c.value); ok && (c.numeric || r.CanInt() || r.CanFloat()) {
		return n, ""
	}
	if r.Kind() == reflect.Slice || r.Kind() == reflect.Map {
		return float64(r.Len()), " entries"
	}
	return float64(utf8.RuneCountInString(textOf(c.value))), " characters"
}

// sized compares the size with the argument: it may be more, less, or neither, as
// the sign of way says.
func (c checked) sized(words string, way float64) string {
	want, _ := numberOf(c.args[0])
	got, unit := c.size()
	if got == want || way > 0 && got > want || way < 0 && got < want {
		return ""
	}
	return fmt.Sprintf("is %q, and %s %s%s", textOf(c.value), words, c.args[0], unit)
}

func (c checked) between() string {
	least, _ := numberOf(c.args[0])
	most, _ := numberOf(c.args[1])
	got, unit := c.size()
	if got >= least && got <= most {
		return ""
	}
	return fmt.Sprintf("is %q, and must be between %s and %s%s", textOf(c.value), c.args[0], c.args[1], unit)
}

func (c checked) digits(least, most string) string {
	text := textOf(c.value)
	from, _ := numberOf(least)
	to, _ := numberOf(most)
	if n := float64(len(text)); strings.Trim(text, "0123456789") == "" && n >= from && n <= to {
		return ""
	}
	if least == most {
		return fmt.Sprintf("is %q, and must have %s digits", text, least)
	}
	return fmt.Sprintf("is %q, and must have %s to %s digits", text, least, most)
}

// among looks for the value, and for each entry of a list, among the arguments.
func (c checked) among(in bool) string {
	list, ok := c.value.([]any)
	if !ok {
		list = []any{c.value}
	}
	for _, it := range list {
		if slices.Contains(c.args, textOf(it)) != in {
			return fmt.Sprintf("is %q, and must %sbe one of %s", textOf(c.value), map[bool]string{true: "", false: "not "}[in], strings.Join(c.args, ", "))
		}
	}
	return ""
}

func (c checked) affix(words string, has func(s, affix string) bool) string {
	if slices.ContainsFunc(c.args, func(a string) bool { return has(textOf(c.value), a) }) {
		return ""
	}
	return fmt.Sprintf("is %q, and must %s with %s", textOf(c.value), words, strings.Join(c.args, " or "))
}

// A matcher is the regular expression of a rule.
type matcher struct {
	re  *regexp.Regexp
	not bool
}

// newMatcher reads a regular expression as PHP has it, between delimiters and with
// flags behind them, or without both.
func newMatcher(text string) (matcher, error) {
	const flags = "imsuU"
	if len(text) > 1 && strings.ContainsRune("/#~!@%", rune(text[0])) {
		if end := strings.LastIndexByte(text, text[0]); end > 0 && strings.Trim(text[end+1:], flags) == "" {
			set := strings.ReplaceAll(text[end+1:], "u", "") // all texts are UTF-8
			inner := strings.ReplaceAll(text[1:end], `\`+text[:1], text[:1])
			if text = inner; set != "" {
				text = "(?" + set + ")" + inner
			}
		}
	}
	re, err := regexp.Compile(text)
	return matcher{re: re}, err
}
