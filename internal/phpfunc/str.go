package phpfunc

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// strMethods are the methods of Str, and the older functions of the same meaning.
func strMethods() map[string]function {
	str := map[string]function{
		"upper": of(strings.ToUpper), "lower": of(strings.ToLower), "title": of(title),
		"ucfirst": of(UpperFirst), "length": texts()["mb_strlen"],
		"camel": of(Camel), "studly": of(studly), "kebab": of(func(s string) string { return snake(s, "-") }),
		"snake":    {1, 2, func(a arguments) (any, error) { return snake(a.text(0), a.or(1, "_")), nil }},
		"slug":     {1, 2, func(a arguments) (any, error) { return slug(a.text(0), a.or(1, "-")), nil }},
		"plural":   {1, 2, plural},
		"singular": of(singular),
		"limit":    {1, 3, limit},
		"words":    {1, 3, limitWords},
		"finish": {2, 2, func(a arguments) (any, error) {
			return cutAll(a.text(0), a.text(1), strings.CutSuffix) + a.text(1), nil
		}},
		"start": {2, 2, func(a arguments) (any, error) {
			return a.text(1) + cutAll(a.text(0), a.text(1), strings.CutPrefix), nil
		}},
		"contains":   {2, 2, anyOf(strings.Contains)},
		"startswith": {2, 2, anyOf(strings.HasPrefix)},
		"endswith":   {2, 2, anyOf(strings.HasSuffix)},
	}
	out := map[string]function{}
	for name, f := range str {
		out["str::"+name] = f
	}
	for _, name := range []string{"camel", "snake", "studly", "kebab", "title"} {
		out[name+"_case"] = str[name]
	}
	for _, name := range []string{"plural", "singular", "slug", "limit", "finish", "start"} {
		out["str_"+name] = str[name]
	}
	out["str_contains"], out["str_starts_with"], out["str_ends_with"] = str["contains"], str["startswith"], str["endswith"]
	out["starts_with"], out["ends_with"] = str["startswith"], str["endswith"]
	return out
}

// cutAll takes a part off as often as it is there.
func cutAll(s, part string, cut func(s, part string) (string, bool)) string {
	for found := part != ""; found; {
		s, found = cut(s, part)
	}
	return s
}

// anyOf reports whether the test holds for one of the texts of the second argument.
func anyOf(test func(s, part string) bool) func(a arguments) (any, error) {
	return func(a arguments) (any, error) {
		for _, part := range a.list(1) {
			if p := toText(part); p != "" && test(a.text(0), p) {
				return true, nil
			}
		}
		return false, nil
	}
}

// UpperFirst is Str::ucfirst: the first letter of any script in upper case.
func UpperFirst(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[size:]
}

func title(s string) string {
	start := true
	return strings.Map(func(r rune) rune {
		was := start
		start = !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\''
		if was {
			return unicode.ToTitle(r)
		}
		return unicode.ToLower(r)
	}, s)
}

// Camel is Str::camel: "date_time" is "dateTime".
func Camel(s string) string { return first(studly(s), asciiLower) }

func studly(s string) string {
	var b strings.Builder
	for _, word := range strings.Fields(strings.NewReplacer("-", " ", "_", " ").Replace(s)) {
		b.WriteString(UpperFirst(word))
	}
	return b.String()
}

var (
	blank  = regexp.MustCompile(`\s+`)
	border = regexp.MustCompile(`(.)([A-Z])`)
	marks  = regexp.MustCompile(`[^\pL\pN\s_-]+`)
	gaps   = regexp.MustCompile(`[\s_-]+`)
)

func snake(s, delimiter string) string {
	if s == asciiLower(s) && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") == "" {
		return s
	}
	s = blank.ReplaceAllString(words(s, " \t\r\n\f\v"), "")
	for range 2 { // neighbours overlap
		s = border.ReplaceAllString(s, "${1}"+strings.ReplaceAll(delimiter, "$", "$$")+"${2}")
	}
	return strings.ToLower(strings.ReplaceAll(s, delimiter+delimiter, delimiter))
}

// accents are the letters of Latin scripts, after the letters that they become.
var accents = []string{"a", "àáâãåāăąǎ", "ae", "æ", "c", "çćĉċč", "d", "ðďđ", "e", "èéêëēĕėęěẽ", "g", "ĝğġģ", "h", "ĥħ", "i", "ìíîïĩīĭįı", "j", "ĵ", "k", "ķ",
	"l", "ĺļľŀł", "n", "ñńņňŋ", "o", "òóôõøōŏőǒ", "oe", "œ", "r", "ŕŗř", "s", "śŝşšș", "ss", "ß", "t", "ţťŧț", "th", "þ", "u", "ùúûũūŭůűųǔ", "w", "ŵ", "y", "ýÿŷ", "z", "źżž", "a", "ä", "o", "ö", "u", "ü"}

// unaccented takes the accents off letters.
var unaccented = sync.OnceValue(func() *strings.Replacer {
	var pairs []string
	for i := 0; i < len(accents); i += 2 {
		for _, letter := range accents[i+1] {
			pairs = append(pairs, string(letter), accents[i])
		}
	}
	return strings.NewReplacer(pairs...)
})

// slug leaves letters without their accents.
func slug(s, separator string) string {
	s = unaccented().Replace(strings.ToLower(s))
	s = strings.ReplaceAll(s, "@", separator+"at"+separator)
	s = gaps.ReplaceAllLiteralString(marks.ReplaceAllString(s, ""), separator)
	return strings.Trim(s, separator)
}

func limit(a arguments) (any, error) {
	s, n := []rune(a.text(0)), a.number(1, 100)
	if len(s) <= n {
		return a.text(0), nil
	}
	return strings.TrimRight(string(s[:max(n, 0)]), blanks) + a.or(2, "..."), nil
}

func limitWords(a arguments) (any, error) {
	fields := strings.Fields(a.text(0))
	n := a.number(1, 100)
	if len(fields) <= n {
		return a.text(0), nil
	}
	return strings.Join(fields[:max(n, 0)], " ") + a.or(2, "..."), nil
}
