package plugin

import (
	"bytes"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"strata/internal/diag"
	"strata/internal/version"
)

// A Release is one version of a plugin, as updates/version.yaml lists it.
type Release struct {
	Version string   // as it is written
	Notes   []Note   // what it brings, for people
	Scripts []string // that Winter would run
}

// A Note is what somebody should know of a release.
type Note struct {
	Text      string // without the mark
	Important bool   // marked by "!!!": the release breaks something, or needs attention
	Line      int    // in updates/version.yaml
	Column    int
}

// Important reports whether one of the notes is.
func (r Release) Important() bool {
	return slices.ContainsFunc(r.Notes, func(n Note) bool { return n.Important })
}

// readReleases returns the versions that updates/version.yaml lists, in the order of
// PHP's version_compare: the last is the current one.
func readReleases(updates folder, ds *diag.List) []Release {
	if !updates.has("version.yaml") {
		return nil
	}
	src, ok := updates.read("version.yaml", ds)
	if !ok {
		return nil
	}
	v, ok := readYAMLText(updates.path("version.yaml"), quoteTexts(src), ds)
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
		out = append(out, files.release(it, ds))
	}
	// PHP finds each of 1.0.* and 1.0.x before the other. Its sort asks whether what
	// stands first comes later, so that such two stay as they are.
	slices.SortStableFunc(out, func(a, b Release) int { return -version.Compare(bare(b.Version), bare(a.Version)) })
	return out
}

// These match lines whose text holds a colon, which YAML would take for the end of a
// key: in a list what is marked, and behind a version any text.
var (
	markedItem = regexp.MustCompile(`(?m)^([ \t]*- +)(!!![^\n\r]*: [^\n\r]*)`)
	versioned  = regexp.MustCompile("(?m)^([^\\s#'\"-][^:\\n]*: +)((?:!!!|[^\\s'\"\\[{|>&*!#%@`])[^\\n\\r]*: [^\\n\\r]*)")
)

// quoteTexts puts such texts in quotes, as Winter does before it reads the file.
func quoteTexts(src []byte) []byte {
	if !utf8.Valid(src) {
		return src // where it is not will be told of the text as it is
	}
	for _, lines := range []*regexp.Regexp{markedItem, versioned} {
		src = lines.ReplaceAllFunc(src, func(line []byte) []byte {
			m := lines.FindSubmatch(line)
			return slices.Concat(m[1], []byte("'"), bytes.ReplaceAll(m[2], []byte("'"), []byte("''")), []byte("'"))
		})
	}
	return src
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

// release reads what a version brings. It reports an entry of a shape that Winter
// cannot apply, and scripts that it would not find.
func (s scripts) release(entry item, ds *diag.List) Release {
	r := Release{Version: strings.TrimSpace(entry.key)}
	entries := entry.val.items
	switch entry.val.kind {
	case table:
		ds.Add(errVersionEntry(entry.val.place, entry.key))
		return r
	case list:
	default:
		entries = []item{{val: entry.val}}
	}
	for _, it := range entries {
		switch name := it.val.note(); {
		case it.val.kind == list:
			ds.Add(errVersionEntry(it.val.place, entry.key))
		case scriptName.MatchString(name):
			r.Scripts = append(r.Scripts, name)
			if !s.has(name) {
				ds.Add(warnScript(it.val.place, name))
			}
		case name != "":
			text, marked := strings.CutPrefix(name, "!!!")
			r.Notes = append(r.Notes, Note{strings.TrimSpace(text), marked, it.val.place.line, it.val.place.column})
		}
	}
	return r
}

// note is a text in a list. One with a colon is a map to YAML, and a text to Winter.
func (v value) note() string {
	if v.kind == table && len(v.items) == 1 {
		return v.items[0].key + ": " + v.items[0].val.scalar()
	}
	return v.scalar()
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
