package sandbox

import (
	"encoding/json"
	"errors"
	"time"

	"modernc.org/quickjs"
)

// An engine is what runs a script. It lives in one goroutine.
type engine struct {
	program *Program
	vm      *quickjs.VM
	enter   quickjs.Value // the function that prelude.js returns
	left    time.Duration // of the time of the run
}

func newEngine(p *Program) *engine { return &engine{program: p, left: maxTime} }

// serve answers calls until there are no more. The first one starts the engine.
func (e *engine) serve(calls <-chan call, results chan<- result) {
	defer e.close()
	for c := range calls {
		if e.vm == nil {
			if err := e.load(); err != nil {
				results <- result{err: err, over: true}
				return
			}
		}
		out := e.call(c)
		results <- out
		if out.over {
			return
		}
	}
}

// close frees the engine.
func (e *engine) close() {
	if e.vm != nil {
		e.enter.Free()
		_ = e.vm.Close() // it was used by nobody else, and there is nobody to tell
	}
}

// load runs the script itself, which gives its functions.
func (e *engine) load() error {
	vm, err := quickjs.NewVM()
	if err != nil {
		return &Error{Kind: Threw, Text: "the script engine does not start: " + err.Error()}
	}
	vm.SetMemoryLimit(maxMemory)
	vm.SetMaxStackSize(maxStack)
	enter, err := vm.EvalBytecodeValue(e.program.prelude)
	if err != nil {
		panic("prelude.js does not run: " + err.Error())
	}
	e.vm, e.enter = vm, enter
	return e.timed(func() error {
		_, err := vm.EvalBytecode(e.program.code)
		return err
	})
}

// timed runs something in what is left of the run's time.
func (e *engine) timed(f func() error) error {
	if err := e.vm.SetEvalTimeout(max(e.left, time.Millisecond)); err != nil {
		return &Error{Kind: Timeout, Text: err.Error()}
	}
	begin := time.Now()
	err := f()
	e.left -= time.Since(begin)
	if err != nil {
		return e.program.mistake(err)
	}
	if e.left <= 0 {
		return errTime()
	}
	return nil
}

func (e *engine) call(c call) result {
	var out any
	err := e.timed(func() (err error) {
		if out, err = e.enter.Call(quickjs.UndefinedValue, append([]any{c.name}, c.args...)...); err != nil {
			return err
		}
		if _, data := out.(quickjs.Undefined); data {
			out, err = e.data()
		}
		return err
	})
	if err != nil {
		mistake, ok := errors.AsType[*Error](err)
		return result{err: err, over: ok && (mistake.Kind == Timeout || mistake.Kind == Memory)}
	}
	return result{value: number(out)}
}

// data returns the list or the map that the last call returned.
func (e *engine) data() (any, error) {
	text, err := e.enter.Call(quickjs.UndefinedValue)
	if err != nil {
		return nil, err
	}
	s, _ := text.(string)
	var v any
	err = json.Unmarshal([]byte(s), &v)
	return v, err
}

// maxSafe is up to where a number of JavaScript is exact.
const maxSafe = 1 << 53

// number makes the numbers in a result that have no fraction whole ones, so that
// templates do not write them as 1e+06.
func number(v any) any {
	switch v := v.(type) {
	case float64:
		if n := int64(v); float64(n) == v && n < maxSafe && n > -maxSafe {
			return n
		}
	case int:
		return int64(v)
	case []any:
		for i := range v {
			v[i] = number(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = number(v[k])
		}
	}
	return v
}
