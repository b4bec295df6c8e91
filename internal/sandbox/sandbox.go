// Package sandbox runs functions that plugins wrote in JavaScript, while a site
// is built.
//
// A [Program] is one script, compiled once. A [Run] is the script at work for one
// page: it has an engine, memory and globals of its own, so that what a function
// keeps in its module is gone with the page, and no page can tell which ones were
// rendered before it or beside it. To make an engine for each page costs a quarter
// of a millisecond, and only pages that call a function pay it; to share one would
// take frozen built-ins, which break honest code.
//
// A function sees the language and nothing else: no files, network, timers or
// modules. Within one run it has 2 seconds and 64 MiB, and calls may nest some
// hundred deep. What is not the same each time is refused: Date.now(), new Date()
// and Date() without arguments, and Math.random() throw, unless [Grants] allow
// them. Dates are in UTC. WeakRef, FinalizationRegistry, Atomics,
// SharedArrayBuffer and performance are absent.
//
// Values go in and out as plain data: null, booleans, numbers, texts, lists, and
// maps with texts as keys; a time goes in as a text in ISO 8601. Anything else,
// undefined and promises included, is an error. So is whatever a function throws.
// After a run has met a limit it is over: each later call has the same error.
package sandbox

import (
	_ "embed"
	"errors"
	"fmt"
	"time"

	"modernc.org/quickjs"
)

// Limits of a run. The engine counts its stack in calls.
const (
	maxTime   = 2 * time.Second
	maxMemory = 64 << 20
	maxStack  = 2000
	grace     = time.Second // in which the engine ends what runs over; see Call
)

//go:embed prelude.js
var prelude string

// A Source is a script, and where its lines come from.
type Source struct {
	Code   []byte                          // a classic script
	Global string                          // the variable in which it leaves an object with its functions
	Locate func(line, column int) Position // of a place in the code, both from 1; nil when the code is what the user wrote
}

// A Position is a place in a file of the site. The zero Position is none.
type Position struct {
	File         string
	Line, Column int
}

// Grants are what a site allows its plugins' functions.
type Grants struct {
	Clock  bool // to ask for the time
	Random bool // to ask for random numbers
}

// A Program is a script, ready to run. It is safe for several goroutines.
type Program struct {
	source  Source
	prelude []byte
	code    []byte
}

// New compiles the script.
func New(src Source, g Grants) (*Program, error) {
	vm, err := quickjs.NewVM()
	if err != nil {
		return nil, fmt.Errorf("starting the script engine: %w", err)
	}
	defer vm.Close()
	p := &Program{source: src}
	before := fmt.Sprintf("(%s)(%v, %v, %q)", prelude, g.Clock, g.Random, src.Global)
	if p.prelude, err = vm.Compile(before, quickjs.EvalGlobal); err != nil {
		panic(fmt.Sprintf("prelude.js does not compile: %v", err))
	}
	if p.code, err = vm.Compile(string(src.Code), quickjs.EvalGlobal); err != nil {
		return nil, p.mistake(err)
	}
	return p, nil
}

// Functions runs the script and returns the names of the functions that it gives,
// sorted.
func (p *Program) Functions() ([]string, error) {
	r := p.Start()
	defer r.Close()
	names, err := r.Call("")
	list, _ := names.([]any)
	out := make([]string, len(list))
	for i, name := range list {
		out[i], _ = name.(string)
	}
	return out, err
}

// Start begins a run, which its caller has to close. The engine is made when the
// first function is called.
func (p *Program) Start() *Run { return &Run{program: p} }

// A Run is a script at work for one page. It is not safe for several goroutines.
type Run struct {
	program *Program
	calls   chan call
	results chan result
	timer   *time.Timer
	failed  error // a limit was met, or the script does not load
}

// A call is what the engine is asked to do.
type call struct {
	name string
	args []any
}

type result struct {
	value any
	err   error
	over  bool // the run is
}

// Call calls a function of the script. Its error is an [*Error].
//
// The engine has a goroutine of its own: some of its built-in functions, such as
// the search of a long text in a longer one, cannot be interrupted. An engine that
// does not end is left alone with what it does, and the build goes on.
func (r *Run) Call(name string, args ...any) (any, error) {
	if r.failed != nil {
		return nil, r.failed
	}
	plain := make([]any, len(args))
	for i, a := range args {
		var err error
		if plain[i], err = Plain(a); err != nil {
			return nil, &Error{Kind: BadArgument, Text: err.Error()}
		}
	}
	if r.calls == nil {
		r.calls, r.results = make(chan call), make(chan result, 1)
		r.timer = time.NewTimer(maxTime + grace)
		go newEngine(r.program).serve(r.calls, r.results)
	} else {
		r.timer.Reset(maxTime + grace)
	}
	r.calls <- call{name, plain}
	select {
	case out := <-r.results:
		r.timer.Stop()
		if out.over {
			r.failed = out.err
		}
		return out.value, out.err
	case <-r.timer.C:
		late := errTime()
		late.Kind, r.failed = Stuck, late
		return nil, r.failed
	}
}

// Close ends the run.
func (r *Run) Close() {
	if r.calls != nil {
		close(r.calls)
		r.calls, r.failed = nil, errors.New("the run is closed")
	}
}
