package builder

import (
	"fmt"

	"strata/internal/diag"
	"strata/plugin"
)

func noPicture(m plugin.MenuItem) diag.Diagnostic {
	at := m.At("iconSvg")
	return diag.Diagnostic{File: at.Where, Line: at.Line, Column: at.Column, Severity: diag.Warning,
		Text: fmt.Sprintf("the picture %q of the menu item %q of plugin %s is not published", m.IconSVG.Text, m.Code, m.Owner),
		Hint: "write the path of an SVG file in the plugin's folder assets, such as plugins/acme/blog/assets/blog.svg, or of a static one"}
}
