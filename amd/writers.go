package amd

// A writer produces what one loader needs: layers, and the path map that tells
// it where they are.
type writer struct {
	layer   func(*layerWriter, plan)
	pathMap func(Map) []byte
}

var writers = map[Format]writer{
	FormatStrata:    {namedLayer, ownPathMap},
	FormatRequireJS: {requireJSLayer, requireJSPathMap},
	FormatDojo:      {dojoLayer, dojoPathMap},
}
