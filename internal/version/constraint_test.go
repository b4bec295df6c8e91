package version

import (
	"strings"
	"testing"
)

// The expectations were produced by composer/semver itself.
func TestMatches(t *testing.T) {
	for _, c := range []struct{ constraint, yes, no string }{
		{"1.0", "1.0 1.0.0.0 v1.0", "1.0.1 1.0-beta"},
		{">=5.0 <=6.0.4", "5.0 6.0.4 5.0-beta", "6.0.5 4.9"},
		{">=1.0,<2.0", "1.0 1.9.9", "2.0 2.0.0-beta1 0.9"},
		{"<2.0", "1.9", "2.0.0-beta1 2.0"},
		{">=2.0", "2.0.0-beta1 2.0", "1.9"},
		{">2.0", "2.0.1", "2.0.0-beta1 2.0"},
		{"<1.0-RC1", "1.0-alpha", "1.0-RC1 1.0"},
		{"~1.2", "1.2 1.9.9 1.2-alpha", "2.0 2.0-dev 1.1"},
		{"~1.2.3", "1.2.3 1.2.9", "1.3 1.2.2"},
		{"~1", "1.0 1.9", "2.0"},
		{"~1.2.3.4", "1.2.3.9", "1.2.4 1.2.3.3"},
		{"~2.0-beta1", "2.0-beta1 2.9", "2.0-alpha 3.0"},
		{"~2.x-dev", "2.x-dev", "3.0 2.0"},
		{"^1.2", "1.2 1.9 1.2-alpha", "2.0 1.1"},
		{"^0.3", "0.3 0.3.9", "0.4 0.2"},
		{"^0.0.3", "0.0.3", "0.0.4 0.0.2"},
		{"^1", "1.0.0-alpha 1.9", "2.0"},
		{"1.0.*", "1.0 1.0.9", "1.1 0.9"},
		{"1.0.x", "1.0.9", "1.1"},
		{"1.X", "1.9", "2.0"},
		{"0.*", "0.1 0.0.1-dev", "1.0"},
		{"*", "0 9.9 dev-master", ""},
		{"v1.*", "1.5", "2.0"},
		{"v*", "1.5", "dev-master"},
		{"1.0 - 2.0", "1.0 2.0.5", "2.1 0.9"},
		{"1.0 - 2.0.0", "2.0.0", "2.0.1"},
		{"1.0 - 2", "2.9", "3.0"},
		{"= 1.0", "1.0", "1.1"},
		{"== 1.0", "1.0", "1.1"},
		{"!= 1.0", "1.1 dev-master", "1.0"},
		{"<> 1.0", "1.1", "1.0"},
		{"<= 1.7.0", "1.7 1.6", "1.7.1"},
		{"> 1.0", "1.0.1 1.0-pl1", "1.0"},
		{"1.0 || 2.0", "1.0 2.0", "1.5"},
		{"1.0|2.0", "1.0 2.0", "1.5"},
		{">=1.0@beta", "1.0-beta 1.0", "1.0-alpha"},
		{"@dev", "1.0", ""},
		{"1.0 as 2.0", "1.0", "2.0"},
		{"dev-master", "dev-master", "1.0 dev-x"},
		{"master-dev", "dev-master", "1.0"},
		{"dev-a#1f2e", "dev-a", "dev-b"},
		{">=1.0", "1.0", "dev-master 0"},
		{"<=1.0", "0 1.0", "1.1"},
		{"2010-01-02", "2010-01-02", "2010.01.02"},
		{"1.0+build", "1.0", "1.1"},
		{"99999999999999999999.*", "", "1.0"},
	} {
		k, err := Parse(c.constraint)
		if err != nil {
			t.Errorf("Parse(%q): %v", c.constraint, err)
			continue
		}
		check(t, k, c.constraint, c.yes, true)
		check(t, k, c.constraint, c.no, false)
	}
}

func check(t *testing.T, k Constraint, constraint, versions string, want bool) {
	t.Helper()
	for _, v := range strings.Fields(versions) {
		if got, err := k.Matches(v); got != want || err != nil {
			t.Errorf("%q matches %q: got %v, %v; want %v", constraint, v, got, err, want)
		}
	}
}

func TestParseErrors(t *testing.T) {
	const prefix = "Could not parse version constraint "
	for _, c := range []struct{ in, want string }{
		{"~>1.0", prefix + `~>1.0: Invalid operator "~>", you probably meant to use the "~" operator`},
		{"", prefix + `: Invalid version string ""`},
		{">=", prefix + `>=: Invalid version string ""`},
		{"foo", prefix + `foo: Invalid version string "foo"`},
		{">=1.0 <", prefix + `<: Invalid version string ""`},
		{"1.0 || ", prefix + `: Invalid version string ""`},
		{"<=self.version", prefix + `<=self.version: Invalid version string "self.version"`},
	} {
		if _, err := Parse(c.in); message(err) != c.want {
			t.Errorf("Parse(%q): got %q, want %q", c.in, message(err), c.want)
		}
	}
}

func TestMatchesReportsVersion(t *testing.T) {
	ok, err := Constraint{}.Matches("junk")
	if ok || message(err) != `Invalid version string "junk"` {
		t.Errorf("got %v, %v", ok, err)
	}
	if ok, err := (Constraint{}).Matches("1.0"); !ok || err != nil {
		t.Errorf("the zero constraint does not allow 1.0: %v", err)
	}
}

// Nothing panics, and a normalized version equals itself.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"1.0", "~1.2 || ^0.3", "1.0 - 2.0", ">=1.0@beta, <2", "dev-master as 1.0", "1  as 2", "20240131-beta.2"} {
		f.Add(s, "1.0-RC1")
	}
	f.Add("\xff", "\xff as \xff")
	f.Fuzz(func(t *testing.T, constraint, version string) {
		k, err := Parse(constraint)
		if err == nil {
			k.Matches(version)
		}
		n, err := Normalize(version)
		if err != nil {
			return
		}
		if Compare(n, n) != 0 {
			t.Errorf("%q differs from itself", n)
		}
	})
}
