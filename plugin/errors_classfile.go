package plugin

import "strata/internal/diag"

func errClassFile(use classUse, class, file, twin string) diag.Diagnostic {
	d := use.at.says(diag.Error, "%s class not found %q", use.noun, class)
	if twin != "" {
		return with(d, "rename %q to %s", twin, file)
	}
	return with(d, "add the class in %s, or correct the name", file)
}

// mains are the entries of clients where plugin.yaml does not say otherwise.
var mains = map[string]string{"winter": "assets/js/plugin.js", "kloudspeaker": "client/main.js", "freeipa": "named like its folder"}

func errModuleClient(use moduleUse, id string, layout string) diag.Diagnostic {
	return with(use.at.says(diag.Error, "%s names the module %q, and plugin %s has no browser part", use.what, use.id, id),
		"give the plugin a main module, %s, or write the id of a module of another package", mains[layout])
}

func errModuleUse(use moduleUse) diag.Diagnostic {
	return with(use.at.says(diag.Error, "%s names %q, which cannot be the id of a module", use.what, use.id),
		"write an id such as acme/blog/post, or ./post for a module of the plugin")
}

func errModuleMissing(use moduleUse, file string) diag.Diagnostic {
	return with(use.at.says(diag.Error, "%s names the module %q, which is not there", use.what, use.id), "add %s.js, or correct the name", file)
}
