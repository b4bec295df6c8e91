package amd

import (
	"bytes"
	"encoding/json"
)

// appendJSON appends v as JSON that is also safe inside a script: "<", ">", "&",
// U+2028 and U+2029 are escaped. v is of our own types, which always encode.
func appendJSON(b []byte, v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return append(b, text...)
}

func quoteJS(s string) string { return string(appendJSON(nil, s)) }

// singleQuoted returns s as a JavaScript string in single quotes, the form of
// FreeIPA's plugin index.
func singleQuoted(s string) string {
	inner := appendJSON(nil, s)
	inner = bytes.ReplaceAll(inner[1:len(inner)-1], []byte(`\"`), []byte(`"`))
	return "'" + string(bytes.ReplaceAll(inner, []byte("'"), []byte(`\'`))) + "'"
}
