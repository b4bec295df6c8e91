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
// machine's own browser, on pages of its own origin, and nobody else. It serves
// no file that nobody publishes on purpose, even when the output holds it: no
// hidden file, key, editor backup or PHP.
//
// Whether something changed is judged by content. Saving a file without a
// change builds nothing, and a change that keeps size and time is seen. Folders
// that the system cannot watch are polled, and the log says so.
package devserver

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"time"

	"strata/builder"
	"strata/internal/diag"
)

// Options say what to serve, and where. The zero value serves the working
// directory on a free port of this machine.
type Options struct {
	Source string          // the site's folder; empty is the working directory
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

// Run builds, serves and watches until ctx is done, which is no error. It
// returns an error when no port can be had.
func Run(ctx context.Context, opts Options) error {
	if opts.Log == nil {
		opts.Log = io.Discard
	}
	if opts.Source == "" {
		opts.Source = "."
	}
	listeners, port, err := listen(opts)
	if err != nil {
		return err
	}
	running, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	s := newServer(opts)
	defer s.hub.close()
	h := s.http(running)
	defer h.Close()
	for _, l := range listeners {
		go func() { stop(h.Serve(l)) }()
	}
	w := newWatcher(opts)
	defer w.close()
	if opts.Ready != nil {
		opts.Ready(fmt.Sprintf("http://localhost:%d/", port))
	}
	for w.wait(running, s.rebuild(running, w.changed)) {
	}
	if ctx.Err() != nil {
		return nil
	}
	return context.Cause(running)
}

// http returns the server with its limits: whoever sends or reads too slowly
// is cut off, and holds nobody else up.
func (s *server) http(ctx context.Context) *http.Server {
	return &http.Server{
		Handler:           guard(s.opts.Host, s),
		ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: writeTimeout,
		IdleTimeout: time.Minute, MaxHeaderBytes: 32 << 10,
		DisableGeneralOptionsHandler: true, // it would answer in front of the guard
		ErrorLog:                     log.New(s.opts.Log, "strata: ", 0),
		BaseContext:                  func(net.Listener) context.Context { return ctx },
	}
}

// rebuild builds the site, makes it what is served if it is good, tells the
// pages, and returns what the build looked at.
func (s *server) rebuild(ctx context.Context, changed []string) builder.Reads {
	var reads builder.Reads
	opts := s.opts.Build
	opts.LiveReload, opts.Cache, opts.Changed = clientPath, &s.cache, changed
	opts.Reads = func(r builder.Reads) { reads = r }
	start := time.Now()
	out, ds := builder.Build(ctx, builder.Dir(s.opts.Source), opts)
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
