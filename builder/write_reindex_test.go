//go:build unix

package builder

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// published returns the folder of a site that is published with two plugins.
func published(t *testing.T) string {
	at := place(t)
	put(t, at.Source+"/content/index.md", "# Home")
	put(t, at.Source+"/plugins/alpha/alpha.js", "define([], function () {});")
	put(t, at.Source+"/plugins/beta/beta.js", "define([], function () {});")
	out, ds := Build(context.Background(), os.DirFS(at.Source), Options{})
	if out == nil {
		t.Fatal(ds)
	}
	publish(t, out, at)
	return at.Output
}

func indexOf(t *testing.T, dir string) string {
	t.Helper()
	data, err := os.ReadFile(dir + "/js/strata/plugins.js")
	must(t, err)
	return string(data)
}

func reindexed(t *testing.T, dir string) IndexReport {
	t.Helper()
	report, ds := Reindex(context.Background(), dir)
	if len(ds) > 0 {
		t.Errorf("the diagnostics are %v", ds)
	}
	must(t, whole(dir))
	return report
}

// TestReindex drops a plugin folder into a published site, and takes it and a
// compiled plugin out again.
func TestReindex(t *testing.T) {
	dir := published(t)
	before := tree(t, dir)
	if report := reindexed(t, dir); len(report.Plugins) != 2 || len(report.Added)+len(report.Removed) > 0 {
		t.Errorf("without a change: %+v", report)
	}
	if diff := cmp.Diff(before, tree(t, dir)); diff != "" {
		t.Errorf("-before +after:\n%s", diff)
	}

	put(t, dir+"/js/plugins/gamma/gamma.js", "define([], function () {});")
	report, ds := Reindex(context.Background(), dir)
	if len(ds) > 0 || !slices.Equal(report.Added, []string{"gamma"}) || len(report.Plugins) != 3 {
		t.Errorf("a folder dropped in: %+v %v", report, ds)
	}
	for _, file := range []string{"plugins.js", "plugins-details.js"} {
		if data, err := os.ReadFile(dir + "/js/strata/" + file); err != nil || !strings.Contains(string(data), "gamma") {
			t.Errorf("%s does not know the plugin: %s %v", file, data, err)
		}
	}
	if report, _ := Reindex(context.Background(), dir); len(report.Added) > 0 || len(report.Plugins) != 3 {
		t.Errorf("once more: %+v", report)
	}

	must(t, os.RemoveAll(dir+"/js/plugins/gamma"))
	if report := reindexed(t, dir); !slices.Equal(report.Removed, []string{"gamma"}) {
		t.Errorf("the folder taken out: %+v", report)
	}
	if diff := cmp.Diff(before, tree(t, dir)); diff != "" {
		t.Errorf("-before +after:\n%s", diff)
	}

	must(t, os.RemoveAll(dir+"/js/plugins/alpha"))
	report, ds = Reindex(context.Background(), dir)
	if !slices.Equal(report.Removed, []string{"alpha"}) || strings.Contains(indexOf(t, dir), "alpha") || ds.HasErrors() {
		t.Errorf("a compiled plugin taken out: %+v %v", report, ds)
	}
}

// TestReindexMistakes shows that a mistake leaves the index as it is.
func TestReindexMistakes(t *testing.T) {
	dir := published(t)
	before := indexOf(t, dir)
	for file, reason := range map[string]string{
		"js/plugins/9bad/9bad.js": "9bad", "js/plugins/empty/readme.txt": "empty", "js/plugins/require/require.js": "require",
	} {
		put(t, dir+"/"+file, "define([], function () {});")
		_, ds := Reindex(context.Background(), dir)
		if len(ds) == 0 || !strings.Contains(ds[0].String(), reason) {
			t.Errorf("%s: the diagnostics are %v", file, ds)
		}
		if ds.HasErrors() && indexOf(t, dir) != before {
			t.Errorf("%s: the index changed", file)
		}
		must(t, os.RemoveAll(dir+"/"+file[:strings.LastIndex(file, "/")]))
	}
	for _, odd := range []string{t.TempDir(), dir + "/js", dir + "/nowhere", dir + "/nowhere/deep"} {
		before := tree(t, dir)
		if _, ds := Reindex(context.Background(), odd); !ds.HasErrors() || !strings.Contains(ds[0].Text, "it is not the output of a build") {
			t.Errorf("%s: the diagnostics are %v", odd, ds)
		}
		if diff := cmp.Diff(before, tree(t, dir)); diff != "" {
			t.Errorf("%s: -before +after:\n%s", odd, diff)
		}
	}
}
