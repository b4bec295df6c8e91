package version

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "ask composer/semver again: wants Debian's php-cli and php-composer-semver")

// TestComposer compares with composer/semver every string that its own tests and
// ours mention: as a version, as a constraint, and each constraint with each
// version. testdata/composer.php has asked composer/semver.
func TestComposer(t *testing.T) {
	if *update {
		table, err := exec.Command("php", "testdata/composer.php").Output()
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("testdata/composer.txt", table, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	texts, table := readLines(t, "testdata/strings.txt"), readLines(t, "testdata/composer.txt")
	if len(table) != 2*len(texts) {
		t.Fatalf("%d strings and %d results; run go test ./internal/version -run Composer -update", len(texts), len(table))
	}
	var versions []string
	for i, s := range texts {
		got, err := Normalize(s)
		if err != nil {
			got = "!" + err.Error()
		}
		if got != table[i] {
			t.Errorf("version %q: %q, and composer/semver says %q", s, got, table[i])
		}
		if !strings.HasPrefix(table[i], "!") {
			versions = append(versions, got)
		}
	}
	pairs, constraints := 0, 0
	for i, s := range texts {
		n := compareConstraint(t, s, table[len(texts)+i], versions)
		pairs += n
		if n > 0 {
			constraints++
		}
	}
	t.Logf("%d strings; %d constraints with %d versions: %d pairs", len(texts), constraints, len(versions), pairs)
}

// compareConstraint compares one constraint and returns with how many versions.
func compareConstraint(t *testing.T, s, want string, versions []string) int { // normalized
	c, err := Parse(s)
	if message, failed := strings.CutPrefix(want, "!"); failed || err != nil {
		if err == nil || err.Error() != message {
			t.Errorf("constraint %q: %v, and composer/semver says %q", s, err, want)
		}
		return 0
	}
	bits, err := base64.StdEncoding.DecodeString(want)
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range versions {
		got := c.matches(v)
		if wanted := bits[i/8]>>(i%8)&1 == 1; got != wanted {
			t.Errorf("%q allows %q: %v, and composer/semver says %v", s, v, got, wanted)
		}
	}
	return len(versions)
}

// readLines reads a JSON text from each line.
func readLines(t *testing.T, file string) []string {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for line := range bytes.Lines(data) {
		var s string
		if err := json.Unmarshal(line, &s); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		out = append(out, s)
	}
	return out
}
