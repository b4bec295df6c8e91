package builder

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"strata/internal/diag"
)

const badDetails = "plugin: {id: Acme.Bad, name: Bad, author: A, description: D}\n"

// badPlugins are the files of plugins/acme/bad, each with an error of another kind.
var badPlugins = map[string]map[string]string{
	"YAML syntax":         {"plugin.yaml": "plugin: ["},
	"YAML shape":          {"plugin.yaml": "- 1"},
	"duplicate key":       {"plugin.yaml": badDetails + "config: {}\nconfig: {}\n"},
	"YAML bomb":           {"plugin.yaml": "a: &a [1,1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]\nconfig: [*f,*f,*f,*f]\n"},
	"PHP syntax":          {"Plugin.php": "<?php namespace Acme\\Bad; class Plugin {"},
	"PHP depth":           {"Plugin.php": "<?php namespace Acme\\Bad; class Plugin { function pluginDetails() { return " + strings.Repeat("[", 1000) + strings.Repeat("]", 1000) + "; } }"},
	"PHP size":            {"Plugin.php": "<?php namespace Acme\\Bad; class Plugin {} // " + strings.Repeat("x", 5<<20)},
	"namespace":           {"Plugin.php": "<?php namespace Acme\\Other; class Plugin {}"},
	"no class":            {"Plugin.php": "<?php namespace Acme\\Bad; class Plug {}"},
	"require":             {"plugin.yaml": badDetails + "require: {a: b}\n"},
	"requires itself":     {"plugin.yaml": badDetails + "require: Acme.Bad\n"},
	"replaces":            {"plugin.yaml": badDetails + "replaces: [a]\n"},
	"replaces itself":     {"plugin.yaml": badDetails + "replaces: Acme.Bad\n"},
	"constraint":          {"plugin.yaml": badDetails + "replaces: {Acme.Old: \"~>1\"}\n"},
	"same id":             {"plugin.yaml": "plugin: {id: Acme.Able, name: N, author: A, description: D}\n"},
	"versions":            {"plugin.yaml": badDetails, "updates/version.yaml": "1.0: {a: b}\n"},
	"client outside":      {"plugin.yaml": badDetails + "client: {dir: ../good}\n"},
	"no main":             {"plugin.yaml": badDetails + "client: {main: gone}\n"},
	"module":              {"plugin.yaml": badDetails, "assets/js/plugin.js": "define(['./gone'], function () {});"},
	"ES module":           {"plugin.yaml": badDetails, "assets/js/plugin.ts": "import './gone';"},
	"menu item":           {"plugin.yaml": badDetails + "navigation: {a: {icon: i}}\n"},
	"counter":             {"plugin.yaml": badDetails + "navigation: {a: {label: A, url: a, icon: i, counter: x}}\n"},
	"settings":            {"plugin.yaml": badDetails + "settings: {a: {label: A}}\n"},
	"component alias":     {"plugin.yaml": badDetails + "components: {viewBag: {}}\n"},
	"component twice":     {"plugin.yaml": badDetails + "components: {box: {template: b}}\n"},
	"component class":     {"plugin.yaml": badDetails + "components: {b: {class: Acme\\Bad\\Components\\Gone}}\n"},
	"component template":  {"plugin.yaml": badDetails + "components: {b: {template: \"{{\"}}\n"},
	"property":            {"plugin.yaml": badDetails + "components: {b: {template: b, properties: {n: {validationPattern: \"^[0-9]+$\", default: x}}}}\n"},
	"tag name":            {"plugin.yaml": badDetails + "markup: {functions: {a-b: strtoupper}}\n"},
	"tag file":            {"plugin.yaml": badDetails + "markup: {functions: {a: ./gone.ts#a}}\n"},
	"tag export":          {"plugin.yaml": badDetails + "markup: {functions: {a: ./a.ts#gone}}\n", "a.ts": "export const a = 1;"},
	"tag throws":          {"plugin.yaml": badDetails + "markup: {functions: {a: ./a.ts#a}}\n", "a.ts": "throw new Error('no'); export const a = 1;"},
	"rule":                {"plugin.yaml": badDetails + "validationRules: {a: {pattern: \"(\"}}\n"},
	"rule twice":          {"plugin.yaml": badDetails + "validationRules: {even: {pattern: a}}\n"},
	"widget module":       {"plugin.yaml": badDetails + "formWidgets: {a: {module: ./gone}}\n", "assets/js/plugin.js": ""},
	"widget class":        {"plugin.yaml": badDetails + "formWidgets: {a: {class: FormWidgets\\Gone}}\n"},
	"redirect":            {"plugin.yaml": badDetails + "redirects: {old: /new/}\n"},
	"header":              {"plugin.yaml": badDetails + "headers: {/*: {\"a b\": c}}\n"},
	"schedule":            {"plugin.yaml": badDetails + "schedule: [{command: a, cron: often}]\n"},
	"spec":                {"plugin.yaml": badDetails + "specs: {/: {$add: [[]]}}\n"},
	"mail view":           {"plugin.yaml": badDetails + "mailTemplates: [\"acme.bad::mail.a\"]\n"},
	"mail template":       {"plugin.yaml": badDetails + "mailTemplates: [\"acme.bad::mail.a\"]\n", "views/mail/a.md": "a\n==\n{{"},
	"texts":               {"plugin.yaml": badDetails, "lang/en/lang.yaml": "- a\n"},
	"texts in PHP":        {"plugin.yaml": badDetails, "lang/en/lang.php": "<?php return ["},
	"texts in JSON":       {"plugin.yaml": badDetails, "lang/en/lang.json": "{"},
	"configuration":       {"plugin.yaml": badDetails, "config/config.yaml": "- a\n"},
	"a page":              {"plugin.yaml": badDetails, "content/a.md": "---\ntitle: [\n---\n"},
	"a shortcode":         {"plugin.yaml": badDetails, "content/a.md": "{{< gone >}}\n"},
	"a layout":            {"plugin.yaml": badDetails, "layouts/page.html": "{{"},
	"reserved package":    {"plugin.yaml": badDetails + "client: {package: core}\n", "assets/js/plugin.js": ""},
	"package twice":       {"plugin.yaml": badDetails + "client: {package: acme/able}\n", "assets/js/plugin.js": ""},
	"a permission's type": {"plugin.yaml": badDetails + "permissions: [a]\n"},
}

