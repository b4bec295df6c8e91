package site

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"strata/internal/diag"
)

// What one page may do, a thousand may not.
func TestPagesTogetherHaveALimit(t *testing.T) {
	for want, layout := range map[string]string{
		"more than 2,000,000 steps, and 20,000 for each page, on all pages together": `{{ range 600 }}{{ range 600 }}{{ end }}{{ $x := where $.Site.Pages "Title" "x" }}{{ end }}`,
		"more than 64 MiB of output, and 256 KiB for each page":                      `{{ range 300000 }}` + strings.Repeat("x", 50) + `{{ end }}`,
		"more than 1,000,000 values for jsonify":                                     `{{ $a := list 1 }}{{ range 40 }}{{ $a = list $a $a }}{{ end }}{{ jsonify $a }}`,
	} {
		src := fstest.MapFS{"layouts/page.html": {Data: []byte(layout)}}
		for i := range 12 {
			src[fmt.Sprintf("content/p%d.md", i)] = &fstest.MapFile{Data: []byte("# P")}
		}
		var ds diag.List
		Render(t.Context(), src, Defaults(), Model{}, &ds)
		if len(ds) == 0 || !strings.Contains(ds[0].Text, want) {
			t.Errorf("want %q, got %v", want, ds)
		}
	}
}
