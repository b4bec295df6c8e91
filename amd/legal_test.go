package amd

import (
	"strings"
	"testing"
)

const licensed = `
-- blog/main.js --
/*! main (c) Acme */
define(['./a', './b', './c', './typed'], function () {
  /** @license inner */
  return 1; // @preserve this
});
/*! end of main */
-- blog/a.js --
//! a (c) Acme
define([], function () { return 'a'; });
//! end of a
-- blog/b.js --
/*! b (c) Acme */ define([], function () { return 'b'; });
-- blog/c.js --
/*! main (c) Acme */
/* nobody needs this */
define([], function () { return "/*! no comment */"; });
-- blog/typed.ts --
/*! typed (c) Acme */
export const a: number = 1;
`

// Comments stay with their modules, also where many are minified at once.
func TestLegalCommentsStayWithTheirModules(t *testing.T) {
	l, ds := compileOne(t, licensed, func(o *Options) { o.Minify = true })
	if len(ds) > 0 {
		t.Fatal(ds)
	}
	want := []string{"//! a (c)", `"acme/blog/a"`, "//! end of a", "/*! b (c)", `"acme/blog/b"`, "/*! main (c)", `"acme/blog/c"`, "/*! main (c)", `"acme/blog/main"`, "@license inner", "end of main", `"acme/blog/typed"`, "typed (c)"}
	rest := text(l)
	for _, part := range want {
		_, after, ok := strings.Cut(rest, part)
		if !ok {
			t.Fatalf("%q is not behind the one before: %s", part, text(l))
		}
		rest = after
	}
	for _, c := range l.pieces {
		piece := string(l.Code[c.from:c.to])
		if strings.Contains(piece, "a (c) Acme") && !strings.Contains(piece, `"acme/blog/a"`) && !strings.Contains(piece, "main") {
			t.Errorf("a comment of another module: %s", piece)
		}
	}
}

func TestLegalComments(t *testing.T) {
	for _, c := range []struct {
		mode             string
		minify           bool
		target           string
		inCode, nobodys  bool
		collected, named bool
	}{
		{"", false, "", true, true, false, false},
		{"", true, "", true, false, false, false},
		{"none", false, "", true, true, false, false},
		{"none", true, "", false, false, false, false},
		{"collected", false, "", true, true, true, true},
		{"collected", true, "", false, false, true, true},
		{"none", false, "es2015", true, true, false, false},
	} {
		l, ds := compileOne(t, licensed, func(o *Options) { o.LegalComments, o.Minify, o.Target = c.mode, c.minify, c.target })
		if len(ds) > 0 {
			t.Fatal(ds)
		}
		code := text(l)
		if strings.Contains(code, "b (c) Acme") != c.inCode || strings.Contains(code, "nobody needs") != c.nobodys {
			t.Errorf("%+v: got %s", c, code)
		}
		name := l.Path[strings.LastIndexByte(l.Path, '/')+1:]
		if strings.HasSuffix(code, "\n/*! For license information please see "+name+".LEGAL.txt */\n") != c.named {
			t.Errorf("%+v: got %s", c, code)
		}
		want := ""
		if c.collected {
			want = "//! a (c) Acme\n\n//! end of a\n\n/*! b (c) Acme */\n\n/*! main (c) Acme */\n\n/** @license inner */\n\n// @preserve this\n\n/*! end of main */\n\n/*! typed (c) Acme */\n\n"
		}
		if string(l.Legal) != want {
			t.Errorf("%+v: got %q\nwant %q", c, l.Legal, want)
		}
	}
}

func TestLegalCommentsAreKeptInTheCache(t *testing.T) {
	cache := &Cache{}
	change := func(o *Options) { o.LegalComments, o.Minify, o.Cache = legalCollected, true, cache }
	first, _ := compileOne(t, licensed, change)
	packs := map[string][]byte{}
	for name, data := range cache.Packs() {
		packs[name] = append([]byte{}, data...)
	}
	cache = &Cache{}
	for name, data := range packs {
		cache.Restore(name, data)
	}
	second, _ := compileOne(t, licensed, change)
	if string(first.Code) != string(second.Code) || string(first.Legal) != string(second.Legal) || len(second.pieces) != len(first.pieces) {
		t.Errorf("got %s and %s", first.Legal, second.Legal)
	}
}
