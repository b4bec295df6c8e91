package amd

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"strata/internal/diag"
)

// pathsLayer is the name of the layer of modules that a path leads to, and that
// belong to no package.
const pathsLayer = "paths"

// pathsOwner stands for them where packages have their names.
const pathsOwner = ""

// openPaths makes a package of each path: its folder is what the path leads to,
// and its own id is the file of that name.
func (g *graph) openPaths() {
	for _, name := range sortedKeys(g.opts.Paths) {
		if g.pkgs[name] != nil {
			g.ds.Add(pathOfPackage(name, g))
			continue
		}
		p := &pkg{Package: Package{Name: name}, path: true}
		places := g.opts.Paths[name]
		p.external = len(places) == 0 || places[0] == emptyPath || isRemote(places[0])
		p.Location = g.firstPlace(name, places, p.external)
		if p.Location != "" || p.external {
			g.pkgs[name] = p
		}
	}
	g.openRoot()
	for _, p := range g.pkgs {
		p.owner = g.ownerOf(p)
	}
}

// openRoot makes a path of each file and folder of Root.
func (g *graph) openRoot() {
	if g.opts.Root == "" {
		return
	}
	g.exists(path.Join(g.opts.Root, "*"))
	for _, e := range g.folders[path.Clean(g.opts.Root)] {
		name := strings.TrimSuffix(e.Name(), ".js")
		if g.pkgs[name] == nil && !strings.HasPrefix(name, ".") && (e.IsDir() || name != e.Name()) {
			g.pkgs[name] = &pkg{Package: Package{Name: name, Location: path.Join(g.opts.Root, name)}, path: true}
		}
	}
}

// ownerOf returns the package in whose layer the modules of a path belong.
func (g *graph) ownerOf(p *pkg) *pkg {
	for head := range prefixes(p.Name) {
		if o := g.pkgs[head]; o != nil && !o.path {
			return o
		}
	}
	return nil
}

// firstPlace returns the first of the places that exists in the site, "" when
// there is none.
func (g *graph) firstPlace(name string, places []string, external bool) string {
	var missed []string
	for _, place := range places {
		clean := path.Clean(strings.TrimSuffix(place, "/"))
		switch {
		case place == emptyPath || isRemote(place):
			continue
		case !fs.ValidPath(clean) || strings.ContainsAny(clean, "\\\x00"):
			g.ds.Add(pathOutside(name, place, g))
			return ""
		case g.isFolder(clean) || len(g.beside(clean)) > 0:
			return clean
		}
		missed = append(missed, clean)
	}
	if len(missed) > 0 && !external {
		g.ds.Add(pathNowhere(name, missed, g))
	} else if len(missed) > 0 {
		g.ds.Add(noFallback(name, missed, g))
	}
	return ""
}

// exists reports whether the file or folder is there under exactly this name,
// whatever the file system thinks of upper and lower case.
func (g *graph) exists(name string) bool {
	dir, base := path.Split(name)
	dir = path.Clean(dir)
	entries, ok := g.folders[dir]
	if !ok {
		entries, _ = fs.ReadDir(g.src, dir) // what cannot be read holds nothing that can be used
		g.folders[dir] = entries
	}
	found := slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == base })
	return found && (dir == "." || g.exists(dir))
}

// isFolder reports whether the folder is there under exactly this name.
func (g *graph) isFolder(name string) bool {
	info, err := fs.Stat(g.src, name)
	return name == "." || err == nil && info.IsDir() && g.exists(name)
}

// beside returns the files that are called like place, with an extension.
func (g *graph) beside(place string) []fs.DirEntry {
	dir, base := path.Split(place)
	if dir = path.Clean(dir); dir != "." && !g.exists(dir) {
		return nil
	}
	g.exists(place)
	return slices.DeleteFunc(slices.Clone(g.folders[dir]), func(e fs.DirEntry) bool { return !strings.HasPrefix(e.Name(), base+".") })
}

// read lists the files of a path when an id under it is first asked for.
func (g *graph) read(p *pkg) {
	if !p.path || p.external || p.files != nil {
		return
	}
	var ds diag.List
	if info, err := fs.Stat(g.src, p.Location); err == nil && info.IsDir() {
		opened := open(g.src, p.Package, &ds)
		p.files, p.folded, p.odd = opened.files, opened.folded, opened.odd
	} else {
		p.files, p.folded, p.odd = map[string]bool{}, map[string]string{}, map[string]string{}
	}
	g.ds.Add(ds...)
	p.own(g)
}

// own adds the files that the path itself stands for, under their extensions.
func (p *pkg) own(g *graph) {
	for _, e := range g.beside(p.Location) {
		extension := strings.TrimPrefix(e.Name(), path.Base(p.Location))
		if e.Type().IsRegular() {
			p.files[extension] = true
		} else {
			p.odd[extension] = kindOf(e.Type())
		}
	}
}

// rel returns the place of an id in its package, without an extension: "" for
// the id of a path itself.
func (p *pkg) rel(id string) string {
	return strings.TrimPrefix(strings.TrimPrefix(id, p.Name), "/")
}

// file returns the file of the site at a place in the package.
func (p *pkg) file(rel string) string {
	if p.path && strings.HasPrefix(rel, ".") {
		return p.Location + rel
	}
	return path.Join(p.Location, rel)
}

// hasFolder reports whether files of the package lie below the id.
func (p *pkg) hasFolder(id string) bool {
	folder := p.rel(id)
	if folder == "" {
		return true
	}
	for f := range p.files {
		if strings.HasPrefix(f, folder+"/") {
			return true
		}
	}
	return false
}

// resource returns the package and place of a file that a loader plugin names
// with its extension: a path's own file when the id without it is a path.
func (g *graph) resource(id string) (*pkg, string) {
	extension := path.Ext(id)
	if p := g.find(strings.TrimSuffix(id, extension)); p != nil && p.path && p.Name == strings.TrimSuffix(id, extension) {
		return p, extension
	}
	p := g.find(id)
	if p == nil {
		return nil, ""
	}
	return p, p.rel(id)
}

// fallback reports whether the page asks other places for the module first, so
// that its layer must not answer for it.
func (m *module) fallback() bool { return m.pkg.external }

// layer returns the name of the package whose layer takes the module.
func (m *module) layer() string {
	switch {
	case m.fallback():
		return pathsOwner
	case !m.pkg.path:
		return m.pkg.Name
	case m.pkg.owner != nil:
		return m.pkg.owner.Name
	}
	return pathsOwner
}
