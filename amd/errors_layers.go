package amd

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"strata/internal/diag"
)

// layerSays returns a diagnostic at the place where the layer is declared.
func (g *graph) layerSays(name string, severity diag.Severity, format string, args ...any) diag.Diagnostic {
	spec := g.opts.Layers[name]
	if spec.File == "" && spec.Line == 0 {
		return g.set("layers."+name, severity, format, args...)
	}
	return diag.Diagnostic{Severity: severity, File: cmp.Or(spec.File, g.opts.ConfigFile), Line: spec.Line, Column: spec.Column, Text: fmt.Sprintf(format, args...)}
}

func noExclude(layer, id, key string, g *graph) diag.Diagnostic {
	d := g.layerSays(layer, diag.Warning, "layer %s excludes %q, which is no layer and no module of any package", layer, id)
	if p := g.where("layers." + layer + "." + key); g.opts.Layers[layer].File == "" {
		d.File, d.Line, d.Column = p.File, p.Line, p.Column
	}
	d.Hint = g.meant(id, "take it out, or name a module or a declared layer")
	if near := diag.Nearest(id, sortedKeys(g.opts.Layers)); near != "" {
		d.Hint = fmt.Sprintf("did you mean the layer %q?", near)
	}
	return d
}

func emptyLayer(name string, g *graph) diag.Diagnostic {
	d := g.layerSays(name, diag.Warning, "layer %s holds no module", name)
	d.Notes = []string{"all that it includes is excluded too"}
	d.Hint = "take out what it excludes, or the layer"
	if len(g.opts.Layers[name].Include) == 0 {
		d.Notes, d.Hint = []string{"it includes nothing"}, "name modules under include, or take the layer out"
	}
	return d
}

func excludeCycle(way []string, g *graph) diag.Diagnostic {
	d := g.layerSays(way[0], diag.Warning, "layers exclude one another: %s", strings.Join(way, " -> "))
	d.Notes = []string{"what several of them include is in none of them, but in the layer of its package"}
	d.Hint = "let one of them hold what both include"
	if len(way) == 2 {
		d.Text, d.Notes, d.Hint = fmt.Sprintf("layer %s excludes itself", way[0]), nil, "take that out"
	}
	return d
}

func declaredTaken(name string, other Kind, g *graph) diag.Diagnostic {
	d := g.layerSays(name, diag.Error, "there are two layers %s: this one, and one %s", name, other.describe(name))
	d.Notes = []string{"loaders know layers by their names"}
	d.Hint = fmt.Sprintf("call this one otherwise, such as %s/start", name)
	return d
}

func sharedTaken(name string, other Kind, g *graph) diag.Diagnostic {
	d := g.set(g.sharedKey(name), diag.Error, "there are two layers %s: the shared one, and one %s", name, other.describe(name))
	d.Notes = []string{"loaders know layers by their names"}
	d.Hint = "give the shared layer another name"
	return d
}

func namesMeet(name string, one, other Kind, g *graph) diag.Diagnostic {
	d := g.set("packages", diag.Error, "there are two layers %s: one %s, and one %s", name, one.describe(name), other.describe(name))
	d.Notes = []string{"loaders know layers by their names"}
	d.Hint = fmt.Sprintf("give the package %s another name", name)
	return d
}

// describe says what a layer of the kind is.
func (k Kind) describe(name string) string {
	switch k {
	case PackageKind:
		return "of the package " + name
	case SharedKind:
		return "of what several packages need"
	case CombinedKind:
		return "of all modules"
	}
	return fmt.Sprintf("of the kind %q", string(k))
}

// sharedKey is the key of the configuration that names the shared layer.
func (g *graph) sharedKey(name string) string {
	if i := slices.IndexFunc(g.opts.SharedLayers, func(s SharedSpec) bool { return s.Name == name }); i >= 0 {
		return fmt.Sprintf("shared[%d].name", i)
	}
	n := 0
	for _, p := range g.opts.Packages {
		if p.Layer == name {
			return fmt.Sprintf("packages[%d].layer", n)
		}
		n++
	}
	return "shared"
}

func sharesNothing(spec, glob int, g *graph) diag.Diagnostic {
	from := g.opts.SharedLayers[spec].From[glob]
	d := g.set(fmt.Sprintf("shared[%d].from[%d]", spec, glob), diag.Warning, "shared: %q fits no module", from)
	d.Hint = g.meant(from, "name a package, a module, or a glob of ids such as \"core/**\"")
	return d
}

func declaredInCombined(name string, g *graph) diag.Diagnostic {
	d := g.layerSays(name, diag.Error, "layer %s is declared, and layering is combined: one layer holds all modules", name)
	d.Hint = "take the layer out, or layering"
	return d
}

func sharedInCombined(spec int, g *graph) diag.Diagnostic {
	d := g.set(fmt.Sprintf("shared[%d]", spec), diag.Error, "layer %s is shared, and layering is combined: one layer holds all modules", g.opts.SharedLayers[spec].Name)
	d.Hint = "take shared out, or layering"
	return d
}

func unknownScopeLayer(s Scope, i int, names []string, g *graph) diag.Diagnostic {
	d := g.set(fmt.Sprintf("scopes.%s.layers[%d]", s.Name, i), diag.Error, "scope %s loads the layer %q, which there is not", s.Name, s.Layers[i])
	d.Hint = "name a package, a plugin's package or another layer; strata layers lists them"
	if near := diag.Nearest(s.Layers[i], names); near != "" {
		d.Hint = fmt.Sprintf("did you mean %q?", near)
	}
	return d
}

func notInScope(s *scopeLayers, pkg, layer string, l lack) diag.Diagnostic {
	file, text, offset := s.named(l.module, l.id)
	d := diag.Diagnostic{File: file, Text: fmt.Sprintf("%q is not on the pages of scope %s, where the package %s runs", l.id, s.Name, pkg)}
	if offset >= 0 {
		d.Line, d.Column = diag.Position(text, offset)
		d.Excerpt = diag.Excerpt(text, d.Line)
	}
	where := "it is in the layer " + layer
	if l.more > 0 {
		where += fmt.Sprintf(", with %d more that it needs", l.more)
	}
	d.Notes = []string{where}
	if l.module.layer() != pkg {
		d.Notes = append(d.Notes, fmt.Sprintf("%s needs it through %s", pkg, strings.Join(s.way(s.canonical(pkg), l.module.id), " -> ")))
	}
	d.Hint = fmt.Sprintf("add %q to layers of the scope, or %q to what its pages have as provided", layer, l.id)
	return d
}
