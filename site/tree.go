package site

import (
	"cmp"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strings"

	"strata/internal/diag"
	"strata/internal/private"
)

// A tree is the content of a site: every page with its address and its
// relatives, before anything is rendered.
type tree struct {
	cfg       Config
	src       fs.FS
	laid      map[string]laid   // the content's files, by name
	files     map[string]string // their names, by where they lie in the content
	static    []root
	gone      map[string]bool // pages, by name, in whose place another is
	base      *url.URL        // of the site
	ds        *diag.List
	home      *Page
	missing   *Page            // the page for what is not found
	pages     []*Page          // all pages, sections before what is in them, in order
	sections  map[string]*Page // by folder, relative to the content
	bundles   map[string]bool  // folders whose index.md makes them a page
	sources   map[string]*Page // by file, relative to the content
	drafts    map[string]bool  // files left out as drafts
	hidden    map[string]bool  // files left out because whom the site is built for may not see them
	written   bool             // somebody wrote a page, for the site itself
	resources map[string]string
	owners    map[string]string // of output files, to tell when two have one address
	aliases   []alias
}

type alias struct {
	path string
	page *Page
}

// newTree gives the pages that were read their places. The files are those of all
// the content; a page is nil where the file is a resource.
func newTree(cfg Config, files []laid, pages []*Page, ds *diag.List) *tree {
	base, _ := url.Parse(cfg.BaseURL)
	t := &tree{cfg: cfg, base: base, ds: ds,
		sections: map[string]*Page{}, bundles: map[string]bool{}, sources: map[string]*Page{},
		drafts: map[string]bool{}, hidden: map[string]bool{}, gone: map[string]bool{}, resources: map[string]string{}, owners: map[string]string{}}
	t.laid, t.files = make(map[string]laid, len(files)), make(map[string]string, len(files))
	for _, f := range files {
		t.laid[f.name], t.files[f.inside] = f, f.name
	}
	t.indexes(files, pages)
	for i, f := range files {
		switch p := pages[i]; {
		case isPage(f.name) && p != nil:
			t.written = t.written || f.root.dir == cfg.Content
			t.put(p)
		case t.isResource(f):
			t.resource(f.inside)
		}
	}
	return t
}

// arrange puts the pages in order, when all are there.
func (t *tree) arrange() {
	t.root(!t.written)
	for _, p := range t.sections {
		slices.SortFunc(p.Pages, inOrder)
	}
	t.number(t.home)
}

// isPage reports whether the content file of the name may be a page.
func isPage(name string) bool { return path.Ext(name) == ".md" || path.Ext(name) == ".html" }

// isResource reports whether a file that is no page is copied. A page that another
// one takes the place of is not.
func (t *tree) isResource(f laid) bool {
	return !isPage(f.name) || path.Ext(f.name) == ".html" && !t.drafts[f.inside] && !t.hidden[f.inside] && !t.gone[f.name]
}

func (t *tree) inside(name string) string { return t.laid[name].inside }

// folderOf is path.Dir with the root as "".
func folderOf(name string) string {
	if dir := path.Dir(name); dir != "." {
		return dir
	}
	return ""
}

// indexes finds the index pages first, since the others' places depend on them.
func (t *tree) indexes(files []laid, pages []*Page) {
	for i, p := range pages {
		if p == nil {
			continue
		}
		inside := files[i].inside
		dir, stem := folderOf(inside), strings.TrimSuffix(path.Base(inside), path.Ext(inside))
		p.dir = dir
		if p.Draft && !t.cfg.Drafts {
			t.drafts[inside] = true
			pages[i] = nil
			continue
		}
		if p.hidden {
			t.hidden[inside] = true
			pages[i] = nil
			continue
		}
		switch {
		case stem == "_index" || stem == "index" && dir == "":
			old := t.sections[dir]
			if old != nil && !t.replaces(p, old, errTwoIndexes) {
				pages[i] = nil
				continue
			}
			p.Kind = "section"
			t.sections[dir] = p
			if old != nil {
				pages[slices.Index(pages, old)] = nil
			}
		case stem == "index":
			t.bundles[dir] = true
		}
	}
}

