package site

import (
	"strings"
	"testing"

	"strata/internal/diag"
)

// TestPlaced wants what plugins do not have to be told once, where it is asked for.
func TestPlaced(t *testing.T) {
	missing := func(_, key string, _ map[string]string) (string, *diag.Diagnostic) {
		return key, &diag.Diagnostic{Severity: diag.Warning, Text: "no text " + key}
	}
	unset := func(key string) (any, *diag.Diagnostic) {
		return nil, &diag.Diagnostic{Severity: diag.Warning, Text: "no setting " + key}
	}
	out, said := build(t, archive(`
-- layouts/page.html --
{{ define "row" }}{{ trans "row" }}{{ end -}}
{{ .Content }}{{ if trans "ä" }}{{ with config "c" }}{{ else }}{{ template "row" (trans "arg") }}{{ end }}{{ end }}
{{ range list (printf "%s" (transIn "de" "in")) }}{{ . }}{{ else }}{{ trans "never" }}{{ end }}{{ ("p" | trans) }}
-- layouts/shortcodes/own.html --
{{ trans "fixed" }}
-- content/a.md --
A text, {{< trans "one" >}}.

* {{< trans key="two" language="de" >}} {{< own >}}
-- content/b.md --
Another.
`), LoadOptions{}, Model{Translate: missing, Config: unset})
	want := `content/a.md:1:9: warning: no text one
content/a.md:3:3: warning: no text two
layouts/page.html:1:22: warning: no text row
layouts/page.html:2:21: warning: no text ä
layouts/page.html:2:41: warning: no setting c
layouts/page.html:2:83: warning: no text arg
layouts/page.html:3:29: warning: no text in
layouts/page.html:3:106: warning: no text p
layouts/shortcodes/own.html:1:4: warning: no text fixed
`
	if strings.TrimSpace(said) != strings.TrimSpace(want) {
		t.Errorf("got\n%s\nwant\n%s", said, want)
	}
	if got := out["b/index.html"]; got != "<p>Another.</p>\nrow\ninp\n" {
		t.Errorf("page %q", got)
	}
}

func TestTransArguments(t *testing.T) {
	for _, call := range []string{`trans "k" "n"`, `transIn "de" "k" 1 2`, `trans "k" (list 1)`} {
		_, said := build(t, archive("-- layouts/page.html --\n{{ "+call+" }}\n-- content/a.md --\nA\n"), LoadOptions{}, Model{})
		if said == "" {
			t.Errorf("%s: nothing is said", call)
		}
	}
}
