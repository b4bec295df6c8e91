package plugin

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"strata/internal/diag"
	"strata/internal/yamlerror"
)

// says returns a diagnostic at the place.
func (p place) says(s diag.Severity, format string, args ...any) diag.Diagnostic {
	return diag.Diagnostic{Severity: s, File: p.file, Line: p.line, Column: p.column, Text: fmt.Sprintf(format, args...)}
}

// says returns a diagnostic about a whole file or folder.
func says(s diag.Severity, file, format string, args ...any) diag.Diagnostic {
	return place{file: file}.says(s, format, args...)
}

// with adds a hint.
func with(d diag.Diagnostic, format string, args ...any) diag.Diagnostic {
	d.Hint = fmt.Sprintf(format, args...)
	return d
}

// Looking for plugins.

func (r Root) place() place { return place{r.File, r.Line, r.Column} }

func errRootOutside(root Root) diag.Diagnostic {
	return with(root.place().says(diag.Error, "the plugin root %q does not lie in the site", root.Path),
		"give a path inside the site, with forward slashes and without ..")
}

func errRootMissing(root Root) diag.Diagnostic {
	return with(root.place().says(diag.Error, "the plugin root %q does not exist", root.Path),
		"create the folder, or remove it from plugins in the configuration")
}

func errLayout(root Root, known []string) diag.Diagnostic {
	d := root.place().says(diag.Error, "the plugin root %q has the unknown layout %q", root.Path, root.Layout)
	if near := diag.Nearest(root.Layout, known); near != "" {
		return with(d, "did you mean %q?", near)
	}
	return with(d, "use one of %s", strings.Join(known, ", "))
}

func warnBrokenLink(name string, err error) diag.Diagnostic {
	return with(says(diag.Warning, name, "cannot follow the link %q: %s", path.Base(name), diag.Reason(err)),
		"let it lead to a plugin folder, or remove it")
}

func errLink(name string) diag.Diagnostic {
	return with(says(diag.Error, name, "%q is a symbolic link inside a plugin, which is not followed", path.Base(name)),
		"put what it leads to in its place; only the plugin's own folder may be a link")
}

// noPlugin is a notice where FreeIPA's layout may be meant, whose own index
// script passes over folders without an entry.
func noPlugin(f folder, candidates []reader) diag.Diagnostic {
	severity := diag.Warning
	var looked []string
	for _, r := range candidates {
		looked = append(looked, strings.ReplaceAll(r.entry, "*", f.name()))
		if r.layout == freeIPALayout {
			severity = diag.Notice
		}
	}
	return with(says(severity, f.dir, "no plugin in %q: looked for %s", f.name(), strings.Join(looked, ", ")),
		"add one of these files, or move the folder out of the plugin root")
}

func warnNotRegistered(dir string) diag.Diagnostic {
	return with(says(diag.Warning, dir, "no plugin in %q: looked for Plugin.php, plugin.yaml", path.Base(dir)),
		"add one of these files, or begin the folder's name with _")
}

func warnSeveralLayouts(dir string, fitting []reader) diag.Diagnostic {
	var layouts []string
	for _, r := range fitting {
		layouts = append(layouts, r.layout)
	}
	return with(says(diag.Warning, dir, "%q fits the layouts %s, and is read as %s", path.Base(dir), strings.Join(layouts, " and "), layouts[0]),
		"give its plugin root a layout in the configuration")
}

// Names.

func errName(file, name, rule string) diag.Diagnostic {
	return with(says(diag.Error, file, "invalid plugin name %q", name), "rename the folder: a name must %s", rule)
}

func errNameTaken(at place, name string) diag.Diagnostic {
	return with(at.says(diag.Error, "a plugin cannot be called %q, which means something else to a loader", name),
		"rename the folder")
}

func errPrivateName(at place, name string) diag.Diagnostic {
	return with(at.says(diag.Error, "%q cannot be published: a part of it is named like a dotfile, a key, a backup or PHP", name),
		"rename it, or declare another package in plugin.yaml")
}

func errCase(file, want string) diag.Diagnostic {
	return with(says(diag.Error, file, "found %q where %q is needed; case counts", path.Base(file), want), "rename the file to %q", want)
}

func errPackageName(at place, name string) diag.Diagnostic {
	return with(at.says(diag.Error, "%q cannot be the name of an AMD package", name),
		"use segments of letters, digits, _, - and . separated by /, and not require, exports, module or define")
}

// Registration files.

func errPHPGuard(at place, message string) diag.Diagnostic {
	if message != "" {
		return errPHPSyntax(at, message)
	}
	return with(at.says(diag.Error, "brackets are nested more than %d deep", maxPHPNesting), "move data into files of its own")
}

