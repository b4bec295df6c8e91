package amd

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"strata/internal/diag"
)

const npmSite = `
-- node_modules/tools/package.json --
{"name": "tools", "version": "1.2.3", "module": "esm/index.js", "main": "index.js", "sideEffects": false}
-- node_modules/tools/esm/index.js --
export { one } from "./one.js";
export { two } from "./two.js";
export { default } from "./one.js";
-- node_modules/tools/esm/one.js --
import inner from "inner";
export const one = "one" + inner;
export default "default";
-- node_modules/tools/esm/two.js --
export const two = "nobody asks for two";
-- node_modules/inner/package.json --
{"name": "inner", "version": "1.0.0", "exports": {".": {"require": "./no.js", "browser": {"import": "./yes.mjs"}, "default": "./no.js"}}}
-- node_modules/inner/yes.mjs --
export default "inner";
-- node_modules/umd/package.json --
{"name": "umd", "version": "3.0.0"}
-- node_modules/umd/index.js --
(function (root, factory) {
  if (typeof define === "function" && define.amd) define(["nothing"], factory);
  else if (typeof module === "object" && module.exports) module.exports = factory(require("./lib"));
  else root.umd = factory();
})(this, function (lib) { return {kind: "umd" + lib, env: process.env.NODE_ENV}; });
-- node_modules/umd/lib.js --
exports.toString = function () { return "lib"; };
-- blog/main.ts --
import tools, { one } from "tools";
import umd from "umd";
import { kind } from "umd";
export const said = () => [tools, one, umd.kind, kind, umd.env].join();
-- forum/main.ts --
import { one } from "tools";
export const said = () => one;
`

func withForum(o *Options) {
	o.Packages = append(o.Packages, Package{Name: "acme/forum", Location: "forum", Output: "plugins/acme/forum"})
}

func TestNPM(t *testing.T) {
	for _, minify := range []bool{false, true} {
		layers, ds := compileAll(t, npmSite, func(o *Options) { withForum(o); o.Minify = minify })
		if len(ds) > 0 {
			t.Fatal(printed(ds))
		}
		code := ""
		var got []string
		for _, l := range layers {
			code += text(l)
			got = append(got, l.Name+" "+strings.Join(l.IDs(), " "))
			checkMap(t, l)
		}
		want := []string{"acme/blog acme/blog/main npm/umd", "acme/forum acme/forum/main", "npm npm/_chunks/runtime npm/tools"}
		if !slices.Equal(got, want) {
			t.Errorf("got %q", got)
		}
		env := map[bool]string{true: "production", false: "development"}[minify]
		if got := evaluate(t, code, `load("acme/blog/main").said()`); got != "default,oneinner,umdlib,umdlib,"+env {
			t.Errorf("got %s\n%s", got, code)
		}
		if strings.Contains(code, "nobody asks") {
			t.Errorf("what nobody uses is in the layer:\n%s", code)
		}
	}
}

