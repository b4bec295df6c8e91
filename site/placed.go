package site

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"text/template/parse"

	"strata/internal/diag"
)

// placed are the functions that are told where they are called, so that they can
// warn of what they are given without stopping the page.
var placed = map[string]bool{"trans": true, "transIn": true, "config": true, "mailPartial": true}

// placeCalls gives each call of a placed function a first argument that says where
// it stands: the layout's name and the byte offset in it. Templates do not tell
// functions who calls them.
func placeCalls(file string, n parse.Node) {
	eachNode(n, func(n parse.Node) {
		if c, ok := n.(*parse.CommandNode); ok {
			placeCommand(file, c)
		}
	})
}

func placeCommand(file string, c *parse.CommandNode) {
	called, ok := c.Args[0].(*parse.IdentifierNode)
	if !ok || !placed[called.Ident] {
		return
	}
	at := fmt.Sprintf("%d %s", called.Pos, file)
	where := &parse.StringNode{NodeType: parse.NodeString, Pos: called.Pos, Quoted: strconv.Quote(at), Text: at}
	c.Args = append([]parse.Node{called, where}, c.Args[1:]...)
}

// notes are what placed functions say, each once: a layout is used by many pages.
type notes struct {
	mu   sync.Mutex
	said map[string]diag.Diagnostic
}

// add adds d at the byte offset in the file of r, unless it is there already.
func (n *notes) add(d diag.Diagnostic, r *report, offset int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	key := r.file + ":" + strconv.Itoa(offset) + ":" + d.Text
	if _, ok := n.said[key]; ok || len(n.said) >= maxReports {
		return
	}
	if n.said == nil {
		n.said = map[string]diag.Diagnostic{}
	}
	one := report{file: r.file, src: r.src, first: r.first}
	one.at(offset, d)
	n.said[key] = one.list[0]
}

func (n *notes) flush(ds *diag.List) {
	for _, key := range sortedKeys(n.said) {
		ds.Add(n.said[key])
	}
}

// note adds d where the function is called that placeCalls gave the place to. In
// the shortcode that is called like the function, that is the tag in the page.
func (e *engine) note(place, function string, d diag.Diagnostic) {
	offset, file, _ := strings.Cut(place, " ")
	if e.inTag != nil && file == "shortcodes/"+function+".html" {
		p := e.inTag.doc.page
		p.report.at(p.body+e.inTag.tag.start, d)
		return
	}
	at, _ := strconv.Atoi(offset)
	e.theme.notes.add(d, e.theme.reports[file], at)
}

// trans returns the text of a key in the language of the site.
func (e *engine) trans(place, key string, args ...any) (string, error) {
	return e.translate(place, "trans", []string{e.tree.cfg.Language, key}, args)
}

// transIn returns the text of a key in a language.
func (e *engine) transIn(place, language, key string, args ...any) (string, error) {
	function := "transIn"
	if e.inTag != nil {
		function = "trans" // whose shortcode may name a language
	}
	return e.translate(place, function, []string{language, key}, args)
}

// translate looks up what, a language and a key. The arguments are pairs of a
// name and a value, or one map.
func (e *engine) translate(place, function string, what []string, args []any) (string, error) {
	values := map[string]string{}
	if len(args) == 1 {
		if m, ok := args[0].(map[string]string); ok {
			values, args = m, nil
		} else if m, ok := args[0].(map[string]any); ok {
			args = nil
			for name, v := range m {
				values[name] = fmt.Sprint(v)
			}
		}
	}
	for i := 0; i < len(args); i += 2 {
		name, ok := args[i].(string)
		if !ok || i+1 == len(args) {
			return "", &fault{errTransArguments(function)}
		}
		values[name] = fmt.Sprint(args[i+1])
	}
	if e.model.Translate == nil {
		return what[1], nil
	}
	text, missing := e.model.Translate(what[0], what[1], values)
	if missing != nil {
		e.note(place, function, *missing)
	}
	return sized(text)
}

// config returns a value of a plugin's configuration, or nil.
func (e *engine) config(place, key string) any {
	if e.model.Config == nil {
		return nil
	}
	v, missing := e.model.Config(key)
	if missing != nil {
		e.note(place, "config", *missing)
	}
	return v
}
