package plugin

import (
	"encoding/json"
	"math/rand"
	"os"
	"strings"
	"testing"
)

// TestHasAccess reads the table that the browser's side is tested with too.
func TestHasAccess(t *testing.T) {
	src, err := os.ReadFile("testdata/permissions.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Name     string
		Granted  map[string]int
		Required []string
		Any, All bool
	}
	if err := json.Unmarshal(src, &cases); err != nil || len(cases) < 30 {
		t.Fatalf("%d cases: %v", len(cases), err)
	}
	for _, c := range cases {
		if got := hasAccess(c.Granted, c.Required, false); got != c.Any {
			t.Errorf("%s: any: got %v", c.Name, got)
		}
		if got := hasAccess(c.Granted, c.Required, true); got != c.All {
			t.Errorf("%s: all: got %v", c.Name, got)
		}
		if got := newRights(c.Granted).any(c.Required); got != c.Any {
			t.Errorf("%s: rights: got %v", c.Name, got)
		}
	}
}

// TestRights compares the two ways to answer, on codes that are like each other.
func TestRights(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	code := func() string {
		b := make([]byte, random.Intn(5))
		for i := range b {
			b[i] = "ab.*"[random.Intn(4)]
		}
		return string(b)
	}
	for range 20_000 {
		granted := map[string]int{}
		for range random.Intn(4) {
			granted[code()] = random.Intn(2)
		}
		required := []string{code()}
		if got, want := newRights(granted).any(required), hasAccess(granted, required, false); got != want {
			t.Fatalf("%v of %v: got %v, want %v", required, granted, got, want)
		}
	}
}

// hasAccess is Winter's rule as Winter computes it, code by code: whether what is
// granted satisfies all of what is required, or any of it. Nothing required is granted
// to those who need all of it, and refused to those who need any.
func hasAccess(granted map[string]int, required []string, all bool) bool {
	for _, code := range required {
		if satisfies(granted, code) != all {
			return !all
		}
	}
	return all
}

func satisfies(granted map[string]int, required string) bool {
	wild := len(required) > 1 && (required[0] == '*' || strings.HasSuffix(required, "*"))
	if !wild && granted[required] == 1 && !endsWild(required) {
		return true
	}
	for code, value := range granted {
		if value == 1 && (wild && covers(required, code) || !wild && endsWild(code) && covers(code, required)) {
			return true
		}
	}
	return false
}

// covers reports whether a pattern with a * at its end or its beginning matches a
// code, of which the * has to stand for something.
func covers(pattern, code string) bool {
	if fixed, ok := strings.CutSuffix(pattern, "*"); ok {
		return code != fixed && strings.HasPrefix(code, fixed)
	}
	fixed := strings.TrimPrefix(pattern, "*")
	return code != fixed && strings.HasSuffix(code, fixed)
}
