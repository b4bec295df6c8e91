package devserver

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"

	"strata/builder"
)

const (
	quiet        = 25 * time.Millisecond  // how long nothing must happen before a burst is over
	burst        = 500 * time.Millisecond // how long a burst is waited for at most
	pollInterval = 500 * time.Millisecond
)

// A watcher waits until something that a build looked at looks different. It
// believes content and not events: an event only says where to look.
type watcher struct {
	src    fs.FS
	source string
	opts   Options
	events *fsnotify.Watcher // nil when there is only polling

	mu      sync.Mutex
	reads   builder.Reads
	watched map[string]bool  // folders, relative to the site
	polled  map[string]bool  // folders that cannot be watched
	stamps  map[string]stamp // of polled names
	pending []string         // events that came during a build
	stale   chan struct{}    // something changed before it was watched
	warned  bool
}

// A stamp is what polling compares before it looks at content.
type stamp struct {
	size     int64
	modified time.Time
	changed  int64 // nanoseconds
	mode     fs.FileMode
}

func newWatcher(opts Options) *watcher {
	w := &watcher{src: os.DirFS(opts.Source), source: opts.Source, opts: opts,
		watched: map[string]bool{}, polled: map[string]bool{}, stamps: map[string]stamp{}, stale: make(chan struct{}, 1)}
	if opts.Poll {
		return w
	}
	events, err := fsnotify.NewWatcher()
	if err != nil {
		w.warn(err)
		return w
	}
	w.events = events
	return w
}

func (w *watcher) close() {
	if w.events != nil {
		_ = w.events.Close() // the process ends
	}
}

// watch makes reads what is waited for. It looks again at what lies in folders
// that were not watched while the build looked, and at what events during the
// build were about: no edit falls between a build and the next.
func (w *watcher) watch(reads builder.Reads) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.reads = reads
	folders := map[string]bool{}
	for name := range reads {
		folders[w.folder(name)] = true
	}
	for dir := range w.watched {
		if !folders[dir] {
			delete(w.watched, dir)
			_ = w.events.Remove(w.path(dir)) // it may be gone with the folder
		}
	}
	w.polled = map[string]bool{}
	fresh := map[string]bool{}
	for _, dir := range sorted(folders) {
		if !w.watched[dir] {
			w.polled[dir] = !w.add(dir)
			fresh[dir] = w.watched[dir]
		}
	}
	if w.missed(fresh) {
		w.stale <- struct{}{}
	}
}

// missed reports whether something changed before it was watched.
func (w *watcher) missed(fresh map[string]bool) bool {
	pending := w.pending
	w.pending = nil
	for name := range w.reads {
		if fresh[w.folder(name)] && w.reads.Changed(w.src, name) {
			return true
		}
	}
	return w.judge(pending)
}

func sorted(set map[string]bool) []string {
	out := make([]string, 0, len(set))
	for name := range set {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// folder returns the folder in which a change of the name shows: the name
// itself if it is a folder, else the nearest one around it that exists.
func (w *watcher) folder(name string) string {
	for {
		if info, err := fs.Stat(w.src, name); err == nil && info.IsDir() {
			return name
		}
		if name == "." {
			return "."
		}
		name = path.Dir(name)
	}
}

func (w *watcher) path(dir string) string { return filepath.Join(w.source, filepath.FromSlash(dir)) }

// add watches a folder, and reports whether it could.
func (w *watcher) add(dir string) bool {
	if w.events == nil {
		return false
	}
	if err := w.events.Add(w.path(dir)); err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			w.warn(err)
		}
		return false
	}
	w.watched[dir] = true
	return true
}

