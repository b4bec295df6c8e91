package plugin

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"strata/internal/diag"
	"strata/internal/moduleid"
)

// winter reads the plugins of Winter CMS: a folder holds the plugins of one
// author, each with Plugin.php, plugin.yaml or both.
var winter = reader{
	layout: "winter",
	entry:  "*/<plugin>/Plugin.php, */<plugin>/plugin.yaml",
	fits:   fitsWinter,
	read:   readAuthor,
}

func fitsWinter(author folder) bool {
	var unheard diag.List // said again when the folder is read
	return !strings.HasPrefix(author.name(), "_") && slices.ContainsFunc(author.folders(&unheard), isWinterPlugin)
}

func isWinterPlugin(f folder) bool {
	return !strings.HasPrefix(f.name(), "_") && (f.find("Plugin.php") != "" || f.has("plugin.yaml"))
}

func readAuthor(author folder, ds *diag.List) []Plugin {
	var found []Plugin
	for _, f := range author.folders(ds) {
		switch {
		case strings.HasPrefix(f.name(), "_"):
		case !isWinterPlugin(f):
			ds.Add(warnNotRegistered(f.dir))
		default:
			if p, ok := readWinter(f, ds); ok {
				found = append(found, p)
			}
		}
	}
	return found
}

func readWinter(f folder, ds *diag.List) (Plugin, bool) {
	author, name := path.Base(path.Dir(f.dir)), f.name()
	p := Plugin{ID: titled(author) + "." + titled(name), Layout: "winter", Dir: f.dir, File: f.path("plugin.yaml")}
	if file := f.find("Plugin.php"); file != "" {
		p.File = f.path(file)
	}
	r := newRegistration(f, ds)
	switch {
	case path.Base(p.File) == "plugin.yaml" && r.manifest.get("plugin").get("id").given():
		if !r.takeID(&p, ds) {
			return p, false
		}
	case !winterID.MatchString(p.ID):
		ds.Add(errName(p.File, author+"/"+name, "hold only letters, digits, _ and -"))
		return p, false
	case path.Base(p.File) == "plugin.yaml":
		if !r.broken {
			ds.Add(noticeIDGuessed(p.File, p.ID))
		}
	case !r.readClass(f, &p, ds):
		p.Broken = true
		return p, true
	}
	p.Releases = readReleases(f.sub("updates", ds), ds)
	if n := len(p.Releases); n > 0 {
		p.Version = p.Releases[n-1].Version
	}
	r.declare(&p, ds)
	if p.Version == "" {
		p.Version = "0"
	}
	r.checkDetails(p, ds)
	r.notExecuted(f, p, ds)
	p.Client = winterClient(f, p, r.client(), ds)
	addAssets(f, &p, ds)
	return p, true
}

// readClass reads Plugin.php and takes the id from its namespace, which must
// spell the folder's names in whatever case.
func (r *registration) readClass(f folder, p *Plugin, ds *diag.List) bool {
	if path.Base(p.File) != "Plugin.php" {
		ds.Add(errCase(p.File, "Plugin.php"))
		return false
	}
	src, ok := f.read("Plugin.php", ds)
	if !ok {
		return false
	}
	c, ok := parseClass(p.File, "Plugin", src, ds)
	if !ok {
		return false
	}
	id := strings.ReplaceAll(c.namespace, `\`, ".")
	switch {
	case !strings.EqualFold(id, p.ID):
		ds.Add(errNamespace(c, p.File, f.dir, strings.ReplaceAll(p.ID, ".", `\`)))
		return false
	case !c.found:
		ds.Add(errNoClass(p.File))
		return false
	}
	p.ID, r.class = id, c
	r.details, r.require, r.elevated = c.method("pluginDetails"), c.property("require"), c.property("elevated")
	if given := r.manifest.get("plugin"); given.given() && r.details.kind == table {
		ds.Add(noticeBoth(given.place, p.File))
	}
	return true
}

// takeID takes the id from plugin.yaml.
func (r *registration) takeID(p *Plugin, ds *diag.List) bool {
	id := r.manifest.get("plugin").get("id")
	p.ID = plainID(id.scalar())
	if !winterID.MatchString(p.ID) {
		ds.Add(errID(id.place, id.scalar()))
		return false
	}
	return true
}

// checkDetails says which details Winter would ask for.
func (r registration) checkDetails(p Plugin, ds *diag.List) {
	var missing []string
	for _, key := range []string{"name", "description", "author"} {
		if !r.details.get(key).given() && !r.manifest.get("plugin").get(key).given() {
			missing = append(missing, key)
		}
	}
	if len(missing) > 0 && r.details.kind != opaque && !r.broken {
		ds.Add(noticeDetails(p, missing))
	}
}

// notExecuted says which code of the plugin has no meaning in a static site.
func (r registration) notExecuted(f folder, p Plugin, ds *diag.List) {
	for _, name := range []string{"init.php", "routes.php"} {
		if f.has(name) {
			ds.Add(noticeNotServed(f.path(name)))
		}
	}
	if r.class == nil {
		return
	}
	for _, method := range []string{"register", "boot"} {
		if at, ok := r.class.body(method); ok {
			ds.Add(noticeNotExecuted(at, method))
		}
	}
	if len(r.class.traits) > 0 {
		ds.Add(noticeTraits(p, r.class.traits))
	}
}

func titled(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// winterClient returns the plugin's AMD package: assets/js, unless plugin.yaml
// says otherwise, with plugin.js or main.js as its main module.
func winterClient(f folder, p Plugin, section value, ds *diag.List) *Client {
	base := Client{Package: strings.ToLower(strings.ReplaceAll(p.ID, ".", "/")), Dir: "assets/js"}
	c, ok := withSection(f, base, section, ds)
	if !ok {
		return nil
	}
	candidates := []string{c.Main}
	if c.Main == "" {
		candidates = []string{"plugin", "main"}
	}
	at, twin := place{file: p.File}, ""
	if section.given() {
		at = section.place
	}
	for _, c.Main = range candidates {
		main := findMain(f, c, ds)
		if main.found && checkPackage(at, c.Package, ds) {
			return &c
		}
		if main.found || main.linked {
			return nil
		}
		twin = max(twin, main.twin)
	}
	c.Main = candidates[0]
	if section.given() || twin != "" {
		ds.Add(errNoMain(at, p.ID, c, twin))
	} else if holdsScripts(f.sub("assets/js", ds)) {
		ds.Add(noticeNoMain(p, c.Dir))
	}
	return nil
}

func holdsScripts(f folder) bool {
	return slices.ContainsFunc(f.entries, func(e fs.DirEntry) bool { return slices.Contains(moduleid.Extensions(), path.Ext(e.Name())) })
}

// addAssets takes note of the public files and of the style sheet named after
// the plugin.
func addAssets(f folder, p *Plugin, ds *diag.List) {
	assets := f.sub("assets", ds)
	if assets.linked || !f.has("assets") {
		return
	}
	p.Assets = assets.dir
	css := assets.sub("css", ds)
	for _, name := range []string{f.name() + ".css", "plugin.css"} {
		if css.holds(name, ds) {
			p.Styles = []string{css.path(name)}
			return
		}
	}
}
