package site

import (
	"html/template"
	"path"
)

// PluginDetails are what pages about a plugin show, beside what a Plugin is known by.
type PluginDetails struct {
	Page       string // address of its page, relative to the output; "" when there is none
	Order      int    // place in the load order, from 1; 0 when it is not active
	Flags      []string
	RequiredBy []string // ids
	Replaces   []PluginReplacement
	ReplacedBy string          // id
	Releases   []PluginRelease // the newest first
	Modules    []PluginModule  // of its layer
	Gives      []Contribution  // what it contributes
}

// A PluginReplacement is a plugin that another one may replace.
type PluginReplacement struct {
	ID         string
	Constraint string // of versions
}

// A PluginRelease is one version of a plugin.
type PluginRelease struct {
	Version   string
	Important bool // one of the notes is
	Notes     []PluginNote
}

// A PluginNote is what somebody should know of a release.
type PluginNote struct {
	Text      string
	Important bool
}

// A PluginModule is a module in the layer of a plugin.
type PluginModule struct {
	ID    string
	File  string // relative to the site
	Bytes int
}

// A Contribution is what a plugin contributes of one kind.
type Contribution struct {
	Kind  string // key of plugin.yaml: "navigation"
	Title string
	Items []ContributedItem
}

// Codes returns the codes of the items, each once.
func (c Contribution) Codes() []string {
	var out []string
	seen := map[string]bool{}
	for _, it := range c.Items {
		if !seen[it.Code] {
			out = append(out, it.Code)
		}
		seen[it.Code] = true
	}
	return out
}

// A ContributedItem is one thing that a plugin contributes.
type ContributedItem struct {
	Code       string
	Label      string
	Note       string
	Properties []PluginProperty // of a component
}

// A PluginProperty is a property of a component.
type PluginProperty struct {
	Name, Type, Title, Description string
	Default                        string
	Required                       bool
	Options                        []string
}

// A PluginOverview is what the page about all plugins shows.
type PluginOverview struct {
	PluginGraph template.HTML    // picture of what they require; empty unless there are pages of plugins
	Overrides   []PluginOverride // files of plugins in whose place others are
}

// A PluginOverride is a file of a plugin, and the one in its place.
type PluginOverride struct{ File, By string }

// A GeneratedPage is a page that nobody wrote. Its layout makes it of its Params.
type GeneratedPage struct {
	Section     string // folder of the content that it is in
	Path        string // address in it, without slashes around it; "" is the section's own page
	Title       string
	Description string
	Layout      string
	Params      map[string]any
}

// Address returns where the page is, relative to the output.
func (g GeneratedPage) Address() string {
	return path.Join(slugPath(g.Section), slugPath(g.Path)) + "/"
}

// generate takes up pages that nobody wrote. Where somebody did, their page stays; of
// a section's own page what it does not say itself is added.
func (t *tree) generate(all []GeneratedPage) {
	written := map[string]bool{}
	for _, p := range t.sources {
		written[p.Path] = true
	}
	for _, g := range all {
		out := g.Address() + "index.html"
		switch {
		case g.Path == "":
			g.complete(t.section(g.Section))
		case !written[out]:
			p := &Page{Kind: "page", dir: g.Section, Path: out}
			g.complete(p)
			t.into(p, g.Section)
			t.address(p)
		}
	}
}

// complete fills in what the page does not say itself.
func (g GeneratedPage) complete(p *Page) {
	if p.Source == "" {
		p.Title, p.Description = g.Title, g.Description
	}
	if p.Layout == "" {
		p.Layout = g.Layout
	}
	if p.Params == nil {
		p.Params = g.Params
	}
}
