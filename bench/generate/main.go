// Generate writes a workload of the benchmarks into a folder:
//
//	go run ./bench/generate -dir DIR -kind p1 -plugins 200 -modules 25
package main

import (
	"flag"
	"fmt"
	"os"

	"strata/bench/workload"
)

func main() {
	var opts workload.Options
	dir := flag.String("dir", "", "folder to write to")
	kind := flag.String("kind", "p1", "p1: AMD; p2: TypeScript and lodash-es")
	npm := flag.String("npm", "testdata/npm/node_modules", "folder of npm packages that p2 gets a link to")
	flag.IntVar(&opts.Plugins, "plugins", 200, "number of plugins")
	flag.IntVar(&opts.Modules, "modules", 25, "modules of each plugin")
	flag.IntVar(&opts.Core, "core", 40, "modules of the package core")
	flag.IntVar(&opts.Size, "size", 2048, "average size of a module in bytes")
	flag.Uint64Var(&opts.Seed, "seed", 1, "what the random numbers begin with")
	flag.Parse()
	opts.Kind = workload.Kind(*kind)
	if *dir == "" || opts.Kind != workload.AMD && opts.Kind != workload.TypeScript {
		flag.Usage()
		os.Exit(2)
	}
	if opts.Kind == workload.AMD {
		*npm = ""
	}
	if err := workload.New(opts).Write(*dir, *npm); err != nil {
		fmt.Fprintln(os.Stderr, "generate: "+err.Error())
		os.Exit(1)
	}
}
