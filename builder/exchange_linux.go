package builder

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"
)

// errBusy says that a folder cannot be renamed, because it is a mount point.
var errBusy = errors.New("the folder is a mount point")

// exchange puts next in target's place, in one step where there is a target.
// The old output is then at next, or at previous where one step is not to be had.
func exchange(next, target, previous string) error {
	err := unix.Renameat2(unix.AT_FDCWD, next, unix.AT_FDCWD, target, unix.RENAME_EXCHANGE)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return os.Rename(next, target)
	case errors.Is(err, unix.EBUSY) || errors.Is(err, unix.EXDEV):
		return errBusy
	case errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOSYS) || errors.Is(err, unix.ENOTSUP):
		return renamePair(next, target, previous) // a file system that cannot exchange
	}
	return &fs.PathError{Op: "exchange", Path: target, Err: err}
}

// isMount reports whether the target lies on another file system than the
// folder around it.
func (p *publisher) isMount() bool {
	inside, err := os.Stat(p.target)
	if err != nil {
		return false
	}
	around, err := os.Stat(filepath.Dir(p.target))
	if err != nil {
		return false
	}
	a, okA := inside.Sys().(*syscall.Stat_t)
	b, okB := around.Sys().(*syscall.Stat_t)
	return okA && okB && a.Dev != b.Dev
}
