package builder

import (
	"strata/amd"
	"strata/internal/diag"
	"strata/plugin"
	"strata/site"
)

// An offer is what the plugins of a site bring to it beside their modules, in the
// words of whom it is built for.
type offer struct {
	plugin.Contributions
	narrator
	texts  words
	values plugin.Configuration
	spoken merged // texts for the browser
	seen   site.Menus
}

// gather merges what the plugins declare. Their own names and descriptions are
// translated on the way.
func (b *build) gather(cfg site.Config, set *plugin.Set, ds *diag.List) offer {
	o := offer{Contributions: plugin.Gather(*set, ds), texts: b.texts(cfg, set, ds)}
	o.values = b.values(cfg, *set, ds)
	o.spoken = b.localize(cfg, set, ds)
	who := b.viewer(cfg, o.Contributions, ds)
	o.narrator = narrator{cfg, *set, o.texts.Texts, who, ds, b.silent, map[string]bool{}, map[string]plugin.MenuItem{}}
	o.seen = o.menus(o.Contributions)
	return o
}

// told is what modules beside the index tell, as far as there is something to say or
// a layer asks for it.
func (o offer) told(layers []amd.Layer) []fact {
	return told(append(o.facts(o.Contributions, o.seen), o.texts.facts...), layers)
}

// A scene is what templates see and call.
type scene struct {
	model site.Model
	parts *components
	calls *markup
}

func (b *build) scene(r result, ds *diag.List) scene {
	m := b.detailed(model(r.cfg, r.set, r.layers, r.boot), r.cfg, r.set, r.layers)
	translateGiven(m.Plugins, r.offer.texts.Texts, r.cfg.Language)
	m = speaking(m, r.offer.texts.Texts, r.offer.values)
	m.Preloads, m.Menus = b.preloads(r.cfg, r.index, r.layers), r.offer.seen
	m = r.offer.who.seeing(m)
	s := scene{parts: b.newComponents(r.cfg, r.offer, m), calls: b.markup(r.cfg, r.set, r.offer.Contributions, ds)}
	m.PageRules = b.rules(r.cfg, s.calls, s.parts, ds)
	s.model = b.extend(m, s.calls, s.parts)
	return s
}
