package plugin

import (
	"fmt"
	"strings"
	"testing"
)

const registeredSite = `
-- plugins/acme/a/Plugin.php --
<?php namespace Acme\A;
class Plugin extends \System\Classes\PluginBase {
    public function pluginDetails() { return ['name' => 'A', 'description' => 'a', 'author' => 'Acme']; }
    public function registerFormWidgets() {
        return [FormWidgets\Map::class => 'map', 'Acme\A\FormWidgets\Tags' => ['label' => 'Tags', 'code' => 'tags'], 'Other\Widget' => 'other', FormWidgets\Gone::class => 'gone'];
    }
    public function registerReportWidgets() {
        return [ReportWidgets\Top::class => ['label' => 'Top', 'context' => ['dashboard', 'sales'], 'permissions' => ['acme.a.nope']]];
    }
    public function registerListColumnTypes() {
        return ['money' => function ($value) { return $value; }, 'shout' => 'strtoupper', 'closed' => [$this, 'x']];
    }
    public function registerValidationRules() {
        return ['be_like' => Rules\BeLike::class, 'wrong' => Rules\Wrong::class, 'open' => fn () => true];
    }
}
-- plugins/acme/a/formwidgets/Map.php --
<?php namespace Acme\A\FormWidgets; class Map {}
-- plugins/acme/a/formwidgets/tags.php --
<?php namespace Acme\A\FormWidgets; class Tags {}
-- plugins/acme/a/reportwidgets/Top.php --
<?php namespace Acme\A\ReportWidgets; class Top {
    public function defineProperties() { return ['title' => ['default' => 'Top', 'required' => true]]; }
}
-- plugins/acme/a/reportwidgets/top/default.html --
{{ .Properties.title }}
-- plugins/acme/a/rules/BeLike.php --
<?php namespace Acme\A\Rules; use Winter\Storm\Validation\Rule; class BeLike extends Rule {}
-- plugins/acme/a/rules/Wrong.php --
<?php namespace Acme\A\Rules; class Wrong {}
-- plugins/acme/a/assets/js/plugin.js --
-- plugins/acme/a/assets/js/widgets/map.js --
-- plugins/acme/a/plugin.yaml --
formWidgets:
  map: {module: ./widgets/map, label: Map}
  late: {module: ./widgets/late}
  "9": {}
reportWidgets:
  top: {module: acme/a/widgets/map}
listColumnTypes:
  money: {template: "<b>{{ .Value }}</b>", is_safe: false}
validationRules:
  isbn: {pattern: '^[0-9-]{13}$', message: must be an ISBN}
  look: {pattern: '(?=x)'}
-- plugins/acme/b/plugin.yaml --
plugin: {id: Acme.B, name: B, description: b, author: Acme}
formWidgets:
  map: {module: acme/b/map}
  bad: {module: ../x}
  none: {module: ./x}
listColumnTypes:
  shout: strtolower
  nothing: {callable: 7}
  big: {label: Big, module: other/big}
validationRules:
  isbn: ./rules.js#isbn
-- plugins/acme/b/rules.js --
`

func TestRegistered(t *testing.T) {
	t.Parallel()
	all, said := gatherOne(registeredSite)
	var got strings.Builder
	show := func(r Registered, more ...any) { fmt.Fprintln(&got, r.Owner, r.Code, r.Class, r.Label, r.Module, more) }
	for _, w := range all.FormWidgets {
		show(w.Registered)
	}
	for _, w := range all.ReportWidgets {
		show(w.Registered, w.Context, w.Permissions, len(w.Properties), len(w.Templates))
	}
	for _, c := range all.ColumnTypes {
		show(c.Registered, c.Call.Callable, c.Call.Opaque, c.Call.Template, c.Call.HTML)
	}
	for _, r := range all.Rules {
		show(r.Registered, r.Pattern, r.Message, r.Call.Opaque)
	}
	checkText(t, "what is registered", got.String(), wantRegistered)
	checkText(t, "what is said", said, wantRegisteredSaid)
	if top := all.ReportWidgetsIn("sales", func([]string) bool { return false }); len(top) != 0 || len(all.ReportWidgetsIn("sales", nil)) != 1 {
		t.Errorf("%d widgets without permission", len(top))
	}
	for _, name := range []string{"top", "acme.a::top", `\Acme\A\ReportWidgets\Top`} {
		if found := all.ReportWidget(name); len(found) != 1 {
			t.Errorf("%d widgets %s", len(found), name)
		}
	}
}

