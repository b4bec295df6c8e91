package plugin

import (
	"path"
	"slices"
	"strings"

	"strata/internal/diag"
	"strata/internal/moduleid"
)

// A classUse is what a plugin registers a class for, and where.
type classUse struct {
	noun string // "component"
	at   place
}

// classOf reads a class of the plugin, which stands where Winter looks for it:
// Acme\Blog\Widgets\Map of Acme.Blog in widgets/Map.php, with its folders in lower
// case. A foreign one belongs to another plugin, or to Winter. It is nil when it
// cannot be read, which is reported.
func (p *Plugin) classOf(name string, use classUse, ds *diag.List) (found *class, foreign bool) {
	rest, own := p.ownClass(name)
	if !own {
		return nil, true
	}
	rest = strings.ReplaceAll(rest, `\`, "/")
	file := path.Join(strings.ToLower(path.Dir(rest)), path.Base(rest)+".php")
	dir := p.home.sub(path.Dir(file), ds)
	if dir.linked || !dir.holds(path.Base(file), ds) {
		ds.Add(errClassFile(use, name, p.home.path(file), dir.find(path.Base(file))))
		return nil, false
	}
	src, ok := dir.read(path.Base(file), ds)
	if !ok {
		return nil, false
	}
	c, ok := parseClass(dir.path(path.Base(file)), path.Base(rest), src, ds)
	if ok && !c.found {
		ds.Add(errClassFile(use, name, p.home.path(file), ""))
	}
	if !ok || !c.found {
		return nil, false
	}
	return c, false
}

// ownClass returns the name of a class without the plugin's namespace, if it has that, in
// whatever case.
func (p *Plugin) ownClass(class string) (rest string, own bool) {
	n := len(p.namespace())
	if len(class) <= n || !strings.EqualFold(class[:n], p.namespace()) {
		return "", false
	}
	return class[n:], true
}

// shortName is the name of a class, or of what PHP imports, without its namespace.
func shortName(class string) string { return class[strings.LastIndexByte(class, '\\')+1:] }

// A moduleUse is what names a module, and where.
type moduleUse struct {
	what string // "the component map"
	id   string // ./name in the plugin's client folder, or an id; "" for none
	at   place
}

// module returns the id of the module that something of the plugin names. That of
// ./name has to be in the client's folder, and so has one of the plugin's package.
func (p Plugin) module(use moduleUse, ds *diag.List) string {
	rel, own := strings.CutPrefix(use.id, "./")
	if use.id == "" {
		return ""
	}
	if !moduleid.Valid(rel) {
		ds.Add(errModuleUse(use))
		return ""
	}
	if !own && p.Client != nil {
		rel, own = strings.CutPrefix(use.id, p.Client.Package+"/")
	}
	if !own {
		return use.id
	}
	if p.Client == nil {
		ds.Add(errModuleClient(use, p.ID, p.Layout))
		return ""
	}
	at := path.Join(p.Client.Dir, path.Dir(rel))
	if at = strings.TrimPrefix(at, p.Dir+"/"); at == p.Dir {
		at = "." // the plugin's folder is the client's
	}
	dir := p.home.sub(at, ds)
	if !slices.ContainsFunc(moduleid.Extensions(), func(ext string) bool { return dir.has(path.Base(rel) + ext) }) {
		ds.Add(errModuleMissing(use, dir.path(path.Base(rel))))
		return ""
	}
	return p.Client.Package + "/" + rel
}
