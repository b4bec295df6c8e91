package amd

import "testing"

// TestLiveClient bundles the dev server's script.
func TestLiveClient(t *testing.T) {
	t.Parallel()
	if n := len(LiveClient()); n < 5_000 || n > 60_000 {
		t.Errorf("%d bytes", n)
	}
}
