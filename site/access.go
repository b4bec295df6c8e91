package site

import (
	"fmt"
	"path"
	"strings"

	"strata/internal/diag"
)

// An access decides what whom the site is built for may see.
type access struct {
	cfg   Config
	model *Model
	ds    *diag.List
}

// hide marks the pages that are not to be seen, and returns the names of all content
// files and their pages, as newTree takes them, without the other files that lie in
// their folders. A section's own page speaks for all that is in the section.
func (a access) hide(names []string, pages []*Page) ([]string, []*Page) {
	folders := map[string]bool{}
	for i, p := range pages {
		if p == nil || len(p.PermissionsKey) == 0 {
			continue
		}
		a.check(p)
		p.hidden = a.model.Access != nil && !a.model.Access(p.PermissionsKey)
		stem := strings.TrimSuffix(path.Base(names[i]), path.Ext(names[i]))
		if dir := path.Dir(names[i]); p.hidden && dir != a.cfg.Content && (stem == "_index" || stem == "index") {
			folders[dir] = true
		}
	}
	if len(folders) == 0 {
		return names, pages
	}
	var keptNames []string
	var kept []*Page
	for i, p := range pages {
		within := insideOf(folders, names[i])
		if within && p == nil {
			continue
		} else if within {
			p.hidden = true
		}
		keptNames, kept = append(keptNames, names[i]), append(kept, p)
	}
	return keptNames, kept
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
