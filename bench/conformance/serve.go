package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"strata/amd"
)

// dohReport is added to RequireJS's copy of Dojo's test runner: it sends us what
// the runner shows.
const dohReport = `
(function () {
  var messages = [];
  var show = doh._report, fail = doh._handleFailure;
  doh._handleFailure = function (group, fixture, err) {
    messages.push(group + " " + (fixture && fixture.name) + ": " + (err && (err.stack || err.message || err)));
    return fail.apply(this, arguments);
  };
  function send(tests) {
    var outcome = {tests: tests, failures: doh._errorCount + doh._failureCount, messages: messages};
    fetch("/report", {method: "POST", body: JSON.stringify({page: location.pathname + location.search, outcome: outcome})});
  }
  addEventListener("error", function (e) {
    messages.push("thrown: " + (e.message || (e.target && e.target.src)));
    send(0);
  }, true);
  doh._report = function () {
    show.apply(this, arguments);
    send(doh._testCount);
  };
})();
`

// amdPage runs one test of the AMD specification: it is told what passes.
const amdPage = `<!doctype html>
<script src="/loader.js"></script>
<script>
var config = require, go = require, outcome = {tests: 0, failures: 0, messages: []};
var implemented = {basic: true, anon: true, funcString: true, namedWrapped: true, require: true, plugins: true,
  pluginDynamic: true, pathsConfig: true, packagesConfig: true, mapConfig: true, moduleConfig: true, shimConfig: true};
require = undefined;
addEventListener("error", function (e) {
  outcome.messages.push("thrown: " + e.message);
  send();
}, true);
function send() {
  fetch("/report", {method: "POST", body: JSON.stringify({page: location.pathname, outcome: outcome})});
}
function amdJSPrint(message, type) {
  if (type === "pass" || type === "fail") outcome.tests++;
  if (type === "fail") outcome.failures++, outcome.messages.push(message);
  if (type === "done") send();
}
</script>
<script src="_test.js"></script>
`

// A server serves both suites with one loader, and collects reports.
type server struct {
	*httptest.Server
	loader  string
	mu      sync.Mutex
	waiting map[string]chan outcome // by path and query of the page
}

func (c command) serve(loader string) (*server, error) {
	code, err := c.script(loader)
	if err != nil {
		return nil, err
	}
	s := &server{loader: loader, waiting: map[string]chan outcome{}}
	script := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		_, _ = w.Write(code)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /report", s.take)
	mux.HandleFunc("/loader.js", script)
	mux.HandleFunc("/requirejs/require.js", script)
	mux.HandleFunc("/requirejs/tests/doh/_browserRunner.js", c.runner)
	mux.Handle("/requirejs/", http.StripPrefix("/requirejs/", http.FileServer(http.Dir(c.requirejs))))
	for _, name := range []string{"text", "i18n", "domReady"} {
		dir := filepath.Join(filepath.Dir(filepath.Clean(c.requirejs)), name)
		mux.Handle("/"+name+"/", http.StripPrefix("/"+name+"/", http.FileServer(http.Dir(dir))))
	}
	mux.Handle("/amd/", http.StripPrefix("/amd/", c.amdFiles()))
	s.Server = httptest.NewServer(mux)
	return s, nil
}

// script is the loader's text.
func (c command) script(loader string) ([]byte, error) {
	switch loader {
	case "strata", "core":
		return amd.Runtime(amd.FormatStrata, amd.RuntimeConfig{Compat: loader == "strata"}, true)
	case "requirejs":
		return os.ReadFile(filepath.Join(c.npm, "node_modules", "requirejs", "require.js"))
	}
	return nil, fmt.Errorf("no loader is called %q: strata, core or requirejs", loader)
}

func (c command) runner(w http.ResponseWriter, r *http.Request) {
	text, err := os.ReadFile(filepath.Join(c.requirejs, "tests", "doh", "_browserRunner.js"))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/javascript")
	_, _ = w.Write(append(text, dohReport...))
}

func (c command) amdFiles() http.Handler {
	files := http.FileServer(http.Dir(c.amd))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, "/test.html") {
			files.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte(amdPage))
	})
}

// take hands a page's report to whoever waits for it.
func (s *server) take(_ http.ResponseWriter, r *http.Request) {
	var report struct {
		Page    string
		Outcome outcome
	}
	if err := json.NewDecoder(r.Body).Decode(&report); err != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if reports, ok := s.waiting[report.Page]; ok {
		reports <- report.Outcome
	}
}

// wait returns where the reports of a page arrive.
func (s *server) wait(p page) <-chan outcome {
	reports := make(chan outcome, 100)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waiting[p.url] = reports
	return reports
}
