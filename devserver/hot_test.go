package devserver

import (
	"fmt"
	"strings"
	"testing"
)

// hotSite has plugins that can be replaced, one that cannot, and components.
const hotSite = `
-- strata.yaml --
title: Hot
params: {app: true}
-- content/_index.md --
# Home

{{< component "clock" >}}

{{< component "careless" >}}
-- layouts/home.html --
<!doctype html><html><head><script>
window.said = [];
for (const kind of ["info", "warn", "error"]) {
  const before = console[kind];
  console[kind] = (...words) => { said.push(kind + ": " + words[0]); before.apply(console, words); };
}
addEventListener("unhandledrejection", (e) => said.push("unhandled: " + e.reason));
</script><link rel="stylesheet"></head><body><ul id="out"></ul><p id="outside"></p>{{ .Content }}{{ partial "plugins" . }}</body></html>
-- plugins/base/base.js --
define([], function () {
  var count = 0;
  return {
    words: "base one",
    count: function () { return ++count; },
    dispose: function (data) { data.count = count; },
    accept: function (data) { count = data.count; }
  };
});
-- plugins/plain/plain.js --
define([], function () { window.plain = "one"; return {}; });
-- plugins/user/user.js --
define(["base/base"], function (base) {
  var line = document.createElement("li");
  return {
    boot: function () {
      line.textContent = "user: " + base.words + " " + base.count();
      document.getElementById("out").append(line);
    },
    dispose: function () { line.remove(); }
  };
});
-- plugins/slow/slow.js --
define([], function () { window.slow = "one"; return { dispose: function () { return new Promise(function (ok) { window.letGo = ok; }); } }; });
-- plugins/parts/plugin.yaml --
components:
  clock: {client: ./clock}
  careless: {client: ./careless}
-- plugins/parts/components/clock/default.html --
<input> <b>as rendered</b>
-- plugins/parts/components/careless/default.html --
<i>as rendered</i>
-- plugins/parts/parts.js --
define(["./clock", "./careless"], function () { return { dispose: function () {} }; });
-- plugins/parts/clock.js --
define([], function () {
  return {
    create: function (element) { element.querySelector("b").textContent = "clock one"; },
    destroy: async function (element) { element.querySelector("b").textContent = "as rendered"; throw new Error("too late"); }
  };
});
-- plugins/parts/careless.js --
define([], function () {
  return function (element) {
    element.querySelector("i").textContent = "careless";
    document.getElementById("outside").textContent = "touched";
    addEventListener("resize", function () {});
    return function () {};
  };
});
`

const (
	lines = "[...document.querySelectorAll('#out li')].map((li) => li.textContent).join('; ')"
	said  = "window.said?.join('\\n')"
)

// TestHot edits plugins while a browser shows a page.
func TestHot(t *testing.T) {
	dir := makeSite(t, hotSite)
	b := openBrowser(t)
	r := start(t, Options{Source: dir})
	b.open(r.url + "/")
	b.until("the plugins run", lines, "user: base one 1")
	b.until("components are created", text, "clock one")
	b.until("one that changes what is outside is told of", said, `the component "careless" of parts/careless changes p#outside outside of its element, when it is created`)
	b.keeps("still here")

	panel := "document.getElementById('strata-panel')?.shadowRoot.textContent"
	base := func(words string) string {
		return fmt.Sprintf("define([], function () {\n  var count = 0;\n  return { words: %q, count: function () { return ++count; },\n"+
			"    dispose: function (data) { data.count = count; }, accept: function (data) { count = data.count; } };\n});\n", words)
	}
	put(t, dir+"/plugins/base/base.js", base("base two"))
	b.until("who depends on it is replaced with it, and its state is kept", lines, "user: base two 2")
	b.until("and that is told", said, "info: strata: replaced base, user in ")

	put(t, dir+"/plugins/base/base.js", "define([], function () { throw new Error('out of order'); });\n")
	b.until("one that throws is told of", said, "error: strata: plugin base failed: executing base/base: out of order")
	b.until("who depends on it is gone with it", lines+" + '.'", ".")
	b.until("the inspector opens, and says why", panel, "executing base/base: out of order")
	put(t, dir+"/plugins/base/base.js", "define([], function () { return 'a' +; });\n")
	b.until("one that is not JavaScript does not come so far", overlay, "plugins/base/base.js:1:")
	put(t, dir+"/plugins/base/base.js", base("base three"))
	b.until("mended, both are back, and what was kept is there", lines, "user: base three 3")

	b.until("the inspector counts them", panel, "5 plugins")
	b.until("and has listed them when one had failed", panel, "baseready")

	put(t, dir+"/plugins/user/user.js", "define([], function () { return { dispose: async function () { throw new Error('still busy'); }, accept: async function () { throw new Error('not mine'); } }; });\n")
	b.until("what accept promises is told of", said, "error: strata: accept of plugin user failed: not mine")

	b.value("new EventSource('/__strata/live').onmessage = (event) => { window.builds = (window.builds ?? '') + event.data; }")
	put(t, dir+"/plugins/slow/slow.js", "define([], function () { window.slow = 'two'; return { dispose: function () {} }; });\n")
	b.until("the old one is being taken away", "typeof letGo", "function")
	second := b.value("window.builds?.length ?? 0")
	put(t, dir+"/plugins/slow/slow.js", "define([], function () { window.slow = 'three'; return { dispose: function () {} }; });\n")
	b.until("meanwhile comes another", "String((window.builds?.length ?? 0) > "+second+")", "true")
	b.value("letGo()")
	b.until("which is the one that starts", "window.slow", "three")
	if got := b.value(said); strings.Contains(got, "plugin slow failed") {
		t.Error(got)
	}

	b.value("document.querySelector('input').value = 'typed'")
	put(t, dir+"/plugins/parts/careless.js", "define([], function () {\n  return function (element) { element.querySelector('i').textContent = 'careful'; };\n});\n")
	b.until("a component is created again", text, "careful")
	b.until("what the old one leaves behind is told", said, `the component "careless" of parts/careless leaves a listener for "resize" at the window when it is destroyed`)
	b.until("what was typed is there, as its component has destroyed what it made alone", "document.querySelector('input').value", "typed")
	put(t, dir+"/plugins/parts/careless.js", "define([], function () {\n  return function (element) { element.querySelector('i').textContent += ', twice'; };\n});\n")
	b.until("so is what destroy promises", said, `error: strata: the component "clock" was not enhanced by parts/clock:`)
	b.until("without destroy it begins with what was rendered", "document.querySelector('i').textContent", "as rendered, twice")
	b.holds("still here")

	put(t, dir+"/plugins/plain/plain.js", "define([], function () { window.plain = 'two'; return {}; });\n")
	b.until("one that takes nothing back loads the page again", "window.plain", "two")
	b.until("and that is told", said, "info: strata: the page was loaded again: plugin plain has no dispose(), and nobody else takes back what it has registered")
	b.holds("undefined")
	put(t, dir+"/plugins/user/user.js", "define([], {});\n")
	b.until("so does one whose dispose promises in vain", said, "info: strata: the page was loaded again: dispose of plugin user failed: still busy")
	if got := b.value(said); strings.Contains(got, "unhandled") {
		t.Error(got)
	}
}
