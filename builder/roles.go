package builder

import (
	"fmt"
	"maps"
	"slices"

	"strata/internal/diag"
	"strata/plugin"
	"strata/site"
)

// A viewer is whom the site is built for. The zero value is everybody.
type viewer struct {
	role    string
	granted []string                  // codes of permissions
	may     func(codes []string) bool // nil for everybody
	look    func(code string) (near string, ok bool)
}

// viewer finds out what somebody of the configured role may see: what plugins say
// that the role may, and what the configuration adds.
func (b *build) viewer(cfg site.Config, offer plugin.Contributions, ds *diag.List) viewer {
	v := viewer{role: cfg.Role, look: offer.PermissionLookup()}
	for _, role := range slices.Sorted(maps.Keys(cfg.Roles)) {
		b.checkRole(cfg, role, v.look, ds)
	}
	if v.role == "" {
		return v
	}
	own, known := cfg.Roles[v.role]
	if roles := offer.Roles(); !known && !slices.Contains(roles, v.role) {
		ds.Add(b.unknownRole(cfg, slices.AppendSeq(roles, maps.Keys(cfg.Roles))))
	}
	v.may = offer.May(v.role, own.Permissions...)
	v.granted = slices.Concat(slices.Collect(maps.Keys(offer.Granted(v.role))), own.Permissions)
	slices.Sort(v.granted)
	v.granted = slices.Compact(v.granted)
	return v
}

// checkRole reports codes that the role is granted and that stand for nothing.
func (b *build) checkRole(cfg site.Config, role string, look func(string) (string, bool), ds *diag.List) {
	for i, code := range cfg.Roles[role].Permissions {
		if near, ok := look(code); !ok {
			d := noSuchPermission(fmt.Sprintf("role %q is granted %q", role, code), near)
			ds.Add(b.inConfig(cfg, fmt.Sprintf("roles.%s.permissions[%d]", role, i), d))
		}
	}
}

// seeing lets pages be left out that the viewer may not see.
func (v viewer) seeing(m site.Model) site.Model {
	m.Access = v.may
	m.CheckPermission = func(code string) *diag.Diagnostic {
		near, ok := v.look(code)
		if ok {
			return nil
		}
		d := noSuchPermission(fmt.Sprintf("the page asks for the permission %q", code), near)
		return &d
	}
	return m
}
