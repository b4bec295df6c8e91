package main

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
)

// A page is one test page of a suite.
type page struct {
	suite  string // "requirejs" or "amd"
	id     string
	url    string // path and query on our server
	reason string // why it does not pass, "" when it has to
}

func (p page) name() string { return p.suite + "/" + p.id }

func (c command) pages() ([]page, error) {
	if c.requirejs == "" && c.amd == "" {
		return nil, errors.New("nothing to run: give -requirejs or -amd")
	}
	var all, out []page
	for _, list := range []func() ([]page, error){c.requirejsPages, c.amdPages} {
		pages, err := list()
		if err != nil {
			return nil, err
		}
		all = append(all, pages...)
	}
	for _, p := range all {
		if strings.Contains(p.name(), c.only) {
			p.reason = reasons[p.name()]
			out = append(out, p)
		}
	}
	return out, nil
}

// registered matches what tests/all.js calls for each page.
var registered = regexp.MustCompile(`doh\.registerUrl\("([^"]+)", "\.\./([^"]+)"`)

func (c command) requirejsPages() ([]page, error) {
	if c.requirejs == "" {
		return nil, nil
	}
	text, err := os.ReadFile(filepath.Join(c.requirejs, "tests", "all.js"))
	if err != nil {
		return nil, fmt.Errorf("-requirejs is no checkout of requirejs/requirejs: %w", err)
	}
	var out []page
	seen := map[string]bool{}
	for _, m := range registered.FindAllStringSubmatch(string(text), -1) {
		if !seen[m[2]] {
			out = append(out, page{suite: "requirejs", id: m[1], url: "/requirejs/tests/" + m[2]})
		}
		seen[m[2]] = true
	}
	return out, nil
}

func (c command) amdPages() ([]page, error) {
	if c.amd == "" {
		return nil, nil
	}
	tests, err := filepath.Glob(filepath.Join(c.amd, "tests", "*", "_test.js"))
	if err != nil || len(tests) == 0 {
		return nil, errors.Join(errors.New("-amd is no checkout of amdjs/amdjs-tests: it has no tests/*/_test.js"), err)
	}
	var out []page
	for _, test := range tests {
		id := filepath.Base(filepath.Dir(test))
		out = append(out, page{suite: "amd", id: id, url: path.Join("/amd/tests", id, "test.html")})
	}
	return out, nil
}
