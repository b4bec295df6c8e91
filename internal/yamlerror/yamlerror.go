// Package yamlerror says where a text is not YAML.
//
// The YAML library names a line in its messages. Where a list or a map is broken this
// is the line before the one in which that begins, which may be far above the mistake;
// and where something else cannot be read there may be a better word for it.
package yamlerror

import (
	"bytes"
	"io"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"strata/internal/diag"
)

// Tab is the message where a line begins with a tab, which YAML forbids.
const Tab = "a line is indented with a tab"

var (
	message = regexp.MustCompile(`^(?:yaml: )?(?:line (\d+): )?(.*)`)
	anchor  = regexp.MustCompile(`^unknown anchor '(.*)' referenced$`)
	tab     = regexp.MustCompile(`(?m)^ *\t`)
)

// Of takes an error of the YAML library about src apart. The column is 0 where only
// the line is known.
func Of(src []byte, err error) (line, column int, text string) {
	m := message.FindStringSubmatch(strings.ReplaceAll(err.Error(), "\n", " "))
	line, _ = strconv.Atoi(m[1])
	text = m[2]
	a := anchor.FindStringSubmatch(text)
	indent := tab.FindIndex(src)
	switch {
	case a != nil:
		line, column = diag.Position(src, bytes.Index(src, []byte("*"+a[1])))
	case indent != nil && (strings.Contains(text, "cannot start any token") || strings.Contains(text, "tab character")):
		line, column = diag.Position(src, indent[1]-1)
		text = Tab
	case strings.HasPrefix(text, "did not find expected ',' or"):
		line = bracket(src, line+1)
	case text == "did not find expected key" || text == "did not find expected '-' indicator":
		line = trouble(src)
	}
	return max(line, 1), column, text
}

// bracket returns the line of the bracket that nothing closes. The library names the
// line of the mistake instead when the bracket is in the first one.
func bracket(src []byte, line int) int {
	lines := bytes.Split(src, []byte("\n"))
	if line > len(lines) || !bytes.ContainsAny(lines[line-1], "[{") {
		return 1
	}
	return line
}

// trouble returns the line up to which the library has to read to find that src is
// broken. Of a text that may go on in the next line it reads that line as well, so a
// line counts only if what stands before it is whole.
func trouble(src []byte) int {
	end := consumed(src)
	start := bytes.LastIndexByte(src[:max(end-1, 0)], '\n') + 1
	if before := src[:start]; consumed(before) < len(before) {
		end = len(bytes.TrimSpace(before))
	}
	line, _ := diag.Position(src, max(end-1, 0))
	return line
}

// consumed returns how much of src is read until there is a mistake.
func consumed(src []byte) int {
	r := &single{src: src}
	for documents := yaml.NewDecoder(r); ; {
		var n yaml.Node
		switch err := documents.Decode(&n); {
		case err == io.EOF:
			return len(src)
		case err != nil:
			return min(r.n, len(src)-1)
		}
	}
}

// A single is a reader of one byte at a time, which knows how many were asked for.
type single struct {
	src []byte
	n   int
}

func (s *single) Read(p []byte) (int, error) {
	if s.n == len(s.src) || len(p) == 0 {
		return 0, io.EOF
	}
	p[0] = s.src[s.n]
	s.n++
	return 1, nil
}
