package plugin

import (
	"bytes"
	"os"
	"testing"
)

const schemaFile = "../docs/plugin.schema.json"

// TestSchema compares the published schema with the shapes that are checked.
func TestSchema(t *testing.T) {
	if *update {
		if err := os.WriteFile(schemaFile, Schema(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(schemaFile)
	if err != nil || !bytes.Equal(Schema(), want) {
		t.Errorf("%s is not what the shapes make (%v); run go test ./plugin -run Schema -update", schemaFile, err)
	}
}
