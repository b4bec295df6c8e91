package site

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"strata/internal/diag"
	"strata/internal/moduleid"
	"strata/internal/source"
)

// about gives d the file it is about, as a whole.
func about(file string, d diag.Diagnostic) diag.Diagnostic {
	d.File = file
	return d
}

// didYouMean is a hint that names the nearest word, or all of a few words.
func didYouMean(word string, among []string, otherwise string) string {
	if near := diag.Nearest(word, among); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return otherwise
}

func errMore(file string, n int) diag.Diagnostic {
	return diag.Diagnostic{File: file, Severity: diag.Warning,
		Text: fmt.Sprintf("%d more findings in this file are not shown", n),
		Hint: "mend the ones above first; they may have one cause"}
}

func errUnreadable(file string, err error) diag.Diagnostic {
	d := diag.Unreadable(file, err)
	if _, large := errors.AsType[*source.TooLargeError](err); large {
		d.Hint = "split it, leave it out with ignore, or serve it from elsewhere"
	}
	return d
}

func errInvalidUTF8() diag.Diagnostic {
	return diag.Diagnostic{Text: "the text is not UTF-8", Hint: "save the file as UTF-8"}
}

func errName(name string) diag.Diagnostic {
	return diag.Diagnostic{Severity: diag.Warning, Text: fmt.Sprintf("the name %q cannot be published", name),
		Hint: "rename it; a name has no control characters, backslashes or colons, and is UTF-8"}
}

func errSkipped(kind string) diag.Diagnostic {
	return diag.Diagnostic{Severity: diag.Notice, Text: "skipped, because it is " + kind, Hint: "only regular files are published; copy what it stands for"}
}

func errLink() diag.Diagnostic {
	return diag.Diagnostic{Severity: diag.Warning, Text: "skipped, because it is a symbolic link, and links are not followed",
		Hint: "put what it leads to in its place, or leave it out with ignore"}
}

// The configuration.

func errConfigMissing() diag.Diagnostic {
	return diag.Diagnostic{Text: "the configuration file does not exist", Hint: "check the name given with --config; it is relative to the site"}
}

func errYAML(text string) diag.Diagnostic {
	return diag.Diagnostic{Text: "this is not YAML: " + text, Hint: "check the indentation, the colons and the quotes around here"}
}

func errYAMLTab() diag.Diagnostic {
	return diag.Diagnostic{Text: "this is not YAML: a line is indented with a tab", Hint: "indent with spaces"}
}

func errYAMLLimit(limit string) diag.Diagnostic {
	return diag.Diagnostic{Text: "the YAML is larger than " + limit + ", aliases unfolded", Hint: "write less, or move data into files of its own"}
}

func errYAMLSecond() diag.Diagnostic {
	return diag.Diagnostic{Text: "a second YAML document starts here, which is not read", Hint: "remove the line of ---, or the document"}
}

func errUnknownKey(key string, known []string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("unknown key %q", key), Hint: didYouMean(key, known, "the keys are "+strings.Join(known, ", "))}
}

func errDuplicateKey(key string, line int) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("the key %q is set twice", key),
		Notes: []string{fmt.Sprintf("it was first set in line %d", line)}, Hint: "keep one of them"}
}

func errType(name, want, got string) diag.Diagnostic {
	if name == "" {
		name = "the file"
	}
	d := diag.Diagnostic{Text: fmt.Sprintf("%s must be %s, not %s", name, want, got), Hint: "write " + want}
	if one, err := strconv.Unquote(got); want == "a list" && err == nil {
		d.Hint = "write it in brackets: [" + one + "]"
	}
	return d
}

func errUnknownVariable(name string, known []string) diag.Diagnostic {
	return diag.Diagnostic{Severity: diag.Warning, Text: fmt.Sprintf("the environment variable %q sets nothing", name),
		Hint: didYouMean(name, known, "each top-level key has one, such as STRATA_BASE_URL for baseURL")}
}

func errVariableUTF8(name string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("the value of the environment variable %q is not UTF-8", name), Hint: "set it in a UTF-8 locale, or unset it"}
}

func errBaseURL(value, why string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("baseURL %q cannot be used: %s", value, why), Hint: `write a path such as "/docs/", or a URL such as "https://example.org/docs/"`}
}

func errFolder(key, value string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("%s %q is not a folder inside the site", key, value), Hint: `write a path relative to the site, without ".."`}
}

func errNoSwitch(key, value, example string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("%s is %q, where it has to be the name of a place in the site", key, value), Hint: fmt.Sprintf("write a name such as %s, or leave it empty for none", example)}
}

func errPlace(key, value string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("%s %q is not a path in the site", key, value), Hint: "write a path such as backend or admin/area, or leave it empty"}
}

func errFile(key, value string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("%s %q is not a file inside the site", key, value), Hint: `write a path relative to the site, without ".."`}
}

func errLocale(key, value string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("%s: %q is not a locale", key, value), Hint: `write a language, such as de, or a language and a country, such as pt-br`}
}

