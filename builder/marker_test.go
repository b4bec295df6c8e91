//go:build unix

package builder

import (
	"context"
	"os"
	"strings"
	"testing"
)

// TestMarkerHostile reads markers that no build writes.
func TestMarkerHostile(t *testing.T) {
	dir := t.TempDir()
	must(t, os.MkdirAll(dir+"/js/strata", 0o755))
	good := `{"strata":1,"base":"js","index":"strata/plugins","map":{"loader":"strata"},"files":{}}`
	for _, c := range []struct{ old, new string }{
		{"", ""}, {`"strata":1`, `"strata":2`}, {`"strata"}`, `"webpack"}`}, {`{"loader":"strata"}`, `null`}, {`"files":{}`, `"files":null`}, {`"files":{}`, `"files":{"/x":""}`}, {`"files":{}`, `"files":{"../x":""}`},
		{`"js"`, `"../js"`}, {`"js"`, `"/js"`}, {`strata/plugins`, `../plugins`}, {`strata/plugins`, ``}, {good, ``}, {good, `[]`}, {good, strings.Repeat("[", 1e5)},
	} {
		must(t, os.WriteFile(dir+"/"+markerName, []byte(strings.Replace(good, c.old, c.new, 1)), 0o644))
		if IsPublished(dir) != (c.old == "") {
			t.Errorf("%s in place of %s: it is published is %t", c.new, c.old, c.old != "")
		}
		if _, ds := Reindex(context.Background(), dir); ds.HasErrors() != (c.old != "") {
			t.Errorf("%s in place of %s: the diagnostics are %v", c.new, c.old, ds)
		}
	}
}
