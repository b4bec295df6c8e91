package site

import (
	"path"
	"reflect"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"strata/internal/diag"
)

// PageRules are what front matter has to satisfy. The zero value asks for nothing.
type PageRules struct {
	Rules []PageRule // in order
	End   func()     // called when all pages are checked; may be nil
}

// A PageRule is about one key of some pages.
type PageRule struct {
	Glob  string                          // of files, relative to the content
	Key   string                          // "title", or "params.isbn"
	Wrong func(value any) (string, error) // what is wrong with a value, or ""
}

// ruledKeys are the keys of front matter that rules may be about, beside those of
// params.
var ruledKeys = []string{"title", "description", "date", "weight", "slug", "layout", "aliases"}

// frontMatter checks the front matter of the pages that somebody wrote.
func (r *rendering) frontMatter(ds *diag.List) {
	rules := r.model.PageRules
	failed := map[int]bool{} // rules that could not be run, which is said once
	for _, p := range r.tree.pages {
		if p.Source == "" {
			continue
		}
		for i, rule := range rules.Rules {
			if ok, _ := doublestar.Match(rule.Glob, r.tree.inside(p.Source)); !ok || failed[i] {
				continue
			}
			said, err := rule.Wrong(p.value(rule.Key))
			if err != nil {
				said, failed[i] = "cannot be checked: "+err.Error(), true
			}
			if said != "" {
				p.fail(p.nearest(rule.Key), errFrontMatter(rule.Key, said), ds)
			}
		}
	}
	if rules.End != nil {
		rules.End()
	}
}

// value returns what the front matter says under a key.
func (p *Page) value(key string) any {
	if rest, ok := strings.CutPrefix(key, "params."); ok {
		return lookup(reflect.ValueOf(p.Params), rest)
	}
	v := reflect.ValueOf(p.FrontMatter)
	field := v.Field(fieldsOf(v.Type())[key])
	if field.IsZero() {
		return nil
	}
	if field.Kind() == reflect.Slice { // as plain data
		var list []any
		for i := range field.Len() {
			list = append(list, field.Index(i).Interface())
		}
		return list
	}
	return field.Interface()
}

// nearest returns the key, or what is set of the way to it.
func (p *Page) nearest(key string) string {
	for key != "" && p.places[key] == (place{}) {
		key = key[:max(strings.LastIndexByte(key, '.'), 0)]
	}
	return key
}

// frontMatter checks what the configuration asks of front matter.
func (l *loader) frontMatter() {
	for _, glob := range sortedKeys(l.cfg.FrontMatter) {
		if !doublestar.ValidatePattern(glob) || glob == "" || path.IsAbs(glob) {
			l.fail("frontMatter."+glob, errGlob("frontMatter", glob))
			delete(l.cfg.FrontMatter, glob)
			continue
		}
		for _, key := range sortedKeys(l.cfg.FrontMatter[glob]) {
			if name, ok := strings.CutPrefix(key, "params."); !ok && !slices.Contains(ruledKeys, key) || ok && name == "" {
				l.fail("frontMatter."+glob+"."+key, errFrontMatterKey(key))
				delete(l.cfg.FrontMatter[glob], key)
			}
		}
	}
}
