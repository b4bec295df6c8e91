package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var testFunction = regexp.MustCompile(`(?m)^func (Test\w+)\(`)

var testName = regexp.MustCompile("`([A-Za-z0-9_]+)`")

// testFunctions are the names of all tests in Go.
func testFunctions(t *testing.T) map[string]bool {
	out := map[string]bool{}
	files, err := filepath.Glob("*_test.go")
	for _, pattern := range []string{"*/*_test.go", "internal/*/*_test.go", "bench/*/*_test.go"} {
		more, _ := filepath.Glob(pattern)
		files = append(files, more...)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range testFunction.FindAllSubmatch(text, -1) {
			out[string(m[1])] = true
		}
	}
	return out
}

// TestDocsFeatures wants each row of docs/features.md to name tests that exist.
func TestDocsFeatures(t *testing.T) {
	page, err := os.ReadFile("docs/features.md")
	if err != nil {
		t.Fatal(err)
	}
	tests := testFunctions(t)
	rows := 0
	for line := range strings.Lines(string(page)) {
		cells := strings.Split(strings.ReplaceAll(strings.TrimSpace(line), `\|`, ""), "|")
		if len(cells) != 5 || strings.Contains(cells[1], "---") || strings.TrimSpace(cells[3]) == "Shown by" {
			continue
		}
		rows++
		named := testName.FindAllStringSubmatch(cells[3], -1)
		if len(named) == 0 {
			t.Errorf("no test: %s", line)
		}
		for _, m := range named {
			_, err := os.Stat("testdata/script/" + m[1] + ".txtar")
			if err != nil && !tests[m[1]] {
				t.Errorf("there is no test %s: %s", m[1], cells[1])
			}
		}
	}
	if rows < 40 {
		t.Errorf("only %d rows", rows)
	}
}
