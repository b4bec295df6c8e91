package main

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// needBrowser skips the test on a machine without Chromium, unless
// STRATA_REQUIRE says that there has to be one.
func needBrowser(t *testing.T) {
	t.Helper()
	if _, err := chromium(); err != nil {
		skipOrFail(t, "browser", err)
	}
}

// needNPM does the same for the npm packages of testdata/npm.
func needNPM(t *testing.T) {
	t.Helper()
	if _, err := os.Stat("testdata/npm/node_modules/requirejs/require.js"); err != nil {
		skipOrFail(t, "node", err)
	}
}

func skipOrFail(t *testing.T, tool string, err error) {
	t.Helper()
	if required(tool) {
		t.Fatalf("STRATA_REQUIRE asks for %s: %v", tool, err)
	}
	t.Skipf("no %s: %v", tool, err)
}

// newBrowser starts Chromium, and stops it with the test.
func newBrowser(t *testing.T) context.Context {
	t.Helper()
	needBrowser(t)
	path, _ := chromium()
	flags := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.WindowSize(1200, 900),
		chromedp.WSURLReadTimeout(2*time.Minute))
	alloc, stop := chromedp.NewExecAllocator(context.Background(), flags...)
	t.Cleanup(stop)
	browser, stop := chromedp.NewContext(alloc)
	t.Cleanup(stop)
	if err := chromedp.Do(browser); err != nil {
		t.Fatal(err)
	}
	return browser
}

// A webServer serves a folder and remembers what it was asked for.
type webServer struct {
	*httptest.Server
	mu       sync.Mutex
	requests []string
}

func newWebServer(t *testing.T, dir string) *webServer {
	s := &webServer{}
	files := http.FileServer(http.Dir(dir))
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.requests = append(s.requests, r.URL.Path)
		s.mu.Unlock()
		files.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

// scripts returns the JavaScript files asked for since the last call, sorted.
func (s *webServer) scripts() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := slices.DeleteFunc(s.requests, func(p string) bool { return !strings.HasSuffix(p, ".js") })
	s.requests = nil
	slices.Sort(out)
	return out
}

// open loads the page in a tab of its own, waits until the expression is true
// there, and decodes the value of result, which the page must have as JSON.
func open(t *testing.T, browser context.Context, url, until, result string, into any) {
	t.Helper()
	tab, closeTab := chromedp.NewContext(browser)
	defer closeTab()
	tab, cancel := context.WithTimeout(tab, 90*time.Second)
	defer cancel()
	if err := chromedp.Do(tab, chromedp.Navigate(url)); err != nil {
		t.Fatalf("%s: %v", url, err)
	}
	for {
		done, err := chromedp.Run(tab, chromedp.Evaluate[bool]("!!("+until+")"))
		if err != nil {
			t.Fatalf("%s: waiting for %s: %v", url, until, err)
		}
		if done {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	text, err := chromedp.Run(tab, chromedp.Evaluate[string]("JSON.stringify("+result+")"))
	if err != nil {
		t.Fatalf("%s: %v", url, err)
	}
	if err := json.Unmarshal([]byte(text), into); err != nil {
		t.Fatalf("%s: %v", url, err)
	}
}
