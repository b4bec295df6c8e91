package plugin

import (
	"io/fs"
	"path"
	"strings"

	"strata/internal/diag"
	"strata/internal/private"
)

// Files are the folders of a plugin whose files belong to the site: pages, layouts,
// and what is copied as it is. A folder that the plugin does not have is "".
type Files struct {
	Owner   string // id of the plugin
	Content string
	Mount   string // folder of the site's content in which Content lies, "" for its top
	Layouts string
	Static  string
}

var content = feature{
	key: "content",
	shape: shape{about: "The pages in the plugin's folder content.", kinds: []kind{table}, fields: []field{
		{"mount", shape{about: "Address below which its pages are, such as /users/; the top of the site when left out.", kinds: []kind{text}}},
	}},
	read:  readMount,
	merge: mergeFiles,
}

func readMount(p *Plugin, v value, ds *diag.List) {
	mount := v.get("mount")
	folder := strings.Trim(mount.text, "/")
	if !isMount(folder) {
		ds.Add(errMount(mount.place, mount.text))
		return
	}
	p.mount = folder
}

// isMount reports whether the content folder of a site can have a folder of that name.
func isMount(folder string) bool {
	odd := func(r rune) bool { return r < ' ' || r == 0x7f || strings.ContainsRune(`\:?#`, r) }
	hidden := strings.Contains("/"+folder, "/.") // also what private.Name lets pass, as .well-known
	return folder == "" || len(folder) <= maxMount && fs.ValidPath(folder) && !hidden && !private.Name(folder) && !strings.ContainsFunc(folder, odd)
}

// maxMount is how long the place of a plugin's pages may be.
const maxMount = 1 << 10

// takeFiles looks for the folders whose files belong to the site. They are not
// published a second time as files of the client, nor are they modules.
func (p *Plugin) takeFiles(ds *diag.List) {
	files := Files{Owner: p.ID, Mount: p.mount,
		Content: p.siteFolder("content", ds), Layouts: p.siteFolder("layouts", ds), Static: p.siteFolder("static", ds)}
	for _, dir := range []string{files.Content, files.Layouts, files.Static} {
		if dir == "" {
			continue
		}
		p.Files = []Files{files}
		if rel, inside := below(dir, p.Client); inside {
			p.Client.Exclude = append(p.Client.Exclude, rel+"/**")
		}
	}
}

// siteFolder returns the folder of that name in the plugin. One that holds the
// client is the client's.
func (p *Plugin) siteFolder(name string, ds *diag.List) string {
	e := p.home.entry(name)
	if e == nil || !e.IsDir() && !isLink(e) {
		return ""
	}
	dir := p.home.path(name)
	switch {
	case p.Client != nil && (p.Client.Dir == dir || strings.HasPrefix(p.Client.Dir, dir+"/")):
		return ""
	case isLink(e):
		ds.Add(errLink(dir))
		return ""
	}
	return dir
}

// below returns the folder relative to that of the client, if it lies in it.
func below(dir string, c *Client) (string, bool) {
	if c == nil {
		return "", false
	}
	return strings.CutPrefix(dir, path.Clean(c.Dir)+"/")
}

func mergeFiles(set Set, all *Contributions, _ *diag.List) {
	for _, p := range set.Active {
		all.Files = append(all.Files, p.Files...)
	}
}
