package plugin

import (
	"strings"
	"testing"
	"testing/fstest"

	"strata/internal/diag"
)

// discoverDescription returns the description that a Plugin.php declares, or what
// is wrong with it.
func discoverDescription(php string) string {
	src := fstest.MapFS{"p/a/b/Plugin.php": {Data: []byte(php)}}
	var ds diag.List
	found := Discover(src, []Root{{Path: "p"}}, &ds)
	for _, d := range ds {
		if d.Severity < diag.Notice {
			return d.Text
		}
	}
	return found[0].Description
}

func TestExpressions(t *testing.T) {
	const head = `<?php namespace A\B;
use X\Y as Z, X\W; use G\{H, I as J}; use function F\f; use const F\C;
const FILE = 'file';
class Plugin { const K = 'k', L = self::K . 'l', R = self::S, S = self::R;
public function pluginDetails() { return ['description' => `
	for _, c := range []struct{ expr, want string }{
		{`'it\'s \\ \n'`, `it's \ \n`},
		{`"\x41\101\u{263a}\t|\$5\"\e[\q"`, "AA☺\t|$5\"\x1b[\\q"},
		{`"a $ b {c} $5"`, "a $ b {c} $5"},
		{"<<<EOT\n  a \\$5\n    b\n  EOT", "a $5\n  b"},
		{"<<<'EOT'\n$a\nEOT", "$a"},
		{`-5`, "-5"},
		{`1.50`, "1.50"},
		{`('a')`, "a"},
		{`'a' . 1 . self::L . static::K . Plugin::K . \A\B\Plugin::K`, "a1klkkk"},
		{`FILE`, "file"},
		{`Z::class . ',' . W::class`, `X\Y,X\W`},
		{`H::class . ',' . J::class . ',' . Z\Deep::class`, `G\H,G\I,X\Y\Deep`},
		{`\Full\Name::class . ',' . Same::class . ',' . namespace\N::class`, `Full\Name,A\B\Same,A\B\N`},
		{`__NAMESPACE__ . __CLASS__`, `A\BA\B\Plugin`},
		{`null`, ""},
		{`-'a'`, "a computed value"},
		{`__LINE__`, "a computed value"},
		{`self::R`, "a constant of another file"},
		{`self::NONE`, "a constant of another file"},
		{`$x::K`, "a constant of another file"},
		{`"a $x"`, "a variable"},
		{`"{$a["x"]} ${b}"`, "a variable"},
		{"<<<EOT\n$$a\nEOT", "a variable"},
		{"`ls`", "a computed value"},
		{`f('x')`, "a call"},
		{`trans('x', ['n' => 1])`, "a call"},
		{`$this->x()`, "a call"},
		{`new X`, "a new object"},
		{`function () {}`, "a closure"},
		{`'a' . f()`, "a computed value"},
	} {
		got := discoverDescription(head + c.expr + "]; } }")
		got = strings.TrimPrefix(got, "pluginDetails() description cannot be read without running PHP: ")
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.expr, got, c.want)
		}
	}
}

func TestMethodBodies(t *testing.T) {
	const opaque = "pluginDetails() cannot be read without running PHP: "
	for _, c := range []struct{ body, want string }{
		{`return ['description' => 'a']; return [];`, "a"},
		{`$x = ['description' => 'a']; return $x;`, "a"},
		{`$x = ['description' => 'a']; return $y;`, opaque + "a statement before the return"},
		{`$x = ['description' => 'a'];`, opaque + "a statement before the return"},
		{`foreach ([] as $x) {}`, opaque + "a loop"},
		{`if (1) {}`, opaque + "an if statement"},
		{`return;`, ""},
		{``, ""},
	} {
		got := discoverDescription(`<?php namespace A\B; class Plugin { function pluginDetails() { ` + c.body + ` } }`)
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.body, got, c.want)
		}
	}
}

// What surrounds the class does not matter, and what the parser's lexer would
// never return from is out of its reach.
func TestSurroundings(t *testing.T) {
	const class = `namespace A\B; class Plugin { function pluginDetails() { return ['description' => 'a']; } }`
	for _, c := range []struct{ php, want string }{
		{"\ufeff<?php " + class, "a"},
		{"#!/usr/bin/php\n<?php " + class, "a"},
		{"<?PHP\n" + class + "\n?>\n", "a"},
		{"<?php " + class + " ?><p><", "a"},
		{"<?php /* ?> */ // ?><b>\n<?php " + class, "a"},
		{"<?php " + class + " __halt_compiler(); <<<A\n$$a\nA", "a"},
		{"<?php " + class + " $x = \"{$a[\"}\"]}\" . `$b`;", "a"},
		{"<?php " + class + " # the end", "a"},
		{"<?php #[Attribute] class Other {} " + class, "a"},
		{"<", "no namespace is declared"},
		{"", "no namespace is declared"},
		{"<?php " + class + " $x = 'a", "cannot read PHP: this string has no end"},
		{"<?php " + class + ` $x = "\"`, "cannot read PHP: this string has no end"},
		{"<?php " + class + ` $x = "{$a["`, "cannot read PHP: this string has no end"},
		{"<?php " + class + " $x = <<<A\n$$a\n", "cannot read PHP: this string has no end"},
		{"<?php " + class + strings.Repeat(`"{$a[`, 100) + strings.Repeat(`]}"`, 100), "cannot read PHP: this string has no end"},
		{"<?php " + class + " &", "cannot read PHP: "},
	} {
		if got := discoverDescription(c.php); got != c.want && !(strings.HasSuffix(c.want, ": ") && strings.HasPrefix(got, c.want)) {
			t.Errorf("%q: got %q, want %q", c.php, got, c.want)
		}
	}
}
