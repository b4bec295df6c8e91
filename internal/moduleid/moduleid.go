// Package moduleid is the rule for names of AMD modules and packages.
//
// A module id is segments with "/" between them. The AMD specification leaves
// open what a segment may hold; we take what stays itself in a URL, in a file
// name on any disk and in a script: ASCII letters, digits, "_", "." and "-".
// ".." may stand nowhere, since browsers and file systems take it for the folder
// above, and neither may a segment "." or "__proto__", which is no key of a plain
// JavaScript object.
//
// "require", "exports", "module" and "define" are what loaders hand to factories
// under these ids, so nothing else may be called so. As a part of a longer id,
// such as "core/module", they are names like any other.
package moduleid

import (
	"slices"
	"strings"
)

// taken are ids that a loader answers itself.
var taken = []string{"require", "exports", "module", "define"}

// Valid reports whether id can be the name of a module or a package.
func Valid(id string) bool { return ValidPart(id) && !Reserved(id) }

// ValidPart reports whether id can be a part of a module id, as the name of a
// main module inside its package is.
func ValidPart(id string) bool {
	for segment := range strings.SplitSeq(id, "/") {
		if segment == "" || segment == "." || segment == "__proto__" || strings.Contains(segment, "..") || strings.ContainsFunc(segment, odd) {
			return false
		}
	}
	return true
}

// Reserved reports whether id means something else to a loader or to
// JavaScript, so that it must not be given to a module or a package.
func Reserved(id string) bool {
	return slices.Contains(taken, id) || slices.Contains(strings.Split(id, "/"), "__proto__")
}

// Extensions returns those of files that are modules, in the order in which a name
// without one is tried.
func Extensions() []string { return []string{".js", ".ts", ".tsx", ".jsx", ".mjs", ".mts"} }

// odd reports whether a segment may not hold the character.
func odd(r rune) bool {
	return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == '.' || r == '-')
}
