package amd

import (
	"fmt"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
	"github.com/tdewolff/parse/v2/js"
)

// giveShim notes the unit's shim, if it is a script that has one.
func (g *graph) giveShim(m *module) {
	shim, ok := g.opts.Shim[m.id]
	if !ok || len(m.units) != 1 {
		return
	}
	if m.units[0].kind != scriptUnit {
		g.ds.Add(shimOfDefine(m, g))
		return
	}
	if text := notAFunction(shim.Init); text != "" {
		g.ds.Add(badInit(m.id, text, g))
		shim.Init = ""
	}
	m.units[0].shim = &shim
}

// notAFunction returns what keeps the text of an init from being one, "" for nothing.
func notAFunction(text string) string {
	if text == "" {
		return ""
	}
	result := api.Transform("("+text+"\n).apply()", api.TransformOptions{Loader: api.LoaderJS, LogLevel: api.LogLevelSilent, TsconfigRaw: "{}"})
	if len(result.Errors) > 0 {
		return lowerFirst(result.Errors[0].Text)
	}
	x, err := lex([]byte(text))
	if err != nil || x.read(0, int32(len(x.tokens))).kind != functionValue && !slices.ContainsFunc(x.tokens, func(t token) bool { return t.kind == js.ArrowToken }) {
		return "it begins with something else"
	}
	return ""
}

// resolveShim resolves what the unit's shim depends on, as its define will.
func (g *graph) resolveShim(m *module, u *unit) {
	if u.shim == nil || u.deps != nil {
		return
	}
	for i, dep := range u.shim.Deps {
		a := ask{module: m, unit: u, literal: literal{Value: dep}, place: g.where(fmt.Sprintf("shim.%s.deps[%d]", m.id, i))}
		id := g.resolve(a)
		u.deps, u.needs = append(u.deps, g.written(a, dep, id)), append(u.needs, id)
		if id != "" && !slices.Contains(m.deps, id) {
			m.deps = append(m.deps, id)
		}
	}
}

// shimmed writes a script with a shim as r.js does: head is "define(" and what
// it needs before the array. Wrapped, the script runs when its module is needed;
// otherwise with its layer, and the define tells what came of it.
func (w *layerWriter) shimmed(u *unit, head string) {
	w.out.text("(function(root){" + head + string(appendJSON(nil, append([]string{}, u.deps...))) + ",function(){")
	if w.opts.WrapShim {
		w.out.text("return (function(){\n")
		w.unit(u)
		w.out.text(u.shim.wrapped() + "}).apply(root,arguments)")
	} else {
		w.out.text(u.shim.result("root." + u.shim.Exports))
	}
	w.out.text("})}(this));\n")
}

// wrapped is what a script in a function returns: what init makes of it, or the
// global that it exports. One with a plain name is made a global, because the
// script's var is the function's own.
func (s *Shim) wrapped() string {
	out := s.result(s.Exports)
	if out != "" && s.Exports != "" && !strings.Contains(s.Exports, ".") {
		return strings.Replace(out, "return ", "return root."+s.Exports+"=", 1)
	}
	return out
}

// result is the statement that returns the module's value.
func (s *Shim) result(exported string) string {
	call := "(" + s.Init + ").apply(this,arguments)"
	switch {
	case s.Init == "" && s.Exports == "":
		return ""
	case s.Init == "":
		return "return " + exported + ";\n"
	case s.Exports == "":
		return "return " + call + ";\n"
	}
	return "return " + call + "||" + exported + ";\n"
}

// scriptsFirst writes the scripts with a shim that run with their layer, each
// behind those that it depends on.
func (w *layerWriter) scriptsFirst(p plan) {
	if w.opts.WrapShim {
		return
	}
	byID := map[string]*unit{}
	for _, u := range p.units {
		if u.shim != nil {
			byID[u.id] = u
		}
	}
	for _, id := range sortedKeys(byID) {
		w.script(id, byID)
	}
}

// script writes a script behind those that it depends on, and each once.
func (w *layerWriter) script(id string, byID map[string]*unit) {
	u := byID[id]
	if u == nil {
		return
	}
	delete(byID, id)
	for _, need := range u.needs {
		w.script(need, byID)
	}
	since := w.out.code.Len()
	w.unit(u)
	w.count(u, since)
}

// reportLateShims reports scripts that run with one layer and need another's:
// nothing makes the other layer come first.
func (g *graph) reportLateShims(plans []plan) {
	if g.opts.WrapShim {
		return
	}
	in := map[string]string{}
	for _, p := range plans {
		for _, u := range p.units {
			in[u.id] = p.name
		}
	}
	for _, p := range plans {
		for _, u := range p.units {
			for _, need := range u.needs {
				if other, ok := in[need]; ok && other != p.name {
					g.ds.Add(lateShim(u, need, other, g))
				}
			}
		}
	}
}
