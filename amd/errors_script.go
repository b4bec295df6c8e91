package amd

import (
	"fmt"
	"path"

	"strata/internal/diag"
)

func foreignImport(spec string) *mistake {
	return newMistake("copy what is needed into the plugin, and import it with ./", "import %q is not relative; what runs while the site is built has only files of its plugin", spec)
}

func strayImport(spec, dir string) *mistake {
	return newMistake("copy the file into the plugin", "import %q leads out of %s", spec, dir)
}

func missingImport(spec, file string) *mistake {
	return newMistake("create the file, or correct the import", "import %q is not there: no file %s", spec, file)
}

func noScriptFile(file string) diag.Diagnostic {
	return diag.Diagnostic{File: file, Text: fmt.Sprintf("%q is no regular file of the plugin", path.Base(file)),
		Hint: "put the file there itself; links inside a plugin are not followed"}
}
