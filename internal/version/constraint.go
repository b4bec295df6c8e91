package version

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// A Constraint says which versions are allowed. The zero value allows all.
type Constraint struct {
	any [][]comparison // one of these groups must match with all its members
}

// A comparison is an operator and a normalized version. The empty operator
// matches everything.
type comparison struct{ op, version string }

// Parse reads a constraint. Its errors are Composer's, as
// `Could not parse version constraint foo: Invalid version string "foo"`.
func Parse(constraint string) (Constraint, error) {
	var c Constraint
	for _, alternative := range orSplit.Split(strings.Trim(constraint, phpBlanks), -1) {
		var all []comparison
		for _, part := range andSplit(alternative) {
			one, err := parseOne(part)
			if err != nil {
				return Constraint{}, err
			}
			all = append(all, one...)
		}
		c.any = append(c.any, all)
	}
	return c, nil
}

// Matches reports whether version is allowed. The error is that of [Normalize].
func (c Constraint) Matches(version string) (bool, error) {
	v, err := Normalize(version)
	if err != nil {
		return false, err
	}
	return c.matches(v), nil
}

// matches is Matches for a version that is normalized.
func (c Constraint) matches(version string) bool {
	for _, all := range c.any {
		if allMatch(all, version) {
			return true
		}
	}
	return c.any == nil
}

func allMatch(all []comparison, version string) bool {
	for _, c := range all {
		if !c.matches(version) {
			return false
		}
	}
	return true
}

// matches compares branches only for equality: no branch is before another.
func (c comparison) matches(version string) bool {
	if c.op == "" {
		return true
	}
	if strings.HasPrefix(version, "dev-") || strings.HasPrefix(c.version, "dev-") {
		return c.op == "!=" && version != c.version || c.op == "==" && version == c.version
	}
	order := Compare(version, c.version)
	switch c.op {
	case "==":
		return order == 0
	case "!=":
		return order != 0
	case "<":
		return order < 0
	case "<=":
		return order <= 0
	case ">":
		return order > 0
	}
	return order >= 0
}

// andSplit cuts at blanks and commas that mean "and": not those of an operator,
// of a hyphen range or around "as". It is the hand-written form of Composer's
//
//	(?<!^|as|[=>< ,]) *(?<!-)[, ](?!-) *(?!,|as|$)
func andSplit(s string) []string {
	var parts []string
	start := 0
	for at := 1; at < len(s); {
		end := separator(s, at)
		if end < 0 {
			at++
			continue
		}
		parts = append(parts, s[start:at])
		start, at = end, end
	}
	return append(parts, s[start:])
}

// separator returns where the separator that begins at the given place ends, or
// -1. Blanks are taken greedily and given back as a backtracking matcher would.
func separator(s string, at int) int {
	if strings.IndexByte("=>< ,", s[at-1]) >= 0 || strings.HasSuffix(s[:at], "as") {
		return -1
	}
	for i := at + blanks(s[at:]); i >= at; i-- {
		if i == len(s) || s[i] != ' ' && s[i] != ',' || s[i-1] == '-' || strings.HasPrefix(s[i+1:], "-") {
			continue
		}
		for j := i + 1 + blanks(s[i+1:]); j > i; j-- {
			rest := s[j:]
			if rest != "" && rest != "\n" && rest[0] != ',' && !strings.HasPrefix(rest, "as") {
				return j
			}
		}
	}
	return -1
}

func blanks(s string) int { return len(s) - len(strings.TrimLeft(s, " ")) }

const numbers = `[vV]?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.(\d+))?(?:` + modifier + `|\.([xX*][.-]?(?i:dev)))(?:\+[^\s\v]+)?`

var (
	orSplit    = regexp.MustCompile(space + `*\|\|?` + space + `*`)
	flagAtEnd  = regexp.MustCompile(`^([^,\s\v]*?)@(` + stabilities + `)$`)
	reference  = regexp.MustCompile(`^((?i:dev-)[^,\s\v@]+?|[^,\s\v@]+?(?i:\.x-dev))#.+$`)
	everything = regexp.MustCompile(`^([vV])?[xX*](\.[xX*])*$`)
	tilde      = regexp.MustCompile(`^~>?` + numbers + `$`)
	caret      = regexp.MustCompile(`^\^` + numbers + `$`)
	wildcard   = regexp.MustCompile(`^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.[xX*])+$`)
	hyphen     = regexp.MustCompile(`^(` + numbers + `) +- +(` + numbers + `)$`)
	basic      = regexp.MustCompile(`^(<>|!=|>=?|<=?|==?)?` + space + `*(.*)`)
	branchName = regexp.MustCompile(`^[0-9a-zA-Z./-]+$`)
	// Composer matches this against a lower-cased text without ignoring case, so
	// "<1.0-RC1" is taken to have no stability. Plugins rely on the result.
	explicit = regexp.MustCompile(`-[._-]?(?:(?:stable|beta|b|RC|alpha|a|patch|pl|p)(?:(?:[.-]?\d+)*)?)?(?:[.-]?dev)?$`)
)

