package amd

import (
	"bytes"
	"compress/gzip"
	"testing"
)

// TestComponentRuntime holds what pages with components load to its size.
func TestComponentRuntime(t *testing.T) {
	t.Parallel()
	code := ComponentRuntime(true)
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(code)
	_ = w.Close()
	if b.Len() > 1600 {
		t.Errorf("%d bytes, %d compressed", len(code), b.Len())
	}
	t.Logf("%d bytes, %d compressed", len(code), b.Len())
	if bytes.Equal(code, ComponentRuntime(false)) {
		t.Error("it is not minified")
	}
}
