package plugin

import (
	"regexp"

	"strata/internal/diag"
	"strata/internal/moduleid"
	"strata/internal/private"
)

var (
	// freeIPAName is the documented rule for FreeIPA's plugin names.
	freeIPAName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]*$`)
	winterID    = regexp.MustCompile(`^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$`)

	// anyID matches the ids of all layouts, as "Acme.Blog" or as a PHP namespace.
	anyID = regexp.MustCompile(`^\\?[A-Za-z0-9_-]+([.\\][A-Za-z0-9_-]+)*$`)
)

// checkPackage reports a name that an AMD package cannot have.
func checkPackage(at place, name string, ds *diag.List) bool {
	switch {
	case !moduleid.Valid(name):
		ds.Add(errPackageName(at, name))
	case private.Name(name):
		ds.Add(errPrivateName(at, name))
	default:
		return true
	}
	return false
}
