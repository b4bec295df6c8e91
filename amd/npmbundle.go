package amd

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// bundleNPM builds what the packages take from npm: once for all of them, and
// once for each that is to have its own copies. Every chunk then belongs to the
// one package that reaches it, or to the shared layer.
func (g *graph) bundleNPM() {
	n := g.npm
	for _, p := range g.opts.Packages {
		if e := g.es[p.Name]; e != nil && e.bundle != nil {
			n.use(e)
		}
	}
	if len(n.uses) == 0 {
		return
	}
	groups := map[string][]string{}
	for k := range n.uses {
		groups[k.group] = append(groups[k.group], k.file)
	}
	b := newESBuild(g, nil)
	n.merge(b, groups[""])
	var files []string
	for k := range n.uses {
		files = append(files, k.file)
	}
	n.name(n.versions(b, files))
	n.answer()
	names := sortedKeys(groups)
	bundles := make([]*bundle, len(names))
	inParallel(len(names), func(i int) { bundles[i] = n.bundle(names[i]) })
	for i, out := range bundles {
		g.ds.Add(out.ds...)
		if !out.ds.HasErrors() {
			n.place(names[i], out)
		}
	}
}

// merge lets folders that hold the same version of a package be one, whichever
// plugin they lie in.
func (n *npm) merge(b *esBuild, files []string) {
	first := map[string]string{} // name, version and the file's place in it
	slices.Sort(files)
	for _, file := range files {
		p, err := b.nodePackage(folderOf(file))
		if err != nil || p.Version == "" {
			continue
		}
		key := p.Name + "\n" + p.Version + "\n" + strings.TrimPrefix(file, folderOf(file))
		old, ok := first[key]
		if !ok {
			first[key] = file
			continue
		}
		mine, theirs := n.uses[npmKey{"", file}], n.uses[npmKey{"", old}]
		for name := range mine.names {
			theirs.names[name] = true
		}
		theirs.whole = theirs.whole || mine.whole
		delete(n.uses, npmKey{"", file})
		n.same[file] = old
	}
}

// bundle builds the modules of one group.
func (n *npm) bundle(group string) *bundle {
	var files []string
	parts := [][]byte{[]byte("npm"), []byte(group), n.g.env[:]}
	for k := range n.uses {
		if k.group == group {
			files = append(files, k.file)
		}
	}
	slices.Sort(files)
	for _, file := range files {
		u := n.uses[npmKey{group, file}]
		parts = append(parts, []byte(file), []byte(strings.Join(sortedKeys(u.names), "\n")), []byte{flag(u.whole)})
	}
	key := newKey(parts...)
	if old := n.g.keptBundle(npmName, key); old != nil {
		return old
	}
	b := newESBuild(n.g, nil)
	b.classes, b.group = classifyNPM, group
	var points []api.EntryPoint
	for _, file := range files {
		input := "/" + file
		if !n.whole(b, npmKey{group, file}) {
			input = npmNamespace + ":" + input
		}
		points = append(points, api.EntryPoint{InputPath: input, OutputPath: strings.TrimSuffix(file, path.Ext(file))})
	}
	options := b.options(points)
	options.Define["define"], options.Define["global"] = "undefined", "globalThis"
	out := b.run(options)
	n.g.keepBundle(npmName, key, out)
	return out
}

// whole reports whether the module is an entry as it is: all of it is used, or
// it is a CommonJS module, which is one value.
func (n *npm) whole(b *esBuild, k npmKey) bool {
	if n.uses[k].whole || path.Ext(k.file) == ".cjs" || path.Ext(k.file) == ".json" {
		return true
	}
	if path.Ext(k.file) == ".mjs" {
		return false
	}
	raw, err := b.read(k.file, maxFile)
	if err != nil {
		return true
	}
	parsed := n.g.scan(raw)
	return parsed.err == nil && parsed.scan.Module < 0
}

// reexport is the text of a module that has those exports of a file that are
// used, so that the others are dropped.
func (b *esBuild) reexport(file string) string {
	var names []string
	for _, name := range sortedKeys(b.g.npm.uses[npmKey{b.group, file}].names) {
		names = append(names, quoteJS(name))
	}
	return "export {" + strings.Join(names, ",") + "} from " + quoteJS("/"+file) + ";\n"
}

// place makes modules of a bundle's chunks.
func (n *npm) place(group string, out *bundle) {
	home := n.shared.Package
	if group != "" {
		home.Name = group + "/" + npmName
	}
	paths := map[string]string{}
	for _, c := range out.chunks {
		c.name(home, nil)
		if id := n.ids[group+"\n"+c.entry]; id != "" {
			c.id, c.file, c.public = id, c.entry, true
		}
		paths[c.path] = c.id
	}
	ids := func(p string) string {
		if id, ok := paths[p]; ok {
			return id
		}
		return p
	}
	owner := n.shared
	if group != "" {
		owner = n.g.pkgs[group]
	}
	for _, c := range out.chunks {
		n.g.addChunk(c, owner, ids)
		n.mine = append(n.mine, c.id)
	}
}

// settle gives every chunk that one package alone reaches to that package.
func (n *npm) settle() {
	if len(n.mine) == 0 {
		return
	}
	reached := map[string]map[string]bool{} // id to packages
	for _, p := range n.g.opts.Packages {
		var from []string
		for id, m := range n.g.modules {
			if m.pkg.Name == p.Name {
				from = append(from, id)
			}
		}
		for id := range n.g.reach(from) {
			if reached[id] == nil {
				reached[id] = map[string]bool{}
			}
			reached[id][p.Name] = true
		}
	}
	for _, id := range n.mine {
		m := n.g.modules[id]
		if owners := sortedKeys(reached[id]); m.pkg == n.shared && len(owners) == 1 && !n.g.opts.Shared[packageOf(m.file)] {
			m.pkg = n.g.pkgs[owners[0]]
		}
	}
}

// reach is closure within npm: what the modules take from there, also late.
func (g *graph) reach(ids []string) map[string]bool {
	seen := map[string]bool{}
	for _, id := range ids {
		g.follow(id, seen)
	}
	return seen
}

func (g *graph) follow(id string, seen map[string]bool) {
	m := g.modules[id]
	deps := m.deps
	for _, u := range m.units {
		if u.made != nil {
			deps = slices.Concat(deps, u.made.late)
		}
	}
	for _, to := range deps {
		if next := g.modules[to]; next != nil && next.pkg == g.npm.shared && !seen[to] {
			seen[to] = true
			g.follow(to, seen)
		}
	}
}

// folderNames returns the names in a folder, none when there is no such folder.
func folderNames(src fs.FS, name string) []string {
	entries, err := fs.ReadDir(src, name)
	if err != nil {
		return nil
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}
