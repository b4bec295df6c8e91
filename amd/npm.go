package amd

import (
	"cmp"
	"errors"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"strata/internal/diag"
	"strata/internal/source"
)

// npmName is the name of the layer that holds what several packages take from
// npm, and the first part of the ids of npm's modules.
const npmName = "npm"

// npmNamespace marks modules that only name what is used of another.
const npmNamespace = "npm"

// npm is what all packages take from node_modules.
type npm struct {
	g      *graph
	shared *pkg
	ids    map[string]string // group and file to the id
	uses   map[npmKey]*npmUse
	lookup *esBuild
	amd    []npmAsk          // what AMD modules depend on
	same   map[string]string // files to those of another folder that hold the same
	mine   []string          // ids of all chunks
}

// A npmKey names one module: a file, for all packages or for one that has its own
// copy.
type npmKey struct {
	group string // "" is everybody's, else the name of a package
	file  string
}

// A npmUse is what is used of one module.
type npmUse struct {
	spec  string          // the shortest of the names under which it is imported
	names map[string]bool // of its exports
	whole bool            // all of them
	from  *esAsk
}

func newNPM(g *graph) *npm {
	shared := &pkg{Package: Package{Name: npmName, Location: "node_modules", Output: npmName}}
	return &npm{g: g, lookup: newESBuild(g, nil), shared: shared,
		ids: map[string]string{}, uses: map[npmKey]*npmUse{}, same: map[string]string{}}
}

// npmPrefix begins the path of an import that node_modules answers.
const npmPrefix = "npm:"

// installed decides about what no package of ours has: a module of node_modules.
func (r *esResolver) installed(b *esBuild, a *esAsk, args api.OnResolveArgs) (verdict, *mistake) {
	n := nodeResolver{b: b, require: args.Kind == api.ResolveJSRequireCall}
	f, err := n.find(path.Dir(a.file), args.Path)
	name, _ := splitPackage(strings.TrimPrefix(args.Path, "node:"))
	switch {
	case errors.Is(err, errNotInstalled) && nodeOnly(args.Path):
		return verdict{}, nodeBuiltIn(args.Path)
	case errors.Is(err, errNotInstalled):
		return verdict{}, notInstalled(args.Path, name, r.g, b.installedNames(path.Dir(a.file)))
	case err != nil:
		return verdict{}, notExported(args.Path, err)
	}
	if v, ok := r.style(a, f.file, r.pkg.Name+"/npm/"+args.Path); ok {
		return v, nil
	}
	if path.Ext(f.file) == ".json" && !f.empty {
		return verdict{file: f.file}, nil
	}
	a.plain, a.path = true, npmPrefix+f.file
	return verdict{path: a.path, ask: a}, nil
}

// classifyNPM decides about an import inside of node_modules. What the page
// provides stays outside.
func classifyNPM(b *esBuild, args api.OnResolveArgs) (verdict, *mistake) {
	if args.Namespace == npmNamespace { // from one of our own lists of names
		return verdict{file: args.Path[1:], sideEffects: !b.owner(args.Path[1:]).isPure(args.Path[1:])}, nil
	}
	importer := strings.TrimPrefix(args.Importer, "/")
	if b.g.provided(args.Path) {
		return verdict{path: args.Path, ask: &esAsk{file: importer, path: args.Path, plain: true}}, nil
	}
	n := nodeResolver{b: b, require: args.Kind == api.ResolveJSRequireCall}
	var f nodeFile
	var err error
	if strings.HasPrefix(args.Path, ".") {
		own := cmp.Or(n.around(path.Dir(importer)), &nodePackage{dir: path.Dir(importer)})
		f, err = n.file(own, path.Join(path.Dir(importer), args.Path))
	} else {
		f, err = n.find(path.Dir(importer), args.Path)
	}
	name, _ := splitPackage(strings.TrimPrefix(args.Path, "node:"))
	switch {
	case err == nil && f.empty:
		return verdict{file: f.file, namespace: emptyNamespace}, nil
	case err == nil:
		return verdict{file: f.file, sideEffects: !f.pkg.isPure(f.file)}, nil
	case errors.Is(err, errNotInstalled) && nodeOnly(args.Path):
		return verdict{}, nodeBuiltIn(args.Path)
	case errors.Is(err, errNotInstalled):
		return verdict{}, notInstalled(args.Path, name, b.g, nil)
	}
	return verdict{}, notExported(args.Path, err)
}

