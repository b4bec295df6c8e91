package plugin

import (
	"regexp"
	"slices"

	"strata/internal/diag"
	"strata/internal/moduleid"
)

// kloudspeaker reads the plugins of Kloudspeaker: the PHP class names an AMD
// package, and every file in the folder client belongs to it.
var kloudspeaker = reader{
	layout: "kloudspeaker",
	entry:  "*.plugin.class.php",
	fits:   func(f folder) bool { return f.find(f.name()+classSuffix) != "" },
	read:   readKloudspeaker,
}

const classSuffix = ".plugin.class.php"

func readKloudspeaker(f folder, ds *diag.List) []Plugin {
	id := f.name()
	entry := f.find(id + classSuffix)
	switch {
	case moduleid.Reserved(id):
		ds.Add(errNameTaken(place{file: f.path(entry)}, id))
		return nil
	case !moduleid.Valid(id):
		ds.Add(errName(f.path(entry), id, "hold only letters, digits, _, - and ."))
		return nil
	}
	p := Plugin{ID: id, Layout: "kloudspeaker", Dir: f.dir, File: f.path(entry)}
	if entry != id+classSuffix {
		ds.Add(errCase(p.File, id+classSuffix))
		p.Broken = true
		return []Plugin{p}
	}
	src, ok := f.read(entry, ds)
	p.Broken = !ok
	r := newRegistration(f, ds)
	r.declare(&p, ds)
	p.Client = kloudspeakerClient(f, namingOf(p.File, src), r.client(), ds)
	if client := f.sub("client", ds); client.holds("style.css", ds) {
		p.Styles = []string{client.path("style.css")}
	}
	own := f.sub("localization", ds)
	if own.linked {
		p.Client = nil // the folder is published with the client
	}
	p.Texts = texts(ds, f.sub("client/localization", ds), own)
	return []Plugin{p}
}

func kloudspeakerClient(f folder, n naming, section value, ds *diag.List) *Client {
	at := n.at
	pkg := section.get("package")
	switch {
	case pkg.given():
		at = pkg.place
	case !n.static:
		ds.Add(warnModuleID(at))
		return nil
	case n.id == "":
		return nil
	}
	c, ok := withSection(f, Client{Package: n.id, Dir: "client", Main: "main", Complete: true}, section, ds)
	if !ok || !checkPackage(at, c.Package, ds) {
		return nil
	}
	main := findMain(f, c, ds)
	if !main.found && !main.linked {
		ds.Add(errNoMain(at, f.name(), c, main.twin))
	}
	if !main.found {
		return nil
	}
	return &c
}

// A naming is what getClientModuleId says, and where.
type naming struct {
	id     string // "" when the class has no such method or it returns null
	at     place
	static bool // it returns a constant text or nothing
}

func namingOf(file string, src []byte) naming {
	id, offset, static := moduleID(src)
	return naming{id, newLineIndex(file, src).place(offset), static}
}

// moduleID returns the text that getClientModuleId returns and where it stands;
// "" when the class has no such method or it returns null. static is false when
// the method does anything else.
func moduleID(src []byte) (id string, at int, static bool) {
	tokens := slices.DeleteFunc(slices.Collect(scanPHP(src)), func(t phpToken) bool { return t.kind == gap })
	for i := 1; i < len(tokens); i++ {
		if !tokens[i].is("getClientModuleId") || !tokens[i-1].is("function") && !tokens[i-1].is("&") {
			continue
		}
		rest := tokens[i:]
		body := slices.IndexFunc(rest, func(t phpToken) bool { return t.is("{") || t.is(";") })
		if body < 0 || rest[body].is(";") {
			return "", rest[0].at, body >= 0
		}
		return returned(rest[body+1:], rest[0].at)
	}
	return "", 0, true
}

// returned reads the first statement of a method body.
func returned(body []phpToken, at int) (string, int, bool) {
	for len(body) < 3 {
		body = append(slices.Clip(body), phpToken{kind: mark})
	}
	first, val, end := body[0], body[1], body[2]
	switch {
	case first.is("}"), first.is("return") && val.is(";"), first.is("return") && val.is("null") && end.is(";"):
		return "", at, true
	case !first.is("return"):
		return "", at, false
	}
	literal := val.kind == quoted && end.is(";") &&
		val.text[0] != '<' && val.text[0] != '`' && isClosed(val.text) && !interpolates(val.text)
	if !literal {
		return "", val.at, false
	}
	return unquotePHP(string(val.text)), val.at, true
}

var textsFile = regexp.MustCompile(`^texts_([A-Za-z0-9_-]+)\.json$`)

// texts returns the text files in folders by language; a later folder wins.
func texts(ds *diag.List, folders ...folder) map[string]string {
	var out map[string]string
	for _, f := range folders {
		for _, e := range f.entries {
			if m := textsFile.FindStringSubmatch(e.Name()); m != nil && f.holds(e.Name(), ds) {
				if out == nil {
					out = map[string]string{}
				}
				out[m[1]] = f.path(e.Name())
			}
		}
	}
	return out
}
