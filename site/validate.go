package site

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"strata/internal/diag"
	"strata/internal/moduleid"
	"strata/internal/private"
)

// validate checks the values of the configuration and brings them into their
// one form. A value that is refused gets its default, so that later stages do
// not report what follows from it.
func (l *loader) validate(src fs.FS) {
	c, d := &l.cfg, Defaults()
	l.baseURL()
	for _, f := range []struct {
		key, fallback string
		value         *string
	}{{"content", d.Content, &c.Content}, {"layouts", d.Layouts, &c.Layouts}, {"static", d.Static, &c.Static}} {
		l.folder(f.key, f.value, f.fallback)
		l.exists(src, f.key, *f.value, f.fallback)
	}
	l.published("index", &c.Index, d.Index)
	l.published("base", &c.Base, d.Base)
	l.noSwitch("mail", &c.Mail, "mail")
	l.noSwitch("pluginPages", &c.PluginPages, "plugins")
	if c.Mail != "" {
		l.published("mail", &c.Mail, "")
	}
	if c.Start != "" && !moduleid.Valid(c.Start) {
		l.fail("start", errModuleID("start", c.Start))
		c.Start = ""
	}
	l.choice("loader", &c.Loader, []string{"dojo", "requirejs", "strata"}, d.Loader)
	l.choice("layering", &c.Layering, []string{"combined", "modules", "plugins"}, d.Layering)
	l.choice("locked", &c.Locked, []string{"strict", "warn"}, d.Locked)
	l.choice("target", &c.Target, []string{"es2015", "es2016", "es2017", "es2018", "es2019", "es2020", "es2021", "es2022", "es2023", "es2024", "es5", "esnext"}, d.Target)
	l.choice("legalComments", &c.LegalComments, []string{"collected", "inline", "none"}, d.LegalComments)
	l.choice("css", &c.CSS, []string{"inline", "link"}, d.CSS)
	l.choice("topLevelAwait", &c.TopLevelAwait, []string{"detach", "error"}, d.TopLevelAwait)
	if c.Timeout < 1 || c.Timeout > 600 {
		l.fail("timeout", errTimeout(c.Timeout))
		c.Timeout = d.Timeout
	}
	if c.Sandbox.Seconds < 1 || c.Sandbox.Seconds > 3600 {
		l.fail("sandbox.seconds", errSandboxSeconds(c.Sandbox.Seconds))
		c.Sandbox.Seconds = d.Sandbox.Seconds
	}
	if c.Environment != "" && (!moduleid.ValidPart(c.Environment) || strings.Contains(c.Environment, "/")) {
		l.fail("environment", errEnvironment(c.Environment))
		c.Environment = ""
	}
	l.globs("ignore", c.Ignore)
	l.place("backend", &c.Backend, d.Backend)
	l.pluginPages()
	l.plugins()
	l.packages()
	l.modules()
	l.shared()
	l.scopes()
	l.resolution()
	l.menu()
	l.frontMatter()
}

// fail adds d where the value of the key, or what it is part of, was set.
func (l *loader) fail(key string, d diag.Diagnostic) {
	p := placeOf(l.places, key)
	if p.note != "" {
		d.Notes = append(d.Notes, p.note)
		l.report.outside(d)
		return
	}
	l.report.add(d, p.line, p.column)
}

// move gives the places of an entry of a list the index that it gets when
// entries before it are dropped.
func (l *loader) move(from, to string) {
	if from == to {
		return
	}
	maps.DeleteFunc(l.places, func(key string, _ place) bool { return key == to || strings.HasPrefix(key, to+".") })
	for _, key := range slices.Collect(maps.Keys(l.places)) {
		if rest, ok := strings.CutPrefix(key, from); ok && (rest == "" || rest[0] == '.') {
			l.places[to+rest] = l.places[key]
		}
	}
}

func (l *loader) baseURL() {
	base, err := cleanBaseURL(l.cfg.BaseURL)
	if err != nil {
		l.fail("baseURL", errBaseURL(l.cfg.BaseURL, err.Error()))
		base = "/"
	}
	l.cfg.BaseURL = base
}

// cleanBaseURL returns the address in its one form, which ends in a slash.
func cleanBaseURL(s string) (string, error) {
	u, err := url.Parse(s)
	switch {
	case err != nil:
		return "", errors.New("it is not a URL")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || u.User != nil:
		return "", errors.New("it has a query, a fragment or a user name")
	case u.Scheme == "" && u.Host != "" || strings.HasPrefix(s, "//"):
		return "", errors.New("it names a host, and neither http: nor https: before it")
	case u.Scheme == "" && u.Path != "" && u.Path[0] != '/':
		return "", errors.New("a path starts with a slash")
	case u.Scheme != "" && (u.Scheme != "http" && u.Scheme != "https" || u.Host == ""):
		return "", errors.New("a URL starts with http:// or https:// and a host")
	case strings.ContainsAny(u.Path, "\\\"'<>") || slices.Contains(strings.Split(u.Path, "/"), ".."):
		return "", errors.New("its path has a character or a part that may not stand there")
	}
	u.Path = strings.TrimSuffix(path.Clean("/"+u.Path), "/") + "/"
	u.RawPath = ""
	return u.String(), nil
}

// folder checks that value is a folder inside the site.
func (l *loader) folder(key string, value *string, fallback string) {
	clean := path.Clean(*value)
	if *value == "" || clean == "." || !fs.ValidPath(clean) || strings.ContainsAny(clean, "\\:\x00") {
		l.fail(key, errFolder(key, *value))
		clean = fallback
	}
	*value = clean
}

