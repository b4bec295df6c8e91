package amd

import (
	"path"
	"slices"
	"strings"

	"strata/internal/diag"
)

// An ask is a dependency as it is written.
type ask struct {
	module  *module
	unit    *unit // the part of the module in which it stands
	literal literal
}

// resolve turns a dependency as it is written in a unit into a full id, queues
// the module if a package has it, and reports it if nobody has. It returns ""
// for what is no module of ours or the page's.
func (g *graph) resolve(a ask) string {
	plugin, resource, isResource := strings.Cut(a.literal.Value, "!")
	if !isResource {
		return g.resolveModule(a, a.literal.Value)
	}
	if id, ok := g.resolveFile(a, plugin, resource); ok {
		return id
	}
	plugin = g.resolveModule(a, plugin)
	switch plugin {
	case "text", "dojo/text":
		return g.resolveText(a, plugin, resource)
	case "i18n", "dojo/i18n":
		g.resolveBundle(a, resource)
	case "has", "dojo/has":
		g.resolveHas(a, resource)
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

func (g *graph) resolveModule(a ask, id string) string {
	if g.provided(id) {
		return id
	}
	if isURL(id) {
		return ""
	}
	abs, inside := absolute(a.unit.id, id)
	relative := abs != id
	full := g.canonical(g.alias(abs))
	switch p := g.find(full); {
	case g.target(full) != nil:
		g.add(full, a.module, false)
	case g.provided(full):
	case relative && (!inside || p != a.module.pkg):
		g.absent(a.module, full, func() diag.Diagnostic { return leavesPackage(a, abs, g) })
	case p != nil:
		g.absent(a.module, full, func() diag.Diagnostic { return noModule(a, full, p) })
	default:
		if id, ok := g.npm.ask(a, full); ok {
			return id
		}
		g.absent(a.module, full, func() diag.Diagnostic { return unknownID(a, full, g) })
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

func (g *graph) resolveText(a ask, plugin, resource string) string {
	name, flag, strip := strings.Cut(resource, "!")
	abs, inside := absolute(a.unit.id, name)
	full := plugin + "!" + abs
	if strip {
		full += "!" + flag
	}
	p := g.find(abs)
	switch {
	case p != nil && inside && p.files[strings.TrimPrefix(abs, p.Name+"/")]:
		g.add(full, a.module, false)
	case g.provided(abs) || g.provided(full) || isURL(name) && !strings.HasSuffix(name, ".js"):
	case p != nil:
		g.absent(a.module, "text!"+abs, func() diag.Diagnostic { return noText(a, abs, p) })
	default:
		g.absent(a.module, "text!"+abs, func() diag.Diagnostic { return unknownID(a, abs, g) })
	}
	return full
}

// resolveBundle queues an nls bundle: the root, and every locale that has it,
// because which of them is asked for is known in the browser only.
func (g *graph) resolveBundle(a ask, resource string) {
	name, _, _ := strings.Cut(resource, "!")
	abs := g.resolveModule(a, name)
	p := g.find(abs)
	if p == nil {
		return
	}
	folder, base := path.Split(strings.TrimPrefix(abs, p.Name+"/") + ".js")
	for _, rel := range sortedKeys(p.files) {
		if path.Base(rel) == base && path.Dir(path.Dir(rel))+"/" == folder {
			g.add(p.Name+"/"+strings.TrimSuffix(rel, ".js"), a.module, false)
		}
	}
}

// resolveHas queues the modules of "has!feature?a:b". Which of them is needed
// is known in the browser; one that no package has is left to the loader.
func (g *graph) resolveHas(a ask, resource string) {
	for _, part := range strings.FieldsFunc(resource, func(r rune) bool { return r == '?' || r == ':' }) {
		if abs, ok := absolute(a.unit.id, part); ok && g.target(abs) != nil {
			g.add(g.canonical(abs), a.module, false)
		}
	}
}
