package site

import "strings"

// Config is what strata.yaml says, with every default filled in. The zero value
// is not useful: start from Defaults.
type Config struct {
	// Name of the site, shown in the header and in page titles.
	Title string `yaml:"title" json:"title"`
	// Address the site is published at: a path such as / or /docs/, or an http(s) URL.
	BaseURL string `yaml:"baseURL" json:"baseURL" jsonschema:"default=/"`
	// Language of the content, as in the lang attribute of HTML.
	Language string `yaml:"language" json:"language" jsonschema:"default=en"`
	// One sentence about the site, for search engines and the home page.
	Description string `yaml:"description" json:"description"`
	// Folder of the content, relative to the site.
	Content string `yaml:"content" json:"content" jsonschema:"default=content"`
	// Folder of the layouts that override the default theme file by file.
	Layouts string `yaml:"layouts" json:"layouts" jsonschema:"default=layouts"`
	// Folder whose files are copied as they are.
	Static string `yaml:"static" json:"static" jsonschema:"default=static"`
	// Globs of content and static files to leave out, such as "**/*.psd".
	Ignore []string `yaml:"ignore" json:"ignore,omitempty"`
	// Whether pages marked as drafts are built.
	Drafts bool `yaml:"drafts" json:"drafts" jsonschema:"default=false"`
	// Free values for layouts, as .Site.Params; params.app is the default of a page's app key.
	Params map[string]any `yaml:"params" json:"params,omitempty"`
	// Validation rules that the front matter of pages has to satisfy: by globs of files relative to the content, and by keys such as title or params.isbn.
	FrontMatter map[string]map[string]List `yaml:"frontMatter" json:"frontMatter,omitempty"`
	// Entries of the main menu, beside the pages that put themselves into it.
	Menu []MenuItem `yaml:"menu" json:"menu,omitempty"`
	// How Markdown is read.
	Markdown Markdown `yaml:"markdown" json:"markdown"`
	// What functions of plugins, which run while the site is built, are allowed.
	Sandbox Sandbox `yaml:"sandbox" json:"sandbox"`
	// Folders in which plugins are looked for, in order.
	Plugins []Root `yaml:"plugins" json:"plugins,omitempty"`
	// Ids of the plugins that are used, in this order as far as they do not require each other; all when left out.
	Enable []string `yaml:"enable" json:"enable,omitempty"`
	// Ids of plugins that are installed and not used.
	Disable []string `yaml:"disable" json:"disable,omitempty"`
	// Whether only plugins that are marked as elevated run their code.
	Safe bool `yaml:"safe" json:"safe" jsonschema:"default=false"`
	// What it means that plugins differ from the lock file, if there is one: a warning, or with strict an error.
	Locked string `yaml:"locked" json:"locked" jsonschema:"enum=warn,enum=strict,default=warn"`
	// Place of the plugins' backend in the site, which addresses in their navigation are relative to; empty for its top.
	Backend string `yaml:"backend" json:"backend" jsonschema:"default=backend"`
	// Whether the default theme shows the navigation that plugins fill.
	Navigation bool `yaml:"navigation" json:"navigation" jsonschema:"default=false"`
	// Section of the site that has a page for each plugin and one for all of them; none when empty.
	PluginPages string `yaml:"pluginPages" json:"pluginPages"`
	// Role of those whom the site is built for: it shows the menus and pages that they may see; everything when empty.
	Role string `yaml:"role" json:"role"`
	// Roles by name, beside those that plugins name in their permissions.
	Roles map[string]Role `yaml:"roles" json:"roles,omitempty"`
	// Environment that the site is built for, such as staging: a folder of that name holds configuration of plugins that is only for it.
	Environment string `yaml:"environment" json:"environment"`
	// Whether the texts that plugins bring for the browser are in one file for each language.
	MergeTexts bool `yaml:"mergeTexts" json:"mergeTexts" jsonschema:"default=false"`
	// Folder of the output in which the mails of plugins are shown with sample values; none when empty.
	Mail string `yaml:"mail" json:"mail"`
	// Files that take the place of others, or false for none: by module id, text!id, or the path of a published file, what is read in its place, a file of the site or again one of these.
	ResourceMap map[string]Resource `yaml:"resourceMap" json:"resourceMap,omitempty"`
	// AMD packages of the host application, compiled as layers beside the plugins.
	Packages []Package `yaml:"packages" json:"packages,omitempty"`
	// Module ids, exact or as a prefix such as "dojo/*", that the page supplies: never resolved, never reported.
	Provided []string `yaml:"provided" json:"provided,omitempty"`
	// Other ids of Strata's own modules, such as app/plugins to strata/kloudspeaker; those that are named are shipped whoever asks for them.
	API map[string]string `yaml:"api" json:"api,omitempty"`
	// Module loader that the layers are written for.
	Loader string `yaml:"loader" json:"loader" jsonschema:"enum=strata,enum=requirejs,enum=dojo,default=strata"`
	// URL or site path of require.js or dojo.js, for the loaders that are not our own.
	LoaderScript string `yaml:"loaderScript" json:"loaderScript"`
	// Whether Strata's own loader understands what RequireJS applications may need beyond AMD: contexts, data-main, bundles, shims, urlArgs and more. Bundles and shims of the site ask for it too.
	LoaderCompat bool `yaml:"loaderCompat" json:"loaderCompat" jsonschema:"default=false"`
	// Module id of the plugin index.
	Index string `yaml:"index" json:"index" jsonschema:"default=strata/plugins"`
	// AMD base folder in the output.
	Base string `yaml:"base" json:"base" jsonschema:"default=js"`
	// Layers beyond one for each plugin and each package, by name.
	Layers map[string]Layer `yaml:"layers" json:"layers,omitempty"`
	// Whether each plugin and each package has a layer, one holds all that is loaded at the start, or each module is in a file of its own.
	Layering string `yaml:"layering" json:"layering" jsonschema:"enum=plugins,enum=combined,enum=modules,default=plugins"`
	// Whether modules that are only asked for by require([…]) or import() in a function are in layers that are loaded then.
	Lazy bool `yaml:"lazy" json:"lazy" jsonschema:"default=false"`
	// Layers of modules that several plugins and packages need; true is one for all of them.
	Shared SharedLayers `yaml:"shared" json:"shared,omitempty"`
	// Kinds of pages that load some of the layers, by name; what runs on them is checked for what it needs.
	Scopes map[string]Scope `yaml:"scopes" json:"scopes,omitempty"`
	// Module id that the page starts when the plugins are in.
	Start string `yaml:"start" json:"start"`
	// Whether addresses in pages are relative to the page, so that the site works in any folder and from a disk.
	RelativeURLs bool `yaml:"relativeURLs" json:"relativeURLs" jsonschema:"default=false"`
	// Whether pages with plugins ask for layers and style sheets before the boot script does.
	Preload bool `yaml:"preload" json:"preload" jsonschema:"default=true"`
	// Seconds that pages may take to start all plugins; what hangs has failed before that.
	Timeout int `yaml:"timeout" json:"timeout" jsonschema:"default=7,minimum=1,maximum=600"`
	// Whether pages start neither plugins nor the application when one plugin fails.
	Strict bool `yaml:"strict" json:"strict" jsonschema:"default=false"`
	// Whether ?strata-safe in the address of a page starts only plugins that are marked as elevated; always so in the dev server.
	SafeSwitch bool `yaml:"safeSwitch" json:"safeSwitch" jsonschema:"default=false"`
	// Module ids, exact or as a prefix such as "legacy/*", whose top-level declarations are meant to be global.
	Globals []string `yaml:"globals" json:"globals,omitempty"`
	// Where modules are that no package holds: an id or prefix, to a place in the site without ".js", a URL, "empty:", or a list to try in turn.
	Paths map[string]List `yaml:"paths" json:"paths,omitempty"`
	// Ids that modules get in place of others: for the modules under a prefix, or all of them ("*"), an id or prefix to another.
	Map map[string]map[string]string `yaml:"map" json:"map,omitempty"`
	// Ids that the file of another module defines, by the id of that module.
	Bundles map[string][]string `yaml:"bundles" json:"bundles,omitempty"`
	// What scripts that call no define depend on and export, by module id.
	Shim map[string]Shim `yaml:"shim" json:"shim,omitempty"`
	// Whether a script with a shim runs in a function of its own, when its module is first needed.
	WrapShim bool `yaml:"wrapShim" json:"wrapShim" jsonschema:"default=false"`
	// Module ids of loader plugins beyond the known ones, which the page loads or a package holds.
	LoaderPlugins []string `yaml:"loaderPlugins" json:"loaderPlugins,omitempty"`
	// Features whose value is known, for has() and has! in modules.
	Features map[string]bool `yaml:"features" json:"features,omitempty"`
	// Names that comments such as //>>excludeStart("debug", pragmas.debug) test.
	Pragmas map[string]bool `yaml:"pragmas" json:"pragmas,omitempty"`
	// Locales whose texts are in layers, and beside the index; all when left out.
	Locales []string `yaml:"locales" json:"locales,omitempty"`
	// Where texts of locales are: beside the other modules, or in a layer for each locale.
	I18n string `yaml:"i18n" json:"i18n" jsonschema:"enum=together,enum=layers,default=together"`
	// Files with a configuration of RequireJS, r.js or the Dojo builder, whose settings hold where this file says nothing.
	AMDConfig List `yaml:"amdConfig" json:"amdConfig,omitempty"`
	// Whether minifying keeps the names of functions and classes.
	KeepNames bool `yaml:"keepNames" json:"keepNames" jsonschema:"default=false"`
	// Language that modules are written in: newer constructs are rewritten, or reported for es5; esnext leaves them as they are.
	Target string `yaml:"target" json:"target" jsonschema:"enum=es5,enum=es2015,enum=es2016,enum=es2017,enum=es2018,enum=es2019,enum=es2020,enum=es2021,enum=es2022,enum=es2023,enum=es2024,enum=esnext,default=esnext"`
	// What becomes of comments that licences may demand: inline in the layers, none of them when minified, or collected in a file beside each layer.
	LegalComments string `yaml:"legalComments" json:"legalComments" jsonschema:"enum=inline,enum=none,enum=collected,default=inline"`
	// Where style sheets that modules import are: inline in the layers, or linked as files of their own.
	CSS string `yaml:"css" json:"css" jsonschema:"enum=inline,enum=link,default=inline"`
	// What an await outside of functions is under loaders that do not wait for it: an error, or detach, which lets dependents run before it is done.
	TopLevelAwait string `yaml:"topLevelAwait" json:"topLevelAwait" jsonschema:"enum=error,enum=detach,default=error"`
	// What modules take from node_modules.
	NPM NPM `yaml:"npm" json:"npm"`
	// Whether layers have source maps.
	SourceMaps bool `yaml:"sourceMaps" json:"sourceMaps" jsonschema:"default=true"`

	places map[string]place // of each value, by its path of keys
}

