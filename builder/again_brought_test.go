package builder

import "strings"

// The texts that plugin.yaml and strata.yaml vary in are long, and so stand apart.
const (
	blogYAML = `plugin: {id: Acme.Blog, name: acme.blog::lang.name, author: A, description: D}
config: {size: 10}
permissions: {acme.blog.write: {label: Write, tab: Blog, roles: [editor]}}
navigation: {blog: {label: acme.blog::lang.name, url: acme/blog, icon: i, permissions: [acme.blog.*], sideMenu: {a: {label: A, url: acme/blog/a, icon: i, counter: 3}}}}
components: {box: {properties: {size: {type: string, default: "1", rules: even}}}}
reportWidgets: {sales: {label: Sales, context: dashboard, template: ./sales.html}}
listColumnTypes: {stars: {template: "<b>{{ .Value }}</b>"}}
validationRules: {even: {pattern: "^[0-9]+$"}}
markup: {functions: {price: ./markup.ts#price}}
mailTemplates: {"acme.blog::mail.hello": {sample: {name: Ada}}}
redirects: {/old/: /new/}
settings: {general: {label: General, class: Acme\\Blog\\Models\\Settings}}
`
	moreYAML = `plugin: {id: Acme.More, name: More, author: A, description: D}
require: [Acme.Blog]
navigation: {blog: {owner: Acme.Blog, sideMenu: {b: {label: B, url: acme/blog/b, icon: i, counter: 4}}}}
specs: {/: {$set: [[title, More]]}}
`
	fullYAML = "mail: mail\nnavigation: true\npluginPages: plugins\nmergeTexts: true\n"
	home     = "---\ntitle: Home\nspec: {title: T, fields: [a]}\n---\n# Home\n\n{{< price >}} {{< component box >}} {{< table t.csv a=\"stars\" >}}\n"
)

