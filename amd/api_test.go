package amd

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"modernc.org/quickjs"

	"strata/internal/source"
)

// apiLoader is a page without a browser: enough for modules that only compute.
const apiLoader = `
var window = {}, said = [];
var document = { documentElement: { lang: "en" }, addEventListener(type, f) { document.listen = f; }, dispatchEvent() {} };
var console = { error(text) { said.push(String(text)); } };
var factories = {}, values = {};
function define(deps, factory) { define.last = [deps, factory]; }
function load(id) {
  if (id in values) return values[id];
  const [deps, factory] = factories[id];
  const base = id.split("/").slice(0, -1);
  const full = (dep) => { const at = [...base]; for (const s of dep.split("/")) s === ".." ? at.pop() : s !== "." && at.push(s); return at.join("/"); };
  return values[id] = factory(...deps.map((dep) => load(dep.startsWith(".") ? full(dep) : dep)));
}
`

// newAPI returns an engine in which load(id) gives a module of Strata's own.
func newAPI(t *testing.T) *quickjs.VM {
	t.Helper()
	vm, err := quickjs.NewVM()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = vm.Close() })
	src := WithAPI(fstest.MapFS{}, "strata/plugins")
	p := open(src, API(), nil)
	script := apiLoader
	for _, file := range sortedKeys(p.files) {
		text, err := source.Read(src, p.file(file), maxFile)
		if err != nil {
			t.Fatal(err)
		}
		script += string(text) + "\nfactories[" + quoteJS("strata/"+strings.TrimSuffix(file, ".js")) + "] = define.last;\n"
	}
	evalJS(t, vm, script+"undefined")
	return vm
}

func evalJS(t *testing.T, vm *quickjs.VM, script string) string {
	t.Helper()
	result, err := vm.Eval(script, quickjs.EvalGlobal)
	if err != nil {
		t.Fatal(err)
	}
	text, _ := result.(string)
	return text
}

// TestSpecs runs the browser's side over the cases that plugin tests its own with.
func TestSpecs(t *testing.T) {
	table, err := os.ReadFile("../plugin/testdata/specs.json")
	if err != nil {
		t.Fatal(err)
	}
	vm := newAPI(t)
	text := evalJS(t, vm, `const table = `+string(table)+`, { alter, clone } = load("strata/spec");
JSON.stringify(table.cases.map((c) => {
  const spec = clone(table.spec), rules = JSON.stringify(c.rules);
  const says = alter(spec, c.rules);
  return { name: c.name, got: sorted(spec), want: sorted(c.want), says, wanted: c.says, kept: rules === JSON.stringify(c.rules) };
}));
function sorted(v) {
  return JSON.stringify(v, (_, x) => (x && !Array.isArray(x) && typeof x === "object" ? Object.fromEntries(Object.entries(x).sort()) : x));
}`)
	var rows []struct {
		Name, Got, Want string
		Says, Wanted    []string
		Kept            bool
	}
	if err := json.Unmarshal([]byte(text), &rows); err != nil || len(rows) < 40 {
		t.Fatal(len(rows), err)
	}
	for _, c := range rows {
		if c.Got != c.Want || !slices.Equal(c.Says, c.Wanted) || !c.Kept {
			t.Errorf("%s\ngot  %s %q\nwant %s %q; rules kept: %t", c.Name, c.Got, c.Says, c.Want, c.Wanted, c.Kept)
		}
	}
}

// TestAPICases runs tables of cases over modules that only compute.
func TestAPICases(t *testing.T) {
	for file, least := range map[string]int{"api_build.js": 45} {
		t.Run(file, func(t *testing.T) {
			table, err := os.ReadFile("testdata/" + file)
			if err != nil {
				t.Fatal(err)
			}
			text := evalJS(t, newAPI(t), `const results = (`+strings.TrimSpace(string(table))+`).map(([name, run, want]) => {
  let got;
  try { got = run(); } catch (err) { got = "threw " + err.message; }
  return { name, got: JSON.stringify(got), want: JSON.stringify(want) };
});
JSON.stringify(results)`)
			var rows []struct{ Name, Got, Want string }
			if err := json.Unmarshal([]byte(text), &rows); err != nil || len(rows) < least {
				t.Fatal(len(rows), err)
			}
			for _, c := range rows {
				if c.Got != c.Want {
					t.Errorf("%s\ngot  %s\nwant %s", c.Name, c.Got, c.Want)
				}
			}
		})
	}
}
