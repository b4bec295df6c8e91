package plugin

import (
	"fmt"
	"slices"
	"testing"
	"testing/fstest"

	"strata/internal/diag"
)

// TestReleaseKeys: keys are taken as they are written, and a warning of a breaking
// change is kept, quoted or not.
func TestReleaseKeys(t *testing.T) {
	for _, c := range []struct {
		yaml     string
		want     []string
		breaking []string
	}{
		{"", nil, nil},
		{"1.10: a\n1.9: b\nv1.9.5: c\n", []string{"1.9 [b] []", "v1.9.5 [c] []", "1.10 [a] []"}, nil},
		{"junk: x\n1: x\n\"1.0.*\": x\n1.0.x: x\n10.3: x\n", []string{"junk [x] []", "1 [x] []", "1.0.* [x] []", "1.0.x [x] []", "10.3 [x] []"}, nil},
		{"1.0.0: b.php\n1.0.1:\n  - a\n  - B_2.PHP\n  - c\n", []string{"1.0.0 [] [b.php]", "1.0.1 [a c] [B_2.PHP]"}, nil},
		{"1.0.1: !!! Major update here.\n1.0.2: !!!Major\n1.0.3: \"!!! quoted\"\n1.0.4: [a, !!! b, x.php]\n1.0.5: \"a !!! b\"\n",
			[]string{"1.0.1 [Major update here.] []", "1.0.2 [Major] []", "1.0.3 [quoted] []", "1.0.4 [a b] [x.php]", "1.0.5 [a !!! b] []"},
			[]string{"1.0.1", "1.0.2", "1.0.3", "1.0.4"}},
		{"1.0: [{fixed: a bug}, 5]\n1.1: ~\n", []string{"1.0 [fixed: a bug 5] []", "1.1 [] []"}, nil},
	} {
		src := fstest.MapFS{
			"plugins/a/b/plugin.yaml":          {Data: []byte("plugin: {id: A.B}")},
			"plugins/a/b/updates/version.yaml": {Data: []byte(c.yaml)},
		}
		var ds diag.List
		p := Discover(src, []Root{{Path: "plugins"}}, &ds)[0]
		var got, breaking []string
		for _, r := range p.Releases {
			notes := []string{}
			for _, n := range r.Notes {
				notes = append(notes, n.Text)
			}
			got = append(got, fmt.Sprint(r.Version, " ", notes, " ", r.Scripts))
			if r.Important() {
				breaking = append(breaking, r.Version)
			}
		}
		if !slices.Equal(got, c.want) || !slices.Equal(breaking, c.breaking) {
			t.Errorf("%s\ngot %q, breaking %q", c.yaml, got, breaking)
		}
	}
}
