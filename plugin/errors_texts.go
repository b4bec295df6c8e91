package plugin

import (
	"path"
	"strings"

	"strata/internal/diag"
)

// Files of values.

func warnGroupTwice(file, first string) diag.Diagnostic {
	return with(says(diag.Warning, file, "%q is the same group as %q, which counts", path.Base(file), first), "keep one of the two files")
}

func errGroupShape(v value) diag.Diagnostic {
	if v.kind == opaque {
		return with(v.place.says(diag.Warning, "what the file returns cannot be read without running PHP: %s", v.text), "return an array, or write the file as YAML")
	}
	return with(v.place.says(diag.Error, "the file does not hold a map"), "write one key: value a line")
}

func warnNothingReturned(file string) diag.Diagnostic {
	return with(says(diag.Warning, file, "the file returns nothing"), "return an array, or remove the file")
}

func noticeAssumed(a assumption) diag.Diagnostic {
	return with(a.at.says(diag.Notice, "the environment variable %q is not asked; its default is taken", a.name),
		"set the value in a configuration file of the site, if it has to be another")
}

func errJSON(at place, err error) diag.Diagnostic {
	return with(at.says(diag.Error, "cannot read JSON: %v", err), "mend the syntax around here")
}

// Texts.

func warnLocale(dir string) diag.Diagnostic {
	return with(says(diag.Warning, dir, "%q is not a locale; its texts are left out", path.Base(dir)), "rename the folder to a language, such as de, or a language and a country, such as pt-br")
}

func warnTextOpaque(v value, key string) diag.Diagnostic {
	return with(v.place.says(diag.Warning, "the text %q cannot be read without running PHP: %s", key, v.text), "write the text itself")
}

func warnTextTwice(at place, key string) diag.Diagnostic {
	return with(at.says(diag.Warning, "the text %q stands here twice; the last one counts", key), "remove one of them")
}

func warnOverridesNone(dir, what, id, near string) diag.Diagnostic {
	d := says(diag.Warning, dir, "these %s are meant for plugin %q, which is not installed", what, id)
	if near != "" {
		return with(d, "did you mean %q?", near)
	}
	d.Severity = diag.Notice // the folder may be for something else
	return with(d, "rename the folder after the id of a plugin, or remove it")
}

func warnNoText(key string, near string, locales []string) diag.Diagnostic {
	d := place{}.says(diag.Warning, "there is no text %q", key)
	if len(locales) > 0 {
		d.Notes = []string{"looked for in " + strings.Join(locales, ", ") + "; the key itself is shown"}
	}
	if near != "" {
		return with(d, "did you mean %q?", near)
	}
	return with(d, "write keys as %q", "acme.blog::lang.posts.title")
}

// Kloudspeaker's texts.

func errTextsLocale(locale value, file, language string) diag.Diagnostic {
	return with(locale.place.says(diag.Error, "%q holds texts of %q by its name, and of %q by its locale", file, language, locale.scalar()), "correct one of the two")
}

func errTextsShape(at place) diag.Diagnostic {
	return with(at.says(diag.Error, "the texts are not a map"), `write {"locale": "en", "texts": {"key": "text"}}`)
}

func errTextsText(at place, key string) diag.Diagnostic {
	return with(at.says(diag.Error, "%q is not a text", key), "write it in quotes")
}
