package site

import (
	"context"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"strata/internal/diag"
)

// TestMistakes shows every diagnostic of the package with its place.
func TestMistakes(t *testing.T) {
	for _, c := range []struct{ name, site, want string }{
		// The configuration.
		{"unknown key", "-- strata.yaml --\nbaseUrl: /\n", "strata.yaml:1:1: error: unknown key \"baseUrl\"\n  hint: did you mean \"baseURL\"?\n"},
		{"unknown key inside", "-- strata.yaml --\nplugins:\n  - {path: p, loyout: auto}\n", "strata.yaml:2:15: error: unknown key \"loyout\""},
		{"duplicate key", "-- strata.yaml --\ntitle: a\ntitle: b\n", "strata.yaml:2:1: error: the key \"title\" is set twice\n  note: it was first set in line 1"},
		{"list for a text", "-- strata.yaml --\ntitle: [a]\n", "strata.yaml:1:8: error: title must be a text, not a list"},
		{"text for a list", "-- strata.yaml --\ndisable: Acme.Old\n", "strata.yaml:1:10: error: disable must be a list, not \"Acme.Old\""},
		{"text for a number", "-- strata.yaml --\ntimeout: soon\n", "strata.yaml:1:10: error: timeout must be a whole number, not \"soon\""},
		{"text for a truth value", "-- strata.yaml --\nkeepNames: perhaps\n", "strata.yaml:1:12: error: keepNames must be true or false"},
		{"list for all", "-- strata.yaml --\n- a\n", "strata.yaml:1:1: error: the file must be a mapping"},
		{"syntax", "-- strata.yaml --\ntitle: x\na: b: c\n", "strata.yaml:2: error: this is not YAML: mapping values are not allowed"},
		{"unknown anchor", "-- strata.yaml --\ntitle: x\nlanguage: *y\n", "strata.yaml:2:11: error: this is not YAML: unknown anchor 'y' referenced"},
		{"tab", "-- strata.yaml --\nmarkdown:\n\tunsafe: true\n", "strata.yaml:2:1: error: this is not YAML: a line is indented with a tab"},
		{"not utf-8", "-- strata.yaml --\ntitle: \xff\n", "strata.yaml:1:8: error: the text is not UTF-8"},
		{"base URL", "-- strata.yaml --\nbaseURL: docs\n", "strata.yaml:1:10: error: baseURL \"docs\" cannot be used: a path starts with a slash"},
		{"content outside", "-- strata.yaml --\ncontent: ../x\n", "strata.yaml:1:10: error: content \"../x\" is not a folder inside the site"},
		{"absolute location", "-- strata.yaml --\npackages: [{name: a, location: /etc}]\n", "strata.yaml:1:32: error: packages[0].location \"/etc\" is not"},
		{"no folder", "-- strata.yaml --\ncontent: docs\n", "strata.yaml:1:10: error: content \"docs\" does not exist"},
		{"file for a folder", "-- content --\nx\n", "strata.yaml: error: content \"content\" is not a folder"},
		{"module id", "-- strata.yaml --\nindex: /strata//x\n", "strata.yaml:1:8: error: index \"/strata//x\" is not a module id"},
		{"base with dots", "-- strata.yaml --\nbase: ../js\n", "strata.yaml:1:7: error: base \"../js\" is not a module id"},
		{"reserved base", "-- strata.yaml --\nbase: a/__proto__\n", "strata.yaml:1:7: error: base \"a/__proto__\" means something else to a loader\n  hint: choose another name"},
		{"reserved index", "-- strata.yaml --\nindex: require\n", "strata.yaml:1:8: error: index \"require\" means something else to a loader\n  hint: choose another name"},
		{"reserved package", "-- strata.yaml --\npackages: [{name: module}]\n", "strata.yaml:1:19: error: packages[0].name \"module\" means something else to a loader\n  hint: choose another name"},
		{"reserved main", "-- strata.yaml --\npackages: [{name: a, main: __proto__}]\n", "strata.yaml:1:28: error: packages[0].main \"__proto__\" means something else to a loader\n  hint: choose another name"},
		{"reserved layer", "-- strata.yaml --\nlayers: {define: {}}\n", "strata.yaml:1:18: error: layers \"define\" means something else to a loader\n  hint: choose another name"},
		{"start", "-- strata.yaml --\nstart: exports\n", "strata.yaml:1:8: error: start \"exports\" means something else to a loader\n  hint: choose another name"},
		{"private base", "-- strata.yaml --\nbase: .js\n", "strata.yaml:1:7: error: base \".js\" cannot be published: a part of it is named like a dotfile"},
		{"private index", "-- strata.yaml --\nindex: a/b.php\n", "strata.yaml:1:8: error: index \"a/b.php\" cannot be published"},
		{"private package", "-- strata.yaml --\npackages: [{name: shop/cart.old}]\n", "strata.yaml:1:19: error: packages[0].name \"shop/cart.old\" cannot be published"},
		{"private layer", "-- strata.yaml --\nlayers: {server.key: {}}\n", "error: layers \"server.key\" cannot be published"},
		{"layer name", "-- strata.yaml --\nlayers:\n  a b: {}\n", "strata.yaml:2:8: error: layers \"a b\" is not a module id"},
		{"provided", "-- strata.yaml --\nprovided: ['*']\n", "strata.yaml:1:12: error: provided \"*\" is neither"},
		{"globals", "-- strata.yaml --\nglobals: [a/b, 'a/**']\n", "strata.yaml:1:16: error: globals \"a/**\" is neither"},
		{"loader", "-- strata.yaml --\nloader: doojo\n", "strata.yaml:1:9: error: loader \"doojo\" is not one of dojo, requirejs, strata\n  hint: did you mean \"dojo\"?"},
		{"plugin layout", "-- strata.yaml --\nplugins: [{path: p, layout: wintr}]\n", "strata.yaml:1:29: error: plugins[0].layout \"wintr\" is not one of"},
		{"backend", "-- strata.yaml --\nbackend: https://a.example\n", "strata.yaml:1:10: error: backend \"https://a.example\" is not a path in the site\n  hint: write a path such as backend or admin/area, or leave it empty"},
		{"backend outside", "-- strata.yaml --\nbackend: ../x\n", "strata.yaml:1:10: error: backend \"../x\" is not a path in the site"},
		{"no switch", "-- strata.yaml --\npluginPages: off\n", "strata.yaml:1:14: error: pluginPages is \"off\", where it has to be the name of a place in the site\n  hint: write a name such as plugins, or leave it empty for none"},
		{"no switch either", "-- strata.yaml --\nmail: true\n", "strata.yaml:1:7: error: mail is \"true\", where it has to be the name of a place in the site\n  hint: write a name such as mail, or leave it empty for none"},
		{"sandbox", "-- strata.yaml --\nsandbox: {seconds: 0}\n", "strata.yaml:1:20: error: sandbox.seconds \"0\" is not between 1 and 3600"},
		{"folders", "-- content/" + strings.Repeat("d/", 65) + "p.md --\n# P\n", "p.md: error: it lies more than 64 folders deep"},
		{"timeout", "-- strata.yaml --\ntimeout: 0\n", "strata.yaml:1:10: error: timeout \"0\" is not between 1 and 600"},
		{"glob", "-- strata.yaml --\nignore: ['[']\n", "strata.yaml:1:10: error: ignore \"[\" is not a glob"},
		{"root twice", "-- strata.yaml --\nplugins: [{path: p}, {path: ./p}]\n", "strata.yaml:1:22: error: the plugin root \"p\" is listed twice"},
		{"package twice", "-- strata.yaml --\npackages: [{name: a}, {name: a}]\n", "strata.yaml:1:23: error: the package \"a\" is listed twice"},
		{"layering", "-- strata.yaml --\nlayering: combine\n", "strata.yaml:1:11: error: layering \"combine\" is not one of combined, modules, plugins\n  hint: did you mean \"combined\"?"},
		{"shared text", "-- strata.yaml --\nshared: all\n", "strata.yaml:1:9: error: shared must be a list, not \"all\""},
		{"shared name", "-- strata.yaml --\nshared: [{name: a b}]\n", "strata.yaml:1:17: error: shared[0].name \"a b\" is not a module id"},
		{"shared twice", "-- strata.yaml --\nshared: [{from: a}, {from: b}]\n", "strata.yaml:1:21: error: the shared layer \"shared\" is listed twice"},
		{"shared glob", "-- strata.yaml --\nshared: [{from: '['}]\n", "strata.yaml:1:17: error: shared[0].from \"[\" is not a glob"},
		{"shared min", "-- strata.yaml --\nshared: [{min: -1}]\n", "strata.yaml:1:16: error: min \"-1\" is not a number from 1 on"},
		{"layer of a package", "-- strata.yaml --\npackages: [{name: a, layer: a//b}]\n", "strata.yaml:1:29: error: packages[0].layer \"a//b\" is not a module id"},
		{"scope", "-- strata.yaml --\nscopes: {'a b': {}}\n", "strata.yaml:1:17: error: scopes \"a b\" is not a module id"},
		{"scope provided", "-- strata.yaml --\nscopes: {a: {provided: '*'}}\n", "strata.yaml:1:24: error: scopes.a.provided \"*\" is neither"},
		{"menu", "-- strata.yaml --\nmenu: [{name: a}]\n", "strata.yaml:1:8: error: a menu entry needs a name and a url"},
		{"menu url", "-- strata.yaml --\nmenu:\n  - {name: a, url: \"javascript:x\"}\n", "strata.yaml:2:20: error: the menu entry's url \"javascript:x\" cannot be linked to"},
		{"menu scheme", "-- strata.yaml --\nmenu:\n  - name: a\n    url: tel:1\n", "strata.yaml:3:10: error: the menu entry's url \"tel:1\" cannot"},
		{"second document", "-- strata.yaml --\ntitle: x\n---\nbase: y\n", "strata.yaml:2:1: error: a second YAML document starts here"},
		{"broken second document", "-- strata.yaml --\ntitle: x\n---\na: b: c\n", "strata.yaml:3: error: this is not YAML"},
		{"alias bomb", "-- strata.yaml --\nparams:\n  a: &a [x,x,x,x,x,x,x,x,x,x]\n  b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n  c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n  d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n  e: [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\n", "error: the YAML is larger than 100000 values or 100 levels"},
		{"alias in itself", "-- strata.yaml --\nparams: &a {x: *a}\n", "error: the YAML is larger than"},
		// Content.
		{"front matter key", "-- content/a.md --\n---\ntitel: x\n---\n", "content/a.md:2:1: warning: unknown key \"titel\"\n  hint: did you mean \"title\"?"},
		{"front matter type", "-- content/a.md --\n---\ntitle: x\ndraft: maybe\n---\n", "content/a.md:3:8: error: draft must be true or false"},
		{"front matter date", "-- content/a.md --\n---\ndate: yesterday\n---\n", "content/a.md:2:7: error: date must be a date such as"},
		{"front matter syntax", "-- content/a.md --\n---\na: b: c\n---\n", "content/a.md:2: error: this is not YAML"},
		{"open front matter", "-- content/a.md --\n---\ntitle: x\n", "content/a.md:1:1: error: the front matter has no end"},
		{"toml", "-- content/a.md --\n+++\n", "content/a.md:1:1: error: front matter in TOML is not read"},
		{"json", "-- content/a.md --\n{\n  \"title\": \"x\"\n}\n", "content/a.md:1:1: error: front matter in JSON is not read"},
		{"json in a line", "-- content/a.md --\n{\"title\": \"x\"}\n\nText\n", "content/a.md:1:1: error: front matter in JSON is not read"},
		{"content not utf-8", "-- content/a.md --\nok\nab\xff\n", "content/a.md:2:3: error: the text is not UTF-8"},
		{"name", "-- content/a\\b.md --\n", "warning: the name \"a\\\\b.md\" cannot be published"},
		{"two sources", "-- content/a.md --\n-- content/A.md --\n", "content/a.md: error: a second source of \"a/index.html\"\n  note: the first is \"content/A.md\""},
		{"two indexes", "-- content/index.md --\n-- content/_index.md --\n", "content/index.md: error: \"content/_index.md\" is an index of the same folder"},
		{"url", "-- content/a.md --\n---\nurl: ../x\n---\n", "content/a.md:2:6: error: url \"../x\" is not an address in the site"},
		{"alias", "-- content/a.md --\n---\naliases: [\"/x/../../y\"]\n---\n", "content/a.md:2:11: error: aliases \"/x/../../y\" is not"},
		{"private url", "-- content/a.md --\n---\nurl: /.strata.json\n---\n", "content/a.md:2:6: error: url \"/.strata.json\" cannot be published"},
		{"private folder", "-- content/a.md --\n---\nurl: /.public.strata-next/x\n---\n", "content/a.md:2:6: error: url \"/.public.strata-next/x\" cannot be published"},
		{"private slug", "-- content/a.md --\n---\nslug: x.php\n---\n", "content/a.md:2:7: error: slug \"x.php\" cannot be published"},
		{"private alias", "-- content/a.md --\n---\naliases: [/b/, /.git/config, /.well-known/x]\n---\n", "content/a.md:2:16: error: aliases \"/.git/config\" cannot be published"},
		{"broken link", "-- content/guide.md --\n-- content/a.md --\n# A\n\nsee [x](giude.md#y)\n", "content/a.md:3:5: error: the link \"giude.md\" leads to no page\n  hint: did you mean \"guide.md\"?"},
		{"broken link from the root", "-- content/a.md --\nsee [x](/b/c.md)\n", "content/a.md:1:5: error: the link \"/b/c.md\" leads to no page"},
		{"missing image", "-- content/sub/dome.png --\n-- content/sub/a.md --\n# A\n\nb ![x](doem.png)\n", "content/sub/a.md:3:3: warning: the link \"doem.png\" leads to no file\n  hint: did you mean \"dome.png\"?"},
		{"missing file", "-- content/a.md --\n[x](b%20c.pdf?y)\n", "content/a.md:1:1: warning: the link \"b c.pdf\" leads to no file\n  hint: put the file"},
		{"missing heading", "-- content/a.md --\n## Start here\n\n[x](#start-heer)\n", "content/a.md:3:1: warning: the link \"start-heer\" leads to no heading\n  hint: did you mean \"start-here\"?"},
		{"missing heading elsewhere", "-- content/b.md --\n## Other\n-- content/a.md --\nb [x](/b.md#nope)\n", "content/a.md:1:3: warning: the link \"nope\" leads to no heading\n  hint: the id"},
		{"link to a draft", "-- content/d.md --\n---\ndraft: true\n---\n-- content/a.md --\n[x](d.md)\n", "content/a.md:1:1: error: the link \"d.md\" leads to a draft"},
		{"script link", "-- content/a.md --\na [x](javascript:y)\n", "content/a.md:1:3: warning: the link \"javascript:y\" is dropped"},
		{"script in a bare link", "-- content/a.md --\na <javascript:y>\n", "content/a.md:1:3: warning: the link \"javascript:y\" is dropped"},
		{"raw html", "-- content/a.md --\nä <b>x</b>\n", "content/a.md:1:3: warning: the raw HTML \"<b>\" is dropped"},
		{"raw html block", "-- content/a.md --\n---\n---\n\n<div>\n", "content/a.md:4:1: warning: the raw HTML \"<div>\" is dropped"},
		{"deep list", "-- content/a.md --\n" + strings.Repeat("- ", 101) + "x\n", "content/a.md:1:1: error: more than 100 lists and quotes in one another"},
		{"links", "-- content/a.md --\n\n" + strings.Repeat("[a](", 1001) + "\n", "content/a.md:2:1: error: more than 1000 links in a paragraph"},
		{"long line", "-- content/a.md --\n" + strings.Repeat("a", 1<<20+1) + "\n", "content/a.md:1:1: error: more than 1048576 bytes in a line"},
		{"large page", "-- content/a.md --\n" + strings.Repeat("a\n", 8<<20+1), "content/a.md: error: cannot read \"a.md\": larger than 16 MiB\n  hint: split it"},
		{"layout key", "-- content/a.md --\n---\nlayout: pgae\n---\n", "content/a.md:2:9: error: there is no layout \"pgae\"\n  hint: did you mean \"page\"?"},
		// Shortcodes.
		{"unknown shortcode", "-- content/a.md --\na {{< nota >}}\n", "content/a.md:1:3: error: there is no shortcode \"nota\"\n  hint: did you mean \"note\"?"},
		{"shortcode url", "-- content/a.md --\na\n\n {{< figure src=\"javascript:x\" >}}\n", "content/a.md:3:2: error: the shortcode \"figure\" cannot use \"javascript:x\" as a URL"},
		{"shortcode needs", "-- content/a.md --\n{{< figure alt=\"x\" >}}\n", "content/a.md:1:1: error: the shortcode \"figure\" needs \"src\"\n  hint: write {{< figure src=\"...\" >}}"},
		{"own shortcode url", "-- layouts/partials/a.html --\n<a href=\"{{ . }}\">x</a>\n-- layouts/shortcodes/x.html --\n{{ partial \"a\" (.Get 0) }}\n-- content/a.md --\nb {{< x \"vbscript:x\" >}}\n", "content/a.md:1:3: error: the shortcode \"x\" cannot use \"vbscript:x\""},
		{"need in a partial", "-- layouts/partials/a.html --\n{{ .Need \"to\" 0 }}\n-- layouts/shortcodes/x.html --\n{{ partial \"a\" . }}\n-- content/a.md --\nb {{< x >}}\n", "content/a.md:1:3: error: the shortcode \"x\" needs \"to\""},
		{"open quote", "-- content/a.md --\na {{< note \"x >}}\n", "content/a.md:1:3: error: the shortcode cannot be read: a quote is not closed"},
		{"no end", "-- content/a.md --\n{{< note\n", "content/a.md:1:1: error: the shortcode cannot be read: it does not end with >}} on its line"},
		{"no name", "-- content/a.md --\n{{< >}}\n", "content/a.md:1:1: error: the shortcode cannot be read: it has no name"},
		{"nothing to close", "-- content/a.md --\na\n\n{{< /note >}}\n", "content/a.md:3:1: error: nothing here is closed by {{< /note >}}"},
		{"closed outside", "-- content/a.md --\n- {{< note >}}\n  x\n\n{{< /note >}}\n", "content/a.md:4:1: error: nothing here is closed by {{< /note >}}"},
		{"shortcodes in one another", "-- content/a.md --\n" + strings.Repeat("{{< note >}}\n", 101) + strings.Repeat("{{< /note >}}\n", 101), "error: the shortcode cannot be read: more than 100 shortcodes in one another"},
		{"shortcode fails", "-- layouts/shortcodes/x.html --\na\n{{ .Page.Nope }}\n-- content/a.md --\n{{< x >}}\n", "layouts/shortcodes/x.html:2:9: error: <.Page.Nope>: can't evaluate field Nope in type *site.Page\n  note: the shortcode stands in content/a.md"},
		// Layouts.
		{"template syntax", "-- layouts/page.html --\na\n{{ if }}\n", "layouts/page.html:2: error: the layout cannot be read: missing value for if"},
		{"template function", "-- layouts/page.html --\nä {{ uper .Title }}\n", "layouts/page.html:1:6: error: there is no template function \"uper\"\n  hint: did you mean \"upper\"?"},
		{"template field", "-- layouts/page.html --\n\nä {{ .Titel }}\n-- content/a.md --\n", "layouts/page.html:2:6: error: <.Titel>: can't evaluate field Titel in type *site.View\n"},
		{"blank layout", "-- layouts/page.html --\n{{ if false }}x{{ end }}\n-- content/a.md --\n-- content/b.md --\n", "layouts/page.html: warning: the layout \"page.html\" rendered nothing\n  note: met while rendering content/a.md\n"},
		{"template escape", "-- layouts/page.html --\n<a href={{ if .App }}\"{{ end }}x>\n-- content/a.md --\n", "layouts/page.html:1:15: error: {{if}} branches end in different contexts"},
		{"template not utf-8", "-- layouts/page.html --\n\xff\n", "layouts/page.html:1:1: error: the text is not UTF-8"},
		{"block of a layout", "-- layouts/page.html --\n{{ define \"main\" }}\n{{ index .Pages 5 }}{{ end }}\n-- content/a.md --\n", "layouts/page.html:2:4: error: <index .Pages 5>: error calling index: "},
		{"partial", "-- layouts/page.html --\n{{ partial \"plugin\" . }}\n-- content/a.md --\n", "layouts/page.html:1:4: error: there is no partial \"plugin\"\n  note: met while rendering content/a.md\n  hint: did you mean \"plugins\"?"},
		{"error in a partial", "-- layouts/page.html --\n{{ partial \"x\" . }}\n-- layouts/partials/x.html --\n\n{{ .Nope }}\n-- content/a.md --\n", "layouts/partials/x.html:2:4: error: <.Nope>"},
		{"asset", "-- layouts/page.html --\n{{ asset \"them.css\" }}\n-- content/a.md --\n", "layouts/page.html:1:4: error: there is no asset \"them.css\"\n  note: met while rendering content/a.md\n  hint: did you mean \"theme.css\"?"},
		{"ref", "-- layouts/page.html --\n{{ ref \"b.md\" }}\n-- content/a.md --\n", "layouts/page.html:1:4: error: the link \"b.md\" leads to no page\n  note: met while rendering content/a.md\n  hint: did you mean \"a.md\"?"},
		{"not a list", "-- layouts/page.html --\n{{ first 1 .Title }}\n-- content/a.md --\n", "layouts/page.html:1:4: error: string is not a list"},
		{"dict", "-- layouts/page.html --\n{{ dict 1 }}\n-- content/a.md --\n", "layouts/page.html:1:4: error: dict takes pairs"},
		{"endless loop", "-- layouts/page.html --\n{{ range 1000000000000 }}{{ end }}\n-- content/a.md --\n", "layouts/page.html: error: the template does not end: more than 2,000,000 steps"},
		{"endless partial", "-- layouts/page.html --\n{{ partial \"x\" . }}\n-- layouts/partials/x.html --\n{{ partial \"x\" . }}\n-- content/a.md --\n", "layouts/partials/x.html: error: the template does not end: more than 100 templates in one another"},
		{"endless template", "-- layouts/page.html --\n{{ define \"x\" }}{{ template \"x\" . }}{{ end }}{{ template \"x\" . }}\n-- content/a.md --\n", "layouts/page.html: error: the template does not end: more than 100 templates"},
		{"endless output", "-- layouts/page.html --\n{{ $s := printf \"%1000000d\" 1 }}{{ range 100 }}{{ $s }}{{ end }}\n-- content/a.md --\n", "layouts/page.html: error: the template does not end: more than 64 MiB of output"},
		{"endless text", "-- layouts/page.html --\n{{ $s := \"xxxxxxxxxx\" }}{{ range 40 }}{{ $s = print $s $s }}{{ end }}\n-- content/a.md --\n", "layouts/page.html:1:47: error: the template does not end: more than 16 MiB of text"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, said := build(t, archive(c.site), LoadOptions{}, Model{})
			contain(t, said, c.want)
			if n := strings.Count(said, ": error: ") + strings.Count(said, ": warning: "); n != 1 {
				t.Errorf("%d diagnostics:\n%s", n, said)
			}
			if !strings.Contains(said, "  hint: ") {
				t.Errorf("no hint:\n%s", said)
			}
		})
	}
}

