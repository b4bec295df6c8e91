package amd

import (
	"encoding/json"
	"io/fs"
	"path"
	"strings"

	"strata/internal/source"
)

// tsOptions are the keys of a tsconfig.json that change what a file compiles to.
var tsOptions = []string{"jsx", "jsxFactory", "jsxFragmentFactory", "jsxImportSource", "useDefineForClassFields", "experimentalDecorators",
	"target", "verbatimModuleSyntax", "importsNotUsedAsValues", "preserveValueImports", "alwaysStrict", "strict"}

// A tsConfig is what a tsconfig.json and those it extends say.
type tsConfig struct {
	options map[string]json.RawMessage
	base    string // folder that paths are relative to
	files   []string
}

// readTSConfig reads the nearest tsconfig.json, from the folder up to the site.
func readTSConfig(src fs.FS, folder string) tsConfig {
	for at := folder; ; at = path.Dir(at) {
		c := tsConfig{options: map[string]json.RawMessage{}}
		file := path.Join(at, "tsconfig.json")
		found := c.read(src, file, 0)
		if found || at == "." || at == "/" {
			return c
		}
	}
}

// read adds what the file says to what those that extend it have said.
func (c *tsConfig) read(src fs.FS, file string, depth int) bool {
	c.files = append(c.files, file)
	raw, err := source.Read(src, file, maxFile)
	if err != nil || depth > 8 {
		return false
	}
	var in struct {
		Extends         json.RawMessage
		CompilerOptions map[string]json.RawMessage
	}
	if json.Unmarshal(plainJSON(raw), &in) != nil {
		return true // an editor says so; what is not understood is not in force
	}
	for key, value := range in.CompilerOptions {
		if _, said := c.options[key]; !said {
			c.options[key] = value
			if key == "baseUrl" || key == "paths" && c.base == "" {
				c.base = path.Dir(file)
			}
		}
	}
	var extends string
	if json.Unmarshal(in.Extends, &extends) == nil && strings.HasPrefix(extends, ".") {
		next := path.Join(path.Dir(file), extends)
		if path.Ext(next) != ".json" {
			next += ".json"
		}
		if fs.ValidPath(next) {
			c.read(src, next, depth+1)
		}
	}
	return true
}

// raw is the part of the configuration that esbuild follows.
func (c tsConfig) raw() string {
	out := map[string]json.RawMessage{}
	for _, key := range tsOptions {
		if v, ok := c.options[key]; ok {
			out[key] = v
		}
	}
	return string(appendJSON(nil, map[string]any{"compilerOptions": out}))
}

// tsconfig returns the configuration of the files in a folder, in esbuild's form.
func (b *esBuild) tsconfig(folder string) string {
	c := readTSConfig(b.g.src, folder)
	for _, file := range c.files {
		raw, err := source.Read(b.g.src, file, maxFile)
		b.saw(file, digestOf(raw, err))
		if err == nil && b.config == "" {
			b.config = file
		}
	}
	return c.raw()
}

// tsPaths are the "paths" of a tsconfig.json: private names for files of the
// package.
type tsPaths struct {
	base  string
	bare  bool // baseUrl: any bare name may be a file
	paths []jsonEntry
}

func readTSPaths(src fs.FS, folder string) tsPaths {
	c := readTSConfig(src, folder)
	p := tsPaths{base: c.base, paths: orderedObject(c.options["paths"])}
	var base string
	if json.Unmarshal(c.options["baseUrl"], &base) == nil {
		p.base, p.bare = path.Join(c.base, base), true
	}
	return p
}

// candidates returns the files that a bare name may mean, relative to the site.
func (p tsPaths) candidates(spec string) []string {
	var out []string
	if value, star := matchExport(p.paths, spec); value != nil {
		var list []string
		_ = json.Unmarshal(value, &list) // what is no list of names has none
		for _, to := range list {
			out = append(out, path.Join(p.base, strings.ReplaceAll(to, "*", star)))
		}
	}
	if p.bare {
		out = append(out, path.Join(p.base, spec))
	}
	return out
}

// plainJSON returns JSON without the comments and last commas that
// tsconfig.json may have.
func plainJSON(raw []byte) []byte {
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		switch {
		case raw[i] == '"':
			from := i
			for i++; i < len(raw) && raw[i] != '"'; i++ {
				if raw[i] == '\\' {
					i++
				}
			}
			out = append(out, raw[from:min(i+1, len(raw))]...)
		case raw[i] == '/' && i+1 < len(raw) && raw[i+1] == '/':
			for i < len(raw) && raw[i] != '\n' {
				i++
			}
		case raw[i] == '/' && i+1 < len(raw) && raw[i+1] == '*':
			for i += 2; i+1 < len(raw) && !(raw[i] == '*' && raw[i+1] == '/'); i++ {
			}
			i++
		case raw[i] == '}' || raw[i] == ']':
			out = append(trimComma(out), raw[i])
		default:
			out = append(out, raw[i])
		}
	}
	return out
}

func trimComma(b []byte) []byte {
	end := len(b)
	for end > 0 && strings.IndexByte(" \t\r\n", b[end-1]) >= 0 {
		end--
	}
	if end > 0 && b[end-1] == ',' {
		return b[:end-1]
	}
	return b
}
