package amd

import "sync"

// LiveClient returns the script of the dev server in each page: it listens for new
// builds, replaces plugins whose layers have changed, and shows what went wrong. It
// works with every loader, beside the boot script or without one.
func LiveClient() []byte { return liveClient() }

// liveClient is a part of the program, and made once.
var liveClient = sync.OnceValue(func() []byte {
	code, err := bundleRuntime("/loader/dev/live.js", false)
	if err != nil {
		panic("loader/dev/live.js cannot be bundled: " + err.Error())
	}
	return code
})
