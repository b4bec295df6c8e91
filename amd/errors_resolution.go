package amd

import (
	"cmp"
	"fmt"
	"path"
	"strings"

	"strata/internal/diag"
)

// where returns the place of a key of the configuration.
func (g *graph) where(key string) Place {
	if g.opts.Where == nil {
		return Place{File: g.opts.ConfigFile}
	}
	return g.opts.Where(key)
}

// set returns a diagnostic at the place of a key of the configuration.
func (g *graph) set(key string, severity diag.Severity, format string, args ...any) diag.Diagnostic {
	p := g.where(key)
	return diag.Diagnostic{Severity: severity, File: p.File, Line: p.Line, Column: p.Column, Text: fmt.Sprintf(format, args...)}
}

// meant is a hint that names the id that was probably meant.
func (g *graph) meant(id, otherwise string) string {
	if near := diag.Nearest(id, g.candidates()); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return otherwise
}

func pathOfPackage(name string, g *graph) diag.Diagnostic {
	d := g.set("paths."+name, diag.Warning, "paths.%s is not used: there is a package %s", name, name)
	d.Hint = "set the package's location instead, or take the path out"
	return d
}

func pathOutside(name, place string, g *graph) diag.Diagnostic {
	d := g.set("paths."+name, diag.Error, "paths.%s leads to %q, which is outside of the site", name, place)
	d.Hint = "put the file into the site, or give a URL that starts with / or https://"
	return d
}

func pathNowhere(name string, places []string, g *graph) diag.Diagnostic {
	d := g.set("paths."+name, diag.Error, "paths.%s leads to nothing: there is no file %s.js and no folder of that name", name, strings.Join(places, ".js, no file "))
	d.Hint = g.nearFile(places[0], "correct the path, which is relative to the site and has no .js at its end")
	return d
}

func noFallback(name string, places []string, g *graph) diag.Diagnostic {
	d := g.set("paths."+name, diag.Error, "paths.%s has nothing to fall back on: there is no file %s.js", name, strings.Join(places, ".js, no file "))
	d.Hint = g.nearFile(places[0], "correct the path, or leave it out")
	return d
}

// nearFile is a hint that names what is there in place of a path.
func (g *graph) nearFile(place, otherwise string) string {
	if trimmed := strings.TrimSuffix(place, ".js"); trimmed != place && g.exists(place) {
		return fmt.Sprintf("write %q, without .js", trimmed)
	}
	dir, base := path.Split(place)
	var names []string
	g.exists(place)
	for _, e := range g.folders[path.Clean(dir)] {
		name := strings.TrimSuffix(e.Name(), path.Ext(e.Name()))
		if name != base && strings.EqualFold(name, base) {
			return fmt.Sprintf("it is called %q; upper and lower case count, on every system", dir+e.Name())
		}
		names = append(names, dir+name)
	}
	if near := diag.Nearest(place, names); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return otherwise
}

func pathIsFolder(d diag.Diagnostic, p *pkg) diag.Diagnostic {
	d.Notes = append(d.Notes, fmt.Sprintf("paths.%s leads to the folder %s", p.Name, p.Location))
	d.Hint = fmt.Sprintf("name a module in it, such as %q, or declare it under packages, where the name alone is its main module", p.Name+"/main")
	return d
}

func unknownMapped(scope, from string, g *graph) diag.Diagnostic {
	to := g.opts.Map[scope][from]
	d := g.set("map."+scope+"."+from, diag.Warning, "map leads from %q to %q, which is no module of any package and not provided", from, to)
	d.Hint = g.meant(to, fmt.Sprintf("correct the id, or list %q under provided", to))
	return d
}

func bundledTwice(bundle, id, other string, g *graph) diag.Diagnostic {
	d := g.set("bundles."+bundle, diag.Warning, "bundles: %q is said to be in %s and in %s", id, other, bundle)
	d.Notes = []string{"it is taken from " + other}
	d.Hint = "list it once"
	return d
}

