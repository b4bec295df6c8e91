package plugin

import (
	"slices"
	"strconv"
	"strings"

	"github.com/VKCOM/php-parser/pkg/ast"

	"strata/internal/diag"
)

// A Task is something that is to be done regularly. Strata runs none: it tells
// those who do.
type Task struct {
	Owner       string   // id of the plugin
	Name        string   // key in plugin.yaml; "" of one that Plugin.php schedules
	Kind        string   // "command" of the application, "exec" in a shell, "call" of a PHP function
	Run         string   // what is to be done
	Cron        string   // minute, hour, day of the month, month, day of the week
	Description string   //
	Conditions  []string // methods of Winter's scheduler that limit it further, and that cron cannot say
	at          place
}

var taskKinds = []string{"command", "exec", "call"}

var schedule = feature{
	method: "registerSchedule", key: "schedule", body: (*class).schedule,
	shape: shape{about: "What is to be done regularly, by name.", kinds: []kind{table, list}, each: &shape{kinds: []kind{table}, fields: []field{
		{"command", shape{about: "Command of the application.", kinds: []kind{text}}},
		{"exec", shape{about: "Command for a shell.", kinds: []kind{text}}},
		{"call", shape{about: "PHP function.", kinds: []kind{text}}},
		{"cron", shape{about: "When: five fields as cron has them, or a word such as daily or everyFiveMinutes.", kinds: []kind{text}}},
		{"description", shape{about: "What it is for.", kinds: scalars}},
		{"conditions", shape{about: "What limits it further.", kinds: []kind{list}}},
	}}},
	read:  readSchedule,
	merge: mergeSchedule,
}

func readSchedule(p *Plugin, v value, ds *diag.List) {
	for _, it := range v.items {
		if it.val.kind == opaque {
			ds.Add(warnTask(it.val))
			continue
		}
		t := Task{Owner: p.ID, Name: it.key, Description: it.val.get("description").words(), Conditions: it.val.get("conditions").texts(), at: it.val.place}
		for _, kind := range taskKinds {
			if run := it.val.get(kind); run.given() {
				t.Kind, t.Run = kind, run.scalar()
			}
		}
		when := it.val.get("cron")
		t.Cron = cronOf(when.scalar())
		switch {
		case t.Run == "":
			ds.Add(errTaskEmpty(it.val.place))
		case !validCron(t.Cron):
			ds.Add(errCron(placeOr(when.place, it.val.place), when.scalar()))
		default:
			p.Schedule = append(p.Schedule, t)
		}
	}
}

func placeOr(at, otherwise place) place {
	if at.line > 0 {
		return at
	}
	return otherwise
}

func mergeSchedule(set Set, all *Contributions, _ *diag.List) {
	for _, p := range set.Active {
		all.Schedule = append(all.Schedule, p.Schedule...)
	}
}

// frequencies are the words for times that Winter's scheduler has.
var frequencies = map[string]string{
	"everyminute": "* * * * *", "everyfiveminutes": "*/5 * * * *", "everytenminutes": "*/10 * * * *", "everyfifteenminutes": "*/15 * * * *",
	"everythirtyminutes": "0,30 * * * *", "hourly": "0 * * * *", "daily": "0 0 * * *", "weekly": "0 0 * * 0", "monthly": "0 0 1 * *",
	"quarterly": "0 0 1 1-12/3 *", "yearly": "0 0 1 1 *",
}

var weekdays = map[string]string{"weekdays": "1-5", "sundays": "0", "mondays": "1", "tuesdays": "2", "wednesdays": "3", "thursdays": "4", "fridays": "5", "saturdays": "6"}

func cronOf(text string) string {
	if cron, ok := frequencies[strings.ToLower(text)]; ok {
		return cron
	}
	return strings.Join(strings.Fields(text), " ")
}

// cronFields are the ranges of the fields of a cron expression.
var cronFields = [5]struct {
	least, most int
	names       []string // of least and those after it
}{
	{0, 59, nil}, {0, 23, nil}, {1, 31, nil},
	{1, 12, strings.Fields("jan feb mar apr may jun jul aug sep oct nov dec")},
	{0, 7, strings.Fields("sun mon tue wed thu fri sat")},
}

func validCron(cron string) bool {
	fields := strings.Fields(cron)
	if len(fields) != len(cronFields) {
		return false
	}
	for i, f := range fields {
		for part := range strings.SplitSeq(f, ",") {
			if !validCronPart(i, part) {
				return false
			}
		}
	}
	return true
}

