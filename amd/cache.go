package amd

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"iter"
	"slices"
	"sync"
)

// A Cache keeps the results of a Compile for the next one, by the content they
// were made from. What neither of the last two runs used is forgotten. The zero
// value is an empty cache; a nil *Cache keeps nothing. It may be used by one
// Compile at a time.
//
// What is worth keeping between runs of the program can be taken out as packs,
// one for each package, and be given to another Cache with Restore.
type Cache struct {
	Once bool // it serves one Compile, so that nothing is kept but what goes into packs

	mu        sync.Mutex
	now, last map[cacheKey]entry
	packs     map[string]pack  // by name
	known     map[string]known // by module id
	before    *compiled        // by the last run
}

// An entry is a value, and if it can be kept between runs, how.
type entry struct {
	value any
	pack  string // "" for what is not kept
	fresh bool   // made in this run
	write func([]byte) []byte
}

// known is a module as the last run left it, and what it was made from. A text
// does not change, so that the same slice holds the same text.
type known struct {
	text   []byte
	env    cacheKey
	loaded loaded
}

// loaded returns what the last run loaded for the module, if it would again.
func (c *Cache) loaded(id string, text []byte, env cacheKey) (loaded, bool) {
	if c == nil || len(text) == 0 {
		return loaded{}, false
	}
	c.mu.Lock()
	k, ok := c.known[id]
	c.mu.Unlock()
	same := ok && k.env == env && len(k.text) == len(text) && &k.text[0] == &text[0]
	return k.loaded, same
}

// noteLoaded is for loaded: a unit with what follows from its text.
func (c *Cache) noteLoaded(u *unit, env cacheKey, l *linked) {
	if c == nil || c.Once || len(u.raw) == 0 {
		return
	}
	c.mu.Lock()
	if c.known == nil {
		c.known = map[string]known{}
	}
	c.known[u.id] = known{u.raw, env, loaded{units: []*unit{u}, linked: l}}
	c.mu.Unlock()
}

// A cacheKey is the hash of everything that a value depends on.
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
	var key cacheKey
	h.Sum(key[:0])
	return key
}

// turn begins a run: what the run before last used is dropped.
func (c *Cache) turn() {
	if c != nil {
		c.mu.Lock()
		c.last, c.now = c.now, map[cacheKey]entry{}
		c.mu.Unlock()
	}
}

// A codec writes values of a type to packs and reads them from there.
type codec[T any] struct {
	write func([]byte, T) []byte
	read  func(*packReader) T
}

// lookup returns the value for the key, if the cache or the pack of that name
// has it.
func lookup[T any](c *Cache, name string, key cacheKey, k codec[T]) (T, bool) {
	var none T
	if c == nil {
		return none, false
	}
	c.mu.Lock()
	e, ok := c.now[key]
	if !ok {
		if e, ok = c.last[key]; ok {
			c.now[key] = e
		}
	}
	raw := c.packs[name][key]
	c.mu.Unlock()
	if v, is := e.value.(T); ok && is {
		return v, true
	}
	if raw == nil || k.read == nil {
		return none, false
	}
	r := packReader{rest: raw, ok: true}
	v := k.read(&r)
	if !r.ok || len(r.rest) > 0 {
		return none, false
	}
	c.put(key, entry{v, name, false, func(b []byte) []byte { return append(b, raw...) }})
	return v, true
}

// touch is lookup for who knows the value already.
func (c *Cache) touch(key cacheKey) {
	if c == nil {
		return
	}
	c.mu.Lock()
	if e, ok := c.last[key]; ok {
		c.now[key] = e
	}
	c.mu.Unlock()
}

// keep adds a value to the cache, and to the pack of that name.
func keep[T any](c *Cache, name string, key cacheKey, v T, k codec[T]) {
	if c != nil {
		c.put(key, entry{v, name, true, func(b []byte) []byte { return k.write(b, v) }})
	}
}

func (c *Cache) put(key cacheKey, e entry) {
	c.mu.Lock()
	c.now[key] = e
	c.mu.Unlock()
}

// recall returns the value that an earlier run left under the key, the zero
// value when none did.
func recall[T any](c *Cache, key cacheKey) T {
	v, _ := lookup(c, "", key, codec[T]{})
	return v
}

// remember leaves a value for later runs in this process.
func remember(c *Cache, key cacheKey, v any) {
	if c != nil && !c.Once {
		c.put(key, entry{value: v})
	}
}

// cached returns the value for the key, made by f unless the cache has it. It is
// not kept between runs of the program. A value is made again rather than waited
// for when two goroutines ask at once.
func cached[T any](c *Cache, key cacheKey, f func() T) T {
	if v, ok := lookup(c, "", key, codec[T]{}); ok {
		return v
	}
	v := f()
	remember(c, key, v)
	return v
}

// Restore gives the cache a pack that Packs returned, perhaps in an earlier run
// of the program. One that is damaged counts as far as it is whole.
func (c *Cache) Restore(name string, data []byte) {
	if c.packs == nil {
		c.packs = map[string]pack{}
	}
	c.packs[name] = readPack(data)
}

// Packs returns, by name and in no order, the packs that changed in the last
// run. A pack holds what that run used, and nothing else.
func (c *Cache) Packs() iter.Seq2[string, []byte] {
	keys, fresh := map[string][]cacheKey{}, map[string]bool{}
	for key, e := range c.now {
		if e.pack != "" {
			keys[e.pack] = append(keys[e.pack], key)
			fresh[e.pack] = fresh[e.pack] || e.fresh
		}
	}
	return func(yield func(string, []byte) bool) {
		var data []byte
		for name, used := range keys {
			if !fresh[name] && c.packs[name].holds(used) {
				continue
			}
			slices.SortFunc(used, func(a, b cacheKey) int { return bytes.Compare(a[:], b[:]) })
			data = append(data[:0], packMagic...)
			for _, key := range used {
				data = appendEntry(data, key, c.now[key].write)
			}
			if !yield(name, data) {
				return
			}
		}
	}
}
