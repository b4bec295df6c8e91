package plugin

import "strata/internal/diag"

// freeIPA reads the plugins of FreeIPA's web UI: hello/hello.js is the module
// hello/hello of the AMD package hello.
var freeIPA = reader{
	layout: "freeipa",
	entry:  "*.js",
	fits:   func(f folder) bool { return f.find(f.name()+".js") != "" },
	read:   readFreeIPA,
}

func readFreeIPA(f folder, ds *diag.List) []Plugin {
	name := f.name()
	entry := f.find(name + ".js")
	switch {
	case !freeIPAName.MatchString(name):
		ds.Add(errName(f.path(entry), name, "begin with a letter and hold only letters, digits, _ and -"))
		return nil
	case isRefused(name):
		ds.Add(errNameTaken(place{file: f.path(entry)}, name))
		return nil
	}
	p := Plugin{ID: name, Layout: "freeipa", Dir: f.dir, File: f.path(entry)}
	if entry != name+".js" {
		ds.Add(errCase(p.File, name+".js"))
		p.Broken = true
		return []Plugin{p}
	}
	p.Client = &Client{Package: name, Dir: f.dir, Main: name}
	if f.has(name + ".css") {
		p.Styles = []string{f.path(name + ".css")}
	}
	newRegistration(f, ds).declare(&p, ds)
	return []Plugin{p}
}
