package amd

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"strata/internal/browsertest"
)

const npmModules = "../testdata/npm/node_modules"

// TestRuntimeInBrowser runs everything that needs a browser in one browser.
func TestRuntimeInBrowser(t *testing.T) {
	browser := browsertest.Start(t)
	t.Run("loader", func(t *testing.T) { testLoader(t, browser) })
	t.Run("conformance", func(t *testing.T) { testConformance(t, browser) })
	t.Run("boot", func(t *testing.T) { testBoot(t, browser) })
	t.Run("boot_order", func(t *testing.T) { testBootOrder(t, browser) })
	t.Run("boot_faults", func(t *testing.T) { testBootFaults(t, browser) })
	t.Run("life", func(t *testing.T) { testLife(t, browser) })
	t.Run("life_order", func(t *testing.T) { testLifeOrder(t, browser) })
	t.Run("life_one_of_twenty", func(t *testing.T) { testOneOfTwenty(t, browser) })
	t.Run("life_hangs", func(t *testing.T) { testHangs(t, browser) })
	t.Run("boot_file", func(t *testing.T) { testBootFile(t, browser) })
}

// A webSite serves files from memory, and counts how often each is asked for.
type webSite struct {
	*httptest.Server
	mu       sync.Mutex
	files    map[string]string // by path; "!404" is missing, "!hang" never answers
	delays   map[string]time.Duration
	later    map[string]string // what a path is from the second request on
	types    map[string]string // content types of paths that differ from that of their name; no sniffing
	header   http.Header
	caching  string   // Cache-Control, if it is not that browsers may keep everything
	requests []string // path and query, in order
	reports  chan visited
	done     chan struct{}
}

func newWebSite(t *testing.T, files map[string]string) *webSite {
	s := &webSite{files: files, delays: map[string]time.Duration{}, types: map[string]string{}, later: map[string]string{}, header: http.Header{}, reports: make(chan visited, 10), done: make(chan struct{})}
	mux := http.NewServeMux()
	mux.Handle("/npm/", http.StripPrefix("/npm/", http.FileServer(http.Dir(npmModules))))
	mux.HandleFunc("POST /report", s.takeReport)
	mux.Handle("/", s)
	s.Server = httptest.NewServer(mux)
	t.Cleanup(func() {
		close(s.done)
		s.CloseClientConnections()
		s.Close()
	})
	return s
}

func (s *webSite) takeReport(_ http.ResponseWriter, r *http.Request) {
	var v visited
	if err := json.NewDecoder(r.Body).Decode(&v); err != nil {
		v.Errors = append(v.Errors, err.Error())
	}
	s.reports <- v
}

func (s *webSite) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.requests = append(s.requests, r.URL.RequestURI())
	s.mu.Unlock()
	body, ok := s.files[r.URL.Path]
	if again, changed := s.later[r.URL.Path]; changed && s.asked(r.URL.Path) > 1 {
		body = again
	}
	if !ok || strings.TrimSpace(body) == "!404" {
		http.NotFound(w, r)
		return
	}
	if strings.TrimSpace(body) == "!hang" {
		select {
		case <-r.Context().Done():
		case <-s.done:
		}
		return
	}
	time.Sleep(s.delays[r.URL.Path])
	w.Header().Set("Content-Type", contentType(r.URL.Path))
	if mime := s.types[r.URL.Path]; mime != "" {
		w.Header().Set("Content-Type", mime)
		w.Header().Set("X-Content-Type-Options", "nosniff")
	}
	w.Header().Set("Cache-Control", cmp.Or(s.caching, "max-age=3600"))
	if contentType(r.URL.Path) == "text/html" {
		for name := range s.header {
			w.Header().Set(name, s.header.Get(name))
		}
	}
	_, _ = w.Write([]byte(body))
}

func contentType(name string) string {
	switch {
	case strings.HasSuffix(name, ".js"):
		return "text/javascript"
	case strings.HasSuffix(name, ".css"):
		return "text/css"
	}
	return "text/html"
}

// asked returns how many requests there were for the path, with any query.
func (s *webSite) asked(path string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, r := range s.requests {
		if before, _, _ := strings.Cut(r, "?"); before == path {
			n++
		}
	}
	return n
}

// recorder is the first script of each page: report ends the page and
// sends the test beside the reported value what the page threw and logged.
const recorder = `
var page = {errors: [], console: [], events: []};
function report(value) {
  page.value = value === undefined ? null : value;
  setTimeout(function () { fetch(window.reportTo || "/report", {mode: "no-cors", method: "POST", body: JSON.stringify(page)}); });
}
addEventListener("error", function (e) { page.errors.push(e.message || "resource"); });
addEventListener("unhandledrejection", function (e) { page.errors.push("unhandled: " + e.reason); });
console.error = function (text) { page.console.push(String(text)); };
["strata:plugin", "strata:ready"].forEach(function (type) {
  document.addEventListener(type, function (e) { page.events.push(type + " " + (e.detail.id ? e.detail.id + " " + e.detail.state : e.detail.length)); });
});
function message(err) { return err.requireType + " " + (err.requireModules || []).join(); }
`

// visited is what a page has to say.
type visited struct {
	Value   json.RawMessage `json:"value"`
	Errors  []string        `json:"errors"`
	Console []string        `json:"console"`
	Events  []string        `json:"events"`
}

// visit opens the page in a tab of its own and waits for its report.
func (s *webSite) visit(t *testing.T, browser context.Context, path string) visited {
	t.Helper()
	tab, stop := newTab(browser)
	defer stop()
	return s.visitIn(t, tab, path)
}

// newTab opens a tab that shares no cache with others: a port may be that of an
// earlier site.
func newTab(browser context.Context) (context.Context, context.CancelFunc) {
	return chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
}

// visitIn opens the page in the tab and waits for its report. A path is the
// site's; a complete URL is opened as it is. It does not wait for the page's load
// event, which a script that hangs holds up.
func (s *webSite) visitIn(t *testing.T, tab context.Context, path string) visited {
	t.Helper()
	url := path
	if strings.HasPrefix(path, "/") {
		url = s.URL + path
	}
	open := chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, page.Navigate, page.NavigateParams{URL: url})
		return err
	})
	if err := chromedp.Do(tab, open); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	select {
	case v := <-s.reports:
		return v
	case <-time.After(time.Minute):
		t.Fatalf("%s: no report", path)
		return visited{}
	}
}

func mustRuntime(t *testing.T, format Format, cfg RuntimeConfig) string {
	t.Helper()
	code, err := Runtime(format, cfg, true)
	if err != nil {
		t.Fatal(err)
	}
	return string(code)
}
