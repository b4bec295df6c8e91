package plugin

import (
	"strings"

	"strata/internal/diag"
)

// What stands in PHP files and is not read.

func noticeTraits(p Plugin, traits []item) diag.Diagnostic {
	var names []string
	for _, t := range traits {
		names = append(names, t.key)
	}
	return with(traits[0].keyAt.says(diag.Notice, "what plugin %s takes from %s is not read", p.ID, strings.Join(names, ", ")),
		"declare in plugin.yaml what these traits register")
}

func noticeNotExecuted(at place, method string) diag.Diagnostic {
	return with(at.says(diag.Notice, "%s() is not executed: PHP is read and never run", method),
		"what has to happen in the browser belongs into the plugin's client modules")
}

func noticeNotServed(file string) diag.Diagnostic {
	return with(says(diag.Notice, file, "the file is not executed: PHP is read and never run"),
		"move what the site needs of it into content, plugin.yaml or the client's modules")
}

func warnLeaf(path string, v value) diag.Diagnostic {
	return with(v.place.says(diag.Warning, "%s cannot be read without running PHP: %s", path, v.text), "declare %q in plugin.yaml", path)
}

func noticeKeyIgnored(it item, path string) diag.Diagnostic {
	return with(it.keyAt.says(diag.Notice, "unknown key %q in %q; Winter passes over it too", it.key, path), "remove it")
}
