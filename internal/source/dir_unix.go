//go:build unix

package source

import (
	"io/fs"
	"syscall"
)

// ReadRegular is Read. The file is opened so that a pipe without a writer holds
// nobody up, and judged when it is open.
func (d dir) ReadRegular(name string, limit int64) ([]byte, error) {
	refuse := func(err error) ([]byte, error) {
		return nil, &fs.PathError{Op: "read", Path: name, Err: err}
	}
	if d.name == "" || !fs.ValidPath(name) {
		return Read(d.FS, name, limit) // which says what is wrong
	}
	fd, err := retry(func() (int, error) {
		return syscall.Open(d.name+"/"+name, syscall.O_RDONLY|syscall.O_CLOEXEC|syscall.O_NONBLOCK, 0)
	})
	if err != nil {
		return Read(d.FS, name, limit) // which knows sockets from what cannot be read
	}
	defer syscall.Close(fd)
	var stat syscall.Stat_t
	switch err := syscall.Fstat(fd, &stat); {
	case err != nil:
		return refuse(err)
	case stat.Mode&syscall.S_IFMT != syscall.S_IFREG:
		return refuse(ErrNotRegular)
	case stat.Size > limit:
		return refuse(&TooLargeError{limit})
	}
	data, err := readAll(fd, int(stat.Size))
	switch {
	case err != nil:
		return refuse(err)
	case int64(len(data)) > limit: // it has grown
		return refuse(&TooLargeError{limit})
	}
	return data, nil
}

// readAll reads to the end of a file that had this size a moment ago.
func readAll(fd, size int) ([]byte, error) {
	data := make([]byte, 0, size+1) // a byte more, to see the end in one call
	for {
		n, err := retry(func() (int, error) { return syscall.Read(fd, data[len(data):cap(data)]) })
		if err != nil {
			return nil, err
		}
		if n == 0 {
			return data, nil
		}
		if data = data[:len(data)+n]; len(data) == size {
			if n, err = retry(func() (int, error) { return syscall.Read(fd, data[size:size+1]) }); n == 0 {
				return data[:size:size], err
			}
			data = data[:size+n]
		}
		if len(data) == cap(data) {
			data = append(data, make([]byte, 4096)...)[:len(data)]
		}
	}
}

func retry(call func() (int, error)) (int, error) {
	for {
		if n, err := call(); err != syscall.EINTR {
			return n, err
		}
	}
}
