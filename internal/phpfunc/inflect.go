package phpfunc

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// A rule changes the end of an English word.
type rule struct {
	end *regexp.Regexp
	by  string
}

func rules(pairs ...string) []rule {
	var out []rule
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, rule{regexp.MustCompile("(?i)" + pairs[i] + "$"), pairs[i+1]})
	}
	return out
}

// The rules of English nouns; the first that fits is used.
var (
	uncountable = []string{"advice", "aircraft", "audio", "bison", "cattle", "chassis", "clothing", "corps", "deer", "education", "equipment", "evidence",
		"feedback", "fish", "furniture", "gold", "hardware", "homework", "information", "knowledge", "luggage", "metadata", "money", "moose", "music", "news",
		"nutrition", "offspring", "plankton", "pokemon", "police", "progress", "rain", "rice", "series", "sheep", "software", "species", "swine", "traffic", "wheat"}
	irregular = [][2]string{{"child", "children"}, {"person", "people"}, {"man", "men"}, {"woman", "women"}, {"foot", "feet"}, {"tooth", "teeth"}, {"goose", "geese"},
		{"mouse", "mice"}, {"louse", "lice"}, {"ox", "oxen"}, {"move", "moves"}, {"sex", "sexes"}, {"cafe", "cafes"}, {"criterion", "criteria"}, {"die", "dice"},
		{"leaf", "leaves"}, {"loaf", "loaves"}, {"thief", "thieves"}, {"hoof", "hoofs"}, {"roof", "roofs"}, {"chef", "chefs"}, {"quiz", "quizzes"},
		{"hero", "heroes"}, {"potato", "potatoes"}, {"tomato", "tomatoes"}, {"echo", "echoes"}, {"cookie", "cookies"}, {"movie", "movies"}}
	plurals = rules(`(s)tatus`, "${1}tatuses", `(matr|vert|ind)(ix|ex)`, "${1}ices", `(x|ch|ss|sh|z)`, "${1}es", `([^aeiouy]|qu)y`, "${1}ies",
		`([^f])fe`, "${1}ves", `([lr])f`, "${1}ves", `sis`, "ses", `([ti])um`, "${1}a", `(bu|alia|viru|campu|octopu|cactu|focu|bonu|censu)s`, "${1}ses", `(ax|test)is`, "${1}es", `s`, "s", ``, "s")
	singulars = rules(`(s)tatuses`, "${1}tatus", `(matr)ices`, "${1}ix", `(vert|ind)ices`, "${1}ex", `(bu|alia|viru|campu|octopu|cactu|focu|bonu|censu)ses`, "${1}s",
		`(analy|ba|diagno|parenthe|progno|synop|the|cri|oa)ses`, "${1}sis", `(x|ch|ss|sh|zz)es`, "${1}", `([^aeiouy]|qu)ies`, "${1}y", `([lr])ves`, "${1}f", `([^fo])ves`, "${1}fe",
		`([ti])a`, "${1}um", `(ss|us|is)`, "${1}", `s`, "")
)

// plural is Str::plural: the plural of the last word, unless the number is 1.
func plural(a arguments) (any, error) {
	n := a.number(1, 2)
	if len(a.all) > 1 {
		if l, ok := a.all[1].([]any); ok {
			n = len(l)
		}
	}
	if n == 1 || n == -1 {
		return a.text(0), nil
	}
	return inflect(a.text(0), plurals, 0), nil
}

func singular(s string) string { return inflect(s, singulars, 1) }

// inflect changes the last word of s. The words of irregular stand for the form
// at index from.
func inflect(s string, by []rule, from int) string {
	at := strings.LastIndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }) + 1
	word := s[at:]
	if word == "" || slices.Contains(uncountable, strings.ToLower(word)) {
		return s
	}
	for _, pair := range irregular {
		for i, form := range pair {
			if strings.EqualFold(word, form) && (i == from || i == 1-from) {
				return s[:at] + inCase(word, pair[1-from])
			}
		}
	}
	for _, r := range by {
		if r.end.MatchString(word) {
			return s[:at] + inCase(word, r.end.ReplaceAllString(word, r.by))
		}
	}
	return s
}

// inCase writes a word in capitals, or with one, as the other is written.
func inCase(like, word string) string {
	switch {
	case like == strings.ToUpper(like) && len(like) > 1:
		return strings.ToUpper(word)
	case like == UpperFirst(like):
		return UpperFirst(word)
	}
	return word
}
