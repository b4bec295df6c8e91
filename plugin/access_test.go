package plugin

import (
	"encoding/json"
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
	}
}
