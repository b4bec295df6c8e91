package devserver

import (
	"io/fs"
	"syscall"
)

// changeTime returns when the file's content or attributes last changed, which
// no program can set back.
func changeTime(info fs.FileInfo) int64 {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return s.Ctim.Nano()
	}
	return 0
}
