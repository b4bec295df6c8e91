//go:build !unix

package builder

// noFollow is for systems on which making a link takes special rights.
const noFollow = 0
