package plugin

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"

	"strata/internal/diag"
)

// specOf reads one plugin with the manifest.
func specOf(t testing.TB, manifest string, ds *diag.List) Contributions {
	t.Helper()
	src := fstest.MapFS{"plugins/hello/hello.js": {}, "plugins/hello/plugin.yaml": {Data: []byte(manifest)}}
	set := Resolve(Discover(src, []Root{{Path: "plugins"}}, ds), ResolveOptions{}, ds)
	return Gather(set, ds)
}

func TestAlter(t *testing.T) {
	const spec = `{"title":"Users","tabs":["a","b","c"],"sections":[{"name":"id","fields":[{"name":"uid"},{"name":"mail","n":1},{"$type":"photo"}]},{"name":"rest","fields":[]}]}`
	for name, c := range map[string]struct{ rules, want, says string }{
		"set":               {`$set: [[title, People]]`, `"title":"People"`, ""},
		"set deep":          {`$set: [[a.b.c, 1]]`, `"a":{"b":{"c":1}}`, ""},
		"set in list":       {`$set: [[sections.0.name, x]]`, `"name":"x"`, ""},
		"set past list":     {`$set: [[sections.7.name, x]]`, ``, `there is no "7" on the way to "sections.7.name"`},
		"add at end":        {`$add: [[tabs, d]]`, `["a","b","c","d"]`, ""},
		"add at 0":          {`$add: [[tabs, d, 0]]`, `["d","a","b","c"]`, ""},
		"add below 0":       {`$add: [[tabs, d, -4]]`, `["d","a","b","c"]`, ""},
		"add past end":      {`$add: [[tabs, d, 44]]`, `["a","b","c","d"]`, ""},
		"add makes list":    {`$add: [[extra.more, d, 3]]`, `"extra":{"more":["d"]}`, ""},
		"add to text":       {`$add: [[title, d]]`, ``, `"title" is no list`},
		"del scalar":        {`$del: [[tabs, [a, c]]]`, `"tabs":["b"]`, ""},
		"del by two keys":   {`$del: [[sections.0.fields, [{name: mail, n: 1}]]]`, `"fields":[{"name":"uid"},{"$type":"photo"}]`, ""},
		"del all":           {`$del: [[sections, [{}]]]`, `"sections":[]`, ""},
		"del nothing":       {`$del: [[tabs, [x]]]`, ``, `nothing in "tabs" is like that`},
		"del nowhere":       {`$del: [[none, [x]]]`, ``, `there is no "none"`},
		"nested is not":     {`$del: [[sections, [{fields: []}]]]`, ``, `nothing in "sections" is like that`},
		"replace first":     {`$replace: [[sections.0.fields, [[{}, {name: new}]]]]`, `"fields":[{"name":"new"},{"n":1,"name":"mail"}`, ""},
		"replace two":       {`$replace: [[tabs, [[a, x], [x, y]]]]`, `"tabs":["y","b","c"]`, ""},
		"before":            {`$before: [[mail, {name: phone}]]`, `[{"name":"uid"},{"name":"phone"},{"n":1,"name":"mail"}`, ""},
		"after":             {`$after: [[mail, {name: phone}]]`, `{"n":1,"name":"mail"},{"name":"phone"},{"$type":"photo"}`, ""},
		"by type":           {`$before: [[photo, {name: phone}]]`, `{"name":"phone"},{"$type":"photo"}`, ""},
		"in path":           {`$after: [[tabs, b, x]]`, `["a","b","x","c"]`, ""},
		"by condition":      {`$after: [[{n: 1}, x]]`, `{"n":1,"name":"mail"},"x"`, ""},
		"no anchor":         {`$after: [[nobody, x]]`, ``, `no element is called so`},
		"two anchors":       {`$add: [[sections.1.fields, {name: uid}]], $after: [[uid, x]]`, ``, `elements of "sections.0.fields" and "sections.1.fields" are called so; give the path`},
		"order is fixed":    {`$add: [[tabs, a]], $del: [[tabs, [a]]]`, `"tabs":["b","c","a"]`, ""},
		"not a rule":        {`$set: [title]`, ``, `the rule is not one of "$set"`},
		"one rule alone":    {`$set: [title, x]`, ``, `"$set" takes a list of rules, and this is none`},
		"null matches none": {`$del: [[tabs, [null]]]`, ``, `the rule is not one of "$del"`},
	} {
		t.Run(name, func(t *testing.T) {
			var ds diag.List
			var before any
			if err := json.Unmarshal([]byte(spec), &before); err != nil {
				t.Fatal(err)
			}
			all := specOf(t, "specs: {/users/details/: {"+c.rules+"}}", &ds)
			after, _ := json.Marshal(all.Alter("users/details", before, &ds))
			if !strings.Contains(string(after), c.want) {
				t.Errorf("%s is not in %s", c.want, after)
			}
			if said := ds.Sorted(); (c.says == "") != (len(said) == 0) || c.says != "" && !strings.Contains(said[0].Text, c.says) {
				t.Errorf("%v", said)
			}
			if kept, _ := json.Marshal(before); string(kept) != compact(spec) {
				t.Errorf("the spec was changed to %s", kept)
			}
		})
	}
}

func compact(text string) string {
	var v any
	_ = json.Unmarshal([]byte(text), &v)
	out, _ := json.Marshal(v)
	return string(out)
}

// FuzzAlter wants changes that anyone may write to end, to leave the given spec as
// it is, and to be made in the same way twice.
func FuzzAlter(f *testing.F) {
	f.Add("{$set: [[a.b, 1]], $add: [[l, {name: x}, 0]]}", `{"l":[{"name":"y"}],"a":{}}`)
	f.Add("{$del: [[l, [1, {name: y}]]], $replace: [[l, [[{}, 2]]]], $before: [[y, 3]], $after: [[l, y, [4]]]}", `{"l":[1,{"name":"y"}]}`)
	f.Fuzz(func(t *testing.T, rules, spec string) {
		var before any
		if json.Unmarshal([]byte(spec), &before) != nil {
			return
		}
		was, _ := json.Marshal(before)
		var ds diag.List
		all := specOf(t, "specs: {/p: "+rules+"}", &ds)
		first, _ := json.Marshal(all.Alter("p", before, &ds))
		again, _ := json.Marshal(all.Alter("p", before, &ds))
		if is, _ := json.Marshal(before); string(is) != string(was) || string(first) != string(again) {
			t.Errorf("%s became %s; %s and %s", was, is, first, again)
		}
	})
}
