package site

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"maps"
	"path"
	"reflect"
	"slices"

	"strata/internal/diag"
	"strata/internal/source"
)

// A Table is columns and rows.
type Table struct {
	Columns []Column
	Rows    []map[string]any
}

// A Column is one of a table. The Config is what it says of itself, for the
// function column.
type Column struct {
	Key    string
	Label  string
	Type   string // "text" when none is given
	Config map[string]any
}

// maxDataBytes is the size of the largest file with the data of a table.
const maxDataBytes = 4 << 20

// table returns the table of a source: the name of a YAML, JSON or CSV file beside
// the page, the name of a value of the page's params, or the value itself. That is
// a list of rows, or a map of columns and rows. The types are those of columns, by
// their keys, for who needs to say no more of them.
func (e *engine) table(from any, types ...map[string]string) (*Table, error) {
	t, err := e.newTable(from, types)
	return t, e.inTable(err)
}

// inTable makes an error of the shortcode table one of its use, as its words stand
// in the page.
func (e *engine) inTable(err error) error {
	f, ok := errors.AsType[*fault](err)
	if !ok || f.File != "" || e.inTag == nil || e.inTag.tag.name != "table" {
		return err
	}
	return &misuse{f.Diagnostic}
}

func (e *engine) newTable(from any, types []map[string]string) (*Table, error) {
	data, header, err := e.tableData(from)
	if err != nil {
		return nil, err
	}
	t := &Table{}
	if m, ok := data.(map[string]any); ok {
		if err := t.define(m["columns"]); err != nil {
			return nil, err
		}
		if data = m["rows"]; data == nil {
			return nil, &fault{errTableShape("it has no rows")}
		}
		if name, ok := data.(string); ok {
			if data, header, err = e.tableData(name); err != nil {
				return nil, err
			}
		}
	}
	if err := t.fill(data, header); err != nil {
		return nil, err
	}
	for _, given := range types {
		if err := t.retype(given); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// tableData returns the value that the source means, and the header of a CSV file.
func (e *engine) tableData(from any) (any, []string, error) {
	name, ok := from.(string)
	if !ok {
		return from, nil, nil
	}
	switch path.Ext(name) {
	case ".csv", ".yaml", ".yml", ".json":
		return e.readData(name)
	}
	if e.on != nil {
		if v := lookup(reflect.ValueOf(e.on.Params), name); v != nil {
			return v, nil, nil
		}
	}
	return nil, nil, &fault{errTableMissing(name)}
}

// readData reads a file beside the page.
func (e *engine) readData(name string) (any, []string, error) {
	file, inside := e.tree.beside(e.on, name)
	if !inside {
		return nil, nil, &fault{errDataOutside(name)}
	}
	src, err := source.Read(e.tree.src, file, maxDataBytes)
	if err != nil {
		return nil, nil, &fault{errDataMissing(name, err)}
	}
	about := report{file: file, src: src}
	var data any
	var header []string
	if path.Ext(name) == ".csv" {
		data, header = readCSV(&about)
	} else {
		data = about.data()
	}
	if len(about.list) > 0 {
		return nil, nil, &fault{together(about.list)}
	}
	return data, header, nil
}

// readCSV reads rows by the names in the first line.
func readCSV(about *report) (any, []string) {
	if at := diag.InvalidUTF8(about.src); at >= 0 {
		about.at(at, errInvalidUTF8())
		return nil, nil
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(about.src, []byte("\ufeff"))))
	r.TrimLeadingSpace = true
	all, err := r.ReadAll()
	if p, ok := errors.AsType[*csv.ParseError](err); ok {
		about.add(errCSV(p.Err), p.Line, about.columnOf(p.Line, p.Column))
		return nil, nil
	}
	if err != nil || len(all) == 0 {
		about.add(errTableShape("it has no first line with the names of the columns"), 0, 0)
		return nil, nil
	}
	rows := []any{}
	for _, line := range all[1:] {
		row := map[string]any{}
		for i, text := range line {
			row[all[0][i]] = text
		}
		rows = append(rows, row)
	}
	return rows, all[0]
}

// define reads the columns: a list of keys, and of maps that have one.
func (t *Table) define(v any) error {
	list, ok := v.([]any)
	if !ok && v != nil {
		return &fault{errTableShape("its columns are no list")}
	}
	for _, it := range list {
		config, ok := it.(map[string]any)
		if key, isText := it.(string); isText {
			config, ok = map[string]any{"key": key}, true
		}
		key, _ := config["key"].(string)
		if !ok || key == "" {
			return &fault{errTableShape("a column has no key")}
		}
		t.Columns = append(t.Columns, newColumn(key, config))
	}
	return nil
}

func newColumn(key string, config map[string]any) Column {
	c := Column{Key: key, Label: titleOf(key), Type: "text", Config: config}
	if label, ok := config["label"]; ok {
		c.Label = fmt.Sprint(label)
	}
	if kind, ok := config["type"]; ok {
		c.Type = fmt.Sprint(kind)
	}
	return c
}

// fill takes the rows, and for columns the header or the keys that rows have.
func (t *Table) fill(data any, header []string) error {
	list, ok := data.([]any)
	if !ok {
		return &fault{errTableShape("its rows are no list")}
	}
	keys := map[string]bool{}
	for _, it := range list {
		row, ok := it.(map[string]any)
		if !ok {
			return &fault{errTableShape("a row is no map")}
		}
		for key := range row {
			keys[key] = true
		}
		t.Rows = append(t.Rows, row)
	}
	if header == nil {
		header = sortedKeys(keys)
	}
	if len(t.Columns) == 0 {
		for _, key := range header {
			t.Columns = append(t.Columns, newColumn(key, map[string]any{}))
		}
	}
	if len(t.Rows)*len(t.Columns) > maxCells {
		return &fault{errGuard("cells in a table", fmt.Sprint(maxCells))}
	}
	return nil
}

// retype gives columns other types.
func (t *Table) retype(types map[string]string) error {
	for _, key := range sortedKeys(types) {
		i := slices.IndexFunc(t.Columns, func(c Column) bool { return c.Key == key })
		if i < 0 {
			var known []string
			for _, c := range t.Columns {
				known = append(known, c.Key)
			}
			return &fault{errTableColumn(key, known)}
		}
		config := maps.Clone(t.Columns[i].Config)
		config["type"] = types[key]
		t.Columns[i].Type, t.Columns[i].Config = types[key], config
	}
	return nil
}
