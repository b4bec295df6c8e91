// Package version judges versions and version constraints exactly as Composer
// does, because Winter plugins are written against Composer's grammar.
//
// A version has one to four numbers, an optional leading "v", an optional
// stability (dev < alpha < beta < RC < stable < patch) and optional build
// metadata, which is ignored: "1.0", "v2.1.0-beta3", "1.0.0-rc.1", "20240131",
// "1.0.x-dev", "dev-main". [Normalize] brings it to four numbers.
//
// A constraint is one or more of these, joined by a blank or a comma for "and",
// by "||" or "|" for "or":
//
//	1.0                 exactly 1.0; 1.0.1 does not match
//	= == != <> < <= > >=  a comparison; a blank may follow the operator
//	1.0.* 1.x *         any version that begins so
//	~1.2 ~1.2.3         up to the next 2.0, the next 1.3
//	^1.2 ^0.3 ^0.0.3    up to the next 2.0, 0.4, 0.0.4
//	1.0 - 2.0           from 1.0 through every 2.0.x; "1.0 - 2.0.0" ends at 2.0.0
//	>=1.0@beta          with a stability; "1.0 as 2.0" loses its alias
//
// A bound without a stability begins at its earliest development version:
// 2.0.0-beta1 matches ">=2.0" and does not match "<2.0".
//
// Errors carry Composer's own words.
package version

import (
	"cmp"
	"strconv"
	"strings"
)

// Compare orders two versions as PHP's version_compare does, without
// normalizing them: 1.0 comes before 1.0.0, and a part that is neither a number
// nor a known stability before everything else. The result is -1, 0 or +1.
func Compare(a, b string) int {
	if a == "" || b == "" {
		return cmp.Compare(min(len(a), 1), min(len(b), 1))
	}
	a, b = canonical(a), canonical(b)
	for {
		partA, restA, moreA := strings.Cut(a, ".")
		partB, restB, moreB := strings.Cut(b, ".")
		if order := comparePart(partA, partB); order != 0 {
			return order
		}
		if !moreA || !moreB || restA == "" || restB == "" {
			return compareRest(restA, moreA, restB, moreB)
		}
		a, b = restA, restB
	}
}

// number stands for any number in an order of stabilities.
const number = "#N#"

// compareRest orders two versions that are equal as far as the shorter goes. A
// further number makes a version later, a further word as its stability says.
func compareRest(a string, moreA bool, b string, moreB bool) int {
	switch {
	case moreA && startsWithDigit(a):
		return 1
	case moreA:
		return Compare(a, number)
	case moreB && startsWithDigit(b):
		return -1
	case moreB:
		return Compare(number, b)
	}
	return 0
}

func comparePart(a, b string) int {
	digitA, digitB := startsWithDigit(a), startsWithDigit(b)
	if digitA && digitB {
		return cmp.Compare(leadingNumber(a), leadingNumber(b))
	}
	if digitA {
		a = number
	}
	if digitB {
		b = number
	}
	return cmp.Compare(rank(a), rank(b))
}

func startsWithDigit(s string) bool { return s != "" && isDigit(s[0]) }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// leadingNumber is the number that s begins with; a number too large is the
// largest, as strtol has it.
func leadingNumber(s string) int64 {
	end := 0
	for end < len(s) && isDigit(s[end]) {
		end++
	}
	n, _ := strconv.ParseInt(s[:end], 10, 64)
	return n
}

// rank is the place of a word among the stabilities; the first prefix decides,
// so "patch" ranks as "p" and a word that PHP does not know before all.
func rank(word string) int {
	for _, s := range []struct {
		prefix string
		rank   int
	}{
		{"dev", 0}, {"alpha", 1}, {"a", 1}, {"beta", 2}, {"b", 2},
		{"RC", 3}, {"rc", 3}, {"#", 4}, {"pl", 5}, {"p", 5},
	} {
		if strings.HasPrefix(word, s.prefix) {
			return s.rank
		}
	}
	return -1
}

// canonical separates the parts of a version by single dots: where digits meet
// letters, and in place of anything that is neither.
func canonical(version string) string {
	if version[0] == '#' {
		return version
	}
	out := append(make([]byte, 0, 2*len(version)), version[0])
	last := version[0]
	for i := 1; i < len(version); i++ {
		c := version[i]
		alnum := isDigit(c) || isLetter(c)
		if (!alnum || boundary(last, c)) && out[len(out)-1] != '.' {
			out = append(out, '.')
		}
		if alnum || isDigit(last) && c != '.' && !isSeparator(c) {
			out = append(out, c)
		}
		last = c
	}
	return string(out)
}

// boundary reports whether a part ends between a and b.
func boundary(a, b byte) bool {
	return isDigit(b) && !isDigit(a) && a != '.' && !isSeparator(a) ||
		isDigit(a) && !isDigit(b) && b != '.'
}

func isSeparator(c byte) bool { return c == '-' || c == '_' || c == '+' }
