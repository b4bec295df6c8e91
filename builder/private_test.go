package builder

import (
	"context"
	"testing"
	"testing/fstest"

	"strata/internal/diag"
)

func TestPrivate(t *testing.T) {
	for path, want := range map[string]bool{
		"a/b.css": false, ".well-known/security.txt": false, ".nojekyll": false, "keyboard.js": false, "php.html": false,
		".env": true, "a/.git/config": true, "server.key": true, "ID_RSA": true, "x.PHP": true, "x.php7": true, "a.js~": true, "#a#": true, "db.bak": true,
	} {
		if Private(path) != want {
			t.Errorf("Private(%q) is %t", path, !want)
		}
	}
}

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
