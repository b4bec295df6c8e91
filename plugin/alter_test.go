package plugin

import (
	"encoding/json"
	"os"
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

// A specCase is a case of testdata/specs.json, which the browser's side is tested with
// too.
type specCase struct {
	Name  string
	Rules json.RawMessage
	Want  json.RawMessage // the whole spec
	Says  []string        // parts of what is said
}

func specCases(t *testing.T) (spec json.RawMessage, cases []specCase) {
	t.Helper()
	text, err := os.ReadFile("testdata/specs.json")
	if err != nil {
		t.Fatal(err)
	}
	var table struct {
		Spec  json.RawMessage
		Cases []specCase
	}
	if err := json.Unmarshal(text, &table); err != nil || len(table.Cases) < 40 {
		t.Fatal(len(table.Cases), err)
	}
	return table.Spec, table.Cases
}

func TestAlter(t *testing.T) {
	spec, cases := specCases(t)
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			var ds diag.List
			var before any
			if err := json.Unmarshal(spec, &before); err != nil {
				t.Fatal(err)
			}
			all := specOf(t, "specs: {/users/details/: "+string(c.Rules)+"}", &ds)
			after, _ := json.Marshal(all.Alter("users/details", before, &ds))
			if want := compact(string(c.Want)); string(after) != want {
				t.Errorf("got  %s\nwant %s", after, want)
			}
			said := ds.Sorted()
			for i, says := range c.Says {
				if len(said) != len(c.Says) || !strings.Contains(said[i].Text, says) {
					t.Errorf("said %v, want %q", said, c.Says)
				}
			}
			if len(c.Says) == 0 && len(said) > 0 {
				t.Errorf("said %v", said)
			}
			if kept, _ := json.Marshal(before); string(kept) != compact(string(spec)) {
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
