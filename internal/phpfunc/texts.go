package phpfunc

import (
	"crypto/md5"
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"net/url"
	"strings"
	"unicode/utf8"
)

const blanks = " \n\r\t\v\x00"

// texts are functions of PHP itself.
func texts() map[string]function {
	return map[string]function{
		"strtoupper": of(asciiUpper), "strtolower": of(asciiLower), "mb_strtoupper": of(strings.ToUpper), "mb_strtolower": of(strings.ToLower),
		"ucfirst": of(func(s string) string { return first(s, asciiUpper) }), "lcfirst": of(func(s string) string { return first(s, asciiLower) }),
		"ucwords": of(func(s string) string { return words(s, " \t\r\n\f\v") }),
		"trim":    {1, 2, func(a arguments) (any, error) { return strings.Trim(a.text(0), a.or(1, blanks)), nil }},
		"ltrim":   {1, 2, func(a arguments) (any, error) { return strings.TrimLeft(a.text(0), a.or(1, blanks)), nil }},
		"rtrim":   {1, 2, func(a arguments) (any, error) { return strings.TrimRight(a.text(0), a.or(1, blanks)), nil }},
		"strrev":  of(reverse), "nl2br": of(breaking.Replace), "strip_tags": of(stripTags),
		"htmlspecialchars": of(escape), "e": of(escape), "urlencode": of(urlEncode), "rawurlencode": of(rawURLEncode),
		"md5":           of(func(s string) string { sum := md5.Sum([]byte(s)); return hex.EncodeToString(sum[:]) }),
		"sha1":          of(func(s string) string { sum := sha1.Sum([]byte(s)); return hex.EncodeToString(sum[:]) }),
		"strlen":        {1, 1, func(a arguments) (any, error) { return int64(len(a.text(0))), nil }},
		"mb_strlen":     {1, 1, func(a arguments) (any, error) { return int64(utf8.RuneCountInString(a.text(0))), nil }},
		"str_repeat":    {2, 2, repeat},
		"str_replace":   {3, 3, replace},
		"substr":        {2, 3, func(a arguments) (any, error) { return string(cut([]byte(a.text(0)), a)), nil }},
		"mb_substr":     {2, 3, func(a arguments) (any, error) { return string(cut([]rune(a.text(0)), a)), nil }},
		"implode":       {1, 2, implode},
		"join":          {1, 2, implode},
		"explode":       {2, 2, explode},
		"count":         {1, 1, count},
		"number_format": {1, 4, numberFormat},
		"json_encode":   {1, 1, jsonEncode},
		"abs":           {1, 1, func(a arguments) (any, error) { return whole(math.Abs(toNumber(a.all[0]))), nil }},
		"ceil":          {1, 1, func(a arguments) (any, error) { return whole(math.Ceil(toNumber(a.all[0]))), nil }},
		"floor":         {1, 1, func(a arguments) (any, error) { return whole(math.Floor(toNumber(a.all[0]))), nil }},
		"round": {1, 2, func(a arguments) (any, error) {
			power := math.Pow10(a.number(1, 0))
			return whole(math.Round(toNumber(a.all[0])*power) / power), nil
		}},
	}
}

// whole returns a number without a fraction as an integer, as PHP prints it.
func whole(n float64) any {
	if n == math.Trunc(n) && math.Abs(n) < 1<<53 {
		return int64(n)
	}
	return n
}

func asciiUpper(s string) string {
	return strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' {
			return r - 'a' + 'A'
		}
		return r
	}, s)
}

func asciiLower(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r - 'A' + 'a'
		}
		return r
	}, s)
}

// first changes the first letter, if it is one of ASCII.
func first(s string, change func(string) string) string {
	if s == "" || s[0] >= utf8.RuneSelf {
		return s
	}
	return change(s[:1]) + s[1:]
}

// words changes the letter after each of the delimiters, and the first one.
func words(s, delimiters string) string {
	out, start := []byte(s), true
	for i, c := range out {
		if start && 'a' <= c && c <= 'z' {
			out[i] = c - 'a' + 'A'
		}
		start = strings.IndexByte(delimiters, c) >= 0
	}
	return string(out)
}

