package amd

// ComponentRuntime returns the script that runs the modules of the components in a
// page, and fills the counters of menus. It works with every loader, after the boot script.
func ComponentRuntime(minify bool) []byte {
	code, err := bundleRuntime("/loader/components.js", minify)
	if err != nil {
		panic("loader/components.js cannot be bundled: " + err.Error())
	}
	return code
}
