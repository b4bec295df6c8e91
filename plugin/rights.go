package plugin

import (
	"slices"
	"strings"
)

// rights are granted codes, arranged so that no question has to look at each of them.
// A required code is among them by Winter's rule, whose oddities plugins rely on:
//
//	acme.blog.*   needs a granted code that begins with "acme.blog." and goes on
//	*.edit        needs a granted code that ends with ".edit" and is longer
//	acme.blog     needs that code, or a granted acme.* that it begins with
//
// A lone * is a code like any other.
type rights struct {
	codes    map[string]bool
	prefixes map[string]bool // of granted codes that end in *
	sorted   []string
	reversed []string // each code from its end, sorted
}

// newRights takes codes, each with 1 for granted and anything else for not.
func newRights(granted map[string]int) rights {
	r := rights{codes: map[string]bool{}, prefixes: map[string]bool{}}
	for code, value := range granted {
		if value != 1 {
			continue
		}
		r.codes[code] = true
		if endsWild(code) {
			r.prefixes[strings.TrimSuffix(code, "*")] = true
		}
		r.sorted = append(r.sorted, code)
		r.reversed = append(r.reversed, reverse(code))
	}
	slices.Sort(r.sorted)
	slices.Sort(r.reversed)
	return r
}

// any reports whether one of the required codes is granted; none is when nothing is
// required.
func (r rights) any(required []string) bool { return slices.ContainsFunc(required, r.has) }

func (r rights) has(required string) bool {
	switch {
	case endsWild(required):
		return longer(r.sorted, strings.TrimSuffix(required, "*"))
	case len(required) > 1 && required[0] == '*':
		return longer(r.reversed, reverse(required[1:]))
	case r.codes[required]:
		return true
	}
	for i := range len(required) {
		if r.prefixes[required[:i]] {
			return true
		}
	}
	return false
}

func endsWild(code string) bool { return len(code) > 1 && strings.HasSuffix(code, "*") }

// longer reports whether one of the sorted texts begins with the prefix and goes on.
func longer(sorted []string, prefix string) bool {
	i, found := slices.BinarySearch(sorted, prefix)
	if found {
		i++
	}
	return i < len(sorted) && strings.HasPrefix(sorted[i], prefix)
}

func reverse(s string) string {
	b := []byte(s)
	slices.Reverse(b)
	return string(b)
}
