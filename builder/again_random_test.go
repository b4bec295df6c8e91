package builder

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

var (
	randomEdits = flag.Int("edits", 40, "how many edits TestBuildAgainRandomly makes")
	randomSeeds = flag.Int("seeds", 3, "how many times")
)

// choices are files to the texts that they may have; "" is no file.
var choices = map[string][]string{
	"strata.yaml": {"", "map: {\"*\": {one/util: two/util}}\n", "provided: [mitt]\n", "css: link\n", "npm: {shared: {mitt: true}}\n",
		"npm: {shared: {mitt: false}}\n", "paths: {far: lib/far}\n", "loader: dojo\nloaderScript: lib/far.js\n", "features: {touch: true}\n", "packages: [{name: lib, location: lib}]\n",
		"packages: [{name: lib, location: lib, exports: [\"*\"]}]\n", "topLevelAwait: detach\n", "layers: {both: {include: [one/util, two/two]}}\n"},
	"lib/far.js":  {"", "define(function () { return 'far'; });", "window.far = 1;", "define(['./near'], function (n) { return n; });"},
	"lib/near.ts": {"", "export default 'near';", "import x from './far'; export default x;"},
	"tsconfig.json": {"", `{"compilerOptions": {"jsx": "react", "jsxFactory": "h"}}`, `{"compilerOptions": {"jsx": "react-jsx", "jsxImportSource": "mitt"}}`,
		`{"extends": "./base.json"}`, `{"compilerOptions": {"paths": {"@/*": ["plugins/one/*"]}}}`},
	"base.json":                {"", `{"compilerOptions": {"experimentalDecorators": true, "jsx": "preserve"}}`},
	"plugins/one/one.js":       {"", "define(['./util', 'text!./a.html', 'two/util'], function (u) { return u; });", "define(['far', 'json!./data.json', 'css!./a.css'], function (u) { return u; });", "import './app'; import './util';", "import m from 'mitt'; export default m;", "define(['mitt', './app'], function () {});"},
	"plugins/one/app.tsx":      {"", "import './a.css'; import d from './data.json'; export default <b c={d}/>;", "import s from './s.module.css'; console.log(s.a);", "import m, { x } from 'mitt'; console.log(m, x);", "import('./late'); import u from '@/util'; console.log(u);", "import { u } from './util'; import t from '../two/two'; console.log(u, t);"},
	"plugins/one/util.ts":      {"", "export const u = 1; export default u;", "@(c => c) class A {}; export default A; export const u = A;", "export * from 'two/util'; export const u = 3;"},
	"plugins/one/util.js":      {"", "", "define({u: 2});", "export const u = 4;"},
	"plugins/one/late.mts":     {"", "export default 'late';", "await 1; export const late = 1;"},
	"plugins/one/a.html":       {"", "<p>a", "<p>b"},
	"plugins/one/a.css":        {"", ".a { color: red }", "@import './b.css';", "@import './deep/c.css'; .a { background: url(./a.png) }", ".a {"},
	"plugins/one/b.css":        {"", ".b { color: red }", "@import './a.css';"},
	"plugins/one/deep/c.css":   {"", ".c { color: green }"},
	"plugins/one/a.png":        {"", "1", "2"},
	"plugins/one/s.module.css": {"", ".a { color: red }", ".a { composes: b from './t.module.css' }"},
	"plugins/one/t.module.css": {"", ".b { color: red }"},
	"plugins/one/data.json":    {"", "{\"a\": 1}", "[2]"},
	"plugins/two/two.ts":       {"", "import x from 'mitt'; import { u } from 'one/util'; export default [x, u];", "import './util'; export default 2;", "import u from 'one'; export default u;"},
	"plugins/two/two.js":       {"", "", "define(['./util', 'mitt'], function () {});"},
	"plugins/two/util.js":      {"", "define({u: 'two'});", "define(['one/util'], function (u) { return u; });"},
	"plugins/two/plugin.yaml":  {"", "client: {exports: [\"*\"]}\n", "require: [one]\n", "disabled: true\n"},
	"node_modules/mitt/package.json": {"", `{"name": "mitt", "version": "1.0.0"}`, `{"name": "mitt", "version": "2.0.0", "exports": {".": "./m.mjs", "./jsx-runtime": "./m.mjs"}}`,
		`{"name": "mitt", "browser": {"./index.js": "./m.mjs"}}`},
	"node_modules/mitt/index.js":                    {"", "module.exports = 1;", "exports.x = require('./m.mjs');", "exports.x = require('ms');"},
	"node_modules/mitt/m.mjs":                       {"", "export default 5; export const x = 1, jsx = 2, jsxs = 3;", "import x from 'ms'; export default x; export { x };"},
	"node_modules/ms/index.js":                      {"", "module.exports = 'ms';"},
	"plugins/one/node_modules/mitt/index.js":        {"", "", "", "module.exports = 'own';"},
	"plugins/one/node_modules/mitt/package.json":    {"", "", "", `{"name": "mitt", "version": "9.0.0"}`},
	"plugins/author/name/plugin.yaml":               {"", "plugin: {id: Author.Name, name: N, author: A, description: D}\n", "plugin: {id: Author.Name, name: N, author: A, description: D, replaces: {two: \"*\"}}\n"},
	"plugins/author/name/assets/js/plugin.jsx":      {"", "export default 1;", "import { u } from 'two/util'; export default u;"},
	"plugins/author/name/assets/js/nls/words.js":    {"", "define({root: {a: 1}, de: true});"},
	"plugins/author/name/assets/js/nls/de/words.js": {"", "define({a: 2});"},
	"content/_index.md":                             {"", "# Home\n"},
}