// warn says once that folders are polled, and what can be done about it.
func (w *watcher) warn(err error) {
	if w.warned {
		return
	}
	w.warned = true
	fmt.Fprintf(w.opts.Log, "strata: not every folder can be watched (%v); the rest is looked at every %v\n", err, pollInterval)
	for _, limit := range []struct {
		err        error
		name, more string
	}{{syscall.ENOSPC, "max_user_watches", "524288"}, {syscall.EMFILE, "max_user_instances", "1024"}} {
		if !errors.Is(err, limit.err) {
			continue
		}
		now, err := os.ReadFile("/proc/sys/fs/inotify/" + limit.name)
		if err == nil {
			fmt.Fprintf(w.opts.Log, "  the limit fs.inotify.%s is %s; to raise it: sudo sysctl fs.inotify.%s=%s\n",
				limit.name, strings.TrimSpace(string(now)), limit.name, limit.more)
		}
	}
}

// changes sends whenever a build would look at something else than the last
// one did, once for a burst of edits.
func (w *watcher) changes(ctx context.Context) <-chan struct{} {
	out := make(chan struct{})
	go w.run(ctx, out)
	return out
}

func (w *watcher) run(ctx context.Context, out chan<- struct{}) {
	poll := time.NewTicker(pollInterval)
	defer poll.Stop()
	var events <-chan fsnotify.Event
	var failures <-chan error
	if w.events != nil {
		events, failures = w.events.Events, w.events.Errors
	}
	for {
		var changed bool
		select {
		case <-ctx.Done():
			return
		case <-w.stale:
			changed = true
		case e := <-events:
			changed = w.happened(w.settle(ctx, events, e))
		case <-failures: // events were lost
			changed = w.judgeAll()
		case <-poll.C:
			changed = w.poll()
		}
		if changed {
			w.forget()
			select {
			case out <- struct{}{}:
			case <-ctx.Done():
				return
			}
		}
	}
}

// settle waits until a burst of events is over, and returns the names in it.
func (w *watcher) settle(ctx context.Context, events <-chan fsnotify.Event, first fsnotify.Event) []string {
	names := map[string]bool{first.Name: true}
	end := time.After(burst)
	for {
		select {
		case e := <-events:
			names[e.Name] = true
		case <-time.After(quiet):
			return sorted(names)
		case <-end:
			return sorted(names)
		case <-ctx.Done():
			return nil
		}
	}
}

// happened judges events now, or after the build that is under way.
func (w *watcher) happened(events []string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.reads == nil {
		w.pending = append(w.pending, events...)
		return false
	}
	return w.judge(events)
}

// judge looks at what the events are about: the names, and the folders around
// them, which list them.
func (w *watcher) judge(events []string) bool {
	for _, full := range events {
		rel, err := filepath.Rel(w.source, full)
		if err != nil {
			continue
		}
		name := filepath.ToSlash(rel)
		if w.below(name) || w.reads.Changed(w.src, name) || w.reads.Changed(w.src, path.Dir(name)) {
			return true
		}
	}
	return false
}

// below looks at the names that lie under one that appeared or vanished.
func (w *watcher) below(name string) bool {
	if info, err := fs.Stat(w.src, name); err == nil && !info.IsDir() {
		return false
	}
	for read := range w.reads {
		if strings.HasPrefix(read, name+"/") && w.reads.Changed(w.src, read) {
			return true
		}
	}
	return false
}

func (w *watcher) judgeAll() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for name := range w.reads {
		if w.reads.Changed(w.src, name) {
			return true
		}
	}
	return false
}

// poll looks at the names in folders that cannot be watched.
func (w *watcher) poll() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for name := range w.reads {
		if !w.polled[name] && !w.polled[w.folder(name)] {
			continue
		}
		now := w.stamp(name)
		if old, ok := w.stamps[name]; ok && old == now {
			continue
		}
		w.stamps[name] = now
		if w.reads.Changed(w.src, name) {
			return true
		}
	}
	return false
}

func (w *watcher) stamp(name string) stamp {
	info, err := os.Stat(w.path(name))
	if err != nil {
		return stamp{}
	}
	return stamp{size: info.Size(), modified: info.ModTime(), mode: info.Mode(), changed: changeTime(info)}
}

// forget drops what is known, until the next build says anew what it looked
// at: one change makes one build.
func (w *watcher) forget() {
	w.mu.Lock()
	w.reads = nil
	w.mu.Unlock()
}
