package amd

import (
	"path"
	"slices"
	"strings"

	"strata/internal/diag"
)

// resolve turns a dependency as it is written in a unit into a full id, queues
// the module if a package has it, and reports it if nobody has. It returns ""
// for what is no module of ours or the page's.
func (g *graph) resolve(m *module, u *unit, l Literal) string {
	plugin, resource, isResource := strings.Cut(l.Value, "!")
	if !isResource {
		return g.resolveModule(m, u, l, l.Value)
	}
	plugin = g.resolveModule(m, u, l, plugin)
	switch plugin {
	case "text", "dojo/text":
		return g.resolveText(m, u, l, plugin, resource)
	case "i18n", "dojo/i18n":
		g.resolveBundle(m, u, l, resource)
	case "has", "dojo/has":
		g.resolveHas(m, u, resource)
	}
	return plugin + "!" + resource
}

// absolute makes a relative id absolute, as AMD does: against the folder of
// the module that names it. ok is false when it climbs above the root.
func absolute(base, id string) (abs string, ok bool) {
	if !strings.HasPrefix(id, "./") && !strings.HasPrefix(id, "../") && id != "." && id != ".." {
		return id, true
	}
	abs = path.Join(path.Dir("/"+base), id)[1:]
	depth := strings.Count(base, "/")
	up := 0
	for _, segment := range strings.Split(id, "/") {
		if segment == ".." {
			up++
		}
	}
	return abs, up <= depth && abs != ""
}

// isURL reports whether a loader takes the id for a URL and not for a module.
func isURL(id string) bool {
	return strings.HasPrefix(id, "/") || strings.Contains(id, ":") || strings.HasSuffix(id, ".js") || strings.Contains(id, "?")
}

func (g *graph) resolveModule(m *module, u *unit, l Literal, id string) string {
	if g.provided(id) {
		return id
	}
	if isURL(id) {
		return ""
	}
	abs, inside := absolute(u.id, id)
	relative := abs != id
	full := g.canonical(g.alias(abs))
	switch p := g.find(full); {
	case g.target(full) != nil:
		g.add(full, m, false)
	case g.provided(full):
	case relative && (!inside || p != m.pkg):
		g.absent(m, full, func() diag.Diagnostic { return leavesPackage(m, u, l, abs, g) })
	case p != nil:
		g.absent(m, full, func() diag.Diagnostic { return noModule(m, u, l, full, p) })
	default:
		g.absent(m, full, func() diag.Diagnostic { return unknownID(m, u, l, full, g) })
	}
	return full
}

// alias maps the package of a replaced plugin to the one that took its place.
func (g *graph) alias(id string) string {
	for _, old := range slices.Backward(sortedKeys(g.opts.Aliases)) { // the longer of two prefixes first
		now := g.opts.Aliases[old]
		if id == old || strings.HasPrefix(id, old+"/") {
			return now + id[len(old):]
		}
	}
	return id
}

// maxAbsent is how many missing dependencies of one module are told of.
const maxAbsent = 50

// absent notes a diagnostic that holds unless some file defines the id.
func (g *graph) absent(m *module, id string, describe func() diag.Diagnostic) {
	if m.absent++; m.absent <= maxAbsent {
		g.missing = append(g.missing, missing{id, describe()})
	}
}

func (g *graph) resolveText(m *module, u *unit, l Literal, plugin, resource string) string {
	name, flag, strip := strings.Cut(resource, "!")
	abs, inside := absolute(u.id, name)
	full := plugin + "!" + abs
	if strip {
		full += "!" + flag
	}
	p := g.find(abs)
	switch {
	case p != nil && inside && p.files[strings.TrimPrefix(abs, p.Name+"/")]:
		g.add(full, m, false)
	case g.provided(abs) || g.provided(full) || isURL(name) && !strings.HasSuffix(name, ".js"):
	case p != nil:
		g.absent(m, "text!"+abs, func() diag.Diagnostic { return noText(m, u, l, abs, p) })
	default:
		g.absent(m, "text!"+abs, func() diag.Diagnostic { return unknownID(m, u, l, abs, g) })
	}
	return full
}

// resolveBundle queues an nls bundle: the root, and every locale that has it,
// because which of them is asked for is known in the browser only.
func (g *graph) resolveBundle(m *module, u *unit, l Literal, resource string) {
	name, _, _ := strings.Cut(resource, "!")
	abs := g.resolveModule(m, u, l, name)
	p := g.find(abs)
	if p == nil {
		return
	}
	folder, base := path.Split(strings.TrimPrefix(abs, p.Name+"/") + ".js")
	for _, rel := range sortedKeys(p.files) {
		if path.Base(rel) == base && path.Dir(path.Dir(rel))+"/" == folder {
			g.add(p.Name+"/"+strings.TrimSuffix(rel, ".js"), m, false)
		}
	}
}

// resolveHas queues the modules of "has!feature?a:b". Which of them is needed
// is known in the browser; one that no package has is left to the loader.
func (g *graph) resolveHas(m *module, u *unit, resource string) {
	for _, part := range strings.FieldsFunc(resource, func(r rune) bool { return r == '?' || r == ':' }) {
		if abs, ok := absolute(u.id, part); ok && g.target(abs) != nil {
			g.add(g.canonical(abs), m, false)
		}
	}
}
