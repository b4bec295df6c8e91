package plugin

import (
	"strings"
	"testing"
	"testing/fstest"

	"strata/internal/diag"
)

func TestFillPlaceholders(t *testing.T) {
	args := map[string]string{"name": "anna", "names": "all of :name", "É": "x", "": "never"}
	for text, want := range map[string]string{
		"":                    "",
		"no place":            "no place",
		":name":               "anna",
		":Name and :NAME":     "Anna and ANNA",
		":names":              "all of :name", // the longest name, and only once
		":nam :: : 12:30":     ":nam :: : 12:30",
		"a:name:name":         "aannaanna",
		":nameless, :surname": "annaless, :surname",
		":É":                  "x",
	} {
		if got := fillPlaceholders(text, args); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// textsOf reads the texts of plugins with the ids in files of the form
// "acme/blog/lang/en/lang.yaml".
func textsOf(t *testing.T, files map[string]string) (Texts, diag.List) {
	t.Helper()
	src := fstest.MapFS{}
	for name, data := range files {
		src[name] = &fstest.MapFile{Data: []byte(data)}
	}
	var ds diag.List
	set := Resolve(Discover(src, []Root{{Path: "plugins"}}, &ds), ResolveOptions{}, &ds)
	ds = nil
	return ReadTexts(src, set, "de_CH", &ds), ds
}

func TestTexts(t *testing.T) {
	texts, ds := textsOf(t, map[string]string{
		"plugins/acme/blog/plugin.yaml":          "plugin: {id: Acme.Blog, name: B, description: d, author: a}",
		"plugins/acme/blog/lang/en/lang.yaml":    "a: A\nb: {c: [x, y], t: true, n: 1.50, none: ~}",
		"plugins/acme/blog/lang/de-CH/lang.yaml": "a: Ä",
		"plugins/acme/blog/lang/fr/lang.json":    `{"a": "Â", "tab":	"\u00e9"}`,
		"plugins/people/people.js":               "define({})",
		"plugins/people/lang/en/x.yaml":          "y: people",
		"lang/en/people/x.yaml":                  "y: everybody",
		"lang/en/own.yaml":                       "z: ours",
	})
	if len(ds) > 0 {
		t.Fatal(ds)
	}
	for _, c := range []struct{ locale, key, want string }{
		{"en", "acme.blog::lang.a", "A"},
		{"de-ch", "acme.blog::lang.a", "Ä"},
		{"DE_ch", `\Acme\Blog\Plugin::lang.a`, "Ä"},
		{"fr", "ACME.BLOG::lang.a", "Â"},
		{"fr", "acme.blog::lang.tab", "é"},
		{"it", "acme.blog::lang.a", "Ä"},
		{"it", "acme.blog::lang.b.c.1", "y"},
		{"it", "acme.blog::lang.b.t", "true"},
		{"it", "acme.blog::lang.b.n", "1.50"},
		{"it", "acme.blog::lang.b.none", ""},
		{"it", "acme.blog::lang.b", ""},
		{"it", "acme.blog::Lang.a", ""},
		{"", "people::x.y", "everybody"},
		{"", "own.z", "ours"},
		{"", "nobody::lang.a", ""},
	} {
		if got, ok := texts.Get(c.locale, c.key, nil); ok != (c.want != "") || ok && got != c.want || !ok && got != c.key {
			t.Errorf("%s in %q: %q, %t; want %q", c.key, c.locale, got, ok, c.want)
		}
	}
	if got := texts.Translate("fr", "acme.blog::lang.a"); got != "Â" {
		t.Errorf("a label is translated to %q", got)
	}
	for _, label := range []string{"Blog", "C++ :: the language", "acme.blog::lang.nothing"} {
		if got := texts.Translate("en", label); got != label {
			t.Errorf("the label %q became %q", label, got)
		}
	}
	if got := strings.Join(texts.Locales(), " "); got != "de-ch en fr" {
		t.Errorf("locales: %s", got)
	}
	if of := texts.Of("Acme.Blog", "fr"); of["lang.a"] != "Â" || of["lang.b.t"] != "true" || len(of) != 6 {
		t.Errorf("texts in French: %v", of)
	}
	var none Texts
	if got, ok := none.Get("en", "a::b.c", nil); ok || got != "a::b.c" {
		t.Errorf("no texts have one: %q", got)
	}
}

// Hostile files of texts end in diagnostics.
func TestTextsHostile(t *testing.T) {
	deep := strings.Repeat("[", 100_000)
	for name, data := range map[string]string{
		"deep.json": deep, "deep.yaml": deep, "deep.php": "<?php return " + deep + ";",
		"bomb.yaml":  "a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d]",
		"late.json":  `{"a": 1} {"b": 2}`,
		"bad.json":   "{\"a\": \"\xff\"}",
		"large.json": `{"a": "` + strings.Repeat("x", maxSource) + `"}`,
	} {
		_, ds := textsOf(t, map[string]string{"plugins/people/people.js": "", "plugins/people/lang/en/" + name: data})
		if !ds.HasErrors() || ds[0].File != "plugins/people/lang/en/"+name {
			t.Errorf("%s: %v", name, ds)
		}
	}
}

func FuzzJSON(f *testing.F) {
	f.Add(`{"a": ["b", 1, true, null, {"c\"": "\\"}]}`)
	f.Fuzz(func(t *testing.T, src string) {
		var ds diag.List
		fsys := fstest.MapFS{"a.json": {Data: []byte(src)}}
		dir, err := openFolder(fsys, ".")
		if err != nil {
			t.Fatal(err)
		}
		v, ok := readJSON(dir, "a.json", &ds)
		if ok != !ds.HasErrors() || ok && v.kind == absent {
			t.Errorf("%q: %v %v", src, v.kind, ds)
		}
	})
}
