package sandbox

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"
)

// start runs a script whose functions are the methods of an object literal.
func start(t testing.TB, methods string, g Grants) *Run {
	t.Helper()
	p, err := New(Source{Code: []byte("var it = (() => {\n" + methods + "\n})();"), Global: "it"}, g)
	if err != nil {
		t.Fatal(err)
	}
	r := p.Start()
	t.Cleanup(r.Close)
	return r
}

func TestCall(t *testing.T) {
	t.Parallel()
	type text string
	r := start(t, `return {
		same: (v) => v,
		kind: (v) => Array.isArray(v) ? 'list' : typeof v,
		count: (...all) => all.length,
		date: (s) => new Date(s).toISOString(),
		local: (s) => new Date(s).toString() + ' | ' + new Date(2024, 0, 31, 12).toLocaleString() + ' | ' + new Date(0).getTimezoneOffset(),
		gone: () => ['performance', 'WeakRef', 'Atomics', 'require', 'console', 'setTimeout'].filter((n) => n in globalThis),
		custom: () => { class E extends Error { constructor() { super('m'); this.name = 'E'; } } return new E() instanceof E && String(new E()); },
	}`, Grants{})
	for _, c := range []struct {
		name string
		args []any
		want any
	}{
		{"same", []any{"tëxt 😀"}, "tëxt 😀"},
		{"same", []any{text("named")}, "named"},
		{"same", []any{nil}, nil},
		{"same", []any{true}, true},
		{"same", []any{1 << 40}, int64(1 << 40)},
		{"same", []any{1.5}, 1.5},
		{"same", []any{uint8(3)}, int64(3)},
		{"same", []any{[]string{"a", "b"}}, []any{"a", "b"}},
		{"same", []any{map[string]any{"n": 7, "l": []any{nil, 2.5}}}, map[string]any{"n": int64(7), "l": []any{nil, 2.5}}},
		{"same", []any{time.Date(2024, 2, 3, 4, 5, 6, 0, time.UTC)}, "2024-02-03T04:05:06Z"},
		{"kind", []any{[]int{1}}, "list"},
		{"kind", []any{map[string]int{}}, "object"},
		{"count", nil, int64(0)},
		{"count", []any{1, nil, ""}, int64(3)},
		{"date", []any{"2024-01-02"}, "2024-01-02T00:00:00.000Z"},
		{"date", []any{"2024-01-02T10:00"}, "2024-01-02T10:00:00.000Z"},
		{"date", []any{"2024-01-02 10:00"}, "2024-01-02T10:00:00.000Z"},
		{"date", []any{"2024-01-02T10:00+02:00"}, "2024-01-02T08:00:00.000Z"},
		{"date", []any{0}, "1970-01-01T00:00:00.000Z"},
		{"local", []any{"2024-07-09T13:04:05"}, "Tue Jul 09 2024 13:04:05 GMT+0000 | 01/31/2024, 12:00:00 PM | 0"},
		{"gone", nil, []any{}},
		{"custom", nil, "E: m"},
	} {
		got, err := r.Call(c.name, c.args...)
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s(%v) = %#v, %v; want %#v", c.name, c.args, got, err, c.want)
		}
	}
}

func TestMistakes(t *testing.T) {
	t.Parallel()
	const methods = `const fall = (n) => [fall(n + 1)];
return {
	boom() {
		null.x;
	},
	text() { throw 'plain'; },
	nothing() {}, fn: () => () => 1, symbol: () => Symbol('s'), big: () => 1n,
	later: async () => 'x', thenable: () => ({then() {}}),
	self() { const a = {}; a.a = a; return a; },
	fall: () => fall(0),
	now: () => Date.now(), date: () => new Date(), call: () => Date(), random: () => Math.random(),
	ok: () => 'ok',
};`
	r := start(t, methods, Grants{})
	for _, c := range []struct {
		name string
		arg  any
		kind Kind
		want string
		line int
	}{
		{"boom", 0, Threw, `throws "TypeError: cannot read property 'x' of null"`, 5},
		{"text", 0, Threw, `throws "plain"`, 0},
		{"absent", 0, Threw, `throws "TypeError: not a function"`, 0},
		{"nothing", 0, BadResult, "returns nothing, not text, a number, a list or a map", 0},
		{"fn", 0, BadResult, "returns a function, not", 0},
		{"symbol", 0, BadResult, "returns a symbol, not", 0},
		{"big", 0, BadResult, "returns a bigint, not", 0},
		{"later", 0, BadResult, "returns a promise, not", 0},
		{"thenable", 0, BadResult, "returns a promise, not", 0},
		{"self", 0, Threw, `throws "TypeError: circular reference"`, 0},
		{"fall", 0, Recursion, "calls itself without end", 2},
		{"now", 0, Threw, "the time is not the same in each build", 0},
		{"date", 0, Threw, "the time is not the same in each build", 0},
		{"call", 0, Threw, "the time is not the same in each build", 0},
		{"random", 0, Threw, "random numbers are not the same in each build", 0},
		{"ok", struct{}{}, BadArgument, "is given a struct {}, which is no plain data", 0},
	} {
		_, err := r.Call(c.name, c.arg)
		e, ok := errors.AsType[*Error](err)
		if !ok || e.Kind != c.kind || !strings.Contains(e.Text, c.want) || c.line > 0 && e.At.Line != c.line {
			t.Errorf("%s: %+v; want kind %d, %q at line %d", c.name, err, c.kind, c.want, c.line)
		}
	}
	if got, err := r.Call("ok"); got != "ok" || err != nil {
		t.Errorf("the run does not go on after what functions throw: %v, %v", got, err)
	}
}

