package amd

// Format names the AMD loader that a site's pages run, and with it the form of
// layers, of the path map and of the boot script.
type Format string

// The formats. FormatStrata is Strata's own loader, which the boot script
// brings with it; the other two need the page to load require.js or dojo.js
// before the boot script.
const (
	FormatStrata    Format = "strata"
	FormatRequireJS Format = "requirejs"
	FormatDojo      Format = "dojo"
)
