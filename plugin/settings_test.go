package plugin

import (
	"fmt"
	"strings"
	"testing"
)

func showSettings(groups []SettingsGroup) string {
	var b strings.Builder
	for _, g := range groups {
		fmt.Fprintf(&b, "%s (%s)\n", g.Label, g.Category)
		for _, s := range g.Items {
			fmt.Fprintf(&b, "  %s.%s %q %d %s %v %s\n", s.Owner, s.Code, s.Label, s.Order, s.URL.URL("backend"), s.Context, s.Class)
		}
	}
	return b.String()
}

func TestSettings(t *testing.T) {
	all, said := gather(t, map[string]string{
		"acme/blog/Plugin.php": `<?php namespace Acme\Blog; use Backend; use System\Classes\SettingsManager; use Acme\Blog\Models\Settings;
class Plugin {
  function pluginDetails() { return ['name' => 'n', 'description' => 'd', 'author' => 'a']; }
  function registerPermissions() { return ['acme.blog.settings' => ['tab' => 'Blog']]; }
  function registerSettings() { return [
    'Main' => ['label' => 'Blog', 'category' => SettingsManager::CATEGORY_CMS, 'class' => Settings::class, 'order' => 600, 'permissions' => ['acme.blog.settings']],
    'pages' => ['label' => 'Pages', 'url' => Backend::url('acme/blog/pages'), 'context' => ['system', 'mysettings'], 'keywords' => 'a b', 'size' => 'huge'],
    'none' => ['label' => 'None'],
    'js' => ['label' => 'JS', 'url' => 'javascript:alert(1)', 'category' => 'Own', 'permissions' => ['acme.none']],
    'code' => ['label' => 'Code', 'class' => $this->class()],
  ]; } }`,
		"acme/user/plugin.yaml": manifest("Acme.User", `
settings:
  users: {label: Users, url: /users/, category: CATEGORY_USERS, order: 100}
  mine: {label: Mine, class: \Acme\User\Models\Mine, context: mysettings, category: system::lang.system.categories.my_settings}
`)})
	const blog = "  Acme.Blog.Main \"Blog\" 600 /backend/system/settings/update/acme/blog/main [system] Acme\\Blog\\Models\\Settings\n"
	open := strings.TrimPrefix(`
Users (system::lang.system.categories.users)
  Acme.User.users "Users" 100 /users/ [system] 
Misc (system::lang.system.categories.misc)
  Acme.Blog.pages "Pages" 500 /backend/acme/blog/pages [system mysettings] 
  Acme.Blog.code "Code" 500  [system] 
`, "\n")
	nobody := newRights(nil).any
	if got := showSettings(all.SettingsIn("system", nobody)); got != open {
		t.Errorf("got\n%swant\n%s", got, open)
	}
	if got, want := showSettings(all.SettingsIn("system", nil)), open+"Own (Own)\n  Acme.Blog.js \"JS\" 500 # [system] \nCMS (system::lang.system.categories.cms)\n"+blog; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	mine := "Misc (system::lang.system.categories.misc)\n  Acme.Blog.pages \"Pages\" 500 /backend/acme/blog/pages [system mysettings] \n" +
		"My Settings (system::lang.system.categories.my_settings)\n  Acme.User.mine \"Mine\" 500 /backend/system/settings/update/acme/user/mine [mysettings] Acme\\User\\Models\\Mine\n"
	if got := showSettings(all.SettingsIn("mysettings", nil)); got != mine {
		t.Errorf("got\n%swant\n%s", got, mine)
	}
	const at = "plugins/acme/blog/Plugin.php:"
	wantSaid(t, said, at+"8:5: error: the settings item \"none\" of plugin Acme.Blog has no class and no url\n  hint: add one of them to settings.none",
		at+`9:40: notice: the url "javascript:alert(1)" of settings.js is a program`,
		at+`9:102: warning: settings.js of Acme.Blog asks for the permission "acme.none", which no plugin registers`,
		at+`10:46: warning: settings.code.class cannot be read without running PHP: a call`)
}
