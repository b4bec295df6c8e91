package devserver

import (
	"maps"
	"sync"

	"github.com/fsnotify/fsnotify"
)

// maxEvents is how many names of events are kept. With more, everything is
// looked at, and the memory stays bounded.
const maxEvents = 20_000

// A batch is what happened in some time, by the full path of the file.
type batch struct {
	ops  map[string]fsnotify.Op
	lost bool // there were more events than these
}

func (b *batch) add(news batch) {
	b.lost = b.lost || news.lost
	for name, op := range news.ops {
		b.ops[name] |= op
	}
	if len(b.ops) > maxEvents {
		b.lost = true
		clear(b.ops)
	}
}

// An inbox takes events at any time, so that the system never has to drop one
// while a build is under way.
type inbox struct {
	filled chan struct{} // there is something to take
	mu     sync.Mutex
	batch  batch
}

func newInbox() *inbox {
	return &inbox{filled: make(chan struct{}, 1), batch: batch{ops: map[string]fsnotify.Op{}}}
}

// collect puts events into the inbox until the watcher is closed.
func (i *inbox) collect(w *fsnotify.Watcher) {
	for {
		select {
		case e, ok := <-w.Events:
			if !ok {
				return
			}
			i.put(batch{ops: map[string]fsnotify.Op{e.Name: e.Op}})
		case _, ok := <-w.Errors:
			if !ok {
				return
			}
			i.put(batch{lost: true})
		}
	}
}

func (i *inbox) put(news batch) {
	i.mu.Lock()
	i.batch.add(news)
	i.mu.Unlock()
	select {
	case i.filled <- struct{}{}:
	default:
	}
}

// take empties the inbox.
func (i *inbox) take() batch {
	i.mu.Lock()
	defer i.mu.Unlock()
	out := batch{ops: maps.Clone(i.batch.ops), lost: i.batch.lost}
	clear(i.batch.ops)
	i.batch.lost = false
	return out
}
