package devserver

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"time"

	"github.com/fsnotify/fsnotify"

	"strata/builder"
)

const (
	calm         = 15 * time.Millisecond  // how long nothing must happen before a single edit is over
	calmAfter    = 150 * time.Millisecond // the same, once many names had events: tools that write much pause longer
	many         = 50
	maxBurst     = 2 * time.Second // how long a burst is waited for at most
	pollInterval = 250 * time.Millisecond
)

// A watcher waits until something that a build looked at looks different. It
// believes content and not events: an event only says where to look. Everything
// but the collecting of events happens in the goroutine that calls wait.
type watcher struct {
	src    fs.FS
	opts   Options
	events *fsnotify.Watcher // nil when there is only polling
	inbox  *inbox

	reads   builder.Reads
	watched map[string]folder   // by real path
	links   map[string][]string // names of files that are read through a link, by real path
	polled  map[string]bool     // folders that cannot be watched, by name
	stamps  map[string]stamp    // of polled names
	changed []string            // the names that may look different to the next build; nil if that is not known
	warned  bool
}

func newWatcher(opts Options) *watcher {
	w := &watcher{src: builder.Dir(opts.Source), opts: opts, inbox: newInbox(), watched: map[string]folder{},
		polled: map[string]bool{}, stamps: map[string]stamp{}}
	if opts.Poll {
		return w
	}
	events, err := fsnotify.NewWatcher()
	if err != nil {
		w.warn(err)
		return w
	}
	w.events = events
	go w.inbox.collect(events)
	return w
}

func (w *watcher) close() {
	if w.events != nil {
		_ = w.events.Close() // the process ends
	}
}

// wait returns true as soon as a build would see something else than reads,
// once for a burst of edits, and false when ctx is done. What happened during
// the build counts.
func (w *watcher) wait(ctx context.Context, reads builder.Reads) bool {
	w.reads, w.changed = reads, nil
	if w.changedIn(w.rearm()) {
		return ctx.Err() == nil
	}
	poll := time.NewTicker(pollInterval)
	defer poll.Stop()
	for {
		var changed bool
		select {
		case <-ctx.Done():
			return false
		case <-w.inbox.filled:
			changed = w.judge(w.burst(ctx))
		case <-poll.C:
			changed = w.poll()
		}
		if changed {
			return ctx.Err() == nil
		}
	}
}

// burst waits until a burst of events is over, and returns them. Events that
// cannot matter, such as those of a log that grows beside the content, do not
// make it longer.
func (w *watcher) burst(ctx context.Context) batch {
	all := w.inbox.take()
	end := time.After(maxBurst)
	over := time.NewTimer(calm)
	defer over.Stop()
	for {
		select {
		case <-w.inbox.filled:
			news := w.inbox.take()
			all.add(news)
			if w.concerned(news) {
				over.Reset(patience(len(all.ops)))
			}
		case <-over.C:
			return all
		case <-end:
			return all
		case <-ctx.Done():
			return all
		}
	}
}

func patience(names int) time.Duration {
	if names > many {
		return calmAfter
	}
	return calm
}

// concerned reports whether the events can change what a build sees: writing a
// file that no build looks at cannot.
func (w *watcher) concerned(b batch) bool {
	if b.lost {
		return true
	}
	for full, op := range b.ops {
		if op.Has(fsnotify.Create) || op.Has(fsnotify.Remove) || op.Has(fsnotify.Rename) {
			return true
		}
		if slices.ContainsFunc(w.names(full), func(name string) bool { return w.reads.Has(name) }) {
			return true
		}
	}
	return false
}

// names returns what the site calls the file of an event. It is more than one
// name when links lead there.
func (w *watcher) names(full string) []string {
	out := slices.Concat(w.links[full], w.watched[full].names)
	for _, dir := range w.watched[filepath.Dir(full)].names {
		out = append(out, path.Join(dir, filepath.Base(full)))
	}
	return out
}

// judge looks at what the events are about: the names, the folders around them,
// which list them, and all that lies below them.
func (w *watcher) judge(b batch) bool {
	names, moved := map[string]bool{}, b.lost
	for full, op := range b.ops {
		for _, name := range w.names(full) {
			names[name] = true
		}
		if op.Has(fsnotify.Remove) || op.Has(fsnotify.Rename) {
			w.drop(full)
		}
		moved = moved || op.Has(fsnotify.Create) || op.Has(fsnotify.Remove) || op.Has(fsnotify.Rename)
	}
	parents := map[string]bool{}
	for name := range names {
		parents[path.Dir(name)] = true
	}
	fresh := map[string]bool{}
	if moved {
		fresh = w.rearm()
	}
	var changed []string
	for name := range w.reads {
		if (b.lost || parents[name] || under(name, names) || fresh[name] || fresh[path.Dir(name)]) && w.reads.Changed(w.src, name) {
			changed = append(changed, name)
			if b.lost || len(changed) > many {
				return true // and the build looks at everything
			}
		}
	}
	w.changed = changed
	return len(changed) > 0
}

// under reports whether the name or a folder around it is in the set.
func under(name string, set map[string]bool) bool {
	for !set[name] {
		if name == "." {
			return false
		}
		name = path.Dir(name)
	}
	return true
}

// changedIn looks at all that lies in folders that are watched only now.
func (w *watcher) changedIn(fresh map[string]bool) bool {
	for name := range w.reads {
		if (fresh[name] || fresh[path.Dir(name)]) && w.reads.Changed(w.src, name) {
			return true
		}
	}
	return false
}

// rearm watches the folders in which a change of what was read would show, and
// no others. It returns the names of those that were not watched before, since
// what happened in them until now made no event.
func (w *watcher) rearm() map[string]bool {
	now := survey(w.opts.Source, w.reads)
	w.links = now.links
	for real, f := range w.watched {
		if g, ok := now.folders[real]; !ok || !os.SameFile(f.info, g.info) {
			w.drop(real)
		}
	}
	fresh := map[string]bool{}
	w.polled = map[string]bool{}
	for _, real := range slices.Sorted(maps.Keys(now.folders)) {
		f := now.folders[real]
		_, known := w.watched[real]
		switch {
		case known || w.add(real):
			w.watched[real] = f
			mark(fresh, f.names, !known)
		default:
			mark(w.polled, f.names, true)
			mark(fresh, f.names, true)
		}
	}
	return fresh
}

func mark(set map[string]bool, names []string, yes bool) {
	for _, name := range names {
		if yes {
			set[name] = true
		}
	}
}

// add watches a folder, and reports whether it could.
func (w *watcher) add(real string) bool {
	if w.events == nil {
		return false
	}
	err := w.events.Add(real)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		w.warn(err)
	}
	return err == nil
}

// drop forgets a folder that is gone, or is another one now.
func (w *watcher) drop(real string) {
	if _, ok := w.watched[real]; ok {
		delete(w.watched, real)
		_ = w.events.Remove(real) // the system may have forgotten it already
	}
}
