package amd

// A Data is a value that modules ask for by an id: the browser's side of what
// only a build knows.
type Data struct {
	ID    string
	Value any // as encoding/json writes it
}

// File returns the module, which needs nothing: in this form each of the loaders
// takes it from its own file as well as from within a layer.
func (d Data) File() File {
	return File{Path: d.ID + ".js", Data: dataModule(d.ID, d.Value)}
}

// dataModule writes a module whose value is data.
func dataModule(id string, value any) []byte {
	out := []byte("define(" + quoteJS(id) + ",[],function(){return ")
	return append(appendJSON(out, value), ";});\n"...)
}
