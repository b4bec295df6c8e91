package site

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"strata/internal/diag"
)

// maxReports is how many diagnostics one file may have. A hostile file of a
// million mistakes must not fill the memory with their descriptions.
const maxReports = 100

// A report collects the diagnostics of one file, and knows its lines. To ask
// after lines is safe from several goroutines at once: engines share the reports
// of layouts.
type report struct {
	file    string
	src     []byte
	first   int // line of the file at which src begins; 0 for its first line, at the first column
	indexed sync.Once
	lines   []int // offsets at which lines start; see index
	list    diag.List
	more    int
}

// at adds d with its place at the byte offset in the file.
func (r *report) at(offset int, d diag.Diagnostic) {
	if r.full() {
		return
	}
	offset = min(max(offset, 0), len(r.src))
	line := r.lineOf(offset)
	r.add(d, line, utf8.RuneCount(r.src[r.lines[line-1]:offset])+1)
}

// add adds d with its place at line and column; a line of 0 is the whole file.
func (r *report) add(d diag.Diagnostic, line, column int) {
	if r.full() {
		return
	}
	d.File, d.Line, d.Column = r.file, line, column
	d.Excerpt = r.excerpt(line)
	r.shift(&d)
	r.list.Add(d)
}

// shift moves a place in src to where it is in the file.
func (r *report) shift(d *diag.Diagnostic) {
	if r.first > 0 && d.Line > 0 {
		d.Line, d.Column = d.Line+r.first-1, 0
	}
}

// outside adds d without a place: what it is about does not stand in the file.
func (r *report) outside(d diag.Diagnostic) {
	if !r.full() {
		r.list.Add(d)
	}
}

func (r *report) full() bool {
	if len(r.list) < maxReports {
		return false
	}
	r.more++
	return true
}

// flush moves what was collected to ds.
func (r *report) flush(ds *diag.List) {
	ds.Add(r.list...)
	if r.more > 0 {
		ds.Add(errMore(r.file, r.more))
	}
	r.list, r.more = nil, 0
}

// index finds the lines when they are first needed, since most files have no
// mistakes and their lines would fill more memory than they do.
func (r *report) index() {
	r.indexed.Do(func() {
		r.lines = []int{0}
		for i, c := range r.src {
			if c == '\n' || c == '\r' && (i+1 == len(r.src) || r.src[i+1] != '\n') {
				r.lines = append(r.lines, i+1)
			}
		}
	})
}

func (r *report) lineOf(offset int) int {
	r.index()
	i, found := slices.BinarySearch(r.lines, offset)
	if found {
		return i + 1
	}
	return i
}

func (r *report) excerpt(line int) string {
	r.index()
	if line < 1 || line > len(r.lines) {
		return ""
	}
	text := r.src[r.lines[line-1]:]
	if line < len(r.lines) {
		text = r.src[r.lines[line-1]:r.lines[line]]
	}
	text = bytes.TrimRight(text[:min(len(text), 800)], "\r\n")
	runes := []rune(strings.ToValidUTF8(string(text), "\uFFFD"))
	return string(runes[:min(len(runes), 200)])
}

// columnOf returns the character column of the byte column, both from 1.
func (r *report) columnOf(line, byteColumn int) int {
	r.index()
	if line < 1 || line > len(r.lines) || byteColumn < 1 {
		return 0
	}
	start := r.lines[line-1]
	return utf8.RuneCount(r.src[start:min(start+byteColumn-1, len(r.src))]) + 1
}
