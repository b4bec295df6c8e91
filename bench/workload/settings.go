package workload

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// settings are the files beside the modules: the configuration, what each plugin
// requires, and the expected checksums.
func settings(s *Site) []File {
	out := []File{{"strata.yaml", []byte("title: Workload\nloader: strata\npackages:\n  - {name: core, location: core, main: main}\nstart: core/main\n")}}
	expected, err := json.MarshalIndent(s.Expected, "", "  ")
	if err != nil {
		panic(err) // a map of numbers
	}
	out = append(out, File{"expected.json", append(expected, '\n')})
	if s.Kind == TypeScript {
		out = append(out, File{"tsconfig.json", []byte(tsconfig)})
	}
	return out
}

// tsconfig lets compilers other than Strata find core and the plugins by name.
const tsconfig = `{
  "compilerOptions": {
    "target": "es2020",
    "module": "esnext",
    "moduleResolution": "bundler",
    "strict": false,
    "noEmit": true
  }
}
`

func pluginYAML(p *pkg) []byte {
	var need []string
	for _, name := range p.packages() {
		if name != "core" {
			need = append(need, name)
		}
	}
	return fmt.Appendf(nil, "plugin:\n  name: %s\n  version: 1.0.0\nrequire: [%s]\n", title(p.name), strings.Join(need, ", "))
}

// Write puts the site into the folder dir, and a link to modules, a folder of
// npm packages, beside it; none when modules is empty.
func (s *Site) Write(dir, modules string) error {
	for _, f := range s.Files {
		name := filepath.Join(dir, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, f.Data, 0o644); err != nil {
			return err
		}
	}
	if modules == "" {
		return nil
	}
	target, err := filepath.Abs(modules)
	if err != nil {
		return err
	}
	link := filepath.Join(dir, "node_modules")
	if err := os.Remove(link); err != nil && !os.IsNotExist(err) {
		return err
	}
	return os.Symlink(target, link)
}
