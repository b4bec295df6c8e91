package amd

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/evanw/esbuild/pkg/api"

	"strata/internal/diag"
)

func TestVLQ(t *testing.T) {
	for _, n := range []int{0, 1, -1, 15, 16, -16, 31, 32, 1023, -1024, 1 << 29, -(1 << 29)} {
		b := appendVLQ(nil, n)
		if got, length := readVLQ(b); got != n || length != len(b) {
			t.Errorf("%d: got %d, %d of %d bytes", n, got, length, len(b))
		}
	}
	for _, bad := range []string{"", "g", "!", "ggggggggg"} {
		if _, length := readVLQ([]byte(bad)); length != 0 {
			t.Errorf("%q: %d bytes", bad, length)
		}
	}
}

func TestMappingRoundTrip(t *testing.T) {
	in := []segment{{0, 0, 3, 4, -1, 0}, {0, 5, 3, 9, 1, 2}, {2, 1, 0, 0, 0, 1}, {2, 9, 7, 2, -1, 1}, {5, 0, 7, 3, 1, 0}}
	m := newMapping()
	for _, s := range in {
		m.add(s)
	}
	var out []segment
	if err := each(m.encoded, func(s segment) { out = append(out, s) }); err != nil {
		t.Fatal(err)
	}
	for i := range in {
		if out[i] != in[i] {
			t.Errorf("segment %d: got %+v, want %+v", i, out[i], in[i])
		}
	}
}

// decoded is a source map as a reader sees it.
type decoded struct {
	Sources        []string
	SourcesContent []string
	Names          []string
	Mappings       string
}

// checkMap compares every mapped name of a layer with the file it is said to
// come from, by a reader that knows nothing of how the map was made.
func checkMap(t *testing.T, l Layer) int {
	t.Helper()
	var m decoded
	if err := json.Unmarshal(l.Map, &m); err != nil {
		t.Fatal(err)
	}
	code := strings.Split(string(l.Code), "\n")
	line, column, source, origLine, origColumn, name, checked := 0, 0, 0, 0, 0, 0, 0
	for _, group := range strings.Split(m.Mappings, ";") {
		column = 0
		for _, field := range strings.Split(group, ",") {
			var values []int
			for b := []byte(field); len(b) > 0; {
				n, length := readVLQ(b)
				if length == 0 {
					t.Fatalf("malformed %q", field)
				}
				values, b = append(values, n), b[length:]
			}
			if len(values) < 4 {
				continue
			}
			column, source, origLine, origColumn = column+values[0], source+values[1], origLine+values[2], origColumn+values[3]
			found := identifierAt(t, m.SourcesContent[source], origLine, origColumn)
			want := identifierAt(t, strings.Join(code[line:line+1], ""), 0, column)
			if len(values) == 5 {
				name += values[4]
				want = m.Names[name]
			}
			if want != "" && found != want && !(len(values) == 4 && isKeyword(want)) {
				t.Errorf("%s:%d:%d is said to be %q, and is %q", m.Sources[source], origLine+1, origColumn+1, want, found)
			}
			checked++
		}
		line++
	}
	return checked
}

func identifierAt(t *testing.T, text string, line, column int) string {
	t.Helper()
	table := newLineTable([]byte(text))
	if line >= len(table) {
		t.Errorf("line %d is past the end", line+1)
		return ""
	}
	at := table[line]
	for ; column > 0 && at < len(text); at++ {
		if text[at]&0xc0 != 0x80 {
			column--
			if text[at] >= 0xf0 {
				column--
			}
		}
	}
	for at < len(text) && text[at]&0xc0 == 0x80 {
		at++
	}
	end := at
	for end < len(text) && (text[end] >= 'a' && text[end] <= 'z' || text[end] >= 'A' && text[end] <= 'Z' || text[end] == '_' || text[end] == '$' || end > at && text[end] >= '0' && text[end] <= '9') {
		end++
	}
	return text[at:end]
}

func TestLayerMaps(t *testing.T) {
	const archive = `
-- blog/main.js --
/* 𝒳 */ define(/* é */ ['./a', './sugar'], function (alpha, sugar) { var local = alpha.value; return local + sugar.other; });
-- blog/a.js --
'use strict';
var outside = 1; define(function () { return {value: outside}; });
-- blog/sugar.js --
// comment
define(function (require, exports, module) { var dep = require('./a'); exports.other = dep.value; });
-- blog/umd.js --
(function (factory) { if (typeof define === 'function' && define.amd) { define(['./a'], factory); } }(function (dependency) { return dependency; }));
-- blog/ready.js --
require({cache:{'acme/blog/inner':function(){ define(["./a"], function (beta) { return beta.value; }); }}});
define("acme/blog/ready", ["./inner"], function (inner) { return inner; });
`
	for _, format := range []Format{FormatStrata, FormatRequireJS, FormatDojo} {
		for _, minify := range []bool{false, true} {
			for _, ends := range []string{"\n", "\r\n"} {
				l, ds := compileOne(t, strings.ReplaceAll(archive, "; ", ";"+ends), func(o *Options) {
					o.Format, o.Minify, o.Packages[0].Complete = format, minify, true
				})
				if ds.HasErrors() {
					t.Fatal(ds)
				}
				if n := checkMap(t, l); n < 40 {
					t.Errorf("%s, minify %t: only %d mappings", format, minify, n)
				}
			}
		}
	}
}

// FuzzCompile checks that whatever is accepted gives layers that parse, for
// every loader, and never a crash.
func FuzzCompile(f *testing.F) {
	for _, seed := range []string{`define(['a'],function(a){return /x/g})`, "'use strict';define(function(require){var a=require('./b')})", "var x=1//",
		`require({cache:{"acme/blog/z":function(){define([])}}});define("acme/blog/main",[])`, "define({})\n//# sourceMappingURL=x"} {
		f.Add([]byte(seed), true)
	}
	f.Fuzz(func(t *testing.T, src []byte, minify bool) {
		for _, format := range []Format{FormatStrata, FormatRequireJS, FormatDojo} {
			var ds diag.List
			layers := Compile(context.Background(), fstest.MapFS{"p/main.js": {Data: src}, "p/b.js": {Data: []byte("define([])")}}, Options{
				Format: format, Minify: minify, SourceMaps: true, Packages: []Package{{Name: "acme/blog", Location: "p", Output: "p"}}}, &ds)
			for _, l := range layers {
				r := api.Transform(string(l.Code), api.TransformOptions{LogLevel: api.LogLevelSilent})
				if len(r.Errors) > 0 {
					t.Errorf("%s %t %q\ngives %q\n%s", format, minify, src, l.Code, r.Errors[0].Text)
				}
				if err := each([]byte(mappingsOf(t, l)), func(segment) {}); err != nil {
					t.Errorf("%q: %v", src, err)
				}
			}
		}
	})
}

func mappingsOf(t *testing.T, l Layer) string {
	var m decoded
	if err := json.Unmarshal(l.Map, &m); err != nil {
		t.Fatal(err)
	}
	return m.Mappings
}
