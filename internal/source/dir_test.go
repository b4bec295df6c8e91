package source

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// TestDir wants a folder to read as os.DirFS does.
func TestDir(t *testing.T) {
	root := t.TempDir()
	write := func(name string, data []byte) {
		if err := os.WriteFile(filepath.Join(root, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("empty", nil)
	write("short", []byte("text"))
	write("long", bytes.Repeat([]byte("0123456789"), 1000))
	if err := errors.Join(os.Mkdir(filepath.Join(root, "folder"), 0o755), os.Symlink("short", filepath.Join(root, "link"))); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"empty", "short", "long", "link", "folder", "nothing", "folder/nothing", "../short", ""} {
		for _, limit := range []int64{1 << 20, 10000, 9999, 3, 0} {
			got, err := Read(Dir(root), name, limit)
			want, wantErr := Read(os.DirFS(root), name, limit)
			if !bytes.Equal(got, want) || (err == nil) != (wantErr == nil) || err != nil && reason(err) != reason(wantErr) {
				t.Errorf("%q, at most %d bytes: %d bytes, %v; want %d, %v", name, limit, len(got), err, len(want), wantErr)
			}
		}
	}
}

func reason(err error) string {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err.Error()
	}
	return err.Error()
}
