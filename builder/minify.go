package builder

import (
	"path"
	"runtime"
	"slices"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
	"github.com/tdewolff/minify/v2/html"
	"github.com/tdewolff/minify/v2/json"
	"github.com/tdewolff/minify/v2/svg"
	"golang.org/x/sync/errgroup"

	"strata/site"
)

// mediaTypes are the kinds of rendered files that are minified. Scripts are
// not among them: esbuild minifies those, when layers are made.
var mediaTypes = map[string]string{".html": "text/html", ".css": "text/css", ".svg": "image/svg+xml", ".json": "application/json"}

// minify returns the rendered files, smaller if the options ask for it. One
// that the minifier cannot read stays as it is: browsers forgive more.
func (b *build) minify(pages []site.File) []File {
	out := fromSite(pages)
	if !b.opts.Minify {
		return out
	}
	m := minify.New()
	m.Add("text/html", &html.Minifier{KeepDocumentTags: true, KeepEndTags: true, KeepQuotes: true})
	m.AddFunc("text/css", css.Minify)
	m.AddFunc("image/svg+xml", svg.Minify)
	m.AddFunc("application/json", json.Minify)
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, f := range out {
		media, ok := mediaTypes[path.Ext(f.Path)]
		if !ok {
			continue
		}
		group.Go(func() error {
			// The minifier writes into what it reads, which the builds of a process share.
			if small, err := m.Bytes(media, slices.Clone(f.Data)); err == nil {
				out[i].Data = small
			}
			return nil
		})
	}
	_ = group.Wait() // no function returns an error
	return out
}

func fromSite(files []site.File) []File {
	out := make([]File, len(files))
	for i, f := range files {
		out[i] = File{Path: f.Path, Data: f.Data, Source: f.Source}
	}
	return out
}
