package plugin

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

const componentSite = `
-- plugins/a/a.js --
-- plugins/a/plugin.yaml --
components:
  box:
    properties:
      text: {default: 7}
      flag: {type: checkbox, default: "1"}
      size: {type: number, validationPattern: "^[0-9]+$", validationMessage: digits only}
      pick: {type: dropdown, options: {x: X, y: Y}, default: x}
      some: {type: set, items: [a, b]}
      need: {required: true}
      free: {type: dictionary, default: {k: [1, 2.5, null, true]}}
  open: {}
`

func TestProperties(t *testing.T) {
	t.Parallel()
	all, said := gatherOne(componentSite)
	if said != "" || len(all.Components) != 2 {
		t.Fatalf("%d components\n%s", len(all.Components), said)
	}
	box := all.Components[0]
	got, wrong := box.Values(map[string]any{"need": "n"}, nil)
	if want := "map[flag:true free:map[k:[1 2.5 <nil> true]] need:n pick:x size:<nil> some:<nil> text:7]"; fmt.Sprint(got) != want || len(wrong) > 0 {
		t.Errorf("got %v, %v; want %s", got, wrong, want)
	}
	for _, c := range []struct {
		name  string
		given any
		want  string // or what is wrong
	}{
		{"text", 7, "7"},
		{"text", nil, ""},
		{"text", []any{1}, `the property "text" of the component box must be a text`},
		{"flag", "off", "false"},
		{"flag", false, "false"},
		{"flag", "maybe", `the property "flag" of the component box is "maybe", and must be true or false`},
		{"size", " 12 ", "12"},
		{"size", "1.5", `the property "size" of the component box is "1.5": digits only`},
		{"size", "NaN", `the property "size" of the component box is "NaN", and must be a number`},
		{"size", "", "<nil>"},
		{"pick", "y", "y"},
		{"pick", "z", `the property "pick" of the component box is "z", which is not one of x, y`},
		{"some", "b, a", "[b a]"},
		{"some", []any{"a"}, "[a]"},
		{"some", "", "[]"},
		{"some", "c", `the property "some" of the component box has "c", which is not one of a, b`},
		{"need", "", `the property "need" of the component box is required`},
		{"free", map[string]any{"k": 1}, "map[k:1]"},
		{"txt", 1, `the component box has no property "txt"`},
	} {
		given := map[string]any{"need": "n", c.name: c.given}
		got, wrong := box.Values(given, nil)
		text := fmt.Sprint(got[c.name])
		if len(wrong) > 0 {
			text = wrong[0].Text
		}
		if text != c.want {
			t.Errorf("%s = %v: %s; want %s", c.name, c.given, text, c.want)
		}
	}
	if got, wrong := all.Components[1].Values(map[string]any{"any": 1}, nil); len(wrong) > 0 || fmt.Sprint(got) != "map[any:1]" {
		t.Errorf("a component without properties: %v, %v", got, wrong)
	}
}

// TestComponentModules has the layouts whose client folders differ.
func TestComponentModules(t *testing.T) {
	t.Parallel()
	all, said := gatherOne(`
-- plugins/a/a.js --
-- plugins/a/widget.ts --
-- plugins/a/plugin.yaml --
components: {a: {client: ./widget}}
-- plugins/K/K.plugin.class.php --
<?php class K { public function getClientModuleId() { return "acme/k"; } }
-- plugins/K/client/main.js --
-- plugins/K/client/deep/widget.js --
-- plugins/K/plugin.yaml --
components: {k: {client: ./deep/widget}, other: {client: a/widget}}
`)
	var got []string
	for _, c := range all.Components {
		got = append(got, c.Module)
	}
	if strings.Join(got, " ") != "acme/k/deep/widget a/widget a/widget" && strings.Join(got, " ") != "a/widget acme/k/deep/widget a/widget" || strings.Contains(said, "error") {
		t.Errorf("%v\n%s", got, said)
	}
}

// TestComponentTemplates has the templates of a component, and what is none.
func TestComponentTemplates(t *testing.T) {
	t.Parallel()
	all, said := gatherOne(componentSite + `
-- plugins/a/components/box/default.html --
-- plugins/a/components/box/default.htm --
{{ twig }}
-- plugins/a/components/box/a/b/deep.html --
-- plugins/a/components/box/a/b/c/deeper.html --
-- plugins/a/components/box/plain.htm --
<p>
-- plugins/a/components/box/ini.htm --
[section]
==
<p>
-- plugins/a/components/box/notes.txt --
-- plugins/a/components/partials/foot.html --
`)
	names := map[string]bool{}
	for _, c := range slices.Concat(all.Components[0].Templates, all.Components[0].Shared) {
		names[c.Name] = true
	}
	if got := strings.Join(slices.Sorted(maps.Keys(names)), " "); got != "a/b/deep.html default.html foot.html plain.html" {
		t.Errorf("got %s", got)
	}
	if want := "plugins/a/components/box/ini.htm: notice: the template is written for Winter, and is not rendered"; !strings.Contains(said, want) || strings.Count(said, "Winter") != 1 {
		t.Errorf("missing %s in\n%s", want, said)
	}
}

func TestComponentMistakes(t *testing.T) {
	t.Parallel()
	_, said := gatherOne(`
-- plugins/acme/a/Plugin.php --
<?php namespace Acme\A;
class Plugin { function registerComponents() { return [
Components\One::class => 'one',
Components\Two::class => 'one',
Components\Odd::class => 'odd',
]; } }
-- plugins/acme/a/components/One.php --
<?php namespace Acme\A\Components;
class One { function defineProperties() { $x = 1; if ($x) { return []; } } }
-- plugins/acme/a/components/Two.php --
<?php namespace Acme\A\Components; class Two {}
-- plugins/acme/a/components/Odd.php --
<?php namespace Acme\A\Components; class Other {}
-- plugins/acme/a/assets/js/plugin.js --
-- plugins/acme/a/plugin.yaml --
components:
  viewbag: {}
  two: {client: ./gone}
  url: {client: "https://x/y.js"}
  far: {class: '\Some\Where\Else'}
`)
	for _, want := range []string{
		"plugins/acme/a/Plugin.php:4:1: error: the component \"one\" is registered twice\n  note: the first stands at plugins/acme/a/Plugin.php:3:1",
		`plugins/acme/a/Plugin.php:5:1: error: component class not found "Acme\\A\\Components\\Odd"`,
		"plugins/acme/a/components/One.php:2:43: warning: defineProperties() cannot be read",
		"plugins/acme/a/plugin.yaml:2:3: error: the component code viewBag is reserved",
		`plugins/acme/a/plugin.yaml:3:17: error: the component two names the module "./gone", which is not there` + "\n  hint: add plugins/acme/a/assets/js/gone.js, or correct the name",
		"plugins/acme/a/plugin.yaml:4:17: error: the component url names \"https://x/y.js\", which cannot be the id of a module",
		"plugins/acme/a/plugin.yaml:5:3: warning: the component class \"\\\\Some\\\\Where\\\\Else\" does not lie in the plugin",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("missing %s in\n%s", want, said)
		}
	}
}
