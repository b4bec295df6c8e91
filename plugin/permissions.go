package plugin

import (
	"cmp"
	"slices"

	"strata/internal/diag"
)

// A Permission is a right that a plugin's items can ask for. Labels, tabs and
// comments are texts, or keys of translations.
type Permission struct {
	Owner   string // id of the plugin
	Code    string // "acme.blog.access_posts"
	Label   string
	Tab     string
	Comment string
	Roles   []string // codes of the roles that have it from the start
	Order   int      // 500 when none is given
	at      place
}

var permissions = feature{
	method: "registerPermissions", key: "permissions",
	shape: shape{about: "Rights that items of navigation, settings and pages can ask for, by code.", each: &shape{kinds: []kind{table}, fields: []field{
		{"label", shape{about: "What it is called.", kinds: scalars}},
		{"tab", shape{about: "Group under which it is listed.", kinds: scalars}},
		{"comment", shape{about: "What it is for.", kinds: scalars}},
		{"roles", shape{about: "Codes of the roles that have it from the start.", kinds: []kind{text, list}}},
		{"order", shape{about: "Place in the list; 500 when left out.", kinds: []kind{number}}},
	}}},
	read:  readPermissions,
	merge: mergePermissions,
}

func readPermissions(p *Plugin, v value, ds *diag.List) {
	for _, it := range v.items {
		order := 500
		if n, ok := it.val.get("order").integer(); ok {
			order = n
		}
		p.Permissions = append(p.Permissions, Permission{Owner: p.ID, Code: it.key, Label: it.val.get("label").scalar(), Tab: it.val.get("tab").scalar(),
			Comment: it.val.get("comment").scalar(), Roles: it.val.get("roles").texts(), Order: order, at: it.keyAt})
	}
}

// mergePermissions sorts by order; of one code that two plugins register, the
// later one counts, as in Winter.
func mergePermissions(set Set, all *Contributions, ds *diag.List) {
	for _, p := range set.Active {
		for _, perm := range p.Permissions {
			i := slices.IndexFunc(all.Permissions, func(q Permission) bool { return q.Code == perm.Code })
			if i >= 0 {
				all.Permissions[i] = perm
				continue
			}
			all.Permissions = append(all.Permissions, perm)
		}
	}
	slices.SortStableFunc(all.Permissions, func(a, b Permission) int { return cmp.Compare(a.Order, b.Order) })
}