func errPHPSyntax(at place, message string) diag.Diagnostic {
	message = strings.ReplaceAll(strings.TrimPrefix(message, "syntax error: "), "$end", "end of file")
	message = phpTokens.ReplaceAllStringFunc(message, plainToken)
	return with(at.says(diag.Error, "cannot read PHP: %s", message),
		"mend the syntax; PHP up to 8.1 is understood")
}

// phpTokens matches the parser's names for tokens.
var phpTokens = regexp.MustCompile(`\bT_[A-Z_]+\b`)

// plainToken is a token as people know it: T_FUNCTION is "function".
func plainToken(name string) string {
	switch name {
	case "T_STRING":
		return "a name"
	case "T_VARIABLE":
		return "a variable"
	case "T_LNUMBER", "T_DNUMBER":
		return "a number"
	case "T_CONSTANT_ENCAPSED_STRING", "T_ENCAPSED_AND_WHITESPACE":
		return "a text"
	}
	return strings.ReplaceAll(strings.ToLower(strings.TrimPrefix(name, "T_")), "_", " ")
}

func errNamespace(c *class, file, dir, expected string) diag.Diagnostic {
	at := c.nameAt
	if at.file == "" {
		at.file = file
	}
	folder := path.Base(path.Dir(dir)) + "/" + path.Base(dir)
	if c.namespace == "" {
		return with(at.says(diag.Error, "no namespace is declared"), "declare namespace %s, after the folder", expected)
	}
	return with(at.says(diag.Error, "namespace %s does not match folder %q", c.namespace, folder), "expected namespace %s", expected)
}

func errNoClass(file string) diag.Diagnostic {
	return with(says(diag.Error, file, "there is no class Plugin"), `declare class Plugin extends \System\Classes\PluginBase`)
}

func errNotUTF8(at place) diag.Diagnostic {
	return with(at.says(diag.Error, "the text is not UTF-8"), "save the file as UTF-8")
}

func errYAML(file string, src []byte, err error) diag.Diagnostic {
	at, message := yamlMistake(file, src, err)
	d := at.says(diag.Error, "cannot read YAML: %s", message)
	if message == yamlerror.Tab {
		return with(d, "indent with spaces")
	}
	return with(d, "check the indentation, the colons and the quotes around here")
}

func errKeyTwice(it item, first place) diag.Diagnostic {
	d := it.keyAt.says(diag.Error, "the key %q is set twice", it.key)
	d.Notes = []string{fmt.Sprintf("it was first set in line %d", first.line)}
	return with(d, "keep one of them")
}

func errManifestShape(at place) diag.Diagnostic {
	return with(at.says(diag.Error, "the file does not hold a map"), "begin with the section %q", "plugin:")
}

var kindNames = map[kind]string{boolean: "true or false", number: "a number", text: "a text", list: "a list", table: "a map"}

func errKind(at place, path string, want []kind) diag.Diagnostic {
	var names []string
	for _, k := range want {
		if k != null {
			names = append(names, kindNames[k])
		}
	}
	what := strconv.Quote(path)
	if path == "" {
		what = "the file"
	}
	d := at.says(diag.Error, "%s must be %s", what, strings.Join(names, " or "))
	if slices.Contains(want, table) {
		return with(d, "write one key: value a line, indented")
	}
	return with(d, "write %s there", names[0])
}

func warnUnknownKey(it item, section string, known []string) diag.Diagnostic {
	d := it.keyAt.says(diag.Warning, "unknown key %q in the section %q", it.key, section)
	if section == "" {
		d = it.keyAt.says(diag.Warning, "unknown section %q", it.key)
	}
	if near := diag.Nearest(it.key, known); near != "" {
		return with(d, "did you mean %q?", near)
	}
	if section == "" && slices.ContainsFunc(detailFields, func(f field) bool { return f.key == it.key }) {
		return with(d, "move it into the section %q", "plugin:")
	}
	return with(d, "known keys are %s", strings.Join(known, ", "))
}

func warnMethod(f feature, v value) diag.Diagnostic {
	return with(v.place.says(diag.Warning, "%s() cannot be read without running PHP: %s", f.method, v.text), "declare %q in plugin.yaml", f.key)
}

func noticeSectionHidden(at place, f feature) diag.Diagnostic {
	return with(at.says(diag.Notice, "%q is also declared by %s() in Plugin.php, which wins", f.key, f.method), "keep one of them")
}

func warnNotStatic(what string, v value) diag.Diagnostic {
	return with(v.place.says(diag.Warning, "%s cannot be read without running PHP: %s", what, v.text), "declare it in plugin.yaml")
}

func noticeBoth(at place, php string) diag.Diagnostic {
	return with(at.says(diag.Notice, "the details of the plugin also stand in %q, which wins", path.Base(php)), "keep one of them")
}

