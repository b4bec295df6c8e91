package site

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"testing"

	"github.com/invopop/jsonschema"
)

var update = flag.Bool("update", false, "rewrite docs/strata.schema.json")

const schemaFile = "../docs/strata.schema.json"

// shortSchema describes the types that can be written in two ways.
func shortSchema(t reflect.Type) *jsonschema.Schema {
	text := &jsonschema.Schema{Type: "string"}
	list := &jsonschema.Schema{Type: "array", Items: text}
	switch t {
	case reflect.TypeFor[Resource]():
		return &jsonschema.Schema{OneOf: []*jsonschema.Schema{text, {Const: false}}}
	case reflect.TypeFor[List]():
		return &jsonschema.Schema{OneOf: []*jsonschema.Schema{text, list}}
	case reflect.TypeFor[SharedLayers]():
		layers := jsonschema.Reflector{FieldNameTag: "yaml", ExpandedStruct: true, DoNotReference: true, RequiredFromJSONSchemaTags: true, Anonymous: true, Mapper: shortSchema}
		if err := layers.AddGoComments("strata/site", "."); err != nil {
			panic(err)
		}
		one := layers.Reflect(&SharedLayer{})
		one.Version = ""
		return &jsonschema.Schema{OneOf: []*jsonschema.Schema{{Type: "boolean"}, {Type: "array", Items: one}}}
	case reflect.TypeFor[Shim]():
		long := jsonschema.Schema{Type: "object", Properties: jsonschema.NewProperties(), AdditionalProperties: jsonschema.FalseSchema}
		long.Properties.Set("deps", list)
		long.Properties.Set("exports", text)
		long.Properties.Set("init", text)
		return &jsonschema.Schema{OneOf: []*jsonschema.Schema{list, &long}}
	}
	return nil
}

// TestSchema compares the published schema with the one that the types make.
func TestSchema(t *testing.T) {
	r := jsonschema.Reflector{FieldNameTag: "yaml", ExpandedStruct: true, DoNotReference: true, RequiredFromJSONSchemaTags: true, Anonymous: true}
	r.Mapper = shortSchema
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
