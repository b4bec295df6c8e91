package amd

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"strata/internal/diag"
)

// A nodeFile is what an import finds in a node_modules folder.
type nodeFile struct {
	file  string // relative to the site
	pkg   *nodePackage
	empty bool // the package says that browsers get nothing
}

// A nodePackage is what a package.json says.
type nodePackage struct {
	dir     string
	Name    string
	Version string
	Type    string
	Main    string
	Module  string
	Browser json.RawMessage
	Exports json.RawMessage
	Imports json.RawMessage

	SideEffects json.RawMessage

	browser map[string]string // what browsers get in place of what; "" is nothing
	effects []string          // globs of files that do something when they are run; nil when all do
	pure    bool              // no file does
}

// errNotInstalled says that no folder has the package; errNotExported that the
// package does not have the module.
var (
	errNotInstalled = errors.New("not installed")
	errNotExported  = errors.New("not exported")
)

// A nodeResolver finds modules of npm packages as Node and bundlers for browsers do.
// It reads through b, so that what it saw is remembered.
type nodeResolver struct {
	b       *esBuild
	require bool // the module is asked for by require
	steps   *int // so far, on all ways that were tried: packages may lead in circles
}

// maxSteps is how often packages may lead to another place before a module is found.
const maxSteps = 1000

// step takes note of one more place that is looked at.
func (n *nodeResolver) step() error {
	if n.steps == nil {
		n.steps = new(int)
	}
	if *n.steps++; *n.steps > maxSteps {
		return fmt.Errorf("%w: its package.json leads in a circle", errNotExported)
	}
	return nil
}

// splitPackage cuts "@scope/name/a/b" into the package's name and the rest.
func splitPackage(spec string) (name, rest string) {
	parts := strings.SplitN(spec, "/", 3)
	n := 1
	if strings.HasPrefix(spec, "@") && len(parts) > 1 {
		n = 2
	}
	name = strings.Join(parts[:min(n, len(parts))], "/")
	return name, strings.TrimPrefix(strings.TrimPrefix(spec, name), "/")
}

// find finds the module that spec means in a file of the folder.
func (n nodeResolver) find(dir, spec string) (nodeFile, error) {
	if err := n.step(); err != nil {
		return nodeFile{}, err
	}
	name, rest := splitPackage(spec)
	own := n.around(dir)
	if own != nil {
		if to, ok := own.browser[spec]; ok {
			return n.replaced(own, dir, to)
		}
		if strings.HasPrefix(spec, "#") {
			return n.mapped(own, own.Imports, spec)
		}
		if own.Name == name && own.Exports != nil {
			return n.inPackage(own, rest)
		}
	}
	for at := dir; ; at = path.Dir(at) {
		folder := path.Join(at, "node_modules", name)
		if path.Base(at) != "node_modules" && n.b.isDir(folder) {
			p, err := n.b.nodePackage(n.b.linkedFolder(folder))
			if err != nil {
				return nodeFile{}, err
			}
			return n.inPackage(p, rest)
		}
		if at == "." || at == "/" {
			return nodeFile{}, errNotInstalled
		}
	}
}

// around returns the package that the folder belongs to, nil for none.
func (n nodeResolver) around(dir string) *nodePackage {
	for at := dir; at != "." && path.Base(at) != "node_modules"; at = path.Dir(at) {
		if n.b.isFile(path.Join(at, "package.json")) {
			p, _ := n.b.nodePackage(at)
			return p
		}
	}
	return nil
}

func (n nodeResolver) inPackage(p *nodePackage, rest string) (nodeFile, error) {
	if len(p.Exports) > 0 && string(p.Exports) != "null" {
		return n.mapped(p, p.Exports, "."+prefixed("/", rest))
	}
	if rest != "" {
		return n.file(p, path.Join(p.dir, rest))
	}
	fields := []string{p.browserMain(), p.Module, p.Main}
	if n.require {
		fields = []string{p.browserMain(), p.Main, p.Module}
	}
	for _, field := range fields {
		if field != "" {
			if f, err := n.file(p, path.Join(p.dir, field)); err == nil {
				return f, nil
			}
		}
	}
	return n.file(p, path.Join(p.dir, "index.js"))
}

