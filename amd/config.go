package amd

import (
	"bytes"
	"cmp"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/tdewolff/parse/v2/js"

	"strata/internal/diag"
	"strata/internal/source"
)

// A Config is what an application's own configuration says: one of RequireJS or
// Dojo on a page, a build file of r.js, or a profile of the Dojo builder. Places
// in it are relative to the site.
type Config struct {
	Resolution
	Packages []Package
	Layers   map[string]LayerSpec
	Places   map[string]Place // of values, by keys such as "paths.jquery"
}

// A dialect says whose configuration an object is, and with it what places are
// relative to.
type dialect int

const (
	pageConfig  dialect = iota // require.config({...}), var require = {...}, dojoConfig = {...}
	buildFile                  // ({...}), of r.js
	dojoProfile                // profile = {...} or dependencies = {...}
)

// maxConfig is how large a file of configuration may be, in bytes.
const maxConfig = 1 << 20

// ReadConfig reads the configuration in a file without running it: the literals
// in it. What is no literal is reported with its place, and the rest is used.
// In a build file of r.js, mainConfigFile is followed.
func ReadConfig(src fs.FS, file string, ds *diag.List) Config {
	r := &configReader{src: src, ds: ds}
	r.read(file, "")
	return r.out
}

// A configReader reads one file, and those that it names.
type configReader struct {
	src  fs.FS
	ds   *diag.List
	out  Config
	open []string // files being read, the current one last

	text    []byte // of the current file
	dialect dialect
	base    string // folder that places in the current object are relative to
	mark    configMark
}

// A found is an object in a file that is a configuration.
type found struct {
	value   value
	name    string // what the object is called there
	dialect dialect
}

// read reads a file. base is what its places are relative to, "" when the file
// itself says it.
func (r *configReader) read(file, base string) {
	if slices.Contains(r.open, file) {
		r.ds.Add(configCircle(append(r.open, file)))
		return
	}
	raw, err := source.Read(r.src, file, maxConfig)
	if err != nil {
		r.ds.Add(diag.Unreadable(file, err))
		return
	}
	outer, before := r.text, r.dialect
	r.open, r.text, r.mark = append(r.open, file), decode(file, raw, r.ds), configMark{}
	r.objects(base)
	r.open, r.text, r.dialect, r.mark = r.open[:len(r.open)-1], outer, before, configMark{}
}

func (r *configReader) objects(base string) {
	x, err := lex(r.text)
	if err != nil {
		r.ds.Add(r.syntax(err))
		return
	}
	all := x.configs()
	if len(all) == 0 {
		r.ds.Add(noConfig(r.file()))
	}
	for _, f := range all {
		if f.value.kind != objectValue {
			r.ds.Add(r.notLiteral(f.name, f.value))
			continue
		}
		r.dialect = f.dialect
		r.base = base
		if base == "" {
			r.base = r.baseOf(f.value)
		}
		r.object(f.value)
	}
}

func (r *configReader) file() string { return r.open[len(r.open)-1] }

// configNames are the variables that hold a configuration.
var configNames = map[string]dialect{"require": pageConfig, "requirejs": pageConfig, "dojoConfig": pageConfig, "djConfig": pageConfig,
	"profile": dojoProfile, "dependencies": dojoProfile}

// configs returns the objects in the file that are configurations, in order.
func (x *lexed) configs() []found {
	var out []found
	for i := int32(0); int(i) < len(x.tokens); i++ {
		f, last, ok := x.configAt(i)
		if !ok {
			continue
		}
		out = append(out, f)
		i = max(i, last)
	}
	if len(out) == 0 && x.kind(0) == js.OpenParenToken && x.kind(1) == js.OpenBraceToken { // ({...}), all that is in a build file
		out = append(out, found{x.read(1, x.tokens[1].match+1), "the build file", buildFile})
	}
	return out
}

