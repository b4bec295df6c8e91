package amd

import (
	"errors"
	"fmt"
	"strings"

	"strata/internal/diag"
)

// here returns a diagnostic at a byte offset of the file that is read.
func (r *configReader) here(severity diag.Severity, offset int, format string, args ...any) diag.Diagnostic {
	d := diag.Diagnostic{Severity: severity, File: r.file(), Text: fmt.Sprintf(format, args...)}
	d.Line, d.Column = r.position(offset)
	d.Excerpt = diag.Excerpt(r.text[r.mark.start:], 1)
	return d
}

func (r *configReader) syntax(err error) diag.Diagnostic {
	offset := 0
	if serr, ok := errors.AsType[*syntaxError](err); ok {
		offset, err = serr.Offset, errors.New(serr.Text)
	}
	d := r.here(diag.Error, offset, "the configuration cannot be read: %s", err)
	d.Hint = "correct the syntax at this place"
	return d
}

func noConfig(file string) diag.Diagnostic {
	return diag.Diagnostic{File: file, Text: fmt.Sprintf("%s holds no configuration that is known", file),
		Hint: "name a file with require.config({...}), var require = {...}, dojoConfig = {...}, ({...}) for r.js, or profile = {...} for the Dojo builder"}
}

func configCircle(files []string) diag.Diagnostic {
	return diag.Diagnostic{File: files[len(files)-2], Text: "mainConfigFile leads in a circle: " + strings.Join(files, " -> "),
		Hint: "take mainConfigFile out of one of them"}
}

func (r *configReader) notLiteral(key string, v value) diag.Diagnostic {
	why := v.why
	if why == "" {
		why = "an expression"
	}
	d := r.here(diag.Warning, v.start, "%s is not a literal: it is %s", key, why)
	d.Notes = []string{"a configuration is read and never run; the rest of it is used"}
	d.Hint = "write the value itself, or set it in strata.yaml"
	return d
}

func (r *configReader) wrongKind(key string, v value, want string) diag.Diagnostic {
	d := r.here(diag.Warning, v.start, "%s is not used: it must be %s", key, want)
	d.Hint = "correct it, or set it in strata.yaml"
	return d
}

func (r *configReader) badName(offset int, what, name string) diag.Diagnostic {
	d := r.here(diag.Warning, offset, "the %s %q is not used: its name is no module id", what, name)
	d.Hint = "declare it in strata.yaml under another name"
	return d
}

func (r *configReader) unusedKey(p property, reason string, known bool) diag.Diagnostic {
	d := r.here(diag.Notice, p.at, "%s is not read", p.key)
	if !known {
		d.Text = fmt.Sprintf("%q is no key that is known", p.key)
	}
	if reason != "" {
		d.Notes = []string{reason}
	}
	return d
}
