package plugin

import (
	"path"
	"slices"
	"strconv"
	"strings"
)

// A value is what a registration file declares, whether it was written in PHP or
// in YAML. The zero value is one that is not there.
type value struct {
	kind  kind
	text  string // of text and numbers as written; of an opaque value: what it is, for people
	made  call   // of text: the known PHP call whose argument it is
	truth bool
	items []item
	place place
}

type kind int

const (
	absent kind = iota
	null
	boolean
	number
	text
	list   // items: without keys, or with keys that are numbers
	table  // items with keys
	opaque // known only to PHP
)

// An item is an element of a list or a table.
type item struct {
	key   string
	keyAt place
	val   value
}

// A place is where something stands in a file.
type place struct {
	file         string
	line, column int
}

// String is the place as diagnostics write it.
func (p place) String() string { return p.says(0, "").Place() }

// get returns the value of a key; of keys that are given twice, the last.
func (v value) get(key string) value {
	for _, it := range slices.Backward(v.items) {
		if v.kind == table && it.key == key {
			return it.val
		}
	}
	return value{}
}

// scalar returns text or a number as it is written, else "".
func (v value) scalar() string {
	if v.kind == text || v.kind == number {
		return strings.TrimSpace(v.text)
	}
	return ""
}

// given reports whether there is a value, or at least something that PHP knows.
func (v value) given() bool { return v.kind != absent && v.kind != null }

// fromPHP reports whether the value stands in a PHP file.
func (v value) fromPHP() bool { return path.Ext(v.place.file) == ".php" }

// integer returns the number, or the text that PHP would take for one.
func (v value) integer() (int, bool) {
	n, err := strconv.Atoi(v.scalar())
	return n, err == nil
}

// each returns the values of a list, or the one value that there is.
func (v value) each() []value {
	if v.kind != list {
		if !v.given() {
			return nil
		}
		return []value{v}
	}
	var out []value
	for _, it := range v.items {
		out = append(out, it.val)
	}
	return out
}

// texts returns the texts of a list, or of one text.
func (v value) texts() []string {
	if s := v.scalar(); s != "" {
		return []string{s}
	}
	var out []string
	for _, it := range v.items {
		if s := it.val.scalar(); s != "" {
			out = append(out, s)
		}
	}
	return out
}
