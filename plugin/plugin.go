// Package plugin turns folders into plugins, and plugins into a set that fits
// together.
//
// [Discover] looks through the plugin roots of a site. In a root each folder is
// one plugin or, in the Winter layout, the folder of an author:
//
//	plugins/hello/hello.js                     freeipa: the module hello/hello
//	plugins/TrashBin/TrashBin.plugin.class.php kloudspeaker: the folder client is
//	                                           the package getClientModuleId names
//	plugins/acme/blog/Plugin.php               winter: the plugin Acme.Blog, its
//	plugins/acme/blog/plugin.yaml              modules are in assets/js
//
// Files beside these folders, and folders whose names begin with a dot, are not
// looked at; nor are Winter folders whose names begin with "_". The folder of a
// plugin or an author may be a symbolic link. Inside a plugin a link that would be
// read or published is an error, as it could lead to anything on the machine.
// Names are compared in their exact case, on any disk.
//
// PHP is read and never run. What stands in Plugin.php as a constant expression
// is known; for what does not, plugin.yaml can say it:
//
//	plugin:                       # as in Winter
//	  id: Acme.Blog               # only where there is no Plugin.php
//	  name: Blog
//	  replaces: {Acme.Old: "<2.0"}
//	require: [Acme.User]          # here, or in the plugin section
//	client:                       # the browser part
//	  dir: assets/js
//	  main: main
//	  package: acme/blog
//	  exclude: ["test/**"]        # files of dir that are not published
//	  exports: ["api/*"]          # ES modules that others may ask for
//	  lazy: true                  # what is asked for late is loaded late
//	scopes: [admin]               # kinds of pages on which it runs
//	aliases: [Acme.Journal]       # further ids that mean it
//	config: {size: 10}            # what it is configured with by itself
//	navigation: {…}               # and what else a plugin contributes
//
// Of Plugin.php the properties and the methods of the contributions are read, as
// far as they are constant expressions of data and of the calls that Winter's
// registrations are made of. What is not is told, value by value, and plugin.yaml
// fills exactly these values; otherwise the PHP wins.
//
//	markup:                       # filters and functions for templates
//	  filters: {plural: Str::plural, short: ./markup.ts#short}
//	components:                   # parts of pages, by alias
//	  blogPost: {class: Post, properties: {slug: {type: string}}}
//	content: {mount: /blog/}      # where the pages in its folder content are
//	formWidgets:                  # for the browser, by code
//	  map: {module: ./widgets/map}
//	reportWidgets:                # parts of dashboards, by code
//	  posts: {context: dashboard, template: ./posts.html}
//	listColumnTypes:              # of tables, by name
//	  money: ./columns.ts#money
//	validationRules:              # by name
//	  isbn: {pattern: '^[0-9-]{13,17}$', message: must be an ISBN}
//	mailTemplates:                # views/mail/welcome.md, .html or .htm
//	  acme.blog::mail.welcome: {sample: {name: Ada}}
//
// The folders content, layouts and static of a plugin hold files of the site: see
// [Files].
//
// A plugin.yaml works in all three layouts. In the kloudspeaker layout its
// client.package stands in for a getClientModuleId that computes its result; in
// the freeipa layout names and places are fixed, and of the client section only
// exclude, exports and lazy count.
//
// [Resolve] decides which plugins are active, and their order. A plugin is left
// out, with its reason,
//
//	disabled-config              when the site disables it
//	disabled-missing             when its registration cannot be read
//	disabled-dependencies        when something it requires is missing or left out
//	disabled-replaced            when another plugin replaces it
//	disabled-replacement-failed  when it would replace a plugin whose version its
//	                             constraint does not allow
//
// Active plugins stand after the plugins they require; otherwise they are ordered
// as Winter orders them: the list of ids, in lower case, is gone through again and
// again, each time taking what has all its requirements taken already.
//
// [Gather] merges what the active plugins contribute, in load order:
// permissions, navigation, quick actions, settings. Menus are made from that for
// somebody who has certain permissions, by Winter's rules: see [Contributions.May],
// [Contributions.Menu] and [Contributions.SettingsIn].
//
// [ReadTexts] reads the words of plugins in several languages, from PHP, YAML and
// JSON files, and [ReadConfiguration] what they are configured with.
//
// A [Lock] remembers the versions and files of plugins, to tell what has changed.
//
// Ids are looked up without regard to case, and "Acme.Blog", `Acme\Blog` and
// `\Acme\Blog\Plugin` are one id. The id of a replaced plugin means its replacer.
package plugin

