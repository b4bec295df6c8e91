package amd

// openBundles notes which file defines which id.
func (g *graph) openBundles() {
	for _, bundle := range sortedKeys(g.opts.Bundles) {
		for _, id := range g.opts.Bundles[bundle] {
			if other, ok := g.bundled[id]; ok && other != bundle {
				g.ds.Add(bundledTwice(bundle, id, other, g))
				continue
			}
			g.bundled[id] = bundle
		}
		if g.target(g.canonical(bundle)) == nil && !g.provided(bundle) {
			g.ds.Add(noBundle(bundle, g))
		}
	}
}

// holder returns the module whose file defines the id.
func (g *graph) holder(id string) string {
	id = g.canonical(id)
	if bundle, ok := g.bundled[id]; ok {
		return g.canonical(bundle)
	}
	return id
}

// expectBundled reports a bundle that does not define what it is said to.
func (g *graph) expectBundled(bundle string) {
	for _, id := range g.opts.Bundles[bundle] {
		g.missing = append(g.missing, missing{id, notInBundle(bundle, id, g)})
	}
}

// divide makes a unit of each define in a bundle, because Dojo gets one entry
// for each id. A bundle whose defines share variables stays as it is.
func (g *graph) divide(m *module) {
	if g.opts.Format != FormatDojo || g.opts.Bundles[m.id] == nil || len(m.units) != 1 || m.units[0].kind != defineUnit || m.units[0].scan.Declares {
		return
	}
	u := m.units[0]
	var starts []int
	for _, c := range u.scan.Calls {
		if c.Callee == "define" && c.Name != nil && c.AtTop {
			starts = append(starts, c.Start)
		}
	}
	var out []*unit
	for i, from := range starts {
		if i == 0 {
			from = 0
		}
		to := len(u.src)
		if i+1 < len(starts) {
			to = starts[i+1]
		}
		part := u.part("", from, to)
		scan, err := scanSource(part.src)
		if err != nil || len(scan.Calls) == 0 || scan.Calls[0].Name == nil {
			return
		}
		part.id, part.scan = scan.Calls[0].Name.Value, scan
		out = append(out, part.split()...)
	}
	if len(out) > 0 {
		m.units = out
	}
}
