package amd

import "slices"

// A Data is a value that modules ask for by an id: the browser's side of what
// only a build knows.
type Data struct {
	ID   string
	JSON []byte // as encoding/json writes it, which is JavaScript too
}

// File returns the module, which needs nothing: in this form each of the loaders
// takes it from its own file as well as from within a layer.
func (d Data) File() File {
	return File{Path: d.ID + ".js", Data: slices.Concat([]byte("define("+quoteJS(d.ID)+",[],function(){return "), d.JSON, []byte(";});\n"))}
}
