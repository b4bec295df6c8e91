package builder

import (
	"fmt"
	"path"

	"strata/internal/diag"
	"strata/site"
)

func (b *build) overlayFirst(cfg site.Config, i int) diag.Diagnostic {
	return b.inConfig(cfg, fmt.Sprintf("plugins[%d].overlay", i), diag.Diagnostic{
		Text: fmt.Sprintf("the plugin root %q is an overlay, and there is no root before it", cfg.Plugins[i].Path),
		Hint: "list it after the root whose plugins it changes"})
}

func warnOverlayName(dir, near string) diag.Diagnostic {
	return diag.Diagnostic{Severity: diag.Warning, File: dir, Text: fmt.Sprintf("there is no plugin folder %q that this one could be laid over", path.Base(dir)),
		Hint: fmt.Sprintf("did you mean %q?", near)}
}

func warnOverlayTwin(file, own string) diag.Diagnostic {
	return diag.Diagnostic{Severity: diag.Warning, File: file, Text: fmt.Sprintf("%q does not take the place of %q", path.Base(file), own),
		Notes: []string{"case counts, and a file takes the place of a file only"}, Hint: fmt.Sprintf("rename it to %q", path.Base(own))}
}

func noticeOverride(file, by string) diag.Diagnostic {
	return diag.Diagnostic{Severity: diag.Notice, File: by, Text: fmt.Sprintf("it takes the place of %q", file), Hint: "compare the two when the plugin changes"}
}

func noticeWhole(dir, by string) diag.Diagnostic {
	return diag.Diagnostic{Severity: diag.Notice, File: by, Text: fmt.Sprintf("the plugin takes the place of %q", dir), Hint: "leave out its class to change single files only"}
}

func (b *build) resource(cfg site.Config, key, text, near string) diag.Diagnostic {
	d := b.inConfig(cfg, "resourceMap."+key, diag.Diagnostic{Text: text})
	if near != "" {
		d.Hint = fmt.Sprintf("did you mean %q?", near)
	}
	return d
}

func (b *build) unknownResource(cfg site.Config, key, near string) diag.Diagnostic {
	d := b.resource(cfg, key, fmt.Sprintf("resourceMap: there is no module and no published file %q", key), near)
	d.Severity = diag.Warning
	if near == "" {
		d.Hint = "write a module id, or the path of a file in the output"
	}
	return d
}

func (b *build) noReplacement(cfg site.Config, key, to, near string) diag.Diagnostic {
	d := b.resource(cfg, key, fmt.Sprintf("resourceMap: there is no file %q to take the place of %q", to, key), near)
	if near == "" {
		d.Hint = "write a module id, or the path of a file in the site"
	}
	return d
}
