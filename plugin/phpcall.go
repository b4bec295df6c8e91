package plugin

import (
	"strings"

	"github.com/VKCOM/php-parser/pkg/ast"
)

// A call is the known PHP call that made a text of its one argument. What it makes
// of it only Winter knows at run time; here the text is the argument.
type call int

const (
	plain       call = iota // no call: the text itself
	backendURL              // Backend::url: an address below the backend's
	siteURL                 // Url::to, url: an address below the site's
	assetURL                // Url::asset, asset: the address of a file of the site
	translation             // Lang::get, trans, __: the key of a translation
)

// knownCalls has functions, and static methods as class::method, in lower case.
// The argument of e is a text that will be escaped, which is done where it is
// shown anyway.
var knownCalls = map[string]call{
	"backend::url": backendURL,
	"url::to":      siteURL, "url": siteURL,
	"url::asset": assetURL, "asset": assetURL,
	"lang::get": translation, "lang::trans": translation, "trans": translation, "__": translation,
	"e": plain,
}

// facades are the classes whose calls are known, by their full names in lower
// case. Winter knows each by its short name too.
var facades = map[string]string{
	"backend": "backend", `backend\facades\backend`: "backend",
	"url": "url", `illuminate\support\facades\url`: "url", `winter\storm\support\facades\url`: "url", `october\rain\support\facades\url`: "url",
	"lang": "lang", `illuminate\support\facades\lang`: "lang", `winter\storm\support\facades\lang`: "lang", `october\rain\support\facades\lang`: "lang",
}

// knownConstants are those of Winter's own classes that registrations use, by
// class, without a prefix that its constants share.
var knownConstants = map[string]map[string]string{
	`system\classes\settingsmanager`: settingsCategories,
	`backend\models\userrole`:        {"CODE_DEVELOPER": "developer", "CODE_PUBLISHER": "publisher"},
}

// settingsCategories are the keys of the categories' names.
var settingsCategories = map[string]string{
	"CATEGORY_CMS": categoryKey + "cms", "CATEGORY_MISC": categoryKey + "misc", "CATEGORY_MAIL": categoryKey + "mail",
	"CATEGORY_LOGS": categoryKey + "logs", "CATEGORY_SHOP": categoryKey + "shop", "CATEGORY_TEAM": categoryKey + "team",
	"CATEGORY_USERS": categoryKey + "users", "CATEGORY_SOCIAL": categoryKey + "social", "CATEGORY_SYSTEM": categoryKey + "system",
	"CATEGORY_EVENTS": categoryKey + "events", "CATEGORY_BACKEND": categoryKey + "backend", "CATEGORY_CUSTOMERS": categoryKey + "customers",
	"CATEGORY_MYSETTINGS": categoryKey + "my_settings", "CATEGORY_NOTIFICATIONS": categoryKey + "notifications",
}

const categoryKey = "system::lang.system.categories."

// function evaluates a call of a known function, such as trans('a').
func (e *evaluator) function(v *ast.ExprFunctionCall, depth int) value {
	name := strings.ToLower(nameOf(v.Function))
	if name == "env" {
		return e.env(v, depth)
	}
	return e.made(name, v.Args, v, depth)
}

// static evaluates a call of a known static method, such as Backend::url('a').
func (e *evaluator) static(v *ast.ExprStaticCall, depth int) value {
	class := facades[strings.ToLower(e.class.resolve(v.Class))]
	return e.made(class+"::"+strings.ToLower(nameOf(v.Call)), v.Args, v, depth)
}

// made evaluates a known call of one text. With more arguments, such as what to
// put into a translation, its result depends on more than a text.
func (e *evaluator) made(name string, args []ast.Vertex, v ast.Vertex, depth int) value {
	made, known := knownCalls[name]
	if !known || len(args) != 1 {
		return e.opaque(v)
	}
	arg, ok := args[0].(*ast.Argument)
	if !ok || arg.Name != nil || arg.VariadicTkn != nil || arg.Expr == nil {
		return e.opaque(v)
	}
	out := e.value(arg.Expr, depth+1)
	if out.kind != text && out.kind != number || out.made != plain && made != plain {
		return e.opaque(v)
	}
	out.kind, out.place = text, e.lines.at(v)
	if made != plain {
		out.made = made
	}
	return out
}

// known returns the value of a constant of Winter's own.
func (e *evaluator) known(class, name string, use ast.Vertex) value {
	if s, ok := knownConstants[strings.ToLower(class)][name]; ok {
		return value{kind: text, text: s, place: e.lines.at(use)}
	}
	return e.opaque(use)
}
