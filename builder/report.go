package builder

import (
	"bytes"
	"compress/gzip"
	"maps"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"strata/amd"
	"strata/plugin"
)

// A Report is what a build has to tell about itself. It holds no times, so
// that the same input gives the same report.
type Report struct {
	Plugins []PluginReport `json:"plugins"`
	Layers  []LayerReport  `json:"layers"`
	Boot    ScriptReport   `json:"boot"`
	Pages   int            `json:"pages"`
	Files   int            `json:"files"`
	Bytes   int            `json:"bytes"`
	Safe    bool           `json:"safe,omitempty"` // only elevated plugins run their code

	// Overrides are the files and folders of plugins in whose place others are.
	Overrides []Override `json:"overrides,omitempty"`

	// Duplicates are the modules that several layers hold; nil until Output.Explain.
	Duplicates []DuplicateReport `json:"duplicates,omitempty"`

	// ReplacementMap maps the id of each plugin that is replaced, installed or
	// not, to that of its replacement; ActiveReplacementMap does so for those
	// that are installed.
	ReplacementMap       map[string]string `json:"replacementMap"`
	ActiveReplacementMap map[string]string `json:"activeReplacementMap"`
}

// A PluginReport is one plugin, active ones in load order, then the others.
type PluginReport struct {
	ID       string   `json:"id"`
	Layout   string   `json:"layout"`
	Version  string   `json:"version,omitempty"`
	State    string   `json:"state"`           // "active" or "disabled"
	Order    int      `json:"order,omitempty"` // place in the load order, from 1; 0 when it is not active
	Flags    []string `json:"flags,omitempty"`
	Reason   string   `json:"reason,omitempty"`
	Package  string   `json:"package,omitempty"` // the AMD package; empty without a browser part
	Dir      string   `json:"dir"`
	Requires []string `json:"requires,omitempty"`

	Replaces   map[string]string `json:"replaces,omitempty"` // id to version constraint
	ReplacedBy string            `json:"replacedBy,omitempty"`

	Silent      bool                `json:"silent,omitempty"`      // its code does not run, because of safe mode
	Versions    []string            `json:"versions,omitempty"`    // that updates/version.yaml lists, the current one last ...
	Important   []string            `json:"important,omitempty"`   // ... and those of them with a note that is marked so
	Contributes map[string][]string `json:"contributes,omitempty"` // codes or names of what it declares, by the keys of plugin.yaml
}

// A LayerReport is one layer.
type LayerReport struct {
	Name    string   `json:"name"`
	Path    string   `json:"path"` // in the output
	Modules []string `json:"modules"`
	Bytes   int      `json:"bytes"`
	Gzip    int      `json:"gzip"` // bytes when compressed; 0 until Output.Measure
	Kind    string   `json:"kind"` // "package", "declared", "shared" and so on

	// Contents are the modules with more about them; nil until Output.Explain.
	Contents []ModuleReport `json:"contents,omitempty"`
}

// A ScriptReport is the boot script, which has Strata's own loader in it.
type ScriptReport struct {
	Path  string `json:"path"` // in the output
	Bytes int    `json:"bytes"`
	Gzip  int    `json:"gzip"` // bytes when compressed; 0 until Output.Measure
}

// A ModuleReport is one module in a layer.
type ModuleReport struct {
	ID    string   `json:"id"`
	File  string   `json:"file,omitempty"` // relative to the site
	Bytes int      `json:"bytes"`          // of its code in the layer; of several ids in one file, the first has them
	Why   string   `json:"why"`            // why it is in the layer
	Way   []string `json:"way,omitempty"`  // ids that lead to it, from an entry
}

// A DuplicateReport is a module that several layers hold.
type DuplicateReport struct {
	ID     string   `json:"id"`
	Layers []string `json:"layers"`
	Bytes  int      `json:"bytes"` // that would be saved if one of them held it
}

func newReport(r result, files []File) Report {
	out := Report{Safe: r.cfg.Safe, Overrides: r.overlay.laid, Plugins: r.silent.report(reportPlugins(r.set)), Layers: reportLayers(r.cfg.Base, r.layers), Pages: countPages(r.pages), Files: len(files)}
	out.ReplacementMap, out.ActiveReplacementMap = replacements(r.set)
	for _, f := range files {
		out.Bytes += len(f.Data)
	}
	out.Boot = ScriptReport{Path: r.boot.own.Path, Bytes: len(r.boot.own.Data)}
	return out
}

