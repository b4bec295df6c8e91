package amd

import (
	"bytes"
	"embed"
	"io/fs"
	"path"
	"slices"
	"strings"

	"strata/internal/source"
)

//go:embed loader/api
var apiFS embed.FS

// APIName is the package of the modules that Strata itself has for plugins and
// applications, such as strata/topic.
const APIName = "strata"

// apiFolder is where the files of these modules are. No file of a site is there:
// nobody reads folders whose names begin with a dot.
const apiFolder = ".strata/api"

// API returns the package of Strata's own modules. Its layer holds those that
// somebody asks for, and what they need.
func API() Package {
	return Package{Name: APIName, Location: apiFolder, Library: true, Output: APIName}
}

// forOwn returns the options for a unit: Strata's own modules are in the language
// of the boot script, without which they are of no use, and not in ES5.
func (o *Options) forOwn(u *unit) *Options {
	if o.Target != targetES5 || !strings.HasPrefix(u.file, apiFolder+"/") {
		return o
	}
	own := *o
	own.Target = "es2020"
	return &own
}

// APIModules returns the ids of Strata's own modules that others may ask for, sorted.
func APIModules() []string {
	var out []string
	_ = fs.WalkDir(apiFS, "loader/api", func(name string, _ fs.DirEntry, _ error) error { // it is embedded
		if id, ok := strings.CutSuffix(name, ".js"); ok && !strings.Contains(name, "/internal/") {
			out = append(out, APIName+strings.TrimPrefix(id, "loader/api"))
		}
		return nil
	})
	slices.Sort(out)
	return out
}

// WithAPI returns src with the files of API. Index is the module id of the plugin
// index, beside which is the data that they ask for.
func WithAPI(src fs.FS, index string) fs.FS { return apiSource{src, index} }

type apiSource struct {
	fs.FS
	index string
}

// own returns the name of the file among those that are embedded.
func (s apiSource) own(name string) (string, bool) {
	rest, ok := strings.CutPrefix(name, apiFolder)
	return path.Join("loader/api", rest), ok && (rest == "" || rest[0] == '/')
}

// read returns a module that asks for the data of this index.
func (s apiSource) read(name string) ([]byte, error) {
	data, err := apiFS.ReadFile(name)
	return bytes.ReplaceAll(data, []byte(`"strata/plugins-`), []byte(`"`+s.index+"-")), err
}

func (s apiSource) Open(name string) (fs.File, error) {
	if own, ok := s.own(name); ok {
		return apiFS.Open(own)
	}
	return s.FS.Open(name)
}

func (s apiSource) Stat(name string) (fs.FileInfo, error) {
	if own, ok := s.own(name); ok {
		return fs.Stat(apiFS, own)
	}
	return fs.Stat(s.FS, name)
}

func (s apiSource) Lstat(name string) (fs.FileInfo, error) {
	if own, ok := s.own(name); ok {
		return fs.Stat(apiFS, own)
	}
	return fs.Lstat(s.FS, name)
}

func (s apiSource) ReadLink(name string) (string, error) {
	if own, ok := s.own(name); ok {
		return "", &fs.PathError{Op: "readlink", Path: own, Err: fs.ErrInvalid}
	}
	return fs.ReadLink(s.FS, name)
}

func (s apiSource) ReadFile(name string) ([]byte, error) {
	if own, ok := s.own(name); ok {
		return s.read(own)
	}
	return fs.ReadFile(s.FS, name)
}

func (s apiSource) ReadDir(name string) ([]fs.DirEntry, error) {
	if own, ok := s.own(name); ok {
		return fs.ReadDir(apiFS, own)
	}
	return fs.ReadDir(s.FS, name)
}

// ReadRegular is source.Read.
func (s apiSource) ReadRegular(name string, limit int64) ([]byte, error) {
	if own, ok := s.own(name); ok {
		return s.read(own)
	}
	return source.Read(s.FS, name, limit)
}
