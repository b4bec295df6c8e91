package plugin

import (
	"slices"
	"strings"
)

// rights answers for a fixed set of granted codes what [HasAccess] does, without
// looking at each of them for each question.
type rights struct {
	codes    map[string]bool
	prefixes map[string]bool // of granted codes that end in *
	sorted   []string
	reversed []string // each code from its end, sorted
}

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

// any reports whether one of the required codes is granted.
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
