package devserver

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"strata/internal/browsertest"
)

// A tab is a page that is open in a browser.
type tab struct {
	t   *testing.T
	ctx context.Context
}

func openBrowser(t *testing.T) tab { return tab{t, browsertest.Start(t)} }

func (b tab) open(url string) {
	b.t.Helper()
	check(b.t, chromedp.Do(b.ctx, chromedp.Navigate(url)))
}

// value returns what the expression comes to in the page, as text.
func (b tab) value(expression string) string {
	ctx, stop := context.WithTimeout(b.ctx, soon)
	defer stop()
	out, err := chromedp.Run(ctx, chromedp.Evaluate[string]("String("+expression+")"))
	if err != nil {
		return "error: " + err.Error() // the page may be loading
	}
	return out
}

// until waits for the expression to come to the words, and returns how long.
func (b tab) until(what, expression, words string) {
	b.t.Helper()
	begin := time.Now()
	for time.Since(begin) < soon {
		if strings.Contains(b.value(expression), words) {
			b.t.Logf("%s after %v", what, time.Since(begin).Round(time.Millisecond))
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	b.t.Fatalf("%s: %s is %q, not %q", what, expression, b.value(expression), words)
}

const (
	text    = "document.body.innerText"
	overlay = "document.getElementById('strata-overlay')?.shadowRoot.firstChild.innerText"
	color   = "getComputedStyle(document.body).color"
	kept    = "window.kept" // what a page holds until it is loaded again
)

// TestLiveReload edits a site while a browser shows it.
func TestLiveReload(t *testing.T) {
	dir := makeSite(t, small)
	b := openBrowser(t)
	r := start(t, Options{Source: dir})
	b.open(r.url + "/")
	b.until("the page is open", text, "first words")
	b.until("the style is there", color, "rgb(1, 2, 3)")
	b.keeps("one")

	put(t, dir+"/static/style.css", "body { color: rgb(4, 5, 6) }")
	b.until("a style is swapped", color, "rgb(4, 5, 6)")
	b.until("one style sheet is left", "document.querySelectorAll('link[rel=stylesheet]').length", "1")
	b.holds("one")

	put(t, dir+"/content/index.md", page("second words"))
	b.until("content is shown", text, "second words")
	b.holds("undefined")

	b.keeps("two")
	put(t, dir+"/plugins/hello/more.js", "define([], function () {\n  return 'a' +;\n});\n")
	b.until("an error is shown", overlay, "plugins/hello/more.js:2:")
	b.until("with its line", overlay, "return 'a' +;")
	b.until("over the last good page", text, "second words")
	put(t, dir+"/plugins/hello/more.js", "define([], function () { return 'one'; });\n")
	b.until("mended, the overlay is gone", overlay, "undefined")
	b.holds("two")

	put(t, dir+"/plugins/added/added.js", "define([], function () { document.title = 'plugin added'; return {}; });")
	b.until("a new plugin runs", "document.title", "plugin added")
	check(t, os.RemoveAll(dir+"/plugins/added"))
	b.until("a removed plugin does not", "document.title !== 'plugin added'", "true")

	b.keeps("three")
	b.restart(r, dir)
	b.until("a page of the server before is loaded again", kept, "undefined")
	put(t, dir+"/content/index.md", page("third words"))
	b.until("and hears of edits", text, "third words")
}

func (b tab) keeps(value string) {
	b.t.Helper()
	if got := b.value(kept + " = '" + value + "'"); got != value {
		b.t.Fatal(got)
	}
}

func (b tab) holds(value string) {
	b.t.Helper()
	if got := b.value(kept); got != value {
		b.t.Errorf("the page holds %q, not %q", got, value)
	}
}

// restart ends the server and starts another one at its port.
func (b tab) restart(r *running, dir string) {
	b.t.Helper()
	u, err := url.Parse(r.url)
	check(b.t, err)
	port, err := strconv.Atoi(u.Port())
	check(b.t, err)
	r.stop()
	if again := start(b.t, Options{Source: dir, Port: port}); again.url != r.url {
		b.t.Fatalf("the port is taken: %s", again.url)
	}
}

// TestFirstBuildFails opens a page while there is no good build yet.
func TestFirstBuildFails(t *testing.T) {
	dir := makeSite(t, small)
	put(t, dir+"/content/index.md", "---\ntitle: [\n---\n")
	b := openBrowser(t)
	r := start(t, Options{Source: dir})
	b.open(r.url + "/")
	b.until("the error is shown", overlay, "content/index.md:")
	put(t, dir+"/content/index.md", page("mended"))
	b.until("the page is there", text, "mended")
}

// TestHiddenPage shows that a page which nobody sees takes no connection, and
// catches up when it is seen.
func TestHiddenPage(t *testing.T) {
	dir := makeSite(t, small)
	b := openBrowser(t)
	r := start(t, Options{Source: dir})
	b.open(r.url + "/")
	b.until("the page is open", text, "first words")
	b.keeps("hidden")
	see := func(state string) {
		b.value("(Object.defineProperty(document, 'visibilityState', {value: '" + state + "', configurable: true}), document.dispatchEvent(new Event('visibilitychange')))")
	}
	see("hidden")
	put(t, dir+"/content/index.md", page("unseen words"))
	r.shows("/", "unseen words")
	time.Sleep(time.Second)
	b.holds("hidden")
	see("visible")
	b.until("seen again, it catches up", text, "unseen words")
}

// TestOtherOrigin shows that a page of another port of this machine can neither
// read nor include nor frame the site.
func TestOtherOrigin(t *testing.T) {
	b := openBrowser(t)
	secret, other := makeSite(t, small), makeSite(t, small)
	put(t, secret+"/static/secret.js", "window.leaked = 'script'")
	r, o := start(t, Options{Source: secret}), start(t, Options{Source: other})
	b.open(o.url + "/")
	b.until("the page is open", text, "first words")
	b.value(fmt.Sprintf(`(() => {
		window.seen = [];
		const at = %q;
		for (const mode of ['cors', 'no-cors']) fetch(at + '/', {mode}).then((r) => r.text()).then((x) => seen.push('fetch:' + x), () => seen.push('refused'));
		const include = (tag, attr, path) => {
			const e = document.createElement(tag);
			e[attr] = at + path;
			if (tag === 'link') e.rel = 'stylesheet';
			e.onload = () => seen.push(tag === 'iframe' ? 'refused' : 'loaded:' + tag);
			e.onerror = () => seen.push('refused');
			document.body.append(e);
		};
		include('script', 'src', '/secret.js'); include('link', 'href', '/style.css'); include('img', 'src', '/icon.svg'); include('iframe', 'src', '/');
		const stream = new EventSource(at + '/__strata/live');
		stream.onmessage = () => seen.push('stream'); stream.onerror = () => seen.push('refused');
	})()`, r.url))
	b.until("all is tried", "seen.length >= 7", "true")
	if got := b.value("seen.join()"); strings.Contains(strings.ReplaceAll(got, "refused", ""), "e") || b.value("window.leaked") != "undefined" {
		t.Errorf("another origin sees %s", got)
	}
	if got := b.value("(() => { try { return document.querySelector('iframe').contentDocument.body.innerText } catch { return 'closed' } })()"); strings.Contains(got, "first words") {
		t.Errorf("the frame shows %q", got)
	}
}
