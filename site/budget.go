package site

import (
	"reflect"
	"sync/atomic"
	"time"
)

// The bounds of what templates take on all pages together, for each page beside what
// one alone may take: a layout that is slow on one page is used by a thousand.
const (
	stepsPerPage  = 20_000
	outputPerPage = 256 << 10
)

// maxPageTime is how long the text of a page, or its layout, may be made: some functions
// take longer than others, and are one step all the same.
const maxPageTime = 10 * time.Second

// A budget is what templates may take on all pages, and have taken.
type budget struct {
	pages          int
	steps, written atomic.Int64
}

// over returns the limit that is met, "" while there is none.
func (b *budget) over(steps, written int) string {
	pages := int64(b.pages)
	switch {
	case b.steps.Load()+int64(steps) > maxSteps+stepsPerPage*pages:
		return "2,000,000 steps, and 20,000 for each page, on all pages together"
	case b.written.Load()+int64(written) > maxOutput+outputPerPage*pages:
		return "64 MiB of output, and 256 KiB for each page, on all pages together"
	}
	return ""
}

// look stops a page that takes too much time, or more than is left for all of them.
func (e *engine) look() error {
	switch over := e.theme.budget.over(e.steps, e.written); {
	case e.ctx.Err() != nil:
		return &fault{errStopped(e.ctx.Err())}
	case time.Since(e.began) > maxPageTime:
		return e.stop("10 seconds")
	case over != "":
		return e.stop(over)
	}
	return nil
}

// charge counts a step for each item of a list that a function goes through.
func (e *engine) charge(items any) error {
	v, err := listOf(items)
	if err != nil {
		return err
	}
	e.steps += v.Len()
	_, err = e.tick()
	return err
}

func (e *engine) where(items any, key string, value any) (any, error) {
	if err := e.charge(items); err != nil {
		return nil, err
	}
	return where(items, key, value)
}

func (e *engine) sortBy(items any, options ...string) (any, error) {
	if err := e.charge(items); err != nil {
		return nil, err
	}
	return sortBy(items, options...)
}

// maxValues is how many values jsonify writes. A list that holds another one twice, which
// holds another one twice, is small, and its text has no end.
const maxValues = 1_000_000

// countable reports whether a value is made of no more than that many others.
func countable(v reflect.Value, left *int) bool {
	if *left--; *left < 0 {
		return false
	}
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		return v.IsNil() || countable(v.Elem(), left)
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return true
		}
		for i := range v.Len() {
			if !countable(v.Index(i), left) {
				return false
			}
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			if !countable(it.Value(), left) {
				return false
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() && !countable(v.Field(i), left) {
				return false
			}
		}
	}
	return true
}
