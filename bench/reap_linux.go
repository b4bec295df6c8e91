package main

import (
	"errors"
	"os"
	"syscall"
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
		memory = max(memory, int64(usage.Maxrss)<<10)
	}
}

// peak returns the largest resident set of a process that has ended, in bytes.
// Linux counts it in KiB.
func peak(p *os.ProcessState) int64 {
	usage, ok := p.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	return int64(usage.Maxrss) << 10
}