// validCronPart checks "*", "7", "mon", "1-5", each with "/2" or without.
func validCronPart(field int, part string) bool {
	part, step, stepped := strings.Cut(part, "/")
	if n, err := strconv.Atoi(step); stepped && (err != nil || n < 1) {
		return false
	}
	if part == "*" {
		return true
	}
	from, to, ranged := strings.Cut(part, "-")
	first, ok := cronNumber(field, from)
	if !ranged {
		return ok
	}
	last, too := cronNumber(field, to)
	return ok && too && first <= last
}

func cronNumber(field int, s string) (int, bool) {
	f := cronFields[field]
	if i := slices.Index(f.names, strings.ToLower(s)); i >= 0 {
		return f.least + i, true
	}
	n, err := strconv.Atoi(s)
	return n, err == nil && n >= f.least && n <= f.most
}

// schedule reads what registerSchedule does: it returns nothing, and each of its
// statements is a chain of calls of its parameter.
func (c *class) schedule(m *ast.StmtClassMethod) value {
	out := value{kind: list, place: c.eval.lines.at(m)}
	body, ok := m.Stmt.(*ast.StmtStmtList)
	if !ok || len(m.Params) == 0 {
		return value{}
	}
	param, _ := m.Params[0].(*ast.Parameter)
	for _, s := range body.Stmts {
		task := c.eval.opaque(s)
		if s, ok := s.(*ast.StmtExpression); ok && param != nil {
			task = c.task(s, variableName(param.Var))
		}
		out.items = append(out.items, item{val: task, keyAt: task.place})
	}
	return out
}

// A link is one call of a chain.
type link struct {
	method string // in lower case
	name   string
	args   []value
}

// task reads a statement such as $schedule->command('a')->daily().
func (c *class) task(s *ast.StmtExpression, schedule string) value {
	var chain []link
	at := s.Expr
	for {
		call, ok := at.(*ast.ExprMethodCall)
		if !ok {
			break
		}
		l := link{name: nameOf(call.Method)}
		l.method = strings.ToLower(l.name)
		for _, a := range call.Args {
			if a, ok := a.(*ast.Argument); ok && a.VariadicTkn == nil {
				l.args = append(l.args, c.eval.value(a.Expr, 0))
			}
		}
		chain = append(chain, l)
		at = call.Var
	}
	slices.Reverse(chain)
	where := c.eval.lines.at(s)
	if schedule == "" || variableName(at) != schedule || len(chain) == 0 || !slices.Contains(taskKinds, chain[0].method) || !chain[0].text(0) {
		return c.eval.opaque(s.Expr)
	}
	return timed(chain, where)
}

// text reports whether an argument is a text or a number.
func (l link) text(i int) bool { return i < len(l.args) && l.args[i].scalar() != "" }

// timed makes of a chain what plugin.yaml would say.
func timed(chain []link, where place) value {
	cron := strings.Fields("* * * * *")
	var conditions []item
	table := value{kind: table, place: where}
	add := func(key string, v value) { table.items = append(table.items, item{key, where, v}) }
	add(chain[0].method, chain[0].args[0])
	for _, l := range chain[1:] {
		switch {
		case l.method == "description" && l.text(0), l.method == "name" && l.text(0):
			add("description", l.args[0])
		case !l.sets(cron):
			conditions = append(conditions, item{val: value{kind: text, text: l.name, place: where}})
		}
		if l.method == "cron" && l.text(0) {
			cron = strings.Fields(l.args[0].scalar())
		}
	}
	add("cron", value{kind: text, text: strings.Join(cron, " "), place: where})
	add("conditions", value{kind: list, items: conditions, place: where})
	return table
}

// sets puts what the call says about the time into the fields; false when it says
// nothing that cron knows.
func (l link) sets(cron []string) bool {
	if len(cron) != len(cronFields) {
		return l.method == "cron"
	}
	whole, known := frequencies[l.method]
	day, isDay := weekdays[l.method]
	switch {
	case l.method == "cron":
		return l.text(0)
	case known:
		copy(cron, strings.Fields(whole))
		return true
	case isDay:
		cron[4] = day
		return true
	case (l.method == "dailyat" || l.method == "at") && l.text(0):
		hour, minute, _ := strings.Cut(l.args[0].scalar(), ":")
		cron[0], cron[1] = plainNumber(minute), plainNumber(hour)
		return true
	case l.method == "twicedaily":
		cron[0], cron[1] = "0", "1,13"
		if l.text(0) && l.text(1) {
			cron[1] = l.args[0].scalar() + "," + l.args[1].scalar()
		}
		return true
	}
	return false
}

// plainNumber is a number without zeros in front; "0" for nothing.
func plainNumber(s string) string {
	if s = strings.TrimLeft(s, "0"); s == "" {
		return "0"
	}
	return s
}
