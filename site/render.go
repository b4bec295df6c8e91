package site

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"html/template"
	"io/fs"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"strata/internal/diag"
)

// Render returns the pages of the site, the files that lie beside them in the
// content, and the assets of the theme, sorted by path. Mistakes go to ds; when
// there are errors, what is returned is not fit to be published.
func Render(ctx context.Context, src fs.FS, cfg Config, model Model, ds *diag.List) []File {
	others := model.extensions.Folders
	files := lay(src, contentRoots(cfg, others), cfg.Ignore, ds)
	files, pages := access{&model, ds}.hide(files, readPages(src, files, ds))
	t := newTree(cfg, files, pages, ds)
	t.generate(model.Generated)
	t.arrange()
	t.yield(src, staticRoots(cfg, others))
	t.claimAll()
	r := newRendering(t, loadTheme(src, cfg, model.extensions, ds), &model)
	r.frontMatter(ds)
	r.specs(ds)
	r.dashboards(ds)
	r.bodies(ctx, ds)
	out := r.layouts(ctx, ds)
	out = append(out, r.mails(ctx, ds)...)
	out = append(out, r.specFiles(ds)...)
	r.theme.notes.flush(ds)
	out = append(out, r.resources(src, ds)...)
	out = append(out, r.theme.assets...)
	out = append(out, t.sitemap()...)
	if ctx.Err() != nil {
		ds.Add(errStopped(ctx.Err()))
		return nil
	}
	*ds = slices.DeleteFunc(*ds, isStopped) // for another page, which says why
	slices.SortFunc(out, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	return out
}

// readPages reads the front matter of every content file that may be a page.
func readPages(src fs.FS, files []laid, ds *diag.List) []*Page {
	pages := make([]*Page, len(files))
	lists := make([]diag.List, len(files))
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, f := range files {
		if isPage(f.name) {
			g.Go(func() error {
				pages[i] = readPage(src, f.name, &lists[i])
				return nil
			})
		}
	}
	_ = g.Wait()
	for _, list := range lists {
		ds.Add(list...)
	}
	return pages
}

// A rendering is the tree and the theme while pages are made of them.
type rendering struct {
	tree    *tree
	theme   *theme
	model   *Model
	site    *Site
	engines chan *engine // those at rest
}

func newRendering(t *tree, th *theme, m *Model) *rendering {
	r := &rendering{tree: t, theme: th, model: m, site: newSite(t)}
	th.budget.pages = len(t.pages)
	md := newMarkdown(t.cfg.Markdown.Unsafe, &highlighter{done: map[[2]string]string{}})
	plugins := map[string]*Plugin{}
	for i := range m.Plugins {
		plugins[strings.ToLower(m.Plugins[i].ID)] = &m.Plugins[i]
	}
	n := runtime.GOMAXPROCS(0)
	r.engines = make(chan *engine, n)
	for range n {
		r.engines <- &engine{theme: th, tree: t, site: r.site, model: m, plugins: plugins, md: md, sets: map[string]*template.Template{}}
	}
	return r
}

// each calls f for each page with an engine of its own, several at a time. It
// stops early when ctx is done or a template does not end.
func (r *rendering) each(ctx context.Context, f func(i int, e *engine)) {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(cap(r.engines))
	for i := range r.tree.pages {
		g.Go(func() error {
			if ctx.Err() != nil {
				return nil
			}
			e := <-r.engines
			defer func() { r.engines <- e }()
			e.ctx = ctx
			e.reset(r.tree.pages[i])
			f(i, e)
			e.finish()
			if e.endless {
				return errTooMuch
			}
			return nil
		})
	}
	_ = g.Wait()
}

// bodies renders the text of every page. No page sees another's text before all
// are done, so that the order in which they are does not show.
func (r *rendering) bodies(ctx context.Context, ds *diag.List) {
	out := make([]body, len(r.tree.pages))
	r.each(ctx, func(i int, e *engine) {
		p := r.tree.pages[i]
		d := document{page: p, md: e.md, tree: r.tree, engine: e}
		out[i] = d.render()
	})
	for i, p := range r.tree.pages {
		p.report.flush(ds)
		p.Content, p.TOC = out[i].content, out[i].toc
		p.Summary = cmp.Or(p.Description, out[i].summary)
	}
}

// layouts renders every page into its layout, and the pages that redirect.
func (r *rendering) layouts(ctx context.Context, ds *diag.List) []File {
	pages := r.tree.pages
	out := make([][]byte, len(pages))
	errs := make([]error, len(pages))
	names := make([]string, len(pages))
	done := make([]bool, len(pages)) // the text of a page may be empty
	for i, p := range pages {
		names[i] = r.layoutOf(p, ds)
	}
	r.each(ctx, func(i int, e *engine) {
		if names[i] != "" {
			out[i], errs[i] = e.page(&View{Page: pages[i], Model: r.model, Site: r.site}, names[i])
			done[i] = errs[i] == nil
		}
	})
	r.report(errs, names, ds)
	r.anchors(out, done, ds)
	var files []File
	blank := map[string]bool{} // layouts that were said to render nothing
	for i, p := range pages {
		if done[i] {
			if len(bytes.TrimSpace(out[i])) == 0 && !blank[names[i]] {
				blank[names[i]] = true
				ds.Add(about(r.theme.reports[names[i]].file, errBlank(names[i], cmp.Or(p.Source, p.Path))))
			}
			files = append(files, File{Path: p.Path, Data: r.relative(r.reloading(r.enhancing(out[i], p)), p.Path), Source: p.Source})
		}
	}
	return append(files, r.redirects(ctx, ds)...)
}

// layoutOf returns the layout of the page, "" when it asks for one there is
// not, or for one that cannot be rendered.
func (r *rendering) layoutOf(p *Page, ds *diag.List) string {
	name := cmp.Or(p.Layout, p.Kind) + ".html"
	if p.Layout == "" && p.Dashboard != nil {
		name = "dashboard.html"
	}
	if r.theme.unfit(name) {
		return ""
	}
	if l := r.theme.files[name]; p.Layout != "" && (l == nil || l.partial) {
		p.fail("layout", errLayoutMissing(p.Layout, r.theme.pageLayouts()), ds)
		return ""
	}
	return name
}

func (t *theme) pageLayouts() []string {
	return slices.DeleteFunc(t.names(""), func(name string) bool { return t.files[name+".html"].partial || name == "base" })
}

// report adds the errors of layouts, each once: a mistake in a layout is met on
// every page that uses it.
func (r *rendering) report(errs []error, names []string, ds *diag.List) {
	seen := map[string]bool{}
	for i, err := range errs {
		if err == nil {
			continue
		}
		d := r.theme.execError(err)
		if d.File == "" {
			d.File = r.theme.reports[names[i]].file
		}
		key := d.Place() + d.Text
		if seen[key] {
			continue
		}
		seen[key] = true
		if source := r.tree.pages[i].Source; source != "" {
			d.Notes = append(slices.Clone(d.Notes), "met while rendering "+source)
		}
		ds.Add(d)
	}
}

// reloading adds the dev server's script to a page. It is not left to layouts,
// so that a site with its own base.html reloads too.
func (r *rendering) reloading(page []byte) []byte {
	if r.model.LiveReload == "" {
		return page
	}
	return inBody(page, fmt.Sprintf(`<script src="%s" defer></script>`, template.HTMLEscapeString(r.model.LiveReload)))
}

// lateCounter is what a counter looks like that a module fills. No text of a page
// has such quotes. It begins with letters, since all pages are searched for it.
var lateCounter = regexp.MustCompile(`data-counter="[^"#]+#`)

// enhancing adds what runs the modules of the components and counters in a page. They are
// looked for in the page itself, since it may show what another one says.
func (r *rendering) enhancing(page []byte, p *Page) []byte {
	if !bytes.Contains(page, []byte("<div"+enhancedMark)) && !bytes.Contains(page, []byte("<span"+enhancedMark)) && !lateCounter.Match(page) {
		return page
	}
	var b strings.Builder
	scripts := r.model.extensions.Scripts
	if !p.App() {
		scripts = slices.Concat(r.model.Scripts, scripts)
		for _, p := range r.model.Preloads {
			fmt.Fprintln(&b, p.HTML((&engine{tree: r.tree}).relURL(p.Href)))
		}
	}
	for _, s := range scripts {
		fmt.Fprintf(&b, `<script src="%s"`, template.HTMLEscapeString((&engine{tree: r.tree}).relURL(s.Src)))
		if s.Integrity != "" {
			fmt.Fprintf(&b, ` integrity="%s" crossorigin="anonymous"`, template.HTMLEscapeString(s.Integrity))
		}
		fmt.Fprintf(&b, "%s defer></script>\n", s.HTMLAttrs())
	}
	return inBody(page, b.String())
}

// inBody adds scripts to the end of a page.
func inBody(page []byte, scripts string) []byte {
	at := bytes.LastIndex(page, []byte("</body>"))
	if at < 0 {
		at = len(page)
	}
	return slices.Concat(page[:at], []byte(scripts), page[at:])
}

// redirects returns a page for each alias.
func (r *rendering) redirects(ctx context.Context, ds *diag.List) []File {
	if r.theme.unfit("alias.html") {
		return nil
	}
	e := <-r.engines
	defer func() { r.engines <- e }()
	e.ctx = ctx
	var files []File
	for _, a := range r.tree.aliases {
		e.reset(a.page)
		data, err := e.page(&View{Page: a.page, Model: r.model, Site: r.site}, "alias.html")
		e.finish()
		if err != nil {
			ds.Add(r.theme.execError(err))
			break
		}
		files = append(files, File{Path: a.path, Data: r.relative(data, a.path), Source: a.page.Source})
	}
	return files
}

// resources returns the content files that are not pages.
func (r *rendering) resources(src fs.FS, ds *diag.List) []File {
	var files []File
	for _, inside := range sortedKeys(r.tree.resources) {
		name, out := r.tree.files[inside], r.tree.resources[inside]
		if !r.tree.claim(out, name) {
			continue
		}
		if data, ok := copyFile(src, name, ds); ok {
			files = append(files, File{Path: out, Data: data, Source: name})
		}
	}
	return files
}
