package plugin

import (
	"fmt"
	"strings"
	"testing"
)

// showMenu writes items, one a line.
func showMenu(items []MenuItem) string {
	var b strings.Builder
	for _, m := range items {
		showItem(&b, "", m)
		for _, side := range m.Side {
			showItem(&b, "  ", side)
		}
	}
	return b.String()
}

func showItem(b *strings.Builder, indent string, m MenuItem) {
	fmt.Fprintf(b, "%s%s.%s %q %d %s", indent, m.Owner, m.Code, m.Label, m.Order, m.URL.URL("backend"))
	if m.Counter.Number != 0 {
		fmt.Fprintf(b, " counter %d", m.Counter.Number)
	}
	if m.Counter.Function != "" {
		fmt.Fprintf(b, " counted by %s", m.Counter.Function)
	}
	if m.Badge != "" {
		fmt.Fprintf(b, " badge %s", m.Badge)
	}
	for _, a := range m.Attributes {
		fmt.Fprintf(b, " %s=%q", a.Name, a.Value)
	}
	fmt.Fprintln(b)
}

func wantMenu(t *testing.T, got []MenuItem, want string) {
	t.Helper()
	if got, want := showMenu(got), strings.TrimPrefix(want, "\n"); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// manifest is a plugin.yaml with details and more.
func manifest(id, more string) string {
	return "plugin: {id: " + id + ", name: n, description: d, author: a}\n" + more
}

// TestMenuOrder: places are numbers, unordered side items count by themselves, and
// what is equal stays in load order.
func TestMenuOrder(t *testing.T) {
	all, said := gather(t, map[string]string{
		"acme/b/plugin.yaml": manifest("Acme.B", `
navigation:
  late: {label: Late, url: acme/b/late, icon: i, order: 600}
  none: {label: None, url: acme/b/none, icon: i}
  zero: {label: Zero, url: acme/b/zero, icon: i, order: 0}
  minus: {label: Minus, url: acme/b/minus, icon: i, order: -1}
  same: {label: Same, url: acme/b/same, icon: i, order: 500}
`),
		"acme/a/plugin.yaml": manifest("Acme.A", `
require: Acme.B
navigation:
  none:
    label: None
    url: acme/a
    icon: i
    sideMenu:
      u1: {label: U1, url: u1, icon: i}
      ten: {label: Ten, url: ten, icon: i, order: 10}
      u2: {label: U2, url: u2, icon: i}
      mid: {label: Mid, url: mid, icon: i, order: 150}
      u3: {label: U3, url: u3, icon: i, order: -1, attributes: {data-x: 1, hidden: true, "a b": c, off: false}}
`)})
	wantMenu(t, all.Menu(nil), `
Acme.B.zero "Zero" 0 /backend/acme/b/zero
Acme.B.minus "Minus" 100 /backend/acme/b/minus
Acme.B.none "None" 500 /backend/acme/b/none
Acme.B.same "Same" 500 /backend/acme/b/same
Acme.A.none "None" 500 /backend/acme/a
  Acme.A.ten "Ten" 10 /backend/ten
  Acme.A.u1 "U1" 100 /backend/u1
  Acme.A.mid "Mid" 150 /backend/mid
  Acme.A.u2 "U2" 200 /backend/u2
  Acme.A.u3 "U3" 300 /backend/u3 data-x="1" hidden="true"
Acme.B.late "Late" 600 /backend/acme/b/late
`)
	wantSaid(t, said, "plugins/acme/a/plugin.yaml:14:90: warning: \"a b\" cannot be the name of an attribute\n  hint: ")
}

// TestCounters has each kind of counter, and what each makes of the sum.
func TestCounters(t *testing.T) {
	const side = ", sideMenu: {three: {label: T, url: u, icon: i, counter: 3}, four: {label: F, url: u, icon: i, counter: '4', permissions: [acme.four]}, badge: {label: B, url: u, icon: i, counter: 9, badge: new}, none: {label: N, url: u, icon: i, counter: null}}"
	for counter, want := range map[string]int{"": 7, ", counter: 0": 7, ", counter: null": 7, ", counter: ''": 7, ", counter: 5": 5, ", counter: '5'": 5,
		", counter: false": 0, ", counter: acme/a/counters#posts": 0, ", counter: 5, badge: hot": 0, ", counter: 5, badge: '0'": 5} {
		all, said := gather(t, map[string]string{"acme/a/plugin.yaml": manifest("Acme.A",
			"permissions: {acme.four: {tab: t}}\nnavigation: {a: {label: A, url: a, icon: i"+counter+side+"}}\n")})
		menu := all.Menu(nil)
		if len(menu) != 1 || len(menu[0].Side) != 4 || menu[0].Counter.Number != want || said != "" {
			t.Errorf("%q: want %d, got\n%s%s", counter, want, showMenu(menu), said)
			continue
		}
		none := all.Menu(newRights(nil).any)
		if want == 7 && (len(none[0].Side) != 3 || none[0].Counter.Number != 3) {
			t.Errorf("%q: filtered: got\n%s", counter, showMenu(none))
		}
	}
}

// TestMenuPermissions: an item that asks for nothing is seen by all, and one
// whose side items are all hidden stays.
func TestMenuPermissions(t *testing.T) {
	all, said := gather(t, map[string]string{"acme/a/plugin.yaml": manifest("Acme.A", `
permissions: {acme.a.read: {tab: t}, acme.a.write: {tab: t}}
navigation:
  open: {label: Open, url: open, icon: i, sideMenu: {in: {label: In, url: in, icon: i, permissions: acme.a.write}}}
  read: {label: Read, url: read, icon: i, permissions: [acme.a.write, acme.a.read]}
  any: {label: Any, url: any, icon: i, permissions: ["acme.a.*"]}
  none: {label: None, url: none, icon: i, permissions: [acme.a.reed, "acme.b.*"]}
quickActions:
  do: {label: Do, url: do, icon: i, permissions: [acme.a.write], attributes: {target: _blank}}
  see: {label: See, url: see, iconSvg: a.svg}
`)})
	may := func(granted map[string]int) func([]string) bool {
		return newRights(granted).any
	}
	wantMenu(t, all.Menu(may(map[string]int{"acme.a.read": 1})), `
Acme.A.open "Open" 500 /backend/open
Acme.A.read "Read" 500 /backend/read
Acme.A.any "Any" 500 /backend/any
`)
	wantMenu(t, all.QuickMenu(may(nil)), `
Acme.A.see "See" 500 /backend/see
`)
	wantMenu(t, all.QuickMenu(nil), `
Acme.A.do "Do" 500 /backend/do target="_blank"
Acme.A.see "See" 500 /backend/see
`)
	wantSaid(t, said, "plugins/acme/a/plugin.yaml:8:57: warning: navigation.none of Acme.A asks for the permission \"acme.a.reed\", which no plugin registers\n  note: only those who may do everything see it\n  hint: did you mean \"acme.a.read\"?",
		"plugins/acme/a/plugin.yaml:8:70: warning: navigation.none of Acme.A asks for the permission \"acme.b.*\", which no plugin registers\n")
}

// TestMenuJoin: another plugin adds to an item, also by the id of a plugin that
// was replaced.
func TestMenuJoin(t *testing.T) {
	files := map[string]string{
		"acme/blog/plugin.yaml": manifest("Acme.Blog", `
replaces: {Old.Blog: "*"}
navigation:
  blog: {label: Blog, url: acme/blog, icon: i, counter: 1, sideMenu: {posts: {label: Posts, url: posts, icon: i, counter: 2}}}
`),
		"acme/a/plugin.yaml": manifest("Acme.A", `
navigation:
  BLOG: {owner: old.blog, counter: 0, sideMenu: {posts: {label: All posts}, drafts: {label: Drafts, url: drafts, icon: i, counter: 5}}}
  lost: {owner: Acme.Blog, sideMenu: {x: {label: X, url: x, icon: i}}}
  own: {owner: Acme.Blog, label: Own, url: own, icon: i}
  gone: {owner: Acme.Blgo, label: Gone, url: gone, icon: i}
quickActions:
  go: {owner: Acme.Blog, label: Go, url: go, icon: i}
`)}
	all, said := gather(t, files)
	wantMenu(t, all.Menu(nil), `
Acme.Blog.blog "Blog" 500 /backend/acme/blog counter 7
  Acme.Blog.posts "All posts" 100 /backend/posts counter 2
  Acme.Blog.drafts "Drafts" 200 /backend/drafts counter 5
Acme.Blog.own "Own" 500 /backend/own
`)
	wantSaid(t, said, `plugins/acme/a/plugin.yaml:5:3: warning: plugin Acme.Blog has no menu item "lost" to which Acme.A could add`,
		"plugins/acme/a/plugin.yaml:7:17: warning: navigation.gone is added to the menu of plugin \"Acme.Blgo\", which is not active\n  note: the item is left out\n  hint: did you mean \"Acme.Blog\"?")
	if len(all.QuickActions) != 1 || all.QuickActions[0].Owner != "Acme.Blog" {
		t.Errorf("quick actions: %s", showMenu(all.QuickActions))
	}
}

// TestNavigationPHP: calls keep their meaning, and plugin.yaml says what PHP computes.
func TestNavigationPHP(t *testing.T) {
	files := map[string]string{"acme/blog/Plugin.php": `<?php namespace Acme\Blog; use Backend; use Url;
class Plugin {
function pluginDetails() { return ['name' => 'n', 'description' => 'd', 'author' => 'a']; }
function registerNavigation() { return ['blog' => [
  'label' => 'acme.blog::lang.menu', 'url' => Backend::url('acme/blog'), 'icon' => 'icon-x', 'order' => '70', 'useDropdown' => true,
  'attributes' => ['a' => 1],
  'counter' => ['Acme\Blog\Models\Post', 'count'],
  'sideMenu' => [
    'new' => ['label' => trans('acme.blog::lang.new'), 'url' => Url::to('new'), 'icon' => 'i', 'counter' => function () {}],
    'js' => ['label' => self::label(), 'url' => 'javascript:;', 'icon' => 'i', 'counter' => false],
    'x' => ['label' => 'X', 'url' => 'https://x.example/', 'iconSvg' => '../../etc/x.svg', 'counter' => 'many'],
    'y' => ['url' => $this->url()],
]]]; } }`}
	all, said := gather(t, files)
	wantMenu(t, all.Menu(nil), `
Acme.Blog.blog "acme.blog::lang.menu" 70 /backend/acme/blog
  Acme.Blog.new "acme.blog::lang.new" 100 /new
  Acme.Blog.js "js" 200 #
  Acme.Blog.x "X" 300 https://x.example/
`)
	const at = "plugins/acme/blog/Plugin.php:"
	wantSaid(t, said,
		at+`5:111: notice: unknown key "useDropdown" in "navigation.blog"; Winter passes over it too`,
		at+`6:19: notice: the attributes of navigation.blog are dropped: only side items and quick actions have some`,
		at+"7:16: warning: the counter of navigation.blog is worked out by PHP, and shows nothing\n  hint: let a client module count: declare \"navigation.blog.counter\" in plugin.yaml as \"author/name/module#function\"",
		at+`9:109: warning: the counter of navigation.blog.sideMenu.new is worked out by PHP`,
		at+`10:25: warning: navigation.blog.sideMenu.js.label cannot be read without running PHP: a call`,
		at+`10:49: notice: the url "javascript:;" of navigation.blog.sideMenu.js is a program, and leads nowhere`,
		at+`10:93: error: the counter of navigation.blog.sideMenu.js is false, neither a number nor a function`,
		at+`11:73: error: the iconSvg "../../etc/x.svg" of navigation.blog.sideMenu.x is no file of the site`,
		at+`11:105: error: the counter of navigation.blog.sideMenu.x is "many", neither a number nor a function`,
		at+`12:5: error: the side menu item "y" of plugin Acme.Blog has no label`,
	)
	files["acme/blog/plugin.yaml"] = "navigation: {blog: {label: no, counter: acme/blog/counters#all, sideMenu: {new: {counter: acme/blog/counters#new}, js: {label: Script}}}}"
	all, said = gather(t, files)
	wantMenu(t, all.Menu(nil)[0].Side[:2], `
Acme.Blog.new "acme.blog::lang.new" 100 /new counted by acme/blog/counters#new
Acme.Blog.js "Script" 200 #
`)
	if got := all.Navigation[0]; got.Counter.Function != "acme/blog/counters#all" || got.Label != "acme.blog::lang.menu" || !strings.Contains(said, "plugin.yaml:1:13: notice: \"navigation\" is also declared by registerNavigation() in Plugin.php, which wins") {
		t.Errorf("%+v\n%s", got.Counter, said)
	}
}

// TestSides: what is no map of items is told, in PHP too.
func TestSides(t *testing.T) {
	_, said := gather(t, map[string]string{"acme/a/Plugin.php": `<?php namespace Acme\A; class Plugin {
function registerNavigation() { return [
'a' => ['label' => 'A', 'url' => 'a', 'icon' => 'i', 'sideMenu' => [['label' => 'B', 'url' => 'b', 'icon' => 'i']]],
'b' => ['label' => 'A', 'url' => 'a', 'icon' => 'i', 'sideMenu' => ['x' => 'y']]]; } }`})
	wantSaid(t, said, `plugins/acme/a/Plugin.php:3:68: error: "navigation.a.sideMenu" must be a map`,
		`plugins/acme/a/Plugin.php:4:76: error: "navigation.b.sideMenu.x" must be a map`)
}

// TestIncomplete: Winter asks for a label, an address and an icon.
func TestIncomplete(t *testing.T) {
	all, said := gather(t, map[string]string{"acme/a/plugin.yaml": manifest("Acme.A", `
navigation:
  bare: {}
  plain: {label: Plain, url: plain, sideMenu: {in: {label: In, url: in}, bare: ~}}
quickActions:
  go: {label: Go, icon: i}
`)})
	wantMenu(t, all.Menu(nil), `
Acme.A.plain "Plain" 500 /backend/plain
  Acme.A.in "In" 100 /backend/in
`)
	const at = "plugins/acme/a/plugin.yaml:"
	wantSaid(t, said, at+"4:3: error: the menu item \"bare\" of plugin Acme.A has no label and no url\n  hint: add what is missing to navigation.bare",
		at+"5:3: warning: the menu item \"plain\" of plugin Acme.A has no icon\n  hint: add icon or iconSvg to navigation.plain",
		at+"5:48: warning: the side menu item \"in\" of plugin Acme.A has no icon\n",
		at+"5:74: error: the side menu item \"bare\" of plugin Acme.A has no label and no url\n",
		at+"7:3: error: the quick action \"go\" of plugin Acme.A has no url\n  hint: add what is missing to quickActions.go")
}

func TestAddressURL(t *testing.T) {
	for _, c := range []struct {
		a             Address
		backend, want string
	}{
		{Address{"acme/blog", "backend"}, "backend", "/backend/acme/blog"},
		{Address{"/acme/blog", "backend"}, "/admin/area/", "/admin/area/acme/blog"},
		{Address{"acme/blog?a=b#c", "backend"}, "", "/acme/blog?a=b#c"},
		{Address{"", "backend"}, "backend", "/backend"},
		{Address{"https://a.example/", "backend"}, "backend", "https://a.example/"},
		{Address{"//a.example/", "backend"}, "backend", "//a.example/"},
		{Address{"a.svg", "site"}, "backend", "/a.svg"},
		{Address{"#", ""}, "backend", "#"},
	} {
		if got := c.a.URL(c.backend); got != c.want {
			t.Errorf("%+v below %q: got %q, want %q", c.a, c.backend, got, c.want)
		}
	}
	for _, program := range []string{"javascript:;", " JavaScript:x", "java\nscript:x", "vbscript:x", "data:text/html,x"} {
		if got := (value{kind: text, text: program}).address(); got.Text != "#" {
			t.Errorf("%q leads to %q", program, got.Text)
		}
	}
}

func TestMenuItemIs(t *testing.T) {
	m := MenuItem{Owner: "Acme.Blog", Code: "blog"}
	if !m.Is(Set{}, `acme\blog`, "blog") || m.Is(Set{}, "Acme.Blog", "Blog") || m.Is(Set{}, "Acme.User", "blog") {
		t.Error("an item is what its owner and its code mean, case of the code included")
	}
}

// TestMenuLayouts: a plugin of any layout fills the menus, its own and others'.
func TestMenuLayouts(t *testing.T) {
	item := func(owner string) string {
		return "navigation: {" + owner + "label: L, url: u, icon: i, sideMenu: {s: {label: S, url: s, icon: i}}}}\n"
	}
	all, said := gather(t, map[string]string{
		"hello/hello.js": "", "hello/plugin.yaml": item("a: {"),
		"Files/Files" + classSuffix: "<?php class Files {}", "Files/plugin.yaml": "require: [hello]\n" + item("b: {"),
		"acme/x/plugin.yaml": manifest("Acme.X", "navigation: {a: {owner: HELLO, sideMenu: {t: {label: T, url: t, icon: i}}}, b: {owner: files, order: 1}}\n"),
	})
	wantMenu(t, all.Menu(nil), `
Files.b "L" 1 /backend/u
  Files.s "S" 100 /backend/s
hello.a "L" 500 /backend/u
  hello.s "S" 100 /backend/s
  hello.t "T" 200 /backend/t
`)
	if strings.Contains(said, "warning") {
		t.Error(said)
	}
}

// TestCounterModule looks for the modules of counters where those of widgets are.
func TestCounterModule(t *testing.T) {
	all, said := gather(t, map[string]string{
		"acme/blog/plugin.yaml":            "plugin: {id: Acme.Blog, " + details + "}\nnavigation:\n  blog: {label: B, url: b, icon: i, counter: acme/blog/counters#all, sideMenu: {a: {label: A, url: a, icon: i, counter: acme/blog/gone#a}}}\n",
		"acme/blog/assets/js/plugin.js":    "",
		"acme/blog/assets/js/counters.js":  "",
		"acme/other/plugin.yaml":           "plugin: {id: Acme.Other, " + details + "}\nnavigation: {o: {label: O, url: o, icon: i, counter: host/counters#o}}\n",
		"acme/other/assets/js/plugin.js":   "",
		"acme/other/assets/js/counters.js": "",
	})
	if got, want := strings.Join(all.Modules(), " "), "acme/blog/counters acme/blog/gone host/counters"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	wantSaid(t, said, `plugins/acme/blog/plugin.yaml:3:121: error: the counter of navigation.blog.sideMenu.a names the module "acme/blog/gone", which is not there`+"\n  hint: add plugins/acme/blog/assets/js/gone.js, or correct the name")
	if strings.Contains(said, "host/counters") {
		t.Error(said)
	}
}