// brought is what plugins and the site say without modules, as choices are: files to
// the texts that they may have.
var brought = map[string][]string{
	"strata.yaml": {"", fullYAML, fullYAML + "language: de\n", fullYAML + "role: editor\n", fullYAML + "safe: true\n", fullYAML + "locked: strict\n", fullYAML + "environment: staging\n",
		fullYAML + "disable: [Acme.More]\n", fullYAML + "enable: [Acme.Blog]\n", fullYAML + "roles: {editor: {permissions: [acme.*]}}\nrole: editor\n", fullYAML + "locales: [de]\n",
		fullYAML + "frontMatter: {\"*.md\": {title: \"even\"}}\n", fullYAML + "resourceMap: {plugins/acme/blog/assets/a.txt: other.txt}\n", fullYAML + "plugins: [plugins, {path: over, overlay: true}]\n"},
	"strata.lock": {"", "", "Acme.Blog: {version: \"1.0.0\", hash: \"sha256:00\"}\n", "Acme.Gone: {version: \"1.0.0\", hash: \"sha256:00\"}\n", "- 1\n"},
	"plugins/acme/blog/plugin.yaml": {"", blogYAML, blogYAML + "replaces: {Acme.Old: \"*\"}\n", "plugin: {id: Acme.Blog, name: N, author: A, description: D}\n",
		blogYAML + "aliases: [Acme.Former]\n", strings.Replace(blogYAML, "^[0-9]+$", "^[a-z]$", 1), blogYAML + "elevated: true\n", blogYAML + "schedule: [{command: a, cron: daily}]\n", blogYAML + "headers: {/*: {X-A: b}}\n", blogYAML + "quickActions: {n: {label: New, url: a, icon: i}}\n", "plugin: [\n"},
	"plugins/acme/blog/updates/version.yaml":            {"", "1.0.0: First\n", "1.0.0: First\n1.1.0: \"!!! Second\"\n", "1.0.0: [First, gone.php]\n", "junk: x\n"},
	"plugins/acme/blog/markup.ts":                       {"", "export const price = () => 1;", "export const price = () => { throw new Error('no'); };", "import { r } from './rate'; export const price = () => r;"},
	"plugins/acme/blog/rate.ts":                         {"", "", "export const r = 2;"},
	"plugins/acme/blog/components/box/default.html":     {"", "box {{ .Properties.size }} {{ config \"acme.blog::size\" }} {{ trans \"acme.blog::lang.name\" }}", "BOX", "{{ partial \"other\" }}"},
	"plugins/acme/blog/components/box/other.html":       {"", "", "other"},
	"layouts/partials/box/default.html":                 {"", "", "site's box"},
	"layouts/partials/reportwidgets/sales/default.html": {"", "", "site's sales"},
	"plugins/acme/blog/sales.html":                      {"", "sales", "more sales"},
	"plugins/acme/blog/lang/en/lang.php":                {"", "<?php return ['name' => 'Blog'];", "<?php return ['name' => 'Our blog', 'x' => f()];", "<?php return ["},
	"plugins/acme/blog/lang/de/lang.yaml":               {"", "name: Das Blog\n", "name: [a]\n"},
	"lang/en/acme/blog/lang.yaml":                       {"", "", "name: Site's blog\n", "nme: x\n"},
	"plugins/acme/blog/config/config.php":               {"", "<?php return ['size' => 10];", "<?php return ['size' => env('X', 11)];", "<?php return ['size' => f()];"},
	"config/acme/blog/config.yaml":                      {"", "", "size: 30\n", "szie: 30\n", "size: [1]\n"},
	"config/acme/blog/staging/config.yaml":              {"", "", "size: 40\n"},
	"config/acme/old/config.yaml":                       {"", "", "size: 50\n"},
	"config/acme/blog/settings.yaml":                    {"", "", "title: T\n", "ttle: T\n", "title: \"3\"\n"},
	"plugins/acme/blog/models/settings/fields.yaml":     {"", "fields: {title: {label: T, default: d}}\n", "fields: {title: {type: number, default: 1}}\n"},
	"plugins/acme/blog/models/Settings.php":             {"", "<?php namespace Acme\\Blog\\Models; class Settings {}", "<?php namespace Acme\\Blog\\Models; class Settings { public $settingsFields = 'other.yaml'; }", "<?php namespace Acme\\Blog\\Models; class Settings { public $rules = ['title' => 'even']; }"},
	"plugins/acme/blog/views/mail/hello.md":             {"", "subject = \"Hi\"\n==\nHello {{ .name }}\n", "subject = \"Hi\"\n==\nHello {{ .name }} {{ mailPartial \"sign\" }}\n", "{{ .name"},
	"plugins/acme/blog/views/mail/hello.yaml":           {"", "", "name: Eve\n"},
	"layouts/mail/layouts/default.html":                 {"", "", "<main>{{ .content }}</main>"},
	"plugins/acme/blog/content/blog/_index.md":          {"", "# Blog\n\n[home](/)\n", "---\ntitle: Blog\npermissions: [acme.blog.write]\n---\n"},
	"plugins/acme/blog/layouts/page.html":               {"", "", "{{ .Content }} of the blog"},
	"plugins/acme/blog/static/a.txt":                    {"", "a", "b"},
	"plugins/acme/blog/assets/a.txt":                    {"", "a", "b"},
	"over/acme/blog/assets/a.txt":                       {"", "", "laid over"},
	"other.txt":                                         {"", "other"},
	"plugins/acme/more/plugin.yaml":                     {"", moreYAML, "plugin: {id: Acme.More, name: More, author: A, description: D}\nspecs: {/: {$add: [[fields, b]], $del: [[gone, [a]]]}}\n", moreYAML + "disabled: true\n"},
	"plugins/acme/old/plugin.yaml":                      {"", "", "plugin: {id: Acme.Old, name: Old, author: A, description: D}\n"},
	"plugins/people/people.js":                          {"", "define(function () {});"},
	"plugins/people/localization/texts_en.json":         {"", "", "{\"locale\": \"en\", \"texts\": {\"a\": \"A\"}}"},
	"content/_index.md":                                 {"", home, "# Home\n"},
	"content/t.csv":                                     {"", "a,b\n1,2\n", "a\n3\n"},
	"content/today.md":                                  {"", "---\ntitle: Today\ndashboard: true\n---\n", "---\ntitle: Today\ndashboard: {widgets: [sales, gone]}\n---\n"},
}
