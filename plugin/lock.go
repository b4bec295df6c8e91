package plugin

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"strata/internal/diag"
	"strata/internal/source"
	"strata/internal/version"
)

// A Lock is what somebody accepted of the plugins of a site: of each the version and
// the files. It is a YAML file with a line for each plugin, sorted by id:
//
//	Acme.Blog: {version: "1.2.0", hash: "sha256:9f86d0…"}
type Lock []Locked

// A Locked plugin is a line of a lock.
type Locked struct {
	ID      string
	Version string // as the plugin declares it
	Hash    string // as Fingerprint returns it
	at      place
	plugin  Plugin // of one that is installed
}

// lockShape is a line of a lock.
var lockShape = shape{kinds: []kind{table}, each: &shape{kinds: []kind{table}, fields: []field{
	{"version", shape{kinds: scalars}},
	{"hash", shape{kinds: []kind{text}}},
}}}

// ReadLock reads a lock. It is false when there is no such file.
func ReadLock(src fs.FS, file string, ds *diag.List) (Lock, bool) {
	data, err := source.Read(src, file, maxSource)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false
	}
	if err != nil {
		ds.Add(diag.Unreadable(file, err))
		return nil, true
	}
	v, ok := readYAMLText(file, data, ds)
	if !ok {
		return nil, true
	}
	lockShape.check("", v, ds)
	var out Lock
	seen := map[string]bool{}
	for _, it := range v.items {
		if seen[key(it.key)] {
			ds.Add(errLockedTwice(it))
			continue
		}
		seen[key(it.key)] = true
		out = append(out, Locked{ID: it.key, Version: it.val.get("version").scalar(), Hash: it.val.get("hash").scalar(), at: it.keyAt})
	}
	return out, true
}

// NewLock returns the lock of all plugins of a set, whose files are in src.
func NewLock(set Set, fingerprint func(Plugin) string) Lock {
	var out Lock
	for _, p := range set.All() {
		if hash := fingerprint(p); hash != "" {
			out = append(out, Locked{ID: p.ID, Version: p.Version, Hash: hash, plugin: p})
		}
	}
	out.sort()
	return out
}

func (l Lock) sort() {
	slices.SortFunc(l, func(a, b Locked) int { return cmp.Or(cmp.Compare(key(a.ID), key(b.ID)), cmp.Compare(a.ID, b.ID)) })
}

// byKey returns the lines by the keys of their ids.
func (l Lock) byKey() map[string]Locked {
	out := make(map[string]Locked, len(l))
	for _, x := range l {
		out[key(x.ID)] = x
	}
	return out
}

// Check reports in what the plugins as they are now differ from those that are locked.
func (l Lock) Check(file string, now Lock, ds *diag.List) {
	old := l.byKey()
	for _, x := range now {
		was, known := old[key(x.ID)]
		delete(old, key(x.ID))
		if !known {
			ds.Add(warnUnlocked(x, file))
			continue
		}
		x.compare(was, ds)
	}
	for _, was := range l {
		if _, left := old[key(was.ID)]; left {
			ds.Add(noticeLockedGone(was))
		}
	}
}

// compare reports in what a plugin differs from how it was.
func (x Locked) compare(was Locked, ds *diag.List) {
	switch order := version.Compare(bare(x.Version), bare(was.Version)); {
	case order < 0:
		ds.Add(warnDowngraded(x, was))
	case order == 0 && x.Hash != was.Hash:
		ds.Add(warnFilesChanged(x, was))
	case order > 0 && len(x.important(was)) == 0:
		ds.Add(noticeNewer(x, was))
	case order > 0:
		ds.Add(x.breaking(was)...)
	}
}

// breaking reports what is important in the releases since a version.
func (x Locked) breaking(was Locked) diag.List {
	var out diag.List
	notes := x.important(was)
	for _, n := range notes[:min(len(notes), maxBreaking)] {
		out.Add(warnBreaking(x, was, n))
	}
	if more := len(notes) - maxBreaking; more > 0 {
		out[maxBreaking-1].Notes = append(out[maxBreaking-1].Notes, fmt.Sprintf("there are %d more", more))
	}
	return out
}

// maxBreaking is how many notes of one plugin are shown.
const maxBreaking = 10

// important are the marked notes of the releases since a version.
func (x Locked) important(was Locked) []Note {
	var out []Note
	for _, r := range x.plugin.Releases {
		if version.Compare(bare(r.Version), bare(was.Version)) <= 0 || version.Compare(bare(r.Version), bare(x.Version)) > 0 {
			continue
		}
		for _, n := range r.Notes {
			if n.Important {
				out = append(out, n)
			}
		}
	}
	return out
}

// Update returns the lock after somebody accepted the plugins as they are now: those of
// the ids or, without ids, all whose newer version has nothing important, unless that is
// accepted too. What stays as it was is reported.
func (l Lock) Update(now Lock, ids []string, breaking bool, ds *diag.List) Lock {
	var out Lock
	old, installed := l.byKey(), now.byKey()
	for _, x := range now {
		was, known := old[key(x.ID)]
		named := slices.ContainsFunc(ids, func(id string) bool { return key(id) == key(x.ID) })
		switch marked := known && len(x.important(was)) > 0; {
		case named || len(ids) == 0 && (!marked || breaking):
			out = append(out, x)
		case known:
			out = append(out, was)
			if len(ids) == 0 {
				ds.Add(x.breaking(was)...)
			}
		}
	}
	for _, was := range l {
		if _, there := installed[key(was.ID)]; !there && len(ids) > 0 {
			out = append(out, was)
		}
	}
	out.sort()
	return out
}

// Changes tells what has changed since another lock, one change a line.
func (l Lock) Changes(before Lock) []string {
	var out []string
	old, kept := before.byKey(), l.byKey()
	for _, x := range l {
		was, known := old[key(x.ID)]
		switch {
		case !known:
			out = append(out, strings.TrimSpace("+ "+x.ID+" "+x.Version))
		case was.Version != x.Version:
			out = append(out, fmt.Sprintf("~ %s %s -> %s", x.ID, cmp.Or(was.Version, "-"), cmp.Or(x.Version, "-")))
		case was.Hash != x.Hash:
			out = append(out, strings.TrimSpace("~ "+x.ID+" "+x.Version)+", other files")
		}
	}
	for _, was := range before {
		if _, there := kept[key(was.ID)]; !there {
			out = append(out, strings.TrimSpace("- "+was.ID+" "+was.Version))
		}
	}
	return out
}

var plainKey = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.-]*$`)

// Text is the lock as it is written.
func (l Lock) Text() []byte {
	var b bytes.Buffer
	b.WriteString("# Plugins as they were accepted; strata lock writes this file. Keep it with the site.\n")
	for _, x := range l {
		id := x.ID
		if !plainKey.MatchString(id) {
			id = strconv.Quote(id)
		}
		fmt.Fprintf(&b, "%s: {version: %q, hash: %q}\n", id, x.Version, x.Hash)
	}
	return b.Bytes()
}
