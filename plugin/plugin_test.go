package plugin

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"strata/internal/diag"
)

var update = flag.Bool("update", false, "rewrite the wanted results in testdata")

// Each file in testdata is a site and, under "want", what becomes of its plugins.
// Lines of its comment that begin with a name and a colon are options.
func TestSites(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no test files: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { testSite(t, file) })
	}
}

func testSite(t *testing.T, file string) {
	t.Parallel()
	ar, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	src := fstest.MapFS{}
	for _, f := range ar.Files {
		src[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	addLinks(src, string(ar.Comment))
	var ds diag.List
	roots, opts := options(string(ar.Comment))
	found := Discover(src, roots, &ds)
	got := show(Resolve(found, opts, &ds), ds)
	last := len(ar.Files) - 1
	if ar.Files[last].Name != "want" {
		t.Fatalf("%s does not end with want", file)
	}
	if *update {
		ar.Files[last].Data = []byte(got)
		if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(string(ar.Files[last].Data), got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// addLinks makes the symbolic links that lines such as "link: name target" name.
func addLinks(src fstest.MapFS, comment string) {
	for line := range strings.Lines(comment) {
		if words := strings.Fields(line); len(words) == 3 && words[0] == "link:" {
			src[words[1]] = &fstest.MapFile{Mode: fs.ModeSymlink, Data: []byte(words[2])}
		}
	}
}

func options(comment string) ([]Root, ResolveOptions) {
	var roots []Root
	opts := ResolveOptions{}
	for line := range strings.Lines(comment) {
		name, text, _ := strings.Cut(strings.TrimSpace(line), ":")
		words := strings.Fields(text)
		switch name {
		case "root":
			roots = append(roots, Root{Path: words[0], Layout: words[1], Optional: len(words) > 2})
		case "disable":
			for _, id := range words {
				opts.Disable = append(opts.Disable, Reference{ID: id, Where: "strata.yaml"})
			}
		case "reserved":
			opts.Reserved = words
		}
	}
	if roots == nil {
		roots = []Root{{Path: "plugins"}}
	}
	return roots, opts
}

// show writes what a set and a list hold.
func show(s Set, ds diag.List) string {
	var b strings.Builder
	for _, p := range s.Active {
		showPlugin(&b, p)
	}
	for _, d := range s.Disabled {
		fmt.Fprintf(&b, "disabled %s %v: %s\n", d.ID, d.Flags, d.Reason)
	}
	for _, id := range slices.Sorted(keysOf(s.Aliases)) {
		fmt.Fprintf(&b, "alias %s -> %s\n", id, s.Aliases[id])
	}
	ds.Sorted().Print(&b, diag.Notice)
	return b.String()
}

func showPlugin(b *strings.Builder, p Plugin) {
	fmt.Fprintf(b, "%s (%s, %s)", p.ID, p.Layout, p.File)
	if p.Version != "" {
		fmt.Fprintf(b, " version %s", p.Version)
	}
	if c := p.Client; c != nil {
		fmt.Fprintf(b, " client %s = %s main %s", c.Package, c.Dir, c.Main)
		if c.Complete {
			fmt.Fprint(b, " complete")
		}
		if len(c.Exclude) > 0 {
			fmt.Fprintf(b, " without %q", c.Exclude)
		}
	}
	fmt.Fprintln(b)
	if p.Description != "" {
		fmt.Fprintf(b, "  %q %q by %q at %q icon %q elevated %v\n", p.Name, p.Description, p.Author, p.Homepage, p.Icon, p.Elevated)
	}
	for _, r := range p.Require {
		fmt.Fprintf(b, "  requires %s (%s:%d:%d)\n", r.ID, r.Where, r.Line, r.Column)
	}
	for _, r := range p.Replaces {
		fmt.Fprintf(b, "  replaces %s %q (%s:%d:%d)\n", r.ID, r.Constraint, r.Where, r.Line, r.Column)
	}
	for _, style := range p.Styles {
		fmt.Fprintf(b, "  style %s\n", style)
	}
	for _, language := range slices.Sorted(keysOf(p.Texts)) {
		fmt.Fprintf(b, "  text %s %s\n", language, p.Texts[language])
	}
	if p.Assets != "" {
		fmt.Fprintf(b, "  assets %s\n", p.Assets)
	}
}

func keysOf(m map[string]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func TestLookup(t *testing.T) {
	var ds diag.List
	set := Resolve([]Plugin{
		{ID: "Acme.Blog", Replaces: []Replacement{{ID: "Old.Blog", Constraint: "*"}}},
		{ID: "hello"},
	}, ResolveOptions{}, &ds)
	for id, want := range map[string]string{
		"acme.blog": "Acme.Blog", `Acme\Blog`: "Acme.Blog", `\ACME\Blog\Plugin`: "Acme.Blog",
		"HELLO": "hello", "old.blog": "Acme.Blog", `Old\Blog`: "Acme.Blog", "Not.There": "Not.There", "": "",
	} {
		if got := set.ID(id); got != want {
			t.Errorf("ID(%q) = %q, want %q", id, got, want)
		}
		if p, ok := set.Lookup(id); ok != (want != id || id == "hello") || ok && p.ID != want {
			t.Errorf("Lookup(%q) = %q, %v", id, p.ID, ok)
		}
	}
	if _, ok := (Set{}).Lookup("hello"); ok {
		t.Error("the zero set holds a plugin")
	}
}