// put gives a page its address and its section.
func (t *tree) put(p *Page) {
	inside := t.inside(p.Source)
	t.sources[inside] = p
	stem := strings.TrimSuffix(path.Base(inside), path.Ext(inside))
	p.Title = cmp.Or(p.Title, t.titleFor(p, stem))
	switch {
	case inside == "404.md" || inside == "404.html":
		p.Kind, p.Path, t.missing = "404", "404.html", p
	case p.Kind != "page": // its section may already have been asked for
		t.joinSection(p, p.dir)
	case stem == "index":
		p.Path = path.Join(slugPath(folderOf(p.dir)), slugOf(cmp.Or(p.Slug, path.Base(p.dir))), "index.html")
		t.into(p, folderOf(p.dir))
	default:
		p.Path = path.Join(slugPath(p.dir), slugOf(cmp.Or(p.Slug, stem)), "index.html")
		t.into(p, p.dir)
	}
	t.address(p)
}

// titleFor is the title of a page that has none: an index page is called after
// its folder, the home page after the site.
func (t *tree) titleFor(p *Page, stem string) string {
	switch {
	case stem != "index" && stem != "_index":
		return titleOf(stem)
	case p.dir == "":
		return cmp.Or(t.cfg.Title, "Home")
	}
	return titleOf(path.Base(p.dir))
}

// into puts the page into the section of the folder. A folder that is a page's
// bundle is no section: what else is in it belongs to the section around it.
func (t *tree) into(p *Page, dir string) {
	for t.bundles[dir] && t.sections[dir] == nil && dir != "" {
		dir = folderOf(dir)
	}
	p.Section = t.section(dir)
	p.Section.Pages = append(p.Section.Pages, p)
}

// section returns the section page of a folder, making one when nobody wrote it.
func (t *tree) section(dir string) *Page {
	if p := t.sections[dir]; p != nil {
		t.joinSection(p, dir)
		return p
	}
	p := &Page{Kind: "section", dir: dir}
	p.Title = titleOf(path.Base(dir))
	t.sections[dir] = p
	t.joinSection(p, dir)
	t.address(p)
	return p
}

// joinSection makes the section part of the one above it, once.
func (t *tree) joinSection(p *Page, dir string) {
	if p.Path != "" {
		return
	}
	p.Path = path.Join(slugPath(dir), "index.html")
	if dir == "" {
		p.Kind = "home"
		return
	}
	t.into(p, folderOf(dir))
}

// root makes sure that there is a home page. The home page of a site without
// content starts the application, since there is nothing else to see.
func (t *tree) root(empty bool) {
	t.home = t.section("")
	t.home.Kind = "home"
	if t.home.Source == "" {
		t.home.Title = cmp.Or(t.cfg.Title, "Home")
		t.home.hasApp = t.home.hasApp || empty
	}
	if t.missing == nil {
		t.missing = &Page{Kind: "404", Path: "404.html", FrontMatter: FrontMatter{Title: "Page not found"}}
	}
	t.address(t.missing)
	t.missing.Section = t.home
}

// address settles the page's path and URLs.
func (t *tree) address(p *Page) {
	if p.Slug != "" && private.Name(slugOf(p.Slug)) {
		p.fail("slug", errPrivateName("slug", p.Slug), t.ds)
	}
	if p.Address != "" {
		if out, ok := t.own(p, "url", "url", p.Address); ok {
			p.Path = out
		}
	}
	p.URL = t.link(strings.TrimSuffix(p.Path, "index.html"))
	p.AbsURL = t.absolute(p.URL)
	byDefault, _ := t.cfg.Params["app"].(bool)
	p.hasApp = byDefault && p.Kind != "404"
	if p.AppKey != nil {
		p.hasApp = *p.AppKey
	}
}