// TestKeepGoingKinds wants a plugin to be left out for an error of any kind, and the others
// to be built: the home page has a component of one.
func TestKeepGoingKinds(t *testing.T) {
	for kind, files := range badPlugins {
		src := fstest.MapFS{
			"strata.yaml":                                  {Data: []byte("mail: mail\nnavigation: true\nmergeTexts: true\npackages: [{name: core, location: core}]\n")},
			"core/main.js":                                 {Data: []byte("define({});")},
			"content/_index.md":                            {Data: []byte("---\nspec: {a: b}\n---\n# Home\n\n{{< component box >}}\n")},
			"content/page.md":                              {Data: []byte("# Page\n")},
			"plugins/acme/able/plugin.yaml":                {Data: []byte("plugin: {id: Acme.Able, name: Able, author: A, description: D}\ncomponents: {box: {template: box}}\nvalidationRules: {even: {pattern: a}}\n")},
			"plugins/acme/able/assets/js/plugin.js":        {Data: []byte("define({});")},
			"plugins/acme/able/localization/texts_en.json": {Data: []byte(`{"locale": "en", "texts": {"a": "A"}}`)},
			"plugins/acme/able/static/a.txt":               {Data: []byte("a")},
		}
		for name, text := range files {
			src["plugins/acme/bad/"+name] = &fstest.MapFile{Data: []byte(text)}
		}
		_, ds := Build(context.Background(), src, Options{})
		if !ds.HasErrors() {
			t.Errorf("%s: there is no error in %v", kind, ds)
			continue
		}
		out, ds := Build(context.Background(), src, Options{KeepGoing: true})
		if out == nil {
			t.Errorf("%s: nothing is built: %v", kind, ds)
			continue
		}
		said := fmt.Sprint(ds)
		if !strings.Contains(said, "left out, because of --keep-going") {
			t.Errorf("%s: it says %s", kind, said)
		}
		if ds.Count(diag.Error) > 0 {
			t.Errorf("%s: errors are left: %v", kind, ds)
		}
	}
}
