package site

import (
	"fmt"
	"path"
	"strings"

	"strata/internal/diag"
)

// An access decides what whom the site is built for may see.
type access struct {
	model *Model
	ds    *diag.List
}

// hide marks the pages that are not to be seen, and returns all content
// files and their pages, as newTree takes them, without the other files that lie in
// their folders. A section's own page speaks for all that is in the section.
func (a access) hide(files []laid, pages []*Page) ([]laid, []*Page) {
	folders := map[string]bool{}
	for i, p := range pages {
		if p == nil || len(p.PermissionsKey) == 0 {
			continue
		}
		a.check(p)
		p.hidden = a.model.Access != nil && !a.model.Access(p.PermissionsKey)
		inside := files[i].inside
		stem := strings.TrimSuffix(path.Base(inside), path.Ext(inside))
		if dir := path.Dir(inside); p.hidden && dir != "." && (stem == "_index" || stem == "index") {
			folders[dir] = true
		}
	}
	if len(folders) == 0 {
		return files, pages
	}
	var keptFiles []laid
	var kept []*Page
	for i, p := range pages {
		within := insideOf(folders, files[i].inside)
		if within && p == nil {
			continue
		} else if within {
			p.hidden = true
		}
		keptFiles, kept = append(keptFiles, files[i]), append(kept, p)
	}
	return keptFiles, kept
}

func insideOf(folders map[string]bool, name string) bool {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if folders[dir] {
			return true
		}
	}
	return false
}

// check reports codes that nobody registers.
func (a access) check(p *Page) {
	for i, code := range p.PermissionsKey {
		if a.model.CheckPermission == nil {
			return
		}
		if d := a.model.CheckPermission(code); d != nil {
			p.fail(fmt.Sprintf("permissions[%d]", i), *d, a.ds)
		}
	}
}
