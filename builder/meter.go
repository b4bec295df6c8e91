package builder

import (
	"sync"
	"sync/atomic"
	"time"

	"strata/internal/sandbox"
)

// A meter bounds the time that functions of plugins take in one build, all together:
// each page may have a little, and there may be many pages.
type meter struct {
	limit time.Duration
	spent atomic.Int64
	stuck *stuck
}

// startOfEngine is what the first call of a page may take for nothing: about twice what
// it takes to make an engine, which is not the plugin's doing.
const startOfEngine = time.Millisecond

// run calls a function of a plugin, if there is time left.
func (m *meter) run(owner string, first bool, call func() (any, error)) (any, error) {
	if m.stuck.has(owner) {
		return nil, errStuck
	}
	if time.Duration(m.spent.Load()) > m.limit {
		return nil, &overLimit{m.limit}
	}
	begin := time.Now()
	out, err := call()
	took := time.Since(begin)
	if first {
		took = max(0, took-startOfEngine)
	}
	m.spent.Add(int64(took))
	m.stuck.note(owner, err)
	return out, err
}

// A stuck list has the plugins with a function that could not be stopped, which goes on
// for as long as the process does. None of theirs is called again, so that rebuilding
// does not start more and more of them. The zero value is empty.
type stuck struct {
	mu      sync.Mutex
	plugins map[string]bool // by id
}

func (s *stuck) has(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.plugins[id]
}

// note takes up the plugin whose function the sandbox gave up.
func (s *stuck) note(id string, err error) {
	if e, ok := err.(*sandbox.Error); !ok || e.Kind != sandbox.Stuck {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.plugins == nil {
		s.plugins = map[string]bool{}
	}
	s.plugins[id] = true
}
