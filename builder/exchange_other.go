//go:build !linux

package builder

import "errors"

// errBusy says that a folder cannot be renamed, because it is a mount point.
var errBusy = errors.New("the folder is a mount point")

// exchange puts next in target's place. The old output is then at previous.
func exchange(next, target, previous string) error { return renamePair(next, target, previous) }

func (p *publisher) isMount() bool { return false }