func TestNPMPrivateCopies(t *testing.T) {
	layers, ds := compileAll(t, npmSite, func(o *Options) { withForum(o); o.Shared = map[string]bool{"tools": false, "umd": true} })
	if len(ds) > 0 {
		t.Fatal(printed(ds))
	}
	var got []string
	for _, l := range layers {
		got = append(got, l.Name+" "+strings.Join(l.IDs(), " "))
	}
	want := []string{"acme/blog acme/blog/main acme/blog/npm/tools", "acme/forum acme/forum/main acme/forum/npm/tools", "npm npm/umd"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestNPMVersions(t *testing.T) {
	const archive = `
-- node_modules/v/package.json --
{"name": "v", "version": "1.0.0"}
-- node_modules/v/index.js --
module.exports = 1;
-- forum/node_modules/v/package.json --
{"name": "v", "version": "2.0.0"}
-- forum/node_modules/v/index.js --
module.exports = 2;
-- blog/main.ts --
import v from "v";
export default v;
-- forum/main.ts --
import v from "v";
export default v;
`
	layers, ds := compileAll(t, archive, withForum)
	if said := printed(ds); said != "notice: npm package v is used in several versions, which stay apart\n  note: version 2.0.0 is in forum/node_modules/v\n  note: version 1.0.0 is in node_modules/v\n  hint: let the packages agree on one version, and run npm dedupe\n" {
		t.Errorf("said %s", said)
	}
	code := ""
	for _, l := range layers {
		code += text(l)
	}
	if got := evaluate(t, code, `[load("acme/blog/main").default, load("acme/forum/main").default, load("npm/v@2.0.0")]`); got != "1,2,2" {
		t.Errorf("got %s\n%s", got, code)
	}
	same := strings.Replace(archive, "2.0.0", "1.0.0", 1)
	layers, ds = compileAll(t, same, withForum)
	if len(ds) > 0 || len(layers) != 3 || layers[2].Name != "npm" {
		t.Errorf("two folders of one version are not one: %d layers, %s", len(layers), printed(ds))
	}
}

// TestNPMLinks has packages as pnpm keeps them: beside what they depend on, and
// links to them. One that leads out of the site is not there.
func TestNPMLinks(t *testing.T) {
	store := "node_modules/.pnpm/a@1/node_modules/"
	src := fstest.MapFS{
		"p/main.ts":              {Data: []byte("import a from 'a';\nexport default a;\n")},
		"node_modules/a":         {Mode: fs.ModeSymlink, Data: []byte(".pnpm/a@1/node_modules/a")},
		store + "a/package.json": {Data: []byte(`{"name": "a", "version": "1.0.0"}`)},
		store + "a/index.js":     {Data: []byte("module.exports = 'a' + require('b');")},
		store + "b":              {Mode: fs.ModeSymlink, Data: []byte("../../b@2/node_modules/b")},
		"node_modules/.pnpm/b@2/node_modules/b/index.js": {Data: []byte("module.exports = 'b';")},
	}
	var ds diag.List
	layers := Compile(context.Background(), src, Options{Format: FormatStrata, Packages: []Package{{Name: "p", Location: "p", Output: "p"}}}, &ds)
	if len(layers) != 1 {
		t.Fatal(printed(ds))
	}
	if got := evaluate(t, text(layers[0]), `load("p/main").default`); got != "ab" {
		t.Errorf("got %s\n%s", got, text(layers[0]))
	}
}

// TestNPMLinksStay has links on a disk that lead out of the site.
func TestNPMLinksStay(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		if err := errors.Join(os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o777), os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666)); err != nil {
			t.Fatal(err)
		}
	}
	write("secret/index.js", "module.exports = 'secret';")
	write("site/p/main.ts", "import a from 'a';\nexport default a;\n")
	write("site/node_modules/b/index.js", "module.exports = 'inside';")
	for _, c := range []struct {
		link, to string
		want     int
	}{
		{"a", "b", 1}, {"a", "../../secret", 0}, {"a", filepath.Join(dir, "secret"), 0},
		{"a/index.js", "../b/index.js", 1}, {"a/index.js", "../../../secret/index.js", 0}, {"a/index.js", filepath.Join(dir, "secret/index.js"), 0},
	} {
		link := filepath.Join(dir, "site/node_modules", c.link)
		if err := errors.Join(os.RemoveAll(filepath.Join(dir, "site/node_modules/a")), os.MkdirAll(filepath.Dir(link), 0o777)); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(c.to, link); err != nil {
			t.Fatal(err)
		}
		var ds diag.List
		layers := Compile(context.Background(), os.DirFS(filepath.Join(dir, "site")), Options{Format: FormatStrata, Packages: []Package{{Name: "p", Location: "p", Output: "p"}}}, &ds)
		if len(layers) != c.want {
			t.Errorf("a link %s to %s: %d layers\n%s", c.link, c.to, len(layers), printed(ds))
		}
	}
}
