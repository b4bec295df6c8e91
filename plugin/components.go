package plugin

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"strata/internal/diag"
)

// A Component is a part of pages: templates, and properties that are set where it
// is used.
type Component struct {
	Owner       string // id of the plugin
	Alias       string // by which pages use it
	Class       string // of PHP, "" for none
	Name        string
	Description string
	Properties  []Property
	Templates   []ComponentTemplate // its own, by name
	Shared      []ComponentTemplate // those of all components of the plugin
	Module      string              // AMD module that enhances it in the browser, "" for none
	Where       string              // file that declares it
	Line        int
	Column      int

	client place  // of Module
	noun   string // what people call it; "" for a component
}

// A ComponentTemplate is one template of a component.
type ComponentTemplate struct {
	Name   string // "default.html", "list/item.html"
	File   string // relative to the site
	Line   int    // of the file, at which Source begins; 0 when it is all of it
	Source []byte
}

var componentFields = []field{
	{"class", shape{about: "Class of PHP that says more, such as Post for components/Post.php.", kinds: []kind{text}}},
	{"name", shape{about: "What the component is called.", kinds: scalars}},
	{"description", shape{about: "What it shows.", kinds: scalars}},
	{"template", shape{about: "Its template, or ./file.html with it, in place of components/<class>/default.html.", kinds: []kind{text}}},
	{"properties", shape{about: "Properties by name.", kinds: []kind{table}, each: &shape{kinds: []kind{table}, fields: propertyFields}}},
	{"client", shape{about: "AMD module that enhances it in the browser: ./name in the plugin's client folder, or an id.", kinds: []kind{text}}},
}

var componentsFeature = feature{
	method: "registerComponents", key: "components", beside: true,
	shape: shape{about: "Components by alias; or classes of PHP and their aliases.", kinds: []kind{table}, each: &shape{kinds: []kind{table, text, null}, fields: componentFields}},
	read:  readComponents,
	merge: mergeComponents,
}

var componentAlias = regexp.MustCompile(`^[A-Za-z][0-9A-Za-z_]*$`)

