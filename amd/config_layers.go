package amd

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"strata/internal/diag"
	"strata/internal/moduleid"
)

// mainLayer reads the one layer that a build file of r.js describes at its top.
func (r *configReader) mainLayer(v value) {
	_, named := v.get("name")
	_, includes := v.get("include")
	if r.dialect == buildFile && (named || includes) {
		r.module("", v)
	}
}

// modules reads the layers of a build file.
func (r *configReader) modules(key string, v value) {
	for i, e := range r.list(key, v) {
		r.module(fmt.Sprintf("%s[%d].", key, i), e)
	}
}

// module reads one layer of a build file: the module that gives it its name, and
// what is joined with it.
func (r *configReader) module(key string, v value) {
	spec := r.spec(v)
	name := ""
	for _, p := range v.props {
		at := key + p.key
		switch p.key {
		case "name":
			name, _ = r.string(at, p.value)
		case "create":
			spec.Create, _ = r.truth(at, p.value)
		case "include":
			spec.Include = r.strings(at, p.value)
		case "exclude":
			spec.Exclude = r.strings(at, p.value)
		case "excludeShallow":
			spec.ExcludeShallow = r.strings(at, p.value)
		default:
			if key != "" {
				r.ds.Add(r.unusedKey(property{at, p.at, p.value}, "", p.key == "override" || p.key == "insertRequire"))
			}
		}
	}
	if name != "" && !spec.Create {
		spec.Include = append([]string{name}, spec.Include...)
	}
	if name == "" && len(spec.Include) > 0 {
		name = spec.Include[0]
	}
	r.addLayer(name, spec)
}

// layers reads the layers of a profile: by name, or as a list in old ones.
func (r *configReader) layers(key string, v value) {
	if r.dialect != dojoProfile {
		r.mistaken(key, v, "in a profile")
		return
	}
	if v.kind == arrayValue {
		r.oldLayers(key, v)
		return
	}
	for _, p := range r.props(key, v) {
		at := key + "." + p.key
		spec := r.spec(p.value)
		spec.Named = true
		for _, field := range r.props(at, p.value) {
			switch field.key {
			case "include":
				spec.Include = r.strings(at+".include", field.value)
			case "exclude":
				spec.Exclude = r.strings(at+".exclude", field.value)
			case "boot":
				spec.Named = false // the layer is dojo.js, which is published as it is
			default:
				r.ds.Add(r.unusedKey(property{at + "." + field.key, field.at, field.value}, "", field.key == "customBase" || field.key == "noref"))
			}
		}
		r.addLayer(p.key, spec)
	}
}

// oldLayers reads [{name: "../app/app.js", dependencies: ["app.main"]}].
func (r *configReader) oldLayers(key string, v value) {
	for i, e := range v.list {
		at := fmt.Sprintf("%s[%d]", key, i)
		spec := r.spec(e)
		spec.Named = true
		name := ""
		for _, field := range r.props(at, e) {
			key := at + "." + field.key
			switch field.key {
			case "name", "resourceName":
				text, _ := r.string(key, field.value)
				name = oldLayerName(text)
			case "dependencies":
				for _, id := range r.strings(key, field.value) {
					spec.Include = append(spec.Include, strings.ReplaceAll(id, ".", "/"))
				}
			case "layerDependencies":
				for _, file := range r.strings(key, field.value) {
					spec.Exclude = append(spec.Exclude, oldLayerName(file))
				}
			}
		}
		r.addLayer(name, spec)
	}
}

// oldLayerName turns the file of an old layer, relative to the folder of dojo,
// into an id.
func oldLayerName(file string) string {
	name := strings.TrimSuffix(file, ".js")
	if rest, ok := strings.CutPrefix(name, "../"); ok {
		return rest
	}
	return "dojo/" + strings.TrimPrefix(name, "./")
}

func (r *configReader) spec(v value) LayerSpec {
	spec := LayerSpec{File: r.file()}
	spec.Line, spec.Column = diag.Position(r.text, v.start)
	return spec
}

func (r *configReader) addLayer(name string, spec LayerSpec) {
	if name != "" && !moduleid.Valid(name) {
		d := r.badName(0, "layer", name)
		d.Line, d.Column = spec.Line, spec.Column
		r.ds.Add(d)
		return
	}
	if name != "" && (len(spec.Include) > 0 || spec.Named) {
		spec.Include = slices.Clip(spec.Include)
		put(&r.out.Layers, name, spec)
	}
}

// ownNames lets each layer that is called like a module hold that module; when
// there is none, it is created.
func (g *graph) ownNames() {
	g.opts.Layers = maps.Clone(g.opts.Layers)
	for name, spec := range g.opts.Layers {
		switch {
		case !spec.Named:
			continue
		case g.target(name) != nil:
			spec.Include = append([]string{name}, spec.Include...)
		default:
			spec.Create = true
		}
		spec.Named = false
		g.opts.Layers[name] = spec
	}
}
