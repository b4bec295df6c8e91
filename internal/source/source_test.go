package source

import (
	"errors"
	"io/fs"
	"testing"
	"testing/fstest"
)

// grown is a file system whose files were smaller when they were looked at.
type grown struct{ fstest.MapFS }

func (g grown) Stat(name string) (fs.FileInfo, error) {
	info, err := g.MapFS.Stat(name)
	return small{info}, err
}

type small struct{ fs.FileInfo }

func (small) Size() int64 { return 0 }

// bare is a file system that says what is wrong and not where.
type bare struct{}

func (bare) Open(string) (fs.File, error) { return nil, errors.New("no disk") }

func TestRead(t *testing.T) {
	src := fstest.MapFS{
		"fits": {Data: []byte("12345")}, "large": {Data: []byte("123456")}, "folder/x": {},
		"pipe": {Mode: fs.ModeNamedPipe}, "device": {Mode: fs.ModeDevice},
	}
	for _, c := range []struct {
		src        fs.FS
		name, want string
	}{
		{src, "fits", ""},
		{src, "large", "read large: larger than 5 bytes"},
		{grown{src}, "large", "read large: larger than 5 bytes"},
		{src, "folder", "read folder: not a regular file"},
		{src, "pipe", "read pipe: not a regular file"},
		{src, "device", "read device: not a regular file"},
		{src, "absent", "open absent: file does not exist"},
		{bare{}, "any", "read any: no disk"},
	} {
		data, err := Read(c.src, c.name, 5)
		if c.want == "" {
			if err != nil || string(data) != "12345" {
				t.Errorf("%s: %q, %v", c.name, data, err)
			}
			continue
		}
		if _, ok := errors.AsType[*fs.PathError](err); !ok || err.Error() != c.want || data != nil {
			t.Errorf("%s: got %q, %v, want %s", c.name, data, err, c.want)
		}
	}
	if _, err := Read(src, "pipe", 5); !errors.Is(err, ErrNotRegular) {
		t.Errorf("%v does not wrap ErrNotRegular", err)
	}
}

func TestTooLarge(t *testing.T) {
	for limit, want := range map[int64]string{10: "larger than 10 bytes", 64 << 10: "larger than 64 KiB", 16 << 20: "larger than 16 MiB"} {
		if got := (&TooLargeError{limit}).Error(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
