package amd

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"strata/internal/diag"
)

// Limits that every input has to keep to, whatever it is. The time is that of a
// compilation that does not end: what is quadratic takes many minutes, and what
// is not takes seconds, or ten times as many with the race detector on a machine
// that others use too.
const (
	hang        = 3 * time.Minute
	guardMemory = 512 << 20
)

// A shape is a text that nests: n times open, the middle, n times close.
type shape struct {
	name, before, open, middle, close, after string
	limit                                    int // how deep it may nest at least
}

var scriptShapes = []shape{
	{"brackets", "x=", "[", "", "]", "", 4000},
	{"parentheses", "x=", "(", "1", ")", "", 4000},
	{"blocks", "", "{", "", "}", "", 4000},
	{"objects", "x=", "{a:", "1", "}", "", 4000},
	{"calls", "", "f(", "", ")", "", 4000},
	{"unary operators", "x=", "!", "1", "", "", 4000},
	{"words before operands", "x=", "typeof ", "1", "", "", 4000},
	{"member steps", "x", ".a", "", "", "", 4000},
	{"calls in a row", "x", "()", "", "", "", 4000},
	{"steps by index", "x", "[0]", "", "", "", 4000},
	{"arrow functions", "x=", "a=>", "1", "", "", 900},
	{"arrow functions with bodies", "x=", "a=>{", "", "}", "", 900},
	{"functions", "", "function f(){", "", "}", "", 900},
	{"classes", "x=", "class{a(){return ", "1", "}}", "", 400},
	{"conditions", "x=", "a?b:", "1", "", "", 2000},
	{"else branches", "if(a)b", ";else if(a)b", "", "", "", 2000},
	{"assignments", "x=", "a=", "1", "", "", 4000},
	{"powers", "x=", "2**", "1", "", "", 4000},
	{"templates", "x=", "`${", "1", "}`", "", 1000},
	{"tagged templates", "x", "``", "", "", "", 4000},
	{"sums", "x=", "1+", "1", "", "", 9000},
	{"statements", "", "if(a)", "b", "", "", 2000},
	{"loops", "", "for(;;)", "b", "", "", 2000},
	{"loops with while", "", "while(a)", "b", "", "", 2000},
	{"loops with do", "", "do ", "b", ";while(a)", "", 2000},
	{"words for labels", "", "a1:", "b", "", "", 1},
	{"words of objects", "x=", "new ", "b", "", "", 2000},
	{"negations", "x=", "-", "b", "", "", 0},
	{"dots", "x=[", "...", "b", "", "]", 1},
	{"assignments of patterns", "", "[a]=", "b", "", "", 2000},
	{"returned functions", "x=", "function(){return ", "1", "}", "", 900},
	{"objects of methods", "x=", "{a(){return ", "1", "}}", "", 400},
	{"commas", "x=(a", ",a", "", "", ")", 9000},
	{"commas in statements", "a", ",f(1)", "", "", "", 9000},
	{"commas by index", "x[a", ",a", "", "", "]", 9000},
	{"elements", "x=[a", ",a", "", "", "]", 100_000},
	{"arguments", "x(a", ",a", "", "", ")", 9000},
	{"properties", "x={a:1", ",a:1", "", "", "}", 100_000},
	{"variables", "var a=1", ",b=2", "", "", "", 4000},
	{"cases", "switch(x){", "case 1:", "", "", "}", 1000},
	{"cases of words", "switch(x){", "case a:", "", "", "}", 1000},
	{"semicolons", "", "a;", "", "", "", 20_000},
	{"optional steps", "x=a", "?.b", "", "", "", 2000},
	{"alternatives", "x=", "a||", "a", "", "", 2000},
	{"comparisons", "x=a", "<a", "", "", "", 2000},
	{"strings", "x=", "'a'+", "'b'", "", "", 9000},
	{"texts", "x=", "'" + strings.Repeat("a", 1000) + "'+", "'b'", "", "", 500},
	{"quotients", "x=a", "/a", "", "", "", 2000},
	{"casts", "x=a", " in a", "", "", "", 2000},
	{"regular expressions", "x=", "/a/.b+", "1", "", "", 1000},
	{"patterns", "var ", "[", "a", "]", "=b", 4000},
}

