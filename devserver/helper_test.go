package devserver

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"
)

// soon is how long a test waits for what should happen in a moment. It is long,
// because a busy machine is no mistake.
const soon = 2 * time.Minute

// small is a site with a page, a style sheet and a plugin.
const small = `
-- strata.yaml --
title: Small
params: {app: true}
-- content/index.md --
# Home

first words
-- content/about.md --
# About
-- static/style.css --
body { color: rgb(1, 2, 3) }
-- layouts/home.html --
<!doctype html><link rel="stylesheet" href="/style.css">{{ .Content }}{{ partial "plugins" . }}
-- plugins/hello/hello.js --
define(['./more'], function (more) { return 'hello' + more; });
-- plugins/hello/more.js --
define([], function () { return 'one'; });
`

// makeSite writes the archive's files into a new folder.
func makeSite(t testing.TB, archive string) string {
	t.Helper()
	dir := t.TempDir()
	for _, f := range txtar.Parse([]byte(archive)).Files {
		put(t, filepath.Join(dir, f.Name), string(f.Data))
	}
	return dir
}

func put(t testing.TB, name, data string) {
	t.Helper()
	check(t, os.MkdirAll(filepath.Dir(name), 0o755))
	check(t, os.WriteFile(name, []byte(data), 0o644))
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// A running is a server that runs until the end of the test.
type running struct {
	t      testing.TB
	url    string // without "/" at its end
	addr   string
	log    *safeBuffer
	built  chan Result
	stop   func()
	client *http.Client
}

// start runs a server over the folder, and waits for the first build.
func start(t testing.TB, opts Options) *running {
	t.Helper()
	r := &running{t: t, log: &safeBuffer{}, built: make(chan Result, 1000), client: &http.Client{Timeout: soon, Transport: &http.Transport{}}}
	ctx, cancel := context.WithCancel(context.Background())
	ready, ended := make(chan string, 1), make(chan error, 1)
	opts.Ready, opts.Built, opts.Log = func(url string) { ready <- url }, func(res Result) { r.built <- res }, r.log
	go func() { ended <- Run(ctx, opts) }()
	r.stop = sync.OnceFunc(func() {
		cancel()
		select {
		case err := <-ended:
			if err != nil {
				t.Errorf("Run: %v", err)
			}
		case <-time.After(soon):
			t.Error("the server does not end")
		}
		r.client.CloseIdleConnections()
	})
	t.Cleanup(r.stop)
	select {
	case at := <-ready:
		u, err := url.Parse(at)
		check(t, err)
		r.url, r.addr = strings.TrimSuffix(at, "/"), "127.0.0.1:"+u.Port()
	case err := <-ended:
		t.Fatalf("Run: %v", err)
	}
	r.next()
	return r
}

// next waits for the next build.
func (r *running) next() Result {
	r.t.Helper()
	select {
	case res := <-r.built:
		return res
	case <-time.After(soon):
		r.t.Fatalf("no build came; the log says %q", r.log)
		return Result{}
	}
}

// quiet fails the test when another build comes within the time.
func (r *running) quiet(d time.Duration) {
	r.t.Helper()
	select {
	case res := <-r.built:
		r.t.Fatalf("a build that nothing asked for: %v", res.Diagnostics)
	case <-time.After(d):
	}
}

// get returns the body of a page.
func (r *running) get(path string) string {
	r.t.Helper()
	res, err := r.client.Get(r.url + path)
	check(r.t, err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	check(r.t, err)
	return string(body)
}

// shows waits until the page holds the words, and returns how long it took.
func (r *running) shows(path, words string) time.Duration {
	r.t.Helper()
	begin := time.Now()
	for time.Since(begin) < soon {
		if strings.Contains(r.get(path), words) {
			return time.Since(begin)
		}
		time.Sleep(5 * time.Millisecond)
	}
	r.t.Fatalf("%s does not show %q; it is\n%s", path, words, r.get(path))
	return 0
}

// ask sends the bytes as they are, and returns the answer.
func (r *running) ask(request string) (*http.Response, string) {
	r.t.Helper()
	c, err := net.Dial("tcp", r.addr)
	check(r.t, err)
	defer c.Close()
	check(r.t, c.SetDeadline(time.Now().Add(soon)))
	_, _ = io.WriteString(c, request) // the server may answer before it has read all
	res, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		r.t.Fatalf("%.200q: %v", request, err)
	}
	body, _ := io.ReadAll(res.Body) // as far as it comes
	res.Body.Close()
	return res, string(body)
}

// A safeBuffer is a bytes.Buffer for several goroutines.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}
