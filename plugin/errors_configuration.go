package plugin

import (
	"path"

	"strata/internal/diag"
)

func noticeConfigHidden(file string) diag.Diagnostic {
	return with(says(diag.Notice, file, "%q is not read, because another file of the site configures the same group", path.Base(file)), "move its values there, and remove it")
}

func warnConfigKey(at place, key, near string) diag.Diagnostic {
	return with(at.says(diag.Warning, "the plugin has no value %q", key), "did you mean %q?", near)
}

func warnConfigKind(v value, key string, was value) diag.Diagnostic {
	return with(v.place.says(diag.Warning, "%q is %s here, and %s in the plugin", key, kindNames[v.kind], kindNames[was.kind]),
		"write %s; the whole value is replaced", kindNames[was.kind])
}

func warnConfigOpaque(key string, v value) diag.Diagnostic {
	d := place{}.says(diag.Warning, "the value of %q cannot be read without running PHP: %s", key, v.text)
	d.Notes = []string{"it is set in " + v.place.String()}
	return with(d, "set it in a configuration file of the site")
}

func warnConfigForm(key string) diag.Diagnostic {
	return with(place{}.says(diag.Warning, "there is no configuration %q", key), "write keys as %q", "acme.blog::pages.size")
}

func warnConfigPlugin(key, id, near string) diag.Diagnostic {
	d := place{}.says(diag.Warning, "there is no configuration %q: no active plugin is called %q", key, id)
	if near != "" {
		return with(d, "did you mean %q?", near)
	}
	return with(d, "install the plugin, or ask for it with %q first", "if plugin")
}

func warnConfigKeyUnknown(key, id, near string) diag.Diagnostic {
	d := place{}.says(diag.Warning, "there is no configuration %q", key)
	if near != "" {
		return with(d, "did you mean %q?", id+"::"+near)
	}
	return with(d, "set it in a configuration file of the plugin or of the site")
}

func warnAliasTaken(p Plugin, a Reference, has string) diag.Diagnostic {
	return with(a.place(p).says(diag.Warning, "the alias %q of plugin %s means %s already", a.ID, p.ID, has), "remove it from aliases")
}
