package amd

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"modernc.org/quickjs"
)

// Limits of what a layer may take while it loads. The engine's stack is counted
// in calls: what our own guards let through nests less deep.
const (
	probeTime   = 10 * time.Second
	probeMemory = 512 << 20
	probeStack  = 20_000
)

//go:embed probe.js
var probePage string

// A visit is what a script did on the page that probe.js makes.
type visit struct {
	Defines []defined
	Calls   []called
	Writes  []string // names of globals, and of properties of the page's objects
	Cache   []visitEntry
	Threw   []thrown // entries of a Dojo layer
	failure *thrown  // the script itself
}

// A defined is one call of define.
type defined struct {
	ID    string
	Named bool
	Entry string    // id of the entry that runs, under Dojo
	Deps  *[]string // nil without an array
	Stack string
}

// A called is a call of something else than the loader.
type called struct{ Name, Stack string }

// A visitEntry is a property of the object in require({cache: ...}).
type visitEntry struct{ Key, Kind, Text string }

// A thrown is what a script or an entry threw.
type thrown struct{ Entry, Text, Stack string }

func (r *visit) throws() bool { return r.failure != nil || len(r.Threw) > 0 }

// reason is what the script threw.
func (r *visit) reason() string {
	if r.failure != nil {
		return r.failure.Text
	}
	return r.Threw[0].Text
}

// run runs a script on a page of its own.
func run(code []byte) *visit {
	vm, err := quickjs.NewVM()
	if err != nil {
		return &visit{failure: &thrown{Text: err.Error()}}
	}
	defer vm.Close()
	vm.SetMemoryLimit(probeMemory)
	vm.SetMaxStackSize(probeStack)
	if err := vm.SetEvalTimeout(probeTime); err != nil {
		return &visit{failure: &thrown{Text: err.Error()}}
	}
	tell, err := vm.EvalValue(probePage, quickjs.EvalGlobal)
	if err != nil {
		panic(fmt.Sprintf("probe.js does not run: %v", err))
	}
	defer tell.Free()
	out := &visit{}
	if _, err := vm.Eval(string(code), quickjs.EvalGlobal); err != nil {
		out.failure = newThrown(err)
		return out
	}
	told, err := tell.Call(quickjs.UndefinedValue)
	if err == nil {
		text, _ := told.(string)
		err = json.Unmarshal([]byte(text), out)
	}
	if err != nil {
		out.failure = newThrown(err)
	}
	return out
}

func newThrown(err error) *thrown {
	t := &thrown{Text: err.Error()}
	if e, ok := errors.AsType[*quickjs.Error](err); ok {
		t.Stack = e.Stack
		if e.Message == "interrupted" {
			t.Text = fmt.Sprintf("it runs for longer than %v", probeTime)
		}
	}
	return t
}

func (t thrown) place(code []byte) int {
	for line := range strings.Lines(t.Stack) {
		if at := frameOffset(line, code); at >= 0 {
			return at
		}
	}
	return -1
}

// place returns the byte offset in code of the call that a function of probe.js
// took note of: the frame behind its own. It is -1 when there is none.
func place(stack string, code []byte) int {
	_, rest, _ := strings.Cut(stack, "\n")
	return thrown{Stack: rest}.place(code)
}

// framePlace finds the place in a frame of a script that was run; those of what it
// evaluates itself are in "<input>".
var framePlace = regexp.MustCompile(`<eval>:(\d+):(\d+)\)?\s*$`)

// frameOffset reads a line of a stack, whose columns count characters.
func frameOffset(frame string, code []byte) int {
	m := framePlace.FindStringSubmatch(frame)
	if m == nil {
		return -1
	}
	line, err1 := strconv.Atoi(m[1])
	column, err2 := strconv.Atoi(m[2])
	if err1 != nil || err2 != nil {
		return -1
	}
	at := 0
	for ; line > 1; line-- {
		n := bytes.IndexByte(code[at:], '\n')
		if n < 0 {
			return -1
		}
		at += n + 1
	}
	for ; column > 1 && at < len(code); column-- {
		_, n := utf8.DecodeRune(code[at:])
		at += n
	}
	return at
}

// declaredGlobals returns the names that a script declares for all scripts of the
// page. Those of let, const and class are no object's, so that only the text
// tells of them.
func declaredGlobals(code []byte) []string {
	x, err := lex(code)
	if err != nil {
		return nil
	}
	var out []string
	for _, b := range x.bindings {
		if b.scope == 0 {
			out = append(out, x.text(b.token))
		}
	}
	return out
}