func readComponents(p *Plugin, v value, ds *diag.List) {
	for _, it := range named("components", v, ds) {
		c := Component{Owner: p.ID, Alias: it.key, Where: it.keyAt.file, Line: it.keyAt.line, Column: it.keyAt.column}
		manifest := value{}
		if strings.Contains(it.key, `\`) || path.Ext(it.keyAt.file) == ".php" {
			c.Class, c.Alias = strings.Trim(it.key, `\`), it.val.scalar()
			if c.Alias == "" {
				c.Alias = strings.ToLower(strings.ReplaceAll(c.Class, `\`, "_"))
			}
		} else {
			manifest = it.val
			if manifest.kind == text {
				ds.Add(errComponentText(it))
			}
		}
		p.addComponent(c, manifest, ds)
	}
}

// addComponent reads a component. What plugin.yaml says of an alias that
// Plugin.php registers is added to it.
func (p *Plugin) addComponent(c Component, manifest value, ds *diag.List) {
	switch {
	case strings.EqualFold(c.Alias, "viewBag"):
		ds.Add(errComponentReserved(c))
		return
	case !componentAlias.MatchString(c.Alias):
		ds.Add(errComponentAlias(c))
		return
	}
	i := slices.IndexFunc(p.Components, func(o Component) bool { return o.Alias == c.Alias })
	switch {
	case i >= 0 && (p.Components[i].Where == c.Where):
		ds.Add(errComponentTwice(c, p.Components[i]))
		return
	case i >= 0:
		p.Components[i].declare(p, manifest, ds)
		return
	}
	if name := manifest.get("class").scalar(); name != "" {
		c.Class = name
		if !strings.Contains(name, `\`) {
			c.Class = p.namespace() + `Components\` + name
		}
	}
	c.readClass(p, ds)
	c.readTemplates(p, ds)
	c.declare(p, manifest, ds)
	p.Components = append(p.Components, c)
}

// declare takes what plugin.yaml says of a component.
func (c *Component) declare(p *Plugin, manifest value, ds *diag.List) {
	if s := manifest.get("name").scalar(); s != "" {
		c.Name = s
	}
	if s := manifest.get("description").scalar(); s != "" {
		c.Description = s
	}
	c.readProperties(manifest.get("properties"), ds)
	c.readTemplate(p, manifest.get("template"), ds)
	if client := manifest.get("client"); client.scalar() != "" {
		c.Module, c.client = client.scalar(), client.place
	}
}

// readClass reads componentDetails and defineProperties of the class.
func (c *Component) readClass(p *Plugin, ds *diag.List) {
	if c.Class == "" {
		return
	}
	class, foreign := p.classOf(c.Class, classUse{"component", c.place()}, ds)
	if foreign {
		ds.Add(warnComponentForeign(*c))
	}
	if class == nil {
		return
	}
	details := class.method("componentDetails")
	c.Name, c.Description = details.get("name").scalar(), details.get("description").scalar()
	properties := class.method("defineProperties")
	if properties.kind == opaque {
		ds.Add(warnNotStatic("defineProperties()", properties))
	}
	c.readProperties(properties, ds)
}

// folderName is the folder of the component's templates, in components.
func (c *Component) folderName() string {
	if c.Class != "" {
		return strings.ToLower(shortName(c.Class))
	}
	return strings.ToLower(c.Alias)
}

// readTemplates reads the component's folder, and the one that all share.
func (c *Component) readTemplates(p *Plugin, ds *diag.List) {
	all := p.home.sub("components", ds)
	c.Templates = templatesOf(all.sub(c.folderName(), ds), "", ds)
	if len(p.Components) > 0 {
		c.Shared = p.Components[0].Shared
		return
	}
	c.Shared = templatesOf(all.sub("partials", ds), "", ds)
}

// maxPartialDepth is how many folders deep partials may lie.
const maxPartialDepth = 2

// templatesOf reads the templates of a folder. An .htm file is one when it has
// nothing of Twig in it, and there is no .html file beside it.
func templatesOf(f folder, prefix string, ds *diag.List) []ComponentTemplate {
	var out []ComponentTemplate
	for _, e := range f.entries {
		name, ext := e.Name(), path.Ext(e.Name())
		base := strings.TrimSuffix(name, ext) + ".html"
		switch {
		case e.IsDir() && strings.Count(prefix, "/") < maxPartialDepth && !strings.HasPrefix(name, "."):
			out = append(out, templatesOf(f.sub(name, ds), prefix+name+"/", ds)...)
		case ext != ".html" && (ext != ".htm" || f.has(base)) || !f.holds(name, ds):
		default:
			src, ok := f.read(name, ds)
			if ok && ext == ".htm" && twig.Match(src) {
				ds.Add(warnTwig(f.path(name), base))
				continue
			}
			if ok {
				out = append(out, ComponentTemplate{Name: prefix + base, File: f.path(name), Source: src})
			}
		}
	}
	return out
}

// twig matches what Winter would not publish as it is: tags of Twig, and the line
// between the sections of a file.
var twig = regexp.MustCompile(`\{[{%#]|(?m)^==\s*$|<\?`)

// readTemplate reads the template that plugin.yaml gives or names.
func (c *Component) readTemplate(p *Plugin, v value, ds *diag.List) {
	if v.kind != text {
		return
	}
	t := ComponentTemplate{Name: "default.html", File: v.place.file, Line: v.place.line, Source: []byte(v.text)}
	if rel, ok := strings.CutPrefix(v.text, "./"); ok {
		rel = path.Clean(rel)
		dir := p.home.sub(path.Dir(rel), ds)
		if strings.HasPrefix(rel, "../") || !dir.holds(path.Base(rel), ds) {
			ds.Add(errTagFile(v.place, p.home.path(rel)))
			return
		}
		src, ok := dir.read(path.Base(rel), ds)
		if !ok {
			return
		}
		t.File, t.Line, t.Source = dir.path(path.Base(rel)), 0, src
	}
	c.Templates = slices.DeleteFunc(c.Templates, func(o ComponentTemplate) bool { return o.Name == t.Name })
	c.Templates = append(c.Templates, t)
}

// mergeComponents wants each alias once. A replaced plugin is not among the active
// ones, so its replacement may have its aliases.
func mergeComponents(set Set, all *Contributions, ds *diag.List) {
	merger[Component]{
		list:  func(c *Contributions) *[]Component { return &c.Components },
		key:   func(c Component) string { return c.Alias },
		again: errComponentAgain,
	}.merge(set, all, ds)
	for i, c := range all.Components {
		p, _ := set.Lookup(c.Owner)
		all.Components[i].Module = p.module(moduleUse{"the component " + c.Alias, c.Module, c.client}, ds)
	}
}
