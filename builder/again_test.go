package builder

import (
	"bytes"
	"context"
	"fmt"
	"path"
	"testing"
	"testing/fstest"
)

// TestBuildAgain edits a site in every way that matters, and wants a build that
// goes on from the one before, and is told what changed, to agree with a clean
// one byte for byte.
func TestBuildAgain(t *testing.T) {
	for _, minify := range []bool{false, true} {
		src := fstest.MapFS{}
		cache := &Cache{}
		for i, edit := range edits {
			changed := apply(src, edit)
			if i == 0 {
				changed = nil
			}
			again, said := Build(context.Background(), src, Options{Minify: minify, Cache: cache, Changed: changed})
			clean, want := Build(context.Background(), src, Options{Minify: minify})
			if got, want := fmt.Sprint(said), fmt.Sprint(want); got != want {
				t.Fatalf("edit %d, minify %t: it says\n%s\nand a clean build\n%s", i, minify, got, want)
			}
			if (again == nil) != (clean == nil) {
				t.Fatalf("edit %d, minify %t: one of the two has errors", i, minify)
			}
			if clean != nil {
				agrees(t, i, again, clean)
			}
		}
	}
}

// apply makes an edit, and returns the names that look different after it.
func apply(src fstest.MapFS, edit map[string]string) (changed []string) {
	for name, text := range edit {
		_, there := src[name]
		changed = append(changed, name)
		if text == "" {
			delete(src, name)
		} else {
			src[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
		}
		for dir := path.Dir(name); !there || text == ""; dir = path.Dir(dir) { // which list another file
			changed = append(changed, dir)
			if dir == "." {
				break
			}
		}
	}
	return changed
}

func agrees(t *testing.T, edit int, again, clean *Output) {
	t.Helper()
	if len(again.Files) != len(clean.Files) {
		t.Errorf("edit %d: %d files, and a clean build has %d", edit, len(again.Files), len(clean.Files))
		return
	}
	for i, f := range again.Files {
		if want := clean.Files[i]; f.Path != want.Path || !bytes.Equal(f.Data, want.Data) {
			t.Errorf("edit %d: %s differs from %s of a clean build", edit, f.Path, want.Path)
		}
	}
	if got, want := fmt.Sprintf("%+v", again.Report), fmt.Sprintf("%+v", clean.Report); got != want {
		t.Errorf("edit %d: the report says\n%s\nand that of a clean build\n%s", edit, got, want)
	}
}

// edits are files to their new text, "" for one that is removed.
var edits = []map[string]string{
	{
		"strata.yaml":                 "packages:\n  - {name: core, location: core}\nstart: core/main\n",
		"core/main.js":                "define(['./dom', 'people'], function (dom) { return dom; });",
		"core/dom.js":                 "define(function () { return 'dom'; });",
		"plugins/people/people.js":    "define(['./list', 'core/dom', 'text!./a.html'], function (list) { return list; });",
		"plugins/people/list.js":      "define(function () { return [1]; });",
		"plugins/people/other.js":     "define(['core/dom'], function (dom) { return dom; });",
		"plugins/people/a.html":       "<p>a",
		"plugins/people/a.css":        "p { color: red }",
		"plugins/shop/shop.js":        "define(['./cart', 'people/list'], function (cart) { return cart; });",
		"plugins/shop/cart.ts":        "export const cart: number = 1;",
		"plugins/warns/warns.js":      "define(['nowhere'], function () {});",
		"content/_index.md":           "# Home\n",
		"plugins/shop/plugin.yaml":    "name: Shop\n",
		"plugins/people/nls/words.js": "define({root: {a: 'a'}});",
	},
	{"plugins/people/list.js": "define(function () { return [1, 2]; });"},
	{"plugins/people/list.js": "define(function () {\n  return [1, 2, 3]; });", "core/dom.js": "define(function () { return 'DOM'; });"},
	{"plugins/people/list.js": "define(['./other'], function (other) { return [other]; });"}, // one more module
	{"plugins/people/list.js": "define(['./other'], function (other) { return other; });"},
	{"plugins/people/list.js": "define([], function () { return 0; });"}, // and one less
	{"plugins/people/list.js": "define([], function () { return ; ; ) });"},
	{"plugins/people/list.js": "define([], function () { return 2; });"},
	{"plugins/warns/warns.js": "define(['nowhere'], function () { return 1; });"},
	{"plugins/warns/warns.js": "define(['core/dom'], function () { return 1; });"},
	{"plugins/people/a.html": "<p>b"},
	{"plugins/people/a.css": "p { color: blue }"},
	{"plugins/shop/cart.ts": "export const cart: number = 2;"},
	{"plugins/shop/cart.ts": "export const cart: number = ;"},
	{"plugins/shop/cart.ts": "import { other } from './other'; export const cart: number = other;", "plugins/shop/other.ts": "export const other = 3;"},
	{"plugins/shop/plugin.yaml": "name: The shop\n"},
	{"plugins/more/more.js": "define(function () { return 'more'; });"},
	{"plugins/more/more.js": "define(function () { return 'more and more'; });"},
	{"plugins/more/more.js": ""},
	{"core/dom.js": ""},
	{"core/dom.js": "define(function () { return 'dom again'; });"},
	{"core/dom.js": "define('other/name', function () { return 'dom again'; });"},
	{"core/dom.js": "define(['./late!x'], function () { return 'dom again'; });"},
	{"core/dom.js": "define(function () { return 'dom'; });"},
	{"strata.yaml": "packages:\n  - {name: core, location: core}\nstart: core/main\nsourceMaps: false\n"},
	{"plugins/people/list.js": "define([], function () { return 4; });"},
	{"content/_index.md": "# House\n", "plugins/people/list.js": "define([], function () { return 5; });"},
	{"plugins/css/css.ts": "import './a.css';", "plugins/css/a.css": "@import './late.css';"},
	{"plugins/css/late.css": "p { color: green }"}, // what was not there
	{"plugins/shop/cart.ts": "import dom from 'core/dom'; export const cart = dom;"},
	{"strata.yaml": "packages:\n  - {name: core, location: core}\nstart: core/main\nmap: {\"*\": {core/dom: people/list}}\n"}, // what an import means
	{
		"plugins/shop/plugin.yaml":                 "markup:\n  functions: {price: ./markup.ts#price}\ncomponents: {box: {}}\n",
		"plugins/shop/markup.ts":                   "import { rate } from './rate'; export const price = () => rate;",
		"plugins/shop/components/box/default.html": "box",
		"content/_index.md":                        "# House\n\n{{< price >}}\n\n{{< component box >}}\n",
	},
	{"plugins/shop/rate.ts": "export const rate: number = 1;"}, // what was not there
	{"plugins/shop/rate.ts": "export const rate: number = 2;"},
	{"plugins/shop/components/box/default.html": "BOX"},
	{"plugins/shop/rate.ts": "throw new Error('no'); export const rate = 3;"},
	{"plugins/shop/rate.ts": "export const rate: number = 2;", "plugins/shop/plugin.yaml": "components: {box: {template: b}}\nmarkup: {functions: {price: str_plural}}\n"},
}
