package amd

import (
	"cmp"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"strata/internal/diag"
)

// A Package is an AMD package: a prefix of module ids, and the folder in which
// their files lie. Name and Main mean what they mean in the configuration of
// RequireJS and Dojo: the id "name" alone is the module "name/main".
type Package struct {
	Name     string   // "acme/blog"
	Location string   // folder, relative to the site
	Main     string   // module id inside the package; empty is "main"
	Complete bool     // every module of the folder is in the layer, not only what Main reaches
	Texts    bool     // with Complete: HTML files too, as resources of the text loader plugin
	Exclude  []string // globs, relative to Location, of what Complete leaves out
	Exports  []string // globs, relative to Location, of ES modules that the outside may ask for; "!" in front takes some out
	Layer    string   // shared layer for what several others need of it; it has no layer of its own then, and what one of them needs is in that one's
	Library  bool     // it has no main module: its layer holds what others ask for, belongs to every page, and shares nothing
	Lazy     bool     // as Options.Lazy
	Output   string   // folder of the layer in the output, relative to the AMD base
	File     string   // the file that declares the package, for diagnostics
	Line     int
	Column   int
}

// pkg is a package with its files.
type pkg struct {
	Package
	files  map[string]bool   // paths relative to Location, of regular files
	folded map[string]string // lower-case path to path
	odd    map[string]string // paths of what is no regular file, to what it is

	path     bool // an entry of Resolution.Paths ...
	external bool // ... which the page itself finds first
	owner    *pkg // package in whose layer a path's modules are, nil for none
}

// main returns the full id of the package's main module.
func (p Package) main() string { return p.Name + "/" + cmp.Or(p.Main, "main") }

// open lists the package's files by reading its folders, so that the case of
// a name is exact on every file system. Links inside a package are not followed.
func open(src fs.FS, p Package, ds *diag.List) *pkg {
	out := &pkg{Package: p, files: map[string]bool{}, folded: map[string]string{}, odd: map[string]string{}}
	err := fs.WalkDir(src, p.Location, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			if name == p.Location {
				return err
			}
			ds.Add(diag.Unreadable(name, err))
			return nil
		}
		base := path.Base(name)
		if d.IsDir() && name != p.Location && (base == "node_modules" || strings.HasPrefix(base, ".")) {
			return fs.SkipDir
		}
		rel := strings.TrimPrefix(strings.TrimPrefix(name, p.Location), "/")
		if !d.Type().IsRegular() {
			out.odd[rel] = kindOf(d.Type())
			return nil
		}
		out.files[rel] = true
		out.folded[strings.ToLower(rel)] = rel
		return nil
	})
	if err != nil {
		ds.Add(noPackage(p, err))
	}
	return out
}

func kindOf(m fs.FileMode) string {
	switch {
	case m.IsDir():
		return "a folder"
	case m&fs.ModeSymlink != 0:
		return "a symbolic link"
	case m&fs.ModeNamedPipe != 0:
		return "a named pipe"
	}
	return "no regular file"
}

// excluded reports whether Complete leaves the file out.
func (p *pkg) excluded(rel string) bool {
	return slices.ContainsFunc(p.Exclude, func(glob string) bool {
		ok, err := doublestar.Match(glob, rel)
		return err == nil && ok
	})
}

// complete returns the ids of all modules and, if wanted, texts of the package.
func (p *pkg) complete() (modules, texts []string) {
	for rel := range p.files {
		switch {
		case p.excluded(rel):
		case isModule(rel):
			modules = append(modules, p.idOf(path.Join(p.Location, rel)))
		case p.Texts && strings.HasSuffix(rel, ".html"):
			texts = append(texts, p.Name+"/"+rel)
		}
	}
	slices.Sort(modules)
	modules = slices.Compact(modules)
	slices.Sort(texts)
	return modules, texts
}
