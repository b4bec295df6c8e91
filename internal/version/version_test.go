package version

import "testing"

func TestNormalize(t *testing.T) {
	for _, c := range []struct{ in, want, err string }{
		{"1.0", "1.0.0.0", ""},
		{"v2.1.0-beta3", "2.1.0.0-beta3", ""},
		{" 1.0.0-rc.1 ", "1.0.0.0-RC1", ""},
		{"1.0.0-RC1", "1.0.0.0-RC1", ""},
		{"1pl3", "1.0.0.0-patch3", ""},
		{"1.0a2", "1.0.0.0-alpha2", ""},
		{"1.0b", "1.0.0.0-beta", ""},
		{"1.0-stable", "1.0.0.0", ""},
		{"1.0-beta1-dev", "1.0.0.0-beta1-dev", ""},
		{"1.0+build.5", "1.0.0.0", ""},
		{"1.0@beta", "1.0.0.0", ""},
		{"2.0 as 1.0", "2.0.0.0", ""},
		{"20240131", "20240131", ""},
		{"2024.01.31", "2024.01.31.0", ""},
		{"2010-01-02", "2010.01.02", ""},
		{"1.0.x-dev", "1.0.9999999.9999999-dev", ""},
		{"master", "dev-master", ""},
		{"DEV-Feature/a", "dev-Feature/a", ""},
		{"0", "0.0.0.0", ""},
		{"1.2.3.4.5", "", `Invalid version string "1.2.3.4.5"`},
		{"junk", "", `Invalid version string "junk"`},
		{"1.0.x", "", `Invalid version string "1.0.x"`},
		{"", "", `Invalid version string ""`},
		{"1.0-\u017ftable", "", "Invalid version string \"1.0-\u017ftable\""},
		{"foo as 1.0", "", `Invalid version string "foo as 1.0" in "foo as 1.0", the alias source must be an exact version, if it is a branch name you should prefix it with dev-`},
		{"foo as foo", "", `Invalid version string "foo as foo" in "foo as foo", the alias must be an exact version`},
	} {
		got, err := Normalize(c.in)
		if got != c.want || message(err) != c.err {
			t.Errorf("Normalize(%q) = %q, %q; want %q, %q", c.in, got, message(err), c.want, c.err)
		}
	}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestCompare(t *testing.T) {
	ascending := [][2]string{
		{"1.0", "1.0.0"}, {"1", "1.0.x"}, {"junk", "1"}, {"1.0.*", "10.3"},
		{"1.0junk", "1.0dev"}, {"1.0dev", "1.0alpha"}, {"1.0alpha", "1.0b"}, {"1.0beta", "1.0RC1"},
		{"1.0rc1", "1.0"}, {"1.0", "1.0pl1"}, {"1.0alpha9", "1.0alpha10"}, {"v1.0.1", "1.0.2"},
		{"", "1"}, {"1.9", "1.10"}, {"1.", "1.1"}, {"1", "1_1"},
	}
	for _, c := range ascending {
		if Compare(c[0], c[1]) != -1 || Compare(c[1], c[0]) != 1 {
			t.Errorf("%q does not come before %q", c[0], c[1])
		}
	}
	for _, c := range [][2]string{{"1.0a", "1.0alpha"}, {"1.0-rc1", "1.0RC1"}, {"1.0p1", "1.0patch1"}, {"99999999999999999999", "99999999999999999998"}, {"", ""}} {
		if Compare(c[0], c[1]) != 0 {
			t.Errorf("%q and %q differ", c[0], c[1])
		}
	}
}
