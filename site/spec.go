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
	file := path.Join(path.Dir(p.Source), name)
	if path.IsAbs(name) || !strings.HasPrefix(file, t.laid[p.Source].root.dir+"/") {
		p.fail("spec", errSpecOutside(name), ds)
		return nil
	}
	data, err := source.Read(t.src, file, maxSpecBytes)
	if err != nil {
		p.fail("spec", errSpecMissing(name, err), ds)
		return nil
	}
	var spec any
	about := report{file: file, src: data}
	if at := diag.InvalidUTF8(data); at >= 0 {
		about.at(at, errInvalidUTF8())
	} else {
		d := decoder{report: &about, places: map[string]place{}, wants: map[reflect.Type]shape{}}
		d.decodeYAML(data, &spec)
	}
	about.flush(ds)
	return spec
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
