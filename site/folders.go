package site

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"strata/internal/diag"
)

// Folders are folders of somebody beside the site, such as a plugin, whose files
// belong to it too. They are relative to the site; "" is none.
type Folders struct {
	Content string // pages and what lies beside them
	Mount   string // folder of the site's content in which Content lies, "" for its top
	Layouts string // between the default theme and the site's own
	Static  string
}

// A root is a folder whose files lie in one that several roots make together.
type root struct{ dir, mount string }

// A laid file is one that lies in such a folder.
type laid struct {
	name   string // relative to the site
	inside string // where it lies in the folder that the roots make together
	root   root
	rank   int // of its root: that of the site's own folder is the highest
}

// roots are those of the site's folder dir, before those of others.
func roots(dir string, others []Folders, of func(Folders) root) []root {
	var out []root
	for _, f := range others {
		if r := of(f); r.dir != "" {
			out = append(out, r)
		}
	}
	return append(out, root{dir: dir})
}

func contentRoots(cfg Config, others []Folders) []root {
	return roots(cfg.Content, others, func(f Folders) root { return root{f.Content, f.Mount} })
}

func layoutRoots(cfg Config, others []Folders) []root {
	return roots(cfg.Layouts, others, func(f Folders) root { return root{dir: f.Layouts} })
}

func staticRoots(cfg Config, others []Folders) []root {
	return roots(cfg.Static, others, func(f Folders) root { return root{dir: f.Static} })
}

// maxFolders is how many folders may lie in one another: themes show sections by
// templates in one another, of which a page may have a hundred.
const maxFolders = 64

// lay returns the files of the roots in the order of their places. Of two files
// that come to lie at one place, that of the later root counts.
func lay(src fs.FS, roots []root, ignore []string, ds *diag.List) []laid {
	var all []laid
	at := map[string]int{}
	for rank, r := range roots {
		for _, name := range walk(src, r.dir, ignore, ds) {
			f := laid{name: name, inside: path.Join(r.mount, strings.TrimPrefix(name, r.dir+"/")), root: r, rank: rank}
			if strings.Count(f.inside, "/") > maxFolders {
				ds.Add(about(name, errFolders()))
				continue
			}
			if i, taken := at[f.inside]; taken {
				ds.Add(about(all[i].name, errCovered(name)))
				all[i] = f
				continue
			}
			at[f.inside] = len(all)
			all = append(all, f)
		}
	}
	if len(roots) > 1 {
		slices.SortFunc(all, func(a, b laid) int {
			return slices.Compare(strings.Split(a.inside, "/"), strings.Split(b.inside, "/"))
		})
	}
	return all
}

// lies reports whether one of the roots has the file.
func lies(src fs.FS, roots []root, file string) bool {
	return slices.ContainsFunc(roots, func(r root) bool {
		_, err := fs.Stat(src, path.Join(r.dir, file))
		return err == nil
	})
}

// replaces reports whether a page takes the place of an old one: that of the later
// root counts. Two of one root are a mistake.
func (t *tree) replaces(p, old *Page, mistake func(string) diag.Diagnostic) bool {
	now, was := t.laid[p.Source], t.laid[old.Source]
	if now.rank == was.rank {
		t.ds.Add(about(p.Source, mistake(old.Source)))
		return false
	}
	if now.rank < was.rank {
		now, was = was, now
	}
	t.gone[was.name] = true
	t.ds.Add(about(was.name, errCovered(now.name)))
	return now.name == p.Source
}

// byRank returns the pages in the order in which they may choose their addresses:
// those of the site, then those of others, then those that nobody wrote.
func (t *tree) byRank() []*Page {
	out := slices.Clone(t.pages)
	rank := func(p *Page) int {
		if p.Source == "" {
			return -1
		}
		return t.laid[p.Source].rank
	}
	slices.SortStableFunc(out, func(a, b *Page) int { return rank(b) - rank(a) })
	return out
}

// claim gives a file of the output its source. It is false for one that has another
// source already, which is a mistake unless that one is the site's, or of a plugin
// that is later, or else the file is of a page that nobody wrote.
func (t *tree) claim(out, source string) bool {
	owner, taken := t.owners[out]
	switch {
	case !taken:
		t.owners[out] = source
		return true
	case source == "" && t.laid[owner].root.dir == t.cfg.Content:
		t.ds.Add(about(owner, errCollision(out, "")))
	case source != "" && t.laid[source].rank < t.laid[owner].rank:
		t.ds.Add(about(source, errCovered(owner)))
	case source != "":
		t.ds.Add(about(source, errCollision(out, owner)))
	}
	return false
}

// leave takes a page without an address out of the lists it is in.
func (t *tree) leave(p *Page) {
	if p.Source == "" || p.Kind != "page" {
		return
	}
	p.Section.Pages = slices.DeleteFunc(p.Section.Pages, func(q *Page) bool { return q == p })
	if p.Prev != nil {
		p.Prev.Next = p.Next
	}
	if p.Next != nil {
		p.Next.Prev = p.Prev
	}
}
