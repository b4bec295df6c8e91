package plugin

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strings"

	"strata/internal/diag"
	"strata/internal/version"
)

// A Release is a version that updates/version.yaml lists.
type Release struct {
	Version string   // as written there
	Notes   []string // what it brings, for people
	Scripts []string // PHP files in updates, which are not run
}

// Breaking reports whether a note warns of the update, with three exclamation
// marks at its beginning.
func (r Release) Breaking() bool {
	return slices.ContainsFunc(r.Notes, func(note string) bool { return strings.HasPrefix(note, "!!!") })
}

// releases returns what updates/version.yaml lists, the current version last.
func releases(updates folder, ds *diag.List) []Release {
	if !updates.has("version.yaml") {
		return nil
	}
	v, ok := readYAML(updates, "version.yaml", ds)
	if ok && v.given() && v.kind != table {
		ds.Add(errVersionShape(v.place))
		return nil
	}
	var out []Release
	seen := map[string]int{}
	files := scripts{updates, map[string]map[string]bool{}}
	for _, it := range v.items {
		if seen[it.key]++; seen[it.key] == 2 {
			ds.Add(errVersionTwice(it.keyAt, it.key))
		}
		out = append(out, newRelease(it))
		files.check(it, ds)
	}
	slices.SortStableFunc(out, func(a, b Release) int { return compareVersions(bare(a.Version), bare(b.Version)) })
	return out
}

func newRelease(entry item) Release {
	out := Release{Version: strings.TrimSpace(entry.key)}
	for _, it := range asList(entry.val) {
		switch note := it.val.scalar(); {
		case scriptName.MatchString(note):
			out.Scripts = append(out.Scripts, note)
		case note != "":
			out.Notes = append(out.Notes, note)
		case it.val.kind == table: // "- Fixed: a bug", which Winter puts quotes around
			for _, part := range it.val.items {
				out.Notes = append(out.Notes, part.key+": "+part.val.scalar())
			}
		}
	}
	return out
}

// asList returns the items of a list, or one scalar as a list of it.
func asList(v value) []item {
	if v.kind == list || v.kind == table {
		return v.items
	}
	return []item{{val: v, keyAt: v.place}}
}

// compareVersions is PHP's order; where that has each of two before the other, as
// with 1.0.* and 1.0.x, it is that of their letters.
func compareVersions(a, b string) int {
	order := version.Compare(a, b)
	if order != -version.Compare(b, a) {
		return cmp.Compare(a, b)
	}
	return order
}

// bare is a version without the v that some files write before each.
func bare(v string) string { return strings.TrimPrefix(v, "v") }

// scriptName matches what Winter takes for a script in the list of a version; all
// else is a comment.
var scriptName = regexp.MustCompile(`(?i)^[a-z0-9_\-./\\]+\.php$`)

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
	for _, it := range asList(entry.val) {
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
