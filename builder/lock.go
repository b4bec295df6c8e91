package builder

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// patience is how long a build waits for another one that publishes into the
// same folder. Publishing takes milliseconds; only a stopped process takes longer.
const patience = 15 * time.Second

// acquire takes the lock beside the output, and returns how to give it back.
// The file stays behind, because removing it would let two builds hold it.
func (p *publisher) acquire(ctx context.Context) (func(), error) {
	if err := os.MkdirAll(filepath.Dir(p.lock), 0o755); err != nil {
		return nil, err
	}
	lock := flock.New(p.lock, flock.SetPermissions(0o644))
	wait, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	ok, err := lock.TryLockContext(wait, 20*time.Millisecond)
	switch {
	case ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case errors.Is(err, context.DeadlineExceeded):
		holder, _ := os.ReadFile(p.lock)
		return nil, fmt.Errorf("another build, process %s, publishes into it", strings.TrimSpace(string(holder)))
	case err != nil:
		return nil, err
	case !ok:
		return nil, errors.New("the lock beside it cannot be taken")
	}
	if err := os.WriteFile(p.lock, fmt.Appendf(nil, "%d\n", os.Getpid()), 0o644); err != nil {
		return nil, errors.Join(err, lock.Unlock())
	}
	return func() { _ = lock.Unlock() }, nil // the end of the process unlocks as well
}
