package site

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"strata/internal/diag"
)

// extended is a model with functions and components that no plugin knows of.
func extended(ended *int) Model {
	refused := diag.Diagnostic{Text: "only elsewhere", Hint: "h"}
	functions := map[string]Function{
		"shout": {Name: "shout", Filter: true}, "bold": {Name: "bold", HTML: true}, "tpl": {Name: "tpl", HTML: true, Template: "x/tpl"},
		"fails": {Name: "fails"}, "stops": {Name: "stops"}, "closed": {Refused: &refused}, "bad": {Template: "x/bad"},
	}
	component := Component{Alias: "box", Module: "acme/box", Partials: []string{"c/box/"}, Plugin: Plugin{Name: "Acme"},
		Values: func(given map[string]any) (map[string]any, []diag.Diagnostic) { return given, nil }}
	loop := component
	loop.Alias, loop.Partials, loop.Module = "loop", []string{"c/loop/"}, ""
	return Extend(Model{Scripts: []Script{{Src: "boot.js"}}}, Extensions{
		Function: func(name string) (Function, bool) {
			f, ok := functions[name]
			return f, ok
		},
		Functions: []string{"shout", "bold"},
		Begin: func() Session {
			return Session{End: func() { *ended++ }, Call: func(name string, args []any) (any, error) {
				switch name {
				case "fails":
					return nil, errors.New("it fails")
				case "stops":
					return nil, &Failure{diag.Diagnostic{Text: "too long"}, true}
				}
				return fmt.Sprintf("<%s %v>", name, args), nil
			}}
		},
		Component: func(alias string) (Component, bool) {
			c, ok := map[string]Component{"box": component, "loop": loop}[alias]
			return c, ok
		},
		Components: []string{"box", "loop"},
		Scripts:    []Script{{Src: "components.js", Integrity: "sha384-x"}},
		Templates: []Template{
			{Name: "x/tpl", File: "p/plugin.yaml", Line: 7, Source: []byte(`<i>{{ .Value }}{{ len .Args }}{{ .Page.Title }}</i>`)},
			{Name: "c/box/default.html", File: "p/box.html", Source: []byte(`[{{ .Properties.a }} {{ partial "@in" 7 }}]`)},
			{Name: "c/box/in.html", File: "p/in.html", Source: []byte(`in {{ . }}`)},
			{Name: "c/loop/default.html", File: "p/loop.html", Source: []byte(`{{ component "loop" }}`)},
		},
	})
}

func TestExtensions(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		`{{ "a" | shout 1 2 }} {{ shout "a" }}`: "&lt;shout [a 1 2]&gt; &lt;shout [a]&gt;",
		`{{ bold "a" 1 }}`:                      "<bold [a 1]>",
		`{{ tpl "<" 2 }}`:                       "<i>&lt;2A</i>",
		`{{ with bold "x" }}{{ if true }}{{ . }}{{ end }}{{ end }}{{ range list 1 }}{{ bold . }}{{ end }}`: "<bold [x]><bold [1]>",
		`{{ (bold "x") | len }}`: "10",
		`{{ component "box" "a" 1 }}{{ partial "box::in" 2 }}`: `<div data-strata-component="box" data-strata-module="acme/box" data-strata-properties="{&#34;a&#34;:1}">[1 in 7]</div>in 2` +
			"\n<script src=\"/boot.js\" defer></script>\n<script src=\"/components.js\" integrity=\"sha384-x\" crossorigin=\"anonymous\" defer></script>",
		`.{{ component "@none" }}{{ partial "@none::x" }}`: ".",
		`{{ .Content }}`: `<p><bold [a&amp;b inner]> &lt;shout [x 1]&gt; <i>&lt;1A</i> &lt;shout [map[k:v]]&gt;</p>`,
	} {
		ended := 0
		out, said := build(t, archive("\n-- layouts/page.html --\n"+in+"\n-- content/a.md --\n# A\n\n{{< bold `a&b` \"inner\" >}} {{< shout x 1 >}} {{< tpl `<` >}} {{< shout k=v >}}\n"), LoadOptions{}, extended(&ended))
		if got := strings.TrimSpace(out["a/index.html"]); got != want || said != "" {
			t.Errorf("%s\n got %q\nwant %q\n%s", in, got, want, said)
		}
		if ended == 0 {
			t.Errorf("%s: no session was ended", in)
		}
	}
}

