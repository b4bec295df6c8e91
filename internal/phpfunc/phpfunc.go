// Package phpfunc has the functions of PHP, and of Winter's helper classes, that
// plugins register for templates by their names. They give what PHP 8.2 gives for
// the same arguments; no PHP runs.
//
// Names are those of PHP: "strtoupper", "str_plural", "Str::plural", "Html::ul".
// As in PHP, their case does not matter. Functions without the prefix mb_ change
// the case of ASCII letters only. What depends on a request, such as the token in
// a form, or on chance is left out.
package phpfunc

import (
	"fmt"
	"maps"
	"strconv"
	"strings"
	"sync"
)

// An Env is what functions know of the site.
type Env struct {
	Root string // address of the site, with a slash at its end: "/", "/docs/"
}

// maxText is the length of the longest text that a function makes.
const maxText = 16 << 20

// function is one function: the least and the most arguments it takes, -1 for any
// number, and what it does with them.
type function struct {
	least, most int
	call        func(a arguments) (any, error)
}

// Knows reports whether there is a function of the name.
func Knows(name string) bool {
	_, ok := lookup(name)
	return ok
}

func lookup(name string) (function, bool) {
	f, ok := functions()[strings.ToLower(name)]
	return f, ok
}

// functions are all of them, by their names in lower case.
var functions = sync.OnceValue(func() map[string]function {
	out := texts()
	for _, group := range []map[string]function{strMethods(), addresses(), elements(), forms()} {
		maps.Copy(out, group)
	}
	return out
})

// A Func calls one function with plain data.
type Func func(args []any) (any, error)

// Lookup returns the function of the name.
func Lookup(name string, env Env) (Func, bool) {
	f, ok := lookup(name)
	if !ok {
		return nil, false
	}
	return func(args []any) (any, error) {
		if len(args) < f.least || f.most >= 0 && len(args) > f.most {
			return nil, fmt.Errorf("takes %s, not %d", f.wants(), len(args))
		}
		out, err := f.call(arguments{args, env})
		if s, ok := out.(string); ok && len(s) > maxText {
			return nil, fmt.Errorf("makes a text of more than %d MiB", maxText>>20)
		}
		return out, err
	}, true
}

func (f function) wants() string {
	switch {
	case f.most < 0:
		return fmt.Sprintf("%d or more arguments", f.least)
	case f.least == f.most && f.least == 1:
		return "1 argument"
	case f.least == f.most:
		return fmt.Sprintf("%d arguments", f.least)
	}
	return fmt.Sprintf("%d to %d arguments", f.least, f.most)
}

// arguments are what a function is given.
type arguments struct {
	all []any
	env Env
}

// text returns an argument as PHP makes text of it.
func (a arguments) text(i int) string {
	if i >= len(a.all) {
		return ""
	}
	return toText(a.all[i])
}

func toText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case bool:
		if v {
			return "1"
		}
		return ""
	case string:
		return v
	case []any, map[string]any:
		return "Array"
	case float64:
		return strconv.FormatFloat(v, 'G', 14, 64)
	}
	return fmt.Sprint(v)
}

// or returns an argument as text, or otherwise when there is none.
func (a arguments) or(i int, otherwise string) string {
	if i >= len(a.all) || a.all[i] == nil {
		return otherwise
	}
	return a.text(i)
}

func (a arguments) number(i, otherwise int) int {
	if i >= len(a.all) || a.all[i] == nil {
		return otherwise
	}
	return int(toNumber(a.all[i]))
}

func toNumber(v any) float64 {
	n, err := strconv.ParseFloat(strings.TrimSpace(toText(v)), 64)
	if err != nil {
		return 0
	}
	return n
}

// list returns an argument that is a list, or a list of it.
func (a arguments) list(i int) []any {
	if i >= len(a.all) {
		return nil
	}
	if l, ok := a.all[i].([]any); ok {
		return l
	}
	return []any{a.all[i]}
}

func (a arguments) table(i int) map[string]any {
	if i >= len(a.all) {
		return nil
	}
	m, _ := a.all[i].(map[string]any)
	return m
}

// of makes a function of one text.
func of(f func(string) string) function {
	return function{1, 1, func(a arguments) (any, error) { return f(a.text(0)), nil }}
}