func prefixed(prefix, s string) string {
	if s == "" {
		return ""
	}
	return prefix + s
}

// file returns the file that a path inside of a package means.
func (n nodeResolver) file(p *nodePackage, name string) (nodeFile, error) {
	if err := n.step(); err != nil {
		return nodeFile{}, err
	}
	for _, try := range []string{name, name + ".js", name + ".mjs", name + ".cjs", name + ".json", name + ".ts", name + ".tsx"} {
		if n.b.isFile(try) {
			if to, ok := p.browser["./"+strings.TrimPrefix(strings.TrimPrefix(try, p.dir), "/")]; ok {
				return n.replaced(p, p.dir, to)
			}
			return nodeFile{file: try, pkg: p}, nil
		}
	}
	if n.b.isDir(name) {
		if inner := path.Join(name, "package.json"); name != p.dir && n.b.isFile(inner) {
			if q, err := n.b.nodePackage(name); err == nil && cmp.Or(q.Module, q.Main) != "" {
				return n.file(p, path.Join(name, cmp.Or(q.Module, q.Main)))
			}
		}
		if name != p.dir || !strings.HasSuffix(name, "index") {
			return n.file(p, path.Join(name, "index.js"))
		}
	}
	return nodeFile{}, fmt.Errorf("%w: no file %s", errNotExported, name)
}

// replaced returns what the "browser" field has in place of a module.
func (n nodeResolver) replaced(p *nodePackage, dir, to string) (nodeFile, error) {
	switch {
	case to == "":
		return nodeFile{file: path.Join(p.dir, "package.json"), pkg: p, empty: true}, nil
	case strings.HasPrefix(to, "."):
		plain := *p
		plain.browser = nil // once
		f, err := n.file(&plain, path.Join(p.dir, to))
		f.pkg = p
		return f, err
	}
	return n.find(path.Dir(p.dir), to)
}

// conditions are those of package.json that hold.
func (n nodeResolver) conditions() []string {
	if n.require {
		return []string{"browser", "require", "module", "default"}
	}
	return []string{"browser", "import", "module", "default"}
}

// mapped looks a subpath up in "exports" or "imports".
func (n nodeResolver) mapped(p *nodePackage, table json.RawMessage, key string) (nodeFile, error) {
	entries := orderedObject(table)
	if len(entries) == 0 || !strings.HasPrefix(entries[0].key, ".") && !strings.HasPrefix(entries[0].key, "#") {
		entries = []jsonEntry{{".", table}} // the whole is what "." means
	}
	value, star := matchExport(entries, key)
	if value == nil {
		return nodeFile{}, fmt.Errorf("%w: %s does not export %q", errNotExported, p.Name, key)
	}
	return n.target(p, value, star, key)
}

// target follows conditions to a path; star stands for its "*".
func (n nodeResolver) target(p *nodePackage, value json.RawMessage, star, key string) (nodeFile, error) {
	if err := n.step(); err != nil {
		return nodeFile{}, err
	}
	none := fmt.Errorf("%w: %s does not export %q to browsers", errNotExported, p.Name, key)
	switch value[0] {
	case '"':
		var to string
		if err := json.Unmarshal(value, &to); err != nil {
			return nodeFile{}, err
		}
		to = strings.ReplaceAll(to, "*", star)
		if !strings.HasPrefix(to, "./") {
			return n.find(path.Dir(p.dir), to)
		}
		name := path.Join(p.dir, to)
		if !strings.HasPrefix(name, p.dir+"/") || !n.b.isFile(name) {
			return nodeFile{}, fmt.Errorf("%w: no file %s", errNotExported, name)
		}
		return n.file(p, name)
	case '[':
		var list []json.RawMessage
		_ = json.Unmarshal(value, &list) // it was valid as a part of the whole
		for _, v := range list {
			if f, err := n.target(p, v, star, key); err == nil {
				return f, nil
			}
		}
	case '{':
		for _, e := range orderedObject(value) {
			if slices.Contains(n.conditions(), e.key) {
				if f, err := n.target(p, e.value, star, key); err == nil {
					return f, nil
				}
			}
		}
	}
	return nodeFile{}, none
}

