// Floor takes the time that nobody who minifies with esbuild can be faster than:
// it joins the modules of each package of a workload and has esbuild minify each
// text, with a source map, and nothing else. What comes out is no layer.
//
//	floor SITE
package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/evanw/esbuild/pkg/api"
)

func main() {
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "floor: "+err.Error())
		os.Exit(1)
	}
}

func run(site string) error {
	dirs, err := filepath.Glob(filepath.Join(site, "plugins", "*"))
	if err != nil {
		return err
	}
	dirs = append(dirs, filepath.Join(site, "core"))
	errs := make([]error, len(dirs))
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	var all sync.WaitGroup
	for i, dir := range dirs {
		slots <- struct{}{}
		all.Go(func() {
			errs[i] = minify(dir)
			<-slots
		})
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func minify(dir string) error {
	var joined bytes.Buffer
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".js") {
			return err
		}
		text, err := os.ReadFile(name)
		joined.Write(text)
		joined.WriteByte('\n')
		return err
	})
	if err != nil {
		return err
	}
	r := api.Transform(joined.String(), api.TransformOptions{MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: true,
		Sourcemap: api.SourceMapExternal, Sourcefile: dir})
	if len(r.Errors) > 0 {
		return fmt.Errorf("%s: %s", dir, r.Errors[0].Text)
	}
	return nil
}
