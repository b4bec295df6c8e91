package plugin

import (
	"regexp"
	"slices"
	"strings"
)

var (
	// freeIPAName is the documented rule for FreeIPA's plugin names.
	freeIPAName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]*$`)
	segment     = regexp.MustCompile(`^[A-Za-z0-9_.-]+$`)
	winterID    = regexp.MustCompile(`^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$`)
)

// refused are names that mean something else to loaders or to JavaScript.
var refused = []string{"require", "exports", "module", "define", "__proto__"}

// validModule reports whether id can be an AMD package name or module id.
func validModule(id string) bool {
	for part := range strings.SplitSeq(id, "/") {
		if !segment.MatchString(part) || strings.Contains(part, "..") || part == "." {
			return false
		}
	}
	return true
}

// isRefused reports whether a package or plugin may not be called so, because
// the name, or its first or only segment, is taken.
func isRefused(name string) bool {
	return slices.Contains(refused, name) || slices.Contains(strings.Split(name, "/"), "__proto__")
}

// validPackage reports whether name can be the name of an AMD package.
func validPackage(name string) bool { return validModule(name) && !isRefused(name) }
