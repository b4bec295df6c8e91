package source

import (
	"io/fs"
	"os"
)

// Dir returns the folder as a file system, in the way of os.DirFS. It reads whole
// files with as few calls of the system as there can be: most of a build that
// changes nothing is reading.
func Dir(name string) fs.FS { return dir{os.DirFS(name), name} }

type dir struct {
	fs.FS
	name string
}

func (d dir) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(d.FS, name) }
func (d dir) Stat(name string) (fs.FileInfo, error)      { return fs.Stat(d.FS, name) }
func (d dir) Lstat(name string) (fs.FileInfo, error)     { return fs.Lstat(d.FS, name) }
func (d dir) ReadLink(name string) (string, error)       { return fs.ReadLink(d.FS, name) }
