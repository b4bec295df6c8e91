package amd

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"strata/internal/moduleid"
)

// configKeys reads the keys that say something about modules and layers.
var configKeys = map[string]func(r *configReader, key string, v value){
	"baseUrl": nothingMore, "basePath": nothingMore, "appDir": nothingMore, "mainConfigFile": nothingMore,
	"name": nothingMore, "include": nothingMore, "exclude": nothingMore, "excludeShallow": nothingMore, "create": nothingMore, "out": nothingMore,
	"paths": (*configReader).paths, "packages": (*configReader).packages, "prefixes": (*configReader).prefixes,
	"map": (*configReader).maps, "aliases": (*configReader).aliases, "bundles": (*configReader).bundles, "shim": (*configReader).shims,
	"wrapShim": func(r *configReader, key string, v value) { r.out.WrapShim, _ = r.truth(key, v) },
	"has":      (*configReader).features, "staticHasFeatures": (*configReader).features,
	"pragmas": func(r *configReader, key string, v value) { r.truths(key, v, &r.out.Pragmas) },
	"locale":  (*configReader).locales, "localeList": (*configReader).locales,
	"modules": (*configReader).modules, "layers": (*configReader).layers,
}

// otherKeys are known, and say nothing that a build of Strata asks them.
var otherKeys = map[string]string{
	"optimize": "run strata build --minify", "layerOptimize": "run strata build --minify", "optimizeCss": "", "cssOptimize": "", "uglify": "", "uglify2": "", "closure": "", "mini": "",
	"dir": "the output folder is that of --destination", "releaseDir": "the output folder is that of --destination", "releaseName": "the output folder is that of --destination",
	"action": "", "keepBuildDir": "the output is always new", "removeCombined": "the output is always new", "allowSourceOverwrites": "",
	"generateSourceMaps": "set sourceMaps", "preserveLicenseComments": "", "useStrict": "directives stay, each in its own module",
	"findNestedDependencies": "modules that are required later are always found", "optimizeAllPluginResources": "", "inlineText": "texts are always in layers",
	"stubModules":     "resources are in layers under their own names, and a loader plugin is there only if it is asked for",
	"skipDirOptimize": "", "skipModuleInsertion": "", "normalizeDirDefines": "", "logLevel": "", "throwWhen": "", "fileExclusionRegExp": "set exclude of the package",
	"onBuildRead": "it is code", "onBuildWrite": "it is code", "onModuleBundleComplete": "it is code", "resourceTags": "it is code; set exclude of the package",
	"transforms": "it is code", "transformJobs": "it is code", "plugins": "it is code",
	"wrap": "each module stands by itself, and pages load the layers in front of their own scripts", "namespace": "the loader's names are require and define",
	"insertRequire": "set start", "deps": "set start", "callback": "set start", "config": "it stays with the page", "waitSeconds": "set timeout", "urlArgs": "layers have a hash in their names",
	"enforceDefine": "", "xhtml": "", "context": "", "scriptType": "", "skipDataMain": "", "nodeIdCompat": "", "i18n": "", "text": "",
	"pragmasOnSave": "set pragmas", "hasOnSave": "set features", "skipPragmas": "", "separateCSS": "", "waitForAll": "",
	"async": "", "parseOnLoad": "", "isDebug": "", "debugAtAllCosts": "", "cacheBust": "layers have a hash in their names", "baseScript": "", "extraLocale": "", "require": "",
	"defaultConfig": "it is about dojo.js, which is published as it is", "selectorEngine": "", "stripConsole": "", "copyTests": "", "userConfig": "", "buildTimestamp": "", "version": "",
	"tlmSiblingOfDojo": "", "noGlobals": "", "afterOnLoad": "", "popup": "", "mainConfig": "", "webWorkers": "", "modulePaths": "declare packages", "trees": "", "dirs": "", "files": "",
}

// nothingMore is for keys that are read together with others.
func nothingMore(*configReader, string, value) {}

// props returns the properties of an object that is wanted; what is none is reported.
func (r *configReader) props(key string, v value) []property {
	if v.kind == objectValue {
		return v.props
	}
	r.mistaken(key, v, "an object")
	return nil
}

func (r *configReader) list(key string, v value) []value {
	if v.kind == arrayValue {
		return v.list
	}
	r.mistaken(key, v, "a list")
	return nil
}

// string returns the text that is wanted; ok is false when there is none.
func (r *configReader) string(key string, v value) (text string, ok bool) {
	if v.kind == stringValue {
		return v.text, true
	}
	r.mistaken(key, v, "a text")
	return "", false
}

// strings returns a list of texts, or the one that stands for it.
func (r *configReader) strings(key string, v value) []string {
	if v.kind != arrayValue {
		if text, ok := r.string(key, v); ok {
			return []string{text}
		}
		return nil
	}
	out := []string{}
	for i, e := range v.list {
		if text, ok := r.string(fmt.Sprintf("%s[%d]", key, i), e); ok {
			out = append(out, text)
		}
	}
	return out
}

// truth returns a truth value, which Dojo's profiles write as 1 and 0 too.
func (r *configReader) truth(key string, v value) (truth, ok bool) {
	switch {
	case v.kind == boolValue:
		return v.text == "true", true
	case v.kind == numberValue && (v.text == "0" || v.text == "1"):
		return v.text == "1", true
	case v.kind == objectValue: // wrapShim may be one
		return true, true
	}
	r.mistaken(key, v, "true or false")
	return false, false
}

