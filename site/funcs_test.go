package site

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"strata/internal/diag"
)

// functionCases show each function of templates, and what it makes of values that
// are missing or odd.
var functionCases = []struct{ in, want string }{
	{`{{ relURL "a/b" }} {{ relURL "/a" }} {{ relURL "https://y/" }} {{ relURL "//y" }} {{ relURL "#z" }}`, `/sub/a/b /sub/a https://y/ //y #z`},
	{`{{ absURL "a" }} {{ absURL "/a" }} {{ absURL "mailto:x" }} {{ absURL "//y" }}`, `https://x.org/sub/a https://x.org/sub/a mailto:x //y`},
	{`{{ ref "a.md" }} {{ ref "/a.md" }}`, `/sub/a/ /sub/a/`},
	{`{{ asset "own.txt" }}`, `/sub/assets/own-7e651837.txt`},
	{`{{ (plugin "acme.BLOG").Name }} {{ with plugin "no" }}yes{{ else }}none{{ end }}`, `Blog none`},
	{`{{ partial "own" "x" }} {{ partial "own.html" }}`, `[x] []`},
	{`{{ component "@none" }}{{ component "@none" (dict) }}.`, `.`},
	{`{{ column "switch" 1 }} {{ column (dict "type" "number" "format" "%03d") "7" }} {{ column "time" "23:59:01" }} {{ column "text" nil }}.`, `Yes 007 23:59 .`},
	{`{{ with table "rows" }}{{ range .Columns }}{{ .Label }} {{ end }}{{ (index .Rows 1).name }}{{ end }}`, `Kind N Name two`},
	{`{{ with dashboard }}yes{{ else }}none{{ end }}`, `none`},
	{`{{ markdownify "a *b*" }} {{ markdownify 7 }} {{ markdownify "- a" }}`, "a <em>b</em> 7 <ul>\n<li>a</li>\n</ul>"},
	{`{{ safeHTML "<b>" }}{{ safeHTML 7 }} {{ "<b>" }}`, `<b>7 &lt;b&gt;`},
	{`<script>x = {{ jsonify (dict "b" "</script>" "a" (list 1 nil true)) }}</script>`, `<script>x = {"a":[1,null,true],"b":"\u003c/script\u003e"}</script>`},
	{`{{ (dict "k" "v").k }} {{ len (dict) }}`, `v 0`},
	{`{{ list 1 "a" }} {{ len (list) }}`, `[1 a] 0`},
	{`{{ default "o" "" }} {{ default "o" "v" }} {{ default 1 0 }} {{ default "o" .Params.none }} {{ default "o" }}`, `o v 1 o o`},
	{`{{ in (list 1 "b") "b" }} {{ in (list 1 2) "1" }} {{ in (list) 1 }} {{ in "text" "ex" }} {{ in nil 1 }}`, `true true false true false`},
	{`{{ range where .Params.rows "kind" "x" }}{{ .name }},{{ end }} {{ len (where .Params.rows "none.at.all" 1) }} {{ len (where .Site.Pages "Title" "A") }} {{ len (where nil "a" 1) }}`, `one,three, 0 1 0`},
	{`{{ first 2 (list 1 2 3) }} {{ first 9 (list 1) }} {{ first -1 (list 1) }} {{ first 1 nil }}`, `[1 2] [1] [] []`},
	{`{{ sort (list 10 9 2) }} {{ sort (list "b" "a") "" "desc" }} {{ sort (list 1.5 0.5) }} {{ range sort .Params.rows "name" }}{{ .name }},{{ end }} {{ sort nil }}`,
		`[2 9 10] [b a] [0.5 1.5] one,three,two, []`},
	{`{{ range sort .Params.rows "n" "desc" }}{{ .n }},{{ end }} {{ range sort .Params.days }}{{ dateFormat "06" . }},{{ end }}`, `10,9,2, 19,24,`},
	{`{{ lower "AÄ" }} {{ upper "aä" }} {{ title "über a-b c" }} [{{ trim " x " }}]`, `aä AÄ Über A-B C [x]`},
	{`{{ hasPrefix "abc" "ab" }} {{ hasPrefix "abc" "b" }}`, `true false`},
	{`{{ split "a,b" "," }} {{ len (split "" ",") }}`, `[a b] 1`},
	{`{{ replace "aXbX" "X" "-" }} {{ replace "a" "b" "c" }}`, `a-b- a`},
	{`{{ join (list 1 "b") ", " }} {{ join (split "a b" " ") "+" }} [{{ join nil "," }}]`, `1, b a&#43;b []`},
	{`{{ dateFormat "2006-01-02 15:04 -07:00" .Date }} [{{ dateFormat "2006" .Section.Date }}]`, `2024-05-31 10:00 &#43;02:00 []`},
	{`{{ fileSize 0 }} {{ fileSize 999 }} {{ fileSize 12345 }} {{ fileSize 1234567 }}`, `0 B 999 B 12.3 kB 1.2 MB`},
	{`{{ trans "k" }} {{ trans "k" "n" 3 "m" true }} {{ "k" | trans }} {{ trans "k" (dict "n" 3) }} {{ if trans "k" }}{{ print (trans "<") }}{{ end }}`,
		`en k map[] en k map[m:true n:3] en k map[] en k map[n:3] en &lt; map[]`},
	{`{{ transIn "de" "k" "n" "x" }}`, `de k map[n:x]`},
	{`{{ (config "k").size }} {{ range (config "k").list }}{{ . }};{{ end }} {{ with "none" | config }}yes{{ else }}none{{ end }}`, `7 a;b; none`},
	{`{{ print 1 "a" }} {{ printf "%03d" 7 }} {{ println "a" }}.`, "1a 007 a\n."},
}

