package amd

import (
	"crypto/sha256"
	"encoding/binary"
	"sync"
)

// A Cache keeps the results of a Compile for the next one, by the content they
// were made from. What neither of the last two runs used is forgotten. The zero
// value is an empty cache; a nil *Cache keeps nothing. It may be used by one
// Compile at a time.
type Cache struct {
	mu        sync.Mutex
	now, last map[cacheKey]any
}

type cacheKey [sha256.Size]byte

// newKey hashes parts; each is preceded by its length, so that no two lists of
// parts share a key.
func newKey(parts ...[]byte) cacheKey {
	h := sha256.New()
	for _, p := range parts {
		var n [8]byte
		binary.LittleEndian.PutUint64(n[:], uint64(len(p)))
		h.Write(n[:])
		h.Write(p)
	}
	return cacheKey(h.Sum(nil))
}

// turn begins a run: what the run before last used is dropped.
func (c *Cache) turn() {
	if c != nil {
		c.mu.Lock()
		c.last, c.now = c.now, map[cacheKey]any{}
		c.mu.Unlock()
	}
}

// cached returns the value for the key, made by f unless the cache has it. A
// value is made again rather than waited for when two goroutines ask at once.
func cached[T any](c *Cache, key cacheKey, f func() T) T {
	if c == nil {
		return f()
	}
	c.mu.Lock()
	v, ok := c.now[key]
	if !ok {
		if v, ok = c.last[key]; ok {
			c.now[key] = v
		}
	}
	c.mu.Unlock()
	if ok {
		return v.(T)
	}
	made := f()
	c.mu.Lock()
	c.now[key] = made
	c.mu.Unlock()
	return made
}