// TestLimits wants what does not end to end, the run with it, and only that run.
func TestLimits(t *testing.T) {
	t.Parallel()
	const methods = `return {
	loop() { for (;;); },
	caught() { for (;;) try { for (;;); } catch {} },
	regexp: () => /(a+)+$/.test('a'.repeat(50) + 'b'),
	native: () => Array(1e9).join('x'),
	grow() { const a = [], s = 'x'.repeat(1e5); for (;;) a.push(s + a.length); },
	long: () => 'x'.repeat(1 << 29).length,
	ok: () => 'ok'}`
	for name, want := range map[string]Kind{"loop": Timeout, "caught": Timeout, "regexp": Timeout, "native": Stuck, "grow": Memory, "long": Memory} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := start(t, methods, Grants{})
			for _, f := range []string{name, "ok"} {
				_, err := r.Call(f)
				e, ok := errors.AsType[*Error](err)
				if ok && want == Memory && e.Kind == Timeout {
					continue // the machine is so slow that the time ended first
				}
				if !ok || e.Kind != want {
					t.Errorf("%s: %v", f, err)
				}
			}
			if got, err := r.program.Start().Call("ok"); got != "ok" || err != nil {
				t.Errorf("another run: %v, %v", got, err)
			}
		})
	}
}

// TestRunsShareNothing wants pages to be the same in whatever order they are made.
func TestRunsShareNothing(t *testing.T) {
	t.Parallel()
	p, err := New(Source{Code: []byte(`let n = 0; var it = {next() { Array.prototype.n = (Array.prototype.n || 0) + 1; return [++n, [].n].join(); }}`), Global: "it"}, Grants{})
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			r := p.Start()
			defer r.Close()
			for i := range 3 {
				got, err := r.Call("next")
				if want := fmt.Sprintf("%d,%d", i+1, i+1); got != want || err != nil {
					t.Errorf("%v, %v; want %s", got, err, want)
				}
			}
		})
	}
	wg.Wait()
}

func TestGrants(t *testing.T) {
	t.Parallel()
	r := start(t, `return {now: () => Date.now() > 1.7e12 && new Date().getTime() > 1.7e12, random: () => Math.random() < 1}`, Grants{Clock: true, Random: true})
	for _, name := range []string{"now", "random"} {
		if got, err := r.Call(name); got != true || err != nil {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

func TestLoad(t *testing.T) {
	t.Parallel()
	if _, err := New(Source{Code: []byte("var it = {")}, Grants{}); err == nil {
		t.Error("half a script compiles")
	}
	p, err := New(Source{Code: []byte("\n\nthrow new Error('early')"), Global: "it",
		Locate: func(line, column int) Position { return Position{"a.ts", line, column} }}, Grants{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = p.Start().Call("f")
	if e, ok := errors.AsType[*Error](err); !ok || e.At.File != "a.ts" || e.At.Line != 3 || !strings.Contains(e.Text, "early") {
		t.Errorf("%+v", err)
	}
}

func TestFunctions(t *testing.T) {
	t.Parallel()
	r := start(t, "return {b() {}, a: () => 1, n: 1}", Grants{})
	if got, err := r.program.Functions(); err != nil || !reflect.DeepEqual(got, []string{"a", "b"}) {
		t.Errorf("%v, %v", got, err)
	}
}

func TestPlainEnds(t *testing.T) {
	t.Parallel()
	loop := map[string]any{}
	loop["self"] = loop
	if _, err := Plain(loop); err == nil {
		t.Error("a map in itself is plain")
	}
}

func BenchmarkCall(b *testing.B) {
	r := start(b, `return {plural: (s) => s.endsWith('s') ? s : s + 's'}`, Grants{})
	for b.Loop() {
		if _, err := r.Call("plural", "berry"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCallData(b *testing.B) {
	r := start(b, `return {sorted: (list) => list.slice().sort()}`, Grants{})
	for b.Loop() {
		if _, err := r.Call("sorted", []string{"c", "a", "b"}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPage is what the first call on a page costs.
func BenchmarkPage(b *testing.B) {
	first := start(b, `return {plural: (s) => s + 's'}`, Grants{})
	for b.Loop() {
		r := first.program.Start()
		if _, err := r.Call("plural", "berry"); err != nil {
			b.Fatal(err)
		}
		r.Close()
	}
}
