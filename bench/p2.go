package main

import "strata/bench/workload"

// p2 measures the workload of TypeScript modules.
func p2(b *bench) ([]contest, error) {
	g, err := b.generate(workload.TypeScript)
	if err != nil {
		return nil, err
	}
	tools := []tool{g.strata(b, "strata, maps", true)}
	for _, p := range []peer{
		{name: "rspack, swc, no maps", script: "rspack.mjs", Minify: true},
		{name: "rspack, swc, maps", script: "rspack.mjs", Minify: true, Maps: true},
		{name: "Rollup, esbuild, no maps", script: "rollup.mjs", Minify: true},
	} {
		t, err := g.tool(p)
		if err != nil {
			return nil, err
		}
		tools = append(tools, t)
	}
	return []contest{
		{"P2: TypeScript modules, minified", g.dir, tools},
		{"P2: TypeScript modules, once more", g.dir, g.again(b)},
	}, nil
}