func noBundle(bundle string, g *graph) diag.Diagnostic {
	d := g.set("bundles."+bundle, diag.Error, "bundles: %q is no module of any package and not provided", bundle)
	d.Hint = g.meant(bundle, "name a module, give it a path, or list it under provided")
	return d
}

func notInBundle(bundle, id string, g *graph) diag.Diagnostic {
	d := g.set("bundles."+bundle, diag.Error, "bundles: the file of %s does not define %q", bundle, id)
	d.Hint = "correct the list, or give the define this id"
	return d
}

func shimOfDefine(m *module, g *graph) diag.Diagnostic {
	d := g.set("shim."+m.id, diag.Warning, "the shim of %s is not used: %s calls define", m.id, m.file)
	d.Notes = []string{"its define says what it depends on and what its value is"}
	d.Hint = "take the shim out"
	return d
}

func lateShim(u *unit, need, layer string, g *graph) diag.Diagnostic {
	d := g.set("shim."+u.id, diag.Warning, "the script of %s may run before %s, which is in the layer %s", u.id, need, layer)
	d.Notes = []string{"a script with a shim runs as soon as its layer is there"}
	d.Hint = "set wrapShim: true, or include both in one layer"
	return d
}

func badInit(id, text string, g *graph) diag.Diagnostic {
	d := g.set("shim."+id+".init", diag.Error, "the init of shim %s is not a JavaScript function: %s", id, text)
	d.Hint = "write it as function ($) { return ...; }"
	return d
}

func includesIndex(layer, id string, g *graph) diag.Diagnostic {
	spec := g.opts.Layers[layer]
	return diag.Diagnostic{File: cmp.Or(spec.File, g.opts.ConfigFile), Line: spec.Line, Column: spec.Column, Text: fmt.Sprintf("layer %s includes %q, which belongs to the plugin index", layer, id),
		Notes: []string{"the index is in no layer, because it has to stay replaceable"}, Hint: "take it out of include"}
}

func createsTwice(layer string, g *graph) diag.Diagnostic {
	spec := g.opts.Layers[layer]
	return diag.Diagnostic{File: cmp.Or(spec.File, g.opts.ConfigFile), Line: spec.Line, Column: spec.Column, Text: fmt.Sprintf("layer %s is to create a module that is there already", layer),
		Hint: "take create out, or give the layer another name"}
}

func unknownPlugin(a ask, name string, g *graph) diag.Diagnostic {
	d := a.at(diag.Error, "%q is no loader plugin that is known", name)
	d.Notes = []string{"what " + name + " does with its resource decides what has to be in the layer"}
	d.Hint = fmt.Sprintf("list it in the configuration: loaderPlugins: [%s], and under provided if the page loads it", name)
	if near := diag.Nearest(name, append(append([]string{}, ownPlugins...), g.opts.LoaderPlugins...)); near != "" {
		d.Hint = fmt.Sprintf("did you mean %q?", near)
	}
	return a.chained(d)
}

func pluginCycle(p plugged, way []string) diag.Diagnostic {
	d := p.ask.at(diag.Error, "the loader plugin %s needs the module that asks it for %q", p.plugin, p.ask.literal.Value)
	d.Notes = []string{"no loader gets past " + strings.Join(append(way, p.plugin), " -> ")}
	d.Hint = "ask for the resource later, with require inside of a function, or take it out of what the plugin needs"
	return d
}

func notPromised(m *module, why string) diag.Diagnostic {
	return diag.Diagnostic{Severity: diag.Notice, File: m.file, Text: "the bundle " + m.id + " may promise locales that are left out: " + why,
		Hint: "write its texts as an object literal"}
}

func notCompleted(m, from *module, why string) diag.Diagnostic {
	return diag.Diagnostic{Severity: diag.Notice, File: from.file, Text: "the bundle " + m.id + " is left as it is: " + why,
		Notes: []string{"texts that it does not have come from its root, when the page runs"}, Hint: "write its texts as an object literal"}
}
