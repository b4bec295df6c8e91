package amd

import (
	"cmp"
	"path"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"strata/internal/diag"
)

// maxAssetFile is the size of the largest file that a module or a style sheet
// may name.
const maxAssetFile = 64 << 20

// An Asset is a file that a layer names by its content: a picture, a font, a
// style sheet of its own.
type Asset struct {
	Path string // relative to the AMD base, with the content's hash in its name
	Data []byte
}

// asset publishes a file under its content's hash, and returns its name there.
func (b *esBuild) asset(file string) (string, *mistake) {
	data, err := b.read(file, maxAssetFile)
	if err != nil {
		return "", &mistake{whole: true, d: diag.Unreadable(file, err)}
	}
	name := hashed(file, data)
	b.mu.Lock()
	b.assets[name] = Asset{Path: path.Join(b.pkg.Output, name), Data: data}
	b.mu.Unlock()
	return name, nil
}

func hashed(file string, data []byte) string {
	base, ext := path.Base(file), path.Ext(file)
	return strings.TrimSuffix(base, ext) + "-" + Hash(data) + ext
}

// loadAsset makes a module of a file that is none: its value is the file's URL,
// which is found from the URL of the importing file.
func (b *esBuild) loadAsset(file string) (api.OnLoadResult, error) {
	name, wrong := b.asset(file)
	if wrong != nil {
		return api.OnLoadResult{Errors: []api.Message{{Text: wrong.text, Detail: wrong}}}, nil
	}
	b.mu.Lock()
	b.texts[file] = []byte{}
	b.mu.Unlock()
	rel, _ := b.pkg.inside(file)
	text := "export default import.meta.resolve(" + quoteJS(cmp.Or(strings.Repeat("../", strings.Count(rel, "/")), "./")+name) + ");\n"
	return api.OnLoadResult{Contents: &text, Loader: api.LoaderJS}, nil
}
