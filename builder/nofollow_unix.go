//go:build unix

package builder

import "syscall"

// noFollow makes opening a link an error.
const noFollow = syscall.O_NOFOLLOW
