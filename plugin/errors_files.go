package plugin

import "strata/internal/diag"

func errMount(at place, mount string) diag.Diagnostic {
	return with(at.says(diag.Error, "content.mount: %q is no place for pages", mount[:min(len(mount), 60)]),
		"write an address in the site, such as %q", "/users/")
}
