package builder

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"strata/amd"
	"strata/internal/moduleid"
)

// markerName is the file by which an output folder is known as ours. It lists
// what the build made, and holds what Reindex needs.
const markerName = ".strata.json"

type marker struct {
	Strata  int               `json:"strata"` // version of this format
	Base    string            `json:"base"`
	Index   string            `json:"index"`
	Map     amd.Map           `json:"map"`     // as the build made it
	Plugins []PluginReport    `json:"plugins"` // those that were active in the build, in load order
	Indexed []string          `json:"indexed"` // ids of those that are in the index now
	Files   map[string]string `json:"files"`   // path to SHA-256
}

func newMarker(out *Output) marker {
	m := marker{Strata: 1, Base: out.index.base, Index: out.index.id, Map: out.index.data, Plugins: []PluginReport{}, Files: map[string]string{}}
	for _, f := range out.Files {
		m.Files[f.Path] = digest(f.Data)
	}
	for _, p := range out.Report.Plugins {
		if p.State == "active" {
			p.Contributes, p.Versions, p.Important = nil, nil, nil // the index does not tell of them
			m.Plugins = append(m.Plugins, p)
		}
	}
	m.Indexed = entryIDs(m.Map.Details)
	return m
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func (m marker) encode() []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetIndent("", " ")
	if err := e.Encode(m); err != nil {
		panic(err) // a struct of strings, numbers and maps of them
	}
	return b.Bytes()
}

func readMarker(dir string) (marker, error) {
	name := filepath.Join(dir, markerName)
	if info, err := os.Lstat(name); err != nil || !info.Mode().IsRegular() {
		return marker{}, errors.Join(err, fmt.Errorf("there is no file %s", markerName))
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return marker{}, err
	}
	return decodeMarker(data)
}

func decodeMarker(data []byte) (marker, error) {
	var m marker
	formats := []amd.Format{amd.FormatStrata, amd.FormatRequireJS, amd.FormatDojo}
	notOurs := fmt.Errorf("%s is not the file that a build writes", markerName)
	if err := json.Unmarshal(data, &m); err != nil || m.Strata != 1 || m.Files == nil ||
		!slices.Contains(formats, m.Map.Format) || !moduleid.Valid(m.Index) || !fs.ValidPath(m.Base) {
		return marker{}, notOurs
	}
	for name := range m.Files {
		if !fs.ValidPath(name) {
			return marker{}, notOurs
		}
	}
	return m, nil
}

func hasMarker(dir string) bool {
	_, err := readMarker(dir)
	return err == nil
}

// IsPublished reports whether the folder is the output of a build.
func IsPublished(dir string) bool { return hasMarker(dir) }

// foreign returns the files below dir that no build made, sorted.
func (m marker) foreign(dir fs.FS) []string {
	var out []string
	_ = fs.WalkDir(dir, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == markerName {
			return nil // what cannot be read cannot be told of either
		}
		if _, ok := m.Files[name]; !ok && !strings.HasPrefix(name, stagedName+"/") {
			out = append(out, name)
		}
		return nil
	})
	slices.Sort(out)
	return out
}
