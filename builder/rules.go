package builder

import (
	"fmt"
	"maps"
	"slices"

	"strata/internal/diag"
	"strata/internal/sandbox"
	"strata/plugin"
	"strata/site"
)

// rules makes the check of the front matter that the configuration asks for, and
// gives components the rules of plugins.
func (b *build) rules(cfg site.Config, m *markup, parts *components, ds *diag.List) site.PageRules {
	parts.run = m.rule
	run, end := m.session()
	out := site.PageRules{End: end}
	for _, glob := range slices.Sorted(maps.Keys(cfg.FrontMatter)) {
		for _, key := range slices.Sorted(maps.Keys(cfg.FrontMatter[glob])) {
			texts := cfg.FrontMatter[glob][key]
			for i, text := range texts {
				_, wrong := m.offer.NewCheck(text)
				for _, d := range wrong {
					ds.Add(b.inConfig(cfg, fmt.Sprintf("frontMatter.%s.%s[%d]", glob, key, i), d))
				}
			}
			check, _ := m.offer.NewCheck(texts...)
			out.Rules = append(out.Rules, site.PageRule{Glob: glob, Key: key, Wrong: wrongBy(check, run)})
		}
	}
	return out
}

// wrongBy says what is wrong with a value by the rules of a check.
func wrongBy(check plugin.Check, run plugin.Runner) func(v any) (string, error) {
	return func(v any) (string, error) {
		plain, err := sandbox.Plain(v)
		if err != nil {
			return "", fmt.Errorf("it %w", err)
		}
		return check.Wrong(plain, run)
	}
}

// session returns what runs the functions of rules, one after the other.
func (m *markup) session() (run plugin.Runner, end func()) {
	s := m.begin()
	return func(r plugin.Rule, args ...any) (any, error) { return s.Call(callName(r.Call), args) }, s.End
}

// rule runs the function of a rule by itself: pages are rendered several at a time.
// One that met the limit of time is not run again, as each time would take as long.
func (m *markup) rule(r plugin.Rule, args ...any) (any, error) {
	if err, ok := m.endless.Load(r.Code); ok {
		return nil, err.(error)
	}
	run, end := m.session()
	defer end()
	out, err := run(r, args...)
	if f, ok := err.(*site.Failure); ok && f.Endless {
		m.endless.Store(r.Code, err)
	}
	return out, err
}

// values lets the rules of plugins check the values of properties.
func (c *components) values(of func(map[string]any, plugin.Runner) (map[string]any, []diag.Diagnostic)) func(map[string]any) (map[string]any, []diag.Diagnostic) {
	return func(given map[string]any) (map[string]any, []diag.Diagnostic) { return of(given, c.run) }
}
