package builder

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"strata/internal/diag"
	"strata/site"
)

// A Sketch is what NewPlugin is asked for.
type Sketch struct {
	Layout string // "freeipa", "kloudspeaker" or "winter"
	Name   string // "hello", "Notes", "acme/blog"
}

// sketches writes the files of a small plugin of each layout that works; the
// names are relative to the plugin root.
var sketches = map[string]func(name string) []File{"freeipa": sketchFreeIPA, "kloudspeaker": sketchKloudspeaker, "winter": sketchWinter}

var sketchNames = map[string]struct {
	valid *regexp.Regexp
	rule  string
}{
	"freeipa":      {regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]*$`), "begins with a letter and holds letters, digits, _ and -, such as hello"},
	"kloudspeaker": {regexp.MustCompile(`^[A-Z][A-Za-z0-9]*$`), "is that of a class, such as Notes"},
	"winter":       {regexp.MustCompile(`^[a-z][a-z0-9]*/[a-z][a-z0-9]*$`), "is that of the author and that of the plugin in small letters, such as acme/blog"},
}

// NewPlugin writes a small plugin that works into the plugin root of the site in
// dir that its layout fits, and returns the names of its files, relative to the
// site. Nothing is written where a folder of its name is already.
func NewPlugin(dir string, opts Options, s Sketch) ([]string, diag.List, error) {
	var ds diag.List
	files, err := s.files()
	if err != nil {
		return nil, nil, err
	}
	b := build{src: Dir(dir), opts: opts, out: map[string]bool{}}
	cfg := site.Load(b.src, b.load(), &ds)
	if ds.HasErrors() {
		return nil, ds.Sorted(), nil
	}
	i := slices.IndexFunc(cfg.Plugins, func(r site.Root) bool { return r.Layout == "" || r.Layout == "auto" || r.Layout == s.Layout })
	if i < 0 {
		return nil, nil, fmt.Errorf("no plugin root of the site takes the layout %s", s.Layout)
	}
	root := path.Clean(cfg.Plugins[i].Path)
	if _, err := fs.Stat(b.src, path.Join(root, s.Name)); !errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("there is already %q", path.Join(root, s.Name))
	}
	names, err := create(dir, root, files)
	return names, ds.Sorted(), err
}

func (s Sketch) files() ([]File, error) {
	sketch, ok := sketches[s.Layout]
	if !ok {
		return nil, fmt.Errorf("there is no layout %q; use freeipa, kloudspeaker or winter", s.Layout)
	}
	if rule := sketchNames[s.Layout]; !rule.valid.MatchString(s.Name) {
		if folder := strings.ToLower(strings.ReplaceAll(s.Name, ".", "/")); s.Layout == "winter" && rule.valid.MatchString(folder) {
			return nil, fmt.Errorf("%q is no name of a folder, which is where a winter plugin is made; did you mean %s?", s.Name, folder)
		}
		return nil, fmt.Errorf("%q is no name of a %s plugin: it %s", s.Name, s.Layout, rule.rule)
	}
	return sketch(s.Name), nil
}

// create writes new files below the root, and nothing over what is there.
func create(dir, root string, files []File) ([]string, error) {
	at, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer at.Close()
	var names []string
	for _, f := range files {
		name := path.Join(root, f.Path)
		if err := at.MkdirAll(filepath.FromSlash(path.Dir(name)), 0o777); err != nil {
			return names, err
		}
		out, err := at.OpenFile(filepath.FromSlash(name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if err != nil {
			return names, err
		}
		_, err = out.Write(f.Data)
		if err := errors.Join(err, out.Close()); err != nil {
			return names, err
		}
		names = append(names, name)
	}
	return names, nil
}

// sketched fills the name into a file of a sketch. Words in braces stand for it.
func sketched(name, file, text string, words ...string) File {
	words = append(words, "{name}", name)
	return File{Path: file, Data: []byte(strings.NewReplacer(words...).Replace(text))}
}

const sketchModule = `// The plugin's browser part. What it returns is what other modules get of it.
define(["./greeting"], function (greeting) {
  const place = document.getElementById("app");
  if (place) place.append(greeting("{title}"));
  return { greeting };
});
`

const sketchGreeting = `// A module of the plugin, in the same layer.
define([], function () {
  return function greeting(name) {
    const line = document.createElement("p");
    line.textContent = "Hello from " + name;
    return line;
  };
});
`

func sketchFreeIPA(name string) []File {
	return []File{
		sketched(name, name+"/"+name+".js", sketchModule, "{title}", name),
		sketched(name, name+"/greeting.js", sketchGreeting),
		sketched(name, name+"/"+name+".css", "/* Linked when the plugin loads. */\n"),
		sketched(name, name+"/plugin.yaml", `plugin:
  name: {name}
  description: Says hello.
  author: You
  version: 0.1.0
`),
	}
}

func sketchKloudspeaker(name string) []File {
	dir, id := name+"/", strings.ToLower(name)
	return []File{
		sketched(name, dir+name+".plugin.class.php", `<?php

class {name} extends PluginBase
{
	public function setup()
	{
	}

	/* The AMD package of the folder client. Strata reads this, and never runs it. */
	public function getClientModuleId()
	{
		return "custom/{id}";
	}

	public function __toString()
	{
		return "{name}";
	}
}
`, "{id}", id),
		sketched(name, dir+"client/main.js", sketchModule, "{title}", name),
		sketched(name, dir+"client/greeting.js", sketchGreeting),
		sketched(name, dir+"client/style.css", "/* Linked when the plugin loads. */\n"),
		sketched(name, dir+"localization/texts_en.json", `{"locale": "en", "texts": {"{id}Title": "{name}"}}`+"\n", "{id}", id),
		sketched(name, dir+"plugin.yaml", `plugin:
  name: {name}
  description: Says hello.
  author: You
  version: 0.1.0
`),
	}
}

func sketchWinter(name string) []File {
	author, plugin, _ := strings.Cut(name, "/")
	words := []string{"{author}", capital(author), "{plugin}", capital(plugin), "{title}", capital(author) + "." + capital(plugin), "{key}", author + "." + plugin}
	dir := name + "/"
	return []File{
		sketched(name, dir+"Plugin.php", `<?php namespace {author}\{plugin};

use Backend;
use System\Classes\PluginBase;

/* Strata reads what these methods return, and never runs them. */
class Plugin extends PluginBase
{
    public function pluginDetails()
    {
        return [
            'name' => '{plugin}',
            'description' => 'Says hello.',
            'author' => '{author}',
            'icon' => 'icon-leaf',
        ];
    }

    public function registerPermissions()
    {
        return [
            '{key}.access' => ['label' => '{key}::lang.access', 'tab' => '{plugin}'],
        ];
    }

    public function registerNavigation()
    {
        return [
            '{plugin_}' => [
                'label' => '{key}::lang.menu',
                'url' => Backend::url('{name}'),
                'icon' => 'icon-leaf',
                'permissions' => ['{key}.*'],
            ],
        ];
    }
}
`, append(words, "{plugin_}", plugin)...),
		sketched(name, dir+"updates/version.yaml", "0.1.0: First version\n"),
		sketched(name, dir+"lang/en/lang.yaml", "menu: {plugin}\naccess: Use {plugin}\n", words...),
		sketched(name, dir+"assets/js/plugin.js", sketchModule, words...),
		sketched(name, dir+"assets/js/greeting.js", sketchGreeting),
		sketched(name, dir+"assets/css/"+plugin+".css", "/* Linked when the plugin loads. */\n"),
	}
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
