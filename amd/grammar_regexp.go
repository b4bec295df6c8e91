package amd

import "bytes"

// checkRegExp wants a pattern and flags that every edition of the language
// takes: browsers refuse a whole script for one that is wrong.
func (g *grammar) checkRegExp(i int32) {
	text := g.raw(i)
	end := bytes.LastIndexByte(text, '/')
	if end < 1 {
		g.unsure()
		return
	}
	flags := text[end+1:]
	for n, c := range flags {
		if bytes.IndexByte([]byte("gimsy"), c) < 0 || bytes.IndexByte(flags[:n], c) >= 0 {
			g.unsure()
		}
	}
	if !(&pattern{text: text[1:end]}).isPlain() {
		g.unsure()
	}
}

// A pattern is a regular expression that is being read.
type pattern struct {
	text []byte
	i    int
	open []bool // groups around, true for those that match nothing, as (?=
	atom bool   // a quantifier may follow
}

func (p *pattern) isPlain() bool {
	for p.i < len(p.text) {
		if !p.step() {
			return false
		}
	}
	return len(p.open) == 0
}

// step reads one element; false when it is not plain.
func (p *pattern) step() bool {
	c := p.text[p.i]
	p.i++
	switch c {
	case '\\':
		return p.escape(&p.atom)
	case '[':
		p.atom = true
		return p.class()
	case '(':
		return p.group()
	case ')':
		n := len(p.open) - 1
		if n < 0 {
			return false
		}
		p.atom = !p.open[n]
		p.open = p.open[:n]
	case '*', '+', '?', '{':
		return p.quantifier(c)
	case '|', '^', '$':
		p.atom = false
	case ']', '}':
		return false
	default:
		p.atom = c < 0x80
		return c < 0x80
	}
	return true
}

// escape reads what follows a backslash.
func (p *pattern) escape(atom *bool) bool {
	if p.i == len(p.text) {
		return false
	}
	c := p.text[p.i]
	p.i++
	*atom = c != 'b' && c != 'B'
	return bytes.IndexByte([]byte(`dDwWsSbBnrtfv^$\.*+?()[]{}|/-"'`), c) >= 0
}

func (p *pattern) group() bool {
	rest := p.text[p.i:]
	look := false
	switch {
	case bytes.HasPrefix(rest, []byte("?:")):
		p.i += 2
	case bytes.HasPrefix(rest, []byte("?=")), bytes.HasPrefix(rest, []byte("?!")):
		p.i += 2
		look = true
	}
	p.open = append(p.open, look)
	p.atom = false
	return true
}

func (p *pattern) quantifier(c byte) bool {
	if !p.atom {
		return false
	}
	p.atom = false
	if c == '{' && !p.bounds() {
		return false
	}
	if p.i < len(p.text) && p.text[p.i] == '?' {
		p.i++
	}
	return true
}

// bounds reads {n}, {n,} or {n,m} behind its brace, of small numbers.
func (p *pattern) bounds() bool {
	from, ok := p.number()
	if !ok {
		return false
	}
	if p.has(',') {
		if to, ok := p.number(); ok && to < from {
			return false
		}
	}
	return p.has('}')
}

func (p *pattern) has(c byte) bool {
	if p.i < len(p.text) && p.text[p.i] == c {
		p.i++
		return true
	}
	return false
}

func (p *pattern) number() (n int, ok bool) {
	for ; p.i < len(p.text) && p.text[p.i] >= '0' && p.text[p.i] <= '9' && n < 10000; p.i++ {
		n, ok = n*10+int(p.text[p.i]-'0'), true
	}
	return n, ok
}

// class reads a character class behind its bracket. A range has a plain
// character at both ends, the smaller one first.
func (p *pattern) class() bool {
	p.has('^')
	last := -1 // the character before, if a range may begin with it
	for p.i < len(p.text) {
		c := int(p.text[p.i])
		p.i++
		switch {
		case c == ']':
			return true
		case c >= 0x80:
			return false
		case c == '\\':
			var atom bool
			if !p.escape(&atom) {
				return false
			}
			last = -1
			if p.i+1 < len(p.text) && p.text[p.i] == '-' && p.text[p.i+1] != ']' {
				return false
			}
		case c == '-' && p.i < len(p.text) && p.text[p.i] != ']' && last >= 0:
			to := int(p.text[p.i])
			if to < last || to == '\\' || to >= 0x80 {
				return false
			}
			p.i++
			last = -1
		default:
			last = c
		}
	}
	return false
}
