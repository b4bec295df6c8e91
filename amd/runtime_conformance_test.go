package amd

import (
	"context"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// testConformance runs testdata/runtime_conformance.txtar, as testLoader does its own.
func testConformance(t *testing.T, browser context.Context) {
	archive, err := txtar.ParseFile("testdata/runtime_conformance.txtar")
	if err != nil {
		t.Fatal(err)
	}
	runLoaderCases(t, browser, archive)
	for _, document := range []string{"amd_", "require_", "plugin_", "config_", "compat_"} {
		cases := 0
		for name := range loaderCases(archive) {
			if strings.HasPrefix(name, document) {
				cases++
			}
		}
		if cases == 0 {
			t.Errorf("no case is called %s...", document)
		}
	}
}