// own returns the file of an address that the front matter of p sets at the
// place, which is the key or an entry of its list.
func (t *tree) own(p *Page, key, place, address string) (string, bool) {
	out, ok := outputPath(address)
	switch {
	case !ok:
		p.fail(place, errAddress(key, address), t.ds)
	case private.Name(out):
		p.fail(place, errPrivateName(key, address), t.ds)
	default:
		return out, true
	}
	return "", false
}

// outputPath returns the file of an address such as /about/ or /old.html.
func outputPath(address string) (string, bool) {
	out := strings.TrimPrefix(address, "/")
	if out == "" {
		return "index.html", true
	}
	clean := path.Clean(out)
	if !fs.ValidPath(clean) || clean == "." || !publishable(clean) || strings.ContainsAny(out, "?#") {
		return "", false
	}
	if strings.HasSuffix(out, "/") || path.Ext(clean) == "" {
		return path.Join(clean, "index.html"), true
	}
	return clean, true
}

func (t *tree) resource(inside string) {
	t.resources[inside] = path.Join(slugPath(folderOf(inside)), path.Base(inside))
}

// slugPath makes addresses of all parts of a folder's name.
func slugPath(dir string) string {
	if dir == "" {
		return ""
	}
	parts := strings.Split(dir, "/")
	for i, part := range parts {
		if part != ".well-known" {
			parts[i] = slugOf(part)
		}
	}
	return strings.Join(parts, "/")
}

// link returns the address of an output path, as pages write it.
func (t *tree) link(out string) string {
	return t.base.Path + strings.TrimPrefix((&url.URL{Path: "/" + out}).EscapedPath(), "/")
}

// absolute puts the host of the site before an address, when there is one.
func (t *tree) absolute(address string) string {
	if t.base.Host == "" {
		return address
	}
	return t.base.Scheme + "://" + t.base.Host + address
}

// inOrder is the order of siblings: by weight, those without one last; then the
// newest first; then by title.
func inOrder(a, b *Page) int {
	heavy := func(p *Page) int {
		if p.Weight == 0 {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(heavy(a), heavy(b)), cmp.Compare(a.Weight, b.Weight),
		b.Date.Compare(a.Date), cmp.Compare(a.Title, b.Title), cmp.Compare(a.Path, b.Path))
}

// number lists the pages in reading order and links neighbours that are in one
// top-level section.
func (t *tree) number(home *Page) {
	t.pages = append(t.pages, home)
	for _, top := range home.Pages {
		from := len(t.pages)
		t.visit(top)
		run := t.pages[from:]
		for i := 1; i < len(run); i++ {
			run[i].Prev, run[i-1].Next = run[i-1], run[i]
		}
	}
	t.pages = append(t.pages, t.missing)
}

func (t *tree) visit(p *Page) {
	t.pages = append(t.pages, p)
	for _, child := range p.Pages {
		t.visit(child)
	}
}

// yield takes out the generated pages whose file the site brings itself, in its
// content or its static folder.
func (t *tree) yield(src fs.FS, static []root) {
	t.src, t.static = src, static
	own := map[string]bool{}
	for _, out := range t.resources {
		own[out] = true
	}
	t.pages = slices.DeleteFunc(t.pages, func(p *Page) bool {
		return p.Source == "" && (own[p.Path] || lies(src, static, p.Path))
	})
}

// claimAll reports files of the output that would have two sources.
func (t *tree) claimAll() {
	without := map[*Page]bool{} // an address
	order := t.byRank()
	for _, p := range order {
		if !t.claim(p.Path, p.Source) {
			without[p] = true
			t.leave(p)
		}
	}
	missing := func(p *Page) bool { return without[p] }
	t.pages = slices.DeleteFunc(t.pages, missing)
	for _, p := range slices.DeleteFunc(order, missing) {
		for i, address := range p.Aliases {
			out, ok := t.own(p, "aliases", fmt.Sprintf("aliases[%d]", i), address)
			if ok && t.claim(out, p.Source) {
				t.aliases = append(t.aliases, alias{out, p})
			}
		}
	}
}
