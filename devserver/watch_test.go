package devserver

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strata/builder"
)

// A saving is one way in which an editor or a person changes a site.
type saving struct {
	name string
	save func(t *testing.T, dir, words string)
	page string // where the words show
}

func page(words string) string { return "# Home\n\n" + words + "\n" }

var savings = []saving{
	{"in place", func(t *testing.T, dir, words string) { put(t, dir+"/content/index.md", page(words)) }, "/"},
	{"rename over", func(t *testing.T, dir, words string) {
		put(t, dir+"/content/.index.md.tmp", page(words))
		check(t, os.Rename(dir+"/content/.index.md.tmp", dir+"/content/index.md"))
	}, "/"},
	{"rename over from elsewhere", func(t *testing.T, dir, words string) {
		put(t, dir+"/outside.md", page(words))
		check(t, os.Rename(dir+"/outside.md", dir+"/content/index.md"))
	}, "/"},
	{"backup and rename", func(t *testing.T, dir, words string) {
		check(t, os.Rename(dir+"/content/index.md", dir+"/content/index.md~"))
		put(t, dir+"/content/index.md", page(words))
		check(t, os.Remove(dir+"/content/index.md~"))
	}, "/"},
	{"truncate, then write", func(t *testing.T, dir, words string) {
		put(t, dir+"/content/index.md", "")
		time.Sleep(70 * time.Millisecond)
		put(t, dir+"/content/index.md", page(words))
	}, "/"},
	{"delete, then create", func(t *testing.T, dir, words string) {
		check(t, os.Remove(dir+"/content/index.md"))
		time.Sleep(70 * time.Millisecond)
		put(t, dir+"/content/index.md", page(words))
	}, "/"},
	{"200 writes", func(t *testing.T, dir, words string) {
		f, err := os.OpenFile(dir+"/content/index.md", os.O_WRONLY|os.O_TRUNC, 0)
		check(t, err)
		for i := range 200 {
			_, err := fmt.Fprintf(f, "line %d\n\n", i)
			check(t, err)
			time.Sleep(time.Millisecond)
		}
		_, err = f.WriteString(words)
		check(t, err)
		check(t, f.Close())
	}, "/"},
	{"same size and time", func(t *testing.T, dir, words string) {
		name := dir + "/content/index.md"
		info, err := os.Stat(name)
		check(t, err)
		old, err := os.ReadFile(name)
		check(t, err)
		text := page(words)
		check(t, os.WriteFile(name, []byte(text+strings.Repeat(" ", max(0, len(old)-len(text)))), 0o644))
		check(t, os.Chtimes(name, info.ModTime(), info.ModTime()))
	}, "/"},
	{"folder, then file", func(t *testing.T, dir, words string) {
		check(t, os.MkdirAll(dir+"/content/late/deep", 0o755))
		time.Sleep(150 * time.Millisecond)
		put(t, dir+"/content/late/deep/page.md", page(words))
	}, "/late/deep/page/"},
	{"folder and file at once", func(t *testing.T, dir, words string) { put(t, dir+"/content/x/y/z/page.md", page(words)) }, "/x/y/z/page/"},
	{"folder renamed", func(t *testing.T, dir, words string) {
		check(t, os.RemoveAll(dir+"/content/renamed"))
		check(t, os.Rename(dir+"/content/late", dir+"/content/renamed"))
		time.Sleep(150 * time.Millisecond)
		put(t, dir+"/content/renamed/deep/page.md", page(words))
	}, "/renamed/deep/page/"},
	{"folder made again", func(t *testing.T, dir, words string) {
		check(t, os.RemoveAll(dir+"/content/x"))
		time.Sleep(100 * time.Millisecond)
		put(t, dir+"/content/x/y/z/page.md", page("passing"))
		time.Sleep(100 * time.Millisecond)
		put(t, dir+"/content/x/y/z/page.md", page(words))
	}, "/x/y/z/page/"},
	{"folders swapped", func(t *testing.T, dir, words string) {
		put(t, dir+"/content/a/s/page.md", page("a"))
		put(t, dir+"/content/b/s/page.md", page("b"))
		time.Sleep(150 * time.Millisecond)
		check(t, os.Rename(dir+"/content/a", dir+"/content/.t"))
		check(t, os.Rename(dir+"/content/b", dir+"/content/a"))
		check(t, os.Rename(dir+"/content/.t", dir+"/content/b"))
		time.Sleep(150 * time.Millisecond)
		put(t, dir+"/content/a/s/page.md", page(words))
	}, "/a/s/page/"},
	{"folder moved in", func(t *testing.T, dir, words string) {
		elsewhere := t.TempDir()
		put(t, elsewhere+"/moved/sub/page.md", page(words))
		check(t, os.Rename(elsewhere+"/moved", dir+"/content/moved"))
	}, "/moved/sub/page/"},
	{"content moved out and back", func(t *testing.T, dir, words string) {
		check(t, os.Rename(dir+"/content", dir+"/gone"))
		time.Sleep(5 * time.Millisecond)
		check(t, os.Rename(dir+"/gone", dir+"/content"))
		time.Sleep(150 * time.Millisecond)
		put(t, dir+"/content/about.md", page(words))
	}, "/about/"},
	{"content away for long", func(t *testing.T, dir, words string) {
		check(t, os.Rename(dir+"/content", dir+"/gone"))
		time.Sleep(200 * time.Millisecond)
		check(t, os.Rename(dir+"/gone", dir+"/content"))
		time.Sleep(200 * time.Millisecond)
		put(t, dir+"/content/x/y/z/page.md", page(words))
	}, "/x/y/z/page/"},
	{"new plugin folder, filled later", func(t *testing.T, dir, words string) {
		check(t, os.MkdirAll(dir+"/plugins/fresh", 0o755))
		time.Sleep(150 * time.Millisecond)
		put(t, dir+"/plugins/fresh/fresh.js", "define([], function () { return '"+words+"'; });")
	}, "layer"},
	{"plugin edited", func(t *testing.T, dir, words string) {
		put(t, dir+"/plugins/hello/more.js", "define([], function () { return '"+words+"'; });")
	}, "layer"},
	{"plugin behind a link", func(t *testing.T, dir, words string) {
		elsewhere := t.TempDir()
		put(t, elsewhere+"/linked/linked.js", "define([], function () { return 'first'; });")
		check(t, os.Symlink(elsewhere+"/linked", dir+"/plugins/linked"))
		time.Sleep(200 * time.Millisecond)
		put(t, elsewhere+"/linked/linked.js", "define([], function () { return '"+words+"'; });")
	}, "layer"},
	{"link turned elsewhere", func(t *testing.T, dir, words string) {
		elsewhere := t.TempDir()
		put(t, elsewhere+"/linked/linked.js", "define([], function () { return '"+words+"'; });")
		check(t, os.Symlink(elsewhere+"/linked", dir+"/plugins/.linked"))
		check(t, os.Rename(dir+"/plugins/.linked", dir+"/plugins/linked"))
	}, "layer"},
	{"first layout", func(t *testing.T, dir, words string) { put(t, dir+"/layouts/section.html", "<p>"+words) }, "/x/y/z/"},
	{"configuration", func(t *testing.T, dir, words string) {
		put(t, dir+"/layouts/section.html", "{{ .Site.Title }}")
		put(t, dir+"/strata.yaml", "title: "+words+"\n")
	}, "/x/y/z/"},
}

