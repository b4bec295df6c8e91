package main

import (
	"errors"
	"time"

	"golang.org/x/sys/unix"
)

// adopt makes this process the parent of what its tools leave behind, so that
// the work of processes they do not wait for is counted too.
func adopt() error { return unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) }

// reap waits for the processes left behind, and returns their CPU time and the
// largest memory of one of them in bytes.
func reap() (cpu time.Duration, memory int64) {
	for {
		var usage unix.Rusage
		_, err := unix.Wait4(-1, nil, 0, &usage)
		if errors.Is(err, unix.EINTR) {
			continue
		}
		if err != nil {
			return cpu, memory
		}
		cpu += time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
		memory = max(memory, usage.Maxrss<<10)
	}
}
