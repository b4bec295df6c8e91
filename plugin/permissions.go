package plugin

import (
	"cmp"
	"slices"
	"strings"

	"strata/internal/diag"
)

// A Permission is a right that a plugin's items can ask for. Labels, tabs and
// comments are texts, or keys of translations.
type Permission struct {
	Owner   string // id of the plugin
	Code    string // "acme.blog.access_posts"
	Label   string
	Tab     string // "undefined_tab" when none is given
	Comment string
	Roles   []string // codes of the roles that have it from the start; none makes it an orphan, which developers have
	Order   int      // 500 when none is given
	at      place
}

// Names that Winter gives to what a permission leaves out.
const (
	undefinedTab  = "undefined_tab"
	developerRole = "developer"
	publisherRole = "publisher"
)

var permissions = feature{method: "registerPermissions", key: "permissions", shape: permissionsShape, read: readPermissions, merge: mergePermissions}

var permissionsShape = shape{about: "Rights that items of navigation, settings and pages can ask for, by code.", kinds: []kind{table}, each: &shape{kinds: []kind{table}, fields: []field{
	{"label", shape{about: "What it is called.", kinds: scalars}},
	{"tab", shape{about: "Group under which it is listed.", kinds: scalars}},
	{"comment", shape{about: "What it is for.", kinds: scalars}},
	{"roles", shape{about: "Codes of the roles that have it from the start; developers have those that name none.", kinds: []kind{text, list}}},
	{"order", shape{about: "Place in the list; 500 when left out.", kinds: []kind{number}}},
}}}

func readPermissions(p *Plugin, v value, ds *diag.List) {
	for _, it := range permissionsShape.entries("permissions", v, ds) {
		perm := Permission{Owner: p.ID, Code: it.key, Label: it.val.get("label").scalar(), Tab: it.val.get("tab").scalar(),
			Comment: it.val.get("comment").scalar(), Roles: it.val.get("roles").texts(), Order: orderOf(it.val.get("order"), 500), at: it.keyAt}
		if perm.Tab == "" {
			perm.Tab = undefinedTab
			if it.val.get("tab").kind != opaque {
				ds.Add(noticeNoTab(perm))
			}
		}
		p.Permissions = append(p.Permissions, perm)
	}
}

// mergePermissions sorts by order; of one code that two plugins register, the
// later one counts, as in Winter.
func mergePermissions(set Set, all *Contributions, ds *diag.List) {
	merger[Permission]{
		list:  func(c *Contributions) *[]Permission { return &c.Permissions },
		key:   func(p Permission) string { return p.Code },
		again: noticePermissionTwice,
		later: true,
	}.merge(set, all, ds)
	slices.SortStableFunc(all.Permissions, func(a, b Permission) int { return cmp.Compare(a.Order, b.Order) })
}

// Granted returns the codes, each with a 1, that someone of a role has from the start:
// those that name the role and, for the role developer, those that name none.
func (c Contributions) Granted(role string) map[string]int {
	out := map[string]int{}
	for _, p := range c.Permissions {
		if slices.Contains(p.Roles, role) || role == developerRole && len(p.Roles) == 0 {
			out[p.Code] = 1
		}
	}
	return out
}

// May returns the question that [Contributions.Menu] asks, for someone of a role who
// is granted further codes, which may end in a *. A code that is required may have a *
// at its end or its beginning, which stands for something, not for nothing.
func (c Contributions) May(role string, codes ...string) func(required []string) bool {
	granted := c.Granted(role)
	for _, code := range codes {
		granted[code] = 1
	}
	return newRights(granted).any
}

// Roles returns the codes of the roles that have permissions from the start, sorted.
func (c Contributions) Roles() []string {
	out := []string{developerRole, publisherRole}
	for _, p := range c.Permissions {
		out = append(out, p.Roles...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// PermissionLookup returns a function that looks for a permission which a plugin
// registers, or one that a code with a * stands for. It returns false, and what was
// probably meant, when there is none.
func (c Contributions) PermissionLookup() func(code string) (near string, ok bool) {
	return c.permissionCheck().find
}

// A permissionCheck looks for permissions that nobody registers.
type permissionCheck struct {
	registered rights
	names      []string
	hints      int // suggestions that may still be looked for
}

func (c Contributions) permissionCheck() *permissionCheck {
	codes := map[string]int{}
	out := &permissionCheck{hints: maxHints}
	for _, p := range c.Permissions {
		codes[p.Code] = 1
		out.names = append(out.names, p.Code)
	}
	out.registered = newRights(codes)
	return out
}

// A permissionUse is what asks for permissions: what stands at a path of plugin.yaml.
type permissionUse struct{ owner, path string }

// check reports the codes in a list that no plugin registers.
func (c *permissionCheck) check(use permissionUse, v value, ds *diag.List) {
	if v.kind == text {
		c.code(use, v.scalar(), v.place, ds)
	}
	for _, it := range v.items {
		c.code(use, it.val.scalar(), it.val.place, ds)
	}
}

func (c *permissionCheck) code(use permissionUse, code string, at place, ds *diag.List) {
	if near, ok := c.find(code); code != "" && !ok {
		ds.Add(warnPermissionUnknown(use, at, code, near))
	}
}

// alike are the codes, with a * where the code has one, that it may have been meant
// to be.
func (c *permissionCheck) alike(code string) []string {
	fixed, ends := strings.CutSuffix(code, ".*")
	if !ends {
		return c.names
	}
	depth := strings.Count(fixed, ".")
	var out []string
	for _, name := range c.names {
		if parts := strings.SplitN(name, ".", depth+2); len(parts) == depth+2 {
			out = append(out, strings.Join(parts[:depth+1], ".")+".*")
		}
	}
	return out
}

func (c *permissionCheck) find(code string) (near string, ok bool) {
	if c.registered.has(code) {
		return "", true
	}
	if c.hints--; c.hints >= 0 {
		near = diag.Nearest(code, c.alike(code))
	}
	return near, false
}