func reverse(s string) string {
	out := make([]byte, len(s))
	for i := range len(s) {
		out[len(s)-1-i] = s[i]
	}
	return string(out)
}

var (
	breaking = strings.NewReplacer("\r\n", "<br />\r\n", "\n", "<br />\n", "\r", "<br />\r")
	escaping = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#039;")
)

func escape(s string) string { return escaping.Replace(s) }

// stripTags leaves out what stands between < and >, quotes respected.
func stripTags(s string) string {
	var b strings.Builder
	inside, quote := false, byte(0)
	for i := range len(s) {
		switch c := s[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case inside && (c == '"' || c == '\''):
			quote = c
		case inside:
			inside = c != '>'
		case c == '<' && i+1 < len(s) && strings.IndexByte(blanks, s[i+1]) < 0:
			inside = true
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

func urlEncode(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "~", "%7E") }

func rawURLEncode(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

func repeat(a arguments) (any, error) {
	n := a.number(1, 0)
	if n < 0 || n > maxText/max(1, len(a.text(0))) {
		return nil, fmt.Errorf("cannot repeat a text %d times", n)
	}
	return strings.Repeat(a.text(0), n), nil
}

func replace(a arguments) (any, error) {
	s, by := a.text(2), a.list(1)
	_, each := a.all[1].([]any)
	for i, old := range a.list(0) {
		with := ""
		if !each {
			with = a.text(1)
		} else if i < len(by) {
			with = toText(by[i])
		}
		if search := toText(old); search != "" {
			if strings.Count(s, search)*len(with) > maxText {
				return nil, fmt.Errorf("makes a text of more than %d MiB", maxText>>20)
			}
			s = strings.ReplaceAll(s, search, with)
		}
	}
	return s, nil
}

// cut is PHP's substr: negative numbers count from the end.
func cut[T any](s []T, a arguments) []T {
	from := a.number(1, 0)
	if from < 0 {
		from = max(0, len(s)+from)
	}
	from = min(from, len(s))
	n := a.number(2, len(s))
	if n < 0 {
		n = max(0, len(s)-from+n)
	}
	return s[from : from+min(n, len(s)-from)]
}

func implode(a arguments) (any, error) {
	items, glue := a.list(0), a.text(1)
	if len(a.all) == 2 {
		if l, ok := a.all[1].([]any); ok { // implode(", ", list), as PHP 8 has it
			items, glue = l, a.text(0)
		}
	}
	parts := make([]string, len(items))
	for i, it := range items {
		parts[i] = toText(it)
	}
	return strings.Join(parts, glue), nil
}

func explode(a arguments) (any, error) {
	if a.text(0) == "" {
		return nil, fmt.Errorf("cannot split by an empty text")
	}
	var out []any
	for _, part := range strings.Split(a.text(1), a.text(0)) {
		out = append(out, part)
	}
	return out, nil
}

func count(a arguments) (any, error) {
	if m := a.table(0); m != nil {
		return int64(len(m)), nil
	}
	if l, ok := a.all[0].([]any); ok {
		return int64(len(l)), nil
	}
	return nil, fmt.Errorf("is not given a list or a map")
}

func numberFormat(a arguments) (any, error) {
	decimals := min(max(a.number(1, 0), 0), 20)
	power := math.Pow10(decimals)
	text := fmt.Sprintf("%.*f", decimals, math.Round(math.Abs(toNumber(a.all[0]))*power)/power)
	digits, fraction, _ := strings.Cut(text, ".")
	var b strings.Builder
	if toNumber(a.all[0]) < 0 && strings.Trim(text, "0.") != "" {
		b.WriteByte('-')
	}
	for i, c := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(a.or(3, ","))
		}
		b.WriteRune(c)
	}
	if decimals > 0 {
		b.WriteString(a.or(2, ".") + fraction)
	}
	return b.String(), nil
}

func jsonEncode(a arguments) (any, error) {
	out, err := json.Marshal(a.all[0])
	return strings.ReplaceAll(string(out), "/", `\/`), err
}
