// Package site turns what people write, a configuration, content and layouts,
// into pages. Load reads the configuration, Render makes the pages, Static
// copies what needs no making.
//
// # Configuration
//
// strata.yaml at the top of the site; the fields of Config are its keys and say
// what they mean. Every key has a default, so a folder with nothing but plugins
// is a site. A key that does not exist, is set twice or has a value of the wrong
// type is an error at its line and column. Each top-level key can be overridden
// by the environment, STRATA_BASE_URL or STRATA_BASEURL for baseURL, and by
// flags. A variable STRATA_* that sets nothing is a warning.
//
// # Content
//
// Every .md file in the content folder is a page, and so is every .html file
// that has front matter. Other files are copied to the place their page has.
//
//	content/_index.md         /                the home page; index.md will do
//	content/about.md          /about/
//	content/guide/_index.md   /guide/          the page of a section
//	content/guide/Start.md    /guide/start/
//	content/guide/map/index.md  /guide/map/    a page with files of its own
//	content/guide/map/a.png   /guide/map/a.png
//	content/404.md            /404.html
//
// Names become addresses in lower case with hyphens for blanks. A folder is a
// section whether or not it has an _index.md. Siblings stand in the order of
// their weight, then the newest first, then by title. Front matter is YAML
// between lines of ---; its keys are those of FrontMatter, and one that is not
// known is a warning. A page that asks for permissions is left out when Model.Access
// refuses them all. A page without a title takes it from the "# heading" it
// starts with, or from its name. Drafts are left out unless Config.Drafts. No
// slug, url or alias may have a part that is named like a dotfile, a key, a
// backup or PHP. Symbolic links are not followed, here and in the other folders.
//
// A site without content has a home page that lists the plugins and starts the
// application. Any other page starts it only if its front matter says app: true;
// params: {app: true} in the configuration makes that the default.
//
// # Markdown
//
// CommonMark with GitHub's tables, task lists, strikethrough and bare links,
// footnotes, definition lists, and typographer's quotes. Headings have ids, from
// their words or as {#id}. Code in a known language is highlighted with classes.
// Raw HTML is dropped with a warning, and so are links that could run a script,
// unless markdown: {unsafe: true}.
//
// A link to a .md file, relative to the page's file or to the content folder
// when it starts with a slash, becomes the address of that page; one that leads
// nowhere is an error. Other files and folders of the content are found the same
// way. Any other path that starts with a slash gets the base of the site. A link
// to a file that is neither beside the page nor in the static folder is a
// warning, and so is one to a heading, #id, that its page does not have.
//
// {{< name "value" key="value" >}} is a shortcode: layouts/shortcodes/name.html
// renders it, given a Shortcode. With {{< /name >}} further on, what is between
// is Markdown and becomes .Inner. Both tags stand on lines of their own, or both
// in one paragraph. In code, tags are left as they are; elsewhere
// {{</* name */>}} shows one. The theme has note, figure, plugins, table and trans. An argument
// that the layout asks for with .Need must be there, and one that it writes as an
// address must have the scheme http:, https: or mailto:, or none.
//
// A function of Extensions is a shortcode too, unless a layout has its name, and
// {{< component alias key="value" >}} places a component.
//
// # Plugins
//
// What plugins take part in is handed over as values and functions of a Model. Files
// in Folders of its Extensions lie among those of the site, whose own count. A page
// with spec in its front matter has, next to it, what Model.AlterSpec makes of that, as
// spec.json; one with dashboard has report widgets; PageRules hold front matter to
// what is meant; Mails are rendered into the folder Config.Mail. A page on which a
// module enhances something, or fills a counter, loads the Scripts for that.
//
// # Layouts
//
// A file in the layouts folder replaces the one of the same name in the default
// theme. They are Go's html/template and are given a View.
//
//	base.html          the page around; a layout that only defines blocks fills its own
//	home.html section.html page.html 404.html   by the kind of page
//	dashboard.html     for pages with dashboard in their front matter
//	mail.html          the list of mails, mail/ has their layouts and partials
//	NAME.html          for pages with layout: NAME in their front matter
//	plugin.html plugins.html   for pages of plugins, Generated of the Model
//	alias.html         the page at an older address
//	partials/NAME.html for {{ partial "NAME" . }}
//	shortcodes/NAME.html
//	assets/            published as assets/NAME-HASH; {{ asset "theme.css" }} is the address
//
// {{ partial "menu" . }} writes the menu that plugins fill, Menus of the Model. The
// default theme has it below its header when Config.Navigation says so.
//
// {{ partial "plugins" . }} writes what loads the plugin application, the scripts
// of the Model, on pages for which .App holds. The default theme has it in
// partials/head.html.
//
// Functions beside Go's own:
//
//	relURL P, absURL P          the path with the base of the site, and with its host
//	ref "guide/start.md"        the address of a page
//	asset "theme.css"           the address of an asset
//	plugin "Acme.Blog"          the plugin, or nil
//	trans KEY [NAME V ...]      the text of a key such as "acme.blog::lang.title", with arguments in it
//	transIn LANGUAGE KEY ...    the same in another language than the site's
//	config KEY                  a value of a plugin's configuration, such as "acme.blog::pages.size"
//	partial NAME [DATA]         a partial as HTML; "@name" is one of the component that is
//	                            being rendered, "alias::name" of another
//	component ALIAS [KEY V ...] a component; with an @ before the alias it may be missing
//	column TYPE V [ROW]         a value as a column of that type shows it; the type is a name, or a map with more
//	table SOURCE                the Table of a CSV, YAML or JSON file beside the page, or of its params
//	mailPartial CODE [DATA]     a partial of mails; mails are those on the page that lists them
//	dashboard                   the DashboardView of the page, or nil
//	markdownify S, safeHTML S   a text as Markdown; a text that is HTML already
//	jsonify V                   JSON for a script element
//	dict K V ..., list V ...    a map, a list
//	default OTHERWISE V         V unless it is empty
//	in LIST V, hasPrefix S P    whether a list or text has V; whether S starts with P
//	where LIST KEY V, first N LIST, sort LIST [KEY [desc]]
//	lower, upper, title, trim, replace S OLD NEW, split S SEP, join LIST SEP
//	dateFormat FORM T           a date in Go's form, in its own zone
//	fileSize N                  a number of bytes for people
//
// The functions of Extensions may be called as well.
//
// Templates cannot run programs, or read files beside tables in the content. One that does not end is stopped:
// at two million steps, a hundred templates in one another, 64 MiB of output or ten
// seconds. All pages together have 20,000 steps and 256 KiB more for each page.
package site