// emptyNamespace marks modules that browsers get nothing of.
const emptyNamespace = "empty"

// owner returns the package that a file of node_modules belongs to.
func (b *esBuild) owner(file string) *nodePackage {
	return nodeResolver{b: b}.around(path.Dir(file))
}

// installedNames are the packages that a misspelt name can have meant.
func (b *esBuild) installedNames(dir string) []string {
	var out []string
	for at := dir; ; at = path.Dir(at) {
		for _, e := range folderNames(b.g.src, path.Join(at, "node_modules")) {
			if strings.HasPrefix(e, "@") {
				for _, sub := range folderNames(b.g.src, path.Join(at, "node_modules", e)) {
					out = append(out, e+"/"+sub)
				}
				continue
			}
			out = append(out, e)
		}
		if at == "." || at == "/" {
			return out
		}
	}
}

// nodeBuiltIns are modules that Node has and browsers do not.
var nodeBuiltIns = strings.Fields("assert async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain events fs " +
	"http http2 https inspector module net os path perf_hooks process punycode querystring readline repl stream string_decoder sys timers tls trace_events " +
	"tty url util v8 vm wasi worker_threads zlib")

func nodeOnly(spec string) bool {
	name, _ := splitPackage(strings.TrimPrefix(spec, "node:"))
	return strings.HasPrefix(spec, "node:") || slices.Contains(nodeBuiltIns, name)
}

// A npmAsk is a dependency of an AMD module that node_modules has.
type npmAsk struct {
	ask
	path string // npmPrefix and the file
}

// ask resolves a dependency of an AMD module that no package of ours has. Its
// literal is rewritten when the module has its id.
func (n *npm) ask(a ask, id string) (string, bool) {
	if a.unit.scan == nil || !installable(id) {
		return "", false
	}
	f, err := nodeResolver{b: n.lookup, require: true}.find(path.Dir(a.unit.file), id) // it wants the value, as with require
	if err != nil {
		f, err = nodeResolver{b: n.lookup}.find(path.Dir(a.unit.file), id)
	}
	if err != nil || esLoaders[path.Ext(f.file)] == api.LoaderNone {
		return "", false
	}
	n.touch(npmKey{n.group(a.module.pkg, f.file), f.file}, &esAsk{file: a.unit.file, value: id, offset: a.unit.from + a.literal.Start}).whole = true
	a.module.late = true
	n.amd = append(n.amd, npmAsk{a, npmPrefix + f.file})
	return npmPrefix + f.file, true
}

// installable reports whether the id can be the name of something in node_modules.
func installable(id string) bool {
	return id != "" && fs.ValidPath(id) && id != "." && !strings.HasPrefix(id, ".")
}

// answer writes the ids of npm's modules into the AMD modules that depend on them.
func (n *npm) answer() {
	for _, a := range n.amd {
		id, _ := n.id(a.module.pkg, a.path)
		if a.unit.renamed == nil {
			a.unit.renamed = map[int]string{}
		}
		a.unit.renamed[a.literal.Start] = id
		for _, ids := range [][]string{a.module.deps, a.module.asked} {
			for i, dep := range ids {
				if dep == a.path {
					ids[i] = id
				}
			}
		}
	}
}

// group returns whose copy of a file the package takes.
func (n *npm) group(p *pkg, file string) string {
	if on, said := n.g.opts.Shared[packageOf(file)]; said && !on {
		return p.Name
	}
	return ""
}

// packageOf returns the name of the npm package that a file belongs to.
func packageOf(file string) string {
	i := strings.LastIndex("/"+file, "/node_modules/")
	if i < 0 {
		return ""
	}
	name, _ := splitPackage(("/" + file)[i+len("/node_modules/"):])
	return name
}

// folderOf returns the folder of the npm package that a file belongs to.
func folderOf(file string) string {
	name := packageOf(file)
	i := strings.LastIndex("/"+file, "/node_modules/"+name)
	if name == "" {
		return path.Dir(file)
	}
	return file[:i+len("node_modules/"+name)]
}

