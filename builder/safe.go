package builder

import (
	"path"
	"slices"
	"strings"

	"strata/internal/diag"
	"strata/plugin"
	"strata/site"
)

// A silence is what safe mode keeps from running. The zero value keeps nothing.
type silence struct {
	plugins map[string]bool           // by id: those whose functions do not run
	clients map[string]*plugin.Client // by id: those whose modules are in no layer
	dirs    []string                  // of the plugins that have scripts
}

// silence takes the code of plugins out that are not elevated, if the site asks for
// safe mode. Modules of theirs that others ask for are taken to be the page's, so that
// the build goes on; in a browser, who asks for one fails alone.
func (b *build) silence(cfg *site.Config, set *plugin.Set, ds *diag.List) {
	b.silent = silence{plugins: map[string]bool{}, clients: map[string]*plugin.Client{}}
	if !cfg.Safe {
		return
	}
	cfg.Provided = slices.Clone(cfg.Provided)
	for i := range set.Active {
		p := &set.Active[i]
		lacks, found := b.silent.lacks(*p, *set)
		if p.Elevated && (!found || p.Client == nil) {
			continue
		}
		if p.Elevated {
			ds.Add(silentRequirement(*p, lacks))
		} else {
			b.silent.plugins[p.ID] = true
		}
		b.silent.dirs = append(b.silent.dirs, p.Dir+"/")
		if p.Client != nil {
			b.silent.clients[p.ID] = p.Client
			cfg.Provided = append(cfg.Provided, p.Client.Package, p.Client.Package+"/*")
			p.Client = nil
		}
		p.Contributions = p.WithoutModules()
	}
}

// report marks the plugins whose code does not run.
func (s silence) report(plugins []PluginReport) []PluginReport {
	for i, p := range plugins {
		if p.State == "active" && (s.plugins[p.ID] || s.clients[p.ID] != nil) {
			plugins[i].Silent, plugins[i].Reason = true, "its code does not run in safe mode"
		}
	}
	return plugins
}

// lacks returns the requirement of the plugin whose modules are in no layer.
func (s silence) lacks(p plugin.Plugin, set plugin.Set) (plugin.Reference, bool) {
	i := slices.IndexFunc(p.Require, func(r plugin.Reference) bool { return s.clients[set.ID(r.ID)] != nil })
	if i < 0 {
		return plugin.Reference{}, false
	}
	return p.Require[i], true
}

// client returns the plugin with its client, whose styles and pictures pages may show.
func (s silence) client(p plugin.Plugin) plugin.Plugin {
	if c := s.clients[p.ID]; c != nil {
		p.Client = c
	}
	return p
}

// unscripted takes scripts of plugins out that do not run.
func (b *build) unscripted(files []File) []File {
	if len(b.silent.dirs) == 0 {
		return files
	}
	silent := func(name string) bool {
		return slices.ContainsFunc(b.silent.dirs, func(dir string) bool { return strings.HasPrefix(name, dir) })
	}
	return slices.DeleteFunc(files, func(f File) bool {
		ext := strings.ToLower(path.Ext(f.Path))
		return (ext == ".js" || ext == ".mjs") && slices.ContainsFunc(b.overlay.names(f.Source), silent)
	})
}

// quiet notes that a function is called that does not run.
func (m *markup) quiet(t plugin.Tag) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.unrun == nil {
		m.unrun = map[string]plugin.Tag{}
	}
	m.unrun[callName(t)] = t
}

// told reports the functions that were called and did not run, each once.
func (m *markup) told(ds *diag.List) {
	for _, t := range m.unrun {
		ds.Add(silentFunction(t))
	}
}