// TestAllMistakes has a mistake in each stage: one run must name all of them.
func TestAllMistakes(t *testing.T) {
	_, said := build(t, archive(`
-- strata.yaml --
titel: x
-- content/a.md --
---
draft: maybe
---
[x](nowhere.md) {{< nope >}} {{< nope >}}
-- content/b.md --
+++
-- layouts/section.html --
{{ uper .Title }}
-- layouts/alone.html --
{{ if }}
`), LoadOptions{}, Model{})
	contain(t, said, "strata.yaml:1:1", "content/a.md:2:8", "content/a.md:4:1", "content/b.md:1:1", "layouts/section.html:1:4", "layouts/alone.html:1")
}

func TestMany(t *testing.T) {
	_, said := build(t, archive("-- content/a.md --\n"+strings.Repeat("a <b>\n", 5000)), LoadOptions{}, Model{})
	contain(t, said, "content/a.md: warning: 4900 more findings in this file are not shown")
}

func TestOverrides(t *testing.T) {
	src := archive("-- strata.yaml --\ntitle: file\nloader: dojo\ndisable: [A]\n")
	var ds diag.List
	cfg := Load(src, LoadOptions{
		Env: []string{"HOME=/x", "STRATA_TITLE=env", "STRATA_DISABLE=[B, C]", "STRATA_BASE_URL=https://x.org", "STRATA_LODER=x", "STRATA_REQUIRE=node", "STRATA_DESTINATION=x", "STRATA_LANGUAGE=\xff", "STRATA_KEEP_NAMES=true", "STRATA_TIMEOUT=x"},
		Set: map[string]string{"title": "flag", "loader": "nope"},
	}, &ds)
	if cfg.Title != "flag" || cfg.BaseURL != "https://x.org/" || len(cfg.Disable) != 2 || !cfg.KeepNames || cfg.Loader != "strata" {
		t.Errorf("%+v", cfg)
	}
	var b strings.Builder
	ds.Sorted().Print(&b, diag.Notice)
	contain(t, b.String(), "warning: the environment variable \"STRATA_LODER\" sets nothing\n  hint: did you mean \"STRATA_LOADER\"?",
		"timeout must be a whole number, not \"x\"\n  note: set by the environment variable STRATA_TIMEOUT",
		"error: the value of the environment variable \"STRATA_LANGUAGE\" is not UTF-8\n",
		"loader \"nope\" is not one of dojo, requirejs, strata\n  note: set on the command line")
	lack(t, b.String(), "strata.yaml", "STRATA_REQUIRE", "STRATA_DESTINATION")
	cfg = Load(src, LoadOptions{Env: []string{"STRATA_BASEURL=/x/", "STRATA_SOURCEMAPS=false"}}, &ds)
	if cfg.BaseURL != "/x/" || cfg.SourceMaps {
		t.Errorf("%+v", cfg)
	}
}