// matchExport finds the entry of a key: itself, or the pattern with the longest
// part in front of its "*".
func matchExport(entries []jsonEntry, key string) (value json.RawMessage, star string) {
	best := -1
	for _, e := range entries {
		before, after, wild := strings.Cut(e.key, "*")
		if !wild && strings.HasSuffix(e.key, "/") { // the old form of "./lib/*"
			before, after, wild = e.key, "", true
		}
		switch {
		case e.key == key:
			return e.value, ""
		case wild && len(before) > best && strings.HasPrefix(key, before) && strings.HasSuffix(key, after) && len(key) > len(before)+len(after):
			best, value, star = len(before), e.value, key[len(before):len(key)-len(after)]
			if !strings.Contains(e.key, "*") {
				value = appendJSON(nil, strings.Trim(string(value), `"`)+"*")
			}
		}
	}
	return value, star
}

func (p *nodePackage) browserMain() string {
	var main string
	if len(p.Browser) > 0 && p.Browser[0] == '"' {
		_ = json.Unmarshal(p.Browser, &main)
	}
	return main
}

// isPure reports whether the file does nothing but define what it exports, as
// the package says.
func (p *nodePackage) isPure(file string) bool {
	if p == nil {
		return false
	}
	if p.effects == nil {
		return p.pure
	}
	rel := strings.TrimPrefix(file, p.dir+"/")
	return !slices.ContainsFunc(p.effects, func(glob string) bool {
		glob = strings.TrimPrefix(glob, "./")
		if !strings.Contains(glob, "/") {
			glob = "**/" + glob
		}
		ok, err := doublestar.Match(glob, rel)
		return err == nil && ok
	})
}

// nodePackage returns what the package.json of a folder says.
func (b *esBuild) nodePackage(dir string) (*nodePackage, error) {
	if p, ok := b.packages.Load(dir); ok {
		return p.(*nodePackage), nil
	}
	p, err := b.readPackage(dir)
	if err == nil {
		b.packages.Store(dir, p)
	}
	return p, err
}

func (b *esBuild) readPackage(dir string) (*nodePackage, error) {
	p := &nodePackage{dir: dir}
	raw, err := b.read(path.Join(dir, "package.json"), maxFile)
	if errors.Is(err, fs.ErrNotExist) {
		return p, nil // a folder without one is a package too
	}
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %s", path.Join(dir, "package.json"), diag.Reason(err))
	}
	if err := json.Unmarshal(raw, p); err != nil {
		return nil, fmt.Errorf("%s is not what npm writes: %w", path.Join(dir, "package.json"), err)
	}
	for _, e := range orderedObject(p.Browser) {
		var to string
		if json.Unmarshal(e.value, &to) == nil || string(e.value) == "false" {
			if p.browser == nil {
				p.browser = map[string]string{}
			}
			p.browser[e.key] = to
		}
	}
	switch s := string(p.SideEffects); {
	case s == "false":
		p.pure = true
	case strings.HasPrefix(s, "["):
		_ = json.Unmarshal(p.SideEffects, &p.effects)
	}
	return p, nil
}

// A jsonEntry is one member of an object, whose order means something.
type jsonEntry struct {
	key   string
	value json.RawMessage
}

// orderedObject returns the members of a JSON object, nil when it is none.
func orderedObject(raw json.RawMessage) []jsonEntry {
	d := json.NewDecoder(strings.NewReader(string(raw)))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil
	}
	var out []jsonEntry
	for d.More() {
		key, err := d.Token()
		name, ok := key.(string)
		var e jsonEntry
		if err != nil || !ok || d.Decode(&e.value) != nil {
			return out
		}
		e.key = name
		out = append(out, e)
	}
	return out
}
