// Package source reads the files of a site, each whole and never without end.
//
// [Read] takes regular files up to a size that its caller names. It refuses
// anything else, which may never end or not fit into memory: a FIFO without a
// writer, a device, a sparse file of terabytes. Symbolic links are followed as
// the file system follows them; who must not be led away looks at the type of
// the folder's entry first.
package source

import (
	"errors"
	"fmt"
	"io/fs"
)

// ErrNotRegular says that a name stands for something else than a regular file.
var ErrNotRegular = errors.New("not a regular file")

// A TooLargeError says that a file has more bytes than its reader takes.
type TooLargeError struct{ Limit int64 }

// Error names the limit.
func (e *TooLargeError) Error() string {
	switch {
	case e.Limit >= 1<<20:
		return fmt.Sprintf("larger than %d MiB", e.Limit>>20)
	case e.Limit >= 1<<10:
		return fmt.Sprintf("larger than %d KiB", e.Limit>>10)
	}
	return fmt.Sprintf("larger than %d bytes", e.Limit)
}

// An FS is a file system that reads in the way of Read by itself.
type FS interface {
	fs.FS
	ReadRegular(name string, limit int64) ([]byte, error)
}

// Read returns what the regular file holds, which is at most limit bytes. Its
// errors are of type *fs.PathError; they wrap [ErrNotRegular], a
// [*TooLargeError], or what the file system says.
func Read(src fs.FS, name string, limit int64) ([]byte, error) {
	if src, ok := src.(FS); ok {
		return src.ReadRegular(name, limit)
	}
	refuse := func(err error) ([]byte, error) {
		return nil, &fs.PathError{Op: "read", Path: name, Err: err}
	}
	info, err := fs.Stat(src, name)
	switch {
	case err != nil:
		return nil, wrap(name, err)
	case !info.Mode().IsRegular():
		return refuse(ErrNotRegular)
	case info.Size() > limit:
		return refuse(&TooLargeError{limit})
	}
	data, err := fs.ReadFile(src, name)
	switch {
	case err != nil:
		return nil, wrap(name, err)
	case int64(len(data)) > limit: // it has grown
		return refuse(&TooLargeError{limit})
	}
	return data, nil
}

// wrap returns err as an *fs.PathError, which it is unless the file system is an
// unusual one.
func wrap(name string, err error) error {
	if _, ok := errors.AsType[*fs.PathError](err); ok {
		return err
	}
	return &fs.PathError{Op: "read", Path: name, Err: err}
}
