package builder

import (
	"fmt"
	"slices"

	"strata/internal/diag"
	"strata/plugin"
	"strata/site"
)

// words are the texts of plugins, and what the browser is told of them.
type words struct {
	plugin.Texts
	facts []fact
}

// texts reads the texts of the plugins, in every language, and translates what the
// plugins say of themselves.
func (b *build) texts(cfg site.Config, set *plugin.Set, ds *diag.List) words {
	var said diag.List
	given := fmt.Sprint(identity(*set), cfg.Language, cfg.Locales, cfg.Base, cfg.Index)
	out := again(b, "texts", given, &said, func(ds *diag.List) words {
		texts := plugin.ReadTexts(b.tree, *set, cfg.Language, ds)
		return words{texts, textFacts(cfg, *set, texts)}
	})
	ds.Add(b.unsaid(said)...)
	translate(set, out.Texts, cfg.Language, ds)
	return out
}

// values reads what the active plugins are configured with.
func (b *build) values(cfg site.Config, set plugin.Set, ds *diag.List) plugin.Configuration {
	var said diag.List
	given := identity(set) + cfg.Environment
	for _, p := range set.Active {
		for _, r := range p.Rules {
			given += fmt.Sprintf(" %s %v %q", r.Code, r.Pattern, r.Message)
		}
	}
	c := again(b, "configuration", given, &said, func(ds *diag.List) plugin.Configuration {
		return plugin.ReadConfiguration(b.tree, set, cfg.Environment, ds)
	})
	ds.Add(b.unsaid(said)...)
	return c
}

// unsaid is what is said of plugins, without the errors for which one is left
// out already: it is read all the same.
func (b *build) unsaid(ds diag.List) diag.List {
	var out diag.List
	for _, d := range ds {
		p := b.owner(d.File)
		if d.Severity == diag.Error && p.ID != "" && b.out[p.Dir] {
			d = leftOut(d, p.ID)
			if slices.ContainsFunc(b.why, func(w diag.Diagnostic) bool { return w.Place() == d.Place() && w.Text == d.Text }) {
				continue
			}
		}
		out.Add(d)
	}
	return out
}

// identity is what texts and settings depend on of a set, besides files.
func identity(set plugin.Set) string {
	var out []string
	for _, p := range set.Active {
		out = append(out, p.ID, p.Dir)
		for _, a := range p.Aliases {
			out = append(out, "="+a.ID)
		}
	}
	for _, d := range set.Disabled {
		out = append(out, "-", d.ID, d.Dir)
	}
	return fmt.Sprint(out, set.Aliases)
}

// speaking gives templates the texts and the configuration of plugins.
func speaking(m site.Model, texts plugin.Texts, c plugin.Configuration) site.Model {
	m.Config = func(key string) (any, *diag.Diagnostic) {
		v, ok := c.Get(key)
		if ok {
			return v, nil
		}
		missing := c.Missing(key)
		return nil, &missing
	}
	m.Translate = func(language, key string, args map[string]string) (string, *diag.Diagnostic) {
		text, ok := texts.Get(language, key, args)
		if ok {
			return text, nil
		}
		missing := texts.Missing(language, key)
		return text, &missing
	}
	return m
}

// translateGiven writes what plugins contribute in the language of the site.
func translateGiven(plugins []site.Plugin, texts plugin.Texts, language string) {
	for _, p := range plugins {
		for _, c := range p.Gives {
			for i := range c.Items {
				it := &c.Items[i]
				it.Label, it.Note = texts.Translate(language, it.Label), texts.Translate(language, it.Note)
				for k := range it.Properties {
					q := &it.Properties[k]
					q.Title, q.Description = texts.Translate(language, q.Title), texts.Translate(language, q.Description)
				}
			}
		}
	}
}

// translate writes the details of plugins in the language of the site.
func translate(set *plugin.Set, texts plugin.Texts, language string, ds *diag.List) {
	one := func(p *plugin.Plugin) {
		for _, label := range []*string{&p.Name, &p.Description} {
			if d, missing := texts.MissingLabel(language, *label); missing {
				d.File = p.File
				ds.Add(d)
			}
			*label = texts.Translate(language, *label)
		}
	}
	for i := range set.Active {
		one(&set.Active[i])
	}
	for i := range set.Disabled {
		one(&set.Disabled[i].Plugin)
	}
}
