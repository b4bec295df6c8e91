package amd

import (
	"bytes"
	"testing"
)

// TestPacks wants a cache that was taken out and put back to save the work and
// to give the same bytes.
func TestPacks(t *testing.T) {
	const archive = "-- blog/main.js --\ndefine(['./a'], function (a) { return a + 1; });\n-- blog/a.js --\ndefine(['has!x?./b'], function () { return 1; });\n-- blog/b.js --\ndefine(2);\n"
	for _, minify := range []bool{false, true} {
		first := &Cache{}
		want, _ := compileOne(t, archive, func(o *Options) { provided(o); o.Cache, o.Minify, o.SourceMaps = first, minify, true })
		again := &Cache{}
		for name, data := range first.Packs() {
			again.Restore(name, bytes.Clone(data))
		}
		got, _ := compileOne(t, archive, func(o *Options) { provided(o); o.Cache, o.Minify, o.SourceMaps = again, minify, true })
		if len(got.Code) == 0 || !bytes.Equal(got.Code, want.Code) || !bytes.Equal(got.Map, want.Map) || len(got.Modules) != len(want.Modules) {
			t.Errorf("minify %t: the layer is another one", minify)
		}
		for name := range again.Packs() {
			t.Errorf("minify %t: pack %s is written again though nothing changed", minify, name)
		}
	}
}

func FuzzPack(f *testing.F) {
	c := &Cache{}
	key := newKey([]byte("k"))
	c.turn()
	keep(c, "p", key, []*blob{{code: []byte("code"), mapping: newMapping()}}, blobsCodec)
	for _, data := range c.Packs() {
		f.Add(bytes.Clone(data))
	}
	f.Add(appendEntry([]byte(packMagic), key, func(b []byte) []byte { return appendStrings(b, []string{"a", "b", "c", "d"}) }))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, raw := range readPack(data) {
			layerCodec.read(&packReader{raw, true})
			blobsCodec.read(&packReader{raw, true})
			linkedCodec.read(&packReader{raw, true})
		}
		blobsCodec.read(&packReader{data, true})
		linkedCodec.read(&packReader{data, true})
	})
}
