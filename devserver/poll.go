package devserver

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// A stamp is what polling compares before it looks at content.
type stamp struct {
	size     int64
	modified time.Time
	changed  int64 // nanoseconds
	mode     fs.FileMode
}

// poll looks at the names in folders that cannot be watched.
func (w *watcher) poll() bool {
	if len(w.polled) == 0 {
		return false
	}
	for name := range w.reads {
		if !w.polled[name] && !w.polled[w.nearest(name)] {
			continue
		}
		now := w.stamp(name)
		if old, ok := w.stamps[name]; ok && old == now {
			continue
		}
		w.stamps[name] = now
		if time.Since(now.modified) < 2*pollInterval {
			delete(w.stamps, name) // it may change again within the clock's precision
		}
		if w.reads.Changed(w.src, name) {
			return true
		}
	}
	return false
}

// nearest returns the folder around the name that was there when it was read.
func (w *watcher) nearest(name string) string {
	for name = path.Dir(name); name != "." && !w.polled[name]; {
		name = path.Dir(name)
	}
	return name
}

func (w *watcher) stamp(name string) stamp {
	info, err := os.Stat(filepath.Join(w.opts.Source, filepath.FromSlash(name)))
	if err != nil {
		return stamp{}
	}
	return stamp{size: info.Size(), modified: info.ModTime(), mode: info.Mode(), changed: changeTime(info)}
}

// warn says once that folders are polled, and what can be done about it.
func (w *watcher) warn(err error) {
	if w.warned {
		return
	}
	w.warned = true
	fmt.Fprintf(w.opts.Log, "strata: not every folder can be watched (%v); the rest is looked at every %v\n", err, pollInterval)
	switch {
	case errors.Is(err, syscall.ENOSPC):
		w.limit("max_user_watches", 524288)
	case errors.Is(err, syscall.EMFILE):
		w.limit("max_user_instances", 1024)
	}
}

// limit names a limit of the system and how to raise it.
func (w *watcher) limit(name string, more int) {
	now, err := os.ReadFile("/proc/sys/fs/inotify/" + name)
	if err != nil {
		return // another system than Linux
	}
	fmt.Fprintf(w.opts.Log, "  the limit fs.inotify.%s is %s; to raise it: sudo sysctl fs.inotify.%s=%d\n",
		name, strings.TrimSpace(string(now)), name, more)
}
