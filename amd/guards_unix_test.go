//go:build unix

package amd

import (
	"syscall"
	"time"
)

// processTime is how long processors have worked for the tests: other programs of
// a busy machine do not count.
func processTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
