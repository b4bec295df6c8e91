package site

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"strata/internal/diag"
)

// moduleID is a module id without "..", which is checked apart.
var moduleID = regexp.MustCompile(`^[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*$`)

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
	l.id("index", &c.Index, d.Index)
	l.id("base", &c.Base, d.Base)
	if c.Start != "" {
		l.id("start", &c.Start, "")
	}
	l.choice("loader", &c.Loader, []string{"dojo", "requirejs", "strata"}, d.Loader)
	if c.Timeout < 1 || c.Timeout > 600 {
		l.fail("timeout", errTimeout(c.Timeout))
		c.Timeout = d.Timeout
	}
	l.globs("ignore", c.Ignore)
	l.plugins()
	l.packages()
	l.modules()
	l.menu()
}

// fail adds d where the value of the key, or what it is part of, was set.
func (l *loader) fail(key string, d diag.Diagnostic) {
	p := placeOf(l.places, key)
	if p.note != "" {
		d.Notes = append(d.Notes, p.note)
		p.line = 0
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
		return "", errors.New("it names a host without http: or https:")
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

func validID(id string) bool {
	parts := strings.Split(id, "/")
	return moduleID.MatchString(id) && !slices.Contains(parts, "..") && !slices.Contains(parts, ".")
}

func (l *loader) id(key string, value *string, fallback string) {
	if !validID(*value) {
		l.fail(key, errModuleID(key, *value))
		*value = fallback
	}
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

func (l *loader) plugins() {
	seen := map[string]bool{}
	kept := l.cfg.Plugins[:0:0]
	for i, r := range l.cfg.Plugins {
		key := fmt.Sprintf("plugins[%d]", i)
		if r.Layout == "" {
			r.Layout = "auto"
		}
		l.choice(key+".layout", &r.Layout, []string{"auto", "freeipa", "kloudspeaker", "winter"}, "auto")
		l.folder(key+".path", &r.Path, "")
		if r.Path == "" {
			continue
		}
		if seen[r.Path] {
			l.fail(key, errTwice("plugin root", r.Path))
			continue
		}
		seen[r.Path] = true
		l.move(key, fmt.Sprintf("plugins[%d]", len(kept)))
		kept = append(kept, r)
	}
	l.cfg.Plugins = kept
}

func (l *loader) packages() {
	seen := map[string]bool{}
	kept := l.cfg.Packages[:0:0]
	for i, p := range l.cfg.Packages {
		key := fmt.Sprintf("packages[%d]", i)
		if p.Location == "" {
			p.Location = p.Name
		}
		if p.Main == "" {
			p.Main = "main"
		}
		l.id(key+".name", &p.Name, "")
		l.id(key+".main", &p.Main, "main")
		l.globs(key+".exclude", p.Exclude)
		if p.Name == "" {
			continue
		}
		l.folder(key+".location", &p.Location, "")
		if p.Location == "" {
			continue
		}
		if seen[p.Name] {
			l.fail(key, errTwice("package", p.Name))
			continue
		}
		seen[p.Name] = true
		l.move(key, fmt.Sprintf("packages[%d]", len(kept)))
		kept = append(kept, p)
	}
	l.cfg.Packages = kept
}

// prefixes returns the ids, exact or with "/*" at the end, without what is neither.
func (l *loader) prefixes(key string, ids []string) []string {
	var kept []string
	for i, id := range ids {
		if !validID(strings.TrimSuffix(id, "/*")) {
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
		if !validID(name) {
			l.fail("layers."+name, errModuleID("layers", name))
			delete(l.cfg.Layers, name)
		}
	}
}

func (l *loader) menu() {
	for i, m := range l.cfg.Menu {
		if m.Name == "" || m.URL == "" {
			l.fail(fmt.Sprintf("menu[%d]", i), errMenu())
		}
	}
}
