package amd

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"
)

// runtimeBar is how many bytes the loader and its boot script may weigh on the
// wire.
const runtimeBar = 6 << 10

func TestRuntimeSize(t *testing.T) {
	for _, format := range []Format{FormatStrata, FormatRequireJS, FormatDojo} {
		code, err := Runtime(format, RuntimeConfig{}, true)
		if err != nil {
			t.Fatal(err)
		}
		size := gzipped(t, code)
		t.Logf("%s: %d bytes minified, %d gzip", format, len(code), size)
		if size > runtimeBar {
			t.Errorf("%s: %d bytes gzip, more than %d", format, size, runtimeBar)
		}
	}
}

func gzipped(t *testing.T, code []byte) int {
	t.Helper()
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if _, err := w.Write(code); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

func TestRuntimeConfigIsEscaped(t *testing.T) {
	cfg := RuntimeConfig{
		Start: "</script><!--\u2028\u2029\"'`${1}",
		Map:   map[string]map[string]string{"__proto__": {"a": "b"}},
	}
	for _, minify := range []bool{true, false} {
		code, err := Runtime(FormatStrata, cfg, minify)
		if err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{"</script", "<!--", "\u2028", "\u2029", runtimeConfigName} {
			if strings.Contains(string(code), bad) {
				t.Errorf("minify %v: the script contains %q", minify, bad)
			}
		}
		if !strings.Contains(string(code), `__proto__`) {
			t.Errorf("minify %v: the configuration is not in the script", minify)
		}
	}
}

func TestRuntimeIsDeterministic(t *testing.T) {
	cfg := RuntimeConfig{Map: map[string]map[string]string{"*": {"a": "b", "c": "d", "e": "f"}, "x": {"y": "z"}}}
	first, err := Runtime(FormatDojo, cfg, true)
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		if again, _ := Runtime(FormatDojo, cfg, true); !bytes.Equal(first, again) {
			t.Fatal("two calls give different scripts")
		}
	}
}

func TestRuntimeUnknownFormat(t *testing.T) {
	_, err := Runtime("webpack", RuntimeConfig{}, true)
	if err == nil || !strings.Contains(err.Error(), `"webpack"`) {
		t.Errorf("got %v, want an error that names the format", err)
	}
}