func errNotFolder(key, value string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("%s %q is not a folder", key, value), Hint: "name a folder, or move the file away"}
}

func errNoFolder(key, value string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("%s %q does not exist", key, value), Hint: "make the folder, or correct the name"}
}

func errModuleID(key, value string) diag.Diagnostic {
	d := diag.Diagnostic{Text: fmt.Sprintf("%s %q is not a module id", key, value),
		Hint: "write parts of letters, digits, dots, hyphens and underscores with slashes between them"}
	if moduleid.Reserved(value) {
		d.Text = fmt.Sprintf("%s %q means something else to a loader", key, value)
		d.Hint = "choose another name; require, exports, module, define and __proto__ are taken"
	}
	return d
}

func errPrivateName(key, value string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("%s %q cannot be published: a part of it is named like a dotfile, a key, a backup or PHP", key, value),
		Hint: "choose another name"}
}

func errModules(key, value string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("%s %q is neither a module id nor a prefix", key, value), Hint: `write an id such as "jquery", or a prefix such as "dojo/*"`}
}

func errChoice(key, value string, among []string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("%s %q is not one of %s", key, value, strings.Join(among, ", ")), Hint: didYouMean(value, among, "write one of them")}
}

func errEnvironment(value string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("environment %q is not a name", value), Hint: "write letters, digits, dots, hyphens and underscores, such as staging"}
}

func errTimeout(seconds int) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("timeout %q is not between 1 and 600 seconds", strconv.Itoa(seconds)), Hint: "write seconds; 7 is the default"}
}

func errSandboxSeconds(seconds int) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("sandbox.seconds %q is not between 1 and 3600", strconv.Itoa(seconds)), Hint: "write seconds; 5 is the default"}
}

func errMin(n int) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("min %q is not a number from 1 on", strconv.Itoa(n)), Hint: "write how many plugins and packages have to need a module; 2 is the default"}
}

func errGlob(key, pattern string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("%s %q is not a glob", key, pattern), Hint: `write one such as "**/*.psd"; a literal [ or { is written \[ or \{`}
}

// errTwice is about an entry of the list that key names.
func errTwice(key, name string) diag.Diagnostic {
	what := map[string]string{"plugins": "plugin root", "packages": "package", "shared": "shared layer"}[key]
	return diag.Diagnostic{Text: fmt.Sprintf("the %s %q is listed twice", what, name), Hint: "keep one of them"}
}

func errMenu() diag.Diagnostic {
	return diag.Diagnostic{Text: "a menu entry needs a name and a url", Hint: "write {name: Guide, url: /guide/}"}
}

func errMenuURL(url string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("the menu entry's url %q cannot be linked to", url), Hint: "write a path in the site, or a URL with http:, https: or mailto:"}
}

// Content.

func errTOML() diag.Diagnostic {
	return diag.Diagnostic{Text: "front matter in TOML is not read", Hint: "write it as YAML, between lines of ---"}
}

func errJSON() diag.Diagnostic {
	return diag.Diagnostic{Text: "front matter in JSON is not read", Hint: "write it as YAML, between lines of ---"}
}

func errFrontMatterOpen() diag.Diagnostic {
	return diag.Diagnostic{Text: "the front matter has no end", Hint: "close it with a line of ---"}
}

func errTwoIndexes(other string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("%q is an index of the same folder", other), Hint: "keep one of them"}
}

func errFolders() diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("it lies more than %d folders deep", maxFolders), Hint: "move it up, or leave it out with ignore"}
}

// errCovered says that a file of a plugin is not used.
func errCovered(by string) diag.Diagnostic {
	return diag.Diagnostic{Severity: diag.Notice, Text: fmt.Sprintf("%q takes its place", by), Hint: "to have both, rename one of them, or give one another address"}
}

func errAddress(key, value string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("%s %q is not an address in the site", key, value), Hint: `write a path such as "/about/" or "/old.html"`}
}

func errCollision(out, other string) diag.Diagnostic {
	d := diag.Diagnostic{Text: fmt.Sprintf("a second source of %q", out), Hint: "rename one, or give it a slug or a url"}
	if other != "" {
		d.Notes = []string{fmt.Sprintf("the first is %q", other)}
	}
	return d
}

func errGuard(what, limit string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("more than %s %s", limit, what), Notes: []string{"the page is left out"}, Hint: "split the page or simplify this part"}
}

func errBrokenLink(dest string, known []string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("the link %q leads to no page", dest), Hint: didYouMean(dest, known, "links to .md files are relative to the page, or to the content folder when they start with a slash")}
}

func errFileMissing(name string, known []string) diag.Diagnostic {
	return diag.Diagnostic{Severity: diag.Warning, Text: fmt.Sprintf("the link %q leads to no file", name),
		Hint: didYouMean(name, known, "put the file beside the page, or write a path in the static folder after a slash")}
}