// exists reports a folder that was named and is not there. The defaults need
// not exist: a site may have nothing but plugins.
func (l *loader) exists(src fs.FS, key, name, fallback string) {
	info, err := fs.Stat(src, name)
	switch {
	case err == nil && !info.IsDir():
		l.fail(key, errNotFolder(key, name))
	case errors.Is(err, fs.ErrNotExist) && name != fallback:
		l.fail(key, errNoFolder(key, name))
	}
}

// published checks a name that becomes one of modules and of files in the output.
func (l *loader) published(key string, value *string, fallback string) {
	switch {
	case !moduleid.Valid(*value):
		l.fail(key, errModuleID(key, *value))
	case private.Name(*value):
		l.fail(key, errPrivateName(key, *value))
	default:
		return
	}
	*value = fallback
}

func (l *loader) choice(key string, value *string, among []string, fallback string) {
	if !slices.Contains(among, *value) {
		l.fail(key, errChoice(key, *value, among))
		*value = fallback
	}
}

func (l *loader) globs(key string, patterns []string) {
	for i, p := range patterns {
		if !doublestar.ValidatePattern(p) || p == "" {
			l.fail(fmt.Sprintf("%s[%d]", key, i), errGlob(key, p))
			patterns[i] = "" // matches nothing
		}
	}
}

// place checks a path in the site, with or without slashes around it.
func (l *loader) place(key string, value *string, fallback string) {
	at := strings.Trim(*value, "/")
	if at != "" && (!fs.ValidPath(at) || at == "." || strings.ContainsAny(at, "\\:?#%\"'<> \t\n\x00")) {
		l.fail(key, errPlace(key, *value))
		at = fallback
	}
	*value = at
}

// noSwitch refuses true and false where what is turned on needs a name.
func (l *loader) noSwitch(key string, value *string, example string) {
	switch strings.ToLower(*value) {
	case "true", "false", "yes", "no", "on", "off":
		l.fail(key, errNoSwitch(key, *value, example))
		*value = ""
	}
}

// pluginPages checks the section of the plugins' pages, whose name is published.
func (l *loader) pluginPages() {
	l.place("pluginPages", &l.cfg.PluginPages, "")
	if private.Name(l.cfg.PluginPages) {
		l.fail("pluginPages", errPrivateName("pluginPages", l.cfg.PluginPages))
		l.cfg.PluginPages = ""
	}
}

// entries returns what is kept of a list: what name, which checks an entry, has a
// name for and nothing before it had. The places of what is kept move up with it.
func entries[T any](l *loader, key string, list []T, name func(at string, entry *T) string) []T {
	seen := map[string]bool{}
	kept := list[:0:0]
	for i, entry := range list {
		at := fmt.Sprintf("%s[%d]", key, i)
		switch id := name(at, &entry); {
		case id == "": // refused, and said so
		case seen[id]:
			l.fail(at, errTwice(key, id))
		default:
			seen[id] = true
			l.move(at, fmt.Sprintf("%s[%d]", key, len(kept)))
			kept = append(kept, entry)
		}
	}
	return kept
}

func (l *loader) plugins() {
	l.cfg.Plugins = entries(l, "plugins", l.cfg.Plugins, func(at string, r *Root) string {
		r.Layout = cmp.Or(r.Layout, "auto")
		l.choice(at+".layout", &r.Layout, []string{"auto", "freeipa", "kloudspeaker", "winter"}, "auto")
		l.folder(at+".path", &r.Path, "")
		return r.Path
	})
}

func (l *loader) packages() {
	l.cfg.Packages = entries(l, "packages", l.cfg.Packages, func(at string, p *Package) string {
		p.Location, p.Main = cmp.Or(p.Location, p.Name), cmp.Or(mainName(p.Main), "main")
		l.published(at+".name", &p.Name, "")
		if !moduleid.ValidPart(p.Main) {
			l.fail(at+".main", errModuleID(at+".main", p.Main))
			p.Main = "main"
		}
		if p.Layer != "" {
			l.published(at+".layer", &p.Layer, "")
		}
		l.globs(at+".exclude", p.Exclude)
		l.globs(at+".exports", p.Exports)
		if p.Name == "" {
			return ""
		}
		if l.folder(at+".location", &p.Location, ""); p.Location == "" {
			return ""
		}
		return p.Name
	})
}

// prefixes returns the ids, exact or with "/*" at the end, without what is neither.
func (l *loader) prefixes(key string, ids []string) []string {
	var kept []string
	for i, id := range ids {
		if !moduleid.ValidPart(strings.TrimSuffix(id, "/*")) {
			l.fail(fmt.Sprintf("%s[%d]", key, i), errModules(key, id))
			continue
		}
		kept = append(kept, id)
	}
	return kept
}

// modules checks what names modules: provided, globals and layers.
func (l *loader) modules() {
	l.cfg.Provided = l.prefixes("provided", l.cfg.Provided)
	l.cfg.Globals = l.prefixes("globals", l.cfg.Globals)
	for _, name := range slices.Sorted(maps.Keys(l.cfg.Layers)) {
		switch {
		case !moduleid.Valid(name):
			l.fail("layers."+name, errModuleID("layers", name))
		case private.Name(name):
			l.fail("layers."+name, errPrivateName("layers", name))
		default:
			continue
		}
		delete(l.cfg.Layers, name)
	}
}

func (l *loader) menu() {
	for i, m := range l.cfg.Menu {
		if m.Name == "" || m.URL == "" {
			l.fail(fmt.Sprintf("menu[%d]", i), errMenu())
		} else if !linkable(m.URL) {
			l.fail(fmt.Sprintf("menu[%d].url", i), errMenuURL(m.URL))
		}
	}
}
