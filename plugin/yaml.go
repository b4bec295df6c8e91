package plugin

import (
	"errors"
	"strings"

	"go.yaml.in/yaml/v3"

	"strata/internal/diag"
	"strata/internal/yamlerror"
)

// The bounds on what a YAML file may make of itself.
const (
	maxYAMLDepth   = 64
	maxYAMLAliased = 10_000
)

// readYAML reads the one document of a YAML file, in which no key stands twice. An
// empty file is absent.
func readYAML(f folder, name string, ds *diag.List) (value, bool) {
	src, ok := f.read(name, ds)
	if !ok {
		return value{}, false
	}
	v, ok := readYAMLText(f.path(name), src, ds)
	v.onlyOnce(map[place]bool{}, ds)
	return v, ok
}

// onlyOnce reports keys that a table has twice, once for all aliases of it. YAML
// forbids them, and the library lets them through.
func (v value) onlyOnce(said map[place]bool, ds *diag.List) {
	first := map[string]place{}
	for _, it := range v.items {
		at, twice := first[it.key]
		switch {
		case v.kind != table:
		case twice && !said[it.keyAt]:
			said[it.keyAt] = true
			ds.Add(errKeyTwice(it, at))
		case !twice:
			first[it.key] = it.keyAt
		}
		it.val.onlyOnce(said, ds)
	}
}

func readYAMLText(file string, src []byte, ds *diag.List) (value, bool) {
	if at := diag.InvalidUTF8(src); at >= 0 {
		ds.Add(errNotUTF8(newLineIndex(file, src).place(at)))
		return value{}, false
	}
	v, err := parseYAML(file, src)
	if err != nil {
		ds.Add(errYAML(file, src, err))
	}
	return v, err == nil
}

func parseYAML(name string, src []byte) (value, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(src, &doc); err != nil {
		return value{}, err
	}
	if len(doc.Content) == 0 {
		return value{}, nil
	}
	y := yamlReader{file: name}
	return y.value(doc.Content[0], 0, false)
}

// A yamlReader turns nodes into values and counts what aliases make of them.
type yamlReader struct {
	file    string
	aliased int
}

func (y *yamlReader) value(n *yaml.Node, depth int, aliased bool) (value, error) {
	if aliased {
		y.aliased++
	}
	switch {
	case depth > maxYAMLDepth:
		return value{}, yamlError{n.Line, "nested too deeply"}
	case y.aliased > maxYAMLAliased:
		return value{}, yamlError{n.Line, "aliases make it too large"}
	}
	v := value{kind: scalarKind(n), text: n.Value, truth: isTrue(n.Value), place: y.place(n)}
	if n.Kind == yaml.ScalarNode && strings.HasPrefix(n.Tag, "!!!") { // Winter's mark of what is important, which is no tag
		v.kind, v.text = text, strings.TrimSpace(n.Tag+" "+n.Value)
	}
	switch n.Kind {
	case yaml.AliasNode:
		return y.value(n.Alias, depth+1, true)
	case yaml.SequenceNode:
		v.kind = list
		for _, c := range n.Content {
			val, err := y.value(c, depth+1, aliased)
			if err != nil {
				return value{}, err
			}
			v.items = append(v.items, item{val: val, keyAt: val.place})
		}
	case yaml.MappingNode:
		v.kind = table
		for i := 0; i+1 < len(n.Content); i += 2 {
			val, err := y.value(n.Content[i+1], depth+1, aliased)
			if err != nil {
				return value{}, err
			}
			v.items = append(v.items, item{n.Content[i].Value, y.place(n.Content[i]), val})
		}
	}
	return v, nil
}

func (y *yamlReader) place(n *yaml.Node) place { return place{y.file, n.Line, n.Column} }

func scalarKind(n *yaml.Node) kind {
	switch n.ShortTag() {
	case "!!null":
		return null
	case "!!bool":
		return boolean
	case "!!int", "!!float":
		return number
	}
	return text
}

func isTrue(s string) bool { return strings.EqualFold(s, "true") }

// A yamlError is a mistake at a line.
type yamlError struct {
	line int
	text string
}

func (e yamlError) Error() string { return e.text }

// yamlMistake returns what is wrong with a YAML text, and where.
func yamlMistake(file string, src []byte, err error) (place, string) {
	if e, ok := errors.AsType[yamlError](err); ok {
		return place{file: file, line: e.line}, e.text
	}
	line, column, message := yamlerror.Of(src, err)
	return place{file, line, column}, message
}
