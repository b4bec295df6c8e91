package amd

import (
	"bytes"
	"errors"
)

const base64Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

var base64Values = func() (values [256]int8) {
	for i := range values {
		values[i] = -1
	}
	for i := range base64Digits {
		values[base64Digits[i]] = int8(i)
	}
	return values
}()

// appendVLQ appends n in the variable length quantity of source maps.
func appendVLQ(b []byte, n int) []byte {
	u := n << 1
	if n < 0 {
		u = -n<<1 | 1
	}
	for u >= 32 {
		b = append(b, base64Digits[u&31|32])
		u >>= 5
	}
	return append(b, base64Digits[u])
}

var errVLQ = errors.New("malformed mappings")

// readVLQ decodes one quantity at the start of b and returns its length, 0 when
// b is malformed.
func readVLQ(b []byte) (n, length int) {
	shift := 0
	for i, c := range b {
		d := base64Values[c]
		if d < 0 || shift > 30 {
			return 0, 0
		}
		n |= int(d&31) << shift
		if d&32 == 0 {
			if n&1 != 0 {
				return -(n >> 1), i + 1
			}
			return n >> 1, i + 1
		}
		shift += 5
	}
	return 0, 0
}

// A segment maps a generated position to an original one. Lines and columns
// count from 0, columns in UTF-16 code units.
type segment struct {
	line, column, origLine, origColumn int
	name                               int // index into names, -1 for none
	source                             int // index into the sources of the module
}

// A mapping is the encoded mappings of one module, whose sources count from 0.
// It can be joined to others without being decoded: every field of a segment
// but the generated column is relative to the segment before it, so only the
// first segment and the first name have to be written anew.
type mapping struct {
	encoded          []byte
	first            int     // byte offset of the first segment, which starts line firstLine
	firstEnd         int     // byte offset behind its first four fields
	nameAt, nameEnd  int     // byte range of the first name field, both 0 when there is none
	head, last       segment // the first and the last segment; their name is the first and last one used
	names            []string
	line, col, nameN int // state of the writer
	empty            bool
}

func newMapping() *mapping { return &mapping{empty: true} }

// add appends a segment; segments come in generated order.
func (m *mapping) add(s segment) {
	newLine := m.empty
	for ; m.line < s.line; m.line++ {
		m.encoded = append(m.encoded, ';')
		m.col, newLine = 0, true
	}
	if !newLine {
		m.encoded = append(m.encoded, ',')
	}
	prev := m.last
	if m.empty {
		prev = segment{}
		m.first, m.head, m.empty = len(m.encoded), s, false
		m.head.name, m.last.name = -1, -1
	}
	m.encoded = appendVLQ(m.encoded, s.column-m.col)
	m.encoded = appendVLQ(m.encoded, s.source-prev.source)
	m.encoded = appendVLQ(m.encoded, s.origLine-prev.origLine)
	m.encoded = appendVLQ(m.encoded, s.origColumn-prev.origColumn)
	if m.firstEnd == 0 {
		m.firstEnd = len(m.encoded)
	}
	name := m.last.name
	if s.name >= 0 {
		name = s.name
		m.addName(s.name)
	}
	m.col, m.last = s.column, s
	m.last.name = name
}

func (m *mapping) addName(name int) {
	at := len(m.encoded)
	m.encoded = appendVLQ(m.encoded, name-m.nameN)
	if m.nameEnd == 0 {
		m.nameAt, m.nameEnd, m.head.name = at, len(m.encoded), name
	}
	m.nameN = name
}

// each decodes mappings and calls f for every segment that has an original
// position.
func each(mappings []byte, f func(segment)) error {
	s := segment{}
	name := 0
	for i := 0; i < len(mappings); {
		switch mappings[i] {
		case ';':
			s.line++
			s.column = 0
			i++
			continue
		case ',':
			i++
			continue
		}
		var fields [5]int
		n := 0
		for ; n < 5 && i < len(mappings) && mappings[i] != ',' && mappings[i] != ';'; n++ {
			v, length := readVLQ(mappings[i:])
			if length == 0 {
				return errVLQ
			}
			fields[n] = v
			i += length
		}
		s.column += fields[0]
		if n < 4 {
			continue
		}
		s.source += fields[1]
		s.origLine += fields[2]
		s.origColumn += fields[3]
		s.name = -1
		if n == 5 {
			name += fields[4]
			s.name = name
		}
		f(s)
	}
	return nil
}