// Place returns the line and column of the configuration file at which the
// value of key, such as "packages[0].location", or what it is part of is set;
// zeros when that is not in the file.
func (c Config) Place(key string) (line, column int) {
	p := placeOf(c.places, key)
	if p.note != "" {
		return 0, 0
	}
	return p.line, p.column
}

// Has reports whether the value of key itself is set, and not only part of one
// that is.
func (c Config) Has(key string) bool {
	_, ok := c.places[key]
	return ok
}

// placeOf returns the place of the value of key, or of what it is part of.
func placeOf(places map[string]place, key string) place {
	p, found := places[key]
	for !found && key != "" {
		key = key[:max(strings.LastIndexAny(key, ".["), 0)]
		p, found = places[key]
	}
	return p
}

// Root is a folder in which plugins are looked for.
type Root struct {
	// Folder, relative to the site.
	Path string `yaml:"path" json:"path" jsonschema:"required"`
	// Layout of the plugins in the folder; auto tells each plugin's from its files.
	Layout string `yaml:"layout" json:"layout" jsonschema:"enum=auto,enum=freeipa,enum=kloudspeaker,enum=winter,default=auto"`
	// Whether its files are laid over those of the plugins of the same names in the roots before it.
	Overlay bool `yaml:"overlay" json:"overlay,omitempty" jsonschema:"default=false"`
}

