package plugin

import (
	"path"
	"strings"

	"strata/internal/diag"
	"strata/internal/moduleid"
	"strata/internal/private"
	"strata/internal/source"
)

const freeIPALayout = "freeipa"

// freeIPA reads the plugins of FreeIPA's web UI: hello/hello.js, or hello.ts and
// the like, is the module hello/hello of the AMD package hello.
var freeIPA = reader{
	layout: freeIPALayout,
	entry:  "*.js",
	fits:   func(f folder) bool { return freeIPAEntry(f) != "" },
	read:   readFreeIPA,
}

func readFreeIPA(f folder, ds *diag.List) []Plugin {
	name := f.name()
	entry := freeIPAEntry(f)
	switch {
	case !freeIPAName.MatchString(name):
		ds.Add(errName(f.path(entry), name, "begin with a letter and hold only letters, digits, _ and -"))
		return nil
	case moduleid.Reserved(name):
		ds.Add(errNameTaken(place{file: f.path(entry)}, name))
		return nil
	case private.Name(name):
		ds.Add(with(errPrivateName(place{file: f.path(entry)}, name), "rename the folder"))
		return nil
	}
	p := Plugin{ID: name, Layout: freeIPALayout, Dir: f.dir, File: f.path(entry)}
	if p.Broken = !checkEntry(f, entry, ds); p.Broken {
		return []Plugin{p}
	}
	r := newRegistration(f, ds)
	r.declare(&p, ds)
	p.Client = &Client{Package: name, Dir: f.dir, Main: name,
		Exports: globs(r.client(), "exports", ds), Exclude: globs(r.client(), "exclude", ds), Lazy: truth(r.client(), "lazy", ds)}
	if f.holds(name+".css", ds) {
		p.Styles = []string{f.path(name + ".css")}
	}
	return []Plugin{p}
}

// freeIPAEntry returns the file that is the plugin's module, or one whose name
// differs from it in case; "" when there is none.
func freeIPAEntry(f folder) string {
	for _, ext := range moduleid.Extensions() {
		if entry := f.find(f.name() + ext); entry != "" {
			return entry
		}
	}
	return ""
}

// checkEntry reports an entry file that cannot be the plugin's module.
func checkEntry(f folder, entry string, ds *diag.List) bool {
	exact := f.name() + strings.ToLower(path.Ext(entry))
	switch e := f.entry(entry); {
	case entry != exact:
		ds.Add(errCase(f.path(entry), exact))
	case isLink(e):
		ds.Add(errLink(f.path(entry)))
	case !e.Type().IsRegular():
		ds.Add(diag.Unreadable(f.path(entry), source.ErrNotRegular))
	default:
		return true
	}
	return false
}
