package plugin

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"strata/internal/diag"
)

// gather returns what the plugins of an archive contribute, and what is said.
func gatherOne(archive string) (Contributions, string) {
	src := fstest.MapFS{}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		src[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	var ds diag.List
	all := Gather(Resolve(Discover(src, []Root{{Path: "plugins"}}, &ds), ResolveOptions{}, &ds), &ds)
	var b strings.Builder
	ds.Sorted().Print(&b, diag.Notice)
	return all, b.String()
}

const markupSite = `
-- plugins/acme/a/Plugin.php --
<?php namespace Acme\A;
use Winter\Storm\Support\Str;
class Plugin extends \System\Classes\PluginBase {
    public function pluginDetails() { return ['name' => 'A', 'description' => 'a', 'author' => 'Acme']; }
    public function registerMarkupTags() {
        return [
            'filters' => [
                'plural' => 'str_plural',
                'upper' => ['strtoupper', 'options' => ['is_safe' => false]],
                'studly' => [Str::class, 'studly'],
                'mine' => [$this, 'makeTextAllCaps', false],
                'other' => 'my_helper',
            ],
            'functions' => [
                'form_*' => ['Form', '*'],
                'now' => fn() => time(),
                'html_*' => 'Html::ul',
                'hello' => function() { return 'Hello'; },
            ],
            'tokens' => [new Token()],
        ];
    }
}
-- plugins/acme/b/plugin.yaml --
plugin: {name: B, description: b, author: Acme}
require: Acme.A
markup:
  filters:
    plural: ./lib/markup.ts#plural
    badge: {template: "<b>{{ .Value }}</b>"}
    raw: {callable: strtolower, options: {is_safe: [js]}}
  functions:
    two words: strtolower
    a*b*: strtolower
    gone: ./gone.ts#x
    out: ../a/x.ts#x
    half: ./lib/markup.ts
    number: 7
    words: two words
    empty: {options: {is_safe: html}}
-- plugins/acme/b/lib/markup.ts --
-- plugins/acme/a/plugin.yaml --
markup:
  functions:
    hello: {template: Hello}
`

func TestMarkup(t *testing.T) {
	t.Parallel()
	all, said := gatherOne(markupSite)
	for name, want := range map[string]string{
		"plural":    "Acme.B true true plugins/acme/b/lib/markup.ts#plural",
		"upper":     "Acme.A true false strtoupper",
		"studly":    "Acme.A true true Str::studly",
		"mine":      "Acme.A true false opaque: a method of an object",
		"other":     "Acme.A true true opaque: the PHP function my_helper",
		"form_open": "Acme.A false true Form::open",
		"form_ajax": "Acme.A false true opaque: the PHP function Form::ajax",
		"now":       "Acme.A false true opaque: a closure",
		"hello":     "Acme.A false true template: Hello",
		"badge":     "Acme.B true true template: <b>{{ .Value }}</b>",
		"raw":       "Acme.B true false strtolower",
		"form_":     "none",
	} {
		got := "none"
		if tag, ok := all.Tag(name); ok {
			got = fmt.Sprint(tag.Owner, " ", tag.Filter, " ", tag.HTML, " ", tag.Callable)
			switch {
			case tag.File != "":
				got += tag.File + "#" + tag.Export
			case tag.Template != "":
				got += "template: " + tag.Template
			case tag.Opaque != "":
				got += "opaque: " + tag.Opaque
			}
		}
		if got != want {
			t.Errorf("%s: %s; want %s", name, got, want)
		}
	}
	for _, want := range []string{
		`plugins/acme/a/Plugin.php:17:17: warning: the markup function "html_*" has a *, and what it calls has none` + "\n  hint: write * in both, as in form_* and Form::*",
		"plugins/acme/a/Plugin.php:20:25: notice: token parsers are classes of PHP, and are not used",
		`plugins/acme/b/plugin.yaml:5:5: notice: plugin Acme.B overrides the markup filter "plural" of Acme.A`,
		`plugins/acme/b/plugin.yaml:9:5: error: "two words" cannot be the name of a markup function`,
		`plugins/acme/b/plugin.yaml:10:5: error: "a*b*" cannot be the name of a markup function`,
		`plugins/acme/b/plugin.yaml:11:11: error: there is no file "plugins/acme/b/gone.ts"`,
		`plugins/acme/b/plugin.yaml:12:10: error: "../a/x.ts#x" does not lie in the plugin`,
		`plugins/acme/b/plugin.yaml:13:11: error: the markup function ("./lib/markup.ts") for half is not callable` + "\n  hint: name the function too, as in \"./markup.ts#plural\"",
		`plugins/acme/b/plugin.yaml:14:13: error: the markup function ("7") for number is not callable`,
		`plugins/acme/b/plugin.yaml:15:12: error: the markup function ("two words") for words is not callable`,
		`plugins/acme/b/plugin.yaml:16:12: error: the markup function ("a map") for empty is not callable`,
	} {
		if !strings.Contains(said, want) {
			t.Errorf("missing %s in\n%s", want, said)
		}
	}
}

func TestMarkupTwice(t *testing.T) {
	t.Parallel()
	_, said := gatherOne("-- plugins/acme/a/Plugin.php --\n<?php namespace Acme\\A;\nclass Plugin {\n function registerMarkupTags() { return ['filters' => [\n'x' => 'trim',\n'x' => 'ltrim']]; } }\n")
	if want := "plugins/acme/a/Plugin.php:5:1: warning: the markup filter \"x\" is registered twice\n  note: the first stands at plugins/acme/a/Plugin.php:4:1, and does not count"; !strings.Contains(said, want) {
		t.Errorf("missing %s in\n%s", want, said)
	}
}

func TestMarkupTooMany(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("-- plugins/a/a.js --\n-- plugins/a/plugin.yaml --\nmarkup:\n  filters:\n")
	for i := range maxNamed + 1 {
		fmt.Fprintf(&b, "    f%d: trim\n", i)
	}
	all, said := gatherOne(b.String())
	if want := "plugins/a/plugin.yaml:3:5: error: filters has more than 1000 entries"; !strings.Contains(said, want) || len(all.Tags) > 0 {
		t.Errorf("%d tags, missing %s in\n%s", len(all.Tags), want, said)
	}
}

func TestMarkupRefused(t *testing.T) {
	t.Parallel()
	all, _ := gatherOne(markupSite)
	tag, _ := all.Tag("now")
	d := tag.Refused()
	if d.Text != `the markup function "now" of plugin Acme.A is a closure, which only PHP can call` ||
		d.Hint != "declare it in plugin.yaml, as in markup: {functions: {now: ./markup.ts#now}}" {
		t.Errorf("%+v", d)
	}
}
