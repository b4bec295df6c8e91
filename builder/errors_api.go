package builder

import (
	"fmt"

	"strata/amd"
	"strata/internal/diag"
	"strata/plugin"
	"strata/site"
)

// unknownAPI reports an entry of api that names no module of Strata's own.
func (b *build) unknownAPI(cfg site.Config, name string) diag.Diagnostic {
	d := diag.Diagnostic{Text: fmt.Sprintf("api.%s is %q, which Strata does not have", name, cfg.API[name]),
		Hint: "docs/runtime-api.md lists those that there are"}
	if near := diag.Nearest(cfg.API[name], amd.APIModules()); near != "" {
		d.Hint = fmt.Sprintf("did you mean %q?", near)
	}
	return b.inConfig(cfg, "api."+name, d)
}

// hiddenPlugin reports an entry of api whose name is the package of a plugin.
func (b *build) hiddenPlugin(cfg site.Config, p plugin.Plugin) diag.Diagnostic {
	return b.inConfig(cfg, "api."+p.Client.Package, diag.Diagnostic{Text: fmt.Sprintf("api gives %q, the package of plugin %s, to one of Strata's own modules", p.Client.Package, p.ID),
		Notes: []string{"the plugin could not start"}, Hint: "choose a name that no plugin has"})
}

// takenPackage reports a package of the application that has Strata's name.
func (b *build) takenPackage(cfg site.Config, key string) diag.Diagnostic {
	return b.inConfig(cfg, key, diag.Diagnostic{Text: fmt.Sprintf("a package cannot be called %q", amd.APIName),
		Notes: []string{"its modules are those that Strata itself has for plugins"}, Hint: "give it another name"})
}