func (s shape) text(n int) string {
	return s.before + strings.Repeat(s.open, n) + s.middle + strings.Repeat(s.close, n) + s.after
}

// guarded compiles the package p of the files within the limits.
func guarded(t *testing.T, name string, files map[string]string, minify bool) ([]Layer, diag.List) {
	t.Helper()
	src := fstest.MapFS{}
	for file, text := range files {
		src[file] = &fstest.MapFile{Data: []byte(text)}
	}
	var ds diag.List
	var layers []Layer
	done := make(chan struct{})
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	go func() {
		defer close(done)
		layers = Compile(context.Background(), src, Options{Format: FormatStrata, Minify: minify, SourceMaps: true, Packages: []Package{{Name: "p", Location: "p", Output: "p"}}}, &ds)
	}()
	select {
	case <-done:
	case <-time.After(hang):
		t.Fatalf("%s, minify %t: not done after %v", name, minify, hang)
	}
	runtime.ReadMemStats(&after)
	if more := int64(after.HeapSys+after.StackSys) - int64(before.HeapSys+before.StackSys); more > guardMemory {
		t.Errorf("%s, minify %t: took %d MiB", name, minify, more>>20)
	}
	return layers, ds.Sorted()
}

// refused reports whether the diagnostics are one error with a place in the file.
func refused(ds diag.List, file string) bool {
	return ds.HasErrors() && ds[0].File == file && ds[0].Line > 0 && ds[0].Column > 0
}

func TestGuardsOfNesting(t *testing.T) {
	for _, in := range []struct {
		name, file, head, tail string
		size                   int
	}{
		{"AMD", "p/main.js", "define([],function(){", "})", maxFile - 100},
		{"ES module", "p/main.js", "export {};", "", 2 << 20},
		{"TSX", "p/main.tsx", "export {};", "", 2 << 20},
	} {
		for _, s := range scriptShapes {
			for _, n := range []int{s.limit, in.size / len(s.open+s.close)} {
				name := fmt.Sprintf("%s, %d %s", in.name, n, s.name)
				layers, ds := guarded(t, name, map[string]string{in.file: in.head + s.text(n) + in.tail}, true)
				if n == s.limit && len(layers) == 0 || len(layers) == 0 && !refused(ds, in.file) && !strings.Contains(fmt.Sprint(ds), "larger than 10 MiB") {
					t.Errorf("%s: %d layers %.300s", name, len(layers), ds[:min(len(ds), 1)])
				}
			}
		}
	}
}

// What modules ask for is guarded as they are. The module asks for it in both ways.
func TestGuardsOfDataAndStyles(t *testing.T) {
	for _, s := range []struct {
		file string
		shape
	}{
		{"p/a.json", shape{"arrays", "", "[", "", "]", "", 4000}},
		{"p/a.json", shape{"objects", "", `{"a":`, "1", "}", "", 4000}},
		{"p/a.json", shape{"unclosed arrays", "", "[", "", "", "", 1}},
		{"p/a.json", shape{"elements", "[1", ",1", "", "", "]", 100_000}},
		{"p/a.json", shape{"keys", `{"a":1`, `,"a":1`, "", "", "}", 100_000}},
		{"p/a.css", shape{"blocks", "", "a{", "", "}", "", 900}},
		{"p/a.css", shape{"queries", "", "@media print{", "", "}", "", 900}},
		{"p/a.css", shape{"parentheses", "a{width:", "calc(", "1px", ")", "}", 4000}},
		{"p/a.css", shape{"brackets", "a{--x:", "[", "", "]", "}", 4000}},
		{"p/a.css", shape{"selectors", "", ":is(", "a", ")", "{color:red}", 900}},
		{"p/a.css", shape{"rules", "", "a{color:red}", "", "", "", 10_000}},
		{"p/a.css", shape{"lists", "a", ",a", "", "", "{color:red}", 10_000}},
	} {
		for _, n := range []int{s.limit, (maxFile - 100) / len(s.open+s.close)} {
			for _, way := range []string{"AMD", "TypeScript"} {
				files := map[string]string{s.file: s.text(n)}
				if way == "TypeScript" {
					files["p/main.ts"] = "import * as a from './" + s.file[2:] + "'; export default a;"
				} else {
					files["p/main.js"] = "define(['" + s.file[4:] + "!./" + s.file[2:] + "'], function () {});"
				}
				name := fmt.Sprintf("%s, %s, %d %s", way, s.file, n, s.name)
				layers, ds := guarded(t, name, files, true)
				if n == s.limit && s.limit > 1 && len(layers) == 0 || len(layers) == 0 && !refused(ds, s.file) {
					t.Errorf("%s: %d layers %.300s", name, len(layers), ds[:min(len(ds), 1)])
				}
			}
		}
	}
}

