package site

import (
	"bytes"
	"html/template"
	"io/fs"
	"path"
	"reflect"
	"regexp"
	"strings"
	"time"
	"unicode"

	"go.yaml.in/yaml/v3"

	"strata/internal/diag"
	"strata/internal/source"
)

// maxPageBytes is the size of the largest page.
const maxPageBytes = 16 << 20

// A Page is one page of the site as layouts see it.
type Page struct {
	Source string // file it is written in, relative to the site; empty for a page that nobody wrote
	Kind   string // "home", "section", "page" or "404"
	Path   string // file in the output: "guide/start/index.html"
	URL    string // address without the host: "/guide/start/"
	AbsURL string // full address when baseURL has a host, else the same as URL

	FrontMatter
	Content template.HTML // the body as HTML; set once every page has been read
	TOC     template.HTML // nested list of links to the headings of level 2 and 3; empty when there are fewer than two
	Spec    any           // the key spec as plugins leave it; nil for none
	Summary string        // description, or else the first paragraph as plain text, cut at about 160 characters

	Section *Page   // the section it is in; nil for the home page
	Pages   []*Page // of a section and the home page: its pages and sections, in order
	Prev    *Page   // the page before it in its section, in reading order
	Next    *Page   // the page after it

	report    report
	anchors   []anchor
	places    map[string]place // of the keys of its front matter
	body      int              // offset at which the body starts in the file
	dir       string
	hasApp    bool
	mails     []MailView // that it lists
	hidden    bool       // from whom the site is built for
	dashboard *dashboard // of Dashboard, with its widgets found
	html      bool       // written in HTML, not Markdown
}

// FrontMatter is what a page says about itself, between lines of three dashes
// at its top. Every key may be left out.
type FrontMatter struct {
	// Title of the page; without one it is made from the file's name.
	Title string `yaml:"title"`
	// Description for search engines and lists.
	Description string `yaml:"description"`
	// Date of the page. One without a zone is in UTC.
	Date time.Time `yaml:"date"`
	// Weight is the place among its siblings: lighter first, those without a weight last.
	Weight int `yaml:"weight"`
	// Draft keeps the page out of the site unless drafts are asked for.
	Draft bool `yaml:"draft"`
	// Slug replaces the last part of the address.
	Slug string `yaml:"slug"`
	// Address replaces the whole address; its key is url.
	Address string `yaml:"url"`
	// Aliases are older addresses, each of which gets a page that redirects.
	Aliases []string `yaml:"aliases"`
	// Layout is the name of the layout file, without .html.
	Layout string `yaml:"layout"`
	// Menu puts the page into the main menu: true, a name, or a name and a weight.
	Menu *PageMenu `yaml:"menu"`
	// SpecKey is the key spec: a declarative description of the page for the
	// application, or the name of a YAML or JSON file beside the page that holds it.
	SpecKey any `yaml:"spec"`
	// Dashboard lays out report widgets of plugins on the page.
	Dashboard *Dashboard `yaml:"dashboard"`
	// Params are free values for layouts.
	Params map[string]any `yaml:"params"`
	// PermissionsKey is the key permissions: codes of which one is needed to see the
	// page. Those of a section's own page hold for all that is in the section.
	PermissionsKey []string `yaml:"permissions"`
	// AppKey is the key app: whether the page starts the plugin application. See App.
	AppKey *bool `yaml:"app"`
}

// PageMenu is a page's entry in the main menu.
type PageMenu struct {
	Name   string `yaml:"name"`
	Weight int    `yaml:"weight"`
}

// App reports whether the page starts the plugin application.
func (p *Page) App() bool { return p.hasApp }

// IsHome reports whether p is the home page.
func (p *Page) IsHome() bool { return p.Kind == "home" }

// readPage reads the file's front matter. It returns nil when there is nothing
// to go on with, or when an .html file has no front matter and is a resource.
func readPage(src fs.FS, name string, ds *diag.List) *Page {
	p := &Page{Source: name, Kind: "page", html: path.Ext(name) == ".html", places: map[string]place{}}
	p.report.file = name
	defer func() { p.report.flush(ds) }()
	data, err := source.Read(src, name, maxPageBytes)
	if err != nil {
		p.report.add(errUnreadable(name, err), 0, 0)
		return nil
	}
	p.report.src = data
	if i := diag.InvalidUTF8(data); i >= 0 {
		p.report.at(i, errInvalidUTF8())
		return nil
	}
	if !p.frontMatter() && p.html {
		return nil
	}
	p.takeHeading()
	return p
}