// TestSavings saves in every way, and waits until it shows. Both ways to watch
// see the same.
func TestSavings(t *testing.T) {
	for _, poll := range []bool{false, true} {
		t.Run(map[bool]string{false: "events", true: "polling"}[poll], func(t *testing.T) {
			t.Parallel()
			dir := makeSite(t, small)
			r := start(t, Options{Source: dir, Poll: poll})
			for i, s := range savings {
				words := fmt.Sprintf("saved-%d-times", i)
				s.save(t, dir, words)
				t.Logf("%s: shown after %v", s.name, r.showsAnywhere(s.page, words).Round(time.Millisecond))
			}
			r.equalsCleanBuild(dir)
		})
	}
}

// showsAnywhere is shows for pages and for layers, whose names follow from
// their content.
func (r *running) showsAnywhere(page, words string) time.Duration {
	r.t.Helper()
	if page != "layer" {
		return r.shows(page, words)
	}
	begin := time.Now()
	for {
		for _, f := range r.next().files() {
			if strings.HasSuffix(f.Path, ".js") && strings.Contains(string(f.Data), words) {
				return time.Since(begin)
			}
		}
	}
}

func (res Result) files() []builder.File {
	if res.Output == nil {
		return nil
	}
	return res.Output.Files
}

// settled waits until no build comes for a while, and returns the last one.
func (r *running) settled(last Result) Result {
	for {
		select {
		case last = <-r.built:
		case <-time.After(4 * pollInterval):
			return last
		}
	}
}

// equalsCleanBuild compares the last rebuild with a build from nothing.
func (r *running) equalsCleanBuild(dir string) {
	r.t.Helper()
	put(r.t, dir+"/content/last.md", "# Last\n")
	last := r.settled(r.next())
	clean, ds := builder.Build(context.Background(), os.DirFS(dir), builder.Options{LiveReload: clientPath})
	if clean == nil || last.Output == nil {
		r.t.Fatal(ds, last.Diagnostics)
	}
	if diff := cmp.Diff(clean.Files, last.Output.Files); diff != "" {
		r.t.Errorf("the rebuild is another than a clean build (-clean +rebuild):\n%.2000s", diff)
	}
}

// TestNoChange shows that what changes no content makes no build.
func TestNoChange(t *testing.T) {
	for _, poll := range []bool{false, true} {
		t.Run(map[bool]string{false: "events", true: "polling"}[poll], func(t *testing.T) {
			t.Parallel()
			dir := makeSite(t, small)
			r := start(t, Options{Source: dir, Poll: poll})
			name := dir + "/content/index.md"
			now := time.Now().Add(time.Hour)
			check(t, os.Chtimes(name, now, now))
			check(t, os.Chtimes(dir+"/content", now, now))
			data, err := os.ReadFile(name)
			check(t, err)
			f, err := os.OpenFile(name, os.O_WRONLY, 0) // in place, at no moment another content
			check(t, err)
			_, err = f.Write(data)
			check(t, errors.Join(err, f.Close()))
			put(t, dir+"/notes.txt", string(data)) // nobody reads this
			check(t, os.Rename(dir+"/notes.txt", name))
			check(t, os.Chmod(name, 0o600))
			r.quiet(4 * pollInterval)
		})
	}
}
