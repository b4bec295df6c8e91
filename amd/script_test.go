package amd

import (
	"strings"
	"testing"
	"testing/fstest"

	"strata/internal/diag"
)

func scriptFiles(files ...string) fstest.MapFS {
	src := fstest.MapFS{}
	for i := 0; i < len(files); i += 2 {
		src[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	return src
}

func TestScript(t *testing.T) {
	t.Parallel()
	src := scriptFiles("p/a/markup.ts", "import {two} from './lib';\nimport data from './data.json';\n\ninterface A {n: number}\nexport function twice(a: A) {\n  return two(a.n) + data.x;\n}\n",
		"p/a/lib/index.ts", "export const two = (n: number) => {\n  return n * 2;\n};\n", "p/a/data.json", `{"x": 1}`)
	var ds diag.List
	s, ok := NewScript(src, ScriptOptions{File: "p/a/markup.ts", Dir: "p/a", Global: "it"}, &ds)
	if !ok || len(ds) > 0 || !strings.HasPrefix(string(s.Code), "var it = ") {
		t.Fatalf("%v %v\n%s", ok, ds, s.Code)
	}
	for text, want := range map[string][2]int{"return two(": {6, 3}, "return n * 2": {2, 3}} {
		at := strings.Index(string(s.Code), text)
		line := strings.Count(string(s.Code[:at]), "\n")
		column := at - strings.LastIndex(string(s.Code[:at]), "\n")
		file, row, col := s.Locate(line+1, column)
		if row != want[0] || col != want[1] || !strings.Contains(s.Excerpt(file, row), text) {
			t.Errorf("%q is said to be at %s:%d:%d; want %v", text, file, row, col, want)
		}
	}
	if file, _, _ := s.Locate(1, 1); file != "" {
		t.Errorf("the first line comes from %q", file)
	}
}

func TestScriptMistakes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"import 'left-pad'":      `p/a/m.ts:1:8: error: import "left-pad" is not relative`,
		"import '../b/x'":        `p/a/m.ts:1:8: error: import "../b/x" leads out of p/a`,
		"import './gone'":        `p/a/m.ts:1:8: error: import "./gone" is not there: no file p/a/gone`,
		"import './l'":           `p/a/m.ts:1:8: error: import "./l" is not there`,
		"const x: = 1":           "p/a/m.ts:1:10: error: ",
		"await 1":                "p/a/m.ts:1:1: error: ",
		strings.Repeat("(", 1e5): "p/a/m.ts:1:",
	} {
		src := scriptFiles("p/a/m.ts", text, "p/b/x.ts", "", "p/a/target.ts", "")
		src["p/a/l.ts"] = &fstest.MapFile{Data: []byte("target.ts"), Mode: 0o777 | 1<<27}
		var ds diag.List
		if _, ok := NewScript(src, ScriptOptions{File: "p/a/m.ts", Dir: "p/a", Global: "it"}, &ds); ok || len(ds) != 1 || !strings.HasPrefix(ds[0].Place()+": error: "+ds[0].Text, want) {
			t.Errorf("%.50q: %v, %v; want %q", text, ok, ds, want)
		}
	}
	var ds diag.List
	if _, ok := NewScript(scriptFiles(), ScriptOptions{File: "p/a/m.ts", Dir: "p/a", Global: "it"}, &ds); ok || len(ds) != 1 || ds[0].File != "p/a/m.ts" {
		t.Errorf("no file: %v", ds)
	}
}
