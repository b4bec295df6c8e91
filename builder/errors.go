package builder

import (
	"errors"
	"fmt"

	"strata/internal/diag"
	"strata/plugin"
	"strata/site"
)

func emptySite(cfg site.Config) diag.Diagnostic {
	d := diag.Diagnostic{Severity: diag.Warning, File: ".", Text: "the site is empty: it has no content, no plugins and no packages",
		Hint: fmt.Sprintf("add a page such as %s/index.md, or name another folder", cfg.Content)}
	if len(cfg.Plugins) > 0 {
		d.Hint = fmt.Sprintf("add a page such as %s/index.md or a plugin such as %s/hello/hello.js, or name another folder", cfg.Content, cfg.Plugins[0].Path)
	}
	return d
}

func sameOutput(a, b File) diag.Diagnostic {
	d := diag.Diagnostic{File: b.Source, Text: fmt.Sprintf("two files want to be %q in the output", b.Path), Hint: "rename one of them"}
	if a.Source != "" {
		d.Notes = []string{fmt.Sprintf("the other is made from %s", a.Source)}
	} else {
		d.Notes = []string{"the other is made by Strata itself"}
	}
	if b.Source == "" {
		d.File = a.Source
	}
	return d
}

func fileIsFolder(f, inside File) diag.Diagnostic {
	return diag.Diagnostic{File: f.Source, Text: fmt.Sprintf("%q is a file and a folder in the output", f.Path),
		Notes: []string{fmt.Sprintf("%q lies in the folder", inside.Path)}, Hint: "rename one of them"}
}

// leftOut turns a plugin's error into a warning, because --keep-going builds
// the site without the plugin.
func leftOut(d diag.Diagnostic, id string) diag.Diagnostic {
	d.Severity = diag.Warning
	if id != "" {
		d.Notes = append(d.Notes, fmt.Sprintf("plugin %s is left out, because of --keep-going", id))
	} else {
		d.Notes = append(d.Notes, "the plugin is left out, because of --keep-going")
	}
	return d
}

func noLoaderScript(cfgFile string, cfg site.Config) diag.Diagnostic {
	name := map[string]string{"requirejs": "require.js", "dojo": "dojo.js"}[cfg.Loader]
	line, column := cfg.Place("loader")
	return diag.Diagnostic{Severity: diag.Warning, File: cfgFile, Line: line, Column: column,
		Text:  fmt.Sprintf("loader is %s, and no loaderScript says where %s is", cfg.Loader, name),
		Notes: []string{"pages of the default theme cannot start the plugins"},
		Hint:  fmt.Sprintf("set loaderScript to a file of the site, such as vendor/%s, or to its URL", name)}
}

func missingLoaderScript(cfgFile string, cfg site.Config, err error) diag.Diagnostic {
	line, column := cfg.Place("loaderScript")
	return diag.Diagnostic{File: cfgFile, Line: line, Column: column, Text: fmt.Sprintf("loaderScript %q cannot be read: %s", cfg.LoaderScript, diag.Reason(err)),
		Hint: "give a path relative to the site, or a URL that starts with / or https://"}
}

func notPublished(output string, err error) diag.Diagnostic {
	d := diag.Diagnostic{Text: fmt.Sprintf("cannot publish into %q: %v", output, err),
		Notes: []string{"what was there before is unchanged"}, Hint: "choose another folder with --destination, or mend what keeps the files from being written"}
	if _, ok := errors.AsType[*refusal](err); ok {
		d.Hint = "choose another folder with --destination"
	}
	if _, ok := errors.AsType[*halfwayError](err); ok {
		d.Notes = []string{"some of its files are new and some are old"}
		d.Hint = "remove what stands in the way, and build again"
	}
	return d
}

func notKept(err error) diag.Diagnostic {
	return diag.Diagnostic{Severity: diag.Warning, Text: fmt.Sprintf("the site is published, but the one before it cannot be kept: %v", err),
		Hint: "remove the old folder beside the output by hand"}
}

func notIndexed(dir string, err error) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("cannot mend the index of %q: %v", dir, err),
		Hint: "name the folder that strata build wrote, or its site"}
}

func foreignFiles(names []string, previous string) diag.Diagnostic {
	text := fmt.Sprintf("the output held %q, which no build made", names[0])
	if n := len(names) - 1; n > 0 {
		text = fmt.Sprintf("the output held %q and %d more files that no build made", names[0], n)
	}
	return diag.Diagnostic{Severity: diag.Warning, Text: text,
		Notes: []string{fmt.Sprintf("until the next build, what was there is in %s", previous)},
		Hint:  "put files of your own into the site's static folder"}
}

func publishedInPlace(target string) diag.Diagnostic {
	return diag.Diagnostic{Severity: diag.Warning, Text: fmt.Sprintf("%q cannot change places with another folder; it is published file by file", target),
		Hint: "make the output a folder below the mount point"}
}

func privateFile(f File) diag.Diagnostic {
	return diag.Diagnostic{Severity: diag.Warning, File: f.Source, Text: fmt.Sprintf("%q looks private and is not published", f.Path),
		Notes: []string{"dotfiles, keys, backups and PHP never get into the output"}, Hint: "move it out of the folders that are published, or rename it"}
}

func notSaved(dir string, err error) diag.Diagnostic {
	return diag.Diagnostic{Severity: diag.Notice, Text: fmt.Sprintf("what was compiled cannot be kept in %q: %s", dir, diag.Reason(err)),
		Hint: "name another folder with --cache, or turn the cache off with --no-cache"}
}

func (b *build) unknownScopePlugin(cfg site.Config, set plugin.Set, scope string, i int) diag.Diagnostic {
	id := cfg.Scopes[scope].Plugins[i]
	d := b.inConfig(cfg, fmt.Sprintf("scopes.%s.plugins[%d]", scope, i), diag.Diagnostic{
		Text: fmt.Sprintf("scope %s names the plugin %q, which is not installed", scope, id), Hint: "take it out, or install it"})
	var ids []string
	for _, p := range set.Active {
		ids = append(ids, p.ID)
	}
	if near := diag.Nearest(id, ids); near != "" {
		d.Hint = fmt.Sprintf("did you mean %q?", near)
	}
	return d
}

func unknownScope(p plugin.Plugin, r plugin.Reference, names []string) diag.Diagnostic {
	d := diag.Diagnostic{Severity: diag.Warning, File: r.Where, Line: r.Line, Column: r.Column,
		Text: fmt.Sprintf("plugin %s runs in the scope %q, which the site does not have", p.ID, r.ID), Hint: "add it to scopes of the configuration"}
	if near := diag.Nearest(r.ID, names); near != "" {
		d.Hint = fmt.Sprintf("did you mean %q?", near)
	}
	return d
}
