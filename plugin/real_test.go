package plugin

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"strata/internal/diag"
)

var namespaceLine = regexp.MustCompile(`(?m)^(?:<\?php\s+)?namespace\s+(\w+)\\(\w+)`)

// TestRealPlugins reads the Winter plugins in the folders of STRATA_PLUGINS: each
// registration file is read, or there is an error about it, and every diagnostic
// is about a place that exists. With -v it says how much was read.
func TestRealPlugins(t *testing.T) {
	dir := os.Getenv("STRATA_PLUGINS")
	if dir == "" {
		return // there are none to read
	}
	site := t.TempDir()
	want := layOut(t, dir, site)
	src := os.DirFS(site)
	var ds diag.List
	found := Discover(src, []Root{{Path: "plugins", Layout: "winter"}}, &ds)
	set := Resolve(found, ResolveOptions{}, &ds)
	all := Gather(set, &ds)
	read := map[string]bool{}
	for _, p := range found {
		read[p.Dir] = !p.Broken
	}
	for _, p := range want {
		about := slices.ContainsFunc(ds, func(d diag.Diagnostic) bool {
			return d.Severity == diag.Error && strings.HasPrefix(d.File, p+"/")
		})
		if !read[p] && !about {
			t.Errorf("%s is not read, and nothing says so", p)
		}
	}
	ds = ds.Sorted()
	for _, d := range ds {
		checkPlace(t, src, d)
	}
	t.Logf("%d registration files, %d plugins, %d active, %d disabled; %d errors, %d warnings, %d notices", len(want), len(found), len(set.Active), len(set.Disabled),
		ds.Count(diag.Error), ds.Count(diag.Warning), ds.Count(diag.Notice))
	t.Logf("%d permissions, %d menu items, %d quick actions, %d settings", len(all.Permissions), len(all.Navigation), len(all.QuickActions), len(all.Settings))
	countMethods(t, found, src)
	for _, d := range ds {
		t.Log(d)
	}
}

// layOut links each plugin to the place that its namespace names.
func layOut(t *testing.T, dir, site string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*", "Plugin.php"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no Plugin.php in the folders of %s: %v", dir, err)
	}
	var out []string
	for _, file := range files {
		php, err := os.ReadFile(file)
		m := namespaceLine.FindSubmatch(php)
		if err != nil || m == nil {
			t.Fatalf("%s has no namespace: %v", file, err)
		}
		place := strings.ToLower("plugins/" + string(m[1]) + "/" + string(m[2]))
		if err := os.MkdirAll(filepath.Join(site, filepath.Dir(place)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(filepath.Dir(file), filepath.Join(site, place)); err != nil {
			t.Fatal(err)
		}
		out = append(out, place)
	}
	return out
}

// registrations are the methods of Winter that declare something.
var registrations = strings.Fields(`pluginDetails registerComponents registerFormWidgets registerListColumnTypes registerMailLayouts registerMailPartials
	registerMailTemplates registerMarkupTags registerNavigation registerPermissions registerQuickActions registerReportWidgets registerSchedule
	registerSettings registerValidationRules`)

// countMethods says of each method that declares something how often it could be
// read whole, in part, and not at all.
func countMethods(t *testing.T, found []Plugin, src fs.FS) {
	t.Helper()
	whole, part, none, nothing := map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	for _, p := range found {
		php, err := fs.ReadFile(src, p.File)
		if err != nil || p.Broken || !strings.HasSuffix(p.File, ".php") {
			continue
		}
		var ds diag.List
		c, _ := parseClass(p.File, "Plugin", php, &ds)
		for _, name := range registrations {
			if c.methods[strings.ToLower(name)] == nil {
				continue
			}
			v, leaves := c.method(name), 0
			v.unknown("", func(string, value) { leaves++ })
			switch {
			case v.kind == opaque:
				none[name]++
				t.Logf("%s:%d: %s: %s", p.File, v.place.line, name, v.text)
			case !v.given():
				nothing[name]++
			case leaves > 0:
				part[name]++
			default:
				whole[name]++
			}
		}
	}
	for _, name := range registrations {
		t.Logf("%s: %d whole, %d in part, %d not, %d declare nothing", name, whole[name], part[name], none[name], nothing[name])
	}
}

// checkPlace reports a diagnostic whose place is not in its file.
func checkPlace(t *testing.T, src fs.FS, d diag.Diagnostic) {
	t.Helper()
	if d.Line == 0 {
		return
	}
	text, err := fs.ReadFile(src, d.File)
	if err != nil {
		t.Errorf("%s: %v", d, err)
		return
	}
	lines := bytes.Split(text, []byte("\n"))
	if d.Line > len(lines) || d.Column > len(lines[d.Line-1])+1 {
		t.Errorf("no such place: %s", d)
	}
}