// replacements returns the ids of replaced plugins, each with its replacement's,
// and those of them that are installed.
func replacements(set plugin.Set) (all, active map[string]string) {
	all, active = map[string]string{}, map[string]string{}
	maps.Copy(all, set.Aliases)
	for _, d := range set.Disabled {
		if by, ok := all[d.ID]; ok {
			active[d.ID] = by
		}
	}
	return all, active
}

func reportPlugins(set plugin.Set) []PluginReport {
	out := []PluginReport{}
	for i, p := range set.Active {
		r := reportPlugin(p)
		r.contribute(p)
		r.State, r.Order = "active", i+1
		out = append(out, r)
	}
	for _, d := range set.Disabled {
		r := reportPlugin(d.Plugin)
		r.contribute(d.Plugin)
		r.State, r.Flags, r.Reason, r.ReplacedBy = "disabled", d.Flags, d.Reason, set.Aliases[d.ID]
		out = append(out, r)
	}
	return out
}

func reportPlugin(p plugin.Plugin) PluginReport {
	r := PluginReport{ID: p.ID, Layout: p.Layout, Version: p.Version, Dir: p.Dir}
	if p.Client != nil {
		r.Package = p.Client.Package
	}
	for _, q := range p.Require {
		r.Requires = append(r.Requires, q.ID)
	}
	for _, q := range p.Replaces {
		if r.Replaces == nil {
			r.Replaces = map[string]string{}
		}
		r.Replaces[q.ID] = q.Constraint
	}
	return r
}

// contribute fills in what the plugin has to offer, and since when.
func (r *PluginReport) contribute(p plugin.Plugin) {
	for _, v := range p.Releases {
		r.Versions = append(r.Versions, v.Version)
		if v.Important() {
			r.Important = append(r.Important, v.Version)
		}
	}
	for _, c := range contributions(p) {
		if r.Contributes == nil {
			r.Contributes = map[string][]string{}
		}
		r.Contributes[c.Kind] = c.Codes()
	}
}

func reportLayers(base string, layers []amd.Layer) []LayerReport {
	out := []LayerReport{}
	for _, l := range layers {
		out = append(out, LayerReport{Name: l.Name, Path: base + "/" + l.Path, Modules: l.IDs(), Bytes: len(l.Code), Kind: string(l.Kind)})
	}
	return out
}

// Measure fills in what the layers and the boot script take when they are
// compressed. It is apart because it takes longer than joining them.
func (o *Output) Measure() {
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range o.Report.Layers {
		group.Go(func() error {
			l := &o.Report.Layers[i]
			f, _ := o.File(l.Path)
			l.Gzip = gzipSize(f.Data)
			return nil
		})
	}
	f, _ := o.File(o.Report.Boot.Path)
	o.Report.Boot.Gzip = gzipSize(f.Data)
	_ = group.Wait() // nothing fails
}

// Explain fills in what the modules of the layers weigh, why they are where they
// are, and which are in several layers. It is apart because few want to know.
func (o *Output) Explain() {
	reasons := amd.Explain(o.layers)
	held := map[string][]int{} // layers by module
	for i, l := range o.layers {
		contents := make([]ModuleReport, len(l.Modules))
		for k, m := range l.Modules {
			contents[k] = ModuleReport{ID: m.ID, File: o.overlay.at(m.File), Bytes: m.Bytes, Why: reasons[i][k].Text, Way: reasons[i][k].Way}
			held[m.ID] = append(held[m.ID], i)
		}
		o.Report.Layers[i].Contents = contents
	}
	o.Report.Duplicates = nil
	for _, id := range slices.Sorted(maps.Keys(held)) {
		if len(held[id]) > 1 {
			o.Report.Duplicates = append(o.Report.Duplicates, o.duplicate(id, held[id]))
		}
	}
}

func (o *Output) duplicate(id string, layers []int) DuplicateReport {
	d := DuplicateReport{ID: id}
	for n, i := range layers {
		d.Layers = append(d.Layers, o.layers[i].Name)
		k := slices.IndexFunc(o.layers[i].Modules, func(m amd.Module) bool { return m.ID == id })
		if n > 0 {
			d.Bytes += o.layers[i].Modules[k].Bytes
		}
	}
	return d
}

func gzipSize(data []byte) int {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(data); err != nil || w.Close() != nil {
		return 0 // a bytes.Buffer takes every write
	}
	return b.Len()
}
