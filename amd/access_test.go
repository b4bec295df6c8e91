package amd

import (
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"modernc.org/quickjs"
)

// TestAccess runs the browser's side over the cases that plugin tests its own with.
func TestAccess(t *testing.T) {
	table, err := os.ReadFile("../plugin/testdata/permissions.json")
	if err != nil {
		t.Fatal(err)
	}
	vm, err := quickjs.NewVM()
	if err != nil {
		t.Fatal(err)
	}
	defer vm.Close()
	script := fmt.Sprintf(`let hasAccess; function define(id, deps, factory) { hasAccess = factory(); }
%s
JSON.stringify((%s).map((c) => [c.name, hasAccess(c.granted, c.required), hasAccess(c.granted, c.required, true), c.any, c.all,
  hasAccess(Object.keys(c.granted).filter((code) => c.granted[code] === 1), c.required)]))`, Access("strata/plugins-access").Data, table)
	result, err := vm.Eval(script, quickjs.EvalGlobal)
	if err != nil {
		t.Fatal(err)
	}
	var cases [][]any
	if err := json.Unmarshal([]byte(result.(string)), &cases); err != nil || len(cases) < 30 {
		t.Fatal(len(cases), err)
	}
	for _, c := range cases {
		if c[1] != c[3] || c[2] != c[4] || c[5] != c[3] {
			t.Errorf("%v: any %v, all %v, of a list %v; want %v and %v", c[0], c[1], c[2], c[5], c[3], c[4])
		}
	}
}
