package site

import (
	"fmt"
	"slices"
	"strings"

	"strata/internal/diag"
)

func errTableShape(why string) diag.Diagnostic {
	return diag.Diagnostic{Text: "this is not a table: " + why, Hint: "give it a list of rows, each a map, or {columns: [{key, label, type}], rows: [...]}"}
}

func errTableMissing(name string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("there is no table %q", name), Hint: "name a CSV, YAML or JSON file beside the page, or a value under params in its front matter"}
}

func errTableColumn(key string, known []string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("the table has no column %q", key), Hint: didYouMean(key, known, "its columns are "+strings.Join(known, ", "))}
}

func errDataOutside(name string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("the file %q does not lie in the content", name), Hint: "name a CSV, YAML or JSON file relative to the page"}
}

func errDataMissing(name string, err error) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("cannot read %q: %s", name, diag.Reason(err)), Hint: "name a CSV, YAML or JSON file relative to the page"}
}

func errCSV(err error) diag.Diagnostic {
	return diag.Diagnostic{Text: "this is not CSV: " + err.Error(), Hint: "separate values with commas, as many in each line, and write a quote in quotes twice"}
}

func errColumnType(name string, known []string) diag.Diagnostic {
	d := diag.Diagnostic{Text: fmt.Sprintf("list column type %q could not be found", name), Hint: didYouMean(name, known, "use one of "+strings.Join(known, ", "))}
	if why, ok := otherColumnTypes[name]; ok && !slices.Contains(known, name) {
		d.Notes = []string{"Winter has one of this name, but " + why}
		d.Hint = "use another one, such as " + map[bool]string{true: "date", false: "text"}[strings.HasPrefix(name, "time")]
	}
	return d
}

func errColumnFormat(format string) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("%q is not the format of a column", format), Hint: `write text around one of %s, %d and %f, such as "%.2f km"; a literal % is written %%`}
}

func errColumnValue(kind string, value any) diag.Diagnostic {
	want := map[string]string{"number": "a number", "date": "a date, such as 2026-11-20 or 2026-11-20 15:04", "image": "an address of a picture", "colorpicker": "a colour, such as #ff8800"}[kind]
	return diag.Diagnostic{Text: fmt.Sprintf("%q cannot be shown in a column of the type %s", short(plainText(value)), kind), Hint: "give it " + want + ", or use the type text"}
}

func errColumnModule(name string, value any) diag.Diagnostic {
	return diag.Diagnostic{Text: fmt.Sprintf("a value of the kind %T cannot be handed to the module of the column type %q", value, name), Hint: "give it a text, a number, or lists and maps of these"}
}

func errColumnSetting(key, value string) diag.Diagnostic {
	if value == "" {
		return diag.Diagnostic{Text: fmt.Sprintf("the column needs %q", key), Hint: "name the partial, as in {type: partial, path: price}"}
	}
	return diag.Diagnostic{Text: fmt.Sprintf("%s %q is not a number from 1 on", key, value), Hint: "write how many characters are shown; 40 is the default"}
}

// short cuts a text for a message.
func short(s string) string {
	if runes := []rune(s); len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return s
}
