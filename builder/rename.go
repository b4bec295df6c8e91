package builder

import (
	"errors"
	"io/fs"
	"os"
)

// renamePair is exchange in two steps, for systems that have no single one. A
// process that dies between them leaves the old output at previous, from where
// the next build brings it back.
func renamePair(next, target, previous string) error {
	if err := os.RemoveAll(previous); err != nil {
		return err
	}
	if err := os.Rename(target, previous); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(next, target); err != nil {
		return errors.Join(err, os.Rename(previous, target))
	}
	return nil
}
