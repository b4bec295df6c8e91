package builder

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"strata/amd"
	"strata/internal/diag"
	"strata/internal/source"
)

// A Cache carries results from one Build to the next, by the content they were
// made from. The output is the same with and without it. The zero value is an
// empty cache in memory; Builds that share one must not overlap.
type Cache struct {
	layers amd.Cache
	store  store
	looks  map[string]*look // what the last Build saw
	memos  map[string]memo  // what its stages gave, by name

	compiled map[string]bool // names that compiling looked at
	overlay  string          // what was laid over them

	stuck stuck
}

// cacheLimit is how many bytes the packs of all sites take before the sites
// that were not built for the longest time lose theirs.
const cacheLimit = 1 << 30

// OpenCache returns a cache that goes on where earlier runs of the program left
// it: in the folder dir, in which every site and every version of the program
// has a folder of its own. It may be deleted at any time, and runs may share it;
// what is damaged or cannot be read counts as missing. site is the site's
// folder.
func OpenCache(dir, site string) *Cache {
	if real, err := realPath(site); err == nil {
		site = real
	}
	return &Cache{layers: amd.Cache{Once: true}, store: store{root: dir, site: digest([]byte(programID() + "\n" + site))[:20]}}
}

// programID tells one program from another: what an older one kept may be wrong.
func programID() string {
	name, err := os.Executable()
	if err != nil {
		return ""
	}
	info, err := os.Stat(name)
	if err != nil {
		return name
	}
	return fmt.Sprintf("%d %d", info.Size(), info.ModTime().UnixNano())
}

// Save keeps what the last Build used for later runs. A nil cache, and one that
// OpenCache did not make, is not saved. That it cannot be saved is a notice: the
// next build takes longer, and no more.
func (c *Cache) Save() diag.List {
	if c == nil || c.store.folder == "" {
		return nil
	}
	if err := c.store.save(c.layers.Packs()); err != nil {
		return diag.List{notSaved(c.store.root, err)}
	}
	return nil
}

// A store is where packs are between runs.
type store struct {
	root   string // "" for nowhere
	site   string // folder of the site in root
	folder string // of the site and the way it was last built
}

// restore gives the cache the packs of an earlier run that built in this way.
func (c *Cache) restore(opts amd.Options) {
	if c.store.root == "" || c.store.folder != "" {
		return
	}
	way := sha256.Sum256(fmt.Appendf(nil, "%s %t %t %t %s %s", opts.Format, opts.Minify, opts.SourceMaps, opts.KeepNames, opts.Target, opts.LegalComments))
	c.store.folder = filepath.Join(c.store.root, c.store.site, hex.EncodeToString(way[:4]))
	for _, name := range opts.PackNames() {
		dir, base := filepath.Split(c.store.file(name))
		if data, err := source.Read(source.Dir(dir), base, cacheLimit); err == nil {
			c.layers.Restore(name, data)
		}
	}
}

// file returns the pack's file. Names hold slashes, and files do not.
func (s *store) file(name string) string {
	if strings.ContainsAny(name, `!\:`) || len(name) > 200 {
		name = digest([]byte(name))
	}
	return filepath.Join(s.folder, strings.ReplaceAll(name, "/", "!")+".pack")
}

// save writes each pack beside its place and renames it, so that other runs see
// it whole.
func (s *store) save(packs iter.Seq2[string, []byte]) error {
	if err := os.MkdirAll(s.folder, 0o700); err != nil {
		return err
	}
	saved := 0
	for name, data := range packs {
		if err := replaceWhole(s.file(name), data); err != nil {
			return err
		}
		saved++
	}
	now := time.Now()
	err := os.Chtimes(filepath.Dir(s.folder), now, now)
	if saved > 0 {
		err = errors.Join(err, s.shrink(cacheLimit))
	}
	return err
}

func replaceWhole(name string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(name), "*.new")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// shrink removes the packs of the sites that were not built for the longest
// time, until all others fit.
func (s *store) shrink(limit int64) error {
	type site struct {
		dir  string
		size int64
		used time.Time
	}
	entries, err := os.ReadDir(s.root)
	var sites []site
	for _, e := range entries {
		if info, err := e.Info(); err == nil && e.IsDir() && e.Name() != s.site {
			dir := filepath.Join(s.root, e.Name())
			sites = append(sites, site{dir, folderSize(dir), info.ModTime()})
		}
	}
	slices.SortFunc(sites, func(a, b site) int { return cmp.Or(b.used.Compare(a.used), cmp.Compare(a.dir, b.dir)) })
	left := limit - folderSize(filepath.Join(s.root, s.site))
	errs := []error{err}
	for _, old := range sites {
		if left -= old.size; left < 0 {
			errs = append(errs, os.RemoveAll(old.dir))
		}
	}
	return errors.Join(errs...)
}

func folderSize(dir string) int64 {
	var size int64
	_ = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error { // what cannot be read is not counted
		if err == nil && d.Type().IsRegular() {
			if info, err := d.Info(); err == nil {
				size += info.Size()
			}
		}
		return nil
	})
	return size
}
