package plugin

import (
	"regexp"
	"slices"
	"strings"

	"strata/internal/diag"
)

// A Registered is what form widgets, report widgets, column types and validation
// rules have in common: a code under which a plugin registers them, and the module
// that stands for them in the browser.
type Registered struct {
	Owner  string // id of the plugin
	Code   string // by which others ask for it
	Class  string // of PHP, "" for none
	Label  string // a text, or the key of a translation
	Module string // AMD module that is it in the browser, "" for none
	Where  string // file that declares it
	Line   int
	Column int

	module place // of Module
}

func (r Registered) place() place { return place{r.Where, r.Line, r.Column} }

// registeredFields are what plugin.yaml says of each of them.
var registeredFields = []field{
	{"class", shape{about: "Class of PHP, such as FormWidgets\\Map for formwidgets/Map.php.", kinds: []kind{text}}},
	{"label", shape{about: "What it is called: a text, or the key of a translation.", kinds: scalars}},
	{"module", shape{about: "AMD module that is it in the browser: ./name in the plugin's client folder, or an id.", kinds: []kind{text}}},
}

var registeredCode = regexp.MustCompile(`^[A-Za-z_][0-9A-Za-z_.:-]*$`)

// registered reads what a section has under one key, which is a class or a code.
// The code of a class stands beside it, or is the class's name in lower case. It is
// false when there is nothing to go on with, which is reported.
func (p *Plugin) registered(noun string, it item, ds *diag.List) (Registered, bool) {
	r := Registered{Owner: p.ID, Code: it.key, Where: it.keyAt.file, Line: it.keyAt.line, Column: it.keyAt.column, Label: it.val.get("label").scalar()}
	if strings.Contains(it.key, `\`) {
		r.Class, r.Code = strings.Trim(it.key, `\`), it.val.scalar()
		if code := it.val.get("code").scalar(); code != "" {
			r.Code = code
		}
		if r.Code == "" {
			r.Code = strings.ToLower(shortName(r.Class))
		}
	}
	if name := it.val.get("class").scalar(); name != "" {
		r.Class = p.inSpace(name)
	}
	if m := it.val.get("module"); m.scalar() != "" {
		r.Module, r.module = m.scalar(), m.place
	}
	if !registeredCode.MatchString(r.Code) {
		ds.Add(errCode(noun, r))
		return r, false
	}
	if r.Class != "" {
		p.classOf(r.Class, classUse{noun, r.place()}, ds)
	}
	return r, true
}

// inSpace returns the full name of a class that is written below the plugin's
// namespace.
func (p *Plugin) inSpace(name string) string {
	name = strings.Trim(name, `\`)
	if _, own := p.ownClass(name); own {
		return name
	}
	return p.namespace() + name
}

// joined returns what plugin.yaml says on top of what Plugin.php does.
func (r Registered) joined(over Registered) Registered {
	out := over
	if out.Class == "" {
		out.Class = r.Class
	}
	if out.Label == "" {
		out.Label = r.Label
	}
	if out.Module == "" {
		out.Module, out.module = r.Module, r.module
	}
	return out
}

// A registry is the lists of one kind of them.
type registry[T any] struct {
	noun  string // what people call one
	of    func(*T) *Registered
	list  func(*Contributions) *[]T
	taken func(noun string, r, first Registered) diag.Diagnostic // what is said of a code that an earlier plugin has
}

// add adds what was read to a plugin's list. What plugin.yaml says of a code is
// joined with what Plugin.php says; a code that one file has twice is reported.
func (k registry[T]) add(p *Plugin, r T, ds *diag.List) {
	list, mine := k.list(&p.Contributions), k.of(&r)
	i := slices.IndexFunc(*list, func(o T) bool { return k.of(&o).Code == mine.Code })
	if i < 0 {
		*list = append(*list, r)
		return
	}
	first := k.of(&(*list)[i])
	if first.Where == mine.Where {
		ds.Add(errCodeTwice(k.noun, *mine, *first))
		return
	}
	*mine = first.joined(*mine)
	(*list)[i] = r
}

// merge lets the first plugin have a code, and finds the modules.
func (k registry[T]) merge(set Set, all *Contributions, ds *diag.List) {
	merger[T]{
		list:  k.list,
		key:   func(x T) string { return k.of(&x).Code },
		again: func(x, first T) diag.Diagnostic { return k.taken(k.noun, *k.of(&x), *k.of(&first)) },
	}.merge(set, all, ds)
	list := *k.list(all)
	for i := range list {
		r := k.of(&list[i])
		p, _ := set.Lookup(r.Owner)
		r.enhancing(k.noun, p, ds)
	}
}

// enhancing finds the module in the client's folder.
func (r *Registered) enhancing(noun string, p Plugin, ds *diag.List) {
	r.Module = p.module(moduleUse{"the " + noun + " " + r.Code, r.Module, r.module}, ds)
}

// WithoutModules returns the contributions as they are where no module of the plugin
// can be loaded.
func (c Contributions) WithoutModules() Contributions {
	c.Components = slices.Clone(c.Components)
	for i := range c.Components {
		c.Components[i].Module = ""
	}
	formWidgetList.withoutModules(&c)
	reportWidgetList.withoutModules(&c)
	columnTypeList.withoutModules(&c)
	validationRuleList.withoutModules(&c)
	return c
}

func (k registry[T]) withoutModules(c *Contributions) {
	list := slices.Clone(*k.list(c))
	for i := range list {
		k.of(&list[i]).Module = ""
	}
	*k.list(c) = list
}

// Modules returns the modules that the components, widgets, column types, rules and
// counters name, as they are written.
func (c Contributions) Modules() []string {
	var out []string
	add := func(id string) {
		if id != "" && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	for _, x := range c.Components {
		add(x.Module)
	}
	for _, x := range c.FormWidgets {
		add(x.Module)
	}
	for _, x := range c.ReportWidgets {
		add(x.Module)
	}
	for _, x := range c.ColumnTypes {
		add(x.Module)
	}
	for _, x := range c.Rules {
		add(x.Module)
	}
	for _, x := range c.Navigation {
		add(x.Counter.module())
		for _, side := range x.Side {
			add(side.Counter.module())
		}
	}
	return out
}
