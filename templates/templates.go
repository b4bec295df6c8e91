// Package templates holds the default theme of Strata: layouts, partials,
// shortcodes and assets. A site overrides any of them by a file of the same name
// in its layouts folder.
//
//	base.html         the page around every other layout's block "main"
//	page.html         a page; section.html, home.html and 404.html their kinds
//	alias.html        a page that redirects
//	dashboard.html    a page with report widgets
//	plugin.html       a page about a plugin; plugins.html about all of them
//	mail.html         the list of mails; mail/ has their layouts and partials
//	partials/*.html   {{ partial "plugins" . }} loads the plugin application
//	shortcodes/*.html {{< note >}} and the like, in Markdown
//	assets/*          files published under names with a hash: {{ asset "theme.css" }}
package templates

import (
	"embed"
	"io/fs"
)

//go:embed *.html partials shortcodes mail assets
var files embed.FS

// FS returns the files of the theme.
func FS() fs.FS { return files }