// use takes note of what a package's chunks take from npm.
func (n *npm) use(e *esPackage) {
	for _, a := range e.bundle.asks {
		file, ok := strings.CutPrefix(a.path, npmPrefix)
		if !ok {
			continue
		}
		u := n.touch(npmKey{n.group(e.pkg, file), file}, a)
		if len(a.value) < len(u.spec) || len(a.value) == len(u.spec) && a.value < u.spec {
			u.spec = a.value
		}
	}
	for _, c := range e.bundle.chunks {
		for _, s := range c.imports {
			if file, ok := strings.CutPrefix(s.path, npmPrefix); ok {
				n.uses[npmKey{n.group(e.pkg, file), file}].take(s.names)
			}
		}
		for _, p := range c.wholes() {
			if file, ok := strings.CutPrefix(p, npmPrefix); ok {
				n.uses[npmKey{n.group(e.pkg, file), file}].whole = true
			}
		}
	}
}

func (n *npm) touch(k npmKey, a *esAsk) *npmUse {
	if n.uses[k] == nil {
		n.uses[k] = &npmUse{spec: a.value, names: map[string]bool{}, from: a}
	}
	return n.uses[k]
}

func (u *npmUse) take(names []esName) {
	for _, name := range names {
		u.whole = u.whole || name.name == "*"
		u.names[name.name] = true
	}
}

// wholes are the modules of which a chunk may use everything.
func (c *chunk) wholes() []string {
	out := slices.Clone(c.stars)
	for _, d := range slices.Concat(c.dynamics, c.requires) {
		out = append(out, d.path)
	}
	return out
}

// id returns the id of what a package imports under an esbuild path.
func (n *npm) id(p *pkg, spec string) (string, bool) {
	file, ok := strings.CutPrefix(spec, npmPrefix)
	if !ok {
		return "", false
	}
	return n.ids[n.group(p, file)+"\n"+file], true
}

// versions names the version of each npm package's folder, as far as several
// folders with different versions are used.
func (n *npm) versions(b *esBuild, files []string) map[string]string {
	byName := map[string]map[string]string{} // name, folder, version
	for _, file := range files {
		name, folder := packageOf(file), folderOf(file)
		if byName[name] == nil {
			byName[name] = map[string]string{}
		}
		if p, err := b.nodePackage(folder); err == nil {
			byName[name][folder] = p.Version
		}
	}
	out := map[string]string{}
	for _, name := range sortedKeys(byName) {
		different := map[string]bool{}
		for _, v := range byName[name] {
			different[v] = true
		}
		if name == "" || len(different) < 2 {
			continue
		}
		for folder, v := range byName[name] {
			out[folder] = v
		}
		n.g.ds.Add(severalVersions(name, byName[name]))
	}
	return out
}

// name gives every used module its id.
func (n *npm) name(versions map[string]string) {
	taken := map[string]bool{}
	for _, k := range n.keys() {
		u := n.uses[k]
		name, rest := splitPackage(u.spec)
		if v := versions[folderOf(k.file)]; v != "" {
			name += "@" + v
		}
		for _, ext := range []string{".js", ".mjs", ".cjs"} {
			rest = strings.TrimSuffix(rest, ext)
		}
		id := npmName + "/" + name + prefixed("/", rest)
		if k.group != "" {
			id = k.group + "/" + id
		}
		if taken[id] { // import and require of it are different files
			id += strings.TrimSuffix(strings.TrimPrefix(k.file, folderOf(k.file)), path.Ext(k.file))
		}
		taken[id] = true
		n.ids[k.group+"\n"+k.file] = id
	}
	for file, old := range n.same {
		n.ids["\n"+file] = n.ids["\n"+old]
	}
}

// trace says who imports the package that a diagnostic is about. What is missing
// from a module is missing where it is imported.
func (n *npm) trace(group string, d *diag.Diagnostic) {
	file, listed := strings.CutPrefix(d.File, npmNamespace+":/")
	for _, k := range n.keys() {
		u := n.uses[k]
		if k.group != group || folderOf(k.file) != folderOf(file) {
			continue
		}
		if !listed {
			d.Notes = append(d.Notes, "it is imported by "+u.from.file)
			return
		}
		if k.file == file {
			raw, _ := source.Read(n.g.src, u.from.file, maxFile) // it was read before
			var unheard diag.List
			text := decode(u.from.file, raw, &unheard)
			d.File = u.from.file
			d.Line, d.Column = diag.Position(text, u.from.offset)
			d.Excerpt, d.Hint = diag.Excerpt(text, d.Line), "correct the name, or install a version of the package that has it"
			return
		}
	}
}

// keys returns the modules that are used, in order.
func (n *npm) keys() []npmKey {
	return slices.SortedFunc(maps.Keys(n.uses), func(a, b npmKey) int {
		return cmp.Or(strings.Compare(a.group, b.group), strings.Compare(a.file, b.file))
	})
}