// parseOne reads one constraint without "and" and "or".
func parseOne(text string) ([]comparison, error) {
	if m := aliased.FindStringSubmatch(text); m != nil {
		text = m[1]
	}
	flag := ""
	if m := flagAtEnd.FindStringSubmatch(text); m != nil {
		if text = m[1]; text == "" {
			text = "*"
		}
		if m[2] != "stable" {
			flag = m[2]
		}
	}
	if m := reference.FindStringSubmatch(text); m != nil {
		text = m[1]
	}
	if m := everything.FindStringSubmatch(text); m != nil {
		if m[1] != "" || m[2] != "" {
			return []comparison{{">=", "0.0.0.0-dev"}}, nil
		}
		return []comparison{{}}, nil
	}
	if m := tilde.FindStringSubmatch(text); m != nil {
		return parseTilde(text, m)
	}
	if m := caret.FindStringSubmatch(text); m != nil {
		return lowToNext(text[1:], m, caretPlace(m))
	}
	if m := wildcard.FindStringSubmatch(text); m != nil {
		return parseWildcard(m), nil
	}
	if m := hyphen.FindStringSubmatch(text); m != nil {
		return parseHyphen(m)
	}
	return parseBasic(text, flag)
}

func parseTilde(text string, m []string) ([]comparison, error) {
	if strings.HasPrefix(text, "~>") {
		//lint:ignore ST1005 the words are Composer's
		return nil, fmt.Errorf("Could not parse version constraint %s: Invalid operator \"~>\", you probably meant to use the \"~\" operator", text)
	}
	place := numberCount(m[1:5])
	if m[8] != "" {
		place++ // in "2.x-dev" the x stands for the next number
	}
	return lowToNext(text[1:], m, max(1, place-1))
}

// caretPlace is the place of the first number that may not change.
func caretPlace(m []string) int {
	switch {
	case m[1] != "0" || m[2] == "":
		return 1
	case m[2] != "0" || m[3] == "":
		return 2
	}
	return 3
}

// lowToNext is the range from version to before the next one at place.
func lowToNext(version string, m []string, place int) ([]comparison, error) {
	if m[5] == "" && m[7] == "" && m[8] == "" {
		version += "-dev"
	}
	low, err := Normalize(version)
	if err != nil {
		return nil, err
	}
	return []comparison{{">=", low}, {"<", bumped(m[1:5], place, 1)}}, nil
}

func parseWildcard(m []string) []comparison {
	n := append(m[1:4:4], "")
	place := numberCount(n)
	low, high := bumped(n, place, 0), bumped(n, place, 1)
	if low == "0.0.0.0-dev" {
		return []comparison{{"<", high}}
	}
	return []comparison{{">=", low}, {"<", high}}
}

// parseHyphen reads "from - to"; the groups of each side are those of numbers.
func parseHyphen(m []string) ([]comparison, error) {
	from, to := m[1:10], m[10:19]
	low, err := Normalize(from[0])
	if err != nil {
		return nil, err
	}
	if from[5] == "" && from[7] == "" && from[8] == "" {
		low += "-dev"
	}
	high, err := Normalize(to[0])
	if err != nil {
		return nil, err
	}
	if to[2] != "" && to[3] != "" || to[5] != "" || to[7] != "" || to[8] != "" {
		return []comparison{{">=", low}, {"<=", high}}, nil
	}
	return []comparison{{">=", low}, {"<", bumped(to[1:5], min(2, numberCount(to[1:5])), 1)}}, nil
}

func parseBasic(text, flag string) ([]comparison, error) {
	m := basic.FindStringSubmatch(text)
	op, written := m[1], m[2]
	v, err := Normalize(written)
	if err != nil && strings.HasSuffix(written, "-dev") && branchName.MatchString(written) {
		v, err = Normalize("dev-" + strings.TrimSuffix(written, "-dev"))
	}
	if err != nil {
		return nil, errors.New("Could not parse version constraint " + text + ": " + err.Error())
	}
	switch op {
	case "", "=":
		op = "=="
	case "<>":
		op = "!="
	}
	switch {
	case op != "==" && flag != "" && isStable(v):
		v += "-" + flag
	case (op == "<" || op == ">=") && !explicit.MatchString(strings.ToLower(written)) && !strings.HasPrefix(written, "dev-"):
		v += "-dev"
	}
	return []comparison{{op, v}}, nil
}

// numberCount is how many of the numbers are given.
func numberCount(n []string) int {
	count := 1
	for i, s := range n {
		if s != "" {
			count = i + 1
		}
	}
	return count
}

// bumped is the development version of n with the number at place (from 1)
// raised by more, and zeroes after it.
func bumped(n []string, place, more int) string {
	out := []string{"0", "0", "0", "0"}
	copy(out, n[:place])
	if more > 0 {
		// A number too large to count stays the largest there is.
		number, err := strconv.ParseInt(n[place-1], 10, 64)
		if err == nil && number < 1<<62 {
			number += int64(more)
		}
		out[place-1] = strconv.FormatInt(number, 10)
	}
	return strings.Join(out, ".") + "-dev"
}
