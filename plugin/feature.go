package plugin

import (
	"strings"

	"github.com/VKCOM/php-parser/pkg/ast"

	"strata/internal/diag"
)

// Contributions are what plugins add to a site: of one plugin what it declares,
// of a set what its active plugins declare, merged in load order.
type Contributions struct {
	Permissions  []Permission    // by order
	Navigation   []MenuItem      // the main menu, unfiltered: see Menu
	QuickActions []MenuItem      // see QuickMenu
	Specs        []SpecChange    // in the order in which they are applied
	Redirects    []Redirect      // those of longer addresses first
	Headers      []Header        // by address
	Schedule     []Task          // in load order
	Settings     []SettingsItem  // by order: see SettingsIn
	Aliases      []Reference     // further ids of a plugin; those of a set are in its ids
	config       value           // of one plugin: the section config of plugin.yaml
	models       []settingsModel // of one plugin: the forms of its settings
	Tags         []Tag
	Components   []Component
	Files        []Files // in load order

	FormWidgets   []FormWidget
	ReportWidgets []ReportWidget // see ReportWidgetsIn
	ColumnTypes   []ColumnType
	Rules         []Rule
	MailTemplates []MailView
	MailLayouts   []MailView
	MailPartials  []MailView
}

// A feature is one kind of contribution: where it is declared, what may stand
// there, how it is read from one plugin and how those of a set are merged.
type feature struct {
	method string // of Plugin.php, "" for none
	key    string // of plugin.yaml
	beside bool   // plugin.yaml adds to what the method says; else the method hides it
	shape  shape
	read   func(p *Plugin, v value, ds *diag.List)
	merge  func(set Set, all *Contributions, ds *diag.List)
	body   func(c *class, m *ast.StmtClassMethod) value // reads a method that returns nothing; nil for one that returns what it declares
}

// features is in the order in which they are read and merged.
var features = []feature{
	permissions,
	navigation,
	quickActions,
	specs,
	redirects,
	headers,
	schedule,
	settings,
	aliases,
	configDefaults,
	markup,
	componentsFeature,
	content,
	formWidgets,
	reportWidgets,
	columnTypes,
	rules,
	mailLayouts,
	mailPartials,
	mailTemplates,
}

// Gather returns what the active plugins of the set contribute, merged in load
// order. What contradicts itself is reported, and left out.
func Gather(set Set, ds *diag.List) Contributions {
	var all Contributions
	for _, f := range features {
		f.merge(set, &all, ds)
	}
	return all
}

// contribute reads what the plugin declares of every feature.
func (r registration) contribute(p *Plugin, ds *diag.List) {
	for _, f := range features {
		if v := r.declared(f, ds); v.given() {
			f.read(p, v, ds)
		}
		if v := r.written(f); f.beside && v.given() && r.isMethod(f) {
			f.read(p, v, ds)
		}
	}
}

// declared returns what declares a feature: the method of Plugin.php when it can
// be read, as in Winter, else the section of plugin.yaml. What only PHP knows of
// the method's result is taken from the section too.
func (r registration) declared(f feature, ds *diag.List) value {
	manifest := r.written(f)
	if r.class == nil || f.method == "" {
		return manifest
	}
	php := r.class.method(f.method)
	if m := r.class.methods[strings.ToLower(f.method)]; m != nil && f.body != nil {
		php = f.body(r.class, m)
	}
	switch {
	case php.kind == absent, php.kind == opaque && manifest.given() && !f.beside:
		return manifest
	case php.kind == opaque && manifest.given():
		return value{} // contribute reads it
	case php.kind == opaque:
		ds.Add(warnMethod(f, php))
		return value{}
	case f.beside:
		return php
	}
	php, rest := php.filled(manifest)
	if rest {
		ds.Add(noticeSectionHidden(manifest.place, f))
	}
	return php
}

// written returns the feature's section of plugin.yaml. One of a kind that it cannot
// have is reported when the file is read, and absent here.
func (r registration) written(f feature) value {
	if v := r.manifest.get(f.key); f.shape.takes(v) {
		return v
	}
	return value{}
}

// isMethod reports whether Plugin.php has the feature's method.
func (r registration) isMethod(f feature) bool {
	return r.class != nil && f.method != "" && r.class.methods[strings.ToLower(f.method)] != nil
}
