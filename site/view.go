package site

import (
	"cmp"
	"slices"
)

// A View is what a layout is given: its page's fields and the model's can be
// used directly, .Title for .Page.Title and .Plugins for .Model.Plugins.
type View struct {
	*Page
	*Model
	Site *Site
}

// A Site is the whole site as layouts see it.
type Site struct {
	Title          string
	Description    string
	BaseURL        string
	Language       string
	Params         map[string]any
	Menu           []MenuItem // with full addresses, in order
	ShowNavigation bool       // whether the theme shows the navigation that plugins fill
	Home           *Page
	Sections       []*Page // the sections at the top, in order
	Pages          []*Page // all pages that are no sections, in order
}

// A NavItem is an entry of the navigation beside a page.
type NavItem struct {
	Title   string
	URL     string
	Current bool      // it is the page itself
	Items   []NavItem // shown when the page is in it
}

// menuLength is how many pages make up the menu of a site that has none.
const menuLength = 6

// newSite gathers what layouts know of the site.
func newSite(t *tree) *Site {
	s := &Site{Title: cmp.Or(t.cfg.Title, t.home.Title), Description: t.cfg.Description, BaseURL: t.cfg.BaseURL,
		Language: t.cfg.Language, Params: t.cfg.Params, Home: t.home, ShowNavigation: t.cfg.Navigation}
	for _, p := range t.pages {
		if p.Kind == "page" {
			s.Pages = append(s.Pages, p)
		}
	}
	for _, p := range t.home.Pages {
		if p.Kind == "section" {
			s.Sections = append(s.Sections, p)
		}
	}
	s.Menu = t.menu()
	return s
}

// menu returns the entries of the configuration and of the pages that ask for
// one; when there are none, the first pages below the home page.
func (t *tree) menu() []MenuItem {
	e := engine{tree: t}
	var menu []MenuItem
	for _, m := range t.cfg.Menu {
		menu = append(menu, MenuItem{Name: m.Name, URL: e.relURL(m.URL), Weight: m.Weight})
	}
	for _, p := range t.pages {
		if p.Menu != nil {
			menu = append(menu, MenuItem{Name: cmp.Or(p.Menu.Name, p.Title), URL: p.URL, Weight: cmp.Or(p.Menu.Weight, p.Weight)})
		}
	}
	slices.SortStableFunc(menu, func(a, b MenuItem) int { return cmp.Compare(a.Weight, b.Weight) })
	if len(menu) > 0 {
		return menu
	}
	for _, p := range t.home.Pages[:min(menuLength, len(t.home.Pages))] {
		menu = append(menu, MenuItem{Name: p.Title, URL: p.URL})
	}
	return menu
}

// In reports whether the page is the one at the address, or in its section.
func (v *View) In(address string) bool {
	for p := v.Page; p != nil; p = p.Section {
		if p.URL == address {
			return p.Kind != "home" || p == v.Page
		}
	}
	return false
}

// Trail returns the sections above the page, the outermost first, without the
// home page.
func (v *View) Trail() []*Page {
	var trail []*Page
	for p := v.Section; p != nil && p.Kind == "section"; p = p.Section {
		trail = append(trail, p)
	}
	slices.Reverse(trail)
	return trail
}

// Nav returns the navigation of the top-level section that the page is in, with
// the sections on the way to it open. A page in no section has its neighbours
// below the home page, and the home page has none.
func (v *View) Nav() []NavItem {
	way := append(v.Trail(), v.Page)
	if way[0].Kind != "section" {
		if v.Section == nil || v.Section.Kind != "home" || len(v.Section.Pages) < 2 {
			return nil
		}
		way = []*Page{v.Section, v.Page}
	}
	top := NavItem{Title: way[0].Title, URL: way[0].URL, Current: len(way) == 1}
	return append([]NavItem{top}, v.branch(way)...)
}

// branchLength is how many entries of a section are listed around the page. A
// section of thousands would otherwise be written out whole on each of them.
const branchLength = 60

// branch returns the entries of the section way[0] with the rest of the way open.
func (v *View) branch(way []*Page) []NavItem {
	var items []NavItem
	for _, p := range around(way[0].Pages, way) {
		item := NavItem{Title: p.Title, URL: p.URL, Current: p == v.Page}
		if slices.Contains(way[1:], p) && p.Kind == "section" {
			item.Items = v.branch(way[1:])
		}
		items = append(items, item)
	}
	return items
}

// around cuts a long list down to the neighbours of what is on the way.
func around(pages, way []*Page) []*Page {
	if len(pages) <= branchLength || len(way) < 2 {
		return pages[:min(len(pages), branchLength)]
	}
	i := slices.Index(pages, way[1])
	from := min(max(i-branchLength/2, 0), len(pages)-branchLength)
	return pages[from : from+branchLength]
}