func checkText(t *testing.T, what, got, want string) {
	t.Helper()
	if want = strings.TrimPrefix(want, "\n"); got != want {
		t.Errorf("%s\n%s\nwant\n%s", what, got, want)
	}
}

const wantRegistered = `
Acme.A map Acme\A\FormWidgets\Map Map acme/a/widgets/map []
Acme.A tags Acme\A\FormWidgets\Tags Tags  []
Acme.A other Other\Widget   []
Acme.A gone Acme\A\FormWidgets\Gone   []
Acme.A late    []
Acme.B bad    []
Acme.B none    []
Acme.A top Acme\A\ReportWidgets\Top Top acme/a/widgets/map [[dashboard sales] [acme.a.nope] 1 1]
Acme.A money    [  <b>{{ .Value }}</b> false]
Acme.A shout    [strtoupper   true]
Acme.A closed    [ a method of an object  true]
Acme.B nothing    [   false]
Acme.B big  Big other/big [   false]
Acme.A be_like Acme\A\Rules\BeLike   [<nil>  a class of PHP]
Acme.A wrong Acme\A\Rules\Wrong   [<nil>  a class of PHP]
Acme.A open    [<nil>  a closure]
Acme.A isbn    [^[0-9-]{13}$ must be an ISBN ]
`

const wantRegisteredSaid = `
plugins/acme/a/Plugin.php:5:50: error: form widget class not found "Acme\\A\\FormWidgets\\Tags"
  hint: rename "tags.php" to plugins/acme/a/formwidgets/Tags.php
plugins/acme/a/Plugin.php:5:145: error: form widget class not found "Acme\\A\\FormWidgets\\Gone"
  hint: add the class in plugins/acme/a/formwidgets/Gone.php, or correct the name
plugins/acme/a/Plugin.php:14:51: error: the class "Acme\\A\\Rules\\Wrong" must extend "Winter\\Storm\\Validation\\Rule"
  hint: extend it, or declare the rule in plugin.yaml
plugins/acme/a/plugin.yaml:3:18: error: the form widget late names the module "./widgets/late", which is not there
  hint: add plugins/acme/a/assets/js/widgets/late.js, or correct the name
plugins/acme/a/plugin.yaml:4:3: error: "9" cannot be the code of a form widget
  hint: write letters, digits, dots, colons, hyphens and underscores, beginning with a letter
plugins/acme/a/plugin.yaml:6:3: warning: reportWidgets.top of Acme.A asks for the permission "acme.a.nope", which no plugin registers
  note: only those who may do everything see it
  hint: add "acme.a.nope" to permissions, or remove it here
plugins/acme/a/plugin.yaml:11:19: error: the pattern "(?=x)" cannot be used: error parsing regexp: invalid or unsupported Perl syntax: ` + "`" + `(?=` + "`" + `
  hint: write it without lookaround and back references
plugins/acme/b/plugin.yaml:3:3: error: both Acme.A and Acme.B register the form widget "map"
  note: the other stands at plugins/acme/a/plugin.yaml:2:3
  hint: give one of them another code, or disable one of the plugins
plugins/acme/b/plugin.yaml:4:17: error: the form widget bad names "../x", which cannot be the id of a module
  hint: write an id such as acme/blog/post, or ./post for a module of the plugin
plugins/acme/b/plugin.yaml:5:18: error: the form widget none names the module "./x", and plugin Acme.B has no browser part
  hint: give the plugin a main module, assets/js/plugin.js, or write the id of a module of another package
plugins/acme/b/plugin.yaml:7:3: notice: the column type "shout" of Acme.B does not count, because Acme.A has one of that name and is first
  hint: rename it if another one is meant
plugins/acme/b/plugin.yaml:8:23: error: "listColumnTypes.nothing.callable" must be a text
  hint: write a text there
plugins/acme/b/plugin.yaml:11:3: error: both Acme.A and Acme.B register the validation rule "isbn"
  note: the other stands at plugins/acme/a/plugin.yaml:10:3
  hint: give one of them another code, or disable one of the plugins
`
