package plugin

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"strata/internal/diag"
)

// gather returns what the plugins in files, below plugins, contribute, and what
// there was to say.
func gather(t *testing.T, files map[string]string) (Contributions, string) {
	t.Helper()
	src := fstest.MapFS{}
	for name, text := range files {
		src["plugins/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	var ds diag.List
	all := Gather(Resolve(Discover(src, []Root{{Path: "plugins"}}, &ds), ResolveOptions{}, &ds), &ds)
	var b strings.Builder
	ds.Sorted().Print(&b, diag.Notice)
	return all, b.String()
}

// wantSaid looks for what has to be said.
func wantSaid(t *testing.T, got string, want ...string) {
	t.Helper()
	missing := slices.DeleteFunc(want, func(w string) bool { return strings.Contains(got, w) })
	if len(missing) > 0 {
		t.Errorf("missing\n%s\nin\n%s", strings.Join(missing, "\n"), got)
	}
}

const details = "name: n, description: d, author: a"

func TestPermissions(t *testing.T) {
	all, said := gather(t, map[string]string{
		"acme/blog/Plugin.php": `<?php namespace Acme\Blog; class Plugin {
  function pluginDetails() { return ['name' => 'n', 'description' => 'd', 'author' => 'a']; }
  function registerPermissions() { return [
    'acme.blog.write' => ['label' => 'Write', 'tab' => 'Blog', 'order' => '200', 'roles' => [\Backend\Models\UserRole::CODE_PUBLISHER], 'permission' => 1],
    'acme.blog.read' => ['label' => trans('acme.blog::lang.read'), 'comment' => f()],
    'acme.blog.none' => 'x',
    ...$more,
  ]; } }`,
		"acme/user/plugin.yaml": "plugin: {id: Acme.User, " + details + "}\npermissions:\n  acme.blog.write: {label: Mine, tab: User, roles: publisher, order: 0}\n  acme.user: {tab: User}\n  acme.bad: text\n",
		"acme/list/plugin.yaml": "plugin: {id: Acme.List, " + details + "}\npermissions: [a, b]\n",
	})
	var got []string
	for _, p := range all.Permissions {
		got = append(got, p.Owner+" "+p.Code+" "+p.Tab)
	}
	if want := []string{"Acme.User acme.blog.write User", "Acme.Blog acme.blog.read undefined_tab", "Acme.User acme.user User"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	wantSaid(t, said,
		`plugins/acme/blog/Plugin.php:4:137: notice: unknown key "permission" in "permissions.acme.blog.write"; Winter passes over it too`,
		`plugins/acme/blog/Plugin.php:5:5: notice: permission "acme.blog.read" has no tab, and is listed under "undefined_tab"`,
		"plugins/acme/blog/Plugin.php:5:81: warning: permissions.acme.blog.read.comment cannot be read without running PHP: a call\n  hint: declare \"permissions.acme.blog.read.comment\" in plugin.yaml",
		`plugins/acme/blog/Plugin.php:6:25: error: "permissions.acme.blog.none" must be a map`,
		`plugins/acme/blog/Plugin.php:7:5: warning: permissions cannot be read without running PHP: a computed value`,
		`plugins/acme/user/plugin.yaml:3:3: notice: permission "acme.blog.write" of Acme.User takes the place of the one that Acme.Blog registers`,
		`plugins/acme/user/plugin.yaml:5:13: error: "permissions.acme.bad" must be a map`,
		`plugins/acme/list/plugin.yaml:2:14: error: "permissions" must be a map`)
	for role, want := range map[string]string{"publisher": "acme.blog.write", "developer": "acme.blog.read acme.user", "other": ""} {
		if got := strings.Join(slices.Sorted(maps.Keys(all.Granted(role))), " "); got != want {
			t.Errorf("%s: got %q, want %q", role, got, want)
		}
	}
}
