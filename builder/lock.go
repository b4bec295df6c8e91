package builder

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// patience is how long a build waits for another one that publishes into the
// same folder. Publishing takes milliseconds; only a stopped process takes longer.
const patience = 15 * time.Second

// acquire takes the lock beside the output, and returns how to give it back.
// The file stays behind, because removing it would let two builds hold it.
func (p *publisher) acquire(ctx context.Context) (func(), error) {
	if err := os.MkdirAll(filepath.Dir(p.lock), 0o755); err != nil {
		return nil, err
	}
	if err := regularOrAbsent(p.lock); err != nil {
		return nil, err
	}
	lock := flock.New(p.lock, flock.SetFlag(os.O_CREATE|os.O_RDWR|noFollow), flock.SetPermissions(0o644))
	wait, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	ok, err := lock.TryLockContext(wait, 20*time.Millisecond)
	switch {
	case ctx.Err() != nil:
		return nil, errors.Join(context.Cause(ctx), lock.Unlock())
	case errors.Is(err, context.DeadlineExceeded):
		return nil, fmt.Errorf("another build, process %s, publishes into it", holder(p.lock))
	case err != nil:
		return nil, err
	case !ok:
		return nil, errors.New("the lock beside it cannot be taken")
	}
	if err := sign(lock); err != nil {
		return nil, errors.Join(err, lock.Unlock())
	}
	return func() { _ = lock.Unlock() }, nil // the end of the process unlocks as well
}

// regularOrAbsent refuses what a lock is never: a link, above all, because the
// file that it leads to would be written to.
func regularOrAbsent(name string) error {
	info, err := os.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err == nil && !info.Mode().IsRegular():
		return fmt.Errorf("%s is in the place of the lock, and is no regular file", name)
	}
	return err
}

// sign writes the number of this process into the lock, for those who wait.
func sign(lock *flock.Flock) error {
	f, err := os.OpenFile(lock.Path(), os.O_WRONLY|noFollow, 0)
	if err != nil {
		return err
	}
	mine, err := f.Stat()
	locked, lockErr := lock.Stat()
	switch {
	case err != nil || lockErr != nil:
		err = errors.Join(err, lockErr)
	case !os.SameFile(mine, locked):
		err = fmt.Errorf("somebody replaced the lock %s", lock.Path())
	default:
		err = errors.Join(f.Truncate(0), write(f, fmt.Appendf(nil, "%d\n", os.Getpid())))
	}
	return errors.Join(err, f.Close())
}

func write(f *os.File, data []byte) error {
	_, err := f.Write(data)
	return err
}

// holder returns the number of the process that signed the lock.
func holder(name string) string {
	f, err := os.OpenFile(name, os.O_RDONLY|noFollow, 0)
	if err != nil {
		return "?"
	}
	defer f.Close()
	number := make([]byte, 20)
	n, _ := f.Read(number) // an empty lock is one that is about to be signed
	return strings.TrimSpace(string(number[:n]))
}
