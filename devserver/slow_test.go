package devserver

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// slowWays are ways of being slow: each is sent to the server, and then a byte
// of rest every second.
var slowWays = map[string]struct{ first, rest string }{
	"nothing":     {"", ""},
	"header":      {"GET / HTTP/1.1\r\n", "X"},
	"no end":      {"GET / HTTP/1.1\r\nHost: localhost\r\nX: ", "y"},
	"body":        {"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n", "z"},
	"posted body": {"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\nq\r\n"},
	"no reader":   {"GET /big.bin HTTP/1.1\r\nHost: localhost\r\n\r\n", ""},
}

// TestSlowConnections holds connections open in every slow way.
func TestSlowConnections(t *testing.T) {
	t.Parallel()
	dir := makeSite(t, small)
	put(t, filepath.Join(dir, "static/big.bin"), string(bytes.Repeat([]byte("0123456789abcdef"), 1<<20)))
	r := start(t, Options{Source: dir})
	const each = 50
	var wait sync.WaitGroup
	var mu sync.Mutex
	slowest := map[string]time.Duration{}
	for name := range slowWays {
		for range each {
			wait.Go(func() {
				took := dawdle(t, r.addr, name)
				mu.Lock()
				slowest[name] = max(slowest[name], took)
				mu.Unlock()
			})
		}
	}
	worst := r.honest(5 * time.Second)
	wait.Wait()
	for name, took := range slowest {
		t.Logf("%s: closed after %v", name, took.Round(10*time.Millisecond))
		if took > soon {
			t.Errorf("%s: held for %v", name, took)
		}
	}
	t.Logf("%d slow connections; the slowest honest request took %v", each*len(slowWays), worst)
}

// dawdle returns how long the server bears it.
func dawdle(t *testing.T, addr, name string) time.Duration {
	way := slowWays[name]
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Error(err)
		return 0
	}
	defer c.Close()
	begin := time.Now()
	_, _ = io.WriteString(c, way.first)
	if name == "no reader" {
		return neglect(c)
	}
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		_, _ = io.Copy(io.Discard, c)
	}()
	for time.Since(begin) < soon {
		select {
		case <-closed:
			return time.Since(begin)
		case <-time.After(time.Second):
		}
		_, _ = io.WriteString(c, way.rest)
	}
	return time.Since(begin)
}

// neglect reads nothing of an answer for long. Whether the connection was closed
// meanwhile shows in that less than the whole answer is to be had then.
func neglect(c net.Conn) time.Duration {
	time.Sleep(2 * writeTimeout)
	_ = c.SetReadDeadline(time.Now().Add(soon))
	if n, _ := io.Copy(io.Discard, c); n >= 16<<20 {
		return 2 * soon
	}
	return 2 * writeTimeout
}

// honest asks for a page again and again, and returns the longest time it took.
func (r *running) honest(d time.Duration) time.Duration {
	var worst time.Duration
	for end := time.Now().Add(d); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		begin := time.Now()
		if got := r.get("/"); len(got) == 0 {
			r.t.Error("an empty page")
		}
		worst = max(worst, time.Since(begin))
	}
	return worst
}

// TestKeptConnection shows that a connection serves many files in turn.
func TestKeptConnection(t *testing.T) {
	r := start(t, Options{Source: makeSite(t, small)})
	c := connection{t: t, addr: r.addr}
	for i := range 200 {
		if status, _ := c.get([]string{"/", "/style.css", clientPath, "/missing"}[i%4]); status != 200 && status != 404 {
			t.Error(fmt.Sprint(status))
		}
	}
}
