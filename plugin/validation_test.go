package plugin

import (
	"errors"
	"strings"
	"testing"

	"strata/internal/diag"
)

// ruleCases are rules, a value, and what is wrong with it.
var ruleCases = []struct {
	rules string
	value any
	want  string
}{
	{"required", nil, "is required"},
	{"required", "  ", "is required"},
	{"required", []any{}, "is required"},
	{"required|numeric", 0, ""},
	{"min:3|email", "", ""},
	{"nullable|string", 7, `is "7", and must be a text`},
	{"array", []any{1}, ""},
	{"array", "a", `is "a", and must be a list`},
	{"numeric", "1.5", ""},
	{"numeric", "NaN", `is "NaN", and must be a number`},
	{"integer", 1.5, `is "1.5", and must be a whole number`},
	{"boolean", true, ""},
	{"boolean", "yes", `is "yes", and must be true or false`},
	{"alpha", "Añb", ""},
	{"alpha", "a1", `is "a1", and must have letters alone`},
	{"alpha_num", "a10", ""},
	{"alpha_num", "a-1", `is "a-1", and must have letters and digits alone`},
	{"alpha_dash", "a-1_0", ""},
	{"email", "a@b.org", ""},
	{"email", "A <a@b.org>", `is "A <a@b.org>", and must be an e-mail address`},
	{"url", "https://x.org/", ""},
	{"url", "javascript:alert(1)", `is "javascript:alert(1)", and must be an address with http: or https:`},
	{"date", "2026-11-20", ""},
	{"date", "soon", `is "soon", and must be a date`},
	{"min:3", "äöü", ""},
	{"min:3", "ab", `is "ab", and must be at least 3 characters`},
	{"min:3", 2, `is "2", and must be at least 3`},
	{"numeric|min:3", "12", ""},
	{"min:3", "12", `is "12", and must be at least 3 characters`},
	{"max:1", []any{1, 2}, `is "1, 2", and must be at most 1 entries`},
	{"size:2", "ab", ""},
	{"between:3,5", 4.5, ""},
	{"between:3,5", "abcdef", `is "abcdef", and must be between 3 and 5 characters`},
	{"digits:4", "0123", ""},
	{"digits:4", "12a4", `is "12a4", and must have 4 digits`},
	{"digits_between:1,2", "123", `is "123", and must have 1 to 2 digits`},
	{"in:a,b", []any{"a", "c"}, `is "a, c", and must be one of a, b`},
	{"not_in:a, b", "b", `is "b", and must not be one of a, b`},
	{"starts_with:x,y", "zx", `is "zx", and must begin with x or y`},
	{"ends_with:x", "zx", ""},
	{`regex:/^(a|b)\/$/i`, "A/", ""},
	{`regex:^(a|b)$`, "c", `is "c", which does not satisfy regex:^(a|b)$`},
	{`not_regex:#^a#`, "ab", `is "ab", which does not satisfy not_regex:#^a#`},
	{"code", "x", `is "x": must be a code`},
	{"code", "abc", ""},
	{"calls:2,3", "x", `is "x": 2 3`},
	{"silent", "x", `is "x", which does not satisfy silent`},
	{"fails", "x", "error: no"},
}

const ruleSite = `
-- plugins/a/a.js --
-- plugins/a/rules.js --
-- plugins/a/plugin.yaml --
validationRules:
  code: {pattern: "^[a-z]{3}$", message: must be a code}
  calls: ./rules.js#calls
  silent: ./rules.js#silent
  fails: ./rules.js#fails
`

// runRule is what functions of rules would do.
func runRule(r Rule, args ...any) (any, error) {
	switch r.Code {
	case "calls":
		return args[1].(string) + " " + args[2].(string), nil
	case "silent":
		return false, nil
	}
	return nil, errors.New("no")
}

func TestRules(t *testing.T) {
	t.Parallel()
	all, said := gatherOne(ruleSite)
	if said != "" {
		t.Fatal(said)
	}
	shown := map[string]bool{}
	for _, c := range ruleCases {
		check, wrong := all.NewCheck(c.rules)
		got, err := check.Wrong(c.value, runRule)
		if err != nil {
			got = "error: " + err.Error()
		}
		if got != c.want || len(wrong) > 0 {
			t.Errorf("%s of %#v: %q %v; want %q", c.rules, c.value, got, wrong, c.want)
		}
		for part := range splitRules(c.rules) {
			name, _, _ := strings.Cut(part, ":")
			shown[name] = true
		}
	}
	for name := range builtinRules {
		if !shown[name] {
			t.Errorf("no case shows %s", name)
		}
	}
}

func FuzzRules(f *testing.F) {
	for _, c := range ruleCases {
		f.Add(c.rules, "value")
	}
	f.Fuzz(func(t *testing.T, rules, value string) {
		check, wrong := Contributions{}.NewCheck(rules)
		for _, d := range wrong {
			if d.Text == "" || d.Hint == "" {
				t.Errorf("%q has no words", rules)
			}
		}
		for _, v := range []any{value, []any{value}, nil, 7, 1.5, map[string]any{"a": value}} {
			if _, err := check.Wrong(v, nil); err != nil {
				t.Error(err)
			}
		}
	})
}

func FuzzMailView(f *testing.F) {
	for _, s := range []string{"a", "subject = \"x\"\n==\nb", "a=b\r\n==\r\ntext\n==\n{{ .x }}", "==\n==\n==\n==\n", "[x]\n;c\nlayout=\n===\n{{ user.name }}"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		m := MailView{Code: "x"}
		var ds diag.List
		if !m.parse("v.htm", src, &ds) {
			return
		}
		if len(m.HTML.Source)+len(m.Text.Source) > len(src) || m.HTML.Line < 1 {
			t.Errorf("%q at line %d, %q", m.HTML.Source, m.HTML.Line, m.Text.Source)
		}
	})
}
