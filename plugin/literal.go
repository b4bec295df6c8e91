package plugin

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"strata/internal/diag"
)

// groupExtensions are those of files that hold values by name, in the order in
// which they count when two files are one group.
var groupExtensions = []string{".php", ".yaml", ".yml", ".json"}

// A group is a file that holds values by name: "lang.php" is the group lang.
type group struct {
	name string
	in   folder
	file string // in the folder
}

// groups returns the groups of a folder by name.
func groups(f folder, ds *diag.List) []group {
	var out []group
	for _, ext := range groupExtensions {
		for _, e := range f.entries {
			name, ok := strings.CutSuffix(e.Name(), ext)
			if !ok || name == "" || strings.HasPrefix(name, ".") || e.IsDir() {
				continue
			}
			if i := slices.IndexFunc(out, func(g group) bool { return g.name == name }); i >= 0 {
				ds.Add(warnGroupTwice(f.path(e.Name()), out[i].file))
				continue
			}
			out = append(out, group{name, f, e.Name()})
		}
	}
	slices.SortFunc(out, func(a, b group) int { return strings.Compare(a.name, b.name) })
	return out
}

// read returns the values of the group: a table, or absent when the file cannot be
// read or holds nothing. What PHP says that it assumes of the environment is told.
func (g group) read(ds *diag.List) value {
	var v value
	switch path.Ext(g.file) {
	case ".php":
		v = readReturned(g.in, g.file, ds)
	case ".json":
		v, _ = readJSON(g.in, g.file, ds)
	default:
		v, _ = readYAML(g.in, g.file, ds)
	}
	if v.given() && v.kind != table && (v.kind != list || len(v.items) > 0) {
		ds.Add(errGroupShape(v))
		return value{}
	}
	return v
}

// readReturned reads what a PHP file returns.
func readReturned(f folder, name string, ds *diag.List) value {
	src, ok := f.read(name, ds)
	if !ok {
		return value{}
	}
	c, ok := parseClass(f.path(name), "", src, ds)
	if !ok {
		return value{}
	}
	c.eval.environment = true
	v := c.file()
	if v.kind == absent {
		ds.Add(warnNothingReturned(f.path(name)))
	}
	for _, a := range c.eval.assumed {
		ds.Add(noticeAssumed(a))
	}
	return v
}

// readJSON reads a JSON file. The second result is false when it is none.
func readJSON(f folder, name string, ds *diag.List) (value, bool) {
	src, ok := f.read(name, ds)
	if !ok {
		return value{}, false
	}
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	r := jsonReader{lines: newLineIndex(f.path(name), src), in: json.NewDecoder(bytes.NewReader(src))}
	r.in.UseNumber()
	if at := diag.InvalidUTF8(src); at >= 0 {
		ds.Add(errNotUTF8(r.lines.place(at)))
		return value{}, false
	}
	v, err := r.value(0)
	if err == nil {
		if _, more := r.in.Token(); !errors.Is(more, io.EOF) {
			err = errors.New("something follows the value")
		}
	}
	if err != nil {
		ds.Add(errJSON(r.lines.place(int(r.in.InputOffset())), err))
	}
	return v, err == nil
}

// A jsonReader turns JSON into values.
type jsonReader struct {
	lines lineIndex
	in    *json.Decoder
}

func (r *jsonReader) value(depth int) (value, error) {
	if depth > maxYAMLDepth {
		return value{}, errors.New("it is nested too deeply")
	}
	token, at, err := r.token()
	if err != nil {
		return value{}, err
	}
	v := value{place: at}
	switch token := token.(type) {
	case json.Delim:
		return r.items(v, token, depth)
	case string:
		v.kind, v.text = text, token
	case json.Number:
		v.kind, v.text = number, token.String()
	case bool:
		v.kind, v.truth, v.text = boolean, token, strconv.FormatBool(token)
	default:
		v.kind = null
	}
	return v, nil
}

// items reads what is between brackets.
func (r *jsonReader) items(v value, open json.Delim, depth int) (value, error) {
	v.kind = list
	if open == '{' {
		v.kind = table
	}
	for r.in.More() {
		var it item
		if v.kind == table {
			key, at, err := r.token()
			if err != nil {
				return v, err
			}
			it.key, _ = key.(string)
			it.keyAt = at
		}
		val, err := r.value(depth + 1)
		if err != nil {
			return v, err
		}
		it.val = val
		if v.kind == list {
			it.keyAt = val.place
		}
		v.items = append(v.items, it)
	}
	_, _, err := r.token()
	return v, err
}

// token returns the next token and where it begins.
func (r *jsonReader) token() (json.Token, place, error) {
	token, err := r.in.Token()
	if errors.Is(err, io.EOF) {
		err = errors.New("it ends too early")
	}
	if err != nil {
		return nil, place{}, err
	}
	end := int(r.in.InputOffset())
	start := end - 1
	if _, ok := token.(json.Delim); !ok {
		start = r.tokenStart(end, token)
	}
	return token, r.lines.place(start), nil
}

// tokenStart goes back from the end of a token to its beginning.
func (r *jsonReader) tokenStart(end int, token json.Token) int {
	src := r.lines.src
	if _, ok := token.(string); !ok {
		for end > 0 && !bytes.ContainsRune([]byte(" \t\r\n,:[{"), rune(src[end-1])) {
			end--
		}
		return end
	}
	for at := end - 2; at >= 0; at-- {
		if src[at] == '"' && (at == 0 || src[at-1] != '\\') {
			return at
		}
	}
	return 0
}
