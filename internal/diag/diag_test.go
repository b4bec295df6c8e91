package diag

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
)

func TestString(t *testing.T) {
	d := Diagnostic{File: "plugins/a/a.js", Line: 3, Column: 7, Text: "no such module", Notes: []string{"a is left out"}, Hint: "add it"}
	want := "plugins/a/a.js:3:7: error: no such module\n  note: a is left out\n  hint: add it"
	if got := d.String(); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := (Diagnostic{File: "a\x1b[2J", Text: "x"}).String(); strings.Contains(got, "\x1b") {
		t.Errorf("an escape sequence reaches the terminal: %q", got)
	}
	for _, r := range "\u200e\u200f\u202a\u202e\u2066\u2069" {
		want := fmt.Sprintf("error: a\\u%04xb", r)
		if got := (Diagnostic{Text: "a" + string(r) + "b"}).String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestPosition(t *testing.T) {
	src := []byte("ab\r\nä=1\rx\n")
	for _, c := range []struct{ offset, line, column int }{
		{0, 1, 1}, {2, 1, 3}, {4, 2, 1}, {6, 2, 2}, {9, 3, 1}, {99, 4, 1}, {-1, 1, 1},
	} {
		if line, column := Position(src, c.offset); line != c.line || column != c.column {
			t.Errorf("offset %d: got %d:%d, want %d:%d", c.offset, line, column, c.line, c.column)
		}
	}
}

func TestSorted(t *testing.T) {
	l := List{{File: "b", Text: "2"}, {File: "a", Line: 2, Text: "1"}, {File: "b", Text: "2"}, {File: "a", Line: 1, Severity: Warning, Text: "0"}}
	var b strings.Builder
	l.Sorted().Print(&b, Warning)
	if want := "a:1: warning: 0\na:2: error: 1\nb: error: 2\n"; b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
}

func TestNearest(t *testing.T) {
	words := []string{"baseURL", "base", "plugins", "packages", "loader"}
	for _, c := range []struct{ word, want string }{
		{"pluings", "plugins"}, {"baseUrl", "baseURL"}, {"loder", "loader"}, {"zebra", ""}, {"", ""}, {"package", "packages"},
	} {
		if got := Nearest(c.word, words); got != c.want {
			t.Errorf("Nearest(%q) = %q, want %q", c.word, got, c.want)
		}
	}
}

func TestUnreadable(t *testing.T) {
	err := &fs.PathError{Op: "open", Path: "/home/me/site/a/b", Err: fs.ErrPermission}
	for _, err := range []error{err, fmt.Errorf("reading: %w", err), fs.ErrPermission} {
		want := "a/b: error: cannot read \"b\": permission denied\n  hint: make it a readable folder or file, or remove it"
		if got := Unreadable("a/b", err).String(); got != want {
			t.Errorf("got %s", got)
		}
	}
}

func TestInvalidUTF8(t *testing.T) {
	for src, want := range map[string]int{"": -1, "aé\ufffd": -1, "\xff": 0, "aé\xe9b": 3, "a\xf0\x9f": 1, "\ufffd\xc3": 3} {
		if got := InvalidUTF8([]byte(src)); got != want {
			t.Errorf("%q: got %d, want %d", src, got, want)
		}
	}
}
