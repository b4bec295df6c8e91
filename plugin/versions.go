package plugin

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"strata/internal/diag"
	"strata/internal/version"
)

// currentVersion returns the last version that updates/version.yaml lists, as it
// is written there; "" when it lists none.
func currentVersion(updates folder, ds *diag.List) string {
	if !updates.has("version.yaml") {
		return ""
	}
	v, ok := readYAML(updates, "version.yaml", ds)
	if ok && v.given() && v.kind != table {
		ds.Add(errVersionShape(v.place))
		return ""
	}
	current, seen := "", map[string]int{}
	files := scripts{updates, map[string]map[string]bool{}}
	for _, it := range v.items {
		if seen[it.key]++; seen[it.key] == 2 {
			ds.Add(errVersionTwice(it.keyAt, it.key))
		}
		if name := strings.TrimSpace(it.key); current == "" || version.Compare(bare(name), bare(current)) >= 0 {
			current = name
		}
		files.check(it, ds)
	}
	return current
}

// bare is a version without the v that some files write before each.
func bare(v string) string { return strings.TrimPrefix(v, "v") }

// scriptName matches what Winter takes for a script in the list of a version; all
// else is a comment.
var scriptName = regexp.MustCompile(`^[A-Za-z0-9_\-./\\]+\.php$`)

// scripts knows what is in the folder updates, listing each folder in it once.
type scripts struct {
	updates folder
	seen    map[string]map[string]bool
}

// check reports an entry of a shape that Winter cannot apply, and scripts that it
// would not find.
func (s scripts) check(entry item, ds *diag.List) {
	if entry.val.kind == table {
		ds.Add(errVersionEntry(entry.val.place, entry.key))
		return
	}
	for _, it := range entry.val.items {
		if name := it.val.scalar(); scriptName.MatchString(name) && !s.has(name) {
			ds.Add(warnScript(it.val.place, name))
		}
	}
}

// has reports whether the script is there, and never looks outside of updates.
func (s scripts) has(name string) bool {
	name = strings.ReplaceAll(name, `\`, "/")
	if slices.Contains(strings.Split(name, "/"), "..") {
		return false
	}
	dir, base := path.Split(strings.TrimPrefix(path.Clean("/"+name), "/"))
	dir = path.Clean(dir)
	if s.seen[dir] == nil {
		s.seen[dir] = map[string]bool{}
		var unheard diag.List // a link that leads away is a folder that is not there
		for _, e := range s.updates.sub(dir, &unheard).entries {
			s.seen[dir][e.Name()] = true
		}
	}
	return s.seen[dir][base]
}