func errAnchor(link string, ids map[string]bool) diag.Diagnostic {
	var known []string
	if len(ids) <= 1000 { // to compare with more takes too long
		known = slices.Collect(maps.Keys(ids))
	}
	return diag.Diagnostic{Severity: diag.Warning, Text: fmt.Sprintf("the link %q leads to no heading", link),
		Hint: didYouMean(link, known, "the id of a heading is its words in lower case, with hyphens; ## Heading {#id} sets another")}
}

func errDraftLink(dest string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("the link %q leads to a draft", dest), Hint: "publish the page, or build with --drafts"}
}

func errDroppedLink(dest string) diag.Diagnostic {
	return diag.Diagnostic{Severity: diag.Warning, Text: fmt.Sprintf("the link %q is dropped, because it could run a script", dest), Hint: "remove it, or set markdown: {unsafe: true}"}
}

func errDroppedHTML(html string) diag.Diagnostic {
	return diag.Diagnostic{Severity: diag.Warning, Text: fmt.Sprintf("the raw HTML %q is dropped", html), Hint: "write Markdown, use a shortcode, or set markdown: {unsafe: true}"}
}

// Shortcodes.

func errShortcodeUnknown(name string, known []string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("there is no shortcode %q", name), Hint: didYouMean(name, known, fmt.Sprintf("add layouts/shortcodes/%s.html", name))}
}

func errShortcodeSyntax(why string) diag.Diagnostic {
	return diag.Diagnostic{Text: "the shortcode cannot be read: " + why, Hint: `write {{< name key="value" >}}, or {{</* name */>}} to show one`}
}

func errShortcodeClose(name string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("nothing here is closed by {{< /%s >}}", name),
		Hint: "open it in the same paragraph, list item or quote, both on lines of their own or both in one paragraph"}
}

func errShortcodeURL(name, url string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("the shortcode %q cannot use %q as a URL or a style", name, url),
		Hint: "write a path in the site, or a URL with http:, https: or mailto:"}
}

func errShortcodeNeeds(name, key string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("the shortcode %q needs %q", name, key), Hint: fmt.Sprintf(`write {{< %s %s="..." >}}`, name, key)}
}

// Layouts.

func errLayoutMissing(name string, known []string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("there is no layout %q", name), Hint: didYouMean(name, known, fmt.Sprintf("add layouts/%s.html, or remove the key", name))}
}

// errBlank is about the first page that the layout renders to nothing.
func errBlank(layout, page string) diag.Diagnostic {
	return diag.Diagnostic{Severity: diag.Warning, Text: fmt.Sprintf("the layout %q rendered nothing", layout),
		Notes: []string{"met while rendering " + page}, Hint: "write what the page shows, or remove the file to have the default layout"}
}

func errPartialMissing(name string, known []string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("there is no partial %q", name), Hint: didYouMean(name, known, fmt.Sprintf("add layouts/partials/%s.html", name))}
}

func errAssetMissing(name string, known []string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("there is no asset %q", name), Hint: didYouMean(name, known, fmt.Sprintf("add layouts/assets/%s", name))}
}

func errTemplate(text, hint string) diag.Diagnostic {
	return diag.Diagnostic{Text: text, Hint: hint}
}

func errFunction(name string, known []string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("there is no template function %q", name), Hint: didYouMean(name, known, "see the list of functions in the documentation")}
}

func errEndless(what string) diag.Diagnostic {
	return diag.Diagnostic{Text: "the template does not end: more than " + what, Hint: "look for a partial that includes itself, or a range over too much"}
}

// isStopped reports whether d says that rendering was stopped for another page.
func isStopped(d diag.Diagnostic) bool { return d.Text == errStopped(context.Canceled).Text }

func errStopped(err error) diag.Diagnostic {
	return diag.Diagnostic{Text: "rendering was stopped: " + err.Error(), Hint: "build again with more time"}
}

// A fault is an error of a template function that has its own words.
type fault struct{ diag.Diagnostic }

func (f *fault) Error() string { return f.Text }

// A misuse is a mistake in how a shortcode is used, not in its layout.
type misuse struct{ diag.Diagnostic }

func (m *misuse) Error() string { return m.Text }

var errTooMuch = errors.New("too much")

func errSpecOutside(name string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("the spec %q does not lie in the content", name), Hint: "name a YAML or JSON file relative to the page"}
}

func errSpecMissing(name string, err error) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("cannot read the spec %q: %s", name, diag.Reason(err)), Hint: "name a YAML or JSON file relative to the page, or write the spec into the front matter"}
}

func errSpecValue(err error) diag.Diagnostic {
	return diag.Diagnostic{Text: "the spec cannot be written as JSON: " + err.Error(), Hint: "use texts, finite numbers, true, false, lists and maps"}
}

func errTransArguments(function string) diag.Diagnostic {
	return errTemplate(function+" takes pairs of a name and a value after the key", `write {{ `+function+` "acme.blog::lang.hello" "name" .Title }}`)
}