// echo is a Translate that says what it was asked.
func echo(language, key string, args map[string]string) (string, *diag.Diagnostic) {
	return fmt.Sprint(language, " ", key, " ", args), nil
}

func configured(key string) (any, *diag.Diagnostic) {
	return map[string]any{"k": map[string]any{"size": 7, "list": []any{"a", "b"}}}[key], nil
}

func TestFunctions(t *testing.T) {
	for _, c := range functionCases {
		out, said := build(t, archive(`
-- strata.yaml --
baseURL: https://x.org/sub
-- layouts/page.html --
`+c.in+`
-- layouts/partials/own.html --
[{{ with . }}{{ . }}{{ end }}]
-- layouts/assets/own.txt --
own
-- content/a.md --
---
date: 2024-05-31T10:00:00+02:00
params:
  rows: [{kind: x, name: one, n: 9}, {kind: "y", name: two, n: 10}, {kind: x, name: three, n: 2}]
  days: [2024-01-01, 2019-01-01]
---
`), LoadOptions{}, Model{Plugins: []Plugin{{ID: "Acme.Blog", Name: "Blog"}}, Translate: echo, Config: configured})
		got := strings.TrimSpace(strings.ReplaceAll(out["a/index.html"], "]\n", "]")) // a partial ends in a line end
		if got != c.want || said != "" {
			t.Errorf("%s\n got %q\nwant %q\n%s", c.in, got, c.want, said)
		}
	}
}

// TestFunctionsShown holds the table to the whole set of functions.
func TestFunctionsShown(t *testing.T) {
	var shown []string
	for _, c := range functionCases {
		in := regexp.MustCompile(`"[^"]*"`).ReplaceAllString(c.in, "")
		for _, action := range regexp.MustCompile(`{{.*?}}`).FindAllString(in, -1) {
			shown = append(shown, regexp.MustCompile(`[A-Za-z]+`).FindAllString(action, -1)...)
		}
	}
	for name := range (&engine{}).funcs() {
		if inner := []string{"tick", "enter", "leave"}; !slices.Contains(shown, name) && !slices.Contains(inner, name) {
			t.Errorf("no case shows %s", name)
		}
	}
}