func TestConfigFile(t *testing.T) {
	var ds diag.List
	Load(fstest.MapFS{}, LoadOptions{}, &ds)
	if len(ds) > 0 {
		t.Error(ds)
	}
	Load(fstest.MapFS{}, LoadOptions{File: "other.yaml"}, &ds)
	contain(t, ds[0].String(), "other.yaml: error: the configuration file does not exist")
}

func TestBaseURL(t *testing.T) {
	for in, want := range map[string]string{"": "/", "/": "/", "/a": "/a/", "/a//b/./": "/a/b/", "https://x.org": "https://x.org/", "http://x:8080/a": "http://x:8080/a/",
		"a": "!", "//x": "!", "ftp://x/": "!", "/a?b": "!", "/a#b": "!", "https://u@x/": "!", "/../a": "!", "javascript:x": "!", "https:": "!", "/\"": "!"} {
		got, err := cleanBaseURL(in)
		if err != nil {
			got = "!"
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

// TestOddFiles has what is no regular file: a link, a pipe that nobody writes, a
// file that cannot be read, and one too large to hold.
func TestOddFiles(t *testing.T) {
	src := fstest.MapFS{
		"static/link":  {Data: []byte("/etc/passwd"), Mode: fs.ModeSymlink},
		"static/pipe":  {Mode: fs.ModeNamedPipe},
		"static/sock":  {Mode: fs.ModeSocket},
		"static/dev":   {Mode: fs.ModeDevice},
		"static/a.txt": {Data: []byte("a")},
	}
	var ds diag.List
	files := Static(src, Defaults(), nil, &ds)
	if len(files) != 1 || files[0].Path != "a.txt" || files[0].Source != "static/a.txt" {
		t.Error(files)
	}
	if ds.Count(diag.Notice) != 3 || ds.Count(diag.Warning) != 1 || len(ds) != 4 {
		t.Error(ds)
	}
	contain(t, ds[0].String(), "static/dev: notice: skipped, because it is a device")
	contain(t, ds[1].String(), "static/link: warning: skipped, because it is a symbolic link, and links are not followed")
	ds = nil
	if files := Static(large{src}, Defaults(), nil, &ds); len(files) > 0 {
		t.Error(files)
	}
	contain(t, ds[len(ds)-1].String()+ds[0].String(), "static/a.txt: error: cannot read \"a.txt\": larger than 256 MiB\n  hint: split it, leave it out with ignore")
}

// large is a file system whose files say that they are too large.
type large struct{ fstest.MapFS }

func (l large) Stat(name string) (fs.FileInfo, error) {
	info, err := l.MapFS.Stat(name)
	return largeInfo{info}, err
}

type largeInfo struct{ fs.FileInfo }

func (largeInfo) Size() int64 { return 1 << 50 }

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var ds diag.List
	if files := Render(ctx, archive("-- content/a.md --\n"), Defaults(), Model{}, &ds); files != nil {
		t.Error("pages of a build that was stopped")
	}
	contain(t, ds[0].String(), "rendering was stopped: context canceled")
}

// TestAnchors has links to parts that are there, or that nobody can know.
func TestAnchors(t *testing.T) {
	_, said := build(t, archive(`
-- strata.yaml --
markdown: {unsafe: true}
-- layouts/shortcodes/mark.html --
<i id='{{ .Get 0 }}'></i>
-- static/img/x.png --
-- content/Über uns.md --
## Über uns

## Über uns

## X {#own}

note[^1] <b id=raw>x</b> {{< mark "made" >}}

[a](#über-uns-1) [b](#own) [c](#%C3%BCber-uns) [d](#raw) [e](#made) [f](#top) [g](#/people) [h](#)
[i](../img/x.png) [j](../js/any.js) [k](../app/old.html) [l](.) [m](v1.2/)

[^1]: Foot
-- content/app.md --
---
app: true
aliases: [/app/old.html]
---
[a](#screen) [b](<Über uns.md#own>) [c](Über%20uns.md#fn:1)
`), LoadOptions{}, Model{})
	if said != "" {
		t.Error(said)
	}
}

// TestBlank has layouts that render nothing: their pages are published all the
// same.
func TestBlank(t *testing.T) {
	out, said := build(t, archive("-- layouts/bare.html --\n{{- partial \"x\" . -}}\n-- layouts/partials/x.html --\n{{- /* */ -}}\n-- content/a.md --\n---\nlayout: bare\n---\n"), LoadOptions{}, Model{})
	if text, ok := out["a/index.html"]; !ok || text != "" {
		t.Errorf("%t %q", ok, text)
	}
	contain(t, said, "layouts/bare.html: warning: the layout \"bare.html\" rendered nothing\n  note: met while rendering content/a.md")
}

// TestBraces has pages that begin with braces which are no front matter, and
// addresses and arguments that look odd and are not.
func TestBraces(t *testing.T) {
	_, said := build(t, archive("-- strata.yaml --\nmenu: [{name: a, url: 'mailto:a@b.c'}, {name: b, url: /a:b/}]\n---\n-- content/a.md --\n{{< note >}}\n-- content/b.md --\n{x} is a set; #ZgotmplZ\n-- content/c.md --\n---\nurl: /.well-known/x\n---\n{{< note title=\"Note: javascript: is out\" >}}\n#ZgotmplZ\n{{< /note >}}\n"), LoadOptions{}, Model{})
	if said != "" {
		t.Error(said)
	}
}

// TestBrokenLayout has one layout that cannot be parsed: pages of other layouts
// are still rendered, and what is wrong there is told in the same run.
func TestBrokenLayout(t *testing.T) {
	for _, c := range []struct{ name, site, want, unwanted string }{
		{"layout", "-- layouts/page.html --\n{{ if }}\n-- layouts/home.html --\n{{ .Nope }}\n-- content/a.md --\n---\nlayout: hoem\n---\n", "layouts/home.html:1:4", ""},
		{"layout by name", "-- layouts/wide.html --\n{{ if }}\n-- content/a.md --\n---\nlayout: wide\n---\n", "layouts/wide.html:1", "there is no layout"},
		{"partial", "-- layouts/partials/head.html --\n{{ if }}\n-- layouts/page.html --\n{{ .Nope }}\n-- content/a.md --\n", "layouts/partials/head.html:1", "layouts/page.html"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, said := build(t, archive(c.site), LoadOptions{}, Model{})
			contain(t, said, c.want)
			if c.unwanted != "" {
				lack(t, said, c.unwanted)
			}
		})
	}
}

func TestEmptyVariable(t *testing.T) {
	var ds diag.List
	cfg := Load(fstest.MapFS{}, LoadOptions{Env: []string{"STRATA_LOADER=", "STRATA_TIMEOUT="}}, &ds)
	if len(ds) > 0 || cfg.Loader != "strata" || cfg.Timeout != 7 {
		t.Errorf("%+v %v", cfg, ds)
	}
}

// TestPlace asks for places after entries of the lists were dropped.
func TestPlace(t *testing.T) {
	var ds diag.List
	cfg := Load(archive("-- strata.yaml --\nplugins:\n  - {path: ../x, layout: winter}\n  - {path: p}\npackages:\n  - {name: 'a b', location: a}\n  - name: c\n    location: d\ndisable: [A, B]\n"),
		LoadOptions{Env: []string{"STRATA_TITLE=x"}}, &ds)
	for _, c := range []struct {
		key          string
		line, column int
	}{
		{"plugins[0].path", 3, 12}, {"plugins[0].layout", 3, 5}, {"packages[0].location", 7, 15}, {"disable[1]", 8, 14},
		{"disable[7]", 8, 10}, {"title", 0, 0}, {"loader", 1, 1},
	} {
		if line, column := cfg.Place(c.key); line != c.line || column != c.column {
			t.Errorf("%s: got %d:%d, want %d:%d", c.key, line, column, c.line, c.column)
		}
	}
}
