//go:build !unix

package source

// ReadRegular is Read.
func (d dir) ReadRegular(name string, limit int64) ([]byte, error) { return Read(d.FS, name, limit) }
