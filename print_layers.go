package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"strata/builder"
	"strata/internal/diag"
)

// layered prints the layers of a site, or why a module is in those that hold it.
func (p *printer) layered(out *builder.Output, ds diag.List, why string) error {
	p.diagnostics(ds)
	out.Measure()
	out.Explain()
	switch {
	case p.json:
		p.data(result{OK: true, Report: &out.Report, Diagnostics: ds})
	case why != "":
		return p.why(out.Report, why)
	default:
		p.layers(out.Report)
	}
	return nil
}

// layers prints the layers, one a line; if verbose, with all that is in them.
func (p *printer) layers(r builder.Report) {
	w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "modules\tbytes\tgzip\t  layer")
	for _, l := range r.Layers {
		fmt.Fprintf(w, "%d\t%s\t%s\t  %s (%s)\n", len(l.Modules), grouped(l.Bytes), grouped(l.Gzip), l.Name, l.Kind)
		for _, m := range l.Contents {
			if p.verbose {
				fmt.Fprintf(w, "\t%s\t\t    %s: %s\n", grouped(m.Bytes), m.ID, m.Why)
			}
		}
	}
	_ = w.Flush() // run tells of a writer that fails
	for _, d := range r.Duplicates {
		fmt.Fprintf(p.out, "%s is in %s: %s bytes too many\n", d.ID, strings.Join(d.Layers, " and "), grouped(d.Bytes))
	}
}

// why prints, for each layer that holds the module, what leads to it.
func (p *printer) why(r builder.Report, id string) error {
	found := false
	var ids []string
	for _, l := range r.Layers {
		for _, m := range l.Contents {
			ids = append(ids, m.ID)
			if m.ID != id {
				continue
			}
			found = true
			fmt.Fprintf(p.out, "%s is in the layer %s, with %s bytes: %s\n", id, l.Name, grouped(m.Bytes), m.Why)
			if len(m.Way) > 1 {
				fmt.Fprintf(p.out, "  %s\n", strings.Join(m.Way, " -> "))
			}
		}
	}
	if found {
		return nil
	}
	if near := diag.Nearest(id, ids); near != "" {
		return fmt.Errorf("no layer holds %q; did you mean %q?", id, near)
	}
	return fmt.Errorf("no layer holds %q; strata layers -v lists what they hold", id)
}
