package amd

import (
	"cmp"
	"path"
	"strings"

	"strata/internal/diag"
)

// An ask is a dependency as it is written.
type ask struct {
	module  *module
	unit    *unit // the part of the module in which it stands
	literal literal
	in      string // id that the define around it has, "" for the unit's
	local   bool   // whoever asks knows which module it is, so that a relative id has a meaning
	awaited bool   // the module does not run before it is there
	place   Place  // where the configuration names it, when no module does
}

// base returns the id against which a relative one is resolved.
func (a ask) base() string { return cmp.Or(a.in, a.unit.id) }

// resolve turns a dependency as it is written in a unit into a full id, queues
// the module if a package has it, and reports it if nobody has. It returns ""
// for what is no module of ours or the page's.
func (g *graph) resolve(a ask) string {
	if plugin, resource, ok := strings.Cut(a.literal.Value, "!"); ok {
		return g.resolveResource(a, plugin, resource)
	}
	id := g.resolveModule(a, a.literal.Value)
	a.rename(g.written(a, a.literal.Value, id))
	return id
}

// rename writes text in place of the dependency, unless it says so already.
func (a ask) rename(text string) {
	if !a.local || text == a.literal.Value {
		return
	}
	put(&a.unit.renamed, a.literal.Start, text)
}

// written returns what has to stand in a module in place of the id, so that
// every loader finds the module full. Loaders take "app/" and ".." for other
// names than a folder's package; and Dojo maps no relative id, and others for
// every module before it looks at the module that asks.
func (g *graph) written(a ask, id, full string) string {
	if full == "" || isGiven(id) {
		return id
	}
	if g.opts.Format == FormatDojo {
		abs, _ := absolute(a.base(), id)
		if to := g.mapped(abs, a.base()); to != abs && to != starred(g.opts.Aliases, abs) || starred(g.opts.Map["*"], abs) != to && len(g.opts.Map["*"]) > 0 {
			return relativeID(full, a.base())
		}
	}
	if last := id[strings.LastIndexByte(id, '/')+1:]; last == "" || last == "." || last == ".." {
		return full
	}
	return id
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
	if isGiven(id) {
		return id
	}
	if isURL(id) {
		return ""
	}
	abs, inside := absolute(a.base(), id)
	written := strings.TrimSuffix(abs, "/")
	abs = g.mapped(written, a.base())
	relative := written == abs && strings.HasPrefix(id, ".")
	if !relative && g.provided(abs) {
		g.fallBack(a, abs)
		return abs
	}
	full := g.canonical(abs)
	switch p := g.find(full); {
	case g.target(g.holder(full)) != nil:
		g.add(g.holder(full), a.module, false)
	case g.provided(full), g.provided(g.holder(full)):
		g.fallBack(a, full)
	case relative && (!inside || p != a.module.pkg):
		g.absent(a.module, full, func() diag.Diagnostic { return leavesPackage(a, abs, g) })
	case p != nil && p.Library:
		g.absent(a.module, full, func() diag.Diagnostic { return noOwnModule(a, full, g.opts.Data) })
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

// isGiven reports whether a loader itself gives every module what the id names.
func isGiven(id string) bool { return id == "require" || id == "exports" || id == "module" }

// fallBack queues the module that a page gets when the other places fail.
func (g *graph) fallBack(a ask, id string) {
	if p := g.find(id); p != nil && p.external && p.Location != "" && p.Name == id {
		g.add(id, a.module, false)
	}
}

// maxAbsent is how many missing dependencies of one module are told of.
const maxAbsent = 50

// absent notes a diagnostic that holds unless some file defines the id.
func (g *graph) absent(m *module, id string, describe func() diag.Diagnostic) {
	if m.absent++; m.absent <= maxAbsent {
		g.missing = append(g.missing, missing{id, describe()})
	}
}
