package builder

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"strata/amd"
	"strata/internal/diag"
	"strata/internal/moduleid"
	"strata/internal/source"
	"strata/plugin"
	"strata/site"
)

// Kloudspeaker's views and models are asked for by ids in plain texts, as in
// {model: "kloudspeaker/share/list"}, which no define mentions. A mistake in one shows
// when a reader opens the view.

// namedModules checks the texts in the modules of Kloudspeaker plugins that look like
// ids of a package. What is an error already is not told again.
func (b *build) namedModules(cfg site.Config, set plugin.Set, ds *diag.List) {
	known := b.knownFiles(cfg, set)
	var clients []plugin.Client
	for _, p := range set.Active {
		if c := p.Client; c != nil && c.Complete {
			clients = append(clients, *c)
		}
	}
	var said diag.List
	again(b, "named modules", fmt.Sprint(known.places, known.other, clients), &said, func(ds *diag.List) bool {
		for _, c := range clients {
			known.plugin(c, ds)
		}
		return true
	})
	told := map[string]bool{}
	for _, d := range *ds {
		told[d.Place()] = true
	}
	for _, d := range said {
		if !told[d.Place()] {
			ds.Add(d)
		}
	}
}

// knownFiles are the files of packages, as ids mean them.
type knownFiles struct {
	src    fs.FS
	places map[string]string          // package -> its folder
	other  map[string]bool            // ids, or prefixes such as "dojo/*", that no file has to hold
	files  map[string]map[string]bool // package -> its files and folders, relative to it
}

func (b *build) knownFiles(cfg site.Config, set plugin.Set) knownFiles {
	k := knownFiles{b.tree, map[string]string{}, map[string]bool{}, map[string]map[string]bool{}}
	for _, p := range append(hostPackages(cfg, ""), pluginPackages(set)...) {
		k.places[p.Name] = p.Location
	}
	for _, id := range cfg.Provided {
		k.other[id] = true
	}
	for id := range cfg.Paths {
		k.other[id], k.other[id+"/*"] = true, true
	}
	for _, ids := range cfg.Bundles {
		for _, id := range ids {
			k.other[id] = true
		}
	}
	for id := range cfg.Map["*"] {
		k.other[id], k.other[id+"/*"] = true, true
	}
	return k
}

// maxNamed is how many mistakes of one module are told.
const maxNamed = 20

// plugin checks the modules of a client.
func (k knownFiles) plugin(c plugin.Client, ds *diag.List) {
	for _, rel := range slices.Sorted(maps.Keys(k.list(c.Package))) {
		skipped := slices.ContainsFunc(c.Exclude, func(glob string) bool { return doublestar.MatchUnvalidated(glob, rel) })
		if path.Ext(rel) != ".js" || skipped {
			continue
		}
		file := path.Join(c.Dir, rel)
		src, err := source.Read(k.src, file, maxModule)
		if err != nil || !k.mentioned(src) {
			continue // Compile says what cannot be read
		}
		told := 0
		for _, l := range amd.Literals(src) {
			if told == maxNamed {
				break // what is near to each takes a look at all files
			}
			if near, wrong := k.wrong(l.Text); wrong {
				ds.Add(warnNamedModule(file, l, near))
				told++
			}
		}
	}
}

// maxModule is the size of the largest module whose texts are looked at.
const maxModule = 8 << 20

// mentioned reports whether the source has the name of a package and a slash.
func (k knownFiles) mentioned(src []byte) bool {
	for name := range k.places {
		if bytes.Contains(src, []byte(name+"/")) {
			return true
		}
	}
	return false
}

var plainID = regexp.MustCompile(`^[A-Za-z0-9_./-]*[A-Za-z0-9_-]$`)

// wrong reports whether the text is an id below a package that no file has, and what
// was probably meant.
func (k knownFiles) wrong(text string) (near string, wrong bool) {
	id := text[strings.LastIndexByte(text, '!')+1:]
	if id == "strip" {
		id = text[strings.IndexByte(text, '!')+1 : len(text)-len("!strip")]
	}
	if !plainID.MatchString(id) || k.elsewhere(id) {
		return "", false
	}
	pkg, rel := k.split(id)
	if pkg == "" {
		return "", false
	}
	files := k.list(pkg)
	for _, ext := range append([]string{"", ".html", ".json"}, moduleid.Extensions()...) {
		if files[rel+ext] {
			return "", false
		}
	}
	ids := k.ids(pkg)
	if i := slices.IndexFunc(ids, func(other string) bool { return strings.EqualFold(other, id) }); i >= 0 {
		return ids[i], true
	}
	return diag.Nearest(id, ids), true
}

// ids are what modules and files of a package are called.
func (k knownFiles) ids(pkg string) []string {
	var out []string
	for _, f := range slices.Sorted(maps.Keys(k.list(pkg))) {
		out = append(out, pkg+"/"+f)
		if slices.Contains(moduleid.Extensions(), path.Ext(f)) {
			out = append(out, pkg+"/"+strings.TrimSuffix(f, path.Ext(f)))
		}
	}
	return out
}

// elsewhere reports whether something else than a file of a package may have the id.
func (k knownFiles) elsewhere(id string) bool {
	if k.other[id] {
		return true
	}
	for i := range id {
		if id[i] == '/' && k.other[id[:i]+"/*"] {
			return true
		}
	}
	return false
}

// split takes an id apart: the longest package that it begins with, and the rest.
func (k knownFiles) split(id string) (pkg, rel string) {
	for i := len(id) - 1; i > 0; i-- {
		if id[i] == '/' && k.places[id[:i]] != "" {
			return id[:i], id[i+1:]
		}
	}
	return "", ""
}

// list returns the files and folders of a package, in their exact case.
func (k knownFiles) list(pkg string) map[string]bool {
	if files, ok := k.files[pkg]; ok {
		return files
	}
	root, files := k.places[pkg], map[string]bool{}
	_ = fs.WalkDir(k.src, root, func(name string, _ fs.DirEntry, err error) error { // Compile says what cannot be read
		if rel, ok := strings.CutPrefix(name, root+"/"); ok && err == nil {
			files[rel] = true
		}
		return nil
	})
	k.files[pkg] = files
	return files
}
