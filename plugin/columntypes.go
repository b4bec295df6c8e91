package plugin

import "strata/internal/diag"

// A ColumnType shows the values of a column of a table.
type ColumnType struct {
	Registered
	Call Tag // what makes text of a value, given the value, the column and the row
}

// ColumnTypeNoun is the Noun of the Tag of a column type.
const ColumnTypeNoun = "column type"

// columnTypeList leaves a name to the first plugin without an error, as Winter does.
var columnTypeList = registry[ColumnType]{noun: ColumnTypeNoun, taken: noticeCodeTaken,
	of:   func(x *ColumnType) *Registered { return &x.Registered },
	list: func(c *Contributions) *[]ColumnType { return &c.ColumnTypes }}

// callableFields are what plugin.yaml says of something that is called.
var callableFields = []field{
	{"callable", shape{about: "A PHP function such as strtoupper, or ./file.ts#function.", kinds: []kind{text}}},
	{"template", shape{about: "A template, whose .Value is the value.", kinds: []kind{text}}},
	{"is_safe", shape{about: "html when what it returns is HTML already, as it is when left out; false when it is a text.", kinds: []kind{text, list, boolean}}},
}

var columnTypes = feature{
	method: "registerListColumnTypes", key: "listColumnTypes", beside: true,
	shape: shape{about: "Types of columns by name: a PHP function, ./file.ts#function, or {template: ..., module: ...}.", kinds: []kind{table},
		each: &shape{kinds: []kind{table, text, list, null}, fields: append(callableFields, registeredFields...)}},
	read: func(p *Plugin, v value, ds *diag.List) {
		for _, it := range named("listColumnTypes", v, ds) {
			p.addColumnType(it, ds)
		}
	},
	merge: columnTypeList.merge,
}

func (p *Plugin) addColumnType(it item, ds *diag.List) {
	r, ok := p.registered(ColumnTypeNoun, it, ds)
	if !ok {
		return
	}
	columnTypeList.add(p, ColumnType{Registered: r, Call: p.callable(ColumnTypeNoun, r, it.val, ds)}, ds)
}

// callable reads what stands for something that is called while the site is built.
// The zero Tag is nothing.
func (p *Plugin) callable(noun string, r Registered, v value, ds *diag.List) Tag {
	t := Tag{Owner: p.ID, Name: r.Code, Noun: noun, HTML: true, Where: r.Where, Line: r.Line, Column: r.Column}
	none := v.kind == table && v.get("callable").kind != text && v.get("template").kind != text && v.get("callable").kind != opaque
	if none || !v.given() || !p.readCallable(&t, v, ds) {
		return Tag{}
	}
	return t
}