// Role is what somebody may see.
type Role struct {
	// Codes of permissions that the role has; one that ends in * stands for all that it begins.
	Permissions List `yaml:"permissions" json:"permissions,omitempty"`
}

// Package is an AMD package of the host application.
type Package struct {
	// Name of the package, the first part of its module ids.
	Name string `yaml:"name" json:"name" jsonschema:"required"`
	// Folder of the package, relative to the site; the name when it is left out.
	Location string `yaml:"location" json:"location"`
	// Module that the bare package name stands for.
	Main string `yaml:"main" json:"main" jsonschema:"default=main"`
	// Whether every module of the folder is in the layer, not only those the main module reaches.
	Complete bool `yaml:"complete" json:"complete" jsonschema:"default=false"`
	// Globs of ES modules, relative to the location, that may be asked for by their ids; one that begins with "!" takes some out.
	Exports []string `yaml:"exports" json:"exports,omitempty"`
	// Shared layer for modules that several others need; the package has no layer then, and what one alone needs is in that one's.
	Layer string `yaml:"layer" json:"layer,omitempty"`
	// Whether modules that are only asked for when others run are in a layer that is loaded then.
	Lazy bool `yaml:"lazy" json:"lazy,omitempty" jsonschema:"default=false"`
	// Globs of files, relative to the location, that are never in the layer.
	Exclude []string `yaml:"exclude" json:"exclude,omitempty"`
}