import (
	"slices"
	"strings"
)

// A Plugin is what one plugin folder declares. Paths are slash-separated and
// relative to the site.
type Plugin struct {
	ID            string            // in its declared case: "hello", "TrashBin", "Acme.Blog"
	Layout        string            // "freeipa", "kloudspeaker" or "winter"
	Dir           string            // the plugin's folder
	File          string            // the file that declares it
	Name          string            // for people; the id when none is declared
	Description   string            //
	Author        string            //
	Homepage      string            //
	Icon          string            // Winter's icon name or iconSvg path, as written
	Version       string            // as written; "0" for a Winter plugin that declares none, else ""
	Releases      []Release         // of updates/version.yaml, the current one last
	Elevated      bool              // Winter's $elevated, as declared: the plugin asks to run on protected pages too
	Require       []Reference       // the plugins it needs, each once
	Replaces      []Replacement     // the plugins it takes the place of
	Scopes        []Reference       // kinds of pages on which it runs, each once; an ID here is the name of one
	Client        *Client           // nil when the plugin has no browser part
	Styles        []string          // CSS files it brings
	Texts         map[string]string // language -> JSON file of its texts
	Assets        string            // the folder whose files are public, or ""
	Contributions                   // what it declares
	Broken        bool              // it cannot take part: Discover cannot read its registration, or its user found errors in it

	home  folder // what Dir holds
	mount string // where its pages are in the site's content
}

// A Client is the browser part of a plugin: an AMD package.
type Client struct {
	Package  string   // the AMD package name
	Dir      string   // the folder of its modules
	Main     string   // the main module inside the package, without its extension
	Complete bool     // every file of the folder belongs to the layer, asked for or not
	Exports  []string // globs of ES modules, relative to Dir, that may be asked for by their ids; "!" in front takes some out
	Exclude  []string // globs of files, relative to Dir, that are not published
	Lazy     bool     // modules that are only asked for when others run are in a layer that is loaded then
}

// A Reference names a plugin that is required. Its place is in Where, or in the
// plugin's File when Where is empty.
type Reference struct {
	ID           string
	Where        string
	Line, Column int
}

// A Replacement names a plugin that is replaced, and which versions of it may be.
type Replacement struct {
	ID           string
	Constraint   string // Composer's grammar, or "self.version"
	Where        string // as in Reference
	Line, Column int
}

// A Set is the plugins of a site, resolved.
type Set struct {
	Active   []Plugin          // in load order
	Disabled []Disabled        // by id
	Aliases  map[string]string // replaced id -> the id of the active replacer, both in declared case

	ids    map[string]string // key -> declared id, aliases followed
	active map[string]int    // declared id -> its place in Active
	tried  map[string]int    // declared id -> its place in the list that is gone through
	listed bool              // the site lists its plugins, and so makes that list
}

// A Disabled plugin is one that is left out.
type Disabled struct {
	Plugin
	Flags  []string // Winter's names, sorted: "disabled-config", ...
	Reason string   // the first reason, for people
}

// ID returns the declared id of the plugin that id means: of the replacer when
// that plugin is replaced. An unknown id is returned unchanged.
func (s Set) ID(id string) string {
	if declared, ok := s.ids[key(id)]; ok {
		return declared
	}
	return id
}

// Lookup returns the active plugin that id means.
func (s Set) Lookup(id string) (Plugin, bool) {
	i, ok := s.active[s.ID(id)]
	if !ok {
		return Plugin{}, false
	}
	return s.Active[i], true
}

// All returns the plugins that were found: the active ones in load order, then those
// that are left out.
func (s Set) All() []Plugin {
	out := slices.Clone(s.Active)
	for _, d := range s.Disabled {
		out = append(out, d.Plugin)
	}
	return out
}

// plainID brings the spellings of an id that PHP code uses to "Author.Plugin".
func plainID(id string) string {
	if !strings.Contains(id, `\`) {
		return id
	}
	parts := strings.Split(strings.Trim(id, `\`), `\`)
	if len(parts) == 3 && strings.EqualFold(parts[2], "Plugin") {
		parts = parts[:2]
	}
	return strings.Join(parts, ".")
}

// namespace is that of the plugin's classes, as Acme\Blog\ for Acme.Blog.
func (p Plugin) namespace() string { return strings.ReplaceAll(p.ID, ".", `\`) + `\` }

// key is what two spellings of one id have in common.
func key(id string) string { return strings.ToLower(plainID(id)) }
