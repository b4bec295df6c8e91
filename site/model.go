package site

import (
	"fmt"
	"html/template"
	"regexp"
	"strings"

	"strata/internal/diag"
)

// A Model is what the rest of the build hands to templates: plugins, and what a
// page loads to start them. Addresses are paths relative to the output, such as
// "js/strata/boot.js", or full URLs; the theme puts the base of the site before
// a path. The zero Model is a site without plugins.
type Model struct {
	Plugins    []Plugin
	Scripts    []Script // in order
	Preloads   []Preload
	LiveReload string // address of the dev server's script, written as it is into every page; empty in a published site
	Menus             // what plugins add to menus
	PluginOverview
	Generated []GeneratedPage // pages that nobody wrote

	// AlterSpec returns what plugins make of the spec of the page at an address;
	// nil leaves specs as they are.
	AlterSpec func(address string, spec any) any
	// PageRules are what front matter has to satisfy.
	PageRules PageRules
	// Translate returns the text of a key in a language, with the arguments in
	// it, and a diagnostic without a place when there is none; nil for a site
	// without texts.
	Translate func(language, key string, args map[string]string) (string, *diag.Diagnostic)
	// Config returns the value of a key of the configuration of plugins in the
	// same way.
	Config func(key string) (any, *diag.Diagnostic)

	// Access reports whether whom the site is built for has one of the permissions;
	// nil when that is everybody.
	Access func(required []string) bool
	// CheckPermission returns what is to be said of the code of a permission, without
	// a place; nil when it is one.
	CheckPermission func(code string) *diag.Diagnostic

	extensions Extensions // see Extend; templates must not reach it
}

// A Preload is a file that a page asks for before a script of it does.
type Preload struct {
	Href      string // path or URL, as in Model
	As        string // "script" or "style"
	Integrity string // of a script: "sha384-..."
}

// HTML is the element of the preload, for an address as the page writes it.
func (p Preload) HTML(href string) template.HTML {
	rest := ""
	if p.Integrity != "" {
		rest = fmt.Sprintf(` integrity="%s" crossorigin="anonymous"`, template.HTMLEscapeString(p.Integrity))
	}
	return template.HTML(fmt.Sprintf(`<link rel="preload" href="%s" as="%s"%s>`, template.HTMLEscapeString(href), template.HTMLEscapeString(p.As), rest))
}

// A Plugin is a plugin as templates see it.
type Plugin struct {
	ID          string
	Layout      string // "freeipa", "kloudspeaker" or "winter"
	Name        string
	Description string
	Author      string
	Version     string
	Homepage    string
	Icon        string
	Package     string   // AMD package
	Requires    []string // ids
	Active      bool
	Reason      string // why it is not active
	Layer       string // path of its layer in the output
	ModuleCount int
	Bytes       int // of its layer
	PluginDetails
}

// A Script is a script that a page loads.
type Script struct {
	Src       string
	Integrity string
	Attrs     map[string]string // further attributes: data-*, id, type, async, nomodule
}

var plainAttr = regexp.MustCompile(`^(data-[a-z0-9-]+|id|type|async|nomodule)$`)

// HTMLAttrs returns the further attributes as HTML, in order of their names.
// Only attributes that cannot run a script are written.
func (s Script) HTMLAttrs() template.HTMLAttr { return htmlAttrs(s.Attrs, plainAttr) }

// htmlAttrs writes the attributes whose names are allowed.
func htmlAttrs(attrs map[string]string, allowed *regexp.Regexp) template.HTMLAttr {
	var b strings.Builder
	for _, name := range sortedKeys(attrs) {
		if allowed.MatchString(name) {
			b.WriteString(" " + name + `="` + template.HTMLEscapeString(attrs[name]) + `"`)
		}
	}
	return template.HTMLAttr(b.String())
}