func (r *configReader) mistaken(key string, v value, want string) {
	if v.why != "" {
		r.ds.Add(r.notLiteral(key, v))
		return
	}
	r.ds.Add(r.wrongKind(key, v, want))
}

func (r *configReader) paths(key string, v value) {
	for _, p := range r.props(key, v) {
		id := strings.TrimSuffix(p.key, "/")
		if !moduleid.ValidPart(id) {
			r.ds.Add(r.badName(p.at, "path", p.key))
			continue
		}
		var places []string
		for _, place := range r.strings(key+"."+p.key, p.value) {
			places = append(places, r.at(place))
		}
		if places != nil {
			put(&r.out.Paths, id, places)
			r.note(key+"."+id, p.value)
		}
	}
}

func (r *configReader) packages(key string, v value) {
	for i, e := range r.list(key, v) {
		key := fmt.Sprintf("%s[%d]", key, i)
		if e.kind == stringValue {
			r.addPackage(Package{Name: e.text, Location: r.at(e.text)}, e)
			continue
		}
		p := Package{}
		for _, field := range r.props(key, e) {
			text, ok := "", false
			if slices.Contains([]string{"name", "location", "main"}, field.key) {
				text, ok = r.string(key+"."+field.key, field.value)
			}
			switch {
			case !ok: // reported, or of no use to a build
			case field.key == "name":
				p.Name = text
			case field.key == "location":
				p.Location = text
			default:
				p.Main = strings.TrimSuffix(strings.TrimPrefix(text, "./"), ".js")
			}
		}
		if p.Name != "" {
			if p.Location == "" {
				p.Location = p.Name
			}
			p.Location = r.at(p.Location)
			r.addPackage(p, e)
		}
	}
}

// addPackage adds a package, in place of an earlier one of its name.
func (r *configReader) addPackage(p Package, v value) {
	p.File = r.file()
	if !moduleid.Valid(p.Name) {
		r.ds.Add(r.badName(v.start, "package", p.Name))
		return
	}
	r.note("packages."+p.Name, v)
	p.Line, p.Column = r.out.Places["packages."+p.Name].Line, r.out.Places["packages."+p.Name].Column
	r.out.Packages = append(slices.DeleteFunc(r.out.Packages, func(o Package) bool { return o.Name == p.Name }), p)
}

// prefixes are the packages of old profiles, relative to the folder of dojo.
func (r *configReader) prefixes(key string, v value) {
	for i, e := range r.list(key, v) {
		pair := r.strings(fmt.Sprintf("%s[%d]", key, i), e)
		if len(pair) >= 2 {
			r.addPackage(Package{Name: pair[0], Location: path.Join(r.base, "dojo", pair[1])}, e)
		}
	}
}

func (r *configReader) maps(key string, v value) {
	for _, scope := range r.props(key, v) {
		for _, p := range r.props(key+"."+scope.key, scope.value) {
			at := key + "." + scope.key + "." + p.key
			if to, ok := r.string(at, p.value); ok {
				r.addMapped(scope.key, p.key, to)
				r.note(at, p.value)
			}
		}
	}
}

func (r *configReader) addMapped(scope, from, to string) {
	if r.out.Map[scope] == nil {
		put(&r.out.Map, scope, map[string]string{})
	}
	r.out.Map[scope][from] = to
}

// aliases are Dojo's map for all modules, as pairs.
func (r *configReader) aliases(key string, v value) {
	for i, e := range r.list(key, v) {
		if pair := r.strings(fmt.Sprintf("%s[%d]", key, i), e); len(pair) == 2 {
			r.addMapped("*", pair[0], pair[1])
			r.note("map.*."+pair[0], e)
		}
	}
}

func (r *configReader) bundles(key string, v value) {
	for _, p := range r.props(key, v) {
		put(&r.out.Bundles, p.key, r.strings(key+"."+p.key, p.value))
		r.note(key+"."+p.key, p.value)
	}
}

func (r *configReader) shims(key string, v value) {
	for _, p := range r.props(key, v) {
		at := key + "." + p.key
		s := Shim{}
		if p.value.kind == arrayValue {
			s.Deps = r.strings(at, p.value)
		} else {
			s = r.shim(at, p.value)
		}
		put(&r.out.Shim, p.key, s)
		r.note(at, p.value)
	}
}

func (r *configReader) shim(at string, v value) Shim {
	var s Shim
	for _, field := range r.props(at, v) {
		key := at + "." + field.key
		switch field.key {
		case "deps":
			s.Deps = r.strings(key, field.value)
		case "exports":
			s.Exports, _ = r.string(key, field.value)
		case "init":
			if field.value.kind != functionValue {
				r.mistaken(key, field.value, "a function")
				continue
			}
			s.Init = field.value.text
		}
	}
	return s
}

// features are the values of has that hold for a build. On a page, has says
// what is known at the start, and may change.
func (r *configReader) features(key string, v value) {
	if r.dialect != pageConfig {
		r.truths(key, v, &r.out.Features)
	}
}

func (r *configReader) truths(key string, v value, into *map[string]bool) {
	for _, p := range r.props(key, v) {
		if truth, ok := r.truth(key+"."+p.key, p.value); ok {
			put(into, p.key, truth)
		}
	}
}

func (r *configReader) locales(key string, v value) {
	if r.dialect == pageConfig {
		return
	}
	for _, text := range r.strings(key, v) {
		for name := range strings.SplitSeq(text, ",") {
			r.out.Locales = append(r.out.Locales, strings.TrimSpace(name))
		}
	}
}
