package devserver

import (
	"bufio"
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"strata/internal/browsertest"
)

// A listener is a page that listens for builds.
type listener struct {
	conn net.Conn
	in   *bufio.Reader
}

func (r *running) listen() listener {
	r.t.Helper()
	c, err := net.Dial("tcp", r.addr)
	check(r.t, err)
	r.t.Cleanup(func() { c.Close() })
	check(r.t, c.SetDeadline(time.Now().Add(2*soon)))
	_, err = io.WriteString(c, "GET "+streamPath+" HTTP/1.1\r\nHost: localhost\r\n\r\n")
	check(r.t, err)
	l := listener{c, bufio.NewReaderSize(c, 512)}
	if m := l.hear(r.t); !strings.Contains(m, `"type":"same"`) && !strings.Contains(m, `"type":"error"`) {
		r.t.Fatalf("the first message is %q", m)
	}
	return l
}

// hear returns the next message.
func (l listener) hear(t testing.TB) string {
	t.Helper()
	for {
		line, err := l.in.ReadString('\n')
		check(t, err)
		if data, ok := strings.CutPrefix(line, "data: "); ok {
			return data
		}
	}
}

func descriptors(t *testing.T) int {
	entries, err := os.ReadDir("/proc/self/fd")
	browsertest.Need(t, "linux", err)
	return len(entries)
}

// inUse is the memory of everything in this process, stacks included.
func inUse() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc + m.StackInuse
}

// TestThousandPages shows what a page that listens costs, that all hear of an
// edit, and that nothing of them is left over. Memory is measured in the one
// process of server and clients, so it is the two together.
func TestThousandPages(t *testing.T) {
	const pages = 1000
	dir := makeSite(t, small)
	r := start(t, Options{Source: dir})
	r.get("/")
	r.client.CloseIdleConnections()
	before, files := inUse(), descriptors(t)
	var all []listener
	for range pages {
		all = append(all, r.listen())
	}
	each := (inUse() - before) / pages
	edited := time.Now()
	put(t, filepath.Join(dir, "content/index.md"), "# Home\n\nother words\n")
	for _, l := range all {
		if m := l.hear(t); !strings.Contains(m, `"type":"reload"`) {
			t.Fatalf("the message is %q", m)
		}
	}
	told := time.Since(edited)
	t.Logf("%d bytes a page, its client included; all told %v after the edit", each, told)
	if each > 24<<10 {
		t.Errorf("a page costs %d bytes", each)
	}
	for _, l := range all {
		l.conn.Close()
	}
	left := 0
	for end := time.Now().Add(soon); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if left = descriptors(t) - files; left <= 2 {
			break
		}
	}
	if left > 2 {
		t.Errorf("%d descriptors are left", left)
	}
}

// TestMessages shows what pages are told of builds of each kind.
func TestMessages(t *testing.T) {
	dir := makeSite(t, small)
	r := start(t, Options{Source: dir})
	l := r.listen()
	for _, c := range []struct{ file, data, want string }{
		{"static/style.css", "body { color: red }", `"type":"styles"`},
		{"content/index.md", "# Other", `"type":"reload"`},
		{"content/index.md", "---\ntitle: [\n---\n", `"type":"error"`},
		{"content/index.md", "# Other", `"type":"same"`},
		{"plugins/other/other.js", "define([], function () {});", `"type":"reload"`},
	} {
		put(t, filepath.Join(dir, c.file), c.data)
		if m := l.hear(t); !strings.Contains(m, c.want) {
			t.Errorf("%s: the message is %q, want %s", c.file, m, c.want)
		}
	}
}

// TestTooManyPages shows that there is a limit, and that leaving makes room.
func TestTooManyPages(t *testing.T) {
	h := newHub()
	var first chan []byte
	for range maxClients {
		first, _ = h.join()
	}
	if c, _ := h.join(); c != nil {
		t.Error("a page too many listens")
	}
	h.leave(first)
	if c, _ := h.join(); c == nil {
		t.Error("there is no room after one left")
	}
	for range 10 {
		h.tell(message{Type: "reload"})
	}
	if n := len(h.clients); n != 0 {
		t.Errorf("%d pages that never read are still told", n)
	}
}
