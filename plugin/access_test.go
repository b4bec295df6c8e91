package plugin

import (
	"encoding/json"
	"math/rand"
	"os"
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
		if got := HasAccess(c.Granted, c.Required, false); got != c.Any {
			t.Errorf("%s: any: got %v", c.Name, got)
		}
		if got := HasAccess(c.Granted, c.Required, true); got != c.All {
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
		if got, want := newRights(granted).any(required), HasAccess(granted, required, false); got != want {
			t.Fatalf("%v of %v: got %v, want %v", required, granted, got, want)
		}
	}
}
