package site

import (
	"bytes"
	"fmt"

	"strata/internal/diag"
)

// Limits of one Markdown page. The parser is cubic in the depth of lists and
// quadratic in some kinds of markup, so a page is measured, in one pass, before
// the parser sees it. No page that a person wrote comes near.
const (
	maxDepth     = 100           // lists and quotes in one another
	maxLinks     = 1000          // "](" in a paragraph
	maxLineBytes = 1 << 20       // of one line
	maxMarks     = 300_000       // lines and characters that mean something in Markdown
	maxCells     = 200_000       // of one table
	maxPairs     = 2_000_000_000 // of marks that the parser may compare with one another
)

// A guard measures a page line by line.
type guard struct {
	body    []byte
	offset  int // of the current line
	indents []int
	links   int
	marks   int // in the page
	pending int // marks of the paragraph that may pair up
	pairs   int // so far, over all paragraphs
	columns int // of the table the paragraph may be
	cells   int
	foot    int // footnote marks in the page
	failed  diag.Diagnostic
	at      int
}

// guardMarkdown returns what is too much about body and where, if anything is.
func guardMarkdown(body []byte) (d diag.Diagnostic, offset int, ok bool) {
	g := &guard{body: body}
	for g.offset < len(body) && g.failed.Text == "" {
		next := len(body)
		if i := bytes.IndexByte(body[g.offset:], '\n'); i >= 0 {
			next = g.offset + i + 1
		}
		g.line(body[g.offset:next])
		g.offset = next
	}
	return g.failed, g.at, g.failed.Text == ""
}

func (g *guard) fail(over bool, what string, limit int) {
	if over && g.failed.Text == "" {
		g.failed, g.at = errGuard(what, fmt.Sprint(limit)), g.offset
	}
}

func (g *guard) line(line []byte) {
	g.fail(len(line) > maxLineBytes, "bytes in a line", maxLineBytes)
	if g.failed.Text != "" {
		return
	}
	if len(bytes.TrimSpace(line)) == 0 {
		g.links, g.pending, g.columns, g.cells = 0, 0, 0, 0
		g.marks++
		return
	}
	g.depth(line)
	g.count(line)
	g.table(line)
	g.fail(len(g.indents) > maxDepth, "lists and quotes in one another", maxDepth)
	g.fail(g.links > maxLinks, "links in a paragraph", maxLinks)
	g.fail(g.marks > maxMarks, "lines and characters of markup", maxMarks)
	g.fail(g.pairs+g.foot*g.foot > maxPairs, "quotes, stars and brackets in a paragraph", maxPairs/50_000)
	g.fail(g.cells > maxCells, "cells in a table", maxCells)
}

// depth keeps the columns at which lists and quotes are open. It may think too
// many are, in code for instance, never too few.
func (g *guard) depth(line []byte) {
	column, i := 0, 0
	for i < len(line) {
		switch n := marker(line[i:]); {
		case line[i] == ' ':
			column, i = column+1, i+1
		case line[i] == '\t':
			column, i = column+4-column%4, i+1
		case n > 0 && !(i == 0 && isRule(line)):
			for len(g.indents) > 0 && g.indents[len(g.indents)-1] >= column {
				g.indents = g.indents[:len(g.indents)-1]
			}
			g.indents = append(g.indents, column)
			column, i = column+n, i+n
		default:
			if column == 0 {
				g.indents = g.indents[:0]
			}
			return
		}
	}
}

// marker returns the length of the list or quote marker that starts s, or 0.
func marker(s []byte) int {
	switch s[0] {
	case '>':
		return 1
	case '-', '*', '+', ':':
		if len(s) == 1 || bytes.IndexByte([]byte(" \t\r\n"), s[1]) >= 0 {
			return 1
		}
		return 0
	}
	n := 0
	for n < len(s) && n < 10 && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	if n > 0 && n < len(s) && (s[n] == '.' || s[n] == ')') {
		return n + 1
	}
	return 0
}

// isRule reports whether the line is a thematic break such as "- - -".
func isRule(line []byte) bool {
	rest := bytes.Map(func(r rune) rune {
		if r == ' ' || r == '\t' || r == '\r' || r == '\n' {
			return -1
		}
		return r
	}, line)
	return len(rest) >= 3 && (rest[0] == '-' || rest[0] == '*') && len(bytes.Trim(rest, string(rest[:1]))) == 0
}

// count counts what may pair up. Comparing each with each is what the parser
// does at worst, so it is the sum of the squares over the paragraphs that is
// bounded: many short paragraphs are as harmless as they look.
func (g *guard) count(line []byte) {
	before := g.pending
	for i, c := range line {
		switch c {
		case '*', '_', '~', '\'', '"', '[', '`':
			g.pending++
			g.marks++
		case '<', '&', '|', '\\', '#', ':', '@', '{', '.':
			g.marks++
		}
		if i+1 < len(line) && c == ']' && line[i+1] == '(' {
			g.links++
		}
		if i+1 < len(line) && c == '[' && line[i+1] == '^' {
			g.foot++
		}
	}
	g.marks++
	g.pairs += g.pending*g.pending - before*before
}

// table counts the cells of what may be a table. The parser fills short rows up
// to the width of the header, so a short text can be a table of any size.
func (g *guard) table(line []byte) {
	if len(bytes.Trim(line, "|-: \t>\r\n")) == 0 && bytes.IndexByte(line, '-') >= 0 {
		g.columns = max(g.columns, bytes.Count(line, []byte("|"))+1)
	}
	g.cells += g.columns
}