func TestExtensionMistakes(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"\n{{ fails }}": "layouts/page.html:2:4: error: it fails\n",
		`{{ stops }}`:   "layouts/page.html:1:4: error: too long\n",
		`{{ closed }} {{ if not (closed) }}{{ end }}`: "layouts/page.html:1:4: error: only elsewhere\n  hint: h\nlayouts/page.html:1:25: error: only elsewhere\n",
		`{{ bald 1 }} {{ range shuot }}{{ end }}`: "layouts/page.html:1:4: error: there is no template function \"bald\"\n  hint: did you mean \"bold\"?\n" +
			"layouts/page.html:1:23: error: there is no template function \"shuot\"\n  hint: did you mean \"shout\"?\n",
		`{{ component "bax" }}`:        "layouts/page.html:1:4: error: class name is not registered for the component \"bax\"\n  note: met while rendering content/a.md\n  hint: did you mean \"box\"?\n",
		`{{ component "loop" }}`:       "more than 100 templates in one another",
		`{{ partial "@in" }}`:          "the partial \"@in\" belongs to a component, and none is being rendered here",
		`{{ partial "box::a/../in" }}`: "\"box::a/../in\" cannot be the name of a component's partial",
		`{{ partial "box::a/b/c/d" }}`: "\"box::a/b/c/d\" cannot be the name of a component's partial",
		`{{ partial "box::inn" }}`:     "there is no partial \"box::inn\" of the component box\n  note: met while rendering content/a.md\n  hint: did you mean \"in\"?\n",
	} {
		ended := 0
		_, said := build(t, archive("\n-- layouts/page.html --\n"+in+"\n-- content/a.md --\n# A\n"), LoadOptions{}, extended(&ended))
		if !strings.Contains(said, want) {
			t.Errorf("%s\n got %s\nwant %s", in, said, want)
		}
	}
}

// TestExtensionTemplates wants mistakes in a part of a file to have its lines.
func TestExtensionTemplates(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"{{ nothing }}":   `p/plugin.yaml:7: error: there is no template function "nothing"`,
		"\n{{ .Value.X }": "p/plugin.yaml:8: error: the layout cannot be read",
		"\n{{ .Nope }}":   "p/plugin.yaml:8: error: ",
	} {
		m := Extend(Model{}, Extensions{Function: func(name string) (Function, bool) { return Function{Name: name, Template: "x"}, name == "own" },
			Templates: []Template{{Name: "x", File: "p/plugin.yaml", Line: 7, Source: []byte(text)}}})
		_, said := build(t, archive("\n-- layouts/page.html --\n{{ own }}\n-- content/a.md --\n# A\n"), LoadOptions{}, m)
		if !strings.Contains(said, want) {
			t.Errorf("%q\n got %s\nwant %s", text, said, want)
		}
	}
}

// TestEnhancing wants the script for components wherever one is shown, and only
// there.
func TestEnhancing(t *testing.T) {
	t.Parallel()
	ended := 0
	out, said := build(t, archive(`
-- layouts/home.html --
{{ range .Site.Pages }}{{ if eq .Title "A" }}{{ .Content }}{{ end }}{{ end }}
-- layouts/page.html --
{{ .Content }}
-- content/a.md --
# A

In a line: {{< component box a="1" >}}
-- content/b.md --
# B

`+"`<div data-strata-component=\"box\">`"+`
`), LoadOptions{}, extended(&ended))
	if said != "" {
		t.Error(said)
	}
	for name, want := range map[string]bool{"index.html": true, "a/index.html": true, "b/index.html": false} {
		if got := strings.Contains(out[name], "components.js"); got != want {
			t.Errorf("%s: %t\n%s", name, got, out[name])
		}
	}
}
