package plugin

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"strata/internal/phpfunc"
)

// fillPlaceholders puts arguments in the places of :name, :Name and :NAME. Of
// several names that fit the longest counts, and what was put in is not looked at
// again.
func fillPlaceholders(s string, args map[string]string) string {
	if len(args) == 0 || !strings.Contains(s, ":") {
		return s
	}
	names := slices.SortedFunc(maps.Keys(args), func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	var b strings.Builder
	for {
		before, after, found := strings.Cut(s, ":")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		value, length := argument(after, names, args)
		if length == 0 {
			b.WriteByte(':')
		}
		b.WriteString(value)
		s = after[length:]
	}
}

// argument returns the value of the name that s begins with, and the length of
// the name; 0 when it begins with none.
func argument(s string, names []string, args map[string]string) (string, int) {
	for _, name := range names {
		switch {
		case name == "" || len(s) < len(name):
		case strings.HasPrefix(s, name):
			return args[name], len(name)
		case strings.HasPrefix(s, strings.ToUpper(name)):
			return strings.ToUpper(args[name]), len(strings.ToUpper(name))
		case strings.HasPrefix(s, phpfunc.UpperFirst(name)):
			return phpfunc.UpperFirst(args[name]), len(phpfunc.UpperFirst(name))
		}
	}
	return "", 0
}
