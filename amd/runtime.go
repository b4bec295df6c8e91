package amd

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"sync"

	"github.com/evanw/esbuild/pkg/api"
)

//go:embed loader/*.js loader/boot/*.js loader/compat/*.js loader/components/*.js loader/dev/*.js loader/plugins/*.js
var runtimeFS embed.FS

// runtimeConfigName is the free name in the boot scripts that stands for the
// JSON text of their configuration. No minifier renames a free name.
const runtimeConfigName = "STRATA_CONFIG"

// RuntimeConfig is what the boot script of a site knows when it starts. All
// URLs except Base are relative to Base, or complete.
type RuntimeConfig struct {
	// Base is the URL of the folder that AMD module ids are resolved in. A
	// relative one is relative to the boot script itself, so that a site works
	// in any folder; "" is the script's own folder.
	Base string `json:"base,omitempty"`
	// Index is the module id of the plugin index, a script Base/Index.js that
	// defines this id. It is requested once for each page, never from a cache.
	// A page without one has no plugins.
	Index string `json:"index,omitempty"`
	// Packages are the host application's.
	Packages []MapPackage `json:"packages,omitempty"`
	// Layers are the host application's; plugins bring theirs in the index.
	Layers []EntryLayer `json:"layers,omitempty"`
	// Start is the module id of the application, run after the plugins. When it
	// exports a function start, that is called with the list of plugins.
	Start string `json:"start,omitempty"`
	// Timeout is how many seconds it may take to start all plugins, once the index
	// is here; 0 means 7. What hangs has failed before that, and leaves time for
	// the rest.
	Timeout float64 `json:"waitSeconds,omitempty"`
	// Strict starts neither plugins nor the application when one plugin fails.
	Strict bool `json:"strict,omitempty"`
	// Safe lets visitors add ?strata-safe to the address of a page, which then
	// starts the plugins that are marked as elevated alone.
	Safe bool `json:"safe,omitempty"`
	// Map replaces module ids, as the AMD configuration "map" does: for the
	// modules under a prefix, or for all of them ("*"), an id or a prefix of ids
	// by another.
	Map map[string]map[string]string `json:"map,omitempty"`
	// Paths, Bundles and Shim mean what they mean in the AMD configuration; they
	// are about modules that are in no layer.
	Paths   map[string][]string `json:"paths,omitempty"`
	Bundles map[string][]string `json:"bundles,omitempty"`
	Shim    map[string]Shim     `json:"shim,omitempty"`
	// Compat makes Strata's own loader understand what applications written for
	// RequireJS may need beyond the AMD specification: contexts, data-main, a
	// configuration that the page leaves in window.require, the configuration's
	// deps and callback, bundles, shims, urlArgs, enforceDefine and
	// onload.fromText. Bundles and a Shim ask for it too.
	Compat bool `json:"-"`
}

// Runtime returns the boot script of a site: a script that loads the plugin
// index, the plugins and the application with the loader of the format. For
// FormatStrata the loader itself is in it.
func Runtime(format Format, cfg RuntimeConfig, minify bool) ([]byte, error) {
	bundle, ok := bundledRuntimes[format]
	if format == FormatStrata && (cfg.Compat || len(cfg.Shim)+len(cfg.Bundles) > 0) {
		bundle = compatRuntime
	}
	if !ok {
		return nil, fmt.Errorf("boot script: no loader is called %q", format)
	}
	code, err := bundle[minify]()
	if err != nil {
		return nil, fmt.Errorf("boot script for %s: %w", format, err)
	}
	literal, err := configLiteral(cfg)
	if err != nil {
		return nil, fmt.Errorf("boot script for %s: %w", format, err)
	}
	return bytes.Replace(code, []byte(runtimeConfigName), literal, 1), nil
}

// configLiteral returns a JavaScript string whose value is cfg as JSON. It is
// text and not an object literal because there "__proto__" is no ordinary key.
// Encoding escapes what could end a script element or a line.
func configLiteral(cfg RuntimeConfig) ([]byte, error) {
	text, err := json.Marshal(cfg)
	if err != nil {
		return nil, err
	}
	return json.Marshal(string(text))
}

// bundledRuntimes are the boot scripts before they are told anything, minified or
// not. Each is made once, when it is first needed: they are a part of the program.
var bundledRuntimes = map[Format]map[bool]func() ([]byte, error){
	FormatStrata:    runtimeBundles("/loader/boot/own.js"),
	FormatRequireJS: runtimeBundles("/loader/boot/requirejs.js"),
	FormatDojo:      runtimeBundles("/loader/boot/dojo.js"),
}

// compatRuntime is the boot script for FormatStrata with RuntimeConfig.Compat.
var compatRuntime = runtimeBundles("/loader/boot/compat.js")

// textPlugin is the script of the loader plugin "text".
var textPlugin = runtimeBundles("/loader/plugins/define-text.js")

// TextPlugin returns a script that defines the loader plugin "text", for a page
// with Strata's own loader whose texts are not all in layers.
func TextPlugin(minify bool) ([]byte, error) {
	return textPlugin[minify]()
}

func runtimeBundles(entry string) map[bool]func() ([]byte, error) {
	return map[bool]func() ([]byte, error){
		false: sync.OnceValues(func() ([]byte, error) { return bundleRuntime(entry, false) }),
		true:  sync.OnceValues(func() ([]byte, error) { return bundleRuntime(entry, true) }),
	}
}

// privateProps matches the fields of the loader's records that no page, plugin or
// script other than the boot script sees. Minified, they have short names.
const privateProps = "^(anonymous|arrival|bare|before|broken|bust|cjs|factory|linked|links|lost|mains|modules|offer|pick|ran|rename|requirer|sources|stopped|twice|until)$"

func bundleRuntime(entry string, minify bool) ([]byte, error) {
	var mangled string
	if minify && entry != "/loader/boot/dojo.js" { // whose modules are not ours to rename
		mangled = privateProps
	}
	result := api.Build(api.BuildOptions{
		EntryPoints:       []string{entry},
		Bundle:            true,
		Format:            api.FormatIIFE,
		Target:            api.ES2020,
		LegalComments:     api.LegalCommentsNone,
		MinifyWhitespace:  minify,
		MinifyIdentifiers: minify,
		MinifySyntax:      minify,
		MangleProps:       mangled,
		MangleCache:       map[string]any{"bust": "$b", "mains": "$m", "rename": "$r", "sources": "$s"}, // beside keys of the user's
		Plugins:           []api.Plugin{{Name: "loader", Setup: readRuntime}},
	})
	if len(result.Errors) > 0 {
		return nil, fmt.Errorf("%s", result.Errors[0].Text)
	}
	return result.OutputFiles[0].Contents, nil
}

// readRuntime lets esbuild read the embedded loader and nothing else.
func readRuntime(build api.PluginBuild) {
	build.OnResolve(api.OnResolveOptions{Filter: ".*"}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
		return api.OnResolveResult{Path: path.Join("/", path.Dir(args.Importer), args.Path), Namespace: "file"}, nil
	})
	build.OnLoad(api.OnLoadOptions{Filter: ".*"}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
		text, err := runtimeFS.ReadFile(args.Path[1:])
		contents := string(text)
		return api.OnLoadResult{Contents: &contents, Loader: api.LoaderJS}, err
	})
}
