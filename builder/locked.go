package builder

import (
	"os"

	"strata/internal/diag"
	"strata/plugin"
	"strata/site"
)

// LockFile is the file, at the top of a site, with the plugins that were accepted.
const LockFile = "strata.lock"

// locked compares the plugins with the lock file. Without one nothing is read.
func (b *build) locked(cfg site.Config, set plugin.Set, ds *diag.List) {
	var said diag.List
	lock, there := plugin.ReadLock(b.src, LockFile, &said)
	if there && !said.HasErrors() {
		lock.Check(LockFile, b.lockOf(set, &said), &said)
	}
	for i, d := range said {
		if d.Severity == diag.Warning && cfg.Locked == "strict" {
			said[i].Severity = diag.Error
		}
	}
	ds.Add(said...)
}

// lockOf returns the lock of the plugins as they are. A plugin that is left out for its
// errors is in it as well.
func (b *build) lockOf(set plugin.Set, ds *diag.List) plugin.Lock {
	return plugin.NewLock(set, func(p plugin.Plugin) string {
		return again(b, "lock "+p.Dir, p.ID, ds, func(ds *diag.List) string { return plugin.Fingerprint(b.tree, p, ds) })
	})
}

// An Acceptance says which plugins are accepted as they are now. The zero value
// accepts all, except those with important changes.
type Acceptance struct {
	Plugins  []string // ids of the only ones, with important changes or without
	Breaking bool     // important changes too
}

// AcceptPlugins writes the lock file of the site in dir. It returns what has changed in
// it, one change a line.
func AcceptPlugins(dir string, opts Options, what Acceptance) ([]string, diag.List, error) {
	var ds diag.List
	b := build{src: Dir(dir), opts: opts, out: map[string]bool{}}
	_, set := b.found(&ds)
	for _, id := range what.Plugins {
		if _, err := tell(set, id); err != nil {
			return nil, b.overlay.told(ds).Sorted(), err
		}
	}
	old, _ := plugin.ReadLock(b.src, LockFile, &ds)
	now := b.lockOf(set, &ds)
	if ds.HasErrors() {
		return nil, b.overlay.told(ds).Sorted(), nil
	}
	lock := old.Update(now, what.Plugins, what.Breaking, &ds)
	err := rewrite(dir, LockFile, lock.Text())
	return lock.Changes(old), b.overlay.told(ds).Sorted(), err
}

// rewrite writes a file of a folder, unless it is as it should be. A link in its place is
// replaced, and not followed.
func rewrite(dir, name string, data []byte) error {
	at, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer at.Close()
	if old, err := at.ReadFile(name); err == nil && string(old) == string(data) {
		return nil
	}
	return replaceFile(at, name, data)
}