func errRequireType(at place) diag.Diagnostic {
	return with(at.says(diag.Error, "what a plugin requires must be a list of plugin ids"), "write it as %q", "[Author.Plugin]")
}

func errReplacesType(at place) diag.Diagnostic {
	return with(at.says(diag.Error, "replaces must be a plugin id, or a map of plugin id to version constraint"), "write it as %q", "{Author.Plugin: <2.0}")
}

func errID(at place, id string) diag.Diagnostic {
	return with(at.says(diag.Error, "invalid plugin id %q", id), "write it as Author.Plugin, of letters, digits, _ and -")
}

func noticeIDGuessed(file, id string) diag.Diagnostic {
	return with(says(diag.Notice, file, "the plugin is taken to be %s, after its folder", id), "declare the id in the section %q", "plugin:")
}

func noticeDetails(p Plugin, missing []string) diag.Diagnostic {
	return with(says(diag.Notice, p.File, "plugin %s declares no %s", p.ID, strings.Join(missing, ", no ")), "add it to the plugin's details")
}

func errVersionShape(at place) diag.Diagnostic {
	return with(at.says(diag.Error, "the versions are not a map"), "write one version: comment a line")
}

func errVersionEntry(at place, v string) diag.Diagnostic {
	return with(at.says(diag.Error, "what version %q brings is neither a text nor a list of texts", v), "write a comment, or a list of comments and scripts")
}

func warnScript(at place, name string) diag.Diagnostic {
	return with(at.says(diag.Warning, "there is no script %q in the folder %q", name, "updates"), "add the file, or correct its name; case counts")
}

func errVersionTwice(at place, v string) diag.Diagnostic {
	return with(at.says(diag.Error, "version %q stands here twice", v), "join the two entries in one list")
}

// Clients.

func warnModuleID(at place) diag.Diagnostic {
	return with(at.says(diag.Warning, "getClientModuleId cannot be read without running PHP; the client is left out"),
		"return a string, or declare %q in plugin.yaml", "client: {package: ...}")
}

func errNoMain(at place, id string, c Client, twin string) diag.Diagnostic {
	d := at.says(diag.Error, "plugin %s has no main module %q", id, path.Join(c.Dir, c.Main+".js"))
	if twin != "" {
		return with(d, "rename %q, case counts", twin)
	}
	return with(d, "add the file, or declare another in the section %q of plugin.yaml", "client:")
}

func noticeNoMain(p Plugin, dir string) diag.Diagnostic {
	return with(says(diag.Notice, p.File, "plugin %s has no client: %q holds no plugin.js and no main.js", p.ID, dir),
		"to load its modules, declare %q in plugin.yaml", "client: {main: ...}")
}

func errClientDir(at place, dir string) diag.Diagnostic {
	return with(at.says(diag.Error, "the client's folder %q does not lie in the plugin", dir), "give a path below the plugin's folder")
}

func errClientMain(at place, main string) diag.Diagnostic {
	return with(at.says(diag.Error, "%q cannot be a main module", main), "give its path below the client's folder")
}

func errGlob(at place, key, glob string) diag.Diagnostic {
	return with(at.says(diag.Error, "client.%s: %q is not a glob", key, glob), "write a list such as %s, relative to the client's folder", `["test/**", "*.md"]`)
}

func errFlag(at place, key, got string) diag.Diagnostic {
	return with(at.says(diag.Error, "client.%s must be true or false, not %q", key, got), "write true or false")
}

func errScope(at place, name string) diag.Diagnostic {
	return with(at.says(diag.Error, "%q cannot be the name of a scope", name), "write a list of names from scopes of the site's configuration, such as [admin]")
}

// The set.

func errTwice(p, first Plugin) diag.Diagnostic {
	return with(says(diag.Error, p.File, "plugin %s is already in %q", p.ID, first.Dir), "remove one of the two folders, or rename it")
}

func warnDisableUnknown(r Reference, near string) diag.Diagnostic {
	d := place{r.Where, r.Line, r.Column}.says(diag.Warning, "cannot disable plugin %q, which is not installed", r.ID)
	if near != "" {
		return with(d, "did you mean %q?", near)
	}
	return with(d, "remove it from disable")
}

func (r Replacement) place(p Plugin) place {
	return place{file: where(r.Where, p), line: r.Line, column: r.Column}
}

func (r Reference) place(p Plugin) place {
	return place{file: where(r.Where, p), line: r.Line, column: r.Column}
}

func where(file string, p Plugin) string {
	if file == "" {
		return p.File
	}
	return file
}

