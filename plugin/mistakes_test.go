package plugin

import (
	"strings"
	"testing"
	"testing/fstest"

	"strata/internal/diag"
)

// TestPlaces has mistakes whose places the caller knows, or the library does not.
func TestPlaces(t *testing.T) {
	src := fstest.MapFS{"plugins/a/b/plugin.yaml": {Data: []byte("plugin:\n  name: K\xe4se\n")}}
	var ds diag.List
	found := Discover(src, []Root{{Path: "plugins"}, {Path: "nowhere", File: "strata.yaml", Line: 3, Column: 5}}, &ds)
	Resolve(found, ResolveOptions{Disable: []Reference{{ID: "A.C", Where: "strata.yaml", Line: 4, Column: 10}}}, &ds)
	var b strings.Builder
	ds.Sorted().Print(&b, diag.Notice)
	for _, want := range []string{
		"plugins/a/b/plugin.yaml:2:10: error: the text is not UTF-8\n  hint: save the file as UTF-8\n",
		"strata.yaml:3:5: error: the plugin root \"nowhere\" does not exist\n",
		"strata.yaml:4:10: warning: cannot disable plugin \"A.C\", which is not installed\n",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("missing %q in\n%s", want, b.String())
		}
	}
}

// TestManifestValues has values of plugin.yaml of the wrong kind.
func TestManifestValues(t *testing.T) {
	src := fstest.MapFS{"plugins/a/a.js": {}, "plugins/a/plugin.yaml": {Data: []byte("client: {lazy: sometimes}\nscopes: [admin, 'b c', admin, 7]\ncomponents: {a: 5}\n")}}
	var ds diag.List
	found := Discover(src, []Root{{Path: "plugins"}}, &ds)
	if len(found) != 1 || len(found[0].Scopes) != 2 || found[0].Scopes[0] != (Reference{"admin", "plugins/a/plugin.yaml", 2, 10}) {
		t.Errorf("%+v", found)
	}
	var b strings.Builder
	ds.Sorted().Print(&b, diag.Notice)
	for _, want := range []string{
		"plugins/a/plugin.yaml:1:16: error: client.lazy must be true or false, not \"sometimes\"\n  hint: write true or false\n",
		"plugins/a/plugin.yaml:2:17: error: \"b c\" cannot be the name of a scope\n",
		"plugins/a/plugin.yaml:3:17: error: \"components.a\" must be a map or a text\n",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("missing %q in\n%s", want, b.String())
		}
	}
}

// TestKeysTwice has keys that YAML allows once, one of them in a table that an alias
// stands for as well.
func TestKeysTwice(t *testing.T) {
	src := fstest.MapFS{
		"plugins/a/b/plugin.yaml":       {Data: []byte("plugin: {name: a}\nconfig:\n  x: &x {y: 1, y: 2}\n  z: *x\nplugin: {name: b}\n")},
		"plugins/a/b/lang/en/lang.yaml": {Data: []byte("one: 1\none: 2\n")},
	}
	var ds diag.List
	set := Resolve(Discover(src, []Root{{Path: "plugins"}}, &ds), ResolveOptions{}, &ds)
	ReadTexts(src, set, "en", &ds)
	var b strings.Builder
	ds.Sorted().Print(&b, diag.Error)
	const want = `plugins/a/b/lang/en/lang.yaml:2:1: error: the key "one" is set twice
  note: it was first set in line 1
  hint: keep one of them
plugins/a/b/plugin.yaml:3:16: error: the key "y" is set twice
  note: it was first set in line 3
  hint: keep one of them
plugins/a/b/plugin.yaml:5:1: error: the key "plugin" is set twice
  note: it was first set in line 1
  hint: keep one of them
`
	if got := b.String(); got != want {
		t.Errorf("got\n%s", got)
	}
}

// TestManifestSections has what people write who have not read the pages: each is
// told once, with what to write.
func TestManifestSections(t *testing.T) {
	for section, want := range map[string]string{
		"name: Blog":                                `1:1: warning: unknown section "name"` + "\n  hint: move it into the section \"plugin:\"\n",
		"reportWidgets: [a]":                        `1:16: error: "reportWidgets" must be a map` + "\n  hint: write one key: value a line, indented\n",
		"headers: {/x: [a]}":                        `1:15: error: "headers./x" must be a map` + "\n  hint: write one key: value a line, indented\n",
		"components: {post: ./post.html}":           `1:20: error: the component "post" must be a map; only a class stands before its alias` + "\n  hint: write post: {template: ./post.html}, or Acme\\Blog\\Components\\Post: post\n",
		"validationRules: {isbn: '^[0-9]+$'}":       `1:25: error: the validation rule "isbn" is "^[0-9]+$", which is neither a class nor a function of a file` + "\n  hint: write {pattern: \"^[0-9]+$\"} for a regular expression, or \"./rules.ts#isbn\"\n",
		"specs: {/users/: {$set: [title, Person]}}": `1:25: error: "$set" takes a list of rules, and this is none` + "\n  hint: put one more pair of brackets around it: [[path, value]]\n",
	} {
		src := fstest.MapFS{"plugins/a/b/plugin.yaml": {Data: []byte(section + "\n")}}
		var ds diag.List
		Gather(Resolve(Discover(src, []Root{{Path: "plugins"}}, &ds), ResolveOptions{}, &ds), &ds)
		var b strings.Builder
		ds.Sorted().Print(&b, diag.Warning)
		if got := b.String(); got != "plugins/a/b/plugin.yaml:"+want {
			t.Errorf("%s says\n%s", section, got)
		}
	}
}

func TestPlainToken(t *testing.T) {
	for in, want := range map[string]string{
		"unexpected T_STRING, expecting T_FUNCTION or T_CONST": "unexpected a name, expecting function or const",
		"unexpected T_DOUBLE_ARROW":                            "unexpected double arrow",
	} {
		if got := errPHPSyntax(place{}, "syntax error: "+in).Text; got != "cannot read PHP: "+want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestQuietMistakes has what is only told in passing, and a lock that is no map.
func TestQuietMistakes(t *testing.T) {
	files := map[string]string{
		"acme/a/plugin.yaml": "plugin: {id: Acme.A, " + details + "}\nheaders: {/x: {X-Y: a}}\nmailLayouts: {code: \"backend::mail.restore\"}\n",
		"acme/b/plugin.yaml": "plugin: {id: Acme.B, " + details + "}\nheaders: {/x: {x-y: b}}\n",
	}
	_, said := gather(t, files)
	wantSaid(t, said,
		"plugins/acme/b/plugin.yaml:2:16: notice: Acme.B sets the header \"x-y\" of \"/x\", which Acme.A sets too; the later plugin wins\n  hint: keep one of them",
		"plugins/acme/a/plugin.yaml:3:15: notice: the mail layout \"code\" is a view of Winter's own, \"backend::mail.restore\", which is not here\n  hint: write a view of the plugin's own")
	var ds diag.List
	ReadLock(fstest.MapFS{"strata.lock": {Data: []byte("- 1\n")}}, "strata.lock", &ds)
	var b strings.Builder
	ds.Print(&b, diag.Notice)
	wantSaid(t, b.String(), "strata.lock:1:1: error: the file must be a map\n  hint: write one key: value a line, indented")
}
