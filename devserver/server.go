// Package devserver builds a site in memory, serves it on this machine, and
// builds it again whenever something that the build looked at has changed.
//
//	err := devserver.Run(ctx, devserver.Options{Source: "site", Port: 1313})
//
// It serves the files of the last good build and nothing else: no request is
// ever looked up on a disk. A build that fails leaves that site where it is, and
// shows its diagnostics over the pages that are open. Pages hear of a new build
// through server-sent events, after its bytes can be had; when only style sheets
// changed, they are swapped without a reload.
//
// In front of every route stand the checks of guard.go: the server answers this
// machine's own browser, on pages of its own origin, and nobody else.
package devserver

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"time"

	"strata/builder"
	"strata/internal/diag"
)

// Options say what to serve, and where. The zero value serves the working
// directory on a free port of this machine.
type Options struct {
	Source string          // the site's folder
	Build  builder.Options // LiveReload, Cache and Reads are the server's own
	Host   string          // an address to listen on besides the loopback ones; empty for none
	Port   int             // the first port to try; 0 for any free one
	Poll   bool            // look for changes by polling
	Ready  func(url string)
	Built  func(Result)
	Log    io.Writer // for what is worth telling and is no diagnostic; nil for nowhere
}

// A Result is what one build came to. Output is nil when it failed.
type Result struct {
	Output      *builder.Output
	Diagnostics diag.List
	Took        time.Duration
}

// portsTried is how many ports after the wanted one are tried.
const portsTried = 50

// Run builds, serves and watches until ctx is done, which is no error. It
// returns an error when no port can be had.
func Run(ctx context.Context, opts Options) error {
	if opts.Log == nil {
		opts.Log = io.Discard
	}
	listeners, port, err := listen(opts)
	if err != nil {
		return err
	}
	s := &server{opts: opts, hub: newHub()}
	w := newWatcher(opts)
	defer w.close()
	h := &http.Server{
		Handler: guard(opts.Host, s), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second,
		IdleTimeout: time.Minute, MaxHeaderBytes: 32 << 10,
		ErrorLog: nil, BaseContext: func(net.Listener) context.Context { return ctx },
	}
	failed := make(chan error, len(listeners))
	for _, l := range listeners {
		go func() { failed <- h.Serve(l) }()
	}
	defer h.Close()
	if opts.Ready != nil {
		opts.Ready(fmt.Sprintf("http://localhost:%d/", port))
	}
	changed := w.changes(ctx)
	for {
		w.watch(s.rebuild(ctx))
		select {
		case <-ctx.Done():
			return nil
		case err := <-failed:
			if errors.Is(err, http.ErrServerClosed) {
				return nil
			}
			return err
		case <-changed:
		}
	}
}

// listen opens the wanted port, or the next one that is free, on the loopback
// addresses and on the host asked for.
func listen(opts Options) ([]net.Listener, int, error) {
	var last error
	for try := range portsTried {
		port := opts.Port
		if port > 0 {
			port += try
		}
		first, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
		if err != nil {
			last = err
			continue
		}
		port = first.Addr().(*net.TCPAddr).Port
		listeners := []net.Listener{first}
		if six, err := net.Listen("tcp", net.JoinHostPort("::1", strconv.Itoa(port))); err == nil {
			listeners = append(listeners, six) // browsers may try it first; without IPv6 they do not
		}
		if opts.Host != "" && opts.Host != "localhost" && opts.Host != "127.0.0.1" {
			l, err := listenHost(opts.Host, port, listeners)
			if err != nil {
				return nil, 0, fmt.Errorf("cannot listen on %s: %w", opts.Host, err)
			}
			listeners = l
			fmt.Fprintf(opts.Log, "strata: other machines can reach this server, at %s\n", net.JoinHostPort(opts.Host, strconv.Itoa(port)))
		}
		if try > 0 {
			fmt.Fprintf(opts.Log, "strata: port %d is taken; using %d\n", opts.Port, port)
		}
		return listeners, port, nil
	}
	return nil, 0, fmt.Errorf("no port from %d on is free: %w", opts.Port, last)
}

// listenHost adds the host's address. The unspecified one takes the port on all
// addresses, so the loopback listeners give way to it.
func listenHost(host string, port int, loopback []net.Listener) ([]net.Listener, error) {
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		for _, l := range loopback {
			l.Close()
		}
		loopback = nil
	}
	l, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(port)))
	if err != nil {
		return nil, errors.Join(append([]error{err}, closeAll(loopback)...)...)
	}
	return append(loopback, l), nil
}

func closeAll(listeners []net.Listener) []error {
	var out []error
	for _, l := range listeners {
		out = append(out, l.Close())
	}
	return out
}

// rebuild builds the site, makes it what is served if it is good, tells the
// pages, and returns what the build looked at.
func (s *server) rebuild(ctx context.Context) builder.Reads {
	var reads builder.Reads
	opts := s.opts.Build
	opts.LiveReload, opts.Cache = clientPath, &s.cache
	opts.Reads = func(r builder.Reads) { reads = r }
	start := time.Now()
	out, ds := builder.Build(ctx, os.DirFS(s.opts.Source), opts)
	if ctx.Err() != nil {
		return reads
	}
	result := Result{Output: out, Diagnostics: ds, Took: time.Since(start)}
	s.publish(out, ds)
	if s.opts.Built != nil {
		s.opts.Built(result)
	}
	return reads
}
