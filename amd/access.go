package amd

import (
	"bytes"
	"sync"

	"github.com/evanw/esbuild/pkg/api"
)

// Access returns a module of the id whose value is a function of what is granted, as
// a map of codes to 1 or a list of codes, of the codes that are required, and of
// whether all of these are needed: it returns whether that is so, by Winter's rules.
func Access(id string) File {
	return File{Path: id + ".js", Data: bytes.Replace(accessCode(), []byte("define("), []byte("define("+quoteJS(id)+","), 1)}
}

// accessCode is the module, made small once: it is a part of the program.
var accessCode = sync.OnceValue(func() []byte {
	source, err := apiFS.ReadFile("loader/api/internal/access.js")
	if err != nil {
		panic(err) // it is embedded
	}
	return api.Transform(string(source), api.TransformOptions{MinifyWhitespace: true, MinifySyntax: true, Target: api.ES2020}).Code
})
