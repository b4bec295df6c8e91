package version

import (
	"fmt"
	"regexp"
	"strings"
)

// The expressions are Composer's. A case-insensitive "s" would also match
// U+017F in Go, so it is spelled out.
const (
	modifier    = `[._-]?(?:([Ss](?i:table)|(?i:beta|b|RC|alpha|a|patch|pl|p))((?:[.-]?\d+)*)?)?((?i:[.-]?dev))?`
	stabilities = `[Ss](?i:table)|(?i:RC|beta|alpha|dev)`
	space       = `[\s\v]`
	nonSpace    = `[^,\s\v]`
	phpBlanks   = " \t\n\r\x00\x0b"
)

var (
	aliased   = regexp.MustCompile(`^(` + nonSpace + `+) +as +(` + nonSpace + `+)$`)
	flagged   = regexp.MustCompile(`@(?:` + stabilities + `)$`)
	asAtEnd   = regexp.MustCompile(` +as +$`)
	asAtStart = regexp.MustCompile(`^(?:@(?:` + stabilities + `))? +as +`)
	built     = regexp.MustCompile(`^([^,\s\v+]+)\+[^\s\v]+$`)
	classical = regexp.MustCompile(`^[vV]?(\d{1,5})(\.\d+)?(\.\d+)?(\.\d+)?` + modifier + `$`)
	dated     = regexp.MustCompile(`^[vV]?(\d{4}(?:[.:-]?\d{2}){1,6}(?:[.:-]?\d{1,3})?)` + modifier + `$`)
	nonDigit  = regexp.MustCompile(`\D`)
	devSuffix = regexp.MustCompile(`(.*?)[.-]?(?i:dev)$`)
	branch    = regexp.MustCompile(`^[vV]?(\d+)(\.(?:\d+|[xX*]))?(\.(?:\d+|[xX*]))?(\.(?:\d+|[xX*]))?$`)
	stability = regexp.MustCompile(modifier + `(?:\+.*)?$`)
)

// Normalize returns version in the form in which versions are compared: four
// numbers, then the stability in full, as "1.0.0.0-beta2"; or "dev-" and the
// name of a branch. The error reads `Invalid version string "junk"`.
func Normalize(version string) (string, error) {
	full := strings.Trim(version, phpBlanks)
	v := full
	if m := aliased.FindStringSubmatch(v); m != nil {
		v = m[1]
	}
	v = v[:len(v)-len(flagged.FindString(v))]
	switch {
	case v == "master" || v == "trunk" || v == "default":
		return "dev-" + v, nil
	case len(v) >= 4 && strings.EqualFold(v[:4], "dev-"):
		return "dev-" + v[4:], nil
	}
	if m := built.FindStringSubmatch(v); m != nil {
		v = m[1]
	}
	if m := classical.FindStringSubmatch(v); m != nil {
		return withModifiers(padded(m[1:5]), m[5:]), nil
	}
	if m := dated.FindStringSubmatch(v); m != nil {
		return withModifiers(nonDigit.ReplaceAllString(m[1], "."), m[2:]), nil
	}
	if m := devSuffix.FindStringSubmatch(v); m != nil {
		// A name that is not a number should have been written "dev-name".
		if b := normalizeBranch(m[1]); !strings.Contains(b, "dev-") {
			return b, nil
		}
	}
	//lint:ignore ST1005 the words are Composer's
	return "", fmt.Errorf("Invalid version string %s%s", quote(full), aliasAdvice(v, full))
}

// quote puts s between quotation marks as Composer does, without escapes.
func quote(s string) string { return `"` + s + `"` }

// padded joins one number and up to three of the form ".n", filling up with ".0".
func padded(parts []string) string {
	var b strings.Builder
	for _, part := range parts {
		if part == "" {
			part = ".0"
		}
		b.WriteString(part)
	}
	return b.String()
}

// withModifiers appends the three groups of modifier in their long form.
func withModifiers(version string, m []string) string {
	if m[0] == "stable" {
		return version
	}
	if m[0] != "" {
		version += "-" + expanded(m[0]) + strings.TrimLeft(m[1], ".-")
	}
	if m[2] != "" {
		version += "-dev"
	}
	return version
}

func expanded(stability string) string {
	switch s := strings.ToLower(stability); s {
	case "a":
		return "alpha"
	case "b":
		return "beta"
	case "p", "pl":
		return "patch"
	case "rc":
		return "RC"
	default:
		return s
	}
}

// normalizeBranch gives a branch of numbers the highest version it may hold.
func normalizeBranch(name string) string {
	name = strings.Trim(name, phpBlanks)
	m := branch.FindStringSubmatch(name)
	if m == nil {
		return "dev-" + name
	}
	var b strings.Builder
	for _, part := range m[1:] {
		if part == "" {
			part = ".x"
		}
		b.WriteString(strings.NewReplacer("*", "9999999", "X", "9999999", "x", "9999999").Replace(part))
	}
	return b.String() + "-dev"
}

// aliasAdvice tells which side of "x as y" is the version at fault.
func aliasAdvice(version, full string) string {
	unflagged := full[:len(full)-len(flagged.FindString(full))]
	for _, s := range []string{full, unflagged} {
		if before, ok := strings.CutSuffix(s, version); ok && asAtEnd.MatchString(before) {
			return " in " + quote(full) + ", the alias must be an exact version"
		}
	}
	if after, ok := strings.CutPrefix(full, version); ok && asAtStart.MatchString(after) {
		return " in " + quote(full) + ", the alias source must be an exact version, if it is a branch name you should prefix it with dev-"
	}
	return ""
}

// isStable reports whether a normalized version has no stability below stable.
func isStable(version string) bool {
	if i := strings.IndexByte(version, '#'); i >= 0 && i+1 < len(version) {
		version = version[:i]
	}
	if strings.HasPrefix(version, "dev-") || strings.HasSuffix(version, "-dev") {
		return false
	}
	m := stability.FindStringSubmatch(strings.ToLower(version))
	if m == nil || m[3] != "" {
		return m == nil
	}
	switch m[1] {
	case "beta", "b", "alpha", "a", "rc":
		return false
	}
	return true
}
