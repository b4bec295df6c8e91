package builder

import (
	"context"
	"testing"
	"testing/fstest"

	"strata/internal/diag"
)

func TestPrivateIsLeftOut(t *testing.T) {
	out, ds := Build(context.Background(), fstest.MapFS{
		"content/_index.md": {Data: []byte("# Home")}, "static/server.key": {Data: []byte("secret")}, "static/ok.txt": {Data: []byte("fine")},
	}, Options{})
	if out == nil {
		t.Fatal(ds)
	}
	if _, ok := out.File("server.key"); ok || ds.Count(diag.Warning) != 1 {
		t.Errorf("the key is published: %t; %s", ok, ds)
	}
	if _, ok := out.File("ok.txt"); !ok {
		t.Error("a file beside it is not")
	}
}

// TestGeneratedStays: what other files name must be there, whatever its name.
func TestGeneratedStays(t *testing.T) {
	var ds diag.List
	files := assemble([]File{{Path: "js/plugins/cart.old/cart-1.js"}, {Path: "js/plugins/cart.old/x.css", Source: "plugins/x.css"}}, &ds)
	if len(files) != 1 || files[0].Source != "" || len(ds) != 1 {
		t.Errorf("%v are left, and %v is said", files, ds)
	}
}

func TestProjectFiles(t *testing.T) {
	for name, want := range map[string]bool{
		"a/tsconfig.json": false, "tsconfig.build.json": false, "README.html": false, "README_de.txt": false, "readme.txt": false, "LICENSE.txt": false,
		"LICENCE-MIT.txt": false, "notes.md": false, "package.json": false, "package-lock.json": false, "bower.json": false, "composer.json": false,
		"npm-shrinkwrap.json": false, "composer.lock": false, ".hidden.css": false, "Plugin.php": false,
		"license.html": true, "readme-box.html": true, "packages.json": true, "package.svg": true, "texts.json": true, "a.CSS": true,
	} {
		if isPublic(name) != want {
			t.Errorf("isPublic(%q) is %t", name, !want)
		}
	}
	s := share{scripts: true, modules: "p/js"}
	for name, want := range map[string]bool{"p/vendor/a.js": true, "p/Gruntfile.js": false, "p/gulpfile.babel.js": false, "p/js/a.js": false, "p/jsx.js": true} {
		if s.isScript(name) != want {
			t.Errorf("isScript(%q) is %t", name, !want)
		}
	}
}
