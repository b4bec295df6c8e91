package plugin

// At returns where the value of a key of the item, such as "label", is written. Of a
// reference only the place is set.
func (m MenuItem) At(key string) Reference { return m.declared.written(key) }

// At returns where the value of a key of the item, such as "label", is written.
func (s SettingsItem) At(key string) Reference { return s.declared.written(key) }

// At returns where the permission is declared.
func (p Permission) At() Reference { return p.at.reference() }

// At returns where it is declared.
func (r Registered) At() Reference { return r.place().reference() }

func (d declaration) written(key string) Reference {
	return placeOr(d.val.get(key).place, d.at).reference()
}

func (p place) reference() Reference {
	return Reference{Where: p.file, Line: p.line, Column: p.column}
}
