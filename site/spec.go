package site

import (
	"bytes"
	"encoding/json"
	"path"
	"reflect"
	"strings"

	"strata/internal/diag"
	"strata/internal/source"
)

// maxSpecBytes is the size of the largest file that holds a spec.
const maxSpecBytes = 1 << 20

// specs gives each page that has a spec the one that it is shown with: what its
// front matter says, or the file that it names, and then what Model.AlterSpec
// makes of it.
func (r *rendering) specs(ds *diag.List) {
	for _, p := range r.tree.pages {
		spec := p.SpecKey
		if file, ok := spec.(string); ok {
			spec = r.tree.readSpec(p, file, ds)
		}
		if spec == nil {
			continue
		}
		if p.Spec = spec; r.model.AlterSpec != nil {
			p.Spec = r.model.AlterSpec(p.address(), spec)
		}
	}
}

// address is where the page is in the site, without the base and index.html.
func (p *Page) address() string {
	return "/" + strings.TrimSuffix(strings.TrimSuffix(p.Path, "index.html"), ".html")
}

// readSpec reads the file that a page names, from beside the page.
func (t *tree) readSpec(p *Page, name string, ds *diag.List) any {
	file, inside := t.beside(p, name)
	if !inside {
		p.fail("spec", errSpecOutside(name), ds)
		return nil
	}
	data, err := source.Read(t.src, file, maxSpecBytes)
	if err != nil {
		p.fail("spec", errSpecMissing(name, err), ds)
		return nil
	}
	about := report{file: file, src: data}
	spec := about.data()
	about.flush(ds)
	return spec
}

// beside returns the file that a page names, from beside the page, or from the top of
// the content for a page that has no file. It is false for one that does not lie in the
// folder of content that the page lies in.
func (t *tree) beside(p *Page, name string) (string, bool) {
	folder, top := t.cfg.Content, t.cfg.Content
	if p != nil && p.Source != "" {
		folder, top = path.Dir(p.Source), t.laid[p.Source].root.dir
	}
	file := path.Join(folder, name)
	return file, !path.IsAbs(name) && strings.HasPrefix(file, top+"/")
}

// data reads the file as YAML, of which JSON is a part.
func (r *report) data() any {
	if at := diag.InvalidUTF8(r.src); at >= 0 {
		r.at(at, errInvalidUTF8())
		return nil
	}
	var out any
	d := decoder{report: r, places: map[string]place{}, wants: map[reflect.Type]shape{}}
	d.decodeYAML(r.src, &out)
	return out
}

// specFiles are the specs as files, each beside its page.
func (r *rendering) specFiles(ds *diag.List) []File {
	var files []File
	for _, p := range r.tree.pages {
		if p.Spec == nil {
			continue
		}
		out := path.Join(path.Dir(p.Path), "spec.json")
		if base := path.Base(p.Path); base != "index.html" {
			out = strings.TrimSuffix(p.Path, ".html") + ".spec.json"
		}
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetIndent("", "  ")
		if err := e.Encode(p.Spec); err != nil {
			p.fail("spec", errSpecValue(err), ds)
		} else if r.tree.claim(out, p.Source) {
			files = append(files, File{Path: out, Data: b.Bytes(), Source: p.Source})
		}
	}
	return files
}
