package yamlerror

import (
	"testing"

	"go.yaml.in/yaml/v3"
)

func TestOf(t *testing.T) {
	for src, want := range map[string]struct {
		line, column int
		text         string
	}{
		"a: 1\n\nrequire: [a\nmarkup: {}\nb: 1\n":         {3, 0, "did not find expected ',' or ']'"},
		"x: 1\ny: {a: 1,\n  b: 2\nz: 2\nf: 1\n":           {2, 0, "did not find expected ',' or '}'"},
		"title: [a\n":                                     {1, 0, "did not find expected ',' or ']'"},
		"title: [a,\n  b\nc: 1\n":                         {1, 0, "did not find expected ',' or ']'"},
		"a:\n  b: a: b\nc: 1\n":                           {2, 0, "mapping values are not allowed in this context"},
		"a:\n  b: c\n d: 1\ne: 2\n":                       {3, 0, "did not find expected key"},
		"x: 1\na:\n  b: c\n  c: d\n  e: f\n d: 1\ne: 2\n": {6, 0, "did not find expected key"},
		"x: 1\na:\n  - b\n  - c\n  d: 1\ne: 2\n":          {5, 0, "did not find expected '-' indicator"},
		"x: 1\na:\n  - b\n c\n\nd: 1\ne: 2\n":             {4, 0, "did not find expected key"},
		"x: 1\ny: 'abc'def\nz: 2\nf: 1\n":                 {2, 0, "did not find expected key"},
		"x: 1\n---\na:\n  b: c\n d: 1\ne: 2\n":            {5, 0, "did not find expected key"},
		"x: 1\n\ty: 2\nz: 1\n":                            {2, 1, Tab},
		"x:\n  y: [1]\n \tz: 1\n":                         {3, 2, Tab},
		"x: 1\ny: @a\n":                                   {2, 0, "found character that cannot start any token"},
		"x: 1\ny: *nobody\n":                              {2, 4, "unknown anchor 'nobody' referenced"},
	} {
		err := decode(src)
		if err == nil {
			t.Errorf("%q is YAML", src)
			continue
		}
		line, column, text := Of([]byte(src), err)
		if line != want.line || column != want.column || text != want.text {
			t.Errorf("%q: %d:%d: %s (%v)", src, line, column, text, err)
		}
	}
}

func decode(src string) error {
	documents := yaml.NewDecoder(&single{src: []byte(src)})
	for {
		var n yaml.Node
		if err := documents.Decode(&n); err != nil {
			return err
		}
	}
}

// FuzzOf wants a line of the text whatever is wrong with it.
func FuzzOf(f *testing.F) {
	f.Add("a:\n  b: c\n d: 1\n")
	f.Add("- [")
	f.Fuzz(func(t *testing.T, src string) {
		var n yaml.Node
		err := yaml.Unmarshal([]byte(src), &n)
		if err == nil {
			return
		}
		if line, _, text := Of([]byte(src), err); line < 1 || line > 2+len(src) || text == "" {
			t.Errorf("line %d: %q", line, text)
		}
	})
}
