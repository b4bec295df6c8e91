package plugin

import (
	"slices"
	"strings"

	"strata/internal/version"
)

// selfVersion is the constraint that asks for the replacer's own version.
const selfVersion = "self.version"

// A claim is a replacement that its constraint allows.
type claim struct {
	Replacement
	by   int  // the replacer
	void bool // it does not hold after all
}

// replace decides which replacements hold. A replacer that is disabled, because
// of the configuration or of what it requires, replaces nothing. What it requires
// depends on what is replaced; so all claims are believed at first, and those of
// replacers that turn out to be disabled are given up until none does.
func (r *resolver) replace() {
	for i, p := range r.plugins {
		if len(r.flags[i]) == 0 {
			r.claim(i, p)
		}
	}
	if len(r.claims) == 0 {
		return
	}
	for {
		r.believe()
		unmet := r.unmet()
		again := false
		for n := range r.claims {
			c := &r.claims[n]
			if !c.void && unmet[c.by] {
				c.void, again = true, true
			}
		}
		if !again {
			break
		}
	}
	r.rivals()
	for k, by := range r.takes {
		if i, ok := r.byKey[k]; ok {
			r.flag(i, disabledReplaced, "replaced by "+r.plugins[by].ID)
		}
	}
}

// claim takes note of a plugin's replacements, unless one of them fails: a plugin
// made for other versions must not run beside them.
func (r *resolver) claim(i int, p Plugin) {
	var allowed []claim
	failed := false
	for _, rep := range p.Replaces {
		if key(rep.ID) == key(p.ID) {
			r.ds.Add(errReplacesItself(p, rep))
			continue
		}
		matches, known := r.judge(p, rep)
		if known && !matches {
			failed = true
		} else if known {
			allowed = append(allowed, claim{Replacement: rep, by: i})
		}
	}
	if failed {
		r.flag(i, disabledFailed, "does not replace the version that is installed")
		return
	}
	r.claims = append(r.claims, allowed...)
}

// judge reports whether a replacement's constraint allows the plugin that is
// installed, if one is. It is unknown when one of the two makes no sense.
func (r *resolver) judge(p Plugin, rep Replacement) (matches, known bool) {
	exact := rep.Constraint == selfVersion
	if !exact && strings.Contains(rep.Constraint, selfVersion) {
		r.ds.Add(errSelfVersion(p, rep))
		return false, false
	}
	text := rep.Constraint
	if exact {
		text = versionOf(p)
	}
	constraint, err := version.Parse(text)
	if err != nil {
		r.ds.Add(errConstraint(p, rep, err))
		return false, false
	}
	i, installed := r.byKey[key(rep.ID)]
	if !installed {
		return true, true
	}
	target := r.plugins[i]
	if target.Broken && target.Version == "" {
		return false, false // its version is not known
	}
	if rep.ID != target.ID {
		r.ds.Add(noticeReplaceCase(p, rep, target))
	}
	if matches, err = constraint.Matches(versionOf(target)); err != nil {
		r.ds.Add(errTargetVersion(p, rep, target, err))
		return false, false
	}
	if !matches {
		r.ds.Add(warnMismatch(p, rep, target))
	}
	return matches, true
}

// versionOf is the version that constraints judge; a plugin that declares none
// has the version "0", as in Winter.
func versionOf(p Plugin) string {
	if p.Version == "" {
		return "0"
	}
	return p.Version
}

// believe sets takes to what the claims say that are not void. Of two claims to
// one plugin the first counts. Claims that go in circles are errors, and void.
func (r *resolver) believe() {
	r.takes = map[string]int{}
	for _, c := range r.claims {
		if _, taken := r.takes[key(c.ID)]; !taken && !c.void {
			r.takes[key(c.ID)] = c.by
		}
	}
	done, circular := map[string]bool{}, map[string]bool{}
	for _, c := range r.claims {
		if circle := r.circle(key(c.ID), done); len(circle) > 0 {
			r.reportCircle(circle)
			for _, k := range circle {
				circular[k] = true
			}
		}
	}
	for n, c := range r.claims {
		if circular[key(c.ID)] {
			r.claims[n].void = true
			delete(r.takes, key(c.ID))
		}
	}
}

// circle follows replacements from a key, past none that is done, and returns the
// keys of the circle that it ends in, if it does. All keys it passes are done.
func (r *resolver) circle(k string, done map[string]bool) []string {
	var path []string
	for !done[k] {
		by, taken := r.takes[k]
		if !taken {
			return nil
		}
		done[k] = true
		path = append(path, k)
		k = key(r.plugins[by].ID)
	}
	if start := slices.Index(path, k); start >= 0 {
		return path[start:]
	}
	return nil
}

// reportCircle reports plugins that replace each other, beginning with the first
// of them by id. The circle lists each before its replacer.
func (r *resolver) reportCircle(circle []string) {
	first := slices.Index(circle, slices.Min(circle))
	var path []string
	for n := range circle {
		k := circle[(first-n+len(circle))%len(circle)]
		path = append(path, r.plugins[r.byKey[k]].ID)
	}
	p := r.plugins[r.byKey[circle[first]]]
	n := slices.IndexFunc(p.Replaces, func(rep Replacement) bool { return strings.EqualFold(rep.ID, path[1]) })
	r.ds.Add(errReplaceCycle(p, p.Replaces[n], append(path, path[0])))
}

// rivals reports plugins that claim what another has taken, and disables them.
func (r *resolver) rivals() {
	for _, c := range r.claims {
		if by := r.takes[key(c.ID)]; !c.void && by != c.by {
			r.ds.Add(errTwoReplacers(r.plugins[c.by], c.Replacement, r.plugins[by]))
			r.flag(c.by, disabledFailed, "another plugin replaces "+c.ID)
		}
	}
	for k, by := range r.takes {
		if len(r.flags[by]) > 0 {
			delete(r.takes, k)
		}
	}
}
