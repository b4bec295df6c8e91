//go:build !linux

package devserver

import "io/fs"

func changeTime(fs.FileInfo) int64 { return 0 }
