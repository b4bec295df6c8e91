package plugin

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"strata/internal/diag"
)

// showReleases writes releases in one line: a version with its notes, the important
// ones with an exclamation mark, and its scripts.
func showReleases(releases []Release) string {
	var out []string
	for _, r := range releases {
		line := r.Version
		for _, n := range r.Notes {
			line += fmt.Sprintf(" %s%q", map[bool]string{true: "!"}[n.Important], n.Text)
		}
		for _, s := range r.Scripts {
			line += " " + s
		}
		out = append(out, line)
	}
	return strings.Join(out, "; ")
}

func TestReleases(t *testing.T) {
	for src, want := range map[string]string{
		"":                            "",
		"1.0.1: First\n1.0.0: Zeroth": `1.0.0 "Zeroth"; 1.0.1 "First"`,
		"1.10: b\n1.1: a\n10.3: c\n1.0.*: d\njunk: e\n1: f\n1.0.x: g":                              `junk "e"; 1 "f"; 1.0.* "d"; 1.0.x "g"; 1.1 "a"; 1.10 "b"; 10.3 "c"`,
		"v1.0.2: b\n1.0.1: a\nv1.0.10: c":                                                          `1.0.1 "a"; v1.0.2 "b"; v1.0.10 "c"`,
		"1.4.1: !!! Major update here.":                                                            `1.4.1 !"Major update here."`,
		"1.4.1: !!!Breaking change":                                                                `1.4.1 !"Breaking change"`,
		"1.4.1: !!! It breaks: don't\n1.5: Fixed: this":                                            `1.4.1 !"It breaks: don't"; 1.5 "Fixed: this"`,
		"1.4.1: '!!! quoted'\n1.4.2: \"!!! so\"\n1.4.3: !!!":                                       `1.4.1 !"quoted"; 1.4.2 !"so"; 1.4.3 !""`,
		"1.0:\n  - !!! One: two\n  - Added: three\n  - a.php\n  - !!! long\n    text\n  - a b.php": `1.0 !"One: two" "Added: three" !"long text" "a b.php" a.php`,
		"1.0: a.php\n2.0: [sub/b.php, 7]":                                                          `1.0 a.php; 2.0 "7" sub/b.php`,
		"1.0:\n2.0: ~\n3.0: ''":                                                                    `1.0; 2.0; 3.0`,
	} {
		updates := fstest.MapFS{"version.yaml": {Data: []byte(src)}, "a.php": {}, "sub/b.php": {}}
		f, err := openFolder(updates, ".")
		if err != nil {
			t.Fatal(err)
		}
		var ds diag.List
		releases := readReleases(f, &ds)
		if got := showReleases(releases); got != want || len(ds) > 0 {
			t.Errorf("%q\ngot  %s\nwant %s\n%v", src, got, want, ds)
		}
		if important := strings.Contains(want, `!"`); important != (len(releases) > 0 && (Release{Notes: allNotes(releases)}).Important()) {
			t.Errorf("%q: important is not %t", src, important)
		}
	}
}

func allNotes(releases []Release) []Note {
	var out []Note
	for _, r := range releases {
		out = append(out, r.Notes...)
	}
	return out
}
