package main

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"strata/bench/workload"
	"strata/internal/browsertest"
)

// unbundled is a page that lets RequireJS load each module on its own.
func unbundled(site *workload.Site) string {
	type pkg struct {
		Name     string `json:"name"`
		Location string `json:"location"`
	}
	var packages []pkg
	var mains []string
	for _, p := range site.Packages {
		packages = append(packages, pkg{p.Name, p.Dir})
		mains = append(mains, p.Main)
	}
	config, err := json.Marshal(map[string]any{"packages": packages, "paths": map[string]string{"text": "lib/text"}, "waitSeconds": 0})
	if err != nil {
		panic(err) // texts
	}
	ids, err := json.Marshal(mains)
	if err != nil {
		panic(err)
	}
	return fmt.Sprintf("<!doctype html><html><head><script src=\"lib/require.js\"></script><script>\nrequirejs.config(%s);\n"+
		"requirejs(%s, function () { document.dispatchEvent(new CustomEvent('strata:ready', {detail: [].map.call(arguments.length ? arguments : [], function () { return {state: 'ready'}; })})); });\n</script></head><body></body></html>", config, ids)
}

// note keeps when all plugins have run, and how many have. It runs before the page's
// own scripts.
const note = `document.addEventListener("strata:ready", (e) => {
	window.benchStarted = {at: performance.now(), ready: e.detail.filter((p) => p.state === "ready").length};
});`

// A browser is Chromium, for one page after the other.
type browser struct {
	ctx  context.Context
	stop func()
}

// A visit is one load of a page.
type visit struct {
	requests int64
	bytes    int64   // as they are sent
	started  float64 // milliseconds from the beginning of the navigation
}

func startBrowser() (browser, error) {
	path, err := browsertest.Find()
	if err != nil {
		return browser{}, err
	}
	alloc, stop := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU)...)
	ctx, end := chromedp.NewContext(alloc)
	if err := chromedp.Do(ctx); err != nil {
		return browser{}, err
	}
	return browser{ctx, func() { end(); stop() }}, nil
}

// visit serves the folder, compressed, and loads its page with an empty cache.
func (b browser) visit(dir string, latency time.Duration, plugins int) (visit, error) {
	var v visit
	var requests, bytes atomic.Int64
	files := http.FileServer(http.Dir(dir))
	server := &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(latency)
		requests.Add(1)
		r.Header.Del("Accept-Encoding")
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(&counter{w, &bytes})
		files.ServeHTTP(&zipped{w, z}, r)
		_ = z.Close() // the browser has gone away
	})}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return v, err
	}
	go func() { _ = server.Serve(listener) }()
	defer server.Close()
	tab, closeTab := chromedp.NewContext(b.ctx)
	defer closeTab()
	tab, cancel := context.WithTimeout(tab, 3*time.Minute)
	defer cancel()
	if _, err := chromedp.Call(tab, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true}); err != nil {
		return v, err
	}
	if _, err := chromedp.Call(tab, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: note}); err != nil {
		return v, err
	}
	if err := chromedp.Do(tab, chromedp.Navigate("http://"+listener.Addr().String()+"/")); err != nil {
		return v, err
	}
	for {
		text, err := chromedp.Run(tab, chromedp.Evaluate[string]("JSON.stringify(window.benchStarted || null)"))
		if err != nil {
			return v, err
		}
		var got *struct{ At, Ready float64 }
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			return v, err
		}
		if got != nil {
			v.requests, v.bytes, v.started = requests.Load(), bytes.Load(), got.At
			if int(got.Ready) < plugins {
				return v, fmt.Errorf("%v of %d plugins are ready", got.Ready, plugins)
			}
			return v, nil
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// A zipped response is written compressed.
type zipped struct {
	http.ResponseWriter
	z io.Writer
}

func (z *zipped) Write(data []byte) (int, error) { return z.z.Write(data) }

// WriteHeader leaves out the length, which is that of what is not compressed.
func (z *zipped) WriteHeader(status int) {
	z.Header().Del("Content-Length")
	z.ResponseWriter.WriteHeader(status)
}

// A counter counts what is sent.
type counter struct {
	w io.Writer
	n *atomic.Int64
}

func (c *counter) Write(data []byte) (int, error) {
	c.n.Add(int64(len(data)))
	return c.w.Write(data)
}
