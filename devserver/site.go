package devserver

import (
	"bytes"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"strata/builder"
	"strata/internal/diag"
	"strata/internal/route"
)

// A server serves the last good build.
type server struct {
	opts    Options
	cache   builder.Cache
	current atomic.Pointer[generation] // nil until the first good build
	last    int64                      // number of the last generation
	hub     *hub
}

// newServer numbers generations from the time on, so that a page that another
// run of the server has served is told to load again.
func newServer(opts Options) *server {
	return &server{opts: opts, last: time.Now().UnixMilli(), hub: newHub()}
}

// A generation is one good build, ready to be served.
type generation struct {
	out    *builder.Output
	number int64
	root   string // URL path of the site, with "/" at its end
	etags  map[string]string
	rules  rules
}

// writeTimeout bounds how slowly a client may take a file.
const writeTimeout = 15 * time.Second

// publish makes a good build the one that is served, and then tells the pages.
// Of a bad one only the diagnostics are told.
func (s *server) publish(out *builder.Output, ds diag.List) {
	if out == nil {
		s.hub.tell(message{Type: "error", Diagnostics: ds})
		return
	}
	now := &generation{out: out, number: s.last + 1, root: rootPath(out.BaseURL), etags: map[string]string{}, rules: rulesOf(out)}
	for _, f := range out.Files {
		now.etags[f.Path] = etag(f.Data)
	}
	m := difference(s.current.Load(), now)
	if m.Type == "same" { // a page that shows it has nothing to load
		now.number, m.Generation = s.last, s.last
	}
	s.last = now.number
	s.current.Store(now)
	s.hub.tell(m)
}

// rootPath returns the path of a base URL.
func rootPath(base string) string {
	if _, rest, ok := strings.Cut(base, "://"); ok {
		_, after, _ := strings.Cut(rest, "/")
		return "/" + after
	}
	return base
}

// difference says what a page has to do to show the new generation: nothing,
// swap style sheets, replace plugins, or reload.
func difference(before, now *generation) message {
	m := message{Type: "reload", Generation: now.number}
	if before == nil {
		return m
	}
	for name := range before.etags {
		if _, ok := now.etags[name]; !ok && !before.out.IsPluginLayer(name) {
			return message{Type: "reload", Generation: now.number, Why: name + " is gone"}
		}
	}
	plugins, why := now.out.Replace(before.out)
	for _, name := range changed(before, now) {
		switch address := now.address(name); {
		case path.Ext(name) == ".css":
			m.Styles = append(m.Styles, address)
		case path.Ext(name) == ".html" && len(plugins) > 0: // such as one that shows the sizes of layers
			m.Pages = append(m.Pages, address)
		default:
			why = name + " has changed"
		}
	}
	if why != "" {
		return message{Type: "reload", Generation: now.number, Why: why}
	}
	m.Plugins = plugins
	switch {
	case len(m.Plugins) > 0:
		m.Type = "plugins"
	case len(m.Styles) > 0:
		m.Type = "styles"
	default:
		m.Type = "same"
	}
	return m
}

// address is the path at which pages ask for a file.
func (g *generation) address(name string) string {
	if dir, ok := strings.CutSuffix("/"+name, "/index.html"); ok {
		name = strings.TrimPrefix(dir+"/", "/")
	}
	return (&url.URL{Path: g.root + name}).EscapedPath()
}

// changed returns the files that differ, but for those that follow from others:
// the index, and the layers of plugins.
func changed(before, now *generation) []string {
	var out []string
	for name, tag := range now.etags {
		if before.etags[name] != tag && !now.out.IsIndex(name) && !now.out.IsPluginLayer(name) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case clientPath:
		serveClient(w)
		return
	case streamPath:
		s.hub.serve(w, r)
		return
	}
	g := s.current.Load()
	if g == nil {
		s.waiting(w)
		return
	}
	name, ok := strings.CutPrefix(r.URL.Path, g.root)
	if !ok {
		if r.URL.Path == "/" {
			http.Redirect(w, r, g.root, http.StatusFound)
			return
		}
		g.notFound(w, r)
		return
	}
	g.serve(w, r, name)
}

func (g *generation) serve(w http.ResponseWriter, r *http.Request, name string) {
	if _, ok := g.etags[name+"/index.html"]; ok && name != "" && !strings.HasSuffix(name, "/") {
		to := url.URL{Path: r.URL.Path + "/", RawQuery: r.URL.RawQuery}
		http.Redirect(w, r, to.String(), http.StatusFound)
		return
	}
	if !g.file(w, r, name) && !g.redirect(w, r) {
		g.notFound(w, r)
	}
}

// file answers with a file of the output; false when there is no such file.
func (g *generation) file(w http.ResponseWriter, r *http.Request, name string) bool {
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	f, ok := g.out.File(name)
	if !ok {
		return false
	}
	for _, h := range route.HeadersAt(g.rules.headers, r.URL.Path) {
		w.Header().Set(h.Name, h.Value)
	}
	g.describe(w, f)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(f.Data))
	return true
}

func (g *generation) notFound(w http.ResponseWriter, r *http.Request) {
	f, ok := g.out.File("404.html")
	if !ok {
		http.Error(w, "404: this page is not there", http.StatusNotFound)
		return
	}
	g.describe(w, f)
	w.Header().Set("Content-Length", strconv.Itoa(len(f.Data)))
	w.WriteHeader(http.StatusNotFound)
	if r.Method != http.MethodHead {
		_, _ = w.Write(f.Data) // a reader that left wants no error
	}
}

// describe sets the headers of a file. Nothing is kept without asking again,
// and asking again is cheap, because every file has an entity tag.
func (g *generation) describe(w http.ResponseWriter, f builder.File) {
	h := w.Header()
	h.Set("Content-Type", contentType(f.Path))
	h.Set("Cache-Control", "no-cache")
	h.Set("Etag", g.etags[f.Path])
	h.Set("Server-Timing", fmt.Sprintf(`strata;desc="%d"`, g.number)) // by which a page knows its generation
}

// contentTypes are those of files that a site has; the system's own table,
// which differs from machine to machine, is asked for the rest only.
var contentTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".htm": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8",
	".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8", ".json": "application/json",
	".map": "application/json", ".svg": "image/svg+xml", ".xml": "application/xml; charset=utf-8", ".txt": "text/plain; charset=utf-8",
	".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp", ".avif": "image/avif",
	".ico": "image/x-icon", ".woff": "font/woff", ".woff2": "font/woff2", ".ttf": "font/ttf", ".otf": "font/otf",
	".wasm": "application/wasm", ".pdf": "application/pdf", ".webmanifest": "application/manifest+json",
}

func contentType(name string) string {
	ext := strings.ToLower(path.Ext(name))
	if t, ok := contentTypes[ext]; ok {
		return t
	}
	if t := mime.TypeByExtension(ext); t != "" {
		return t
	}
	return "application/octet-stream"
}

// waiting answers while there is no good build yet: a page that shows the
// diagnostics, and loads again when they are mended.
func (s *server) waiting(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Server-Timing", `strata;desc="0"`)
	w.WriteHeader(http.StatusServiceUnavailable)
	_, _ = fmt.Fprintf(w, "<!doctype html><html lang=en><meta charset=utf-8><title>Strata</title><p>The site is being built.</p><script defer src=%q></script>", clientPath)
}
