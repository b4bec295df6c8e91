package plugin

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"strata/internal/diag"
)

func TestUnreadable(t *testing.T) {
	src := fstest.MapFS{
		"file":                        {},
		"p/Pipe/Pipe" + classSuffix:   {Mode: fs.ModeNamedPipe},
		"p/Large/Large" + classSuffix: {Data: make([]byte, maxSource+1)},
		"p/a/pipe/plugin.yaml":        {Mode: fs.ModeNamedPipe},
	}
	wantDiscovered(t, src, "Large Pipe A.Pipe",
		`file: error: cannot read "file": `,
		`p/Large/Large.plugin.class.php: error: cannot read "Large.plugin.class.php": larger than 1 MiB`,
		`p/Pipe/Pipe.plugin.class.php: error: cannot read "Pipe.plugin.class.php": not a regular file`,
		`p/a/pipe/plugin.yaml: error: cannot read "plugin.yaml": not a regular file`)
}

// Symbolic links are followed to plugin folders, and never round and round.
func TestLinks(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"p/self", "elsewhere", "p/a"} {
		if err := os.MkdirAll(filepath.Join(dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"p/self/self.js", "elsewhere/linked.js", "file"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for name, target := range map[string]string{
		"p/loop": "loop", "p/linked": "../elsewhere", "p/tofile": "../file", "p/self/self": "../self", "p/a/up": "../../p",
	} {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	wantDiscovered(t, os.DirFS(dir), "linked self",
		`file: error: cannot read "file": `,
		`p/a: notice: no plugin in "a": looked for `,
		`p/loop: warning: cannot follow the link "loop": `)
}

// wantDiscovered compares ids and the beginnings of diagnostics.
func wantDiscovered(t *testing.T, src fs.FS, ids string, want ...string) {
	t.Helper()
	var ds diag.List
	var names []string
	for _, p := range Discover(src, []Root{{Path: "p"}, {Path: "file"}}, &ds) {
		names = append(names, p.ID)
	}
	if got := strings.Join(names, " "); got != ids {
		t.Errorf("found %s, want %s", got, ids)
	}
	got := ds.Sorted()
	if len(got) != len(want) {
		t.Errorf("got %v", got)
	}
	for i, d := range got[:min(len(got), len(want))] {
		if !strings.HasPrefix(d.String(), want[i]) {
			t.Errorf("got %q, want %q", d, want[i])
		}
	}
}

// fill repeats s until a file has the largest size that is read.
func fill(s string) string { return strings.Repeat(s, (maxSource-1000)/len(s)) }

// limit is what counts as hanging, with the race detector on a busy machine;
// without, all of this takes less than a second.
const limit = time.Minute

// wantFast resolves a site and fails when that takes long.
func wantFast(t *testing.T, files map[string]string) {
	t.Helper()
	src := fstest.MapFS{}
	for name, text := range files {
		src["plugins/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	start := time.Now()
	var ds diag.List
	all := Gather(Resolve(Discover(src, []Root{{Path: "plugins"}}, &ds), ResolveOptions{}, &ds), &ds)
	all.Menu(all.May("developer"))
	if took := time.Since(start); took > limit {
		t.Errorf("took %v, with %d diagnostics", took, len(ds))
	}
}

// PHP files of the largest size are read, or refused, in a moment.
func TestHostilePHP(t *testing.T) {
	const open = `<?php namespace A\B; class Plugin { public $elevated = true; public $require = `
	var doubling strings.Builder
	for i := 'A'; i < 'Z'; i++ {
		doubling.WriteString("const " + string(i) + " = self::" + string(i+1) + ".self::" + string(i+1) + ";")
	}
	for name, php := range map[string]string{
		"brackets":  open + fill("["),
		"unary":     open + fill("-") + "1; }",
		"concat":    open + fill("'a'.") + "'b'; }",
		"items":     open + "[" + fill("'a',") + "]; }",
		"doubling":  open + "self::A; " + doubling.String() + "const Z = 'zzzzzzzz'; }",
		"spread":    open + "[" + fill("...self::X,") + "]; const X = self::X; }",
		"heredoc":   open + fill("<<<A\n"),
		"quotes":    open + fill(`"{$a["`),
		"nested":    open + strings.Repeat(`"{$a[`, 1000) + strings.Repeat(`]}"`, 1000),
		"comments":  open + fill("/*"),
		"latin1":    open + "'\xe9'; }",
		"nul":       "<?php " + fill("\x00"),
		"arrows":    open + fill("fn()=>") + "1; }",
		"constants": open + "[" + fill("self::A,") + "]; const A = 'a'; }",
	} {
		t.Run(name, func(t *testing.T) {
			wantFast(t, map[string]string{
				"a/b/Plugin.php":    php,
				"K/K" + classSuffix: "<?php function getClientModuleId() { return " + php[len("<?php"):],
			})
		})
	}
}

// A manifest that says everything that PHP says too is compared with it in a moment.
func TestHostileBoth(t *testing.T) {
	var php, yaml strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&php, "'a%d' => ['label' => f(), 'tab' => 't'],\n", i)
		fmt.Fprintf(&yaml, "  a%d: {label: l}\n", i)
	}
	wantFast(t, map[string]string{
		"a/b/Plugin.php":  "<?php namespace A\\B; class Plugin { function registerPermissions() { return [" + php.String() + "]; } }",
		"a/b/plugin.yaml": "permissions:\n" + yaml.String(),
	})
}

// So are YAML files.
func TestHostileYAML(t *testing.T) {
	var many strings.Builder
	many.WriteString("permissions:\n")
	for i := range 20_000 {
		fmt.Fprintf(&many, "  a%d: {}\n", i)
	}
	many.WriteString("navigation:\n")
	for i := range 10_000 {
		fmt.Fprintf(&many, "  a%d: {owner: B, label: l, url: u, permissions: [b%d, 'c*']}\n", i, i)
	}
	for name, yaml := range map[string]string{
		"keys":     fill("1.0.0: a\n"),
		"flow":     fill("["),
		"indented": fill("- "),
		"aliases":  "a: &a [x]\nb: [" + fill("*a,") + "]",
		"self":     "a: &a [*a, *a, *a, *a]",
		"menu":     strings.ReplaceAll(many.String(), "owner: B, ", ""),
		"owners":   many.String(),
		"quoted":   "plugin: {name: \"" + fill(`\u263a`) + "\"}",
	} {
		t.Run(name, func(t *testing.T) {
			wantFast(t, map[string]string{"a/b/plugin.yaml": yaml, "a/b/updates/version.yaml": yaml})
		})
	}
}

// Whatever the files hold, nothing panics and every diagnostic has its words.
func FuzzDiscover(f *testing.F) {
	f.Add(`<?php namespace A\B; class Plugin { const X = "\u{41}\x41\101"; public $require = [self::X . 'y']; function pluginDetails() { return ['replaces' => ['C.D' => '1.0']]; } }`,
		"plugin: {id: A.B}\nclient: &x {main: *x}")
	f.Add("<?php class K { function getClientModuleId() { return <<<'X'\na\nX; } }", "1.0: !!! a\nv2: [b, c.php]")
	f.Fuzz(func(t *testing.T, php, yaml string) {
		src := fstest.MapFS{
			"plugins/a/b/Plugin.php":           {Data: []byte(php)},
			"plugins/a/b/plugin.yaml":          {Data: []byte(yaml)},
			"plugins/a/b/updates/version.yaml": {Data: []byte(yaml)},
			"plugins/a/c/plugin.yaml":          {Data: []byte(yaml)},
			"plugins/K/K" + classSuffix:        {Data: []byte(php)},
			"plugins/K/client/main.js":         {},
		}
		var ds diag.List
		Resolve(Discover(src, []Root{{Path: "plugins"}}, &ds), ResolveOptions{}, &ds)
		for _, d := range ds {
			if d.Text == "" || d.Hint == "" || d.File == "" || strings.Contains(d.Text, "%!") || strings.Contains(d.Hint, "%!") {
				t.Errorf("%#v", d)
			}
		}
	})
}