// takeHeading makes the title of a page that has none in its front matter from
// the "# heading" it starts with, and leaves that out of the body.
func (p *Page) takeHeading() {
	rest := p.report.src[p.body:]
	start := p.body + len(rest) - len(bytes.TrimLeft(rest, "\r\n"))
	line, _, _ := bytes.Cut(p.report.src[start:], []byte("\n"))
	if p.Title != "" || p.html || !bytes.HasPrefix(line, []byte("# ")) || bytes.ContainsAny(line, "`*_[<{&\\") {
		return
	}
	p.Title = strings.TrimSpace(strings.Trim(string(line), "# \t\r"))
	p.body = start + len(line)
}

// fail reports what is wrong with the value of a key of the front matter.
func (p *Page) fail(key string, d diag.Diagnostic, ds *diag.List) {
	at := p.places[key]
	p.report.add(d, at.line, at.column)
	p.report.flush(ds)
}

// jsonStart matches the first line of front matter in JSON; a shortcode starts
// with two braces.
var jsonStart = regexp.MustCompile(`^\{\s*("|$)`)

// frontMatter decodes the front matter and reports whether there is one.
func (p *Page) frontMatter() bool {
	src := p.report.src
	start := len(src) - len(bytes.TrimPrefix(src, []byte("\uFEFF")))
	p.body = start
	first, next := cutLine(src, start)
	switch {
	case first == "+++":
		p.report.at(start, errTOML())
		return true
	case jsonStart.MatchString(first):
		p.report.at(start, errJSON())
		return true
	case first != "---":
		return false
	}
	for at := next; at < len(src); {
		line, after := cutLine(src, at)
		if line == "---" {
			p.body = after
			d := decoder{report: &p.report, offset: 1, unknown: diag.Warning, places: p.places, wants: shortFrontMatter()}
			d.decodeYAML(src[next:at], &p.FrontMatter)
			return true
		}
		at = after
	}
	p.report.at(start, errFrontMatterOpen())
	p.body = len(src)
	return true
}

// cutLine returns the line at offset without its end, and where the next starts.
func cutLine(src []byte, offset int) (string, int) {
	next := len(src)
	if i := bytes.IndexByte(src[offset:], '\n'); i >= 0 {
		next = offset + i + 1
	}
	return strings.TrimRight(string(src[offset:min(next, offset+64)]), " \t\r\n"), next
}

// titleOf makes a title of a file's name: "getting-started" is "Getting started".
func titleOf(name string) string {
	words := strings.TrimSpace(strings.NewReplacer("-", " ", "_", " ").Replace(name))
	for i, r := range words {
		return string(unicode.ToUpper(r)) + words[i+len(string(r)):]
	}
	return name
}

// slugOf makes a part of an address: lower case, words joined by hyphens.
func slugOf(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(name) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || strings.ContainsRune("._+~", r):
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		case unicode.IsSpace(r) || r == '-':
			gap = true
		}
	}
	if out := strings.Trim(b.String(), "."); out != "" {
		return out
	}
	return "page"
}

// shortFrontMatter are the other ways to write values of the front matter.
func shortFrontMatter() map[reflect.Type]shape {
	return map[reflect.Type]shape{reflect.TypeFor[PageMenu](): shortMenu,
		reflect.TypeFor[Dashboard](): shortDashboard, reflect.TypeFor[DashboardWidget](): shortWidget}
}

// shortMenu lets menu: true and menu: Name stand for a mapping.
func shortMenu(n *yaml.Node) *yaml.Node {
	long := &yaml.Node{Kind: yaml.MappingNode, Line: n.Line, Column: n.Column}
	switch {
	case n.Kind != yaml.ScalarNode:
		return n
	case n.Tag == "!!str":
		key := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: "name", Line: n.Line, Column: n.Column}
		long.Content = []*yaml.Node{key, n}
		return long
	case n.Value == "true":
		return long
	}
	return n
}
