package amd

import (
	"fmt"
	"strings"

	"strata/internal/diag"
)

// ours completes a diagnostic of a layer that was proved wrong. What is written
// in the module's file is right, so the mistake is in the compiler.
func ours(p *proof, i int, d diag.Diagnostic) diag.Diagnostic {
	d.Notes = append(d.Notes, "the layer of "+p.layer.Name+" is not what its modules say; this is a mistake of Strata, not of the site")
	d.Hint = "report it with the files of the layer"
	if i >= 0 {
		id := p.units[i].id
		d.Notes[0] += fmt.Sprintf(": %s alone does otherwise", p.units[i].file)
		d.Hint = fmt.Sprintf("report it with this file; until then leave %q out of the layer, with exclude, or list it under provided", id)
	}
	return d
}

func threwInLayer(p *proof, i int, text string) diag.Diagnostic {
	return ours(p, i, diag.Diagnostic{Text: fmt.Sprintf("module %q throws when its layer loads: %s", p.units[i].id, text)})
}

func layerThrows(l Layer, text string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("the layer of %s throws when it loads: %s", l.Name, text),
		Notes: []string{"which of its modules does is not known; this is a mistake of Strata, not of the site"},
		Hint:  "report it with the files of the layer"}
}

func notProved(u *unit, text string) diag.Diagnostic {
	return diag.Diagnostic{Severity: diag.Notice, File: u.file, Text: fmt.Sprintf("module %q cannot be proved without its page: %s", u.id, text),
		Notes: []string{"the rest of its layer was proved without it"}}
}

func notDefined(p *proof, i int, id string) diag.Diagnostic {
	return ours(p, i, diag.Diagnostic{Text: fmt.Sprintf("the layer of %s does not define %q", p.layer.Name, id)})
}

func notPromisedID(p *proof, i int, id string) diag.Diagnostic {
	what := fmt.Sprintf("%q, which none of its modules is", id)
	if id == "" {
		what = "a module without an id"
	}
	return ours(p, i, diag.Diagnostic{Text: fmt.Sprintf("the layer of %s defines %s", p.layer.Name, what)})
}

func definedMore(p *proof, i int, id string, times int) diag.Diagnostic {
	return ours(p, i, diag.Diagnostic{Text: fmt.Sprintf("the layer of %s defines %q %d times", p.layer.Name, id, times)})
}

func otherDeps(p *proof, i int, id string, want promise, got define) diag.Diagnostic {
	shown := func(array bool, deps []string) string {
		if !array {
			return "none"
		}
		return "[" + strings.ReplaceAll(quoteAll(deps), ", ", ",") + "]"
	}
	var deps []string
	if got.Deps != nil {
		deps = *got.Deps
	}
	return ours(p, i, diag.Diagnostic{Text: fmt.Sprintf("the layer of %s defines %q with the dependencies %s instead of %s", p.layer.Name, id,
		shown(got.Deps != nil, deps), shown(want.array, want.deps))})
}

func leaksFromLayer(p *proof, i int, name string) diag.Diagnostic {
	return ours(p, i, diag.Diagnostic{Text: fmt.Sprintf("the layer of %s writes the global %q", p.layer.Name, name)})
}

func callsInLayer(p *proof, i int, name string) diag.Diagnostic {
	return ours(p, i, diag.Diagnostic{Text: fmt.Sprintf("the layer of %s calls %s when it loads", p.layer.Name, name)})
}
