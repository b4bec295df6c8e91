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

	"strata/internal/browsertest"
)

// needNPM skips the test where testdata/npm holds no packages.
func needNPM(t *testing.T) {
	t.Helper()
	_, err := os.Stat("testdata/npm/node_modules/requirejs/require.js")
	browsertest.Need(t, "node", err)
}

func newBrowser(t *testing.T) context.Context {
	t.Helper()
	return browsertest.Start(t, chromedp.WindowSize(1200, 900))
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
