package amd

import (
	"encoding/binary"
	"hash/crc32"
)

// packMagic begins a pack and tells the version of its form: entries, each a
// key, the length of what follows, its CRC-32, and the value.
const packMagic = "strata pack 2\n"

const entryHead = len(cacheKey{}) + 8

// A pack is what is kept for a package between runs, not yet decoded.
type pack map[cacheKey][]byte

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// readPack finds the entries of a pack. It stops at the first that is damaged.
func readPack(data []byte) pack {
	out := pack{}
	if len(data) < len(packMagic) || string(data[:len(packMagic)]) != packMagic {
		return out
	}
	data = data[len(packMagic):]
	for len(data) >= entryHead {
		key := cacheKey(data)
		n := binary.LittleEndian.Uint32(data[len(key):])
		sum := binary.LittleEndian.Uint32(data[len(key)+4:])
		data = data[entryHead:]
		if uint64(n) > uint64(len(data)) || crc32.Checksum(data[:n], castagnoli) != sum {
			break
		}
		out[key] = data[:n:n]
		data = data[n:]
	}
	return out
}

func appendEntry(b []byte, key cacheKey, write func([]byte) []byte) []byte {
	b = append(b, key[:]...)
	at := len(b)
	b = write(append(b, make([]byte, 8)...))
	binary.LittleEndian.PutUint32(b[at:], uint32(len(b)-at-8))
	binary.LittleEndian.PutUint32(b[at+4:], crc32.Checksum(b[at+8:], castagnoli))
	return b
}

// holds reports whether the pack has these keys and no others.
func (p pack) holds(keys []cacheKey) bool {
	if len(keys) != len(p) {
		return false
	}
	for _, key := range keys {
		if _, ok := p[key]; !ok {
			return false
		}
	}
	return true
}

func appendInt(b []byte, n int) []byte { return binary.AppendVarint(b, int64(n)) }

func appendBytes(b, v []byte) []byte { return append(appendInt(b, len(v)), v...) }

func appendBool(b []byte, v bool) []byte {
	if v {
		return appendInt(b, 1)
	}
	return appendInt(b, 0)
}

func appendStrings(b []byte, list []string) []byte {
	b = appendInt(b, len(list))
	for _, s := range list {
		b = append(appendInt(b, len(s)), s...)
	}
	return b
}

// A packReader takes values from the front of rest; ok becomes false when there
// are none.
type packReader struct {
	rest []byte
	ok   bool
}

func (r *packReader) int() int {
	v, n := binary.Varint(r.rest)
	if n <= 0 {
		r.ok, r.rest = false, nil
		return 0
	}
	r.rest = r.rest[n:]
	return int(v)
}

func (r *packReader) bytes() []byte {
	n := r.int()
	if n < 0 || n > len(r.rest) {
		r.ok, r.rest = false, nil
		return nil
	}
	v := r.rest[:n:n]
	r.rest = r.rest[n:]
	return v
}

func (r *packReader) string() string { return string(r.bytes()) }

func (r *packReader) bool() bool { return r.int() != 0 }

// length reads how many values follow, each of at least one byte.
func (r *packReader) length() int {
	n := r.int()
	if n < 0 || n > len(r.rest) {
		r.ok, r.rest = false, nil
		return 0
	}
	return n
}

func (r *packReader) strings() []string {
	n := r.length()
	if n == 0 {
		return nil
	}
	out := make([]string, n)
	for i := range out {
		out[i] = r.string()
	}
	return out
}

func appendInts(b []byte, list []int) []byte {
	b = appendInt(b, len(list))
	for _, n := range list {
		b = appendInt(b, n)
	}
	return b
}

func (r *packReader) ints() []int {
	n := r.length()
	if n == 0 {
		return nil
	}
	out := make([]int, n)
	for i := range out {
		out[i] = r.int()
	}
	return out
}