func TestGuardsOfFiles(t *testing.T) {
	const bom = "\ufeff"
	for _, in := range []struct{ file, main, text string }{
		{"p/main.js", "", "define([],\r\nfunction () { return 'ä'; });\r\n"},
		{"p/main.mjs", "", "import './b.mjs';\r\nexport default 'ä';\r\n"},
		{"p/main.ts", "", "export const a: string =\r\n'ä';\r\n"},
		{"p/a.json", "define(['json!./a.json'], function () {});", "{\"a\":\r\n\"ä\"}\r\n"},
		{"p/a.css", "define(['css!./a.css'], function () {});", "a {\r\ncontent: 'ä' }\r\n"},
		{"p/a.html", "define(['text!./a.html'], function () {});", "<p>\r\nä\r\n"},
	} {
		for name, c := range map[string]struct {
			text     string
			warnings int
			refused  string
		}{
			"CR LF":      {in.text, 0, ""},
			"BOM":        {bom + in.text, 0, ""},
			"Latin-1":    {strings.ReplaceAll(in.text, "ä", "\xe4"), 1, ""},
			"empty":      {"", 0, ""},
			"BOM alone":  {bom, 0, ""},
			"NUL":        {in.text + "\x00", 0, "any"},
			"10 MiB":     {in.text + strings.Repeat(" ", maxFile-len(in.text)), 0, ""},
			"too large":  {in.text + strings.Repeat(" ", maxFile), 0, "larger than 10 MiB"},
			"long lines": {in.text + strings.Repeat("\r\n", 1<<20), 0, ""},
		} {
			files := map[string]string{in.file: c.text, "p/b.mjs": ""}
			if in.main != "" {
				files["p/main.js"] = in.main
			}
			layers, ds := guarded(t, in.file+", "+name, files, true)
			if strings.HasSuffix(in.file, ".json") && (name == "empty" || name == "BOM alone") {
				c.refused = "is not JSON"
			}
			switch {
			case c.refused == "any":
			case c.refused != "":
				if len(layers) > 0 || !strings.Contains(fmt.Sprint(ds), c.refused) || ds[0].File != in.file {
					t.Errorf("%s, %s: %d layers %s", in.file, name, len(layers), ds)
				}
			case len(layers) == 0 || ds.Count(diag.Warning) != c.warnings:
				t.Errorf("%s, %s: %d layers %s", in.file, name, len(layers), ds)
			case name != "empty" && name != "BOM alone" && !strings.Contains(string(layers[0].Code), "ä") || strings.Contains(string(layers[0].Code), bom):
				t.Errorf("%s, %s: got %.300s", in.file, name, layers[0].Code)
			}
		}
	}
}

func TestGuardsOfNumbers(t *testing.T) {
	const n = 5000
	for _, ext := range []string{"js", "ts"} {
		files := map[string]string{}
		var all strings.Builder
		for i := range n {
			if ext == "js" {
				files[fmt.Sprintf("p/m%d.js", i)] = fmt.Sprintf("define(['./m%d'], function (a) { return a; });", max(0, i-1))
				fmt.Fprintf(&all, "'./m%d',", i)
			} else {
				files[fmt.Sprintf("p/m%d.ts", i)] = fmt.Sprintf("export const a%d: number = %d;", i, i)
				fmt.Fprintf(&all, "export * from './m%d';\n", i)
			}
		}
		files["p/main.ts"] = all.String()
		if ext == "js" {
			delete(files, "p/main.ts")
			files["p/main.js"] = "define([" + all.String() + "], function () {});"
		}
		layers, ds := guarded(t, "files", files, true)
		if len(layers) != 1 || len(ds) > 0 {
			t.Errorf("%s: %d layers %.300s", ext, len(layers), ds)
		}
	}
}