func errConstraint(p Plugin, r Replacement, err error) diag.Diagnostic {
	return with(r.place(p).says(diag.Error, "plugin %s replaces %s in versions %q: %v", p.ID, r.ID, r.Constraint, err),
		"write a Composer constraint, as %q", ">=1.0 <2.0")
}

func errSelfVersion(p Plugin, r Replacement) diag.Diagnostic {
	return with(r.place(p).says(diag.Error, "self.version must stand alone, not as in %q", r.Constraint),
		"write %q, or a constraint without it", selfVersion)
}

func errReplacesItself(p Plugin, r Replacement) diag.Diagnostic {
	return with(r.place(p).says(diag.Error, "plugin %s replaces itself", p.ID), "remove %q from replaces", r.ID)
}

func errReplaceCycle(p Plugin, r Replacement, path []string) diag.Diagnostic {
	return with(r.place(p).says(diag.Error, "plugins replace each other: %s", wayOf(path)), "remove one of these from replaces")
}

func errTwoReplacers(p Plugin, r Replacement, other Plugin) diag.Diagnostic {
	return with(r.place(p).says(diag.Error, "both %s and %s replace %s", other.ID, p.ID, r.ID), "disable one of the two")
}

func errTargetVersion(p Plugin, r Replacement, target Plugin, err error) diag.Diagnostic {
	return with(r.place(p).says(diag.Error, "plugin %s cannot judge whether to replace %s: %v", p.ID, target.ID, err),
		"mend the versions of %s and %s", target.ID, p.ID)
}

func warnMismatch(p Plugin, r Replacement, target Plugin) diag.Diagnostic {
	d := r.place(p).says(diag.Warning, "plugin %s %s does not replace %s %s: constraint %q not satisfied",
		p.ID, versionOf(p), target.ID, versionOf(target), r.Constraint)
	d.Notes = []string{p.ID + " is disabled"}
	return with(d, "widen the constraint, or remove one of the two plugins")
}

func noticeReplaceCase(p Plugin, r Replacement, target Plugin) diag.Diagnostic {
	return with(r.place(p).says(diag.Notice, "%q is spelled %q where it is declared; Winter compares the case here", r.ID, target.ID),
		"write %q", target.ID)
}

// warnMissing says that p is disabled because of a requirement; state is what is
// the matter with it, also are the plugins that are disabled with p.
func warnMissing(p Plugin, r Reference, state string, also []string) diag.Diagnostic {
	d := r.place(p).says(diag.Warning, "plugin %s requires %s, %s", p.ID, r.ID, state)
	d.Notes = []string{p.ID + " is disabled" + andSo(also)}
	return d
}

// andSo names up to three plugins that something also happens to.
func andSo(ids []string) string {
	switch n := len(ids); {
	case n == 0:
		return ""
	case n == 1:
		return ", and so is " + ids[0] + ", which requires it"
	case n > 3:
		ids = append(ids[:2:2], fmt.Sprintf("%d more", n-2))
	}
	last := len(ids) - 1
	return ", and so are " + strings.Join(ids[:last], ", ") + " and " + ids[last] + ", which require it"
}

func hintNotInstalled(d diag.Diagnostic, r Reference, near string) diag.Diagnostic {
	if near != "" {
		return with(d, "did you mean %q?", near)
	}
	return with(d, "add the plugin, or remove %q from require", r.ID)
}

func hintDisabled(d diag.Diagnostic, r Reference, flags []string) diag.Diagnostic {
	what := map[string]string{
		disabledConfig:   "take %s out of disable in the configuration",
		disabledMissing:  "mend %s",
		disabledRequires: "give %s what it requires",
		disabledFailed:   "mend what %s replaces",
	}[flags[0]]
	return with(d, cmp.Or(what, "enable %s")+", or remove %q from require", r.ID, r.ID)
}

// wayOf prints a cycle as its path, without the middle of a long one.
func wayOf(path []string) string {
	if n := len(path); n > 12 {
		path = slices.Concat(path[:6], []string{"..."}, path[n-3:])
	}
	return strings.Join(path, " -> ")
}

func errCycle(p Plugin, r Reference, path []string) diag.Diagnostic {
	return with(r.place(p).says(diag.Error, "circular dependency: %s", wayOf(path)), "remove one of these from require")
}

func errPackageTwice(p, first Plugin) diag.Diagnostic {
	d := says(diag.Error, p.File, "plugin %s has the AMD package %q, which %s has already", p.ID, p.Client.Package, first.ID)
	d.Notes = []string{"that one is declared in " + first.File}
	return with(d, "give one of the two another package")
}

func errPackageReserved(p Plugin, reserved string) diag.Diagnostic {
	return with(says(diag.Error, p.File, "the AMD package %q of plugin %s would hide %q of the application", p.Client.Package, p.ID, reserved),
		"give it another name; a name below %s/ is free", reserved)
}