// TestBuildAgainRandomly makes edits of all kinds, a few at a time, and wants
// what a build makes that goes on from the one before to be what a clean one
// makes.
func TestBuildAgainRandomly(t *testing.T) {
	modules := maps.Clone(choices)
	modules["strata.yaml"] = slices.Insert(slices.Clone(choices["strata.yaml"]), 1, "") // mostly none
	for _, files := range []map[string][]string{modules, brought} {
		for seed := range uint64(*randomSeeds) {
			buildAgain(t, files, seed)
		}
	}
}

// buildAgain begins with the second text of each file, which mostly builds.
func buildAgain(t *testing.T, files map[string][]string, seed uint64) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 7))
	src, cache := fstest.MapFS{}, &Cache{}
	names := slices.Sorted(maps.Keys(files))
	var log []string
	for _, name := range names {
		change(src, name, files[name][1])
	}
	var changed []string
	built := 0
	for i := range *randomEdits {
		again, said := Build(context.Background(), src, Options{Minify: i%7 > 4, Cache: cache, Changed: changed})
		clean, want := Build(context.Background(), src, Options{Minify: i%7 > 4})
		if got, want := fmt.Sprint(said), fmt.Sprint(want); got != want {
			t.Fatalf("seed %d, edit %d: it says\n%s\nand a clean build\n%s\nafter\n%s", seed, i, got, want, strings.Join(log[max(0, len(log)-12):], "\n"))
		}
		if clean != nil {
			built++
			if agrees(t, i, again, clean); t.Failed() {
				t.Fatalf("seed %d, after\n%s", seed, strings.Join(log[max(0, len(log)-12):], "\n"))
			}
		}
		changed = []string{}
		for range 1 + r.IntN(3) {
			name := names[r.IntN(len(names))]
			text := files[name][r.IntN(len(files[name]))]
			if r.IntN(5) > 0 { // mostly what is there
				text = files[name][1]
			}
			log = append(log, fmt.Sprintf("%d: %s %q", i+1, name, text))
			changed = append(changed, change(src, name, text)...)
		}
	}
	t.Logf("seed %d: %d of %d built", seed, built, *randomEdits)
}

// change gives a file its text, and returns the names that look different then.
func change(src fstest.MapFS, name, text string) []string {
	_, there := src[name]
	changed := []string{name}
	if text == "" {
		delete(src, name)
	} else {
		src[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	for dir := path.Dir(name); !there || text == ""; dir = path.Dir(dir) {
		changed = append(changed, dir)
		if dir == "." {
			break
		}
	}
	return changed
}
