package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/chromedp"

	"strata/builder"
	"strata/devserver"
)

// An edited is a page of the example site on a dev server, and a plugin that changes.
type edited struct {
	t    *testing.T
	tab  context.Context
	file string
	text string
}

// editExample serves the example site, and opens a page of it in a tab of its own.
func editExample(t *testing.T, env []string, page, file string) *edited {
	t.Helper()
	dir := npmSite(t, nil)
	if err := os.CopyFS(dir, os.DirFS("example-site")); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended, ready := make(chan error, 1), make(chan string, 1)
	built := make(chan devserver.Result, 1000)
	go func() {
		ended <- devserver.Run(ctx, devserver.Options{Source: dir, Build: builder.Options{Env: env},
			Ready: func(url string) { ready <- url }, Built: func(r devserver.Result) { built <- r }})
	}()
	t.Cleanup(func() {
		stop()
		<-ended
	})
	url := <-ready
	if r := <-built; r.Output == nil {
		t.Fatal(r.Diagnostics)
	}
	tab, closeTab := chromedp.NewContext(newBrowser(t))
	t.Cleanup(closeTab)
	tab, cancel := context.WithTimeout(tab, 5*time.Minute)
	t.Cleanup(cancel)
	if err := chromedp.Do(tab, chromedp.Navigate(url+page)); err != nil {
		t.Fatal(err)
	}
	e := &edited{t: t, tab: tab, file: filepath.Join(dir, file)}
	text, err := os.ReadFile(e.file)
	if err != nil {
		t.Fatal(err)
	}
	e.text = string(text)
	return e
}

// value is what the expression comes to in the page.
func value[T any](e *edited, expression string) T {
	e.t.Helper()
	v, err := chromedp.Run(e.tab, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		e.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// until waits for the expression to be true.
func (e *edited) until(expression string) {
	e.t.Helper()
	for end := time.Now().Add(time.Minute); !value[bool](e, "!!("+expression+")"); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			e.t.Fatalf("it does not come to %s; the page shows %s", expression, value[string](e, "document.body.innerText"))
		}
	}
}

// save replaces words in the plugin's file.
func (e *edited) save(from, to string) {
	e.t.Helper()
	next := strings.Replace(e.text, from, to, 1)
	if next == e.text {
		e.t.Fatalf("%s does not hold %q", e.file, from)
	}
	write(e.t, e.file, next)
}

// weight is how many nodes and listeners the page holds, after garbage is collected.
func (e *edited) weight() map[string]float64 {
	e.t.Helper()
	out := map[string]float64{}
	for range 3 {
		if _, err := chromedp.Call(e.tab, heapprofiler.CollectGarbage, cdp.Empty{}); err != nil {
			e.t.Fatal(err)
		}
	}
	all, err := chromedp.Call(e.tab, performance.GetMetrics, cdp.Empty{})
	if err != nil {
		e.t.Fatal(err)
	}
	for _, m := range all.Metrics {
		out[m.Name] = m.Value
	}
	return out
}

// weights are the metrics of Chromium that a page which leaks would let grow.
var weights = []string{"Nodes", "JSEventListeners", "Documents"}

func grown(before, after map[string]float64) bool {
	return slices.ContainsFunc(weights, func(name string) bool { return after[name] > before[name] })
}

// TestHotReplacement saves a plugin of the example site a hundred times under each
// loader: the page is never loaded again, what is elsewhere stays, what the plugin keeps
// stays, and nothing is left behind.
func TestHotReplacement(t *testing.T) {
	for _, l := range loaders {
		t.Run(l.name, func(t *testing.T) {
			e := editExample(t, l.env, "#/people", "plugins/people/list.js")
			e.until(`document.querySelector(".screen-people h1")`)
			if _, err := chromedp.Call(e.tab, performance.Enable, performance.EnableParams{}); err != nil {
				t.Fatal(err)
			}
			value[bool](e, `(function () {
				window.kept = "here";
				document.querySelector(".finder input").value = "half a wo";
				[...document.querySelectorAll(".people thead button")].find((b) => b.textContent == "Room").click();
				document.body.style.minHeight = "5000px";
				scrollTo(0, 40);
				window.shown = (words) => new Promise((done) => {
					const watch = new MutationObserver(() => {
						if (document.querySelector(".screen-people .lead")?.textContent !== words) return;
						watch.disconnect();
						done(performance.timeOrigin + performance.now());
					});
					watch.observe(document.getElementById("app"), { subtree: true, childList: true });
				});
				return true;
			})()`)
			lead := "Everybody who works on the hill, and where to find them."
			edit := func(n int) time.Duration {
				words := fmt.Sprintf("Edit %d.", n)
				value[bool](e, fmt.Sprintf("window.soon = shown(%q), true", words))
				begin := time.Now()
				e.save(lead, words)
				at := value[float64](e, "soon")
				return time.UnixMicro(int64(at * 1000)).Sub(begin)
			}
			for n := range 10 { // until everything is warm
				edit(-n)
			}
			before := e.weight()
			var took []time.Duration
			for n := range 100 {
				took = append(took, edit(n+1))
			}
			after := e.weight()
			for range 20 { // what is no longer used may be collected late
				if !grown(before, after) {
					break
				}
				time.Sleep(100 * time.Millisecond)
				after = e.weight()
			}
			slices.Sort(took)
			t.Logf("from saving to the new page: median %v, from %v to %v", took[50].Round(time.Millisecond/10), took[0].Round(time.Millisecond/10), took[99].Round(time.Millisecond/10))
			for _, name := range weights {
				t.Logf("%s: %v before, %v after", name, before[name], after[name])
			}
			if grown(before, after) {
				t.Error("the page has grown in 100 edits")
			}
			for _, c := range [][2]string{
				{`String(window.kept)`, "here"},
				{`document.querySelector(".finder input").value`, "half a wo"},
				{`String(scrollY)`, "40"},
				{`document.querySelector(".people th[aria-sort]").textContent`, "Room"},
				{`strata.plugins().map((p) => p.id + " " + p.state).join()`, strings.Join(readyPlugins(e), ",")},
			} {
				if got := value[string](e, c[0]); got != c[1] {
					t.Errorf("%s is %q, want %q", c[0], got, c[1])
				}
			}
		})
	}
}

// readyPlugins are the plugins of the page, all of them ready.
func readyPlugins(e *edited) []string {
	return strings.Split(value[string](e, `strata.plugins().map((p) => p.id + " ready").join()`), ",")
}
