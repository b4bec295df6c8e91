// Sizes prints what loaders weigh, minified by esbuild and compressed by gzip:
// Strata's boot script, which has the lifecycle of plugins in it, beside alameda
// and RequireJS, which are loaders alone.
//
//	(cd testdata/npm && npm ci --ignore-scripts)
//	(cd testdata/npm/peers && npm ci --ignore-scripts)
//	go run ./bench/sizes
package main

import (
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"text/tabwriter"

	"github.com/evanw/esbuild/pkg/api"

	"strata/amd"
)

func main() {
	npm := flag.String("npm", "testdata/npm", "folder of the npm packages")
	flag.Parse()
	if err := run(*npm); err != nil {
		fmt.Fprintln(os.Stderr, "sizes: "+err.Error())
		os.Exit(1)
	}
}

func run(npm string) error {
	boot := func(format amd.Format, cfg amd.RuntimeConfig) func() ([]byte, error) {
		return func() ([]byte, error) { return amd.Runtime(format, cfg, true) }
	}
	peer := func(name ...string) func() ([]byte, error) {
		return func() ([]byte, error) { return minified(filepath.Join(npm, filepath.Join(name...))) }
	}
	scripts := []struct {
		name string
		read func() ([]byte, error)
	}{
		{"Strata, loader and lifecycle", boot(amd.FormatStrata, amd.RuntimeConfig{})},
		{"the same with loaderCompat", boot(amd.FormatStrata, amd.RuntimeConfig{Compat: true})},
		{"Strata, lifecycle for RequireJS", boot(amd.FormatRequireJS, amd.RuntimeConfig{})},
		{"Strata, lifecycle for Dojo", boot(amd.FormatDojo, amd.RuntimeConfig{})},
		{"alameda", peer("peers", "node_modules", "alameda", "alameda.js")},
		{"RequireJS", peer("node_modules", "requirejs", "require.js")},
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "script\tminified\tgzip")
	for _, s := range scripts {
		code, err := s.read()
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		fmt.Fprintf(w, "%s\t%d\t%d\n", s.name, len(code), compressed(code))
	}
	return w.Flush()
}

func minified(name string) ([]byte, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	r := api.Transform(string(text), api.TransformOptions{MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: true})
	if len(r.Errors) > 0 {
		return nil, fmt.Errorf("%s", r.Errors[0].Text)
	}
	return r.Code, nil
}

func compressed(code []byte) int {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	_, _ = w.Write(code) // a buffer takes everything
	_ = w.Close()
	return b.Len()
}