// A joiner writes a layer: code, and the source map that belongs to it.
type joiner struct {
	code     bytes.Buffer
	mappings []byte
	names    []string
	sources  []string
	contents [][]byte
	index    map[string]int // of sources
	column   int            // of the generated position, in UTF-16 code units
	mapped   int            // lines that mappings has ended with ";"
	lines    int            // line ends in code
	inLine   int            // generated column of the last segment on the current line
	prev     segment
	source   int // index of the last segment's source
	hasLine  bool
}

// grow makes room for the blobs, whose sizes are known.
func (j *joiner) grow(blobs map[*unit]*blob) {
	code, mappings := 256, 0
	for _, b := range blobs {
		code += len(b.code) + 128
		if b.mapping != nil {
			mappings += len(b.mapping.encoded) + 16
		}
	}
	j.code.Grow(code)
	j.mappings = make([]byte, 0, mappings)
}

// text appends code that has no source.
func (j *joiner) text(s string) { j.write([]byte(s)) }

func (j *joiner) write(b []byte) {
	j.code.Write(b)
	if n := bytes.Count(b, []byte{'\n'}); n > 0 {
		j.lines += n
		j.column = 0
		b = b[bytes.LastIndexByte(b, '\n')+1:]
	}
	j.column += utf16Len(b)
}

// blob appends a module's code and, if it has one, its mapping.
func (j *joiner) blob(b *blob) {
	if m := b.mapping; m != nil && !m.empty {
		j.join(m, b)
	}
	j.write(b.code)
}

func (j *joiner) join(m *mapping, b *blob) {
	for ; j.mapped < j.lines; j.mapped++ {
		j.mappings = append(j.mappings, ';')
		j.inLine, j.hasLine = 0, false
	}
	column := m.head.column
	if m.head.line == 0 {
		column += j.column - j.inLine
		if j.hasLine {
			j.mappings = append(j.mappings, ',')
		}
	}
	source := j.addSource(b)
	j.mappings = append(j.mappings, m.encoded[:m.first]...)
	j.mappings = appendVLQ(j.mappings, column)
	j.mappings = appendVLQ(j.mappings, source+m.head.source-j.source)
	j.mappings = appendVLQ(j.mappings, m.head.origLine-j.prev.origLine)
	j.mappings = appendVLQ(j.mappings, m.head.origColumn-j.prev.origColumn)
	rest := m.firstEnd
	if m.nameEnd > 0 {
		j.mappings = append(j.mappings, m.encoded[rest:m.nameAt]...)
		j.mappings = appendVLQ(j.mappings, m.head.name+len(j.names)-j.prev.name)
		rest = m.nameEnd
		j.prev.name = m.last.name + len(j.names)
	}
	j.mappings = append(j.mappings, m.encoded[rest:]...)
	j.names = append(j.names, m.names...)
	j.prev.origLine, j.prev.origColumn, j.source = m.last.origLine, m.last.origColumn, source+m.last.source
	j.mapped += m.last.line
	j.hasLine, j.inLine = true, m.last.column
	if m.last.line == 0 {
		j.inLine += j.column
	}
}

// addSource returns the index of the blob's first source. Several blobs share a
// file when it is a ready layer.
func (j *joiner) addSource(b *blob) int {
	if b.sources != nil { // of a bundle: no other blob has them
		for _, s := range b.sources {
			j.sources, j.contents = append(j.sources, s.file), append(j.contents, s.text)
		}
		return len(j.sources) - len(b.sources)
	}
	if i, ok := j.index[b.file]; ok {
		return i
	}
	if j.index == nil {
		j.index = map[string]int{}
	}
	j.index[b.file] = len(j.sources)
	j.sources = append(j.sources, b.file)
	j.contents = append(j.contents, b.source)
	return len(j.sources) - 1
}

// utf16Len returns the length of b in UTF-16 code units, the unit of columns
// in source maps.
func utf16Len(b []byte) int {
	n := 0
	for _, c := range b {
		if c&0xc0 != 0x80 {
			n++
		}
		if c >= 0xf0 {
			n++
		}
	}
	return n
}
