package amd

import (
	"bytes"
	"regexp"
	"sort"
	"strings"

	"strata/internal/diag"
)

// A pragma is a comment of r.js and the Dojo builder that says which lines a
// build leaves out: //>>excludeStart("debug", pragmas.debug) begins a stretch
// that //>>excludeEnd("debug") ends.
type pragma struct {
	at        int    // byte offset of the comment
	next      int    // byte offset of the line behind it
	verb      string // "exclude" or "include"
	name      string
	condition string
	conditAt  int // byte offset of the condition
}

var (
	pragmaStart = regexp.MustCompile(`^//>>\s*.*?(exclude|include)Start\s*\(\s*["'](\w+)["']\s*,(.*)\)`)
	pragmaEnd   = regexp.MustCompile(`^//>>\s*(exclude|include)End\s*\(\s*["'](\w+)["']\s*[,)]`)
)

// trim blanks what the pragmas of a file leave out. Lines stay, so that every
// position is what it was.
func trim(src []byte, values map[string]bool) ([]byte, []pragmaMistake) {
	if !bytes.Contains(src, []byte("//>>")) {
		return src, nil
	}
	starts, ends := pragmas(src)
	out := bytes.Clone(src)
	var wrong []pragmaMistake
	from := 0 // what stands before is blank already
	for _, p := range starts {
		if p.at < from {
			continue
		}
		of := ends[p.verb+" "+p.name]
		n := sort.SearchInts(of, p.next)
		if n == len(of) {
			wrong = append(wrong, pragmaMistake{p.at, "nothing ends " + p.verb + "Start(\"" + p.name + "\")", "write //>>" + p.verb + "End(\"" + p.name + "\") behind the lines that it is about"})
			continue
		}
		truth, why := evaluateCondition(p.condition, values)
		if why != "" {
			wrong = append(wrong, pragmaMistake{p.conditAt, "the condition cannot be read: " + why, "write names of pragmas with !, &&, ||, == and parentheses"})
			continue
		}
		if truth == (p.verb == "exclude") {
			blank(out[p.next:of[n]])
			from = of[n]
		}
	}
	return out, wrong
}

// A pragmaMistake is what is wrong with a pragma at a byte offset.
type pragmaMistake struct {
	at         int
	text, hint string
}

func (u *unit) pragmaMistakes(wrong []pragmaMistake) diag.List {
	var out diag.List
	for _, w := range wrong {
		d := u.at(diag.Error, w.at, "%s", w.text)
		d.Hint = w.hint
		out.Add(d)
	}
	return out
}

// pragmas returns the beginnings in src, and where the ends of each name are.
func pragmas(src []byte) (starts []pragma, ends map[string][]int) {
	ends = map[string][]int{}
	for at := bytes.Index(src, []byte("//>>")); at >= 0; {
		next := len(src)
		if n := bytes.IndexByte(src[at:], '\n'); n >= 0 {
			next = at + n + 1
		}
		line := src[at:next]
		if m := pragmaStart.FindSubmatchIndex(line); m != nil {
			text := func(n int) string { return string(line[m[2*n]:m[2*n+1]]) }
			starts = append(starts, pragma{at: at, next: next, verb: text(1), name: text(2), condition: text(3), conditAt: at + m[6]})
		} else if m := pragmaEnd.FindSubmatch(line); m != nil {
			key := string(m[1]) + " " + string(m[2])
			ends[key] = append(ends[key], at)
		}
		rest := bytes.Index(src[next:], []byte("//>>"))
		if rest < 0 {
			return starts, ends
		}
		at = next + rest
	}
	return starts, ends
}

func blank(text []byte) {
	for i, c := range text {
		if c != '\n' && c != '\r' {
			text[i] = ' '
		}
	}
}

// A condition is the expression of a pragma while it is read.
type condition struct {
	words  []string
	values map[string]bool
	why    string // what cannot be read
	depth  int
}

var conditionWord = regexp.MustCompile(`^\s*(&&|\|\||===|!==|==|!=|!|\(|\)|"[^"]*"|'[^']*'|[\w$]+(?:\.[\w$]+)*)`)

// evaluateCondition returns the truth of a pragma's condition. A name is a
// pragma, whether "pragmas." or "kwArgs." stands before it or not; one that
// nobody has set is false.
func evaluateCondition(text string, values map[string]bool) (truth bool, why string) {
	c := &condition{values: values}
	for rest := text; strings.TrimSpace(rest) != ""; {
		m := conditionWord.FindStringSubmatch(rest)
		if m == nil {
			return false, strings.TrimSpace(rest)
		}
		c.words = append(c.words, m[1])
		rest = rest[len(m[0]):]
	}
	v := c.or()
	if c.why == "" && len(c.words) > 0 {
		c.why = c.words[0] + " is one too many"
	}
	return isTrue(v), c.why
}

func isTrue(v string) bool {
	return v != "" && v != "false" && v != "0" && v != "undefined" && v != "null"
}

func truthOf(b bool) string { return map[bool]string{true: "true", false: "false"}[b] }

// accept takes the next word if it is one of those.
func (c *condition) accept(words ...string) string {
	for _, w := range words {
		if len(c.words) > 0 && c.words[0] == w {
			c.words = c.words[1:]
			return w
		}
	}
	return ""
}

func (c *condition) or() string {
	v := c.and()
	for c.accept("||") != "" {
		if next := c.and(); !isTrue(v) {
			v = next
		}
	}
	return v
}

func (c *condition) and() string {
	v := c.equal()
	for c.accept("&&") != "" {
		if next := c.equal(); isTrue(v) {
			v = next
		}
	}
	return v
}

func (c *condition) equal() string {
	v := c.not()
	for {
		operator := c.accept("===", "==", "!==", "!=")
		if operator == "" {
			return v
		}
		v = truthOf((v == c.not()) == (operator[0] == '='))
	}
}

// maxCondition is how deep a condition may nest.
const maxCondition = 100

func (c *condition) not() string {
	if c.depth++; c.depth > maxCondition {
		c.why, c.words = "it nests too deep", nil
	}
	defer func() { c.depth-- }()
	switch {
	case len(c.words) == 0:
		if c.why == "" {
			c.why = "it ends too early"
		}
		return ""
	case c.accept("!") != "":
		return truthOf(!isTrue(c.not()))
	case c.accept("(") != "":
		v := c.or()
		if c.accept(")") == "" && c.why == "" {
			c.why = "a parenthesis is never closed"
		}
		return v
	}
	word := c.words[0]
	c.words = c.words[1:]
	return c.word(word)
}

// word returns the value of a name or a literal.
func (c *condition) word(word string) string {
	switch first := word[0]; {
	case first == '"' || first == '\'':
		return word[1 : len(word)-1]
	case word == "true" || word == "false" || first >= '0' && first <= '9':
		return word
	case strings.ContainsRune("&|=!)", rune(first)):
		c.why = word + " stands in the wrong place"
		return ""
	}
	name := strings.TrimPrefix(strings.TrimPrefix(word, "pragmas."), "kwArgs.")
	v, ok := c.values[name]
	if !ok {
		return "undefined"
	}
	return truthOf(v)
}
