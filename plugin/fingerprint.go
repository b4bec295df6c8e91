package plugin

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"strata/internal/diag"
	"strata/internal/source"
)

// The bounds of what a fingerprint is made of.
const (
	maxPrintFile  = 128 << 20
	maxPrintBytes = 1 << 30
	maxPrintFiles = 100_000
)

// Fingerprint returns a hash of the names and the contents of all files in the plugin's
// folder, "" when they cannot be read. Files and folders whose names begin with a dot and
// node_modules do not count: they differ from machine to machine. Of a symbolic link the
// name counts.
func Fingerprint(src fs.FS, p Plugin, ds *diag.List) string {
	f := fingerprint{src: src, dir: p.Dir}
	if file, err := f.folder(p.Dir); err != nil {
		ds.Add(errFingerprint(p, file, err))
		return ""
	}
	slices.Sort(f.lines)
	return fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(strings.Join(f.lines, "\n"))))
}

type fingerprint struct {
	src   fs.FS
	dir   string
	lines []string // one for each file
	bytes int
}

// folder takes up what is in a folder. With an error it returns the file that has it.
func (f *fingerprint) folder(dir string) (string, error) {
	entries, err := fs.ReadDir(f.src, dir)
	if err != nil {
		return dir, err
	}
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		file, err := "", error(nil)
		switch {
		case strings.HasPrefix(e.Name(), ".") || e.Name() == "node_modules":
		case e.IsDir():
			file, err = f.folder(name)
		case e.Type().IsRegular():
			file, err = name, f.file(name)
		case isLink(e):
			f.add(name, "link")
		}
		if err == nil && (len(f.lines) > maxPrintFiles || f.bytes > maxPrintBytes) {
			file, err = dir, errTooMuchToLock
		}
		if err != nil {
			return file, err
		}
	}
	return "", nil
}

func (f *fingerprint) file(name string) error {
	data, err := source.Read(f.src, name, maxPrintFile)
	if err != nil {
		return err
	}
	f.bytes += len(data)
	f.add(name, fmt.Sprintf("%x", sha256.Sum256(data)))
	return nil
}

// add takes up a file by its place in the plugin. Names are quoted, so that none can
// look like two lines.
func (f *fingerprint) add(name, what string) {
	f.lines = append(f.lines, fmt.Sprintf("%q %s", strings.TrimPrefix(name, f.dir+"/"), what))
}
