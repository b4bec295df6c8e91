package plugin

import "strata/internal/diag"

// aliases are further ids that mean the plugin where nobody else has them: in keys of
// texts and configuration, and wherever else a set is asked for an id.
var aliases = feature{
	key:   "aliases",
	shape: shape{about: "Further ids that mean the plugin, as long as no other plugin has them.", kinds: []kind{text, list}},
	read:  readAliases,
	merge: func(Set, *Contributions, *diag.List) {}, // Resolve knows them
}

func readAliases(p *Plugin, v value, ds *diag.List) {
	for _, it := range v.each() {
		at, id := it.place, it.scalar()
		if it.kind != text || !anyID.MatchString(id) {
			ds.Add(errID(at, id))
			continue
		}
		p.Aliases = append(p.Aliases, Reference{plainID(id), at.file, at.line, at.column})
	}
}

// alias lets the aliases of active plugins mean them.
func (s Set) alias(ds *diag.List) {
	for _, p := range s.Active {
		for _, a := range p.Aliases {
			if has, ok := s.ids[key(a.ID)]; ok {
				ds.Add(warnAliasTaken(p, a, has))
				continue
			}
			s.ids[key(a.ID)] = p.ID
		}
	}
}
