package sandbox

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"modernc.org/quickjs"
)

// A Kind is what went wrong.
type Kind int

const (
	Threw       Kind = iota // the function threw
	Timeout                 // the run took too long
	Stuck                   // so it did, and it cannot be stopped
	Memory                  // the run needed too much memory
	Recursion               // calls nest too deep
	BadResult               // the function returned what is no plain data
	BadArgument             // the function was given what is no plain data
)

// An Error is a call that failed. Its words begin with a verb, as the function is
// what they are about.
type Error struct {
	Kind Kind
	Text string
	At   Position // in the script; none when it is not known
}

// Error returns the words.
func (e *Error) Error() string { return e.Text }

func errTime() *Error {
	return &Error{Kind: Timeout, Text: fmt.Sprintf("runs for longer than %v", maxTime)}
}

// mistake tells what an error of the engine means.
func (p *Program) mistake(err error) *Error {
	if own, ok := errors.AsType[*Error](err); ok {
		return own
	}
	e, ok := errors.AsType[*quickjs.Error](err)
	if !ok {
		return &Error{Kind: BadResult, Text: "returns no plain data: " + firstLine(err.Error())}
	}
	out := &Error{Kind: Threw, At: p.place(e)}
	switch message := e.Error(); {
	case message == "InternalError: interrupted":
		out.Kind, out.Text = Timeout, errTime().Text
	case message == "InternalError: out of memory":
		out.Kind, out.Text = Memory, fmt.Sprintf("needs more than %d MiB of memory", maxMemory>>20)
	case message == "InternalError: stack overflow":
		out.Kind, out.Text = Recursion, "calls itself without end"
	case e.Name == "Refusal":
		_, what, _ := strings.Cut(message, ": ")
		return &Error{Kind: BadResult, Text: "returns " + what + ", not text, a number, a list or a map"}
	default:
		out.Text = "throws " + strconv.Quote(firstLine(message))
	}
	return out
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	if len(s) > 500 {
		s = strings.ToValidUTF8(s[:500], "") + "..."
	}
	return s
}

// frame finds the place in a line of a stack.
var frame = regexp.MustCompile(`<eval>:(\d+):(\d+)\)?$`)

// maxFrames is how many lines of a stack are looked at.
const maxFrames = 50

// place returns where in its source the script threw.
func (p *Program) place(e *quickjs.Error) Position {
	stack, n := e.Stack, 0
	for line := range strings.Lines(stack) {
		if n++; n > maxFrames {
			break
		}
		m := frame.FindStringSubmatch(strings.TrimSpace(line))
		if m == nil {
			continue
		}
		row, err1 := strconv.Atoi(m[1])
		column, err2 := strconv.Atoi(m[2])
		if err1 != nil || err2 != nil {
			continue
		}
		if p.source.Locate == nil {
			return Position{Line: row, Column: column}
		}
		if at := p.source.Locate(row, column); at.File != "" {
			return at
		}
	}
	return Position{}
}
