package plugin

import (
	"encoding/json"
	"testing"

	"strata/internal/diag"
)

// parseMethod returns what the method m of a class with this body returns.
func parseMethod(t *testing.T, members string) value {
	t.Helper()
	var ds diag.List
	c, ok := parseClass("Plugin.php", "Plugin", []byte(`<?php namespace A\B;
use Backend; use Url; use Lang as L; use System\Classes\SettingsManager; use Backend\Models\UserRole as Role; use Backend\Facades\Backend as B;
class Plugin {`+members+"\n}"), &ds)
	if !ok || len(ds) > 0 {
		t.Fatal(ds)
	}
	return c.method("m")
}

func jsonOf(t *testing.T, v value) string {
	t.Helper()
	out, err := json.Marshal(v.data())
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// TestCalls: a known call keeps what it means, and everything else is opaque.
func TestCalls(t *testing.T) {
	const unknown = `{"$opaque":"call","line":3}`
	for _, c := range []struct{ expr, want string }{
		{`Backend::url('a/b')`, `{"$call":"backendURL","text":"a/b"}`},
		{`\Backend::url('a/b')`, `{"$call":"backendURL","text":"a/b"}`},
		{`B::URL('a')`, `{"$call":"backendURL","text":"a"}`},
		{`Backend::url('a/' . self::class)`, `{"$call":"backendURL","text":"a/A\\B\\Plugin"}`},
		{`Backend::url('a') . '/b?' . 1`, `{"$call":"backendURL","text":"a/b?1"}`},
		{`'x' . Backend::url('a')`, `{"$opaque":"computed value","line":3}`},
		{`Url::to('a')`, `{"$call":"siteURL","text":"a"}`},
		{`url('a')`, `{"$call":"siteURL","text":"a"}`},
		{`Url::asset('a.svg')`, `{"$call":"assetURL","text":"a.svg"}`},
		{`L::get('a.b::lang.c')`, `{"$call":"translation","text":"a.b::lang.c"}`},
		{`e(trans('a.b::lang.c'))`, `{"$call":"translation","text":"a.b::lang.c"}`},
		{`__('a')`, `{"$call":"translation","text":"a"}`},
		{`e('a & b')`, `"a \u0026 b"`},
		{`e(5)`, `"5"`},
		{`trans('a') . '!'`, `{"$opaque":"computed value","line":3}`},
		{`SettingsManager::CATEGORY_MYSETTINGS`, `"system::lang.system.categories.my_settings"`},
		{`Role::CODE_DEVELOPER`, `"developer"`},
		{`SettingsManager::OTHER`, `{"$opaque":"constant of another file","line":3}`},
		{`Backend::url(trans('a'))`, unknown},
		{`Backend::url()`, unknown},
		{`Backend::url(...$x)`, unknown},
		{`Backend::url(path: 'a')`, unknown},
		{`Backend::url('a', ['b'])`, unknown},
		{`Backend::baseUrl('a')`, unknown},
		{`Other::url('a')`, unknown},
		{`\Deep\Backend::url('a')`, unknown},
		{`$x('a')`, unknown},
		{`$this->url('a')`, unknown},
		{`Backend::url($x)`, unknown},
		{`['b' => 1, 'a' => [true, null, -1.5], 'b' => fn() => 1, 'n' => 0x1F]`, `{"b":{"$opaque":"closure","line":3},"a":[true,null,-1.5],"n":"0x1F"}`},
	} {
		if got := jsonOf(t, parseMethod(t, "function m() { return "+c.expr+"; }")); got != c.want {
			t.Errorf("%s: got %s, want %s", c.expr, got, c.want)
		}
	}
}

// TestFilled: plugin.yaml says what only PHP knows, leaf by leaf; the rest has no
// effect.
func TestFilled(t *testing.T) {
	php := parseMethod(t, `function m() { return ['a' => f(), 'b' => ['c' => f(), 'd' => 1, 'g' => ['A\\B\\C', 'd']], 'e' => f()]; }`)
	const opaque = `{"$opaque":"call","line":3}`
	for _, c := range []struct {
		yaml, want string
		rest       bool
	}{
		{"", `{"a":` + opaque + `,"b":{"c":` + opaque + `,"d":1,"g":["A\\B\\C","d"]},"e":` + opaque + `}`, false},
		{"{a: x, b: {c: [y], g: a/b#c}}", `{"a":"x","b":{"c":["y"],"d":1,"g":"a/b#c"},"e":` + opaque + `}`, false},
		{"{e: x, b: {d: 2}}", `{"a":` + opaque + `,"b":{"c":` + opaque + `,"d":1,"g":["A\\B\\C","d"]},"e":"x"}`, true},
		{"{a: x, b: {c: y, g: z}, e: w, more: 1}", `{"a":"x","b":{"c":"y","d":1,"g":"z"},"e":"w"}`, true},
		{"[x]", `{"a":` + opaque + `,"b":{"c":` + opaque + `,"d":1,"g":["A\\B\\C","d"]},"e":` + opaque + `}`, true},
	} {
		manifest, err := parseYAML("plugin.yaml", []byte(c.yaml))
		if err != nil {
			t.Fatal(err)
		}
		got, rest := php.filled(manifest)
		if jsonOf(t, got) != c.want || rest != c.rest {
			t.Errorf("%s: got %s, %v; want %s", c.yaml, jsonOf(t, got), rest, c.want)
		}
	}
}
