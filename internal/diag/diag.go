// Package diag holds what Strata says about a site: a Diagnostic is one finding
// with its place, and a List is every finding of one run.
//
// A diagnostic is printed in the form that editors and terminals make
// clickable, followed by what it means and what to do:
//
//	plugins/acme/blog/plugin.yaml:7:5: error: plugin Acme.Blog requires Acme.User, which is not installed
//	  note: Acme.Blog is disabled, and so is Acme.Comments, which requires it
//	  hint: add plugins/acme/user, or remove "Acme.User" from require
//
// Stages append to a List and go on, so that one run reports every mistake.
package diag

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Severity says how much a diagnostic weighs.
type Severity int

// The severities, heaviest first. An error fails the build; a warning fails it
// only under --strict; a notice is shown with -v.
const (
	Error Severity = iota
	Warning
	Notice
)

// String returns the word that is printed: "error", "warning" or "notice".
func (s Severity) String() string {
	return [...]string{"error", "warning", "notice"}[s]
}

// MarshalText writes the severity as its word, for --json.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Diagnostic is one finding. The zero value is an error without a place.
type Diagnostic struct {
	Severity Severity `json:"severity"`
	File     string   `json:"file,omitempty"`   // slash-separated, relative to the site; empty when there is none
	Line     int      `json:"line,omitempty"`   // from 1; 0 when the finding is about the whole file
	Column   int      `json:"column,omitempty"` // in characters, from 1; 0 when it is about the whole line
	Text     string   `json:"text"`             // what is wrong: lower case, no full stop, the user's words in %q
	Notes    []string `json:"notes,omitempty"`  // what follows from it
	Hint     string   `json:"hint,omitempty"`   // what to do
	Excerpt  string   `json:"excerpt,omitempty"`
}

// Place returns "file:line:column", as much of it as is known.
func (d Diagnostic) Place() string {
	switch {
	case d.Line == 0:
		return d.File
	case d.Column == 0:
		return fmt.Sprintf("%s:%d", d.File, d.Line)
	}
	return fmt.Sprintf("%s:%d:%d", d.File, d.Line, d.Column)
}

// String returns the diagnostic as it is printed, notes and hint on lines of
// their own, without a final newline. Control characters that a file name or
// an excerpt may carry are shown escaped, so that they cannot drive a terminal;
// so are the marks that turn the direction of the text around.
func (d Diagnostic) String() string {
	var b strings.Builder
	if d.File != "" {
		b.WriteString(printable(d.Place()) + ": ")
	}
	b.WriteString(d.Severity.String() + ": " + printable(d.Text))
	for _, note := range d.Notes {
		b.WriteString("\n  note: " + printable(note))
	}
	if d.Hint != "" {
		b.WriteString("\n  hint: " + printable(d.Hint))
	}
	return b.String()
}

func printable(s string) string {
	clean := func(r rune) bool {
		return r < ' ' && r != '\t' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == utf8.RuneError || unicode.Is(unicode.Bidi_Control, r)
	}
	if !strings.ContainsFunc(s, clean) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if clean(r) {
			fmt.Fprintf(&b, "\\u%04x", r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// List is the diagnostics of one run. The zero value is an empty list.
type List []Diagnostic

// Add appends ds.
func (l *List) Add(ds ...Diagnostic) { *l = append(*l, ds...) }

// HasErrors reports whether the list holds an error.
func (l List) HasErrors() bool { return l.Count(Error) > 0 }

// Count returns how many diagnostics of the severity the list holds.
func (l List) Count(s Severity) int {
	n := 0
	for _, d := range l {
		if d.Severity == s {
			n++
		}
	}
	return n
}

// Sorted returns the list ordered by file, line, column and text, each
// diagnostic once, whatever the order in which the stages found them.
func (l List) Sorted() List {
	out := slices.Clone(l)
	slices.SortStableFunc(out, func(a, b Diagnostic) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
			cmp.Compare(a.Severity, b.Severity), cmp.Compare(a.Text, b.Text))
	})
	return slices.CompactFunc(out, func(a, b Diagnostic) bool { return a.String() == b.String() })
}

// Print writes the list to w in order, one diagnostic a paragraph, leaving out
// what is lighter than least.
func (l List) Print(w io.Writer, least Severity) {
	for _, d := range l {
		if d.Severity <= least {
			fmt.Fprintln(w, d)
		}
	}
}

// Position returns the line and column, both from 1, of the byte at offset in
// src. A column counts characters, not bytes. An offset past the end is the end.
// Lines end at LF, CR, or CR LF.
func Position(src []byte, offset int) (line, column int) {
	offset = min(max(offset, 0), len(src))
	line, start := 1, 0
	for i := 0; i < offset; i++ {
		if src[i] == '\n' || src[i] == '\r' && (i+1 == len(src) || src[i+1] != '\n') {
			line++
			start = i + 1
		}
	}
	return line, utf8.RuneCount(src[start:offset]) + 1
}

// Excerpt returns the line of src with the given number, from 1, without its
// line end and cut at 200 characters; empty when there is no such line. It looks
// at no more than it has to, since a file may have as many mistakes as lines.
func Excerpt(src []byte, line int) string {
	for ; line > 1; line-- {
		end := bytes.IndexAny(src, "\r\n")
		if end < 0 {
			return ""
		}
		if bytes.HasPrefix(src[end:], []byte("\r\n")) {
			end++
		}
		src = src[end+1:]
	}
	if line < 1 {
		return ""
	}
	src = src[:min(len(src), 200*utf8.UTFMax)]
	if end := bytes.IndexAny(src, "\r\n"); end >= 0 {
		src = src[:end]
	}
	runes := []rune(string(src))
	return string(runes[:min(len(runes), 200)])
}

// InvalidUTF8 returns the offset of the first byte of src that is not UTF-8, or
// -1 when all of it is.
func InvalidUTF8(src []byte) int {
	if utf8.Valid(src) {
		return -1
	}
	for i := 0; ; {
		r, size := utf8.DecodeRune(src[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
}

// Unreadable returns the error that the file or folder cannot be read.
func Unreadable(file string, err error) Diagnostic {
	return Diagnostic{File: file, Text: fmt.Sprintf("cannot read %q: %s", path.Base(file), Reason(err)),
		Hint: "make it a readable folder or file, or remove it"}
}

// Reason returns the cause of an error of the file system, without the path,
// which the diagnostic about it shows already.
func Reason(err error) string {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		err = e.Err
	}
	return err.Error()
}

// Nearest returns the word in among that is closest to word, by edit distance
// without regard to case, or "" when none is close enough to be what was meant.
// Of equally close words the first in byte order is returned.
func Nearest(word string, among []string) string {
	best, bound := "", max(1, min(3, len(word)/3))+1
	candidates := slices.Sorted(slices.Values(among))
	for _, c := range candidates {
		if d := distance(strings.ToLower(word), strings.ToLower(c), bound); d < bound {
			best, bound = c, d
		}
	}
	return best
}

// distance is the optimal string alignment distance of a and b, or limit when
// it is at least that.
func distance(a, b string, limit int) int {
	if len(a) > 200 || len(b) > 200 || len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], limit)
}
