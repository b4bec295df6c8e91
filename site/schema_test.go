package site

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"

	"github.com/invopop/jsonschema"
)

var update = flag.Bool("update", false, "rewrite docs/strata.schema.json")

const schemaFile = "../docs/strata.schema.json"

// TestSchema compares the published schema with the one that the types make.
func TestSchema(t *testing.T) {
	r := jsonschema.Reflector{FieldNameTag: "yaml", ExpandedStruct: true, DoNotReference: true, RequiredFromJSONSchemaTags: true, Anonymous: true}
	if err := r.AddGoComments("strata/site", "."); err != nil {
		t.Fatal(err)
	}
	s := r.Reflect(&Config{})
	s.Title = "strata.yaml"
	got, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	if *update {
		if err := os.WriteFile(schemaFile, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(schemaFile)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s is not what the types make (%v); run go test ./site -run Schema -update", schemaFile, err)
	}
}
