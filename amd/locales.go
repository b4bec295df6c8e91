package amd

import (
	"path"
	"strings"

	"github.com/tdewolff/parse/v2/js"
)

// texts is an nls bundle whose define has an object literal.
type texts struct {
	unit  *unit
	value value
	comma bool // a comma stands behind the last text
}

// finishBundles makes nls bundles fit the locales of the build: a root no longer
// promises those that are left out, and each locale in a layer of its own holds
// what it would get from its root.
func (g *graph) finishBundles() {
	for _, id := range g.ids() {
		m := g.modules[id]
		switch folder := path.Base(path.Dir(id)); {
		case len(m.units) != 1 || m.text:
		case folder == "nls" && g.opts.Locales != nil:
			g.promise(m)
		case localeOf(id) != "" && g.opts.LocaleLayers:
			g.complete(m)
		}
	}
}

// promise takes the locales that are left out from what a root says there is.
func (g *graph) promise(m *module) {
	t, why := g.literalTexts(m)
	if why != "" {
		g.ds.Add(notPromised(m, why))
		return
	}
	for _, p := range t.value.props {
		if localeName.MatchString(p.key) && !g.opts.wantsLocale(p.key) && p.key != "root" && (p.value.kind == boolValue || p.value.kind == numberValue) {
			t.unit.constants = append(t.unit.constants, edit{at: p.value.start, insert: "false", blank: p.value.end - p.value.start})
		}
	}
}

// complete adds to a locale's bundle the texts that only its root, or a locale
// that it builds on, has.
func (g *graph) complete(m *module) {
	own, why := g.literalTexts(m)
	if why != "" {
		g.ds.Add(notCompleted(m, m, why))
		return
	}
	have := map[string]bool{}
	for _, p := range own.value.props {
		have[p.key] = true
	}
	first := len(own.value.props) == 0 || own.comma
	var added []byte
	for _, from := range lineage(m.id) {
		if g.modules[from] == nil {
			continue
		}
		inherited, why := g.inherited(from)
		if why != "" {
			g.ds.Add(notCompleted(m, g.modules[from], why))
			return
		}
		for _, p := range inherited {
			if have[p.key] {
				continue
			}
			have[p.key] = true
			if !first {
				added = append(added, ',')
			}
			first = false
			added, _ = p.value.appendTo(append(appendJSON(added, p.key), ':')) // which inherited has seen to
		}
	}
	own.insert(added)
}

// insert adds texts in front of the literal's closing brace.
func (t texts) insert(added []byte) {
	if len(added) > 0 {
		t.unit.constants = append(t.unit.constants, edit{at: t.value.end - 1, insert: string(added)})
	}
}

// lineage returns the ids of the bundles that one of a locale builds on, nearest
// first, whether they are there or not.
func lineage(id string) []string {
	locale := localeOf(id)
	if locale == "" {
		return nil
	}
	before, after, _ := strings.Cut(id, "/"+locale+"/")
	var out []string
	for at := strings.LastIndexByte(locale, '-'); at > 0; at = strings.LastIndexByte(locale[:at], '-') {
		out = append(out, before+"/"+locale[:at]+"/"+after)
	}
	return append(out, before+"/"+after, before+"/root/"+after)
}

// inherited returns the texts of a bundle, or why they cannot be told.
func (g *graph) inherited(id string) (props []property, why string) {
	t, why := g.literalTexts(g.modules[id])
	if why != "" {
		return nil, why
	}
	v := t.value
	if root, ok := v.get("root"); ok && localeOf(id) == "" {
		if root.kind != objectValue {
			return nil, "" // root: true, whose texts are in a bundle of their own
		}
		v = root
	}
	if _, ok := v.appendTo(nil); !ok {
		return nil, "it holds more than literals"
	}
	return v.props, ""
}

// literalTexts returns the object that the module's define has for its factory.
func (g *graph) literalTexts(m *module) (t texts, why string) {
	if len(m.units) != 1 || m.units[0].kind != defineUnit {
		return t, "it does not call define"
	}
	u := m.units[0]
	u.rescan(g.opts)
	main := u.main()
	if main < 0 {
		return t, "it does not call define"
	}
	x, err := lex(u.src)
	if err != nil {
		return t, "it cannot be read"
	}
	f := u.scan.Calls[main].factory
	v := x.read(x.tokenAt(f.Start), x.tokenAt(f.End))
	if v.kind != objectValue {
		return t, "its texts are no object literal"
	}
	return texts{u, v, x.kind(x.tokenAt(v.end)-2) == js.CommaToken}, ""
}

// tokenAt returns the first token at or behind a byte offset.
func (x *lexed) tokenAt(offset int) int32 {
	low, high := 0, len(x.tokens)
	for low < high {
		if middle := (low + high) / 2; int(x.tokens[middle].start) < offset {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return int32(low)
}
