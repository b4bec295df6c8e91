package plugin

import (
	"strings"

	"strata/internal/diag"
)

// written is a value as its user wrote it.
func (v value) written() string {
	switch v.kind {
	case boolean:
		return v.words()
	case text, number:
		return `"` + v.text + `"`
	}
	return kindNames[v.kind]
}

func errCounter(d declaration, v value) diag.Diagnostic {
	return with(v.place.says(diag.Error, "the counter of %s is %s, neither a number nor a function", d.path, v.written()),
		"write a number, or a function of a client module as %q", "author/name/module#function")
}

func warnCounter(d declaration, v value) diag.Diagnostic {
	return with(v.place.says(diag.Warning, "the counter of %s is worked out by PHP, and shows nothing", d.path),
		"let a client module count: declare %q in plugin.yaml as %q", d.path+".counter", "author/name/module#function")
}

func noticeScript(d declaration, v value) diag.Diagnostic {
	return with(v.place.says(diag.Notice, "the url %q of %s is a program, and leads nowhere", v.text, d.path), "let the client's module listen to the item")
}

func errIcon(d declaration, v value) diag.Diagnostic {
	return with(v.place.says(diag.Error, "the iconSvg %q of %s is no file of the site", v.text, d.path), "give a path from the top of the site, without %q", "..")
}

func noticeAttributes(d declaration, v value) diag.Diagnostic {
	return with(v.place.says(diag.Notice, "the attributes of %s are dropped: only side items and quick actions have some", d.path), "remove them")
}

func warnAttribute(it item) diag.Diagnostic {
	return with(it.keyAt.says(diag.Warning, "%q cannot be the name of an attribute", it.key), "use letters, digits, -, _, . and :")
}

func warnOwner(d declaration, near string) diag.Diagnostic {
	where := d.val.get("owner").place
	out := where.says(diag.Warning, "%s is added to the menu of plugin %q, which is not active", d.path, d.owner)
	out.Notes = []string{"the item is left out"}
	if near != "" {
		return with(out, "did you mean %q?", near)
	}
	return with(out, "install the plugin, or remove the item")
}

func warnNoItem(d declaration) diag.Diagnostic {
	out := d.at.says(diag.Warning, "plugin %s has no %s %q to which %s could add", d.owner, d.level.noun, d.code, d.by)
	out.Notes = []string{"what is added is left out"}
	return with(out, "correct the code, or give the item a label and a url to make it a new one")
}

func errIncomplete(d declaration, missing []string) diag.Diagnostic {
	return with(d.at.says(diag.Error, "the %s %q of plugin %s has no %s", d.level.noun, d.code, d.owner, strings.Join(missing, " and no ")), "add what is missing to %s", d.path)
}

func warnNoIcon(d declaration) diag.Diagnostic {
	return with(d.at.says(diag.Warning, "the %s %q of plugin %s has no icon", d.level.noun, d.code, d.owner), "add icon or iconSvg to %s", d.path)
}

func errNoSettings(d declaration) diag.Diagnostic {
	return with(d.at.says(diag.Error, "the settings item %q of plugin %s has no class and no url", d.code, d.owner), "add one of them to %s", d.path)
}
