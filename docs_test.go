package main

import (
	"context"
	"os"
	"testing"

	"strata/builder"
)

// TestDocs builds the documentation, which is a site of ours, without a warning.
func TestDocs(t *testing.T) {
	out, ds := builder.Build(context.Background(), os.DirFS("."), builder.Options{Minify: true, Strict: true})
	if out == nil {
		t.Fatal(ds)
	}
}
