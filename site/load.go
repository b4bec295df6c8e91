package site

import (
	"errors"
	"io/fs"
	"maps"
	"reflect"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"strata/internal/diag"
	"strata/internal/source"
)

// DefaultFile is the configuration file that is read when none is named.
const DefaultFile = "strata.yaml"

// LoadOptions say where a configuration comes from. The zero value reads
// strata.yaml, if there is one, and nothing else.
type LoadOptions struct {
	// File is the configuration file, relative to the site. A named file must
	// exist; without one, DefaultFile may be absent.
	File string
	// Env is the environment as os.Environ returns it. STRATA_BASE_URL, or
	// STRATA_BASEURL, sets baseURL, and so on for every top-level key; a value that is not a text is
	// written as YAML: STRATA_DISABLE="[Acme.Old]". An empty one sets nothing.
	Env []string
	// Set holds what flags say, by top-level key, written as in Env. It wins
	// over the environment, as the environment wins over the file.
	Set map[string]string
}

// Load returns the configuration of the site in src. What is wrong with it goes
// to ds, and the value in question keeps its default.
func Load(src fs.FS, opts LoadOptions, ds *diag.List) Config {
	l := loader{cfg: Defaults(), places: map[string]place{}}
	l.report.file = opts.File
	if opts.File == "" {
		l.report.file = DefaultFile
	}
	if l.read(src, opts.File != "") {
		d := decoder{report: &l.report, places: l.places, wants: shortForms()}
		d.decodeYAML(l.report.src, &l.cfg)
	}
	l.environment(opts.Env)
	for _, key := range slices.Sorted(maps.Keys(opts.Set)) {
		l.override(key, opts.Set[key], "set on the command line")
	}
	l.validate(src)
	l.cfg.places = l.places
	l.report.flush(ds)
	return l.cfg
}

type loader struct {
	cfg    Config
	report report
	places map[string]place // of each value, by its path of keys
}

func (l *loader) read(src fs.FS, named bool) bool {
	data, err := source.Read(src, l.report.file, maxYAMLBytes)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if named {
			l.report.add(errConfigMissing(), 0, 0)
		}
		return false
	case err != nil:
		l.report.add(errUnreadable(l.report.file, err), 0, 0)
		return false
	}
	l.report.src = data
	if i := diag.InvalidUTF8(data); i >= 0 {
		l.report.at(i, errInvalidUTF8())
		return false
	}
	return true
}

// otherVariables are those that mean something, though they set no key: the
// output folder, and the tools that Strata's own tests must have.
var otherVariables = []string{"STRATA_DESTINATION", "STRATA_REQUIRE"}

// plainName is the name of a variable without underscores, which are easy to
// misplace in STRATA_BASEURL.
func plainName(name string) string { return strings.ReplaceAll(name, "_", "") }

// environment applies the STRATA_* variables of env.
func (l *loader) environment(env []string) {
	keys := map[string]string{}
	known := slices.Clone(otherVariables)
	for key := range fieldsOf(reflect.TypeFor[Config]()) {
		keys[plainName(variable(key))] = key
		known = append(known, variable(key))
	}
	values := map[string]string{}
	for _, pair := range env {
		if name, value, ok := strings.Cut(pair, "="); ok && value != "" && strings.HasPrefix(name, "STRATA_") {
			values[name] = value
		}
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		key, sets := keys[plainName(name)]
		switch {
		case sets && !utf8.ValidString(values[name]):
			l.report.outside(errVariableUTF8(name))
		case sets:
			l.override(key, values[name], "set by the environment variable "+name)
		case !slices.Contains(otherVariables, name):
			l.report.outside(errUnknownVariable(name, known))
		}
	}
}

// variable returns the environment variable of a key: STRATA_BASE_URL for baseURL.
func variable(key string) string {
	out := []rune("STRATA_")
	lower := false
	for _, r := range key {
		if unicode.IsUpper(r) && lower {
			out = append(out, '_')
		}
		lower = unicode.IsLower(r)
		out = append(out, unicode.ToUpper(r))
	}
	return string(out)
}

// override sets the top-level key to value, which is said to come from origin.
func (l *loader) override(key, value, origin string) {
	d := decoder{report: &l.report, places: l.places, note: origin, wants: shortForms()}
	fields := fieldsOf(reflect.TypeFor[Config]())
	i, known := fields[key]
	if !known {
		d.add(errUnknownKey(key, slices.Sorted(maps.Keys(fields))), 0, 0)
		return
	}
	for name := range l.places {
		if name == key || strings.HasPrefix(name, key+".") || strings.HasPrefix(name, key+"[") {
			delete(l.places, name)
		}
	}
	field := reflect.ValueOf(&l.cfg).Elem().Field(i)
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: value}
	if field.Kind() != reflect.String {
		var doc yaml.Node
		if err := yaml.Unmarshal([]byte(value), &doc); err != nil {
			d.syntax([]byte(value), err)
			return
		}
		if len(doc.Content) > 0 {
			n = doc.Content[0]
		}
	}
	d.value(n, field, key)
}