// configAt reads "require.config({", "require = {" and the like at token i, and
// returns the last token of what it has read.
func (x *lexed) configAt(i int32) (f found, last int32, ok bool) {
	name := x.text(i)
	d, known := configNames[name]
	if !known || !js.IsIdentifier(x.kind(i)) {
		return f, 0, false
	}
	var at int32
	switch {
	case d == pageConfig && x.kind(i+1) == js.DotToken && x.kind(i+3) == js.OpenParenToken && x.text(i+2) == "config":
		at = i + 4
	case d == pageConfig && x.kind(i+1) == js.OpenParenToken && x.kind(i+2) == js.OpenBraceToken && x.kind(i-1) != js.DotToken:
		at = i + 2
	case x.kind(i+1) == js.EqToken:
		at = i + 2
	default:
		return f, 0, false
	}
	if at >= int32(len(x.tokens)) {
		return f, 0, false
	}
	if x.kind(at) != js.OpenBraceToken {
		v := x.single(value{start: x.startOf(at), end: int(x.tokens[at].end)}, at)
		v.kind, v.why = unknownValue, cmp.Or(v.why, "an expression")
		return found{v, name, d}, at, x.kind(at) != js.TypeofToken
	}
	last = x.tokens[at].match
	return found{x.read(at, last+1), name, d}, last, true
}

// baseOf returns the folder that the places in a configuration are relative to.
// A build file and a profile are relative to themselves. A page's configuration
// is relative to the page, of which nothing is known: the folder is looked for
// beside the file, and in those around it.
func (r *configReader) baseOf(v value) string {
	dir := path.Dir(r.file())
	appDir, _ := r.place(v, "appDir")
	base, ok := r.place(v, map[dialect]string{pageConfig: "baseUrl", buildFile: "baseUrl", dojoProfile: "basePath"}[r.dialect])
	switch {
	case r.dialect != pageConfig:
		return path.Join(dir, appDir, base)
	case !ok:
		return dir
	case strings.HasPrefix(base, "/"):
		return cmp.Or(path.Clean(base[1:]), ".")
	}
	for at := dir; ; at = path.Dir(at) {
		if info, err := fs.Stat(r.src, path.Join(at, base)); err == nil && info.IsDir() {
			return path.Join(at, base)
		}
		if at == "." {
			return path.Join(dir, base)
		}
	}
}

// place returns the place that a key names, when there is one.
func (r *configReader) place(v value, key string) (string, bool) {
	at, ok := v.get(key)
	if !ok {
		return "", false
	}
	return r.string(key, at)
}

// object reads the keys of a configuration. What it says replaces what was said
// before.
func (r *configReader) object(v value) {
	r.follow(v)
	if r.dialect != dojoProfile && r.out.Root == "" {
		r.out.Root = r.base
	}
	for _, p := range v.props {
		if read, ok := configKeys[p.key]; ok {
			read(r, p.key, p.value)
			continue
		}
		reason, known := otherKeys[p.key]
		r.ds.Add(r.unusedKey(p, reason, known))
	}
	r.mainLayer(v)
}

// follow reads the file that mainConfigFile names, whose places are relative to
// this file's base if it has one.
func (r *configReader) follow(v value) {
	files, ok := v.get("mainConfigFile")
	if !ok || r.dialect != buildFile {
		return
	}
	base, outer := "", r.base
	if _, own := v.get("baseUrl"); own {
		base = r.base
	}
	for _, name := range r.strings("mainConfigFile", files) {
		r.read(path.Join(path.Dir(r.file()), name), base)
	}
	if r.base = outer; base == "" && r.out.Root != "" {
		r.base = r.out.Root
	}
	r.dialect = buildFile
}

// at returns a place as one in the site; URLs and "empty:" are what they are.
func (r *configReader) at(place string) string {
	if place == emptyPath || isRemote(place) {
		return place
	}
	return path.Join(r.base, place)
}

func (r *configReader) note(key string, v value) {
	p := Place{File: r.file()}
	p.Line, p.Column = r.position(v.start)
	put(&r.out.Places, key, p)
}

// A configMark is a place in a file, from which a later one is counted.
type configMark struct{ at, line, column, start int } // start is the line's

// position is diag.Position, going on from the value before: files may hold very
// many.
func (r *configReader) position(at int) (line, column int) {
	from := r.mark
	if at < from.at || from.line == 0 {
		from = configMark{line: 1, column: 1}
	}
	line, column = diag.Position(r.text[from.at:], at-from.at)
	start := from.start
	if line == 1 {
		column += from.column - 1
	} else {
		start = from.at + bytes.LastIndexAny(r.text[from.at:at], "\r\n") + 1
	}
	line += from.line - 1
	r.mark = configMark{at, line, column, start}
	return line, column
}