// Resource is a module id, or a file of the site or of its output; empty, which is written as false, for none.
type Resource string

// List is a list of texts; one text alone may stand for a list of it.
type List []string

// Shim says of a script without define what define would say.
type Shim struct {
	// Module ids that the script needs to run.
	Deps []string `yaml:"deps" json:"deps,omitempty"`
	// Global variable that is the module's value, such as Backbone or jQuery.fn.tabs.
	Exports string `yaml:"exports" json:"exports,omitempty"`
	// Function that runs after the script, as JavaScript; what it returns is the module's value.
	Init string `yaml:"init" json:"init,omitempty"`
}

// NPM says what becomes of npm packages.
type NPM struct {
	// Packages by name: true puts one into the shared layer whoever uses it, false gives every plugin a copy of its own.
	Shared map[string]bool `yaml:"shared" json:"shared,omitempty"`
}

// Layer is a layer beyond the one of each plugin and each package.
type Layer struct {
	// Module ids that are in the layer, with what they depend on.
	Include []string `yaml:"include" json:"include,omitempty"`
	// Module ids that are not in the layer, with what they depend on.
	Exclude []string `yaml:"exclude" json:"exclude,omitempty"`
	// Module ids that are not in the layer; what they depend on is.
	ExcludeShallow []string `yaml:"excludeShallow" json:"excludeShallow,omitempty"`
	// Whether the layer's name is a module that depends on what is included.
	Create bool `yaml:"create" json:"create,omitempty" jsonschema:"default=false"`
}

// SharedLayers are the layers of what several plugins and packages need. The text
// true stands for one layer called shared, for all modules.
type SharedLayers []SharedLayer

// SharedLayer is a layer of modules that several plugins and packages need.
type SharedLayer struct {
	// Name of the layer.
	Name string `yaml:"name" json:"name" jsonschema:"default=shared"`
	// Module ids, globs of them such as "core/**", or names of packages; all modules when left out.
	From List `yaml:"from" json:"from,omitempty"`
	// How many plugins and packages, besides its own, have to need a module.
	Min int `yaml:"min" json:"min" jsonschema:"default=2,minimum=1"`
}

// Scope is a kind of page.
type Scope struct {
	// Names of the layers that its pages load, beside those of its plugins.
	Layers List `yaml:"layers" json:"layers,omitempty"`
	// Ids of the plugins that run on its pages, beside those that name the scope themselves.
	Plugins List `yaml:"plugins" json:"plugins,omitempty"`
	// Module ids, exact or as a prefix such as "dojo/*", that its pages supply in another way.
	Provided List `yaml:"provided" json:"provided,omitempty"`
}

// MenuItem is an entry of the main menu.
type MenuItem struct {
	// Words of the entry.
	Name string `yaml:"name" json:"name" jsonschema:"required"`
	// Address: a path in the site, or a URL.
	URL string `yaml:"url" json:"url" jsonschema:"required"`
	// Place in the menu: lighter entries come first.
	Weight int `yaml:"weight" json:"weight"`
}

// Sandbox says what functions of plugins are allowed. What they do not have gives
// the same site in each build.
type Sandbox struct {
	// Whether they may ask for the time.
	Clock bool `yaml:"clock" json:"clock" jsonschema:"default=false"`
	// Whether they may ask for random numbers.
	Random bool `yaml:"random" json:"random" jsonschema:"default=false"`
	// Seconds that all of them together may run in one build.
	Seconds int `yaml:"seconds" json:"seconds" jsonschema:"default=5,minimum=1,maximum=3600"`
}

// Markdown says how Markdown is read.
type Markdown struct {
	// Whether raw HTML and script URLs in Markdown reach the page.
	Unsafe bool `yaml:"unsafe" json:"unsafe" jsonschema:"default=false"`
}

// Defaults returns the configuration of a site that says nothing.
func Defaults() Config {
	return Config{
		BaseURL:    "/",
		Language:   "en",
		Content:    "content",
		Layouts:    "layouts",
		Static:     "static",
		Plugins:    []Root{{Path: "plugins", Layout: "auto"}},
		Backend:    "backend",
		Loader:     "strata",
		Index:      "strata/plugins",
		Base:       "js",
		Timeout:    7,
		Target:     "esnext",
		CSS:        "inline",
		SourceMaps: true,
		Preload:    true,
		I18n:       "together",
		Layering:   "plugins",
		Locked:     "warn",
		Sandbox:    Sandbox{Seconds: 5},

		TopLevelAwait: "error",
		LegalComments: "inline",
	}
}
