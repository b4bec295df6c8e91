package phpfunc

import (
	"reflect"
	"testing"
)

// TestResults has what PHP 8.2 and Winter's helpers return.
func TestResults(t *testing.T) {
	t.Parallel()
	attrs := map[string]any{"class": "a", "id": "b<"}
	for _, c := range []struct {
		name string
		args []any
		want any
	}{
		{"strtoupper", []any{"straße é"}, "STRAßE é"},
		{"mb_strtoupper", []any{"é"}, "É"},
		{"STRTOLOWER", []any{"ÀB"}, "Àb"},
		{"ucfirst", []any{"hello world"}, "Hello world"},
		{"ucfirst", []any{""}, ""},
		{"lcfirst", []any{"HELLO"}, "hELLO"},
		{"ucfirst", []any{"été"}, "été"},
		{"ucwords", []any{"hello big-world"}, "Hello Big-world"},
		{"trim", []any{"\t a \x00"}, "a"},
		{"rtrim", []any{"a//", "/"}, "a"},
		{"strrev", []any{"abc"}, "cba"},
		{"nl2br", []any{"a\nb"}, "a<br />\nb"},
		{"e", []any{`<a b="c">'&`}, "&lt;a b=&quot;c&quot;&gt;&#039;&amp;"},
		{"strip_tags", []any{`a<b c=">">d</b> 1 < 2`}, "ad 1 < 2"},
		{"urlencode", []any{"a b~c/ü"}, "a+b%7Ec%2F%C3%BC"},
		{"rawurlencode", []any{"a b~"}, "a%20b~"},
		{"md5", []any{""}, "d41d8cd98f00b204e9800998ecf8427e"},
		{"strlen", []any{"é"}, int64(2)},
		{"mb_strlen", []any{"é"}, int64(1)},
		{"str_repeat", []any{"ab", 3}, "ababab"},
		{"str_replace", []any{[]any{"a", "b"}, []any{"1"}, "abc"}, "1c"},
		{"str_replace", []any{"a", "x", "banana"}, "bxnxnx"},
		{"substr", []any{"abcdef", -3, 2}, "de"},
		{"substr", []any{"abc", 1}, "bc"},
		{"substr", []any{"abc", 5}, ""},
		{"substr", []any{"abcdef", 1, -2}, "bcd"},
		{"mb_substr", []any{"äöü", 1, 1}, "ö"},
		{"implode", []any{", ", []any{"a", 1, true}}, "a, 1, 1"},
		{"explode", []any{",", "a,b"}, []any{"a", "b"}},
		{"count", []any{[]any{1, 2}}, int64(2)},
		{"number_format", []any{1234567.891}, "1,234,568"},
		{"number_format", []any{1234.5, 2, ",", "."}, "1.234,50"},
		{"number_format", []any{-0.4}, "-0"[1:]},
		{"json_encode", []any{map[string]any{"a": "b/c"}}, `{"a":"b\/c"}`},
		{"round", []any{2.5}, int64(3)},
		{"round", []any{1.255, 1}, 1.3},
		{"floor", []any{"2.7"}, int64(2)},

		{"str_plural", []any{"berry"}, "berries"},
		{"Str::plural", []any{"Child"}, "Children"},
		{"Str::plural", []any{"apple", 1}, "apple"},
		{"Str::plural", []any{"apple", []any{1}}, "apple"},
		{"Str::plural", []any{"sheep"}, "sheep"},
		{"Str::plural", []any{"red box"}, "red boxes"},
		{"Str::plural", []any{"KNIFE"}, "KNIVES"},
		{"Str::plural", []any{"analysis"}, "analyses"},
		{"Str::plural", []any{"status"}, "statuses"},
		{"Str::plural", []any{"photo"}, "photos"},
		{"Str::plural", []any{"children"}, "children"},
		{"Str::plural", []any{""}, ""},
		{"Str::singular", []any{"categories"}, "category"},
		{"Str::singular", []any{"buses"}, "bus"},
		{"Str::singular", []any{"people"}, "person"},
		{"Str::camel", []any{"date_time-field"}, "dateTimeField"},
		{"Str::camel", []any{"été_b"}, "ÉtéB"},
		{"Str::ucfirst", []any{"été"}, "Été"},
		{"Str::ucfirst", []any{"\xc3"}, "\uFFFD"},
		{"studly_case", []any{"foo bar"}, "FooBar"},
		{"snake_case", []any{"fooBarBaz"}, "foo_bar_baz"},
		{"Str::kebab", []any{"FooBar"}, "foo-bar"},
		{"Str::slug", []any{"Ünïted Nätions & co."}, "united-nations-co"},
		{"str_limit", []any{"The quick brown", 10}, "The quick..."},
		{"Str::words", []any{"a b c", 2, ""}, "a b"},
		{"Str::finish", []any{"a//", "/"}, "a/"},
		{"Str::finish", []any{"ba", "ab"}, "baab"},
		{"Str::start", []any{"//a", "/"}, "/a"},
		{"starts_with", []any{"abc", []any{"x", "ab"}}, true},
		{"Str::title", []any{"hello-WORLD it's"}, "Hello-World It's"},

		{"url", []any{"/a"}, "/docs/a"},
		{"Url::to", []any{"https://x/"}, "https://x/"},
		{"Html::link", []any{"a", "A&B", attrs}, `<a href="/docs/a" class="a" id="b&lt;">A&amp;B</a>`},
		{"Html::image", []any{"a.png"}, `<img src="/docs/a.png" alt="">`},
		{"Html::ul", []any{[]any{"a<", []any{"b"}}}, "<ul><li>a&lt;</li><li><ul><li>b</li></ul></li></ul>"},
		{"Html::decode", []any{"&lt;&eacute;"}, "<é"},
		{"Form::open", nil, `<form method="POST" action="/docs/" accept-charset="UTF-8">`},
		{"Form::open", []any{map[string]any{"url": "go", "method": "get", "files": true, "class": "c"}}, `<form method="GET" action="/docs/go" accept-charset="UTF-8" enctype="multipart/form-data" class="c">`},
		{"Form::close", nil, "</form>"},
		{"Form::label", []any{"first_name"}, `<label for="first_name">First Name</label>`},
		{"Form::text", []any{"a", `"x"`}, `<input name="a" type="text" value="&quot;x&quot;">`},
		{"Form::password", []any{"a"}, `<input name="a" type="password">`},
		{"Form::checkbox", []any{"a", nil, true}, `<input name="a" type="checkbox" value="1" checked="checked">`},
		{"Form::select", []any{"a", map[string]any{"y": "Y", "x": "X"}, "y"}, `<select name="a"><option value="x">X</option><option value="y" selected="selected">Y</option></select>`},
	} {
		f, ok := Lookup(c.name, Env{Root: "/docs/"})
		if !ok {
			t.Errorf("%s is not known", c.name)
			continue
		}
		if got, err := f(c.args); err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s(%v) = %#v, %v; want %#v", c.name, c.args, got, err, c.want)
		}
	}
}

func TestMistakes(t *testing.T) {
	t.Parallel()
	loop := []any{nil}
	loop[0] = loop
	for _, c := range []struct {
		name string
		args []any
		want string
	}{
		{"strtoupper", nil, "takes 1 argument, not 0"},
		{"substr", []any{""}, "takes 2 to 3 arguments, not 1"},
		{"str_repeat", []any{"abc", 1e9}, "cannot repeat a text 1000000000 times"},
		{"str_repeat", []any{"0123456789abcdef0123456789abcdef", 1e18}, "cannot repeat a text 1000000000000000000 times"},
		{"explode", []any{"", "a"}, "cannot split by an empty text"},
		{"count", []any{1}, "is not given a list or a map"},
		{"Html::ul", []any{loop}, "is given lists deeper than 50 in one another"},
	} {
		f, _ := Lookup(c.name, Env{})
		if _, err := f(c.args); err == nil || err.Error() != c.want {
			t.Errorf("%s: %v; want %s", c.name, err, c.want)
		}
	}
	if Knows("exec") || Knows("Str::random") {
		t.Error("knows what it must not")
	}
}
